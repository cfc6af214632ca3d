"""Rows as a table of CSV, and lists of objects in rows of JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from framing.cells import defuse_cell, format_csv
from framing.errors import InputError


def find_objects(place: str, name: str, value: Any) -> list[dict[str, Any]]:
    """The objects in the list `value`, nothing for null.

    Raises:
        InputError: it is no list.
    """
    if value is not None and not isinstance(value, list):
        raise InputError(f"{place}: `{name}` is a list of objects, not {type(value).__name__}")
    return [one for one in value or () if isinstance(one, dict)]


def format_table(records: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> bytes:
    """CSV with a byte order mark for spreadsheets: `columns` first, then all others in the order of their coming."""
    names = list(dict.fromkeys([*columns, *(name for record in records for name in record)]))
    rows = (names, *([_to_cell(record.get(name)) for name in names] for record in records))
    return format_csv([defuse_cell(cell) for cell in row] for row in rows)


def _to_cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
