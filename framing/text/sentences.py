"""Where sentences begin, decided at the marks that can end one. The word lists are in `boundary_words.yaml`.

A sentence ends after a run of terminators with the quotation marks and brackets that close after them, where white
space and a word with a capital, a number or an opening mark follow. It does not end

* after a title (Mr.), an initial or an abbreviation (U.S., Jan., им.), unless, for all but titles, the next word is
  one that usually begins sentences and the paragraph is running text;
* after the number of an item, or before the number of something numbered (No. 5, ст. 20);
* after a quoted question or exclamation when a reporting clause follows, or after a closed quotation before a dash;
* within a dateline.

Where a blank was lost (`the end.The next`) it ends before a capitalized word, unless the two look like an address.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.text.boundary_facts import Fact, have
from framing.text.chunks import BLANKS, NOTHING
from framing.text.layout import Layout
from framing.text.paragraphs import Flags, ends_with_mark

Booleans = NDArray[np.bool_]
Positions = NDArray[np.intp]

_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Places where a sentence may end, each a run of marks; one element per place."""

    first: Positions  # token of the first mark
    following: Positions  # first token after the run
    word: Positions  # first word at or after `following`, or the mark that keeps a sentence from beginning there
    mark: Flags  # facts of the first mark
    before: Flags  # facts of the word that the run follows without a blank; 0 without one
    after: Flags  # facts of `word`
    is_strong: Booleans  # the run holds ! or ?
    is_quoted: Booleans  # a quotation mark stands in the run
    before_initial: Booleans  # `word` is a letter with a full stop of its own
    before_reporting: Booleans  # `word` begins a name and a reporting verb follows it: Ann Lee said


def find_sentence_starts(
    layout: Layout, flags: Flags, begins_paragraph: Booleans, datelines: dict[int, int]
) -> Booleans:
    """For each token whether it begins a sentence; the beginning of a paragraph does.

    Args:
        layout: the tokens of a batch.
        flags: boundary facts per token.
        begins_paragraph: for each token whether it begins a paragraph.
        datelines: by the token that opens a dateline, the first token after it.
    """
    begins = begins_paragraph.copy()
    places = _find_candidates(layout, flags, begins_paragraph)
    if len(places.first):
        spaced = layout.gap[places.following] != NOTHING
        ends = spaced & _can_begin(places, flags) & ~_is_abbreviation(places, flags, begins_paragraph)
        ends &= ~_goes_on_after_quotation(places, flags)
        begins[places.following[ends | _lacks_blank(places, spaced, flags)]] = True
        begins[places.following[_is_item(places, begins)]] = False
    for start, end in datelines.items():
        begins[start + 1 : end + 1] &= begins_paragraph[start + 1 : end + 1]
    return begins


def _find_candidates(layout: Layout, flags: Flags, begins_paragraph: Booleans) -> _Candidates:
    marks = flags.astype(np.uint8)
    first, following = _find_runs(layout, marks)
    # The first word or blocking mark at or after `following`.
    word = _pass(~have(marks, Fact.WORD | Fact.BLOCKER), following)
    # At the end of a paragraph there is nothing to decide, and before marks only there is no sentence to begin.
    inside = word < _find_next(begins_paragraph, first + 1)
    first, following, word = first[inside], following[inside], word[inside]
    is_dotted = have(flags[first], Fact.DOTTED)
    before = np.where(is_dotted, first, np.maximum(first - 1, 0))
    touches = is_dotted | ((layout.gap[first] == NOTHING) & (first > 0))
    return _Candidates(
        first=first,
        following=following,
        word=word,
        mark=flags[first],
        before=np.where(touches, flags[before], np.uint32(0)),
        after=flags[word],
        is_strong=_find_next(have(marks, Fact.STRONG), first) < following,
        is_quoted=_find_next(have(marks, Fact.QUOTE), first) < following,
        before_initial=_are_initials(layout, flags, word),
        before_reporting=_open_reporting_clauses(layout, flags, word),
    )


def _find_runs(layout: Layout, marks: NDArray[np.uint8]) -> tuple[Positions, Positions]:
    """The runs of marks that can end a sentence: first token of each, and first token after it.

    Args:
        layout: the tokens of a batch.
        marks: the lowest byte of the boundary facts per token.
    """
    is_closer, is_terminator = have(marks, Fact.CLOSER), have(marks, Fact.TERMINATOR)
    touches = layout.gap == NOTHING
    touches_next = np.append(touches[1:], False)
    opens = touches_next & np.append(have(marks, Fact.WORD)[1:], False)
    extends = touches & (is_closer | is_terminator | (have(marks, Fact.QUOTE) & ~opens))
    # spaced out: " . . ." and " »"
    extends |= (layout.gap == BLANKS) & ((is_closer & ~touches_next) | (is_terminator & ~opens))
    first = np.flatnonzero(have(marks, Fact.TERMINATOR | Fact.DOTTED))
    following = _pass(extends, first + 1)
    is_first = np.diff(following, prepend=-1) > 0
    return first[is_first], following[is_first]


def _pass(is_passed: Booleans, positions: Positions) -> Positions:
    """The first token at or after each position that is not to be passed; the number of tokens where there is none."""
    passed = np.flatnonzero(is_passed)
    run_ends = passed[np.diff(passed, append=len(is_passed) + 1) > 1] + 1
    after = np.append(run_ends, len(is_passed))[np.searchsorted(run_ends, positions, side="right")]
    return np.where(np.append(is_passed, False)[positions], after, positions)


def _find_next(is_sought: Booleans, positions: Positions) -> Positions:
    """The first such token at or after each position; the number of tokens where there is none."""
    sought = np.flatnonzero(is_sought)
    return np.append(sought, len(is_sought))[np.searchsorted(sought, positions)]


def _are_initials(layout: Layout, flags: Flags, words: Positions) -> Booleans:
    following = np.minimum(words + 1, len(flags) - 1)
    has_stop = have(flags[following], Fact.STOP) & (layout.gap[following] == NOTHING)
    return np.asarray(have(flags[words], Fact.ABBREVIATION) & has_stop)


def _open_reporting_clauses(layout: Layout, flags: Flags, words: Positions) -> Booleans:
    """Whether a name of a few capitalized words begins at each word, and a reporting verb follows it."""
    reports = np.zeros(len(words), dtype=np.bool_)
    names = have(flags[words], Fact.CAPITAL) & ~have(flags[words], Fact.STARTER)
    for distance in range(1, _LONGEST_NAME + 1):
        following = np.minimum(words + distance, len(flags) - 1)
        names &= layout.gap[following] == BLANKS
        reports |= names & have(flags[following], Fact.REPORTING)
        names &= have(flags[following], Fact.CAPITAL)
    return reports


def _can_begin(places: _Candidates, flags: Flags) -> Booleans:
    """Whether the next word looks like the first of a sentence."""
    begins = have(places.after, Fact.CAPITAL | Fact.DIGIT)
    is_stop = have(places.mark, Fact.STOP)
    # He left. "we do not know why," she said.
    begins |= is_stop & have(places.after, Fact.LOWER) & have(flags[places.following], Fact.QUOTE)
    begins &= ~(have(places.mark, Fact.ELLIPSIS) & have(places.after, Fact.FIRST_PERSON))
    begins &= ~(places.is_strong & have(places.before, Fact.EXCLAIMED))
    return np.asarray(begins | have(places.mark, Fact.WIDE))


def _is_abbreviation(places: _Candidates, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the full stop belongs to an abbreviation, an initial or "No." and ends nothing."""
    before, after = places.before, places.after
    is_start = have(after, Fact.STARTER) & ~places.before_initial
    is_start &= _in_running_text(places.first, flags, begins_paragraph)
    is_start |= _is_spaced_list_end(places, flags, begins_paragraph)
    abbreviates = have(before, Fact.TITLE)
    abbreviates |= have(before, Fact.ABBREVIATION) & ~is_start
    abbreviates |= have(before, Fact.NUMBERED) & have(after, Fact.DIGIT)
    has_stop = have(places.mark, Fact.STOP | Fact.DOTTED) & ~places.is_strong
    return np.asarray(has_stop & abbreviates)


def _is_spaced_list_end(places: _Candidates, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the full stop is the second one of "т. д."."""
    stop, letter = np.maximum(places.first - 2, 0), np.maximum(places.first - 3, 0)
    follows = have(flags[stop], Fact.STOP) & have(flags[letter], Fact.SPACED_FIRST) & ~begins_paragraph[stop]
    return np.asarray(follows & have(places.before, Fact.SPACED_LAST))


def _in_running_text(positions: Positions, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the paragraph of each token closes with a mark; a headline, where all words have capitals, does not."""
    starts = np.flatnonzero(begins_paragraph)
    ends = np.append(starts[1:], len(flags))
    return ends_with_mark(flags, starts, ends)[np.searchsorted(starts, positions, side="right") - 1]


def _is_item(places: _Candidates, begins: Booleans) -> Booleans:
    """Whether the full stop follows the number or letter of an item, which alone stands at the start of a sentence."""
    is_stop = have(places.mark, Fact.STOP)
    opens = begins[np.maximum(places.first - 1, 0)]
    return np.asarray(is_stop & have(places.before, Fact.ENUMERATOR) & opens)


def _goes_on_after_quotation(places: _Candidates, flags: Flags) -> Booleans:
    """Whether a reporting clause or a dash follows a closed quotation."""
    goes_on = places.is_quoted & have(flags[places.following], Fact.DASH)
    asks = places.is_strong | have(places.mark, Fact.ELLIPSIS)
    return np.asarray(goes_on | (places.is_quoted & asks & places.before_reporting & (places.word == places.following)))


def _lacks_blank(places: _Candidates, spaced: Booleans, flags: Flags) -> Booleans:
    """Whether a sentence ends although no white space follows."""
    is_plain = ~have(places.before, Fact.ABBREVIATION | Fact.TITLE | Fact.DOTTED)
    is_plain &= have(places.before, Fact.WORD | Fact.QUOTE | Fact.CLOSER)
    is_mark = have(places.mark, Fact.STOP | Fact.STRONG)
    begins = have(places.after, Fact.NAME_LIKE | Fact.FIRST_PERSON)
    opens = (places.word == places.following + 1) & have(flags[places.following], Fact.QUOTE)
    # Without a mark between it may be an address such as Example.Com.
    is_no_address = have(places.before, Fact.LOWER | Fact.NOT_LATIN | Fact.QUOTE) | have(places.after, Fact.STARTER)
    joins = (places.word == places.following) & is_no_address
    lost = is_plain & is_mark & begins & (opens | joins)
    return np.asarray(~spaced & (lost | have(places.mark, Fact.WIDE)))
