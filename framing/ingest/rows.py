"""One row of documents from a record, whatever its format: text, metadata, language and digests."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from framing.ingest.dates import find_date_in_name, parse_date
from framing.ingest.fields import as_text
from framing.ingest.language import guess_language, read_language
from framing.ingest.plain import Header, find_header, put_title_above
from framing.ingest.record import Failure, Reading, Record
from framing.ingest.source import tell_place
from framing.ingest.stream import describe_length

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def make_row(record: Record, reading: Reading) -> dict[str, Any] | Failure:
    """A row of DOCUMENTS, or why the record is none."""
    options = reading.options
    text = _mend_surrogates(record, reading)
    if not text or text.isspace():
        return Failure(record.place, "empty", "the text is empty")
    if len(text) > options.max_characters:
        return Failure(record.place, "too long", describe_length(f"{len(text):,} characters", options.max_characters))
    _note_no_text(record, reading)
    title, outlet, published = _clean(record.title), _clean(record.outlet), _read_date(record, reading)
    header = Header() if title and outlet and published else find_header(text)
    if options.with_titles and title:
        text = put_title_above(title, text)
    language = read_language(options.language) or _read_language(record, reading)
    return {
        "document_id": _CONTROL.sub("", _clean(record.document_id) or "").strip() or record.fallback_id,
        "text": text,
        "title": title or header.title,
        "outlet": outlet or header.agency,
        "author": _clean(record.author),
        "published": published or header.published or (None if record.row else find_date_in_name(record.fallback_id)),
        "url": _clean(record.url),
        "language": language or guess_language(text, read_language(record.language_hint)),
        "source": record.place,
        "raw_sha256": record.raw_sha256,
        "text_sha256": sha256(text.encode()).hexdigest(),
    }


def find_given_id(record: Record) -> str | None:
    """The id as the input has it, where it has control characters, which the document's id has not."""
    given = record.document_id.strip(" \t\r\n") if isinstance(record.document_id, str) else ""
    return given if _CONTROL.search(given) else None


def _mend_surrogates(record: Record, reading: Reading) -> str:
    """The text with halves of characters as U+FFFD: no file can hold them, and the length stays."""
    try:
        record.text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return record.text
    text, n_bad = _SURROGATE.subn("\ufffd", record.text)
    halves = (
        "1 half of a character (a lone surrogate)"
        if n_bad == 1
        else f"{n_bad:,} halves of characters (lone surrogates)"
    )
    reading.notes.append(f"{tell_place(record.source, record.row)}: {halves} became U+FFFD")
    return text


def _clean(value: Any) -> str | None:
    text = as_text(value)
    return _SURROGATE.sub("\ufffd", text) if text else None


def _read_date(record: Record, reading: Reading) -> str | None:
    published = parse_date(record.published)
    if published is None and (given := as_text(record.published)):
        _note_odd(record, reading, "date", f"no sure date in {given[:40]!r}; write 2026-06-05")
    return published


def _read_language(record: Record, reading: Reading) -> str | None:
    language = read_language(record.language)
    if language is None and (given := as_text(record.language)) and given.lower() != "und":
        mend = "write a code of two letters, such as en"
        _note_odd(record, reading, "language", f"no known language in {str(record.language)[:40]!r}; {mend}")
    return language


def _note_no_text(record: Record, reading: Reading) -> None:
    """Notes on values that hold something, and no text that could be taken for the field."""
    for field in ("title", "outlet", "author", "published", "url", "language"):
        value = getattr(record, field)
        if value and not isinstance(value, str) and as_text(value) is None:
            kind = "an object without a name" if isinstance(value, Mapping) else "no text"
            name = "date" if field == "published" else field
            _note_odd(record, reading, name, f"the {name} is {kind}, and left out; write text")


def _note_odd(record: Record, reading: Reading, about: str, note: str) -> None:
    reading.note_once(about, f"{tell_place(record.source, record.row)}: {note} (said once for this file)")
