"""Features that are words in a place: n-grams by side, distance, clause, role and voice, names and target masked."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.categoryfeatures import find_category_features
from framing.stance.layout import BoolArray, Layout
from framing.stance.occurrences import NOWHERE, Occurrences, join, occur
from framing.stance.roles import PlaceArray, Roles, count_verbs, find_possessed
from framing.stance.templates import TEMPLATE_IDS, encode, encode_flag
from framing.stance.vocabulary import FIRST_WORD, TARGET, UNKNOWN, Vocabulary

_HALF_DISTANCE = 6.0  # words at which a near word counts half


def find_word_features(layout: Layout, roles: Roles, vocabulary: Vocabulary) -> Occurrences:
    """All occurrences of word features in the units of a layout."""
    symbols = layout.symbols()
    parts = [_sentence_ngrams(layout, symbols)]
    if layout.has_target.any():
        parts += _clause_ngrams(layout, symbols)
        parts += _near_words(layout, symbols)
        parts += _voiced_words(layout, symbols, roles)
        parts += _role_features(layout, roles, symbols, vocabulary.lemma)
        parts += _position_features(layout, roles)
        parts.append(find_category_features(layout, roles, vocabulary))
    return join(parts)


def _ngrams(
    layout: Layout, symbols: IntArray, where: NDArray[np.intp], template: str, longest: int
) -> list[Occurrences]:
    """N-grams of up to `longest` words over the chosen places; a lone target and unknown words are no feature."""
    number = TEMPLATE_IDS[template]
    unit, words = layout.unit.take(where), symbols.take(where)
    known = words != UNKNOWN
    single = np.flatnonzero(known & (words != TARGET))
    parts = [occur(unit.take(single), encode(number, words.take(single)), where.take(single))]
    if longest >= 2 and len(where):
        joined = known[:-1] & known[1:] & (unit[:-1] == unit[1:])
        pair = np.flatnonzero(joined)
        key = encode(number, words.take(pair), words.take(pair + 1))
        parts.append(occur(unit.take(pair), key, where.take(pair), where.take(pair + 1)))
        if longest >= 3:
            three = np.flatnonzero(joined[:-1] & joined[1:])
            key = encode(number, *(words.take(three + step) for step in range(3)))
            parts.append(occur(unit.take(three), key, *(where.take(three + step) for step in range(3))))
    return parts


def _sentence_ngrams(layout: Layout, symbols: IntArray) -> Occurrences:
    return join(_ngrams(layout, symbols, np.flatnonzero(layout.is_kept), "sentence", 3))


def _clause_ngrams(layout: Layout, symbols: IntArray) -> list[Occurrences]:
    other = layout.is_kept & ~layout.is_target & layout.has_target[layout.unit]
    left = other & (layout.clause == 0) & (layout.order < 0)
    right = other & (layout.clause == 0) & (layout.order > 0)
    beside = other & (np.abs(layout.clause) == 1)
    return [
        *_ngrams(layout, symbols, np.flatnonzero(left), "clause, left", 2),
        *_ngrams(layout, symbols, np.flatnonzero(right), "clause, right", 2),
        *_ngrams(layout, symbols, np.flatnonzero(beside), "next clause", 1),
    ]


def _near_words(layout: Layout, symbols: IntArray) -> list[Occurrences]:
    is_word = layout.is_kept & (symbols >= FIRST_WORD) & layout.has_target[layout.unit]
    nearness = (1 / (1 + np.abs(layout.order) / _HALF_DISTANCE)).astype(np.float32)
    chosen: list[tuple[str, BoolArray]] = [
        ("near", is_word),
        ("near on the left", is_word & (layout.order < 0)),
        ("near on the right", is_word & (layout.order > 0)),
        ("near, negated", is_word & layout.is_negated),
    ]
    parts = []
    for template, mask in chosen:
        where = np.flatnonzero(mask)
        key = encode(TEMPLATE_IDS[template], symbols.take(where))
        parts.append(occur(layout.unit.take(where), key, where, value=nearness.take(where)))
    return parts


def _voiced_words(layout: Layout, symbols: IntArray, roles: Roles) -> list[Occurrences]:
    where = np.flatnonzero(layout.is_kept & (symbols >= FIRST_WORD) & layout.has_target[layout.unit])
    unit = layout.unit[where]
    target_attributed = layout.is_target_attributed()
    case = 4 * layout.is_attributed[where] + 2 * target_attributed[unit] + (roles.speaks[unit] >= 0)
    first = TEMPLATE_IDS["own words, target in own voice, target not speaking"]
    return [occur(unit, encode((first + case).astype(np.int64), symbols[where]), where.astype(np.int32))]


def _role_features(layout: Layout, roles: Roles, symbols: IntArray, lemma: IntArray) -> list[Occurrences]:
    bare, based = _find_role_places(layout, roles)
    governed = _Slots(layout, symbols, [("governed by", roles.governor)])
    preposition = roles.preposition.take(governed.unit)
    key = encode(governed.template, lemma.take(governed.word), symbols.take(preposition))
    parts = [occur(governed.unit, key, governed.place, preposition)]
    for slots, base_of in ((_Slots(layout, symbols, bare), None), (_Slots(layout, symbols, based), lemma)):
        shown = slots.word if base_of is None else base_of.take(slots.word)
        parts.append(occur(slots.unit, encode(slots.template, shown), slots.place))
    return parts


def _find_role_places(
    layout: Layout, roles: Roles
) -> tuple[list[tuple[str, PlaceArray]], list[tuple[str, PlaceArray]]]:
    """The places of roles whose words count as they are, and of those whose words count by their base form."""
    bare = [
        ("modal of its verb", roles.modal),
        ("complement", roles.complement),
        ("preposition", roles.preposition),
        ("directly before", roles.before),
        ("directly after", np.where(layout.has_target, layout.target_end, NOWHERE)),
        *(("follows its verb", place) for place in roles.after_verb()),
        *(("possessed", place) for place in find_possessed(layout)),
    ]
    based = [
        ("subject of", roles.subject_of),
        ("subject, active", roles.active(is_negated=False)),
        ("subject, active, negated", roles.active(is_negated=True)),
        ("subject, passive", roles.passive()),
        ("object of", roles.object_of),
        *(("near its governor", place) for place in roles.up_to_governor(3)),
        ("speaks", roles.speaks),
        ("spoken of", roles.spoken_of),
    ]
    return bare, based


class _Slots:
    """The known words at places of units, one per template and unit: unit, place, word and template of each."""

    def __init__(self, layout: Layout, symbols: IntArray, slots: list[tuple[str, PlaceArray]]) -> None:
        places = np.stack([place for _, place in slots])
        row, unit = np.nonzero((places >= layout.starts) & (places < layout.ends))
        place = places[row, unit]
        word = symbols.take(place)
        known = np.flatnonzero((word >= FIRST_WORD) & layout.is_kept.take(place))
        self.unit, self.place, self.word = unit.take(known).astype(np.int32), place.take(known), word.take(known)
        self.template = np.array([TEMPLATE_IDS[template] for template, _ in slots]).take(row.take(known))


def _position_features(layout: Layout, roles: Roles) -> list[Occurrences]:
    """Flags without a word: role, quarter of the sentence, verbs on each side, voice. They rest on no place."""
    length = np.maximum(1, layout.ends - layout.starts)
    quarter = np.minimum(3, 4 * (layout.target_start - layout.starts) // length)
    left, right = count_verbs(layout)
    at_target = layout.is_target_attributed()
    flags: dict[str, BoolArray] = {
        "is subject": roles.subject_of >= 0,
        "is passive": roles.is_passive,
        "is object": roles.object_of >= 0,
        "comes first": layout.target_start == layout.starts,
        "speaks": roles.speaks >= 0,
        "is spoken of": roles.spoken_of >= 0,
        "is in attributed speech": at_target,
        "possesses": layout.is_possessive,
        "has a complement": roles.complement >= 0,
        **{f"stands in quarter {number + 1}": quarter == number for number in range(4)},
        **{f"has {number} verbs before": np.minimum(left, 3) == number for number in range(4)},
        **{f"has {number} verbs after": np.minimum(right, 3) == number for number in range(4)},
    }
    flag, unit = np.nonzero(np.stack(list(flags.values())) & layout.has_target)
    return [occur(unit.astype(np.int32), np.array([encode_flag(name) for name in flags]).take(flag))]
