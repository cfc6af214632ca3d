"""One report per document of a batch, from the tables of that batch."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from framing.columns import Table
from framing.report.legend import find_legend
from framing.report.records import ArticleReport, Provenance, Row
from framing.report.summary import find_notes, summarize

MAX_EVIDENCE = 5
_DIGITS = 6
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
) -> list[ArticleReport]:
    """The reports of a batch, in the order of its documents.

    Args:
        documents: the batch; all other tables hold rows of these documents only.
        sentences: for each document the start and end of its sentences.
    """
    ids = list(documents["document_id"])
    groups = [_group_rows(table, ids) for table in (quotations, hits, transfers, stances)]
    score_rows = _group_scores(scores, ids)
    words = _find_score_words(scores)
    reports = []
    for index, document in enumerate(documents.rows()):
        document_id = ids[index]
        rows = [group[document_id] for group in groups]
        reports.append(
            _build_report(
                document,
                words.get(document_id) or {"all": document["n_words"], "own": None, "attributed": None},
                [list(span) for span in sentences[index]],
                (rows[0], rows[1], score_rows[document_id], rows[2], rows[3]),
                provenance,
            )
        )
    return reports


def _build_report(
    document: Row,
    words: dict[str, int | None],
    sentences: list[list[int]],
    tables: tuple[list[Row], list[Row], list[Row], list[Row], list[Row]],
    provenance: Provenance,
) -> ArticleReport:
    quotations, hits, scores, transfers, stances = tables
    hits = [{"id": f"h{number}", **hit} for number, hit in enumerate(hits, 1)]
    for stance in stances:
        # What weighs most stands first; the rest stands in the table.
        stance["evidence"] = stance["evidence"][:MAX_EVIDENCE]
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


def _plain_column(table: Table, name: str, kind: str) -> Sequence[Any]:
    values = table[name]
    if kind == "float":
        # Six digits are more than any figure here carries, and keep files small and equal across machines.
        if None in values:
            return [None if value is None else round(float(value), _DIGITS) for value in values]
        return np.round(np.asarray(values, dtype=float), _DIGITS).tolist()  # type: ignore[no-any-return] # one dimension
    return values.tolist() if isinstance(values, np.ndarray) else values  # type: ignore[no-any-return] # a column is a sequence


def _group_rows(table: Table, ids: Iterable[str]) -> dict[str, list[Row]]:
    """The rows of each document, without `document_id`."""
    groups: dict[str, list[Row]] = {document_id: [] for document_id in ids}
    columns = [column for column in table.schema.columns if column.name != "document_id"]
    names = [column.name for column in columns]
    values = zip(*(_plain_column(table, column.name, column.kind) for column in columns), strict=True)
    for document_id, row in zip(table["document_id"], values, strict=True):
        groups[document_id].append(dict(zip(names, row, strict=True)))
    return groups


def _group_scores(scores: Table, ids: Iterable[str]) -> dict[str, list[Row]]:
    """The score rows of categories that have a hit in the document: most categories have none.

    The rows of a category, one per voice, stand together.
    """
    keys = list(zip(scores["document_id"], scores["lexicon"], scores["category"], strict=True))
    kept: list[int] = []
    for row in np.flatnonzero(np.asarray(scores["n_hits"])).tolist():
        if scores["voice"][row] == "all":
            near = range(max(row - 2, 0), min(row + 3, len(keys)))
            kept += [one for one in near if keys[one] == keys[row]]
    return _group_rows(scores.take(kept), ids)


def _find_score_words(scores: Table) -> dict[str, dict[str, int | None]]:
    """Words per voice of each document that was scored: all its categories count the same words."""
    ids, voices, n_words = list(scores["document_id"]), scores["voice"], scores["n_words"]
    words: dict[str, dict[str, int | None]] = {}
    for document_id, rows in groupby(range(len(ids)), key=ids.__getitem__):
        found: dict[str, int | None] = {}
        for row in rows:
            found[voices[row]] = int(n_words[row])
            if len(found) == len(_SPOKEN):
                break
        words[document_id] = {voice: found.get(voice) for voice in _SPOKEN}
    return words
