"""Which labels a model can learn: none that is a slip of the pen for another, none with too few rows to be split."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from framing.columns import LABELS
from framing.errors import InputError
from framing.label_files import name_files, quote, quote_names
from framing.nouns import write_count
from framing.stance.labels import LabelRow, name_places

_ALIKE = 0.8  # share of common letters
_SHOWN = 6  # labels in a command
_LONGEST = 100  # characters of a label that are compared
_RARE = 0.1  # of the rows of a label that it is like
_STANCES = 0.9  # share of rows with `favor`, `neutral` or `against` from which other labels are suspicious


def check_label_names(
    rows: Sequence[LabelRow], groups: Sequence[str], n_folds: int, stated: Sequence[str] = ()
) -> tuple[str, ...]:
    """The labels of the rows, by name.

    Args:
        groups: the group of each row, which cross-validation does not split.
        n_folds: of the cross-validation; a label needs so many rows.
        stated: all labels that the model is to have; none where the rows decide. A stated label is no slip.

    Raises:
        InputError: there is one label only, a label looks like a slip for another, has too few rows or groups, or is
            not stated; with file and line.
    """
    counts = Counter(row.label for row in rows)
    by_label: defaultdict[str, list[LabelRow]] = defaultdict(list)
    for row in rows:
        by_label[row.label].append(row)
    if stated:
        _check_stated(by_label, stated)
    for label in sorted(counts.keys() - set(stated)):
        meant, why = _find_meant(label, counts)
        if meant is not None:
            raise InputError(
                f"{name_places(by_label[label])}: label {quote(label)} ({write_count(counts[label], 'row')}) {why} "
                f"{quote(meant)} ({write_count(counts[meant], 'row')}); correct it, or name all "
                f"labels that you mean with --label, as in {_write_options(counts)}"
            )
    if len(counts) < 2:
        files = name_files(row.place for row in rows) or "labels"
        raise InputError(
            f"{files}: {_describe_all(rows)}; a model needs two labels or more, which may stand in several files"
        )
    _check_numbers(by_label, rows, groups, n_folds)
    return tuple(sorted(counts))


def _write_options(counts: Mapping[str, int]) -> str:
    more = " ..." if len(counts) > _SHOWN else ""
    return " ".join(f"--label {quote(label)}" for label in sorted(counts)[:_SHOWN]) + more


def _check_stated(by_label: Mapping[str, list[LabelRow]], stated: Sequence[str]) -> None:
    for label in sorted(by_label.keys() - set(stated)):
        raise InputError(
            f"{name_places(by_label[label])}: label {quote(label)} ({write_count(len(by_label[label]), 'row')}) is not "
            f"among those given with --label, {quote_names(stated)}; correct it, name it too, or leave these rows out"
        )
    missing = [label for label in stated if label not in by_label]
    if missing:
        raise InputError(f"--label {quote(missing[0])}: no row has it; labels: {quote_names(sorted(by_label))}")


def _find_meant(label: str, counts: Mapping[str, int]) -> tuple[str | None, str]:
    """The commoner label that this one is a slip for, if it looks like one, and what makes it look so."""
    commoner = sorted((other for other in counts if _is_commoner(other, label, counts)), key=lambda one: -counts[one])
    same = next((other for other in commoner if _fold(other) == _fold(label)), None)
    if same is not None:
        return same, "differs only in capitals or blanks from"
    if label in LABELS or sum(counts[one] for one in LABELS if one in counts) < _STANCES * sum(counts.values()):
        return None, ""
    # In other sets of labels what looks alike may mean the opposite, as `related` and `unrelated` do.
    rare = [other for other in commoner if other in LABELS and counts[label] <= _RARE * counts[other]]
    return next((other for other in rare if _compare(label, other) >= _ALIKE), None), "looks like a slip for"


def _is_commoner(other: str, label: str, counts: Mapping[str, int]) -> bool:
    return (counts[other], other in LABELS, other) > (counts[label], label in LABELS, label)


def _fold(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def _compare(one: str, other: str) -> float:
    return SequenceMatcher(None, _fold(one)[:_LONGEST], _fold(other)[:_LONGEST]).ratio()


def _check_numbers(
    by_label: Mapping[str, list[LabelRow]], rows: Sequence[LabelRow], groups: Sequence[str], n_folds: int
) -> None:
    group_of = defaultdict(set)
    for row, group in zip(rows, groups, strict=True):
        group_of[row.label].add(group)
    for label, own in sorted(by_label.items()):
        has = f"label {quote(label)} has {write_count(len(own), 'row')}"
        if len(own) < n_folds:
            raise InputError(
                f"{name_places(own)}: {has}, too few to learn from; cross-validation needs {n_folds} or more: label "
                "more, give them another label, or leave them out"
            )
        if len(group_of[label]) < 2:
            raise InputError(
                f"{name_places(own)}: {has}, all of one document or near duplicates, so that none is left to measure "
                "by; label other documents, or leave them out"
            )


def _describe_all(rows: Sequence[LabelRow]) -> str:
    label = quote(rows[0].label)
    return f"the only row has the label {label}" if len(rows) == 1 else f"all {len(rows):,} rows have the label {label}"
