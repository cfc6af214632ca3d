"""Figures by part: per target, voice and outlet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from framing.stance.labels import LabelRow
from framing.stance.resampling import Numbers, count_confusion, find_intervals, macro_f1, round_rate
from framing.stance.targets import Targets


def tabulate(
    parts: Sequence[str | None], truth: Numbers, predicted: Numbers, groups: Sequence[str], n_labels: int
) -> tuple[dict[str, Any], ...]:
    """Figures of the rows of each part, the largest part first; rows without a part are left out.

    Intervals are those of `find_intervals`, None for parts of few groups.
    """
    of_part: defaultdict[str, list[int]] = defaultdict(list)
    for row, part in enumerate(parts):
        if part is not None:
            of_part[part].append(row)
    ranked = sorted(of_part.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_measure(name, np.array(rows), truth, predicted, groups, n_labels) for name, rows in ranked)


def _measure(
    name: str, rows: Numbers, truth: Numbers, predicted: Numbers, groups: Sequence[str], n_labels: int
) -> dict[str, Any]:
    own = [groups[row] for row in rows]
    confusion = count_confusion(truth[rows], predicted[rows], n_labels)
    intervals = find_intervals(truth[rows], predicted[rows], own, n_labels)
    return {
        "name": name,
        "n": len(rows),
        "accuracy": round_rate(np.trace(confusion) / len(rows)),
        "accuracy_interval": intervals.accuracy and list(intervals.accuracy),
        "macro_f1": round_rate(macro_f1(confusion)),
        "macro_f1_interval": intervals.macro_f1 and list(intervals.macro_f1),
        "no_interval": intervals.no_interval,
    }


def name_targets(rows: Sequence[LabelRow], ids: Mapping[str, str]) -> list[str | None]:
    """What each row is about: the id in `ids` of its target's name, else that name in small letters."""
    names: list[str | None] = []
    for row in rows:
        written = row.target if row.target_start is None else row.text[row.target_start : row.target_end]
        name = " ".join((written or "").casefold().split())
        names.append(ids.get(name, ids.get(name.removeprefix("the "), name)) or None)
    return names


def list_target_ids(targets: Targets, language: str) -> dict[str, str]:
    """The id of a target by each of its names in small letters; a name that is a pattern is left out."""
    return {
        " ".join(alias.casefold().split()): target.target_id
        for target in targets.targets
        for alias in (*target.aliases.get(language, ()), *target.cities.get(language, ()))
        if not set(alias) & set("*?")
    }
