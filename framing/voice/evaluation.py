"""Quotations against gold attributions: per word, per span, and whether the speaker is right."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import Column, Schema, Table

GOLD_SPANS = Schema(
    "gold_spans",
    (
        Column("document_id", "string", "the document that the row belongs to"),
        Column("attribution", "integer", "number of the attribution within the document"),
        Column("part", "string", "what the span is", allowed=("source", "cue", "content")),
        Column("start", "integer", "first character"),
        Column("end", "integer", "after the span"),
    ),
)
# Words as the shared scorer counts them, so that figures can be compared.
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_MARKS = "\"“”„«»'‘’`"
_MIN_OVERLAP = 0.5  # share of the words of a gold content that one predicted quotation must hold to count as found
_N_RESAMPLES = 1000

Span = tuple[int, int]


def make_gold_spans(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Gold spans from rows with `id` and `attributions`, each of lists `source`, `cue` and `content` of spans."""
    spans = (
        {"document_id": str(row["id"]), "attribution": number, "part": part, "start": start, "end": end}
        for row in rows
        for number, attribution in enumerate(row["attributions"])
        for part in ("source", "cue", "content")
        for start, end in attribution[part]
    )
    return Table.from_rows(GOLD_SPANS, spans)


def evaluate_quotations(documents: Table, gold: Table, quotations: Table, seed: int = 0) -> dict[str, Any]:
    """Figures of quotations against gold attributions; scare quotations do not count as attributed.

    `words`: precision, recall, f1 and accuracy of attributed against own, over all words; each with `low` and
    `high`, the 95 % interval of a bootstrap over articles. `contents`: by kind of the gold content (direct: wholly
    in marks) the number and the share found, i.e. at least half of whose words one quotation holds. `cues` and
    `sources`: of the contents found that have one in the gold, the share whose predicted cue or speaker overlaps it.
    `speakers`: of the direct contents found with a gold source, the share whose speaker overlaps the source or whose
    name shares a capitalized word with it. `worst`: the articles with the most wrong words. Shares without a case
    are null.

    Args:
        documents: DOCUMENTS rows that the gold speaks about.
        gold: rows of GOLD_SPANS.
        quotations: QUOTATIONS rows; only those of `documents` are read.
        seed: of the bootstrap.
    """
    gold_by_document = _group(gold)
    rows_by_document = _group(quotations)
    counts = []
    spans: list[dict[str, Any]] = []
    for document_id, text in zip(documents["document_id"], documents["text"], strict=True):
        rows = [row for row in rows_by_document.get(document_id, []) if row["kind"] != "scare"]
        attributions = _collect(gold_by_document.get(document_id, []))
        words = [match.span() for match in _WORD.finditer(text)]
        contents = [span for attribution in attributions for span in attribution["content"]]
        is_gold = _mark(words, contents)
        is_found = _mark(words, [(row["start"], row["end"]) for row in rows])
        counts.append(_count(is_gold, is_found))
        spans.extend(_judge(text, words, attribution, rows) for attribution in attributions if attribution["content"])
    table = np.array(counts, dtype=np.int64).reshape(-1, 4)
    return {
        "n_documents": len(documents),
        "words": _summarize_words(table, seed),
        **_summarize_spans(spans),
        "worst": _list_worst(documents["document_id"], table),
    }


def _group(table: Table) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows():
        groups.setdefault(row["document_id"], []).append(row)
    return groups


def _collect(rows: list[dict[str, Any]]) -> list[dict[str, list[Span]]]:
    attributions: dict[int, dict[str, list[Span]]] = {}
    for row in rows:
        parts = attributions.setdefault(row["attribution"], {"source": [], "cue": [], "content": []})
        parts[row["part"]].append((row["start"], row["end"]))
    return list(attributions.values())


def _mark(words: list[Span], spans: list[Span]) -> NDArray[np.bool_]:
    """For each word whether it lies wholly inside a span."""
    marks = np.zeros(len(words), dtype=bool)
    for start, end in spans:
        first = bisect_left(words, (start, start))
        last = bisect_left(words, (end, end))
        marks[first:last] = True
        if last > first and words[last - 1][1] > end:
            marks[last - 1] = any(s <= words[last - 1][0] and words[last - 1][1] <= e for s, e in spans)
    return marks


def _count(is_gold: NDArray[np.bool_], is_found: NDArray[np.bool_]) -> list[int]:
    """Words attributed in both, found only, gold only, own in both."""
    return [
        int((is_gold & is_found).sum()),
        int((is_found & ~is_gold).sum()),
        int((is_gold & ~is_found).sum()),
        int((~is_gold & ~is_found).sum()),
    ]


def _judge(
    text: str, words: list[Span], attribution: dict[str, list[Span]], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """What was found of one gold attribution."""
    contents = attribution["content"]
    inside = [word for word in words if any(start <= word[0] and word[1] <= end for start, end in contents)]
    best, overlap = None, 0.0
    for row in rows:
        share = sum(row["start"] <= start and end <= row["end"] for start, end in inside) / max(1, len(inside))
        # Of quotations that hold as much, the inner one is meant.
        if share > overlap or (
            best and share == overlap > 0 and row["end"] - row["start"] < best["end"] - best["start"]
        ):
            best, overlap = row, share
    found = best if overlap >= _MIN_OVERLAP else None
    return {
        "kind": _kind(text, contents),
        "is_found": found is not None,
        "has_cue": found is not None and bool(attribution["cue"]),
        "is_cue_found": found is not None and _overlaps(found["cue_start"], found["cue_end"], attribution["cue"]),
        "has_source": found is not None and bool(attribution["source"]),
        "is_source_found": found is not None
        and _overlaps(found["speaker_start"], found["speaker_end"], attribution["source"]),
        "is_name_right": found is not None and _shares_name(text, found["speaker"], attribution["source"]),
    }


def _kind(text: str, contents: list[Span]) -> str:
    content = " ".join(text[start:end] for start, end in contents).strip(" ,.")
    if not any(mark in content for mark in '"“«„') and "''" not in content:
        return "indirect"
    return "direct" if content[0] in _MARKS and content[-1] in _MARKS else "mixed"


def _overlaps(start: int | None, end: int | None, spans: list[Span]) -> bool:
    return start is not None and end is not None and any(start < stop and begin < end for begin, stop in spans)


def _shares_name(text: str, name: str | None, sources: list[Span]) -> bool:
    if name is None:
        return False
    written = {word for start, end in sources for word in _WORD.findall(text[start:end]) if word[0].isupper()}
    return bool(written & set(_WORD.findall(name)))


def _summarize_words(table: NDArray[np.int64], seed: int) -> dict[str, Any]:
    figures = _scores(table.sum(axis=0, keepdims=True)) if len(table) else _scores(np.zeros((1, 4), dtype=np.int64))
    random = np.random.default_rng(seed)
    picks = random.integers(0, max(1, len(table)), size=(_N_RESAMPLES, len(table)))
    resampled = _scores(table[picks].sum(axis=1)) if len(table) else figures
    summary: dict[str, Any] = {"n": int(table.sum())}
    for name, values in figures.items():
        low, high = np.quantile(resampled[name], (0.025, 0.975))
        summary[name] = {"value": float(values[0]), "low": float(low), "high": float(high)}
    return summary


def _scores(table: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Precision, recall, f1 and accuracy of rows of counts; 0 where undefined."""
    both, only_found, only_gold, neither = table.T.astype(np.float64)
    precision = both / np.maximum(1, both + only_found)
    recall = both / np.maximum(1, both + only_gold)
    f1 = 2 * both / np.maximum(1, 2 * both + only_found + only_gold)
    accuracy = (both + neither) / np.maximum(1, both + only_found + only_gold + neither)
    return {"precision": precision, "recall": recall, "f1": f1, "accuracy": accuracy}


def _summarize_spans(spans: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = {kind: [span for span in spans if span["kind"] == kind] for kind in ("direct", "mixed", "indirect")}
    direct = [span for span in kinds["direct"] if span["has_source"]]
    return {
        "contents": {
            kind: {"n": len(group), "found": _share([span["is_found"] for span in group])}
            for kind, group in (("all", spans), *kinds.items())
        },
        "cues": _rate(spans, "has_cue", "is_cue_found"),
        "sources": _rate(spans, "has_source", "is_source_found"),
        "speakers": {
            "n": len(direct),
            "right": _share([span["is_source_found"] or span["is_name_right"] for span in direct]),
        },
    }


def _rate(spans: list[dict[str, Any]], has: str, is_found: str) -> dict[str, Any]:
    cases = [span[is_found] for span in spans if span[has]]
    return {"n": len(cases), "found": _share(cases)}


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _list_worst(document_ids: Sequence[str], table: NDArray[np.int64], n: int = 10) -> list[dict[str, Any]]:
    wrong = table[:, 1] + table[:, 2] if len(table) else np.zeros(0, dtype=np.int64)
    order = np.argsort(-wrong, kind="stable")[:n]
    return [
        {"document_id": document_ids[i], "n_missed": int(table[i, 2]), "n_too_many": int(table[i, 1])}
        for i in order.tolist()
    ]
