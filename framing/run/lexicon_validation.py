"""Lexicons against people's labels, with the real tokenizer, voice tagger and matcher."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import framing.lexicon
import framing.text
from framing.addresses import hide_credentials
from framing.errors import InputError
from framing.lexicon import LabelFile, LabelUnit, MeasureValidity
from framing.run.lexicon_texts import TextReader, read_documents, read_lexicons


@dataclass(frozen=True, slots=True)
class ValidationPlan:
    """What `framing lexicon validate` was asked to do."""

    run_or_texts: str
    labels_path: Path
    lexicons: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()  # `LABEL=category`, or paths of YAML files
    label_columns: tuple[str, ...] = ()
    unit: LabelUnit | None = None
    language: str | None = None
    seed: int = 0
    n_examples: int = 5
    min_articles: int = 1  # entries that stand in fewer of the texts are left out


@dataclass(frozen=True, slots=True)
class Validation:
    """The figures of all measures, and what of the label file played no part."""

    unit: LabelUnit
    n_documents: int
    n_units: int
    results: list[MeasureValidity]
    mean_auc: float | None
    macro_f1: float | None
    unmapped: dict[str, int] = field(default_factory=dict)  # labels that mean no category, with their number of rows
    lost_rows: tuple[int, ...] = ()  # lines whose document or sentence is not among the texts


def validate_lexicons(plan: ValidationPlan) -> Validation:
    """Precision, recall, F1 and AUC of lexicons against labels.

    Raises:
        InputError: the labels or texts cannot be used, or have nothing in common.
        LexiconError: a lexicon is missing or wrong.
    """
    labels = framing.lexicon.read_label_file(plan.labels_path, plan.label_columns, plan.unit)
    counts = Counter(label for row in labels.rows for label in {*row.labels, *(span.label for span in row.spans)})
    lexicons = read_lexicons(plan.lexicons, plan.run_or_texts)
    label_map = _read_maps(plan.maps)
    of_label = framing.lexicon.find_measures(sorted(counts), label_map, lexicons)
    measures = sorted({measure for meant in of_label.values() for measure in meant}, key=lambda one: one.name)
    if not measures:
        some = ", ".join(list(counts)[:5]) or "there is none"
        raise InputError(f"{labels.path}: no label is the name of a category: {some}; say with --map what they mean")
    lexicons = [lexicon for lexicon in lexicons if any(measure.lexicon == lexicon.name for measure in measures)]
    texts = _read_texts(plan, labels, lexicons)
    units = framing.lexicon.make_units(labels, texts, measures, of_label)
    if not len(units.document):
        raise InputError(
            f"{labels.path}: none of its {len(labels.rows)} rows belongs to a text of "
            f"{hide_credentials(plan.run_or_texts)}; "
            "ids must be equal, and labelled sentences stand in the texts"
        )
    results = framing.lexicon.measure_validity(
        units, texts, lexicons, measures, of_label, seed=plan.seed, n_examples=plan.n_examples
    )
    return Validation(
        labels.unit,
        len(set(units.document.tolist())),
        len(units.document),
        results,
        framing.lexicon.find_mean_auc(results),
        framing.lexicon.find_macro_f1(results),
        {label: counts[label] for label, meant in of_label.items() if not meant},
        units.lost_rows,
    )


def _read_maps(maps: Sequence[str]) -> dict[str, list[str]]:
    label_map: dict[str, list[str]] = {}
    for one in maps:
        label, equals, category = one.rpartition("=")
        entries = {label: [category]} if equals else framing.lexicon.read_label_map(Path(one))
        for key, values in entries.items():
            label_map.setdefault(key, []).extend(values)
    return label_map


def _read_texts(
    plan: ValidationPlan, labels: LabelFile, lexicons: Sequence[framing.lexicon.Lexicon]
) -> framing.lexicon.ReadTexts:
    """The labelled documents with their hits; all documents where sentences do not say whence they are."""
    ids = {row.document_id for row in labels.rows}
    wanted = None if None in ids else {one for one in ids if one is not None}
    # Offsets count in the text that stands beside them.
    own = {row.document_id: row.text for row in labels.rows if row.document_id and row.text}
    matcher = framing.lexicon.Matcher(lexicons)
    collector = framing.lexicon.TextCollector()
    tables = read_documents(plan.run_or_texts, plan.language)
    for batch in TextReader().read(tables, wanted, own if labels.unit == "span" else None):
        hits = matcher.find_hits(batch.documents, batch.tokens, batch.attribution)
        sentences = framing.text.all_sentence_spans(batch.tokens)
        collector.add(batch.documents, batch.tokens, batch.attribution, hits, sentences)
    return framing.lexicon.drop_rare_entries(collector.finish(), plan.min_articles)
