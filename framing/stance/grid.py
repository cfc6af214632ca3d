"""A small search for better settings by grouped cross-validation: one setting after another, best first kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError
from framing.stance.documents import UnitBatch
from framing.stance.learning import Floats, Progress, Settings, make_weighting, predict_out_of_fold
from framing.stance.matrices import find_slices
from framing.stance.model import MENTION, TOPIC
from framing.stance.selection import find_columns_to_learn
from framing.stance.sources import Source, rows_by_source, spread_weights
from framing.stance.vocabulary import Vocabulary

if TYPE_CHECKING:
    from framing.stance.training import Task

_FACTORS = (1.0, 0.25, 0.5, 2.0, 4.0)  # of a penalty that stands alone
_SCALES = (0.5, 2.0)
_MIN_UNITS = (2, 3, 5)


def search_settings(
    batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: "Task", progress: Progress | None = None
) -> tuple[Settings, list[dict[str, Any]]]:
    """The best settings found, and a row per trial with its settings and its mean macro-F1 over the sources.

    First the penalty, then the scale of polarity, the scale of vectors, and the number of units that a word feature
    must occur in; each with the best of those before. Of equals the first stays. Open source weights count 1 here.
    """
    search = _Search(batches, vocabulary, task)
    settings = task.settings
    best = -1.0
    tried: list[dict[str, Any]] = []
    n_trials = sum(1 for step in range(4) for _ in _propose(step, settings, task.unit))
    for step in range(4):
        for trial in list(_propose(step, settings, task.unit)):
            if progress:
                progress("search of settings", len(tried), n_trials)
            score = search.score(trial)
            tried.append({**_list_searched(trial, task.unit), "macro_f1": round(score, 4)})
            if score > best:
                best, settings = score, trial
    return settings, tried


def read_settings(manifest: Mapping[str, Any]) -> Settings:
    """The settings that a model was trained with, its penalty alone instead of those that were tried.

    Raises:
        ModelError: the manifest has settings that this version does not know.
    """
    stored = manifest["settings"]
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(stored) - known)
    if unknown:
        raise ModelError(f"{manifest['name']}: trained with settings unknown to this version: {', '.join(unknown)}")
    penalties = "mention_penalties" if manifest["unit"] == MENTION else "text_penalties"
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    values[penalties] = (manifest["penalty"],)
    return Settings(**values)


def _penalties(settings: Settings, unit: str) -> tuple[float, ...]:
    return settings.mention_penalties if unit == MENTION else settings.text_penalties


def _list_searched(settings: Settings, unit: str) -> dict[str, float]:
    names = ("polarity_scale", "vector_scale", "min_units")
    return {"penalty": _penalties(settings, unit)[0], **{name: getattr(settings, name) for name in names}}


def _propose(step: int, settings: Settings, unit: str) -> Iterator[Settings]:
    """Settings to try in a step; the present ones are tried in the first."""
    if step == 0:
        given = _penalties(settings, unit)
        for penalty in given if len(given) > 1 else [_multiply(given[0], factor) for factor in _FACTORS]:
            if unit == MENTION:
                yield replace(settings, mention_penalties=(penalty,))
            else:
                yield replace(settings, text_penalties=(penalty,))
    elif step == 1:
        for factor in _SCALES:
            yield replace(settings, polarity_scale=_multiply(settings.polarity_scale, factor))
    elif step == 2:
        for factor in _SCALES:
            yield replace(settings, vector_scale=_multiply(settings.vector_scale, factor))
    else:
        for least in _MIN_UNITS:
            if least != settings.min_units:
                yield replace(settings, min_units=least)


def _multiply(value: float, factor: float) -> float:
    return float(f"{value * factor:.3g}")


class _Search:
    def __init__(self, batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: "Task") -> None:
        self._batches, self._vocabulary, self._task = batches, vocabulary, task
        self._columns: tuple[int, Any, Any] | None = None  # of the least number of units tried last

    def score(self, settings: Settings) -> float:
        """Mean macro-F1 over the sources, out of fold."""
        task = self._task
        if self._columns is None or self._columns[0] != settings.min_units:
            columns = find_columns_to_learn(self._batches, self._vocabulary, settings, task.kinds)
            self._columns = (settings.min_units, *columns)
        _, keys, raw = self._columns
        slices = find_slices(keys, self._vocabulary.vectors.shape[1], task.unit == TOPIC)
        matrix = make_weighting(slices, settings, task.unit == MENTION).fit_transform(raw).tocsr()
        weights = spread_weights(task.sources, [source.weight or 1.0 for source in task.sources])
        groups, penalties = list(task.people.groups), _penalties(settings, task.unit)
        answers = task.numbers()
        of_rows = weights * task.label_weights()
        found = predict_out_of_fold(matrix, answers, groups, penalties, settings, None, of_rows, task.tolerance())
        return score_sources(found.decision, answers, task.sources)


def score_sources(decision: Floats, answers: NDArray[np.intp], sources: Sequence[Source]) -> float:
    """Mean over the sources of the macro-F1 of decision values."""
    from sklearn.metrics import f1_score

    predicted = decision.argmax(axis=1)
    parts = [rows for _, rows in rows_by_source(sources)]
    return sum(float(f1_score(answers[rows], predicted[rows], average="macro")) for rows in parts) / len(parts)
