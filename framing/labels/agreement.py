"""The agreement of coders: alpha, kappa and confusion by pair, shares of labels, and what they disagree on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.coder_agreement import INTERVAL, NOMINAL, ORDINAL, find_alpha, find_interval, find_kappa
from framing.columns import LABELS
from framing.errors import InputError
from framing.label_files import name_files
from framing.labels.answers import Answers, CodedItems
from framing.labels.records import Item

DOCUMENT, ITEM = "document", "item"


@dataclass(frozen=True, slots=True)
class Alpha:
    """One alpha with its 95 % bootstrap interval; None where it is not defined, and `no_interval` says why."""

    metric: str
    value: float | None
    interval: tuple[float, float] | None
    no_interval: str | None = None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two coders: the items that both answered, on how many they agree, kappa, and items by `first` and `second`."""

    first: str
    second: str
    n: int
    n_same: int
    kappa: float | None
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `framing labels agreement` says.

    Attributes:
        labels: in their order, where they have one.
        n_items: items with an answer; `n_shared` those with two or more, `n_disputed` those with different ones.
        resampled: what the intervals draw: `document` or `item`.
        shares: items by label, for each coder.
    """

    labels: tuple[str, ...]
    coders: tuple[str, ...]
    n_items: int
    n_shared: int
    n_disputed: int
    n_unlabelled: int
    resampled: str
    alphas: tuple[Alpha, ...]
    pairs: tuple[PairAgreement, ...]
    shares: dict[str, dict[str, int]]
    disputed: tuple[Answers, ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; disputed items with what each coder said."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "disputed"}
        plain["alphas"] = {
            one.metric: {"value": one.value, "interval": one.interval, "no_interval": one.no_interval}
            for one in self.alphas
        }
        names = ("first", "second", "n", "n_same", "kappa", "confusion")
        plain["pairs"] = [{name: getattr(pair, name) for name in names} for pair in self.pairs]
        plain["disputed"] = [
            {"text": one.item.text, "target": one.item.target, "document_id": one.item.document_id, **_describe(one)}
            for one in self.disputed
        ]
        return plain


def _describe(answers: Answers) -> dict[str, Any]:
    return {"answers": dict(answers.by_coder)}


def measure_agreement(
    coded: CodedItems,
    *,
    order: Sequence[str] = (),
    resample: str | None = None,
    n_draws: int = 2000,
    seed: int = 0,
) -> Agreement:
    """The agreement of coders.

    Ordinal alpha is added where the labels are against, neutral and favor or some of them, or `order` is given;
    interval alpha where an order of whole numbers one apart is given.

    Args:
        order: all labels from one end to the other.
        resample: what the intervals draw, `document` (items of one stand or fall together) or `item`; None takes
            documents where every item names its own.

    Raises:
        InputError: there is one coder only, no item has two answers, or `order` lacks a label.
    """
    labels, is_ordered = _order_labels(coded.labels, order)
    counts = _count_labels(coded.answers, labels)
    n_shared = int((counts.sum(axis=1) >= 2).sum())
    if len(coded.coders) < 2 or not n_shared:
        found = ", ".join(coded.coders)
        files = name_files(one.item.place for one in coded.answers) or "labels"
        raise InputError(
            f"{files}: no item has answers of two coders (found: {found}); give a file per coder, or one with a column"
            " `annotator`"
        )
    has_documents = all(one.item.document_id for one in coded.answers)
    resampled = resample or (DOCUMENT if has_documents else ITEM)
    groups = _number_groups(coded.answers, resampled)
    metrics = [NOMINAL, *([ORDINAL] if is_ordered else []), *([INTERVAL] if _are_steps(order) else [])]
    disputed = tuple(one for one in coded.answers if one.is_disputed)
    return Agreement(
        labels,
        coded.coders,
        len(coded.answers),
        n_shared,
        len(disputed),
        coded.n_unlabelled,
        resampled,
        tuple(_make_alpha(metric, counts, groups, resampled, n_draws, seed) for metric in metrics),
        tuple(_compare(coded.answers, pair, labels) for pair in combinations(coded.coders, 2)),
        {coder: _count_shares(coded.answers, coder, labels) for coder in coded.coders},
        disputed,
        coded.notes,
    )


def _make_alpha(
    metric: str, counts: NDArray[np.int64], groups: NDArray[np.int64], resampled: str, n_draws: int, seed: int
) -> Alpha:
    found = find_interval(counts, groups, metric, n_draws, seed, f"{resampled}s")
    interval, reason = (None, found) if isinstance(found, str) else (found, None)
    return Alpha(metric, find_alpha(counts, metric), interval, reason)


def _order_labels(labels: Sequence[str], order: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The labels in their order, and whether it means anything."""
    missing = [label for label in labels if order and label not in order]
    if missing:
        raise InputError(f"--order leaves out {', '.join(missing)}; name all labels, from one end to the other")
    if order:
        return tuple(dict.fromkeys(order)), True
    return (LABELS, True) if set(labels) <= set(LABELS) else (tuple(labels), False)


def _are_steps(order: Sequence[str]) -> bool:
    numbers = [int(label) for label in order if label.removeprefix("-").isdecimal()]
    return len(numbers) == len(order) > 0 and all(b - a == 1 for a, b in pairwise(numbers))


def _count_labels(answers: Sequence[Answers], labels: Sequence[str]) -> NDArray[np.int64]:
    counts = np.zeros((len(answers), len(labels)), dtype=np.int64)
    for row, one in enumerate(answers):
        for label in one.by_coder.values():
            counts[row, labels.index(label)] += 1
    return counts


def _number_groups(answers: Sequence[Answers], resampled: str) -> NDArray[np.int64]:
    if resampled == ITEM:
        return np.arange(len(answers), dtype=np.int64)
    numbers: dict[str, int] = {}
    names = [one.item.document_id or f"\0{row}" for row, one in enumerate(answers)]
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _compare(answers: Sequence[Answers], pair: tuple[str, str], labels: Sequence[str]) -> PairAgreement:
    first, second = pair
    confusion = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for one in answers:
        if first in one.by_coder and second in one.by_coder:
            confusion[labels.index(one.by_coder[first]), labels.index(one.by_coder[second])] += 1
    table = tuple(tuple(row) for row in confusion.tolist())
    return PairAgreement(first, second, int(confusion.sum()), int(np.trace(confusion)), find_kappa(confusion), table)


def _count_shares(answers: Sequence[Answers], coder: str, labels: Sequence[str]) -> dict[str, int]:
    found = Counter(one.by_coder[coder] for one in answers if coder in one.by_coder)
    return {label: found[label] for label in labels}


def list_answers(answers: Sequence[Answers]) -> list[Item]:
    """Items as rows without a label, for a further coder; what was said stands in `answers`."""
    return [
        Item(
            one.item.text,
            None,
            one.item.target,
            one.item.target_start,
            one.item.target_end,
            one.item.document_id,
            one.item.outlet,
            one.item.date,
            extra={**one.item.extra, "answers": write_answers(one)},
        )
        for one in answers
    ]


def write_answers(answers: Answers) -> str:
    """What each coder said, as `Ann: favor; Ben: neutral`."""
    return "; ".join(f"{coder}: {label}" for coder, label in answers.by_coder.items())
