"""Which tokens are headline, lede and body.

* headline: the words of the document's title where the text begins with them. Otherwise a first paragraph of at most 25
  words that does not close with a full stop, where a blank line or a dateline follows (in a document that has a title,
  only where it closes with no mark at all). Then up to four paragraphs of the same kind: bylines, captions
  and subheadings, that is one sentence of at most 60 words that does not close with a mark, or that stands
  directly above a dateline. The last paragraph of a document is headline only where it is its title.
* lede: the first paragraph after that which holds more than a dateline; with the next one where it is a single
  sentence of fewer than 15 words. Of a paragraph of more than 120 words, the sentences up to the 60th word.
* body: all else.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import BODY, HEADLINE, LEDE, IntArray, Types
from framing.text.boundary_facts import Fact
from framing.text.chunks import BLANK_LINE, LINE_END, NOTHING
from framing.text.layout import Layout
from framing.text.paragraphs import Flags, ends_with_mark

_LONGEST_HEADLINE = 25
_LONGEST_SUBHEADING = 60
_SHORTEST_LEDE = 15
_LONGEST_LEDE = 120
_LEDE_OF_LONG_PARAGRAPH = 60
_N_SUBHEADINGS = 4
# A title of fewer words counts only where it is a paragraph or a sentence of its own.
_SAFE_TITLE = 5


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of a batch, one element each."""

    starts: NDArray[np.intp]  # first token
    ends: NDArray[np.intp]  # after the last token
    lede_ends: NDArray[np.intp]  # the same, or in a long paragraph after the sentences that can be its lede
    n_words: IntArray
    n_sentences: NDArray[np.intp]
    is_closed: NDArray[np.bool_]  # ends with a mark that can end a sentence
    has_stop: NDArray[np.bool_]  # that mark is a full stop
    has_dateline: NDArray[np.bool_]
    is_dateline: NDArray[np.bool_]  # holds nothing else
    has_blank_line: NDArray[np.bool_]  # stands below a blank line


def measure_paragraphs(
    layout: Layout,
    flags: Flags,
    is_word: NDArray[np.bool_],
    begins: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    datelines: dict[int, int],
) -> Paragraphs:
    """What the rules for zones ask about each paragraph.

    Args:
        layout: the tokens of a batch.
        flags: boundary facts per token.
        is_word: per token.
        begins: per token whether it begins a paragraph, and whether it begins a sentence.
        datelines: as `find_datelines` gives them.
    """
    starts = np.flatnonzero(begins[0])
    ends = np.append(starts[1:], len(flags)) if len(starts) else starts
    words = np.cumsum(np.append(False, is_word), dtype=np.int32)
    sentence_starts = np.flatnonzero(begins[1])
    first_sentences = np.searchsorted(sentence_starts, np.append(starts, len(flags)))
    dateline_ends = np.full(len(starts), -1, dtype=np.intp)
    dateline_ends[np.searchsorted(starts, list(datelines))] = list(datelines.values())
    n_words = words[ends] - words[starts]
    long = np.flatnonzero(n_words > _LONGEST_LEDE)
    sixtieth = np.searchsorted(words, words[starts[long]] + _LEDE_OF_LONG_PARAGRAPH)
    lede_ends = ends.copy()
    cuts = np.append(sentence_starts, len(flags))[np.searchsorted(sentence_starts, sixtieth)]
    lede_ends[long] = np.minimum(cuts, ends[long])
    is_closed = ends_with_mark(flags, starts, ends, Fact.TERMINATOR | Fact.DOTTED)
    is_dateline = dateline_ends >= ends
    return Paragraphs(
        starts=starts,
        ends=ends,
        lede_ends=lede_ends,
        n_words=n_words,
        n_sentences=np.diff(first_sentences),
        is_closed=is_closed,
        has_stop=ends_with_mark(flags, starts, ends, Fact.STOP),
        # A headline can look like one: NATO - what next
        has_dateline=(dateline_ends >= 0) & (is_closed | is_dateline | (n_words > _LONGEST_HEADLINE)),
        is_dateline=is_dateline,
        has_blank_line=layout.gap[starts] == BLANK_LINE,
    )


def find_zones(layout: Layout, types: Types, paragraphs: Paragraphs, titles: list[list[str]]) -> NDArray[np.int8]:
    """Zone of each token.

    Args:
        layout: the tokens of a batch.
        types: the vocabulary.
        paragraphs: the paragraphs of the batch.
        titles: per document the folded words of its title, none where it has no title.
    """
    zones = np.full(len(layout.type_id), BODY, dtype=np.int8)
    bounds = np.searchsorted(paragraphs.starts, layout.document_offsets).tolist()
    for document, title in enumerate(titles):
        first, end = bounds[document], bounds[document + 1]
        if first == end:
            continue
        start = int(paragraphs.starts[first])
        headline_end = start
        if title:
            headline_end = _match_title(layout, types, start, int(layout.document_offsets[document + 1]), title)
        elif _is_headline(paragraphs, first, end):
            headline_end = int(paragraphs.ends[first])
        headline_end = _pass_subheadings(paragraphs, first, headline_end, end)
        zones[start:headline_end] = HEADLINE
        zones[headline_end : _find_lede_end(paragraphs, headline_end, first, end)] = LEDE
    return zones


def _is_headline(paragraphs: Paragraphs, first: int, end: int) -> bool:
    if end - first < 2 or paragraphs.has_dateline[first] or paragraphs.has_stop[first]:
        return False
    is_apart = paragraphs.has_blank_line[first + 1] or paragraphs.has_dateline[first + 1]
    return bool(is_apart and 0 < paragraphs.n_words[first] <= _LONGEST_HEADLINE)


def _match_title(layout: Layout, types: Types, start: int, end: int, title: list[str]) -> int:
    """The token after the title at the beginning of the document; `start` where the document begins otherwise."""
    # Marks stand between the words, seldom more of them than words.
    end = min(end, start + 2 * len(title) + 10)
    type_ids = layout.type_id[start:end]
    words = start + np.flatnonzero(types.is_word[type_ids])[: len(title)]
    found = [types.folded[type_id] for type_id in layout.type_id[words].tolist()]
    if found != title:
        return start
    after = int(words[-1]) + 1
    while after < end and layout.gap[after] == NOTHING and not types.is_word[layout.type_id[after]]:
        after += 1
    is_apart = after == len(layout.gap) or layout.gap[after] >= LINE_END or after > words[-1] + 1
    return after if is_apart or len(title) >= _SAFE_TITLE else start


def _pass_subheadings(paragraphs: Paragraphs, first: int, headline_end: int, end: int) -> int:
    """The token after the bylines and subheadings below a headline that ends before `headline_end`."""
    number = bisect_left(paragraphs.starts, headline_end, first, end)
    if number >= end - 1 or paragraphs.starts[number] != headline_end:
        return headline_end
    last = min(number + _N_SUBHEADINGS, end - 1)
    while number < last and _is_subheading(paragraphs, number, is_first=number == first):
        number += 1
    return int(paragraphs.starts[number])


def _is_subheading(paragraphs: Paragraphs, number: int, *, is_first: bool) -> bool:
    if paragraphs.has_dateline[number] or paragraphs.n_sentences[number] > 1:
        return False
    is_short = paragraphs.n_words[number] <= (_LONGEST_HEADLINE if is_first else _LONGEST_SUBHEADING)
    return bool(is_short and (not paragraphs.is_closed[number] or paragraphs.has_dateline[number + 1]))


def _find_lede_end(paragraphs: Paragraphs, headline_end: int, first: int, end: int) -> int:
    """The token after the lede of a document whose headline zone ends before `headline_end`."""
    number = bisect_right(paragraphs.ends, headline_end, first, end)
    while number < end - 1 and paragraphs.is_dateline[number]:
        number += 1
    if number >= end:
        return headline_end
    is_short = paragraphs.n_sentences[number] == 1 and paragraphs.n_words[number] < _SHORTEST_LEDE
    return max(headline_end, int(paragraphs.lede_ends[number + 1 if is_short and number + 1 < end else number]))
