"""doccano's JSON Lines of sequence labelling and text classification.

Its offsets are units of UTF-16 unless the project counts grapheme clusters (github.com/doccano/doccano/issues/2290),
and it writes no marked text to compare with. A target comes as a span called `target`, which the coder renames.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.errors import InputError
from framing.label_files import Record, quote, quote_names
from framing.labels.counting import UTF_16, read_span, to_utf16
from framing.labels.records import UNLABELLED

_SPANS = ("label", "labels", "entities")


def read_documents(rows: Iterator[Record], countings: Sequence[str] = (UTF_16,)) -> Iterator[Record]:
    """One record per label.

    Raises:
        InputError: a label is neither a name nor `[start, end, name]`, or stands outside the text.
    """
    for place, row in rows:
        record = {name: value for name, value in row.items() if name not in {*_SPANS, "meta", "Comments", "comments"}}
        for more in (row.get("meta"), row.get("metadata")):
            record |= more if isinstance(more, dict) else {}
        comments = row.get("Comments") or row.get("comments")
        record |= {"comments": comments} if comments else {}
        if "text" not in record and isinstance(record.get("data"), str):
            record["text"] = record.pop("data")
        given = [one for name in _SPANS for one in _as_list(row.get(name))]
        answers = list(_read_labels(place, record, given, countings))
        for answer in answers or [{"label": None}]:
            yield place, {**record, **answer}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _read_labels(
    place: str, record: Mapping[str, Any], given: Sequence[Any], countings: Sequence[str]
) -> Iterator[dict[str, Any]]:
    names = sorted({one for one in given if isinstance(one, str) and one != UNLABELLED})
    if len(names) > 1:
        raise InputError(f"{place}: {len(names)} answers to one question ({quote_names(names)}); allow only one")
    if names:
        yield {"label": names[0]}
    for one in given:
        if isinstance(one, str):
            continue
        start, end, name = _take_apart(place, one)
        if name == UNLABELLED:
            continue
        text = record.get("text")
        if not isinstance(text, str):
            raise InputError(f"{place}: `text` is missing, so that spans cannot be placed")
        own = record.get("target_start"), record.get("target_end")
        known = own if isinstance(own[0], int) and isinstance(own[1], int) else None
        ways = tuple(dict.fromkeys((*countings, "code-points"))) if known else countings
        start, end = read_span(place, text, (start, end), ways, known=known)  # type: ignore[arg-type] # both are numbers
        yield {"label": name, "target": text[start:end], "target_start": start, "target_end": end}


def _take_apart(place: str, one: Any) -> tuple[int, int, str]:
    if isinstance(one, dict):
        one = [one.get("start_offset", one.get("start")), one.get("end_offset", one.get("end")), one.get("label")]
    is_span = isinstance(one, list) and len(one) == 3 and [type(part) for part in one] == [int, int, str]
    if not is_span:
        raise InputError(f"{place}: a label is a name, or [start, end, name], not {quote(one)}")
    return one[0], one[1], one[2]


def make_documents(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Documents with the target as a span, under its label, or `target` where it has none."""
    made = []
    for record in records:
        rest = {name: value for name, value in record.items() if name not in {"text", "label"}}
        text, label = record["text"], record.get("label")
        start, end = record.get("target_start"), record.get("target_end")
        if start is None or end is None:
            labels: list[Any] = [] if label is None else [label]
        else:
            labels = [[to_utf16(text, start), to_utf16(text, end), label or UNLABELLED]]
        made.append({"text": text, "label": labels, **rest})
    return made
