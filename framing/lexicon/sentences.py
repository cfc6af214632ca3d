"""Regular expressions over the sentences of a batch."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from framing.columns import Table
from framing.lexicon.batch import BatchPositions, Occurrences
from framing.lexicon.patterns import Regex, fold_in_place
from framing.lexicon.regexes import MAX_SENTENCE_CHARACTERS

_Found = tuple[int, int, int, int, int]  # pattern, first and last token, first and last character


def find_regexes(
    patterns: Sequence[Regex], documents: Table, numbers: Sequence[int], positions: BatchPositions
) -> Occurrences:
    """Occurrences of regular expressions, `pattern` being the place in `patterns`.

    Args:
        patterns: what to find.
        documents: the batch.
        numbers: the documents to search.
        positions: the batch's tokens.
    """
    found: list[_Found] = []
    if patterns:
        for number in numbers:
            found += _find_in_document(patterns, documents["text"][number], number, positions)
    columns = np.array(found, dtype=np.int64).reshape(-1, 5)
    return Occurrences(*columns.T)


def _find_in_document(patterns: Sequence[Regex], text: str, number: int, positions: BatchPositions) -> Iterator[_Found]:
    # The fold keeps the length, so offsets into the folded text are offsets into the text.
    folded = fold_in_place(text)
    lowered = folded.lower()
    wanted = [(place, pattern) for place, pattern in enumerate(patterns) if pattern.literal in lowered]
    if not wanted:
        return
    tokens = positions.tokens
    low, high = int(tokens.document_offsets[number]), int(tokens.document_offsets[number + 1])
    starts, ends = tokens.start[low:high], tokens.end[low:high]
    borders = [*np.flatnonzero(np.diff(tokens.sentence[low:high], prepend=-1)).tolist(), high - low]
    for first, after in pairwise(borders):
        begin = int(starts[first])
        sentence = folded[begin : min(int(ends[after - 1]), begin + MAX_SENTENCE_CHARACTERS)]
        for place, pattern in wanted:
            for match in pattern.compiled.finditer(sentence):
                start, end = _strip(sentence, *match.span())
                if start < end:
                    token = int(np.searchsorted(ends, begin + start, side="right"))
                    last = int(np.searchsorted(starts, begin + end, side="left")) - 1
                    yield place, low + token, low + last, begin + start, begin + end


def _strip(sentence: str, start: int, end: int) -> tuple[int, int]:
    content = sentence[start:end]
    return start + len(content) - len(content.lstrip()), end - len(content) + len(content.rstrip())
