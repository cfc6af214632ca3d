"""Fail unless a wheel holds every module, lexicon and model of the checkout, and nothing else.

usage: inspect_wheel.py WHEEL
"""

import subprocess
import sys
import zipfile

SHIPPED = {"framing/": "framing/", "lexicons/": "framing/data/lexicons/", "models/": "framing/data/models/"}


def main(wheel: str) -> None:
    tracked = subprocess.run(["git", "ls-files", *SHIPPED], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    wanted = {
        target + path.removeprefix(folder)
        for path in tracked
        for folder, target in SHIPPED.items()
        if path.startswith(folder)
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        size = sum(entry.compress_size for entry in archive.infolist())
    missing, foreign = sorted(wanted - held), sorted(held - wanted)
    print(f"{len(held)} files, {size / 1e6:.1f} MB; missing {missing[:5]}, not tracked {foreign[:5]}")
    sys.exit(bool(missing or foreign))


if __name__ == "__main__":
    main(sys.argv[1])
