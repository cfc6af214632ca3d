"""The worst of a comparison with gold attributions, with their text: for people who mend the rules."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from framing.voice.comparison import Comparison, is_name_right, overlaps
from framing.voice.stretches import Span, Stretch

_N_CONTEXT = 4  # words shown before and after a stretch
_N_BORDER = 5  # words left at either end of a run of words that is shortened
_N_RUNS = 5  # runs of right and of wrong words shown at either end
_CONTEXT, _RIGHT, _WRONG = range(3)

Example = dict[str, Any]


def list_examples(comparisons: Sequence[Comparison], n: int) -> dict[str, list[Example]]:
    """The n worst of each sort, those with most words in the wrong voice first, then in the order of the documents.

    `missed`: gold stretches that match no quotation. `borders`: matches with unequal borders. `spurious`: quotations
    that match no gold stretch. Each with `document_id`, `start` and `end` of the quotation or else of the gold, `kind`
    of the gold or else of the quotation, `rule` (null for missed ones), `n_words` in the wrong voice (stretches
    without one are left out), and `excerpt`, wrong words in brackets.
    `sources`: matches whose speaker is not that of the gold, longest content first, with `problem` (missing,
    elsewhere, spurious or name), `gold` and `found`, the words of both, and `gold_speaker` and `speaker`, the names;
    null for none.
    """
    return {
        "missed": _list_worst(_find_missed(comparisons), n),
        "borders": _list_worst(_find_borders(comparisons), n),
        "spurious": _list_worst(_find_spurious(comparisons), n),
        "sources": _list_sources(comparisons, n),
    }


def list_articles(comparisons: Sequence[Comparison], n: int) -> list[Example]:
    """The n documents with most words in the wrong voice."""
    wrong = np.array([(one.is_gold != one.is_found).sum() for one in comparisons], dtype=np.int64)
    worst = [comparisons[at] for at in np.argsort(-wrong, kind="stable")[:n].tolist() if wrong[at]]
    return [
        {
            "document_id": one.document_id,
            "n_words": len(one.words),
            "n_missed": int((one.is_gold & ~one.is_found).sum()),
            "n_too_many": int((one.is_found & ~one.is_gold).sum()),
        }
        for one in worst
    ]


_Found = tuple[Comparison, Span, Stretch, Stretch | None]  # words of an example, its stretch, the quotation


def _find_missed(comparisons: Iterable[Comparison]) -> Iterator[_Found]:
    for one in comparisons:
        matched = {at for at, _ in one.pairs}
        yield from ((one, gold.words, gold, None) for at, gold in enumerate(one.gold) if at not in matched)


def _find_borders(comparisons: Iterable[Comparison]) -> Iterator[_Found]:
    for one in comparisons:
        for at, other in one.pairs:
            gold, found = one.gold[at], one.found[other]
            if gold.words != found.words:
                hull = min(gold.words[0], found.words[0]), max(gold.words[1], found.words[1])
                yield one, hull, gold, found


def _find_spurious(comparisons: Iterable[Comparison]) -> Iterator[_Found]:
    for one in comparisons:
        matched = {other for _, other in one.pairs}
        yield from ((one, found.words, found, found) for at, found in enumerate(one.found) if at not in matched)


def _list_worst(candidates: Iterable[_Found], n: int) -> list[Example]:
    counted = []
    for one, words, stretch, found in candidates:
        n_wrong = int((one.is_gold != one.is_found)[slice(*words)].sum())
        if n_wrong:
            counted.append((n_wrong, one, words, stretch, found))
    counted.sort(key=lambda row: -row[0])
    return [
        {
            **_describe(one, stretch, found),
            "n_words": n_wrong,
            "excerpt": write_excerpt(one, words),
        }
        for n_wrong, one, words, stretch, found in counted[:n]
    ]


def _list_sources(comparisons: Iterable[Comparison], n: int) -> list[Example]:
    wrong = []
    for one in comparisons:
        for at, other in one.pairs:
            problem = _find_problem(one.text, one.gold[at], one.found[other])
            if problem:
                wrong.append((problem, one, one.gold[at], one.found[other]))
    wrong.sort(key=lambda row: -len(row[2]))
    return [
        {
            **_describe(one, gold, found),
            "problem": problem,
            "gold": _write_spans(one.text, gold.sources),
            "gold_speaker": gold.speaker,
            "found": _write_spans(one.text, found.sources),
            "speaker": found.speaker,
            "excerpt": write_excerpt(one, gold.words, is_marked=False),
        }
        for problem, one, gold, found in wrong[:n]
    ]


def _find_problem(text: str, gold: Stretch, found: Stretch) -> str | None:
    if not gold.sources and not gold.speaker:
        return "spurious" if found.sources else None
    if not found.sources and not found.speaker:
        return "missing"
    if gold.sources and found.sources and not overlaps(gold.sources, found.sources):
        return "elsewhere"
    return None if is_name_right(text, gold, found) else "name"


def _describe(one: Comparison, stretch: Stretch, found: Stretch | None) -> Example:
    """Place of the quotation, or of the gold where there is none; kind of the gold, or of the quotation."""
    place = found or stretch
    return {
        "document_id": one.document_id,
        "start": place.start,
        "end": place.end,
        "kind": stretch.kind,
        "rule": found.rule if found else None,
    }


def _write_spans(text: str, spans: Sequence[Span]) -> str | None:
    return flatten(" … ".join(text[start:end] for start, end in spans)) if spans else None


def write_excerpt(one: Comparison, words: Span, *, is_marked: bool = True) -> str:
    """The words in one line, with some words of context; wrong ones in brackets, long runs shortened in the middle."""
    first, last = max(0, words[0] - _N_CONTEXT), min(len(one.words), words[1] + _N_CONTEXT)
    state = np.full(last - first, _CONTEXT)
    is_wrong = is_marked & (one.is_gold != one.is_found)[slice(*words)]
    state[words[0] - first : words[1] - first] = np.where(is_wrong, _WRONG, _RIGHT)
    borders = [0, *(np.flatnonzero(np.diff(state)) + 1).tolist(), last - first]
    runs = list(pairwise(borders))
    pieces = []
    for at, (begin, end) in enumerate(runs):
        if _N_RUNS <= at < len(runs) - _N_RUNS:
            pieces.append("… " if at == _N_RUNS else "")
            continue
        run = _shorten(one, first + begin, first + end)
        pieces.append(f"[{run}]" if state[begin] == _WRONG else run)
        gap_end = one.words.starts[first + end] if first + end < last else one.words.ends[first + end - 1]
        pieces.append(one.text[one.words.ends[first + end - 1] : gap_end])
    return flatten("".join(pieces))


def _shorten(one: Comparison, first: int, last: int) -> str:
    starts, ends = one.words.starts, one.words.ends
    if last - first <= 2 * _N_BORDER + 2:
        return one.text[starts[first] : ends[last - 1]]
    head = one.text[starts[first] : ends[first + _N_BORDER - 1]]
    return f"{head} … {one.text[starts[last - _N_BORDER] : ends[last - 1]]}"


def flatten(text: str) -> str:
    """The text in one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
