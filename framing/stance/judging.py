"""Judges label rows with a model, and measures it on them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from framing.columns import ATTRIBUTED
from framing.errors import InputError
from framing.label_files import quote_names
from framing.stance.documents import Attribute, Tokenize, UnitBatch, make_unit_batches
from framing.stance.evaluation import Answers, Evaluation, evaluate_probabilities
from framing.stance.judged import Judged
from framing.stance.keywords import find_word_sets, read_keywords
from framing.stance.labels import Labels, describe_missing_targets, name_file, name_places
from framing.stance.mistakes import choose_examples
from framing.stance.model import DOCUMENT, MENTION, TOPIC, StanceModel
from framing.stance.resampling import count_confusion, macro_f1, round_rate
from framing.stance.scoring import predict_probabilities
from framing.stance.splits import group_rows
from framing.stance.tables import name_targets, tabulate

_OWN, _ATTRIBUTED = "own", "attributed"
_PARTS_STORED = 30  # of each table, in a model folder
_LEAST_STORED = 10  # rows that a stored part has
_ALIKE = 0.75  # share of common letters from which an unknown label may be a slip for a known one
_LONGEST = 100  # characters of a label that are compared


def judge_labels(model: StanceModel, labels: Labels, *, tokenize: Tokenize, attribute: Attribute) -> Judged:
    """What `model` says about `labels`, grouped by document and near duplicates.

    Raises:
        InputError: the labels are not the model's, or name no targets where it needs them.
    """
    check_labels(model.unit, model.labels, labels)
    batches = list(
        make_unit_batches(
            labels.rows, model.unit == MENTION, model.languages[0], tokenize, attribute, model.unit == TOPIC
        )
    )
    parts = [
        predict_probabilities(model, batch.tokens, batch.attribution, batch.units, batch.asked) for batch in batches
    ]
    keywords = read_keywords(model.manifest)
    sets = [found for batch in batches for found in find_word_sets(batch)] if keywords else []
    return Judged(
        rows=labels.rows,
        names=model.labels,
        groups=group_rows(labels.rows),
        probabilities=np.concatenate(parts),
        threshold=model.threshold,
        voices=find_voices(batches),
        keyword_labels=keywords.predict(sets) if keywords else None,
        notes=(*labels.notes, *_describe_targets(model, labels)),
        in_training=model.trained.count(labels.rows) if model.trained else None,
    )


def _describe_targets(model: StanceModel, labels: Labels) -> tuple[str, ...]:
    return () if model.unit == DOCUMENT else describe_missing_targets(labels.rows, model.unit == MENTION)


def describe_unknown(judged: Judged) -> tuple[str, ...]:
    """A note where it cannot be told whether the model learnt from the rows."""
    if judged.in_training is not None:
        return ()
    return ("whether these rows were in the training data is not known: the model holds no digests of them",)


def _guess(unknown: Sequence[str], names: Sequence[str]) -> str:
    """A question after the label that was meant, where one name of the model's looks much like it."""
    folded = {name.casefold(): name for name in names}
    likes = (get_close_matches(one[:_LONGEST].casefold(), folded, n=1, cutoff=_ALIKE) for one in unknown)
    meant = list(dict.fromkeys(folded[name] for like in likes for name in like))
    return f" (for {quote_names(meant)}?)" if meant else ""


def check_labels(unit: str, names: Sequence[str], labels: Labels) -> None:
    """Raises InputError where a model of this unit with labels of these names cannot be measured on `labels`."""
    foreign = [row for row in labels.rows if row.label not in names]
    if foreign:
        unknown = sorted({row.label for row in foreign})
        raise InputError(
            f"{name_places(foreign)}: the model has no label {quote_names(unknown)}{_guess(unknown, names)}; it has "
            f"{quote_names(names)}; rename labels in the file, or leave these rows out"
        )
    if unit == MENTION and not labels.has_targets:
        raise InputError(
            f"{name_file(labels)}: this model labels mentions of targets; half of the rows or more need a `target` "
            f"that stands in the text, or `target_start` and `target_end`; {labels.n_without_mention:,} of "
            f"{len(labels.rows):,} have none"
        )
    if unit == TOPIC and not labels.has_topics:
        raise InputError(
            f"{name_file(labels)}: this model labels texts towards a target; the file needs a column `target`"
        )


def find_voices(batches: Sequence[UnitBatch]) -> tuple[str | None, ...]:
    """The voice that each mention stands in; None for units without a mention."""
    voices: list[str | None] = []
    for batch in batches:
        units = batch.units
        has_target = units.target_last > units.target_first
        voice = batch.attribution.voice
        for first, has in zip(units.target_first.tolist(), has_target.tolist(), strict=True):
            voices.append((_ATTRIBUTED if voice[first] == ATTRIBUTED else _OWN) if has else None)
    return tuple(voices)


def evaluate_model(model: StanceModel, labels: Labels, *, tokenize: Tokenize, attribute: Attribute) -> Evaluation:
    """Figures of `model` on `labels`; see `judge_labels` for what is refused."""
    return evaluate_judged(judge_labels(model, labels, tokenize=tokenize, attribute=attribute))


def evaluate_judged(
    judged: Judged, target_ids: Mapping[str, str] | None = None, with_examples: bool = True
) -> Evaluation:
    """The figures of judged rows, with both baselines and the tables per target, voice and outlet.

    Args:
        target_ids: ids of targets by name in small letters; other targets are called by their names.
        with_examples: whether texts are shown; figures that are stored with a model hold none.
    """
    answers = Answers(judged.names, tuple(row.label for row in judged.rows), judged.groups)
    result = evaluate_probabilities(judged.probabilities, answers, judged.threshold)
    truth, predicted, n = judged.truth(), judged.predicted(), len(judged.names)
    outlets = [row.outlet for row in judged.rows]
    columns = (name_targets(judged.rows, target_ids or {}), judged.voices, outlets)
    tables = [tabulate(parts, truth, predicted, judged.groups, n) for parts in columns]
    keyword_accuracy = keyword_macro_f1 = None
    if judged.keyword_labels is not None:
        confusion = count_confusion(truth, judged.number(judged.keyword_labels), n)
        keyword_accuracy = round_rate(np.trace(confusion) / len(truth))
        keyword_macro_f1 = round_rate(macro_f1(confusion))
    return replace(
        result,
        notes=(*judged.notes, *result.notes, *describe_unknown(judged)),
        warnings=judged.in_training.warn() if judged.in_training else (),
        in_training=judged.in_training.as_dict() if judged.in_training else None,
        keyword_accuracy=keyword_accuracy,
        keyword_macro_f1=keyword_macro_f1,
        by_target=tables[0],
        by_voice=tables[1],
        by_outlet=tables[2],
        examples=tuple(choose_examples(judged)) if with_examples else (),
    )


def store_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """The figures as a model folder keeps them: no texts, and only parts that are large enough to be read."""
    values = evaluation.as_dict()
    for name in ("by_target", "by_voice", "by_outlet"):
        parts = [part for part in values[name] if part["n"] >= _LEAST_STORED][:_PARTS_STORED]
        values[name] = [leave_out_empty(part) for part in parts]
    # Notes name files and quote targets; warnings do not.
    for name in ("examples", "notes"):
        del values[name]
    return leave_out_empty(values)


def leave_out_empty(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without `no_interval` where there is an interval, as in folders from before it was told."""
    return {key: value for key, value in figures.items() if key != "no_interval" or value}
