"""Which column of a row is which field of a document, and plain values from whatever stands in it."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from framing.errors import InputError
from framing.ingest.options import IngestOptions
from framing.ingest.record import Failure, Reading, Record

GUESSES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text"),
    "html": ("html", "raw_html", "page_html"),
    "id": ("id", "document_id", "doc_id", "uuid"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "site", "domain"),
    "date": ("date", "published", "published_at", "pub_date", "publish_date", "timestamp"),
    "author": ("author", "byline", "authors"),
    "url": ("url", "link", "uri"),
    "language": ("language", "lang"),
}
_MAX_SHOWN = 12
Choice = dict[str, str]  # field -> column


def choose_columns(names: Sequence[str], options: IngestOptions, lenient: bool = False) -> Choice:
    """The column of each field: the one given in the options, else the first usual name, in any case.

    Args:
        names: the columns that exist.
        options: holds the columns given by the user.
        lenient: a given column may be missing, other than that of the text or page.

    Raises:
        InputError: a given column does not exist, or no column holds the text.
    """
    folded = {name.strip().lower(): name for name in reversed(names)}
    choice = {}
    for field, guesses in GUESSES.items():
        given = getattr(options, f"{field}_column")
        if given is None:
            column = next((folded[guess] for guess in guesses if guess in folded), None)
        else:
            column = given if given in names else folded.get(given.strip().lower())
            if column is None and not (lenient and field not in ("text", "html")):
                raise InputError(f"no column {given!r} (--{field}-column); columns are {_show(names)}")
        if column is not None:
            choice[field] = column
    # Text goes before pages, unless pages are asked for.
    choice.pop("text" if options.html_column is not None else "html" if "text" in choice else "", None)
    if "text" not in choice and "html" not in choice:
        raise InputError(f"no text column; columns are {_show(names)}; name one with --text-column")
    return choice


def _show(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 40 else name[:39] + "…" for name in names[:_MAX_SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - _MAX_SHOWN} more" if len(names) > _MAX_SHOWN else "")


def make_record(
    row: Mapping[str, Any], choice: Choice, reading: Reading, number: int | None, raw: bytes | None = None
) -> Record | Failure:
    """The article in a row, or why the row holds none.

    Args:
        row: values by column.
        choice: columns by field.
        reading: the source.
        number: of the row in its file, from 1; None where the file is one article.
        raw: the row as it stood in the file; None: the row's digest is that of its values.
    """
    place = reading.source.name if number is None else f"{reading.source.name}:{number}"
    is_page = "html" in choice
    column = choice["html" if is_page else "text"]
    text = row.get(column)
    if text is None or (is_page and not text):
        return Failure(place, "empty", f"no {'page' if is_page else 'text'} in column {column!r}")
    if not isinstance(text, str | bytes if is_page else str):
        return Failure(place, "columns", f"column {column!r} holds {type(text).__name__}, not text")
    document_id = row.get(choice.get("id", ""))
    if isinstance(document_id, bool | list | tuple | Mapping):
        kind = "true or false" if isinstance(document_id, bool) else "an object or a list"
        return Failure(place, "columns", f"column {choice['id']!r} holds {kind}; an id is text or a number")
    stem = reading.source.id_stem
    record = Record(
        source=reading.source.name,
        row=number or 0,
        text="" if is_page else text,
        raw_sha256=sha256(write_canonically(row) if raw is None else raw).hexdigest(),
        fallback_id=stem if number is None else f"{stem}-{number}",
        document_id=document_id,
        title=row.get(choice.get("title", "")),
        outlet=row.get(choice.get("outlet", "")),
        author=row.get(choice.get("author", "")),
        published=row.get(choice.get("date", "")),
        url=row.get(choice.get("url", "")),
        language=row.get(choice.get("language", "")),
    )
    return reading.pages.read_row(record, text, reading) if is_page and reading.pages else record


def write_canonically(row: Mapping[str, Any]) -> bytes:
    """JSON of a row, the same for the same values in any order of columns."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode("utf-8", "surrogatepass")


def as_text(value: Any) -> str | None:
    """A metadata value as one line of text; None where it says nothing.

    Lists are joined by commas, of an object its `name` counts, numbers lose a fraction of zero.
    """
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float):
        return _as_number(value)
    if isinstance(value, Mapping):
        return as_text(value.get("name"))
    if isinstance(value, list | tuple):
        return ", ".join(part for part in map(as_text, value) if part) or None
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, bytes) else str(value)


def _as_number(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)
