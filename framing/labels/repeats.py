"""Answers that stand twice in what is imported."""

from collections import defaultdict
from collections.abc import Iterable

from framing.errors import InputError
from framing.label_files import quote
from framing.labels.records import Item


def drop_repeats(items: Iterable[Item]) -> tuple[list[Item], int]:
    """The labelled items, the same answer of one person about one item once, and how many were left out.

    Raises:
        InputError: one person, or somebody who is not named, gives one item two labels; with both places.
    """
    kept: defaultdict[tuple[str, str, int, int], list[Item]] = defaultdict(list)
    new, n_repeated = [], 0
    for item in items:
        earlier = next((one for one in kept[item.identity] if _may_be_one_person(one, item)), None)
        if earlier is None:
            kept[item.identity].append(item)
            new.append(item)
        elif earlier.label == item.label:
            n_repeated += 1
        else:
            raise InputError(
                f"{item.place}: {quote(item.label)} for the item that {earlier.place} calls {quote(earlier.label)}; "
                "keep one, or name two people in a column `annotator` and decide with `framing labels adjudicate`"
            )
    return new, n_repeated


def _may_be_one_person(one: Item, other: Item) -> bool:
    return not one.annotator or not other.annotator or one.annotator == other.annotator
