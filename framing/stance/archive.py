"""Zip files with the same bytes for the same content: no clock, no memory addresses."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold
_ADDRESS = re.compile(r'(?<="__id__": )\d+|(?<=")\d+(?=\.npy")')


def write_archive(path: Path, entries: dict[str, bytes]) -> None:
    """Write a compressed zip file of `entries`, in their order."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def write_arrays(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write arrays as a compressed npz file."""
    entries = {}
    for name, array in arrays.items():
        content = io.BytesIO()
        np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
        entries[f"{name}.npy"] = content.getvalue()
    write_archive(path, entries)


def write_pipeline(path: Path, pipeline: Any) -> None:
    """Write scikit-learn objects as a skops file, its memory addresses replaced by counted numbers."""
    import skops.io

    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(pipeline))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    numbers: dict[str, str] = {}

    def renumber(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0], str(len(numbers) + 1))

    schema = _ADDRESS.sub(renumber, entries.pop("schema.json").decode())
    renamed = {f"{numbers[Path(name).stem]}.npy": content for name, content in entries.items()}
    ordered = {name: renamed[name] for name in sorted(renamed, key=lambda name: int(Path(name).stem))}
    write_archive(path, {**ordered, "schema.json": schema.encode()})
