"""Stretches of tokens to classify, and what stands where in them, seen from the target."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import ATTRIBUTED, Attribution, IntArray, Tokens, TypeFacts
from framing.stance import wordclasses as classes
from framing.stance.referents import ReferentFinder
from framing.stance.vocabulary import OTHER_NAME, TARGET, Vocabulary, WordIds

BoolArray = NDArray[np.bool_]
NO_MARK, SOFT, STOP, QUOTE = range(4)  # kinds of punctuation
_NEGATION_REACH = 5  # tokens after a negator
_TITLE_CASE = 0.7  # a stretch with a larger share of capitalised words is a headline, where capitals say little
_MARKS = {**dict.fromkeys(",;:–—()[]", SOFT), "--": SOFT, **dict.fromkeys(".!?…", STOP), "...": STOP}
_MARKS |= dict.fromkeys('"“”„«»‟‘', QUOTE)


@dataclass(frozen=True, slots=True)
class Units:
    """Stretches of tokens to classify: a sentence around a mention of a target, or a document as a whole.

    One element per unit. `first:last` are the tokens of the stretch, `target_first:target_last` those of the
    mention (empty in a document as a whole), all counted in the batch. `mention_start:mention_end` are its characters.
    """

    document: IntArray
    first: IntArray
    last: IntArray
    target_first: IntArray
    target_last: IntArray
    mention_start: IntArray
    mention_end: IntArray

    def __len__(self) -> int:
        return len(self.document)

    def part(self, first: int, last: int) -> "Units":
        """Units `first:last`."""
        return Units(*(getattr(self, name)[first:last] for name in Units.__slots__))

    def split(self, most: int) -> Iterator["Units"]:
        """The units in parts of about one size, none larger than `most`."""
        n_parts = -(-len(self) // most)
        for number in range(n_parts):
            yield self.part(number * len(self) // n_parts, (number + 1) * len(self) // n_parts)


@dataclass(frozen=True, slots=True)
class Layout:
    """The tokens of many units one after another, a *place* each, with everything that features look at.

    Shapes: `starts`, `ends`, `target_start`, `target_end` (places), `has_target`, `is_possessive` and `referent` have
    one element per unit, all else one per place. `order` counts words only, 0 at the target, negative on its left.
    `clause` is 0 in the target's clause.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    target_start: NDArray[np.int64]
    target_end: NDArray[np.int64]
    has_target: BoolArray
    is_possessive: BoolArray  # the mention ends in 's
    referent: IntArray  # what the target is, PERSON or COLLECTIVE of `referents`
    unit: IntArray
    token: IntArray
    word: IntArray
    bits: NDArray[np.uint16]
    mark: NDArray[np.int8]
    is_kept: BoolArray  # a word, or the first place of the target
    is_target: BoolArray
    is_name: BoolArray  # a name other than the target; without a target names are words like others
    is_negated: BoolArray
    is_attributed: BoolArray
    order: IntArray
    clause: IntArray

    @property
    def n_units(self) -> int:
        return len(self.starts)

    def is_target_attributed(self) -> BoolArray:
        """Whether the target stands in attributed speech. Shape: (units,)."""
        if not len(self.unit):
            return np.zeros(self.n_units, dtype=np.bool_)
        return self.is_attributed[np.minimum(self.target_start, len(self.unit) - 1)]

    def count(self, chosen: BoolArray) -> NDArray[np.int64]:
        """How many of the chosen places each unit has. Shape: (units,)."""
        return count_between(chosen, self.starts, self.ends)

    def symbols(self) -> IntArray:
        """Word ids with the target and other names masked. Shape: (places,)."""
        return np.where(self.is_target, TARGET, np.where(self.is_name, OTHER_NAME, self.word)).astype(np.int32)


def count_between(chosen: BoolArray, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many places are chosen from each start to its end, the start of the next: faster than to count by unit."""
    counts = np.zeros(len(starts), dtype=np.int64)
    filled = np.flatnonzero(starts < ends)
    counts[filled] = np.add.reduceat(chosen, starts.take(filled), dtype=np.int32) if len(filled) else 0
    return counts


class LayoutMaker:
    """Lays out units with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._bits = vocabulary.bits
        self._word_ids = WordIds(vocabulary)
        self._referents = ReferentFinder()
        self._possessive = TypeFacts(lambda _, folded: folded.endswith(("'s", "s'")), np.bool_)
        self._marks = TypeFacts(lambda form, _: _MARKS.get(form, NO_MARK), np.int8)

    def lay_out(self, tokens: Tokens, attribution: Attribution, units: Units) -> Layout:
        """The places of the units."""
        lengths = (units.last - units.first).astype(np.int64)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        unit = np.repeat(np.arange(len(units), dtype=np.int32), lengths)
        place = np.arange(len(unit))
        token = (place + np.repeat(units.first - starts, lengths)).astype(np.int32)
        target_start = starts + units.target_first - units.first
        target_end = starts + units.target_last - units.first
        is_target = (place >= target_start.take(unit)) & (place < target_end.take(unit))
        type_id, types = tokens.type_id.take(token), tokens.types
        is_word = types.is_word.take(type_id) | is_target
        word = np.where(is_target, TARGET, self._word_ids.of(types).take(type_id)).astype(np.int32)
        bits = np.where(is_target, 0, self._bits.take(word)).astype(np.uint16)
        mark = np.where(is_target, NO_MARK, self._marks.of(types).take(type_id)).astype(np.int8)
        is_kept = is_word & (~is_target | (place == target_start.take(unit)))
        has_target = units.target_last > units.target_first
        is_title = types.is_title.take(type_id)
        return Layout(
            starts=starts,
            ends=ends,
            target_start=target_start,
            target_end=target_end,
            has_target=has_target,
            is_possessive=self._find_possessive(tokens, units, has_target),
            referent=self._referents.find(tokens, self._word_ids.of(types), self._bits, units),
            unit=unit,
            token=token,
            word=word,
            bits=bits,
            mark=mark,
            is_kept=is_kept,
            is_target=is_target,
            is_name=_find_names(starts, ends, unit, is_title & ~is_target, is_word, mark, bits) & has_target.take(unit),
            is_negated=_find_negated(starts, mark, bits),
            is_attributed=attribution.voice.take(token) == ATTRIBUTED,
            order=_count_from_target(is_kept, target_start, unit),
            clause=_number_clauses(mark, bits, target_start, unit, has_target),
        )

    def _find_possessive(self, tokens: Tokens, units: Units, has_target: BoolArray) -> BoolArray:
        is_possessive = np.zeros(len(units), dtype=np.bool_)
        last = tokens.type_id[units.target_last[has_target] - 1]
        is_possessive[has_target] = self._possessive.of(tokens.types)[last]
        return is_possessive


def _find_names(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    unit: IntArray,
    is_title: BoolArray,
    is_word: BoolArray,
    mark: NDArray[np.int8],
    bits: NDArray[np.uint16],
) -> BoolArray:
    """Capitalised words; where a sentence begins, or all words have capitals, only words that are mostly names."""
    if not len(unit):
        return is_title
    after_stop = np.ones(len(unit), dtype=np.bool_)
    after_stop[1:] = (mark[:-1] == STOP) | (mark[:-1] == QUOTE)
    after_stop[starts[starts < len(unit)]] = True
    content = is_word & ((bits & classes.FUNCTION) == 0)
    n_titles, n_words = count_between(is_title & content, starts, ends), count_between(content, starts, ends)
    is_headline = (n_titles > _TITLE_CASE * np.maximum(n_words, 5))[unit]
    is_function = (bits & classes.FUNCTION) != 0
    return np.asarray(is_title & (((bits & classes.NAME) != 0) | (~after_stop & ~is_headline)) & ~is_function)


def _find_negated(starts: NDArray[np.int64], mark: NDArray[np.int8], bits: NDArray[np.uint16]) -> BoolArray:
    place = np.arange(len(mark))
    is_negator = (bits & classes.NEGATOR) != 0
    ends_scope = mark != NO_MARK
    latest = np.maximum.accumulate(np.where(is_negator, place, -_NEGATION_REACH - 1)) if len(mark) else place
    barrier = np.where(ends_scope, place, -1)
    barrier[starts[starts < len(mark)]] = np.maximum(
        barrier[starts[starts < len(mark)]], starts[starts < len(mark)] - 1
    )
    barrier = np.maximum.accumulate(barrier) if len(mark) else barrier
    return np.asarray((place - latest <= _NEGATION_REACH) & (latest > barrier) & (latest < place))


def _count_from_target(is_kept: BoolArray, target_start: NDArray[np.int64], unit: IntArray) -> IntArray:
    if not len(unit):
        return unit
    count = np.cumsum(is_kept)
    at_target = count[np.minimum(target_start, len(count) - 1)]
    return (count - at_target.take(unit)).astype(np.int32)


def _number_clauses(
    mark: NDArray[np.int8],
    bits: NDArray[np.uint16],
    target_start: NDArray[np.int64],
    unit: IntArray,
    has_target: BoolArray,
) -> IntArray:
    if not len(unit):
        return unit
    count = np.cumsum((mark != NO_MARK) | ((bits & classes.CONJUNCTION) != 0))
    at_target = count[np.minimum(target_start, len(count) - 1)]
    return np.where(has_target.take(unit), count - at_target.take(unit), 0).astype(np.int32)
