"""Pairs of phrases that stand near each other in one sentence."""

from collections.abc import Sequence

import numpy as np

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
    found: list[tuple[int, int, int]] = []
    for number, sentence in _find_candidates(sides, phrases, positions):
        left, right = (_spans_within(phrases, side, sentence, positions) for side in sides[number])
        found += [(number, *span) for span in pair_spans(patterns[number], left, right, positions)]
    columns = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Occurrences.of_tokens(columns[:, 0], columns[:, 1], columns[:, 2], positions.tokens)


def _find_candidates(
    sides: Sequence[tuple[int, int]], phrases: Occurrences, positions: BatchPositions
) -> list[tuple[int, int]]:
    """Pattern and sentence wherever both sides stand in one sentence.

    Each pattern looks from its rarer side in this batch, so that a frequent name costs nothing.
    """
    if not sides:
        return []
    both = np.array(sides, dtype=np.int64)
    begin = np.searchsorted(phrases.pattern, both, side="left")
    counts = np.searchsorted(phrases.pattern, both, side="right") - begin
    rare = np.argmin(counts, axis=1)
    rows = np.arange(len(both))
    pattern, number = expand(np.where(counts.min(axis=1) > 0, counts[rows, rare], 0))
    sentence = positions.sentence[phrases.first[begin[pattern, rare[pattern]] + number]]
    n_sentences = int(positions.sentence[-1]) + 1 if len(positions.sentence) else 1
    keys = phrases.pattern * n_sentences + positions.sentence[phrases.first]
    wanted = both[pattern, 1 - rare[pattern]] * n_sentences + sentence
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    meets = keys[place] == wanted if len(keys) else np.zeros(0, dtype=np.bool_)
    pairs = np.unique(np.stack((pattern[meets], sentence[meets])), axis=1)
    return list(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))


def _spans_within(phrases: Occurrences, side: int, sentence: int, positions: BatchPositions) -> list[_Span]:
    low, high = np.searchsorted(phrases.pattern, (side, side + 1))
    sentences: Indices = positions.sentence[phrases.first[low:high]]
    begin, end = low + np.searchsorted(sentences, (sentence, sentence + 1))
    return list(zip(phrases.first[begin:end].tolist(), phrases.last[begin:end].tolist(), strict=True))


def pair_spans(pattern: Proximity, left: list[_Span], right: list[_Span], positions: BatchPositions) -> list[_Span]:
    """Smallest spans that hold both sides: those within the distance that hold no other such span."""
    spans = set()
    for one in left:
        for other in right:
            if one[1] < other[0]:
                before, after = one, other
            elif not pattern.ordered and other[1] < one[0]:
                before, after = other, one
            else:
                continue
            distance = positions.word[after[0]] - positions.word[before[1]]
            if pattern.n_words is None or distance <= pattern.n_words:
                spans.add((before[0], after[1]))
    return sorted(
        span
        for span in spans
        if not any(other != span and span[0] <= other[0] and other[1] <= span[1] for other in spans)
    )
