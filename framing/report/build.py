"""One report per document of a batch, from the tables of that batch."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from framing.columns import Nullable, Table, as_list
from framing.report.legend import find_legend
from framing.report.records import ArticleReport, Provenance, Row
from framing.report.stretches import find_stretches, number_stretches
from framing.report.summary import find_notes, summarize

_DIGITS = 6
_PLAIN_ROWS = 2_000  # that are plain values at a time: those of a shard take 100 MB
_SPOKEN = ("all", "own", "attributed")


def build_reports(
    documents: Table,
    sentences: Sequence[Sequence[Sequence[int]]],
    quotations: Table,
    hits: Table,
    scores: Table,
    transfers: Table,
    stances: Table,
    provenance: Provenance,
) -> Iterator[ArticleReport]:
    """The reports of a batch, in the order of its documents, each made when it is asked for.

    Args:
        documents: the batch; all other tables hold rows of these documents only.
        sentences: for each document the start and end of its sentences.
    """
    tables = [_RowsByDocument(table) for table in (quotations, hits, _pick_scores(scores), transfers, stances)]
    words = _find_score_words(scores)
    for document, spans in zip(documents.rows(), sentences, strict=True):
        document_id = document["document_id"]
        yield _build_report(
            document,
            words.get(document_id) or {"all": document["n_words"], "own": None, "attributed": None},
            list(map(list, spans)),
            [table.take(document_id) for table in tables],
            provenance,
        )


def _build_report(
    document: Row,
    words: dict[str, int | None],
    sentences: list[list[int]],
    tables: Sequence[list[Row]],
    provenance: Provenance,
) -> ArticleReport:
    quotations, hits, scores, transfers, stances = tables
    hits = [{"id": f"h{number}", **hit} for number, hit in enumerate(hits, 1)]
    report = ArticleReport(
        document=document,
        words=words,
        sentences=sentences,
        categories=_describe_categories(provenance, document["language"], scores, hits),
        quotations=quotations,
        hits=hits,
        scores=scores,
        transfers=transfers,
        stances=stances,
        summary=[],
        notes=[],
        provenance=provenance,
    )
    report.summary.extend(summarize(report))
    report.notes.extend(find_notes(report))
    return report


def _describe_categories(provenance: Provenance, language: str, scores: list[Row], hits: list[Row]) -> list[Row]:
    legend = find_legend(provenance, language)
    names = dict.fromkeys((row["lexicon"], row["category"]) for row in (*scores, *hits))
    return [
        {
            "lexicon": mark.lexicon,
            "category": mark.category,
            "code": mark.code,
            "title": mark.title,
            "definition": mark.definition,
            "mirror": mark.mirror,
        }
        for mark in sorted((legend.mark(*name) for name in names), key=lambda mark: mark.key)
    ]


def _make_plain(values: Any, kind: str) -> Sequence[Any]:
    if kind == "float":
        # Six digits are more than any figure here carries, and keep files small and equal across machines.
        if isinstance(values, Nullable):
            return Nullable(np.round(values.array, _DIGITS)).tolist()
        if None in values:
            return [None if value is None else round(float(value), _DIGITS) for value in values]
        return as_list(np.round(np.asarray(values, dtype=float), _DIGITS))
    return as_list(values)


class _RowsByDocument:
    """The rows of a table, without `document_id`.

    Those of one document are made when they are asked for: made for a batch at once they outgrow the caches.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns = [column for column in table.schema.columns if column.name != "document_id"]
        self._names = [column.name for column in self._columns]
        ids = table["document_id"]
        self._runs = {ids[start]: slice(start, end) for start, end in find_stretches(ids)}
        self._window = slice(0, 0)
        self._values: list[Sequence[Any]] = []

    def take(self, document_id: str) -> list[Row]:
        run = self._runs.get(document_id)
        if run is None:
            return []
        if not self._window.start <= run.start <= run.stop <= self._window.stop:
            self._window = slice(run.start, max(run.stop, run.start + _PLAIN_ROWS))
            columns = ((self._table[column.name][self._window], column.kind) for column in self._columns)
            self._values = [_make_plain(values, kind) for values, kind in columns]
        run = slice(run.start - self._window.start, run.stop - self._window.start)
        rows = zip(*(column[run] for column in self._values), strict=True)
        # dict(zip(names, row)) of each row, without a step of Python per row.
        return list(map(dict, map(zip, repeat(self._names), rows)))


def _pick_scores(scores: Table) -> Table:
    """The score rows of categories that have a hit in their document: most categories have none.

    The rows of a category, one per voice, stand together.
    """
    counts = np.asarray(scores["n_hits"])
    number = number_stretches(*(scores[name] for name in ("document_id", "lexicon", "category")))
    has_hits = np.zeros(number[-1] + 1 if len(number) else 0, dtype=bool)
    has_hits[number[counts > 0]] = True
    return scores.take(np.flatnonzero(has_hits[number]))


def _find_score_words(scores: Table) -> dict[str, dict[str, int | None]]:
    """Words per voice of each document that was scored: all its categories count the same words."""
    ids, voices, n_words = scores["document_id"], scores["voice"], scores["n_words"]
    words: dict[str, dict[str, int | None]] = {}
    for start, end in find_stretches(ids):
        found: dict[str, int | None] = {}
        for row in range(start, end):
            found[voices[row]] = int(n_words[row])
            if len(found) == len(_SPOKEN):
                break
        words[ids[start]] = {voice: found.get(voice) for voice in _SPOKEN}
    return words
