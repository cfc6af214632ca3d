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

from framing.text.boundary_facts import Fact
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
    first, following = _find_runs(layout, flags)
    word = _next_heads(flags, following)
    # At the end of a paragraph there is nothing to decide, and before marks only there is no sentence to begin.
    paragraph = np.append(np.cumsum(begins_paragraph), -1)
    inside = (paragraph[following] == paragraph[first]) & (paragraph[word] == paragraph[first])
    first, following, word = first[inside], following[inside], word[inside]
    is_dotted = (flags[first] & Fact.DOTTED) != 0
    before = np.where(is_dotted, first, np.maximum(first - 1, 0))
    touches = is_dotted | ((layout.gap[first] == NOTHING) & (first > 0))
    return _Candidates(
        first=first,
        following=following,
        word=word,
        mark=flags[first],
        before=np.where(touches, flags[before], np.uint32(0)),
        after=flags[word],
        is_strong=_holds(flags, Fact.STRONG, first, following),
        is_quoted=_holds(flags, Fact.QUOTE, first, following),
        before_initial=_are_initials(layout, flags, word),
        before_reporting=_open_reporting_clauses(layout, flags, word),
    )


def _find_runs(layout: Layout, flags: Flags) -> tuple[Positions, Positions]:
    """The runs of marks that can end a sentence: first token of each, and first token after it."""
    is_closer = (flags & Fact.CLOSER) != 0
    is_quote = (flags & Fact.QUOTE) != 0
    touches_next = np.append(layout.gap[1:] == NOTHING, False)
    opens = touches_next & np.append((flags[1:] & Fact.WORD) != 0, False)
    is_terminator = (flags & Fact.TERMINATOR) != 0
    extends = (layout.gap == NOTHING) & (is_closer | is_terminator | (is_quote & ~opens))
    # spaced out: " . . ." and " »"
    extends |= (layout.gap == BLANKS) & ((is_closer & ~touches_next) | (is_terminator & ~opens))
    marks = np.flatnonzero(flags & (Fact.TERMINATOR | Fact.DOTTED))
    stops = np.append(np.flatnonzero(~extends), len(flags))
    following, of_run = np.unique(stops[np.searchsorted(stops, marks, side="right")], return_index=True)
    return marks[of_run], following


def _next_heads(flags: Flags, positions: Positions) -> Positions:
    """The first word or blocking mark at or after each position; the number of tokens where there is none."""
    heads = np.append(np.flatnonzero(flags & (Fact.WORD | Fact.BLOCKER)), len(flags))
    return heads[np.searchsorted(heads, positions)]


def _holds(flags: Flags, fact: Fact, first: Positions, end: Positions) -> Booleans:
    """Whether a token with the fact stands in each range."""
    running = np.concatenate(([0], np.cumsum((flags & fact) != 0)))
    return np.asarray(running[end] > running[first])


def _are_initials(layout: Layout, flags: Flags, words: Positions) -> Booleans:
    following = np.minimum(words + 1, len(flags) - 1)
    has_stop = ((flags[following] & Fact.STOP) != 0) & (layout.gap[following] == NOTHING)
    return np.asarray(((flags[words] & Fact.ABBREVIATION) != 0) & has_stop)


def _open_reporting_clauses(layout: Layout, flags: Flags, words: Positions) -> Booleans:
    """Whether a name of a few capitalized words begins at each word, and a reporting verb follows it."""
    reports = np.zeros(len(words), dtype=np.bool_)
    names = (flags[words] & (Fact.CAPITAL | Fact.STARTER)) == Fact.CAPITAL
    for distance in range(1, _LONGEST_NAME + 1):
        following = np.minimum(words + distance, len(flags) - 1)
        names &= layout.gap[following] == BLANKS
        reports |= names & ((flags[following] & Fact.REPORTING) != 0)
        names &= (flags[following] & Fact.CAPITAL) != 0
    return reports


def _can_begin(places: _Candidates, flags: Flags) -> Booleans:
    """Whether the next word looks like the first of a sentence."""
    begins = (places.after & (Fact.CAPITAL | Fact.DIGIT)) != 0
    is_stop = (places.mark & Fact.STOP) != 0
    # He left. "we do not know why," she said.
    begins |= is_stop & ((places.after & Fact.LOWER) != 0) & ((flags[places.following] & Fact.QUOTE) != 0)
    begins &= ~(((places.mark & Fact.ELLIPSIS) != 0) & ((places.after & Fact.FIRST_PERSON) != 0))
    begins &= ~(places.is_strong & ((places.before & Fact.EXCLAIMED) != 0))
    return np.asarray(begins | ((places.mark & Fact.WIDE) != 0))


def _is_abbreviation(places: _Candidates, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the full stop belongs to an abbreviation, an initial or "No." and ends nothing."""
    before, after = places.before, places.after
    is_start = ((after & Fact.STARTER) != 0) & ~places.before_initial
    is_start &= _in_running_text(places.first, flags, begins_paragraph)
    is_start |= _is_spaced_list_end(places, flags, begins_paragraph)
    abbreviates = (before & Fact.TITLE) != 0
    abbreviates |= ((before & Fact.ABBREVIATION) != 0) & ~is_start
    abbreviates |= ((before & Fact.NUMBERED) != 0) & ((after & Fact.DIGIT) != 0)
    has_stop = ((places.mark & (Fact.STOP | Fact.DOTTED)) != 0) & ~places.is_strong
    return np.asarray(has_stop & abbreviates)


def _is_spaced_list_end(places: _Candidates, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the full stop is the second one of "т. д."."""
    stop, letter = np.maximum(places.first - 2, 0), np.maximum(places.first - 3, 0)
    follows = ((flags[stop] & Fact.STOP) != 0) & ((flags[letter] & Fact.SPACED_FIRST) != 0) & ~begins_paragraph[stop]
    return np.asarray(follows & ((places.before & Fact.SPACED_LAST) != 0))


def _in_running_text(positions: Positions, flags: Flags, begins_paragraph: Booleans) -> Booleans:
    """Whether the paragraph of each token closes with a mark; a headline, where all words have capitals, does not."""
    starts = np.flatnonzero(begins_paragraph)
    ends = np.append(starts[1:], len(flags))
    return ends_with_mark(flags, starts, ends)[np.searchsorted(starts, positions, side="right") - 1]


def _is_item(places: _Candidates, begins: Booleans) -> Booleans:
    """Whether the full stop follows the number or letter of an item, which alone stands at the start of a sentence."""
    is_stop = (places.mark & Fact.STOP) != 0
    opens = begins[np.maximum(places.first - 1, 0)]
    return np.asarray(is_stop & ((places.before & Fact.ENUMERATOR) != 0) & opens)


def _goes_on_after_quotation(places: _Candidates, flags: Flags) -> Booleans:
    """Whether a reporting clause or a dash follows a closed quotation."""
    goes_on = places.is_quoted & ((flags[places.following] & Fact.DASH) != 0)
    asks = places.is_strong | ((places.mark & Fact.ELLIPSIS) != 0)
    return np.asarray(goes_on | (places.is_quoted & asks & places.before_reporting & (places.word == places.following)))


def _lacks_blank(places: _Candidates, spaced: Booleans, flags: Flags) -> Booleans:
    """Whether a sentence ends although no white space follows."""
    is_plain = (places.before & (Fact.ABBREVIATION | Fact.TITLE | Fact.DOTTED)) == 0
    is_plain &= (places.before & (Fact.WORD | Fact.QUOTE | Fact.CLOSER)) != 0
    is_mark = (places.mark & (Fact.STOP | Fact.STRONG)) != 0
    begins = (places.after & (Fact.NAME_LIKE | Fact.FIRST_PERSON)) != 0
    opens = (places.word == places.following + 1) & ((flags[places.following] & Fact.QUOTE) != 0)
    # Without a mark between it may be an address such as Example.Com.
    is_no_address = ((places.before & (Fact.LOWER | Fact.NOT_LATIN | Fact.QUOTE)) != 0) | (
        (places.after & Fact.STARTER) != 0
    )
    joins = (places.word == places.following) & is_no_address
    lost = is_plain & is_mark & begins & (opens | joins)
    return np.asarray(~spaced & (lost | ((places.mark & Fact.WIDE) != 0)))
