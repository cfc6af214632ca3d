"""Word facts pooled by place: vectors, valence and polarity of the words on each side, in the clause, in each role.

A pool is a weighted sum over words divided by the root of the sum of squared weights. So the contribution of each
word to a decision is exact: its own summand.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance import wordclasses as classes
from framing.stance.layout import BoolArray, Layout
from framing.stance.roles import PlaceArray, Roles
from framing.stance.vocabulary import FIRST_WORD, Vocabulary

FloatArray = NDArray[np.float32]
POLAR, VECTOR, GATED = "polarity", "vector", "polar vector"
_SIDES = (
    "sentence",
    "left",
    "right",
    "left 3",
    "right 3",
    "left 8",
    "right 8",
    "clause, left",
    "clause, right",
    "same voice",
    "other voice",
)
_ROLES = ("subject of", "subject, passive", "object of", "complement", "governor", "agent of", "before")
_WIDE = ("sentence", "left 8", "right 8", "clause, left", "clause, right")
_SLOTS = (
    "next verb",
    "verb before",
    "next word",
    "second word",
    "word before",
    "second word before",
    "subject of",
    "object of",
    "governor",
)
_GATED = ("sentence", "left", "right", "clause, left", "clause, right")
POOLS: tuple[tuple[str, str], ...] = (
    *((POLAR, name) for name in (*_SIDES, *_ROLES)),
    *((VECTOR, name) for name in (*_WIDE, *_SLOTS)),
    *((GATED, name) for name in _GATED),
)
_GATE = 1.0  # standard deviations of valence beyond which a word counts as polar
_REACH = {POLAR: 5.0, VECTOR: 6.0, GATED: 8.0}  # words at which a weight is halved


@dataclass(frozen=True, slots=True)
class Pooled:
    """Words in pools: one element per word and pool that it stands in. `word` counts negated words after all others."""

    unit: IntArray
    pool: IntArray
    word: IntArray
    weight: FloatArray
    place: IntArray


def find_pools(layout: Layout, roles: Roles, vocabulary: Vocabulary) -> Pooled:
    """The words of every pool of every unit, their weights divided by the pool's length."""
    masks = _find_masks(layout, roles)
    usable = layout.is_kept & ~layout.is_name & ~layout.is_target & (layout.word >= FIRST_WORD)
    content = usable & ((layout.bits & classes.FUNCTION) == 0)
    polar = content & (np.abs(vocabulary.valence.take(layout.word)) > _GATE)
    allowed = {POLAR: content, VECTOR: usable, GATED: polar}
    weights = _weigh_places(layout, vocabulary)
    # Most places are in no pool: masks of those that may be are shorter.
    near = np.flatnonzero(usable)
    allowed = {kind: chosen.take(near) for kind, chosen in allowed.items()}
    masks = {name: mask.take(near) for name, mask in masks.items()}
    parts = []
    for number, (kind, name) in enumerate(POOLS):
        where = near.take(np.flatnonzero(allowed[kind] & masks[name]))
        weight = weights[kind, kind != POLAR and name != "sentence"].take(where)
        parts.append((where, np.full(len(where), number, dtype=np.int32), weight))
    return _divide_by_length(layout, parts, len(vocabulary.words))


def _weigh_places(layout: Layout, vocabulary: Vocabulary) -> dict[tuple[str, bool], FloatArray]:
    """Weights of all places by kind of pool and whether they fall with the distance from the target."""
    distance = np.abs(layout.order).astype(np.float32)
    plain = {
        POLAR: np.ones(len(distance), dtype=np.float32),
        VECTOR: vocabulary.weight.take(layout.word),
        GATED: np.abs(vocabulary.valence.take(layout.word)),
    }
    weights = {(kind, False): weight for kind, weight in plain.items()}
    for kind in (VECTOR, GATED):
        weights[kind, True] = (plain[kind] / (1 + distance / _REACH[kind])).astype(np.float32)
    return weights


def _divide_by_length(layout: Layout, parts: list[tuple[Any, IntArray, FloatArray]], n_words: int) -> Pooled:
    place = np.concatenate([part[0] for part in parts])
    pool = np.concatenate([part[1] for part in parts])
    weight = np.concatenate([part[2] for part in parts])
    unit = layout.unit.take(place)
    cell = unit.astype(np.int64) * len(POOLS) + pool
    squares = np.bincount(cell, weights=weight.astype(np.float64) ** 2, minlength=layout.n_units * len(POOLS))
    word = (layout.word + np.where(layout.is_negated, n_words, 0)).astype(np.int32).take(place)
    return Pooled(unit, pool, word, (weight / np.sqrt(squares).take(cell)).astype(np.float32), place.astype(np.int32))


def _find_masks(layout: Layout, roles: Roles) -> dict[str, BoolArray]:
    order, clause = layout.order, layout.clause
    targeted = layout.has_target[layout.unit]
    left, right = targeted & (order < 0), targeted & (order > 0)
    at_target = layout.is_target_attributed()[layout.unit]
    same_voice = layout.is_attributed == at_target
    masks = {
        "sentence": np.ones(len(order), dtype=np.bool_),
        "left": left,
        "right": right,
        "left 3": left & (order >= -3),
        "right 3": right & (order <= 3),
        "left 8": left & (order >= -8),
        "right 8": right & (order <= 8),
        "clause, left": left & (clause == 0),
        "clause, right": right & (clause == 0),
        "same voice": targeted & same_voice,
        "other voice": targeted & ~same_voice,
    }
    active = np.where(roles.is_passive, -1, roles.subject_of)
    passive = np.where(roles.is_passive, roles.subject_of, -1)
    slots = {
        "subject of": active,
        "subject, passive": passive,
        "object of": roles.object_of,
        "complement": roles.complement,
        "governor": roles.governor,
        "agent of": _find_agent_verb(layout, roles),
        "before": roles.before,
        **_find_slots(layout),
    }
    for name, place in slots.items():
        mask = np.zeros(len(order), dtype=np.bool_)
        mask[place[place >= 0]] = True
        masks[name] = mask
    return masks


def _find_agent_verb(layout: Layout, roles: Roles) -> PlaceArray:
    """The participle before `by` and the target."""
    governor = np.maximum(roles.governor, 0)
    is_participle = (
        (roles.governor >= 0) & ((layout.bits[governor] & classes.PARTICIPLE) != 0)
        if len(layout.unit)
        else roles.governor >= 0
    )
    return np.where(is_participle, roles.governor, -1)


def _find_slots(layout: Layout) -> dict[str, PlaceArray]:
    """The nearest verbs and content words of each target."""
    usable = layout.is_kept & ~layout.is_name & ~layout.is_target & (layout.word >= FIRST_WORD)
    is_verb = usable & ((layout.bits & classes.VERB) != 0)
    is_content = usable & ((layout.bits & classes.FUNCTION) == 0)
    return {
        "next verb": _nth_after(layout, is_verb, 0),
        "verb before": _nth_before(layout, is_verb, 0),
        "next word": _nth_after(layout, is_content, 0),
        "second word": _nth_after(layout, is_content, 1),
        "word before": _nth_before(layout, is_content, 0),
        "second word before": _nth_before(layout, is_content, 1),
    }


def _nth_after(layout: Layout, mask: BoolArray, nth: int) -> PlaceArray:
    where = np.flatnonzero(mask)
    index = np.searchsorted(where, layout.target_end) + nth
    return _inside(layout, where, index)


def _nth_before(layout: Layout, mask: BoolArray, nth: int) -> PlaceArray:
    where = np.flatnonzero(mask)
    index = np.searchsorted(where, layout.target_start) - 1 - nth
    return _inside(layout, where, index)


def _inside(layout: Layout, where: PlaceArray, index: PlaceArray) -> PlaceArray:
    if not len(where):
        return np.full(layout.n_units, -1, dtype=np.int64)
    valid = (index >= 0) & (index < len(where)) & layout.has_target
    place = where[np.clip(index, 0, len(where) - 1)]
    return np.where(valid & (place >= layout.starts) & (place < layout.ends), place, -1)
