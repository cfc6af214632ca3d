"""The key of a sample: what coders do not see, by `item`."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.label_files import read_objects, read_text

Key = Mapping[str, Mapping[str, Any]]  # rows by `item`

# What a label file takes from the key: the row as it was drawn and where it is from, but no model's opinion of it.
_TAKEN = ("text", "target", "target_start", "target_end", "document_id", "outlet", "date", "target_id", "voice")
_DRAWN = ("strategy", "stratum")


def key_path(path: Path) -> Path:
    """Where the key of the sample `path` lies: `sample.csv` has `sample.key.jsonl`."""
    return path.with_name(f"{path.stem}.key.jsonl")


def name_document(document_id: str) -> str:
    """A name for a document that says nothing of it, so that rows of one document can be told to be so."""
    digest = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"d{digest}"  # no digest of sixteen digits that a spreadsheet takes for a number


def read_key(path: Path) -> Key:
    """The columns that a label file takes from a key, by `item`.

    Raises:
        InputError: it cannot be read, or a row has no `item`, or one that stands twice.
    """
    rows: dict[str, Mapping[str, Any]] = {}
    for place, row in read_objects(path, read_text(path)):
        item = row.get("item")
        if not isinstance(item, str) or item in rows:
            raise InputError(f"{place}: `item` is missing or stands twice; this is no key of `framing labels sample`")
        rows[item] = {name: row[name] for name in (*_TAKEN, *_DRAWN) if row.get(name) is not None}
    return rows
