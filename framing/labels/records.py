"""Rows of label files: a text, the target in it, and a person's answer, if there is one yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from framing.errors import InputError
from framing.label_files import COLUMNS, read_span

UNLABELLED = "target"  # what a tool shows on a target that nobody has judged yet; no label may be called so
# As `framing labels sample` names items: a digest of the document, and where in it the target stands.
_SAMPLED = re.compile(r"(d[0-9a-f]{16})-\d+")
_TEXTS = ("label", "target", "document_id", "outlet", "date", "annotator")


@dataclass(frozen=True, slots=True)
class Item:
    """One row. Offsets are code points of `text`; `label` is None where nobody has answered.

    Attributes:
        extra: further columns, none of them empty.
        place: `file:line`, for complaints.
    """

    text: str
    label: str | None = None
    target: str | None = None
    target_start: int | None = None
    target_end: int | None = None
    document_id: str | None = None
    outlet: str | None = None
    date: str | None = None
    annotator: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    place: str = field(default="", compare=False)

    @property
    def identity(self) -> tuple[str, str, int, int]:
        """What two answers must share to be answers about the same thing: document, text and target."""
        sampled = _SAMPLED.fullmatch(str(self.extra.get("item")))
        document = sampled[1] if sampled else self.document_id or ""  # the same with the key and without
        nowhere = -1
        start = nowhere if self.target_start is None else self.target_start
        end = nowhere if self.target_end is None else self.target_end
        target = f"\0{self.target}" if self.target_start is None and self.target else ""
        return (document, self.text + target, start, end)


def to_record(item: Item) -> dict[str, Any]:
    """The columns of a row that are not empty, the fixed ones first."""
    fixed = {name: getattr(item, name) for name in COLUMNS}
    return {name: value for name, value in (fixed | dict(item.extra)).items() if value is not None}


def to_item(place: str, record: Mapping[str, Any]) -> Item:
    """The row of a record.

    A target without offsets is taken where it first stands in the text; one that stands nowhere in it has none.

    Raises:
        InputError: the text is missing, or the offsets do not fit it; with the place.
    """
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{place}: `text` is missing or empty")
    check_characters(place, text)
    texts = {name: _read_text(record.get(name)) for name in _TEXTS}
    start, end = read_span(place, text, record, texts["target"])
    if texts["target"] is None and start is not None:
        texts["target"] = text[start:end]
    extra = {name: value for name, value in record.items() if name not in COLUMNS and value not in (None, "")}
    return Item(text, target_start=start, target_end=end, extra=extra, place=place, **texts)


def check_characters(place: str, text: str) -> None:
    """Refuse half a character.

    Raises:
        InputError: the text holds a lone surrogate, as programs leave that cut texts by UTF-16.
    """
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        half = f"{problem.object[problem.start]!r} at character {problem.start}"
        raise InputError(f"{place}: `text` holds half of a character, {half}; write it whole") from problem


def _read_text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).strip() or None if not isinstance(value, str) else (value if value.strip() else None)
