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


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training found: the pipeline, the features, and the out-of-fold probabilities it was calibrated on."""

    pipeline: Any
    keys: KeyArray
    vocabulary: Vocabulary
    probabilities: Floats
    threshold: float
    calibration: list[float]


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

    Rows that name a mention train a model of mentions; without any, the model labels whole texts. Same labels,
    vectors, settings and library versions give the same predictions. Figures on `held_out` labels go into the
    evaluation and the card, by name; `notes` are Markdown at the end of the card.

    Raises:
        InputError: too few rows, groups or labels to learn from.
    """
    settings = settings or Settings()
    names = _check_labels(labels)
    unit = MENTION if labels.has_targets else DOCUMENT
    _tell(progress, "tokens", 0, 4)
    batches = list(make_unit_batches(labels.rows, unit == MENTION, classes.language, tokenize, attribute))
    vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    answers = np.array([names.index(row.label) for row in labels.rows], dtype=np.intp)
    groups = [row.group for row in labels.rows]
    learnt = _learn(batches, vocabulary, answers, groups, names, settings, progress)
    evaluation = evaluate_probabilities(
        learnt.probabilities, Answers(names, tuple(row.label for row in labels.rows), tuple(groups)), learnt.threshold
    ).as_dict()
    facts = {
        "name": name,
        "description": description,
        "labels": list(names),
        "languages": [classes.language],
        "unit": unit,
        "threshold": learnt.threshold,
        "calibration": learnt.calibration,
        "settings": settings.as_dict(),
        "training": {
            "rows": len(labels.rows),
            "groups": len(set(groups)),
            "sha256": labels.sha256,
            "counts": dict(Counter(row.label for row in labels.rows)),
        },
        "figures": {key: evaluation[key] for key in ("macro_f1", "accuracy", "n", "calibration_error")},
    }
    stored = {"cross-validation": evaluation}
    _tell(progress, "writing", 3, 4)
    card = write_card(facts, stored)
    write_model(out, learnt.pipeline, vocabulary, vectors, learnt.keys, facts, stored, card)
    model = load_model(out)
    if not held_out and not notes:
        return model
    figures = {
        key: evaluate_model(model, rows, tokenize=tokenize, attribute=attribute).as_dict()
        for key, rows in (held_out or {}).items()
    }
    add_evaluations(out, figures, notes)
    return load_model(out)


def _tell(progress: Progress | None, what: str, done: int, of: int) -> None:
    if progress:
        progress(what, done, of)


def _check_labels(labels: Labels) -> tuple[str, ...]:
    names = tuple(sorted({row.label for row in labels.rows}))
    if len(names) < 2:
        raise InputError(f"all {len(labels.rows)} rows have the label {names[0]!r}; a model needs two labels or more")
    if len(labels.rows) < _LEAST_ROWS or len({row.group for row in labels.rows}) < 2:
        raise InputError(
            f"{len(labels.rows)} rows are too few; a model needs {_LEAST_ROWS} rows of two documents or more"
        )
    return names


def _frequent_words(batches: Sequence[UnitBatch], least: int) -> list[str]:
    """Words that stand in at least so many training texts."""
    counts: Counter[str] = Counter()
    for batch in batches:
        types = batch.tokens.types
        for ids in np.split(batch.tokens.type_id, batch.tokens.document_offsets[1:-1]):
            counts.update(
                {normalize_word(types.folded[number]) for number in set(ids.tolist()) if types.is_word[number]}
            )
    return [word for word, count in counts.items() if count >= least]


def _learn(
    batches: Sequence[UnitBatch], vocabulary: Vocabulary, answers: NDArray[np.intp], groups: list[str],
    names: tuple[str, ...], settings: Settings, progress: Progress | None,
) -> Learnt:  # fmt: skip
    from scipy import sparse
    from sklearn.pipeline import Pipeline

    finder = FeatureFinder(vocabulary)
    _tell(progress, "features", 1, 4)
    found = [finder.find(batch.tokens, batch.attribution, batch.units) for batch in batches]
    keys = _choose_features(*count_units(found), settings)
    raw = sparse.vstack([build_matrix(part, keys, vocabulary) for part in found]).tocsr()
    slices = find_slices(keys, vocabulary.vectors.shape[1])
    weighting = make_weighting(slices, settings).fit(raw)
    matrix = weighting.transform(raw).tocsr()
    decision = predict_out_of_fold(matrix, answers, groups, settings, progress)
    calibration = fit_calibration(decision, answers)
    _tell(progress, "fit", 2, 4)
    classifier = make_classifier(fit_linear(matrix, answers, settings), calibration, names)
    # A list of every column number, which only data frames need, and which would be most of the file.
    vars(weighting)["_transformer_to_input_indices"] = {}
    steps = [("weighting", weighting), ("classifier", classifier)]
    probabilities = softmax(calibration[0] * decision + calibration[1:])
    threshold = round(float(np.quantile(probabilities.max(axis=1), 1 - settings.coverage)), 4)
    return Learnt(Pipeline(steps), keys, vocabulary, probabilities, threshold, calibration.tolist())


def _choose_features(keys: KeyArray, counts: NDArray[np.int64], settings: Settings) -> KeyArray:
    frequent = counts >= settings.min_units
    keys, counts = keys[frequent], counts[frequent]
    order = np.lexsort((keys, -counts))[: settings.max_features]
    return np.sort(keys[order])
