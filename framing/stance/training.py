"""Trains a model from labels and writes its folder."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.artefact import add_evaluations, load_model, write_model
from framing.stance.card import write_card
from framing.stance.documents import Attribute, Tokenize, UnitBatch, make_unit_batches
from framing.stance.evaluation import Answers, evaluate_model, evaluate_probabilities
from framing.stance.labels import Labels
from framing.stance.learning import (
    Floats,
    Progress,
    Settings,
    fit_calibration,
    fit_linear,
    make_classifier,
    make_weighting,
    predict_out_of_fold,
    softmax,
)
from framing.stance.matrices import FeatureFinder, build_matrix, count_units, find_slices
from framing.stance.model import DOCUMENT, MENTION, StanceModel
from framing.stance.normalize import normalize_word
from framing.stance.templates import KeyArray
from framing.stance.vectors import WordVectors
from framing.stance.vocabulary import Vocabulary, build_vocabulary
from framing.stance.wordclasses import WordClasses

_LEAST_ROWS = 20
_MOST_WORDS = 100_000  # of the training texts; feature keys have room for 2^18
_FIGURES = ("macro_f1", "accuracy", "n", "calibration_error")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be learnt: people's answers, whether they are about mentions or texts, and the settings."""

    people: Answers
    unit: str
    settings: Settings

    def numbers(self) -> NDArray[np.intp]:
        """The answers as places among the names."""
        return np.array([self.people.names.index(label) for label in self.people.labels], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training found: the pipeline, the features, and the out-of-fold probabilities it was calibrated on."""

    pipeline: Any
    keys: KeyArray
    probabilities: Floats
    threshold: float
    calibration: list[float]
    penalty: float


def train_model(
    labels: Labels,
    out: Path,
    name: str,
    *,
    tokenize: Tokenize,
    attribute: Attribute,
    vectors: WordVectors,
    classes: WordClasses,
    settings: Settings | None = None,
    description: str = "",
    held_out: Mapping[str, Labels] | None = None,
    notes: str = "",
    progress: Progress | None = None,
) -> StanceModel:
    """Train on `labels`, write the model folder `out` and return the model.

    Where half of the rows or more name a mention, the model labels mentions, otherwise whole texts. Same labels,
    vectors, settings and library versions give the same predictions. Figures on `held_out` labels go into the
    evaluation and the card, by name; `notes` are Markdown at the end of the card.

    Raises:
        InputError: too few rows, groups or labels to learn from.
    """
    settings = settings or Settings()
    task = _make_task(labels, settings)
    _tell(progress, "tokens", 0, 4)
    batches = list(make_unit_batches(labels.rows, task.unit == MENTION, classes.language, tokenize, attribute))
    vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    learnt = _learn(batches, vocabulary, task, progress)
    evaluation = evaluate_probabilities(learnt.probabilities, task.people, learnt.threshold).as_dict()
    facts = {**_describe(task, labels, learnt), "name": name, "description": description}
    facts |= {"languages": [classes.language], "figures": {key: evaluation[key] for key in _FIGURES}}
    stored = {"cross-validation": evaluation}
    _tell(progress, "writing", 3, 4)
    write_model(out, learnt.pipeline, vocabulary, vectors, learnt.keys, facts, stored, write_card(facts, stored))
    model = load_model(out)
    figures = {
        key: evaluate_model(model, rows, tokenize=tokenize, attribute=attribute).as_dict()
        for key, rows in (held_out or {}).items()
    }
    if figures or notes:
        add_evaluations(out, figures, notes)
    return load_model(out)


def _describe(task: Task, labels: Labels, learnt: Learnt) -> dict[str, Any]:
    """Entries of the manifest."""
    training = {
        "rows": len(labels.rows),
        "rows_without_mention": labels.n_without_mention if task.unit == MENTION else 0,
        "groups": len(set(task.people.groups)),
        "sha256": labels.sha256,
        "counts": dict(Counter(task.people.labels)),
    }
    return {
        "labels": list(task.people.names),
        "unit": task.unit,
        "threshold": learnt.threshold,
        "calibration": learnt.calibration,
        "penalty": learnt.penalty,
        "settings": task.settings.as_dict(),
        "training": training,
    }


def _tell(progress: Progress | None, what: str, done: int, of: int) -> None:
    if progress:
        progress(what, done, of)


def _make_task(labels: Labels, settings: Settings) -> Task:
    names = tuple(sorted({row.label for row in labels.rows}))
    if len(names) < 2:
        raise InputError(f"all {len(labels.rows)} rows have the label {names[0]!r}; a model needs two labels or more")
    groups = tuple(row.group for row in labels.rows)
    if len(labels.rows) < _LEAST_ROWS or len(set(groups)) < 2:
        raise InputError(
            f"{len(labels.rows)} rows are too few; a model needs {_LEAST_ROWS} rows of two documents or more"
        )
    people = Answers(names, tuple(row.label for row in labels.rows), groups)
    return Task(people, MENTION if labels.has_targets else DOCUMENT, settings)


def _frequent_words(batches: Sequence[UnitBatch], least: int) -> list[str]:
    """Words that stand in at least so many training texts."""
    counts: Counter[str] = Counter()
    for batch in batches:
        types = batch.tokens.types
        for ids in np.split(batch.tokens.type_id, batch.tokens.document_offsets[1:-1]):
            counts.update(
                {normalize_word(types.folded[number]) for number in set(ids.tolist()) if types.is_word[number]}
            )
    ranked = sorted(((-count, word) for word, count in counts.items() if count >= least))
    return [word for _, word in ranked[:_MOST_WORDS]]


def _learn(batches: Sequence[UnitBatch], vocabulary: Vocabulary, task: Task, progress: Progress | None) -> Learnt:
    from sklearn.pipeline import Pipeline

    settings, answers = task.settings, task.numbers()
    _tell(progress, "features", 1, 4)
    keys, raw = _find_columns(batches, vocabulary, settings)
    slices = find_slices(keys, vocabulary.vectors.shape[1])
    weighting = make_weighting(slices, settings, task.unit == MENTION).fit(raw)
    # A list of every column number, which only data frames need, and which would be most of the file.
    vars(weighting)["_transformer_to_input_indices"] = {}
    matrix = weighting.transform(raw).tocsr()
    penalties = settings.mention_penalties if task.unit == MENTION else settings.text_penalties
    out_of_fold = predict_out_of_fold(matrix, answers, list(task.people.groups), penalties, settings, progress)
    calibration = fit_calibration(out_of_fold.decision, answers)
    _tell(progress, "fit", 2, 4)
    fitted = fit_linear(matrix, answers, out_of_fold.penalty, settings.seed)
    classifier = make_classifier(fitted, calibration, task.people.names)
    probabilities = softmax(calibration[0] * out_of_fold.decision + calibration[1:])
    threshold = round(float(np.quantile(probabilities.max(axis=1), 1 - settings.coverage)), 4)
    pipeline = Pipeline([("weighting", weighting), ("classifier", classifier)])
    return Learnt(pipeline, keys, probabilities, threshold, calibration.tolist(), out_of_fold.penalty)


def _find_columns(batches: Sequence[UnitBatch], vocabulary: Vocabulary, settings: Settings) -> tuple[KeyArray, Any]:
    """The word features to learn from, and the matrix of all columns. Shape: (rows, columns)."""
    from scipy import sparse

    finder = FeatureFinder(vocabulary)
    found = [finder.find(batch.tokens, batch.attribution, batch.units) for batch in batches]
    keys = _choose_features(*count_units(found), settings)
    return keys, sparse.vstack([build_matrix(part, keys, vocabulary) for part in found]).tocsr()


def _choose_features(keys: KeyArray, counts: NDArray[np.int64], settings: Settings) -> KeyArray:
    frequent = counts >= settings.min_units
    keys, counts = keys[frequent], counts[frequent]
    order = np.lexsort((keys, -counts))[: settings.max_features]
    return np.sort(keys[order])
