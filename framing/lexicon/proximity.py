"""Pairs of phrases that stand near each other in one sentence."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from framing.columns import IntArray
from framing.lexicon.batch import BatchPositions, Indices, Occurrences, expand
from framing.lexicon.patterns import Proximity

_Span = tuple[int, int]


def find_pairs(
    patterns: Sequence[Proximity], sides: Sequence[tuple[int, int]], phrases: Occurrences, positions: BatchPositions
) -> Occurrences:
    """Occurrences of proximity patterns, `pattern` being the place in `patterns`.

    Args:
        patterns: what to find.
        sides: for each pattern the numbers of its left and right phrase in `phrases`.
        phrases: all occurrences of the phrases, sorted by phrase and first token.
        positions: the batch.
    """
    if not sides or not len(phrases.first):
        return phrases.take(np.zeros(0, dtype=np.int64))
    both = np.array(sides, dtype=np.int64)
    n_sentences = int(positions.sentence[-1]) + 1
    keys = phrases.pattern * n_sentences + positions.sentence[phrases.first]
    pattern, sentence = _find_candidates(both, phrases, keys, positions)
    wanted = both[pattern] * n_sentences + sentence[:, None]
    begin, end = np.searchsorted(keys, wanted, side="left"), np.searchsorted(keys, wanted, side="right")
    found: list[tuple[int, int, int]] = []
    for number, (left, right), (left_end, right_end) in zip(
        pattern.tolist(), begin.tolist(), end.tolist(), strict=True
    ):
        one, other = _list_spans(phrases, left, left_end), _list_spans(phrases, right, right_end)
        found += [(number, *span) for span in pair_spans(patterns[number], one, other, positions.word)]
    columns = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Occurrences.of_tokens(columns[:, 0], columns[:, 1], columns[:, 2], positions.tokens)


def _find_candidates(
    sides: Indices, phrases: Occurrences, keys: Indices, positions: BatchPositions
) -> tuple[Indices, Indices]:
    """Pattern and sentence wherever both sides stand in one sentence.

    Each pattern looks from its rarer side in this batch, so that a frequent name costs nothing.
    """
    begin = np.searchsorted(phrases.pattern, sides, side="left")
    counts = np.searchsorted(phrases.pattern, sides, side="right") - begin
    rare = np.argmin(counts, axis=1)
    pattern, number = expand(counts[np.arange(len(sides)), rare])
    sentence = positions.sentence[phrases.first[begin[pattern, rare[pattern]] + number]]
    n_sentences = int(positions.sentence[-1]) + 1
    wanted = sides[pattern, 1 - rare[pattern]] * n_sentences + sentence
    meets = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
    both = np.unique(pattern[meets] * n_sentences + sentence[meets])
    return both // n_sentences, both % n_sentences


def _list_spans(phrases: Occurrences, begin: int, end: int) -> list[_Span]:
    return list(zip(phrases.first[begin:end].tolist(), phrases.last[begin:end].tolist(), strict=True))


def pair_spans(pattern: Proximity, left: list[_Span], right: list[_Span], word: IntArray) -> list[_Span]:
    """Smallest spans that hold both sides: those within the distance that hold no other such span.

    Args:
        pattern: distance and order.
        left: where the left side stands in one sentence, first and last tokens, in rising order.
        right: the same for the right side.
        word: for each token of the batch its place counted in words.
    """
    spans = _follow(left, right, pattern.n_words, word)
    if not pattern.ordered:
        spans |= _follow(right, left, pattern.n_words, word)
    smallest: list[_Span] = []
    for span in sorted(spans, key=lambda span: (-span[0], span[1])):
        if not smallest or span[1] < smallest[-1][1]:
            smallest.append(span)
    return smallest[::-1]


def _follow(before: list[_Span], after: list[_Span], n_words: int | None, word: IntArray) -> set[_Span]:
    """For each span the nearest one that follows it, if it is near enough; farther ones make larger spans."""
    firsts = [first for first, _ in after]
    spans = set()
    for first, last in before:
        place = bisect_right(firsts, last)
        if place < len(after) and (n_words is None or word[after[place][0]] - word[last] <= n_words):
            spans.add((first, after[place][1]))
    return spans
