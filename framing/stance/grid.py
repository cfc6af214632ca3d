"""A small search for better settings by grouped cross-validation: one setting after another, best first kept."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError
from framing.stance.documents import UnitBatch
from framing.stance.learning import Progress, Settings, make_weighting, predict_out_of_fold
from framing.stance.linear import Floats, make_columns
from framing.stance.matrices import find_slices
from framing.stance.model import MENTION, TOPIC
from framing.stance.selection import find_columns_to_learn
from framing.stance.sources import Source, number_sources, rows_by_source, spread_weights
from framing.stance.task import Task
from framing.stance.vocabulary import Vocabulary

_FACTORS = (1.0, 0.25, 0.5, 2.0, 4.0)  # of a penalty that stands alone
_SCALES = (0.5, 2.0)
_MIN_UNITS = (2, 3, 5)
_N_STEPS = 5


def search_settings(
    batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: Task, progress: Progress | None = None
) -> tuple[Settings, list[dict[str, Any]]]:
    """The best settings found, and a row per trial with its settings and its mean macro-F1 over the sources.

    First the penalty, then in whole texts the scale of pools, the scale of polarity, the scale of vectors, and the
    number of units that a word feature must occur in; each with the best of those before. Of equals the first stays.
    Open source weights count 1 here.
    """
    search = _Search(batches, vocabulary, task)
    settings = fix_settings(task.settings, task.unit, task.penalties()[0], task.text_scales()[0])
    best = -1.0
    tried: list[dict[str, Any]] = []
    n_trials = sum(len(_propose(step, settings, task)) for step in range(_N_STEPS))
    for step in range(_N_STEPS):
        for trial in _propose(step, settings, task):
            if progress:
                progress("search of settings", len(tried), n_trials)
            score = search.score(trial)
            tried.append({**_list_searched(trial, task.unit), "macro_f1": round(score, 4)})
            if score > best:
                best, settings = score, trial
    return settings, tried


def fix_settings(settings: Settings, unit: str, penalty: float, text_scale: float | None) -> Settings:
    """Settings with one penalty, and in whole texts one scale of pools, to be tried."""
    if unit == MENTION:
        return replace(settings, mention_penalties=(penalty,))
    scales = settings.text_scales if text_scale is None else (text_scale,)
    return replace(settings, text_penalties=(penalty,), few_penalty=penalty, text_scales=scales)


def read_settings(manifest: Mapping[str, Any]) -> Settings:
    """The settings that a model was trained with, what was chosen alone instead of all that was tried.

    Raises:
        ModelError: the manifest has settings that this version does not know.
    """
    stored = manifest["settings"]
    known = {field.name for field in fields(Settings)}
    unknown = sorted(set(stored) - known)
    if unknown:
        raise ModelError(f"{manifest['name']}: trained with settings unknown to this version: {', '.join(unknown)}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return fix_settings(Settings(**values), manifest["unit"], manifest["penalty"], manifest.get("text_scale"))


def _list_searched(settings: Settings, unit: str) -> dict[str, float]:
    names = ("polarity_scale", "vector_scale", "min_units")
    found = {name: getattr(settings, name) for name in names}
    if unit == MENTION:
        return {"penalty": settings.mention_penalties[0], **found}
    return {"penalty": settings.text_penalties[0], "text_scale": settings.text_scales[0], **found}


def _propose(step: int, settings: Settings, task: Task) -> list[Settings]:
    """Settings to try in a step; those that training begins with are tried in the first."""
    if step == 0:
        penalties = task.penalties()
        scale = None if task.unit == MENTION else settings.text_scales[0]
        tried = penalties if len(penalties) > 1 else [_multiply(penalties[0], factor) for factor in _FACTORS]
        return [fix_settings(settings, task.unit, penalty, scale) for penalty in tried]
    if step == 1:
        scales = () if task.unit == MENTION else task.settings.text_scales
        return [replace(settings, text_scales=(scale,)) for scale in scales if scale != settings.text_scales[0]]
    if step == 2:
        return [replace(settings, polarity_scale=_multiply(settings.polarity_scale, factor)) for factor in _SCALES]
    if step == 3:
        return [replace(settings, vector_scale=_multiply(settings.vector_scale, factor)) for factor in _SCALES]
    return [replace(settings, min_units=least) for least in _MIN_UNITS if least != settings.min_units]


def _multiply(value: float, factor: float) -> float:
    return float(f"{value * factor:.3g}")


class _Search:
    def __init__(self, batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: Task) -> None:
        self._batches, self._vocabulary, self._task = batches, vocabulary, task
        self._columns: tuple[int, Any, Any, Any] | None = None  # of the least number of units tried last

    def score(self, settings: Settings) -> float:
        """Mean macro-F1 over the sources, out of fold."""
        task = replace(self._task, settings=settings)
        if self._columns is None or self._columns[0] != settings.min_units:
            n_labels = len(task.people.names)
            found_columns = find_columns_to_learn(self._batches, self._vocabulary, settings, task.kinds, n_labels)
            self._columns = (settings.min_units, *found_columns)
        _, keys, raw, referent = self._columns
        slices = find_slices(keys, self._vocabulary.vectors.shape[1], task.unit == TOPIC)
        matrix = make_weighting(slices, settings, task.text_scales()[0]).fit_transform(raw).tocsr()
        weights = spread_weights(task.sources, [source.weight or 1.0 for source in task.sources])
        groups, answers = list(task.people.groups), task.numbers()
        of_rows = weights * task.label_weights()
        columns = make_columns(matrix, referent, number_sources(task.sources), settings.referent_rows)
        found = predict_out_of_fold(columns, answers, groups, task.penalties(), settings, None, of_rows, task.stop())
        return score_sources(found.decision, answers, task.sources)


def score_sources(decision: Floats, answers: NDArray[np.intp], sources: Sequence[Source]) -> float:
    """Mean over the sources of the macro-F1 of decision values."""
    from sklearn.metrics import f1_score

    predicted = decision.argmax(axis=1)
    parts = [rows for _, rows in rows_by_source(sources)]
    return sum(float(f1_score(answers[rows], predicted[rows], average="macro")) for rows in parts) / len(parts)
