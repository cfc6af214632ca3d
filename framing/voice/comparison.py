"""Gold and found attributions of one document side by side: words, contents one to one, speakers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.voice.stretches import (
    Span,
    Stretch,
    Words,
    find_words,
    make_found_stretches,
    make_gold_stretches,
)

_LETTERS = re.compile(r"[^\W\d_]+")
_WORDED = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_BREAK = re.compile(r"[,;:()\[\]–—]|\s-\s")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What people and the tagger attribute in one document.

    `is_gold` and `is_found` tell for each word whether it is attributed. `pairs` are indices of `gold` and `found`,
    each index at most once. `holders` has for each gold stretch the quotation that holds it, or None.
    """

    document_id: str
    text: str
    words: Words
    gold: list[Stretch]
    found: list[Stretch]
    is_gold: NDArray[np.bool_]
    is_found: NDArray[np.bool_]
    pairs: list[tuple[int, int]]
    holders: list[int | None]


def compare(
    document_id: str, text: str, gold_rows: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> Comparison:
    """The comparison of a document's GOLD_SPANS rows with its QUOTATIONS rows."""
    words = find_words(text)
    gold, found = make_gold_stretches(text, words, gold_rows), make_found_stretches(words, rows)
    # From the parts, not from the stretches: a word that two parts share between them lies in neither.
    parts = [words.find_range(row["start"], row["end"]) for row in gold_rows if row["part"] == "content"]
    shared, lengths, found_lengths = _intersect(gold, found)
    return Comparison(
        document_id,
        text,
        words,
        gold,
        found,
        words.cover(parts),
        words.cover([one.words for one in found]),
        _pair(shared, lengths, found_lengths),
        _find_holders(shared, lengths, found_lengths),
    )


def _intersect(
    gold: Sequence[Stretch], found: Sequence[Stretch]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Words that each gold stretch shares with each found one, and the words of both. Shapes: (g, f), (g,), (f,)."""
    ours = np.array([one.words for one in gold], dtype=np.int64).reshape(-1, 2)
    theirs = np.array([one.words for one in found], dtype=np.int64).reshape(-1, 2)
    first = np.maximum(ours[:, None, 0], theirs[None, :, 0])
    last = np.minimum(ours[:, None, 1], theirs[None, :, 1])
    return np.maximum(0, last - first), ours[:, 1] - ours[:, 0], theirs[:, 1] - theirs[:, 0]


def _pair(
    shared: NDArray[np.int64], lengths: NDArray[np.int64], found_lengths: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Pairs whose common words are at least half of the words of either, the closest pair first, none used twice."""
    union = lengths[:, None] + found_lengths[None, :] - shared
    gold, found = np.nonzero((2 * shared >= union) & (shared > 0))
    order = np.argsort(-shared[gold, found] / union[gold, found], kind="stable")
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for one, other in zip(gold[order].tolist(), found[order].tolist(), strict=True):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return sorted(pairs.items())


def _find_holders(
    shared: NDArray[np.int64], lengths: NDArray[np.int64], found_lengths: NDArray[np.int64]
) -> list[int | None]:
    """For each gold stretch the quotation with most of its words, if at least half; of equals the shortest."""
    if not shared.size:
        return [None] * len(lengths)
    best = np.lexsort((np.broadcast_to(found_lengths, shared.shape), -shared), axis=1)[:, 0]
    held = 2 * shared[np.arange(len(lengths)), best] >= lengths
    return [holder if is_held else None for holder, is_held in zip(best.tolist(), held.tolist(), strict=True)]


def overlaps(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether any two of the spans have a character in common."""
    return any(start < end and begin < stop for begin, end in spans for start, stop in others)


def equals(text: str, spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether the spans begin and end with the same words, whatever marks stand around them."""
    return bool(spans) and bool(others) and _trim(text, spans) == _trim(text, others)


def _trim(text: str, spans: Sequence[Span]) -> Span:
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    worded = _WORDED.search(text, start, end)
    return worded.span() if worded else (start, end)


def is_name_right(text: str, gold: Stretch, found: Stretch) -> bool:
    """Whether the found speaker's name fits the gold.

    It fits where it holds the last capitalized word of the gold name, or without a gold name that of the gold source
    up to the first comma, bracket or dash; where the source is the very words that were found; and where the source
    holds no capitalized word and the found words overlap it.
    """
    if found.speaker is None:
        return False
    if gold.speaker is not None:
        return _find_name(gold.speaker, or_last=True) in _fold(found.speaker)
    if equals(text, gold.sources, found.sources):
        return True
    names = {_find_name(_BREAK.split(text[start:end])[0]) for start, end in gold.sources} - {""}
    return bool(names & _fold(found.speaker)) if names else overlaps(gold.sources, found.sources)


def _fold(name: str) -> set[str]:
    return {word.casefold() for word in _LETTERS.findall(name)}


def _find_name(name: str, *, or_last: bool = False) -> str:
    """The last capitalized word, folded; without one the last word if that is asked for, or ""."""
    words = _LETTERS.findall(name)
    capitalized = [word for word in words if word[0].isupper()] or (words if or_last else [])
    return capitalized[-1].casefold() if capitalized else ""
