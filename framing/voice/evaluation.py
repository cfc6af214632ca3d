"""Quotations against gold attributions: per word and per span, sources, cues and speakers, by kind and rule."""

from collections import Counter
from typing import Any

from framing.columns import Table
from framing.voice.comparison import compare
from framing.voice.counts import count
from framing.voice.resampling import Key, ResampledCounts, divide, estimate, estimate_match, estimate_share
from framing.voice.worst import list_articles, list_examples

_KINDS = ("direct", "mixed", "indirect")
_ALL_KINDS = ("all", *_KINDS)


def evaluate_quotations(
    documents: Table, gold: Table, quotations: Table, seed: int = 0, n_examples: int = 10
) -> dict[str, Any]:
    """Figures of quotations against gold attributions; scare quotations do not count as attributed.

    Every figure is `value` with `low` and `high`, the 95 % interval of a bootstrap over documents; shares carry `n`,
    their cases. What has no case is null. What each figure means stands in docs/voice-measures.md.

    `words`: attributed against own, over all words, with recall by kind of the gold and precision by kind found.
    `contents`: by kind, stretches of gold matched one to one with quotations, by `overlap` (at least half of the
    words of either in common) and by `exact` borders; `held`, the share of gold stretches at least half of whose
    words one quotation holds. `kinds`: of those matched, the share with the kind of the gold. `sources`, `cues`: by
    kind, precision, recall and F1 by overlap and exactly, and `given_content` the shares right, missing, elsewhere
    and spurious where the content matched. `speakers`: `direct` and `all`, the share of gold stretches with a source
    whose speaker's name is right. `rules`: per rule its quotations, the share of them that no gold content touches,
    and the precision of its words. `examples`, `articles`: the worst, see `framing.voice.worst`.

    Args:
        documents: DOCUMENTS rows that the gold speaks about.
        gold: rows of GOLD_SPANS.
        quotations: QUOTATIONS rows; only those of `documents` are read.
        seed: of the bootstrap.
        n_examples: examples of each sort, and articles, to list.
    """
    gold_rows, rows = _group(gold), _group(quotations)
    comparisons = [
        compare(document_id, text, gold_rows.get(document_id, []), rows.get(document_id, []))
        for document_id, text in zip(documents["document_id"], documents["text"], strict=True)
    ]
    counts = ResampledCounts([count(one) for one in comparisons], seed)
    return {
        "n_documents": len(documents),
        "languages": dict(sorted(Counter(documents["language"]).items())),
        "words": _summarize_words(counts),
        "contents": {kind: _summarize_contents(counts, kind) for kind in _ALL_KINDS},
        "kinds": _summarize_kinds(counts),
        "sources": {kind: _summarize_part(counts, "source", kind) for kind in _ALL_KINDS},
        "cues": {kind: _summarize_part(counts, "cue", kind) for kind in _ALL_KINDS},
        "speakers": {kind: _summarize_speakers(counts, kind) for kind in ("direct", "all")},
        "rules": _summarize_rules(counts),
        "examples": list_examples(comparisons, n_examples),
        "articles": list_articles(comparisons, n_examples),
    }


def _group(table: Table) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows():
        groups.setdefault(row["document_id"], []).append(row)
    return groups


def _summarize_words(counts: ResampledCounts) -> dict[str, Any]:
    both, n_gold, n_found = (counts.draws("words", name) for name in ("both", "gold", "found"))
    n = counts.draws("words", "n")
    return {
        "n": int(n[0]),
        "n_gold": int(n_gold[0]),
        "n_found": int(n_found[0]),
        **estimate_match(both, n_found, both, n_gold),
        "accuracy": estimate(divide(counts.draws("words", "right"), n)),
        "recall_by_kind": {kind: _share_right(counts, "gold words", kind) for kind in _KINDS},
        "precision_by_kind": {kind: _share_right(counts, "found words", kind) for kind in _KINDS},
    }


def _share_right(counts: ResampledCounts, side: str, name: str) -> dict[str, Any]:
    return estimate_share(counts.draws(side, "right", name), counts.draws(side, "n", name))


def _match(counts: ResampledCounts, what: Key, of: Key, kind: str) -> dict[str, Any]:
    return estimate_match(
        counts.draws(*what, "found", kind),
        counts.draws(*of, "found", kind),
        counts.draws(*what, "gold", kind),
        counts.draws(*of, "gold", kind),
    )


def _summarize_contents(counts: ResampledCounts, kind: str) -> dict[str, Any]:
    return {
        "n_gold": counts.total("gold", kind),
        "n_found": counts.total("found", kind),
        "overlap": _match(counts, ("overlap",), (), kind),
        "exact": _match(counts, ("exact",), (), kind),
        "held": estimate_share(counts.draws("held", kind), counts.draws("gold", kind)),
    }


def _summarize_kinds(counts: ResampledCounts) -> dict[str, Any]:
    table = {kind: {found: counts.total("kinds", kind, found) for found in _KINDS} for kind in _KINDS}
    right = estimate_share(counts.draws("kinds", "right"), counts.draws("kinds", "n"))
    return {"right": right, "found_by_gold": table}


def _summarize_part(counts: ResampledCounts, part: str, kind: str) -> dict[str, Any]:
    """Figures of sources or cues."""
    n_with, n_without = counts.draws(part, "with", kind), counts.draws(part, "without", kind)
    shares = {
        name: estimate_share(counts.draws(*key, kind), n_with)
        for name, key in (
            ("overlap", (part, "right")),
            ("exact", (part, "exact", "gold")),
            ("missing", (part, "missing")),
            ("elsewhere", (part, "elsewhere")),
        )
    }
    return {
        "n_gold": counts.total(part, "gold", kind),
        "n_found": counts.total(part, "found", kind),
        "overlap": _match(counts, (part, "overlap"), (part,), kind),
        "exact": _match(counts, (part, "exact"), (part,), kind),
        "given_content": {**shares, "spurious": estimate_share(counts.draws(part, "spurious", kind), n_without)},
    }


def _summarize_speakers(counts: ResampledCounts, kind: str) -> dict[str, Any]:
    n, n_held, right = (counts.draws("speaker", name, kind) for name in ("n", "held", "right"))
    return {"right": estimate_share(right, n), "right_given_content": estimate_share(right, n_held)}


def _summarize_rules(counts: ResampledCounts) -> dict[str, Any]:
    """Per rule, that with most quotations first."""
    names = sorted(counts.list_last("rule", "n"), key=lambda name: (-counts.total("rule", "n", name), name))
    return {
        name: {
            "n": counts.total("rule", "n", name),
            "false": estimate_share(counts.draws("rule", "false", name), counts.draws("rule", "n", name)),
            "word_precision": _share_right(counts, "rule words", name),
        }
        for name in names
    }
