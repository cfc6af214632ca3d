"""Why a unit got its label: contributions to the decision value, on the characters that they come from."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import Coded, Evidence, IntArray, Tokens
from framing.stance.keyindex import number_distinct
from framing.stance.layout import Layout
from framing.stance.model import StanceModel
from framing.stance.occurrences import NOWHERE
from framing.stance.overlap import OVERLAP_NAMES
from framing.stance.pools import POOLS
from framing.stance.roles import Roles
from framing.stance.scoring import Floats, Scored
from framing.stance.templates import IS_PIECE, template_of
from framing.stance.wordclasses import FUNCTION

_SHOWN = 5
_DIGITS = 6
_ROLE_BITS = 4
_SIZE_BITS, _PLACE_BITS = 27, 24  # room for contributions below 134, and for 16 million words in a batch of units
_LARGEST = (1 << _SIZE_BITS) - 1
POSITION = "(position of the target)"
CONSTANT = "(constant of the label)"
OTHER_WORDS, TARGET_ITSELF = "(other words)", "(position and role of the target)"
_REST = (OTHER_WORDS, TARGET_ITSELF, CONSTANT)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds to a decision value; no span for what cannot be tied to characters."""

    feature: str
    start: int | None
    end: int | None
    contribution: float


def sum_by_place(model: StanceModel, scored: Scored, label: IntArray) -> Floats:
    """Per place, what all features that rest on it add to the decision value of its unit's `label`. Shape: (places,).

    A feature of several words is shared equally among those that are not the target.
    """
    layout, pooled = scored.found.layout, scored.found.pooled
    summands = _choose(scored.pool_summand, label, pooled.unit)
    total: Floats = np.bincount(pooled.place, weights=summands, minlength=len(layout.unit)).astype(np.float64)
    values, rests_on = _occurrence_values(scored, label), scored.found.words.places
    if not model.finder.kinds.has_pieces:
        return total + _sum_shares(layout, rests_on, scored.known, values)
    is_piece = IS_PIECE[template_of(scored.found.words.key[scored.known])]
    of_words, of_pieces = (
        _sum_shares(layout, rests_on, scored.known[mask], values[mask]) for mask in (~is_piece, is_piece)
    )
    return total + of_words + _share_among_twins(scored.found.twin, of_pieces)


def _choose(summands: Floats, label: IntArray, unit: NDArray[np.integer]) -> Floats:
    """The summands of each unit's label. `summands` has the shape (labels, elements)."""
    n = summands.shape[1]
    return np.asarray(summands.ravel().take(label.astype(np.int64).take(unit) * n + np.arange(n)))


def _share_among_twins(twin: IntArray, at_first: NDArray[Any]) -> Floats:
    """What rests on the first place of a word, in equal shares on all its places in the unit."""
    counts = np.maximum(1, np.bincount(twin[twin >= 0], minlength=len(twin)))
    shared = at_first / counts
    return np.where(twin >= 0, shared[np.maximum(twin, 0)], 0)


def _occurrence_values(scored: Scored, label: IntArray) -> Floats:
    """What the occurrences of features that the model knows add to the decision value of their unit's `label`."""
    cells = scored.cells
    per_amount = _choose(scored.cell_summand, label, cells.unit) / cells.amount
    return per_amount.take(cells.of_occurrence) * scored.found.words.value.take(scored.known)


def _sum_shares(layout: Layout, places: IntArray, chosen: NDArray[np.intp], values: Floats) -> Floats:
    """Per place, the shares of values that rest on up to three places each; the target's places get none."""
    is_open = np.append(~layout.is_target, False)  # the last is found at NOWHERE
    first = places[:, 0].take(chosen)
    n_open = is_open.take(first).astype(np.int8)
    more = []
    rows = np.flatnonzero(places[:, 1].take(chosen) != NOWHERE)
    for column in (1, 2):  # few rest on two places, and fewer on three
        at = places[:, column].take(chosen.take(rows))
        n_open[rows] += is_open.take(at)
        more.append((rows, at))
        rows = rows.take(np.flatnonzero(places[:, 2].take(chosen.take(rows)) != NOWHERE))
    share = values / np.maximum(1, n_open)
    total = np.bincount(first + 1, weights=share, minlength=len(is_open))  # what rests on NOWHERE is counted first
    for rows, at in more:
        total += np.bincount(at + 1, weights=share.take(rows), minlength=len(is_open))
    return np.where(layout.is_target, 0, total[1:])


def find_evidence(model: StanceModel, tokens: Tokens, scored: Scored, label: IntArray) -> Evidence:
    """Per mention the summands of the decision value of its label.

    First the words that weigh most, content words before others. Then, in brackets, what all other words of the
    sentence add, what rests on no word but on the target, and the constant: so the pieces add up to the decision value.
    """
    layout = scored.found.layout
    total = np.round(sum_by_place(model, scored, label), _DIGITS)
    shown = _choose_shown(layout, total)
    unit = layout.unit.take(shown)
    decision = np.round(np.take_along_axis(scored.decision, label[:, None].astype(np.intp), axis=1)[:, 0], _DIGITS)
    of_words = np.bincount(layout.unit, weights=total, minlength=layout.n_units)
    of_shown = np.bincount(unit, weights=total.take(shown), minlength=layout.n_units)
    constant = np.round(model.weights.intercept.take(label), _DIGITS)
    rest = np.stack((of_words - of_shown, decision - of_words - constant, constant), axis=1)
    starts = np.stack((layout.starts, layout.target_start, layout.target_start), axis=1)
    ends = np.stack((layout.ends, layout.target_end, layout.target_end), axis=1) - 1
    words = _describe_places(layout, scored.found.roles, shown)
    n_shown = np.bincount(unit, minlength=layout.n_units)
    bounds = np.concatenate(([0], np.cumsum(n_shown + len(_REST))))
    # Pieces of a mention stand together: its words, in their order, then the rest.
    place_of_word = np.arange(len(shown)) + len(_REST) * unit
    place_of_rest = bounds[1:, None] + np.arange(-len(_REST), 0)

    def join(of_words: NDArray[Any], of_rest: NDArray[Any]) -> NDArray[Any]:
        joined = np.empty(bounds[-1], dtype=np.result_type(of_words, of_rest))
        joined[place_of_word], joined[place_of_rest] = of_words, of_rest
        return joined

    first, last = join(shown, starts), join(shown, ends)
    feature = Coded([*words.values, *_REST], join(words.array, len(words.values) + np.arange(len(_REST))))
    fields = {
        "start": tokens.start.take(layout.token.take(first)),
        "end": tokens.end.take(layout.token.take(last)),
        "feature": feature,
        "contribution": join(total.take(shown), np.round(rest, _DIGITS)),
    }
    return Evidence(bounds, fields)


def _choose_shown(layout: Layout, total: Floats) -> NDArray[np.intp]:
    """The places that add most, unit by unit, content words before others."""
    places = np.flatnonzero(total)
    is_function = (layout.bits[places] & FUNCTION) != 0
    # By unit, content words first, the largest first, then by place: as one integer, which sorts several times faster.
    size = np.minimum(np.rint(np.abs(total[places]) * 10**_DIGITS), _LARGEST).astype(np.int64)
    rank = (layout.unit[places].astype(np.int64) << 1 | is_function) << _SIZE_BITS | (_LARGEST - size)
    order = places[np.sort(rank << _PLACE_BITS | np.arange(len(places))) & ((1 << _PLACE_BITS) - 1)]
    units = layout.unit[order]
    first = np.searchsorted(units, np.arange(layout.n_units))
    return np.asarray(order[np.arange(len(order)) - first[units] < _SHOWN])


def _describe_places(layout: Layout, roles: Roles, places: NDArray[np.intp]) -> Coded:
    role = np.zeros(len(layout.unit), dtype=np.int8)
    found = (roles.before, roles.governor, roles.complement, roles.object_of, roles.subject_of, roles.speaks)
    for number, place in enumerate(found, start=1):
        role[place[place >= 0]] = number
    passive = roles.subject_of[(roles.subject_of >= 0) & roles.is_passive]
    role[passive] = len(found) + 1
    columns = (
        role[places],
        layout.order[places],
        layout.clause[places] == 0,
        layout.is_negated[places],
        layout.is_name[places],
        layout.has_target[layout.unit[places]],
    )
    code = layout.order[places].astype(np.int64)  # the other columns have few values
    for column in (columns[0], *columns[2:]):
        code = (code << _ROLE_BITS) | column
    first, number_of_place = number_distinct(code)
    rows = zip(*(column[first].tolist() for column in columns), strict=True)
    return Coded([_describe(*row) for row in rows], number_of_place)


_ROLE_NAMES = (
    "",
    "before the target",
    "word that governs the target",
    "said of the target",
    "verb with the target as object",
    "verb of the target",
    "reporting verb of the target",
    "passive verb of the target",
)


@cache
def _describe(role: int, order: int, same_clause: bool, negated: bool, is_name: bool, has_target: bool) -> str:
    where = _ROLE_NAMES[role]
    if not where and has_target:
        distance = abs(order)
        where = f"{distance} word{'s' if distance != 1 else ''} {'before' if order < 0 else 'after'} the target"
        where += "" if same_clause else ", in another clause"
    parts = ["a name" if is_name else "", where or "word", "negated" if negated else ""]
    return ", ".join(part for part in parts if part)


def explain(model: StanceModel, tokens: Tokens, scored: Scored, unit: int, label: str) -> list[Contribution]:
    """Every contribution to the decision value of `label` for one unit; they sum to it."""
    number = model.labels.index(label)
    labels = np.full(scored.found.layout.n_units, number, dtype=np.int32)
    layout, words, pooled = scored.found.layout, scored.found.words, scored.found.pooled
    listed = [
        Contribution(CONSTANT, None, None, float(model.weights.intercept[number])),
        Contribution(POSITION, None, None, float(scored.position[unit, number])),
    ]
    listed += [
        Contribution(f"(likeness|{name})", None, None, float(value))
        for name, value in zip(OVERLAP_NAMES, scored.likeness[unit, :, number].tolist(), strict=False)
        if value
    ]
    own = np.flatnonzero(words.unit[scored.known] == unit)
    values = _occurrence_values(scored, labels)[own].tolist()
    for index, value in zip(scored.known[own].tolist(), values, strict=True):
        places = [place for place in words.places[index].tolist() if place != NOWHERE]
        name = model.name_feature(int(words.key[index]))
        if places and IS_PIECE[template_of(words.key[index])]:
            twins = np.flatnonzero(scored.found.twin == places[0]).tolist()
            listed += [_tie(tokens, layout, name, [place], value / len(twins)) for place in twins]
        else:
            listed.append(_tie(tokens, layout, name, places, value))
    for index in np.flatnonzero(pooled.unit == unit).tolist():
        pool = int(pooled.pool[index])
        value = float(scored.pool_summand[number, index])
        listed.append(_tie(tokens, layout, "|".join(POOLS[pool]), [int(pooled.place[index])], value))
    return listed


def _tie(tokens: Tokens, layout: Layout, feature: str, places: list[int], value: float) -> Contribution:
    if not places:
        return Contribution(f"({feature})", None, None, value)
    spanned = layout.token[places]
    return Contribution(feature, int(tokens.start[spanned.min()]), int(tokens.end[spanned.max()]), value)
