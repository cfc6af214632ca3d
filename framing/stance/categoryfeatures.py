"""Features that are kinds of words in a place: an attack on the right of the target, help that it is the subject of."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.layout import BoolArray, Layout
from framing.stance.occurrences import NOWHERE, Occurrences, join, occur
from framing.stance.roles import AFTER_VERB, PlaceArray, Roles, find_possessed
from framing.stance.templates import TEMPLATE_IDS, encode
from framing.stance.vocabulary import Vocabulary

_NEAR = 4  # words on each side


def find_category_features(layout: Layout, roles: Roles, vocabulary: Vocabulary) -> Occurrences:
    """Occurrences of the categories of the words around each target; none in units without a target."""
    place, category = _expand(layout, vocabulary)
    masks = _find_by_place(layout, place) | _find_in_slots(layout, roles, place)
    row, index = np.nonzero(np.stack(list(masks.values())))
    templates = np.array([TEMPLATE_IDS[name] for name in masks])
    at = place.take(index)
    by_place = occur(layout.unit.take(at), encode(templates.take(row), category.take(index)), at)
    return join([by_place, _verb_and_object(layout, roles, place, category)])


def _expand(layout: Layout, vocabulary: Vocabulary) -> tuple[NDArray[np.intp], IntArray]:
    """Every word with a category, once per category: its place and the id of the category."""
    usable = layout.is_kept & ~layout.is_target & ~layout.is_name & layout.has_target[layout.unit]
    kinds = np.where(usable, vocabulary.kinds[layout.word], 0)
    where = np.flatnonzero(kinds)
    has = (kinds[where, None] >> np.arange(vocabulary.n_categories, dtype=np.uint64)) & np.uint64(1)
    row, number = np.nonzero(has)
    return where[row], (vocabulary.first_category + number).astype(np.int32)


def _find_by_place(layout: Layout, place: NDArray[np.intp]) -> dict[str, BoolArray]:
    """By template the categories that stand in its part of the stretch."""
    order, in_clause = layout.order[place], layout.clause[place] == 0
    same_voice = layout.is_attributed[place] == layout.is_target_attributed()[layout.unit[place]]
    negated = layout.is_negated[place]
    return {
        "category": np.ones(len(place), dtype=np.bool_),
        "category, left": order < 0,
        "category, right": order > 0,
        "category, near on the left": (order < 0) & (order >= -_NEAR),
        "category, near on the right": (order > 0) & (order <= _NEAR),
        "category, clause, left": in_clause & (order < 0) & ~negated,
        "category, clause, right": in_clause & (order > 0) & ~negated,
        "category, clause, left, negated": in_clause & (order < 0) & negated,
        "category, clause, right, negated": in_clause & (order > 0) & negated,
        "category, next clause": np.abs(layout.clause[place]) == 1,
        "category, same voice": same_voice,
        "category, other voice": ~same_voice,
    }


def _find_slots(layout: Layout, roles: Roles) -> dict[str, list[PlaceArray]]:
    """The places of each role; a role may have several."""
    return {
        "subject of category": [roles.active(is_negated=False)],
        "subject of category, negated": [roles.active(is_negated=True)],
        "subject of category, passive": [roles.passive()],
        "object of category": [roles.object_of],
        "category as complement": [roles.complement],
        "possesses category": find_possessed(layout),
        "governed by category": roles.up_to_governor(2),
        "category directly before": [roles.before, np.where(layout.has_target, layout.target_start - 1, NOWHERE)],
        "category directly after": [np.where(layout.has_target, layout.target_end, NOWHERE)],
        "category after its verb": roles.after_verb(),
    }


def _find_in_slots(layout: Layout, roles: Roles, place: NDArray[np.intp]) -> dict[str, BoolArray]:
    """By template the categories that stand at one of its places."""
    unit = layout.unit.take(place)
    masks = {}
    for template, slots in _find_slots(layout, roles).items():
        masks[template] = slots[0].take(unit) == place
        for slot in slots[1:]:
            masks[template] |= slot.take(unit) == place
    return masks


def _verb_and_object(layout: Layout, roles: Roles, place: NDArray[np.intp], category: IntArray) -> Occurrences:
    """What the target does with what: the category of its verb and one of the words after it."""
    unit = layout.unit[place]
    verb = roles.subject_of[unit]
    is_verb = np.flatnonzero((verb == place) & ~roles.is_passive[unit])
    is_object = np.flatnonzero((verb >= 0) & (place > verb) & (place <= verb + AFTER_VERB) & ~roles.is_passive[unit])
    # Categories stand in the order of places, so those of one unit stand together.
    first = np.searchsorted(unit[is_object], unit[is_verb], side="left")
    last = np.searchsorted(unit[is_object], unit[is_verb], side="right")
    left = np.repeat(is_verb, last - first)
    offset = np.arange(len(left)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    right = is_object[np.repeat(first, last - first) + offset]
    key = encode(TEMPLATE_IDS["category of its verb and object"], category[left], category[right])
    return occur(unit[left], key, place[left].astype(np.int32), place[right].astype(np.int32))
