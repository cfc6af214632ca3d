"""Trains a model from labels and writes its folder."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.artefact import add_evaluations, load_model, write_model
from framing.stance.card import write_card
from framing.stance.documents import Attribute, Tokenize, UnitBatch, make_unit_batches
from framing.stance.evaluation import Answers, evaluate_probabilities
from framing.stance.grid import score_sources, search_settings
from framing.stance.judged import Judged
from framing.stance.judging import evaluate_judged, evaluate_model, find_voices, store_evaluation
from framing.stance.labels import Labels
from framing.stance.learning import (
    EXACT,
    Columns,
    Floats,
    OutOfFold,
    Progress,
    Settings,
    Stop,
    fit_calibration,
    fit_linear,
    make_classifiers,
    make_columns,
    make_weighting,
    predict_out_of_fold,
    softmax,
)
from framing.stance.matrices import Kinds, find_slices
from framing.stance.model import DOCUMENT, MENTION, TOPIC, UNITS, StanceModel
from framing.stance.normalize import normalize_word
from framing.stance.profile import make_profile
from framing.stance.referents import ALL_REFERENTS, REFERENTS
from framing.stance.selection import find_columns_to_learn
from framing.stance.sources import (
    Source,
    all_rows,
    find_threshold,
    list_sources,
    propose_weights,
    rows_by_source,
    spread_weights,
)
from framing.stance.splits import group_rows
from framing.stance.templates import KeyArray
from framing.stance.topics import choose_topics, fold_target
from framing.stance.trials import GROUPED, Baseline, try_keywords, try_other_splits
from framing.stance.vectors import WordVectors
from framing.stance.vocabulary import Vocabulary, build_vocabulary
from framing.stance.wordclasses import WordClasses

_LEAST_ROWS = 20
_MOST_WORDS = 100_000  # of the training texts; feature keys have room for 2^18
_STEPS = (
    *("tokens", "search of settings", "features", "cross-validation", "fit"),
    *("other splits and baselines", "figures and files"),
)
_FIGURES = ("macro_f1", "accuracy", "n", "calibration_error")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be learnt: people's answers, whether they are about mentions or texts, and the settings."""

    people: Answers
    unit: str
    settings: Settings
    sources: tuple[Source, ...]
    threshold_on: str | None = None
    kinds: Kinds = field(default_factory=Kinds)

    def numbers(self) -> NDArray[np.intp]:
        """The answers as places among the names."""
        return np.array([self.people.names.index(label) for label in self.people.labels], dtype=np.intp)

    def label_weights(self) -> Floats:
        """What each row counts for its label. Shape: (rows,)."""
        return np.array([self.settings.class_weights.get(label, 1.0) for label in self.people.labels])

    def penalties(self) -> tuple[float, ...]:
        """The penalties to try."""
        if self.unit == MENTION:
            return self.settings.mention_penalties
        return self.settings.text_penalties if self._has_many_rows() else (self.settings.few_penalty,)

    def text_scales(self) -> tuple[float | None, ...]:
        """The scales of pools in whole texts to try."""
        scales = self.settings.text_scales
        if self.unit == MENTION:
            return (None,)
        if self._has_many_rows():
            return scales
        texts = [row.text for row in all_rows(self.sources)]
        is_short = count_words(texts) <= self.settings.short_text
        return (max(scales) if is_short else min(scales),)

    def _has_many_rows(self) -> bool:
        return len(self.people.labels) >= self.settings.few_rows

    def stop(self) -> Stop:
        """When fitting stops."""
        return EXACT if self.unit == MENTION else Stop(self.settings.text_tolerance, self.settings.text_steps)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training found: the pipelines, the features, and the out-of-fold probabilities it was calibrated on."""

    pipelines: dict[str, Any]  # by referent, or one for `all`
    keys: KeyArray
    probabilities: Floats
    threshold: float
    calibration: list[float]
    penalty: float
    weights: dict[str, float]
    baseline: Baseline
    others: dict[str, Floats]  # out-of-fold probabilities of other splits, by name
    text_scale: float | None


def train_model(
    labels: Labels | Sequence[Source],
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
    threshold_on: str | None = None,
    unit: str | None = None,
    grid: bool = False,
    on_judged: Callable[[Judged], None] | None = None,
    progress: Progress | None = None,
) -> StanceModel:
    """Train on `labels`, write the model folder `out` and return the model.

    Where half of the rows or more name a mention, the model labels mentions; where half or more have a target, texts
    towards a target; otherwise whole texts. `unit` says which instead. Same labels,
    vectors, settings and library versions give the same predictions. Figures on `held_out` labels go into the
    evaluation and the card, by name; `notes` are Markdown at the end of the card. A source without a weight gets the
    one of the best mean macro-F1 over the sources, out of fold. With `threshold_on`, the name of a source, the model
    abstains below the probability above which three out-of-fold rows of that source in four are right. With `grid`,
    settings are searched first. `on_judged` gets all rows with their out-of-fold probabilities.

    Raises:
        InputError: too few rows, groups or labels to learn from.
    """
    settings = settings or Settings()
    task = _make_task(list_sources(labels), settings, threshold_on, unit)
    _tell(progress, "tokens")
    batches = list(
        make_unit_batches(
            all_rows(task.sources), task.unit == MENTION, classes.language, tokenize, attribute, task.unit == TOPIC
        )
    )
    vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    tried: list[dict[str, Any]] = []
    if grid:
        settings, tried = search_settings(batches, vocabulary, task, _tell_within(progress, "search of settings"))
        task = replace(task, settings=settings)
        vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    learnt = _learn(batches, vocabulary, task, progress)
    judged = _judge_out_of_fold(task, learnt, batches)
    if on_judged:
        on_judged(judged)
    stored = _evaluate_out_of_fold(task, learnt, judged)
    evaluation = stored[GROUPED]
    facts = {**_describe(task, learnt), "name": name, "description": description, "grid": tried}
    facts |= {"languages": [classes.language], "figures": {key: evaluation[key] for key in _FIGURES}}
    _tell(progress, "figures and files")
    profile = make_profile(batches, vocabulary, task.unit, task.people, learnt.probabilities, learnt.threshold)
    card = write_card(facts, stored)
    write_model(out, learnt.pipelines, vocabulary, vectors, learnt.keys, facts, stored, card, profile)
    model = load_model(out)
    figures = {
        key: store_evaluation(evaluate_model(model, rows, tokenize=tokenize, attribute=attribute))
        for key, rows in (held_out or {}).items()
    }
    if figures or notes:
        add_evaluations(out, figures, notes)
    return load_model(out)


def _judge_out_of_fold(task: Task, learnt: Learnt, batches: Sequence[UnitBatch]) -> Judged:
    return Judged(
        rows=tuple(all_rows(task.sources)),
        names=task.people.names,
        groups=task.people.groups,
        probabilities=learnt.probabilities,
        threshold=learnt.threshold,
        voices=find_voices(batches),
        keyword_labels=learnt.baseline.out_of_fold,
    )


def _evaluate_out_of_fold(task: Task, learnt: Learnt, judged: Judged) -> dict[str, dict[str, Any]]:
    """Figures of cross-validation on all rows, by source where there are several, and of other splits."""
    stored = {GROUPED: store_evaluation(evaluate_judged(judged, with_examples=False))}
    for name, rows in rows_by_source(task.sources) if len(task.sources) > 1 else ():
        stored[f"{GROUPED}, {name}"] = store_evaluation(evaluate_judged(judged.take(rows), with_examples=False))
    for name, probabilities in learnt.others.items():
        stored[name] = evaluate_probabilities(probabilities, task.people, learnt.threshold).as_dict()
    return stored


def _describe(task: Task, learnt: Learnt) -> dict[str, Any]:
    """Entries of the manifest."""
    training = {
        "rows": len(task.people.labels),
        "rows_without_mention": sum(source.labels.n_without_mention for source in task.sources)
        if task.unit == MENTION
        else 0,
        "groups": len(set(task.people.groups)),
        "grouped_by": task.settings.group_by,
        "sha256": _digest(task.sources),
        "sources": {
            source.name: {"rows": len(source.labels.rows), "weight": learnt.weights[source.name]}
            for source in task.sources
        },
        "counts": dict(Counter(task.people.labels)),
    }
    return {
        "labels": list(task.people.names),
        "unit": task.unit,
        "topics": list(task.kinds.topics),
        "threshold": learnt.threshold,
        "threshold_on": task.threshold_on,
        "calibration": learnt.calibration,
        "penalty": learnt.penalty,
        "text_scale": learnt.text_scale,
        "settings": task.settings.as_dict(),
        "keywords": learnt.baseline.keywords.as_dict(),
        "training": training,
    }


def _tell(progress: Progress | None, step: str, detail: str = "") -> None:
    if progress:
        progress(step + detail, _STEPS.index(step), len(_STEPS))


def _tell_within(progress: Progress | None, step: str, number: int = 0, of: int = 1) -> Progress:
    """Progress of a part of a step, which leaves the whole where the step began."""
    return lambda _, done, n: _tell(progress, step, f", {number * n + done + 1} of {of * n}")


def _digest(sources: Sequence[Source]) -> str:
    """Digest of the label files: of one its own, of several that of their digests in order."""
    digests = [source.labels.sha256 for source in sources]
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _make_task(sources: list[Source], settings: Settings, threshold_on: str | None, unit: str | None) -> Task:
    if threshold_on is not None and threshold_on not in [source.name for source in sources]:
        listed = ", ".join(source.name for source in sources)
        raise InputError(f"the threshold is to be fixed on {threshold_on!r}, which is no source; sources: {listed}")
    rows = all_rows(sources)
    names = tuple(sorted({row.label for row in rows}))
    if len(names) < 2:
        raise InputError(f"all {len(rows)} rows have the label {names[0]!r}; a model needs two labels or more")
    groups = group_rows(rows, settings.group_by)
    unknown = sorted(set(settings.class_weights) - set(names))
    if unknown:
        raise InputError(f"a class weight for {unknown[0]!r}, which no row has; labels: {', '.join(names)}")
    if len(rows) < _LEAST_ROWS or len(set(groups)) < 2:
        raise InputError(
            f"{len(rows)} rows are too few; a model needs {_LEAST_ROWS} rows of two documents or more that are no near "
            "duplicates; `--group-by document` takes near duplicates apart"
        )
    people = Answers(names, tuple(row.label for row in rows), groups)
    unit = _choose_unit(sources, len(rows), unit)
    topics = choose_topics([fold_target(row.target) for row in rows], settings.topic_rows) if unit == TOPIC else ()
    has_pieces = settings.mention_pieces if unit == MENTION else settings.text_pieces
    # Where each target is another, the likeness of text and target decides, and pieces of long texts only take time.
    is_short = count_words([row.text for row in rows]) <= settings.most_piece_words
    has_pieces &= unit != TOPIC or bool(topics) or is_short
    kinds = Kinds(has_pieces, unit == TOPIC, topics)
    return Task(people, unit, settings, tuple(sources), threshold_on, kinds)


def count_words(texts: Sequence[str]) -> float:
    """Mean number of words of texts, as far as spaces show."""
    return sum(text.count(" ") + 1 for text in texts) / len(texts)


def _choose_unit(sources: Sequence[Source], n_rows: int, wanted: str | None) -> str:
    """What is labelled: `wanted`, or what half of the rows or more allow, mentions first."""
    can_be = {
        MENTION: 2 * sum(source.labels.n_without_mention for source in sources) <= n_rows,
        TOPIC: 2 * sum(source.labels.n_without_target for source in sources) <= n_rows,
        DOCUMENT: True,
    }
    if wanted is None:
        return next(unit for unit, holds in can_be.items() if holds)
    if wanted not in UNITS:
        raise InputError(f"unit {wanted!r} is not known; units: {', '.join(UNITS)}")
    if not can_be[wanted]:
        needed = "`target_start` and `target_end`" if wanted == MENTION else "`target`"
        raise InputError(f"a model of {wanted}s needs {needed} in half of the rows or more")
    return wanted


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
    _tell(progress, "features")
    keys, raw, referent = find_columns_to_learn(batches, vocabulary, settings, task.kinds, len(task.people.names))
    slices = find_slices(keys, vocabulary.vectors.shape[1], task.unit == TOPIC)
    tried = []
    for text_scale in task.text_scales():
        weighting = make_weighting(slices, settings, text_scale).fit(raw)
        columns = make_columns(weighting.transform(raw).tocsr(), referent, settings)
        tried.append((_choose_weights(columns, answers, task, progress), weighting, columns, text_scale))
    (_, weights, out_of_fold), weighting, columns, text_scale = max(tried, key=lambda result: result[0][0])
    # A list of every column number, which only data frames need, and which would be most of the file.
    vars(weighting)["_transformer_to_input_indices"] = {}
    of_rows = spread_weights(task.sources, weights)
    of_labels = of_rows * task.label_weights()
    prior_rows = 0.0 if task.unit == MENTION else settings.prior_rows
    calibration = fit_calibration(out_of_fold.decision, answers, of_rows, prior_rows)
    _tell(progress, "fit")
    fitted = fit_linear(columns, answers, out_of_fold.penalty, settings.seed, of_labels, settings.balanced, task.stop())
    classifiers = make_classifiers(fitted, calibration, task.people.names)
    probabilities = softmax(calibration[0] * out_of_fold.decision + calibration[1:])
    threshold = _fix_threshold(probabilities, answers, task)
    names = REFERENTS if columns.n_referents > 1 else (ALL_REFERENTS,)
    pipelines = {
        name: Pipeline([("weighting", weighting), ("classifier", classifier)])
        for name, classifier in zip(names, classifiers, strict=True)
    }
    _tell(progress, "other splits and baselines")

    def predict(groups: list[str]) -> Floats:
        penalties = (out_of_fold.penalty,)
        found = predict_out_of_fold(columns, answers, groups, penalties, settings, None, of_labels, task.stop())
        return softmax(calibration[0] * found.decision + calibration[1:])

    others = try_other_splits(all_rows(task.sources), settings.group_by, settings.seed, predict)
    baseline = try_keywords(batches, task.people.labels, task.people.groups, settings.folds)
    of_sources = {source.name: weight for source, weight in zip(task.sources, weights, strict=True)}
    return Learnt(
        pipelines,
        keys,
        probabilities,
        threshold,
        calibration.tolist(),
        out_of_fold.penalty,
        of_sources,
        baseline,
        others,
        text_scale,
    )


def _choose_weights(
    columns: Columns, answers: NDArray[np.intp], task: Task, progress: Progress | None
) -> tuple[float, tuple[float, ...], OutOfFold]:
    """The best mean macro-F1 over the sources, the weights that gave it, and what was predicted out of fold."""
    settings, groups, penalties = task.settings, list(task.people.groups), task.penalties()
    tried = []
    proposed = propose_weights(task.sources)
    for number, weights in enumerate(proposed):
        tell = _tell_within(progress, "cross-validation", number, len(proposed))
        of_rows = spread_weights(task.sources, weights) * task.label_weights()
        out_of_fold = predict_out_of_fold(columns, answers, groups, penalties, settings, tell, of_rows, task.stop())
        tried.append((score_sources(out_of_fold.decision, answers, task.sources), weights, out_of_fold))
    return max(tried, key=lambda result: result[0])


def _fix_threshold(probabilities: Floats, answers: NDArray[np.intp], task: Task) -> float:
    confidence = probabilities.max(axis=1)
    if task.threshold_on is None:
        return _round_down(float(np.quantile(confidence, 1 - task.settings.coverage)))
    rows = dict(rows_by_source(task.sources))[task.threshold_on]
    right = probabilities[rows].argmax(axis=1) == answers[rows]
    return _round_down(find_threshold(confidence[rows], right))


def _round_down(threshold: float) -> float:
    """Four digits that are not above the threshold: else a model that is sure of all would abstain from all."""
    return float(np.floor(threshold * 10_000) / 10_000)
