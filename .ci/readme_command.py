"""Print the first shell command of the README: the one that a new user gives.

usage: readme_command.py README.md
"""

import re
import sys
from pathlib import Path


def main(path: str) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", Path(path).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    print(blocks[0])


if __name__ == "__main__":
    main(sys.argv[1])
