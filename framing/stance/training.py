"""Trains a model from labels and writes its folder."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from framing.stance.artefact import add_evaluations, load_model, write_model
from framing.stance.card import write_card
from framing.stance.documents import Attribute, Tokenize, UnitBatch, make_unit_batches
from framing.stance.fitting import Learnt, learn
from framing.stance.grid import search_settings
from framing.stance.judged import Judged
from framing.stance.judging import check_labels, evaluate_model, store_evaluation
from framing.stance.labels import Labels, describe_missing_targets
from framing.stance.learning import Progress, Settings
from framing.stance.model import DOCUMENT, MENTION, TOPIC, StanceModel
from framing.stance.normalize import normalize_word
from framing.stance.outoffold import evaluate_out_of_fold, judge_out_of_fold
from framing.stance.profile import make_profile
from framing.stance.sources import Source, all_rows, list_sources
from framing.stance.steps import tell, tell_within
from framing.stance.task import Task, make_task
from framing.stance.trained import digest_training
from framing.stance.trials import GROUPED
from framing.stance.vectors import WordVectors
from framing.stance.vocabulary import build_vocabulary
from framing.stance.wordclasses import WordClasses

_MOST_WORDS = 100_000  # of the training texts; feature keys have room for 2^18
_FIGURES = ("macro_f1", "accuracy", "n", "calibration_error")


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
    names: Sequence[str] = (),
    grid: bool = False,
    on_rows: Callable[[Mapping[str, int], tuple[str, ...]], None] | None = None,
    on_judged: Callable[[Judged], None] | None = None,
    progress: Progress | None = None,
) -> StanceModel:
    """Train on `labels`, write the model folder `out` and return the model.

    Where half of the rows or more name a mention, the model labels mentions; where half or more have a target, texts
    towards a target; otherwise whole texts. `unit` says which instead. Same labels,
    vectors, settings and library versions give the same predictions. Figures on `held_out` labels go into the
    evaluation and the card, by name; `notes` are Markdown at the end of the card. A source without a weight gets the
    one of the best mean macro-F1 over the sources, out of fold. With `threshold_on`, the name of a source, the model
    abstains below the probability above which three out-of-fold rows of that source in four are right. With `names`,
    labels of other names are refused, and none is taken for a slip. With `grid`, settings are searched first.
    `on_rows` gets, before the work begins, the number of rows by label, and notes on them; `on_judged` gets all rows
    with their out-of-fold probabilities.

    Raises:
        InputError: too few rows, groups or labels to learn from, a label that looks like a slip, or held-out labels
            that the model will not have.
    """
    settings = settings or Settings()
    task = make_task(list_sources(labels), settings, threshold_on, unit, names)
    for rows in (held_out or {}).values():
        check_labels(task.unit, task.people.names, rows)
    if on_rows:
        on_rows(Counter(task.people.labels), _describe_rows(task))
    tell(progress, "tokens")
    batches = list(
        make_unit_batches(
            all_rows(task.sources), task.unit == MENTION, classes.language, tokenize, attribute, task.unit == TOPIC
        )
    )
    vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    tried: list[dict[str, Any]] = []
    if grid:
        settings, tried = search_settings(batches, vocabulary, task, tell_within(progress, "search of settings"))
        task = replace(task, settings=settings)
        vocabulary = build_vocabulary(vectors, _frequent_words(batches, settings.min_units), classes)
    learnt = learn(batches, vocabulary, task, progress)
    judged = judge_out_of_fold(task, learnt, batches)
    if on_judged:
        on_judged(judged)
    stored = evaluate_out_of_fold(task, learnt, judged)
    evaluation = stored[GROUPED]
    facts = {**_describe(task, learnt), "name": name, "description": description, "grid": tried}
    facts |= {"languages": [classes.language], "figures": {key: evaluation[key] for key in _FIGURES}}
    tell(progress, "figures and files")
    profile = make_profile(batches, vocabulary, task.unit, task.people, learnt.probabilities, learnt.threshold)
    card = write_card(facts, stored)
    trained = digest_training(all_rows(task.sources))
    write_model(out, learnt.pipelines, vocabulary, vectors, learnt.keys, facts, stored, card, profile, trained)
    model = load_model(out)
    figures = {
        key: store_evaluation(evaluate_model(model, rows, tokenize=tokenize, attribute=attribute))
        for key, rows in (held_out or {}).items()
    }
    if figures or notes:
        add_evaluations(out, figures, notes)
    return load_model(out)


def _describe_rows(task: Task) -> tuple[str, ...]:
    notes = tuple(note for source in task.sources for note in source.labels.notes)
    if task.unit == DOCUMENT:
        return notes
    return (*notes, *describe_missing_targets(tuple(all_rows(task.sources)), task.unit == MENTION))


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
            source.name: {
                "rows": len(source.labels.rows),
                "weight": learnt.weights[source.name],
                "sha256": source.labels.sha256,
            }
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


def _digest(sources: Sequence[Source]) -> str:
    """Digest of the label files: of one its own, of several that of their digests in order."""
    digests = [source.labels.sha256 for source in sources]
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


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
