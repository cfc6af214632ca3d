"""Rows of the CSV and JSON Lines files that people fill in, with their lines."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.label_files import parse_json

_SEPARATORS = (",", ";", "\t")


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a `.csv` or `.jsonl` file, either also with `.gz`, each with the line that it ends in.

    Columns of a CSV file are separated by what stands most often in its first line: spreadsheets write commas in some
    countries, semicolons in others.

    Raises:
        InputError: the file cannot be read, or a row is no row; with file and line.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if suffixes[-1:] == [".gz"] else content).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: not UTF-8 at byte {problem.start}; save the file as UTF-8") from problem
    except (OSError, EOFError) as problem:
        raise InputError(f"{path}: cannot be read: {getattr(problem, 'strerror', None) or problem}") from problem
    if ".csv" in suffixes:
        header = text.partition("\n")[0]
        reader = csv.DictReader(
            io.StringIO(text, newline=""), strict=True, delimiter=max(_SEPARATORS, key=header.count)
        )
        try:
            for record in reader:
                yield reader.line_num, {key: value for key, value in record.items() if key is not None}
        except csv.Error as problem:
            raise InputError(f"{path}:{reader.line_num}: not CSV: {problem}") from problem
    elif {".jsonl", ".ndjson"} & set(suffixes):
        # Not splitlines: texts may hold U+2028 and other separators that JSON allows inside strings.
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield number, _read_object(path, number, line)
    else:
        raise InputError(f"{path}: label files end in .jsonl or .csv, also with .gz")


def _read_object(path: Path, number: int, line: str) -> dict[str, Any]:
    record = parse_json(f"{path}:{number}", line)
    if not isinstance(record, dict):
        raise InputError(f"{path}:{number}: a row is an object with labels, not {type(record).__name__}")
    return record
