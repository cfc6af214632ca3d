"""Two models on the same labels: differences with intervals, who is right where, and the rows on which they differ."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.few_groups import explain_few
from framing.stance.judged import Judged
from framing.stance.mistakes import list_rows
from framing.stance.resampling import (
    accuracies,
    confuse_draws,
    count_confusion,
    draw_groups,
    find_interval,
    macro_f1s,
    round_rate,
)
from framing.stance.trained import Overlap

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of both models, and that of the second less that of the first.

    `interval` is 95 %, by bootstrap over groups, each draw for both models; `share_not_better` is the share of draws in
    which the second model is not better than the first: near 0 it is better, near 1 worse. Both are None where there
    are too few groups.
    """

    first: float
    second: float
    difference: float
    interval: tuple[float, float] | None
    share_not_better: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same labels.

    `p_value` is that of the exact McNemar test, two-sided: that rows which only one of them has right are so divided
    by chance. It takes rows as independent, which rows of one group are not; the intervals do not. `in_training` says
    for both models which rows they learnt from, as in `Evaluation`; `warnings` what that means, `notes` what else
    there is to know. `no_interval` says why there are no intervals, None where there are.
    """

    n: int
    n_groups: int
    macro_f1: Difference
    accuracy: Difference
    n_both_right: int
    n_only_first_right: int
    n_only_second_right: int
    n_both_wrong: int
    p_value: float
    differences: tuple[dict[str, Any], ...]
    in_training: tuple[Overlap | None, Overlap | None]
    notes: tuple[str, ...] = ()
    no_interval: str | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What it means that models learnt from some of the rows."""
        names = ("the first model", "the second model")
        pairs = zip(self.in_training, names, strict=True)
        return tuple(line for overlap, name in pairs if overlap for line in overlap.warn(f" of {name}"))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the rows."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "differences"}
        for name in ("macro_f1", "accuracy"):
            values[name] = values[name].as_dict()
        overlaps = zip(("first", "second"), self.in_training, strict=True)
        values["in_training"] = {name: overlap and overlap.as_dict() for name, overlap in overlaps}
        return {**values, "warnings": self.warnings, "n_different": len(self.differences)}


def compare_judged(first: Judged, second: Judged) -> Comparison:
    """What two models say about the same rows.

    Raises:
        InputError: the models do not have the same labels.
    """
    if set(first.names) != set(second.names):
        raise InputError(
            f"the models have other labels: {', '.join(first.names)} and {', '.join(second.names)}; "
            "compare models of the same task"
        )
    truth, n = first.truth(), len(first.names)
    guesses = [first.predicted(), first.number([second.names[guess] for guess in second.predicted()])]
    group, drawn = draw_groups(first.groups)
    confusions = [confuse_draws(group, drawn, truth, guess, n) for guess in guesses]
    right = [truth == guess for guess in guesses]
    whole = np.stack([count_confusion(truth, guess, n) for guess in guesses])
    only_first, only_second = int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())
    few = explain_few(first.groups)
    return Comparison(
        n=len(truth),
        n_groups=drawn.shape[1],
        macro_f1=_subtract(macro_f1s(whole), [macro_f1s(part) for part in confusions], few),
        accuracy=_subtract(accuracies(whole), [accuracies(part) for part in confusions], few),
        n_both_right=int((right[0] & right[1]).sum()),
        n_only_first_right=only_first,
        n_only_second_right=only_second,
        n_both_wrong=int((~right[0] & ~right[1]).sum()),
        p_value=round_rate(find_mcnemar_p(only_first, only_second)),
        differences=tuple(_list_differences(first, second)),
        in_training=(first.in_training, second.in_training),
        notes=_describe(first, second),
        no_interval=few,
    )


def _describe(first: Judged, second: Judged) -> tuple[str, ...]:
    unknown = [name for name, one in (("first", first), ("second", second)) if one.in_training is None]
    if not unknown:
        return first.notes
    models = f"the {unknown[0]} model" if len(unknown) == 1 else "both models"
    return (*first.notes, f"whether these rows were in the training data of {models} is not known: no digests of them")


def _subtract(whole: Floats, draws: list[Floats], few: str | None) -> Difference:
    differences = draws[1] - draws[0]
    return Difference(
        first=round_rate(whole[0]),
        second=round_rate(whole[1]),
        difference=round_rate(whole[1] - whole[0]),
        interval=None if few else find_interval(differences),
        # A draw that gives both the same figure, but for rounding, is none in which the second is better.
        share_not_better=None if few else round_rate((differences <= 1e-12).mean()),
    )


def find_mcnemar_p(only_first: int, only_second: int) -> float:
    """The two-sided exact p-value of McNemar's test; 1 where the models are right on the same rows."""
    from scipy.stats import binomtest

    n = only_first + only_second
    return float(binomtest(only_first, n).pvalue) if n else 1.0


def _list_differences(first: Judged, second: Judged) -> list[dict[str, Any]]:
    """Rows with other labels, those first on which the second model is surest."""
    listed = []
    for one, other in zip(list_rows(first), list_rows(second), strict=True):
        if one["predicted"] == other["predicted"]:
            continue
        right = {True: "first", False: "neither"}[one["predicted"] == one["label"]]
        right = "second" if other["predicted"] == one["label"] else right
        context = {name: one[name] for name in ("target", "voice", "text", "document_id", "outlet", "date")}
        listed.append(
            {
                "row": one["row"],
                "label": one["label"],
                "first": one["predicted"],
                "first_probability": one["probability"],
                "second": other["predicted"],
                "second_probability": other["probability"],
                "right": right,
                **context,
            }
        )
    return sorted(listed, key=lambda row: (-row["second_probability"], row["row"]))
