"""The grammatical role of the target, by position: the verb that it is subject, object or agent of, its governor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance import wordclasses as classes
from framing.stance.layout import NO_MARK, BoolArray, Layout
from framing.stance.occurrences import NOWHERE

_RIGHT_REACH = 9  # tokens after the target in which its verb is sought
_LEFT_REACH = 7
_SPEAKING_REACH = 3  # words between a speaker and the reporting verb
_POSSESSED = 4  # words after a possessive
AFTER_VERB = 6  # words in which the object of a verb is sought
PlaceArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Roles:
    """Places found for each unit, `NOWHERE` where there is none, and flags. Shapes: (units,)."""

    subject_of: PlaceArray  # the verb after the target
    is_passive: BoolArray
    is_verb_negated: BoolArray
    modal: PlaceArray
    complement: PlaceArray  # first content word after a form of be
    object_of: PlaceArray  # the verb before the target
    preposition: PlaceArray
    governor: PlaceArray  # the word before that preposition
    before: PlaceArray  # other words directly before the target
    speaks: PlaceArray  # a reporting verb that the target is the subject of
    spoken_of: PlaceArray  # a reporting verb shortly before the target

    def active(self, *, is_negated: bool) -> PlaceArray:
        """The verb that the target is the active subject of, where it is negated, or is not."""
        is_active = (self.subject_of >= 0) & ~self.is_passive & (self.is_verb_negated == is_negated)
        return np.where(is_active, self.subject_of, NOWHERE)

    def passive(self) -> PlaceArray:
        """The verb that the target is the passive subject of."""
        return np.where(self.is_passive, self.subject_of, NOWHERE)

    def after_verb(self) -> list[PlaceArray]:
        """The places after the verb, the nearest first."""
        return [np.where(self.subject_of >= 0, self.subject_of + step, NOWHERE) for step in range(1, AFTER_VERB + 1)]

    def up_to_governor(self, n: int) -> list[PlaceArray]:
        """The governor and places before it, `n` together, the nearest first."""
        return [np.where(self.governor >= 0, self.governor - step, NOWHERE) for step in range(n)]


def find_possessed(layout: Layout) -> list[PlaceArray]:
    """The places after a target in the possessive, the nearest first."""
    return [np.where(layout.is_possessive, layout.target_end + step, NOWHERE) for step in range(_POSSESSED)]


def find_roles(layout: Layout) -> Roles:
    """Roles of the targets; units without a target have none."""
    if not len(layout.unit):
        none = np.full(layout.n_units, NOWHERE, dtype=np.int64)
        no = np.zeros(layout.n_units, dtype=np.bool_)
        return Roles(none, no, no, *([none] * 8))
    subject_of, is_passive, is_negated, modal, complement = _look_right(layout)
    object_of, preposition, governor, before = _look_left(layout)
    speaks = _find_reporting(layout, layout.target_end - 1, 1)
    return Roles(
        subject_of, is_passive, is_negated, modal, complement, object_of, preposition, governor, before,
        speaks, _find_reporting(layout, layout.target_start, -1),
    )  # fmt: skip


def bits_at(layout: Layout, place: PlaceArray) -> NDArray[np.uint16]:
    """Class bits at places, 0 at `NOWHERE`."""
    return np.where(place >= 0, layout.bits[np.maximum(place, 0)], 0)


def _look_right(layout: Layout) -> tuple[PlaceArray, BoolArray, BoolArray, PlaceArray, PlaceArray]:
    n = layout.n_units
    verb, modal, complement = (np.full(n, NOWHERE, dtype=np.int64) for _ in range(3))
    saw_be, is_negated = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    # What follows a possessive is the thing possessed, not a verb of the target.
    looking = layout.has_target & ~layout.is_possessive
    auxiliary = classes.BE | classes.HAVE | classes.MODAL | classes.ADVERB
    for step in range(_RIGHT_REACH):
        place = layout.target_end + step
        looking &= place < layout.ends
        at = np.where(looking, place, 0)
        bits = np.where(looking, layout.bits[at], 0)
        is_auxiliary = looking & ((bits & auxiliary) != 0)
        saw_be |= is_auxiliary & ((bits & classes.BE) != 0)
        is_negated |= is_auxiliary & ((bits & classes.NEGATOR) != 0)
        modal = np.where(is_auxiliary & ((bits & classes.MODAL) != 0), place, modal)
        is_verb = looking & ~is_auxiliary & ((bits & classes.VERB) != 0) & ~layout.is_name[at]
        verb = np.where(is_verb, place, verb)
        stops = (bits & (classes.PREPOSITION | classes.CONJUNCTION)) != 0
        ends = looking & ~is_auxiliary & (is_verb | stops | (layout.mark[at] != NO_MARK))
        is_complement = looking & ~is_auxiliary & ~ends & saw_be & (complement < 0) & ((bits & classes.DETERMINER) == 0)
        complement = np.where(is_complement, place, complement)
        looking &= ~ends
    is_passive = saw_be & ((bits_at(layout, verb) & classes.PARTICIPLE) != 0)
    return verb, is_passive, is_negated, modal, np.where(verb >= 0, NOWHERE, complement)


def _look_left(layout: Layout) -> tuple[PlaceArray, PlaceArray, PlaceArray, PlaceArray]:
    n = layout.n_units
    verb, preposition, before = (np.full(n, NOWHERE, dtype=np.int64) for _ in range(3))
    looking = layout.has_target.copy()
    passed = np.zeros(n, dtype=np.int8)
    for step in range(1, _LEFT_REACH + 1):
        place = layout.target_start - step
        looking &= place >= layout.starts
        at = np.where(looking, place, 0)
        bits = np.where(looking, layout.bits[at], 0)
        looking &= ~((layout.mark[at] != NO_MARK) & looking)
        skipped = layout.is_name[at] | ((bits & (classes.DETERMINER | classes.TITLE)) != 0)
        is_verb = looking & ~skipped & ((bits & classes.VERB) != 0)
        is_preposition = looking & ~skipped & ~is_verb & ((bits & classes.PREPOSITION) != 0)
        verb = np.where(is_verb, place, verb)
        preposition = np.where(is_preposition, place, preposition)
        other = looking & ~skipped & ~is_verb & ~is_preposition
        before = np.where(other & (before < 0), place, before)
        passed += other
        looking &= ~is_verb & ~is_preposition & (passed < 2)
    governor = preposition - 1
    has_governor = (preposition >= 0) & (governor >= layout.starts)
    at = np.where(has_governor, governor, 0)
    has_governor &= (layout.mark[at] == NO_MARK) & layout.is_kept[at]
    return verb, preposition, np.where(has_governor, governor, NOWHERE), before


def _find_reporting(layout: Layout, origin: PlaceArray, direction: int) -> PlaceArray:
    """The nearest reporting verb on one side, with no punctuation between: in `X, adding that` X need not speak."""
    found = np.full(layout.n_units, NOWHERE, dtype=np.int64)
    looking = layout.has_target.copy()
    for step in range(1, _SPEAKING_REACH + 1):
        place = origin + direction * step
        looking &= (place >= layout.starts) & (place < layout.ends)
        at = np.where(looking, place, 0)
        looking &= layout.mark[at] == NO_MARK
        found = np.where(looking & ((layout.bits[at] & classes.REPORTING) != 0), place, found)
        looking &= found < 0
    return found


def count_verbs(layout: Layout) -> tuple[IntArray, IntArray]:
    """Verbs on the left and on the right of each target."""
    is_verb = ((layout.bits & classes.VERB) != 0) & ~layout.is_name & ~layout.is_target
    left, right = layout.count(is_verb & (layout.order < 0)), layout.count(is_verb & (layout.order > 0))
    return left.astype(np.int32), right.astype(np.int32)
