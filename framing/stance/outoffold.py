"""Evaluates a training out of fold: on rows that the predicting models did not learn from."""

from collections.abc import Sequence
from typing import Any

from framing.stance.documents import UnitBatch
from framing.stance.evaluation import evaluate_probabilities
from framing.stance.fitting import Learnt
from framing.stance.judged import Judged
from framing.stance.judging import evaluate_judged, find_voices, leave_out_empty, store_evaluation
from framing.stance.sources import all_rows, rows_by_source
from framing.stance.task import Task
from framing.stance.trained import Overlap
from framing.stance.trials import GROUPED


def judge_out_of_fold(task: Task, learnt: Learnt, batches: Sequence[UnitBatch]) -> Judged:
    """All rows with the probabilities of models that did not learn from them."""
    rows = tuple(all_rows(task.sources))
    names = [source.name for source in task.sources for _ in source.labels.rows]
    return Judged(
        rows=rows,
        names=task.people.names,
        groups=task.people.groups,
        probabilities=learnt.probabilities,
        threshold=learnt.threshold,
        voices=find_voices(batches),
        keyword_labels=learnt.baseline.out_of_fold,
        in_training=Overlap(len(rows)),  # each row is judged by a model that did not learn from it
        sources=tuple(names),
    )


def evaluate_out_of_fold(task: Task, learnt: Learnt, judged: Judged) -> dict[str, dict[str, Any]]:
    """Figures of cross-validation on all rows, by source where there are several, and of other splits."""
    stored = {GROUPED: store_evaluation(evaluate_judged(judged, with_examples=False))}
    for name, rows in rows_by_source(task.sources) if len(task.sources) > 1 else ():
        stored[f"{GROUPED}, {name}"] = store_evaluation(evaluate_judged(judged.take(rows), with_examples=False))
    for name, probabilities in learnt.others.items():
        figures = evaluate_probabilities(probabilities, task.people, learnt.threshold).as_dict()
        stored[name] = leave_out_empty(figures)
    return stored
