"""Features that are words in a place: n-grams by side, distance, clause, role and voice, names and target masked."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.categoryfeatures import find_category_features
from framing.stance.layout import BoolArray, Layout
from framing.stance.occurrences import NOWHERE, Occurrences, join, occur
from framing.stance.roles import PlaceArray, Roles, count_verbs
from framing.stance.templates import TEMPLATE_IDS, encode, encode_flag
from framing.stance.vocabulary import FIRST_WORD, TARGET, UNKNOWN, Vocabulary

_HALF_DISTANCE = 6.0  # words at which a near word counts half
_AFTER_VERB = 6


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
    active = (roles.subject_of >= 0) & ~roles.is_passive
    after = [np.where(roles.subject_of >= 0, roles.subject_of + step, NOWHERE) for step in range(1, _AFTER_VERB + 1)]
    possessed = [np.where(layout.is_possessive, layout.target_end + step, NOWHERE) for step in range(4)]
    by_agent = roles.preposition
    return [
        _at(layout, symbols, lemma, "subject of", roles.subject_of),
        _at(
            layout,
            symbols,
            lemma,
            "subject, active",
            np.where(active & ~roles.is_verb_negated, roles.subject_of, NOWHERE),
        ),
        _at(
            layout,
            symbols,
            lemma,
            "subject, active, negated",
            np.where(active & roles.is_verb_negated, roles.subject_of, NOWHERE),
        ),
        _at(layout, symbols, lemma, "subject, passive", np.where(roles.is_passive, roles.subject_of, NOWHERE)),
        _at(layout, symbols, None, "modal of its verb", roles.modal),
        _at(layout, symbols, None, "complement", roles.complement),
        _at(layout, symbols, lemma, "object of", roles.object_of),
        _at(layout, symbols, None, "preposition", by_agent),
        _at(layout, symbols, lemma, "governed by", roles.governor, by_agent),
        _at(layout, symbols, None, "directly before", roles.before),
        _at(layout, symbols, None, "directly after", np.where(layout.has_target, layout.target_end, NOWHERE)),
        *(_at(layout, symbols, None, "follows its verb", place) for place in after),
        *(_at(layout, symbols, None, "possessed", place) for place in possessed),
        *(
            _at(
                layout,
                symbols,
                lemma,
                "near its governor",
                np.where(roles.governor >= 0, roles.governor - step, NOWHERE),
            )
            for step in range(3)
        ),
        _at(layout, symbols, lemma, "speaks", roles.speaks),
        _at(layout, symbols, lemma, "spoken of", roles.spoken_of),
    ]


def _at(
    layout: Layout,
    symbols: IntArray,
    lemma: IntArray | None,
    template: str,
    place: PlaceArray,
    second: PlaceArray | None = None,
) -> Occurrences:
    """The word, or its base form, at one place per unit; with the word at `second` where given."""
    unit = np.flatnonzero((place >= layout.starts) & (place < layout.ends))
    word = symbols[place[unit]]
    known = (word >= FIRST_WORD) & layout.is_kept[place[unit]]
    unit, word = unit[known], word[known]
    shown = word if lemma is None else lemma[word]
    if second is None:
        return occur(unit.astype(np.int32), encode(TEMPLATE_IDS[template], shown), place[unit].astype(np.int32))
    key = encode(TEMPLATE_IDS[template], shown, symbols[second[unit]])
    return occur(unit.astype(np.int32), key, place[unit].astype(np.int32), second[unit].astype(np.int32))


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
    parts = []
    for flag, holds in flags.items():
        unit = np.flatnonzero(holds & layout.has_target).astype(np.int32)
        parts.append(occur(unit, np.full(len(unit), encode_flag(flag), dtype=np.int64)))
    return parts
