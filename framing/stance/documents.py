"""Label rows as columns: tokenized in batches, with the units that the labels are about."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from framing.columns import DOCUMENTS, Attribution, Table, Tokens
from framing.stance.labels import LabelRow
from framing.stance.layout import Units
from framing.stance.topics import Asked, fold_target
from framing.stance.units import find_document_units, find_mention_units

Tokenize = Callable[[Table], Tokens]
Attribute = Callable[[Table, Tokens], Attribution]
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class UnitBatch:
    """Tokens of some label rows and one unit per row, with what is asked about it where rows are about topics."""

    tokens: Tokens
    attribution: Attribution
    units: Units
    asked: Asked | None = None


def make_documents(texts: Sequence[str], language: str, first: int = 0) -> Table:
    """A documents table of texts without metadata, numbered from `first`."""
    nothing = [None] * len(texts)
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
    names = [str(first + number) for number in range(len(texts))]
    columns = {column.name: nothing for column in DOCUMENTS.columns}
    given = {"document_id": names, "text": list(texts), "language": [language] * len(texts), "source": names}
    return Table(DOCUMENTS, {**columns, **given, "raw_sha256": digests, "text_sha256": digests})


def make_unit_batches(
    rows: Sequence[LabelRow],
    unit_is_mention: bool,
    language: str,
    tokenize: Tokenize,
    attribute: Attribute,
    with_topics: bool = False,
) -> Iterator[UnitBatch]:
    """Batches of rows in order. A row without a mention is one unit as a whole."""
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[first : first + _ROWS_AT_ONCE]
        documents = make_documents([row.text for row in part], language, first)
        tokens = tokenize(documents)
        units = find_document_units(tokens)
        if unit_is_mention:
            units = _put_mentions(units, tokens, part)
        asked = _ask(part, language, tokenize) if with_topics else None
        yield UnitBatch(tokens, attribute(documents, tokens), units, asked)


def _ask(rows: Sequence[LabelRow], language: str, tokenize: Tokenize) -> Asked:
    """The targets of rows; spelling is that of the first row of each."""
    written: dict[str, str] = {}
    for row in rows:
        written.setdefault(fold_target(row.target), row.target or "")
    number = {name: place for place, name in enumerate(written)}
    of_unit = np.array([number[fold_target(row.target)] for row in rows], dtype=np.int32)
    return Asked(tuple(written), tokenize(make_documents(list(written.values()), language)), of_unit)


def _put_mentions(units: Units, tokens: Tokens, rows: Sequence[LabelRow]) -> Units:
    mentioned = [number for number, row in enumerate(rows) if row.target_start is not None]
    starts = np.array([rows[number].target_start for number in mentioned], dtype=np.int32)
    ends = np.array([rows[number].target_end for number in mentioned], dtype=np.int32)
    found = find_mention_units(tokens, np.array(mentioned, dtype=np.int32), starts, ends)
    columns = {}
    for name in Units.__slots__:
        column = getattr(units, name).copy()
        column[mentioned] = getattr(found, name)
        columns[name] = column
    return Units(**columns)
