"""Training and measuring stance models with the real tokenizer and voice tagger."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import framing.ingest
import framing.stance
import framing.text
import framing.voice
from framing import shipped
from framing.columns import Tokens
from framing.errors import InputError, ModelError
from framing.run.instruments import find_model, load_named
from framing.run.row_files import check_row_path, write_rows

_COLUMNS = ("row", "label", "predicted", "probability", "probability_of_label", "target", "text")
OnStep = Callable[[str, int, int], None]  # what is done, how far, of how many
OnRows = Callable[[Mapping[str, int], tuple[str, ...]], None]  # rows by label, and notes on them


def open_doors() -> tuple[framing.stance.Tokenize, framing.stance.Attribute]:
    """The two functions that turn labelled texts into columns: tokens, and voices."""
    return framing.text.Tokenizer().tokenize, framing.voice.VoiceTagger(shipped.find_cue_paths()).find_quotations


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What `train` is told. None means the setting of the model to continue from, or the default.

    Args:
        labels: label files; the name of each, without its endings, is the name of the source.
        weights: of sources, by name or path; a source without one gets it by cross-validation.
        held_out: label files to measure the model on; the figures go into the evaluation and the card.
        notes: Markdown for the end of the card.
        threshold_on: source on whose out-of-fold predictions the threshold of abstention is fixed.
        language: of the texts; None means that of the model to continue from, or English.
        vectors_from: a model (name or folder) to take word vectors from, a file of articles to learn them from, or
            `none`; None means those of the model to continue from, or the default model's where it has the language.
        name: of the model; None means the folder's.
        unit: what is labelled, `mention`, `document` or `topic`; None means what half of the rows allow.
        group_by: rows that stay together in cross-validation: `duplicates`, `document`, `outlet` or `date`.
        class_weight: `balanced`, `none`, or weights by label.
        pieces: whether pieces of words are features beside words.
        grid: whether settings are searched first.
        continue_from: a model (name or folder) whose settings are the defaults.
        suspects: file for the suspected label errors, by the out-of-fold predictions.
        names: all labels that the model is to have; none where the rows decide.
        is_fresh: whether a model that stands in the folder is replaced.
    """

    labels: tuple[Path, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    held_out: tuple[Path, ...] = ()
    notes: str = ""
    description: str = ""
    threshold_on: str | None = None
    language: str | None = None
    vectors_from: str | None = None
    name: str | None = None
    seed: int = 0
    unit: str | None = None
    group_by: str | None = None
    class_weight: str | Mapping[str, float] | None = None
    pieces: bool | None = None
    grid: bool = False
    continue_from: str | None = None
    suspects: Path | None = None
    names: tuple[str, ...] = ()
    is_fresh: bool = False


def train(
    labels_paths: Path | Sequence[Path],
    out: Path,
    *,
    progress: OnStep | None = None,
    on_rows: OnRows | None = None,
    **options: Any,
) -> framing.stance.StanceModel:
    """Train a classifier on label files, and write it as the model folder `out`; `options` are those of `TrainingPlan`.

    `on_rows` gets the number of rows by label and notes on them, before the work begins.

    Raises:
        InputError: the labels cannot be used; a line says which and why.
        ModelError: the model to take vectors or settings from is missing or faulty.
    """
    paths = (labels_paths,) if isinstance(labels_paths, Path) else tuple(labels_paths)
    plan = TrainingPlan(paths, **options)
    if plan.suspects:
        check_row_path(plan.suspects)
    name = out.resolve().name if plan.name is None else plan.name
    where = "--name" if plan.name is not None else f"{out}: without --name, the name of the folder"
    framing.stance.check_model_name(name, where)
    framing.stance.check_model_folder(out, plan.is_fresh)
    tokenize, attribute = open_doors()
    earlier = load_named(plan.continue_from) if plan.continue_from is not None else None
    settings, plan = _continue(earlier, plan)
    language = plan.language or "en"
    classes = _read_word_classes(language)
    sources, repeats = framing.stance.merge_sources(_read_sources(plan.labels, plan.weights))

    def keep_suspects(judged: framing.stance.Judged) -> None:
        if plan.suspects:
            write_rows(plan.suspects, framing.stance.list_suspects(judged), ("source", *_COLUMNS))

    def tell_rows(counts: Mapping[str, int], notes: tuple[str, ...]) -> None:
        if on_rows:
            on_rows(counts, (*repeats, *notes))

    return framing.stance.train_model(
        sources,
        out,
        name,
        tokenize=tokenize,
        attribute=attribute,
        vectors=_find_vectors(plan.vectors_from, language, plan.seed, progress),
        classes=classes,
        settings=settings,
        description=plan.description or f"Trained on {', '.join(path.name for path in plan.labels)}",
        held_out={name_source(path): framing.stance.read_labels(path) for path in plan.held_out},
        notes=plan.notes,
        threshold_on=None if plan.threshold_on is None else name_source(Path(plan.threshold_on)),
        unit=plan.unit,
        names=plan.names,
        grid=plan.grid,
        on_rows=tell_rows,
        on_judged=keep_suspects,
        progress=progress,
    )


def _continue(
    earlier: framing.stance.StanceModel | None, plan: TrainingPlan
) -> tuple[framing.stance.Settings, TrainingPlan]:
    """Settings, and the plan with what the earlier model's manifest says where the user says nothing."""
    settings = framing.stance.Settings()
    if earlier is not None:
        manifest = earlier.manifest
        settings = framing.stance.read_settings(manifest)
        names = {name_source(path) for path in plan.labels}
        sources = manifest["training"]["sources"]
        weights = {name: sources[name]["weight"] for name in sorted(names & set(sources))}
        given = {name_source(Path(key)): weight for key, weight in plan.weights.items()}
        threshold_on = manifest["threshold_on"] if manifest["threshold_on"] in names else None
        plan = replace(
            plan,
            weights=weights | given,
            threshold_on=plan.threshold_on or threshold_on,
            language=plan.language or manifest["languages"][0],
            vectors_from=plan.vectors_from or plan.continue_from,
            unit=plan.unit or manifest["unit"],
        )
    if plan.group_by is not None:
        settings = replace(settings, group_by=plan.group_by)
    if plan.pieces is not None:
        settings = replace(settings, mention_pieces=plan.pieces, text_pieces=plan.pieces)
    if isinstance(plan.class_weight, str):
        if plan.class_weight not in {"balanced", "none"}:
            raise InputError(f"class weight {plan.class_weight!r}: give balanced, none, or weights by label")
        settings = replace(settings, balanced=plan.class_weight == "balanced", class_weights={})
    elif plan.class_weight is not None:
        settings = replace(settings, balanced=False, class_weights=dict(plan.class_weight))
    return replace(settings, seed=plan.seed), plan


def name_source(path: Path) -> str:
    """The name of a label file without the endings of its format."""
    return re.sub(r"(\.(jsonl|json|csv))?(\.gz)?$", "", path.name)


def _read_sources(paths: Sequence[Path], weights: Mapping[str, float]) -> list[framing.stance.Source]:
    given = {name_source(Path(key)): weight for key, weight in weights.items()}
    unknown = sorted(set(given) - {name_source(path) for path in paths})
    if unknown:
        raise InputError(f"a weight for {unknown[0]}, which is not among the label files")
    # With one file there is nothing to weigh against.
    single = 1.0 if len(paths) == 1 else None
    return [
        framing.stance.Source(name_source(path), framing.stance.read_labels(path), given.get(name_source(path), single))
        for path in paths
    ]


def _read_word_classes(language: str) -> framing.stance.WordClasses:
    paths = shipped.find_word_class_paths()
    if language not in paths:
        raise InputError(f"language {language!r}: no word classes are shipped; languages: {', '.join(paths)}")
    return framing.stance.read_word_classes(paths[language])


def _find_vectors(
    vectors_from: str | None, language: str, seed: int, progress: OnStep | None
) -> framing.stance.WordVectors:
    if vectors_from == "none":
        return framing.stance.WordVectors.none()
    if vectors_from is not None and vectors_from not in shipped.find_model_dirs() and Path(vectors_from).is_file():
        if progress:
            progress("word vectors", 0, 1)
        return framing.stance.learn_vectors(_tokenize_articles(vectors_from, language), seed=seed)
    folder = find_model(vectors_from)
    if folder is None:
        raise ModelError("no model is shipped to take word vectors from; give articles with --vectors FILE, or none")
    if vectors_from is None and language not in framing.stance.read_manifest(folder)["languages"]:
        return framing.stance.WordVectors.none()
    return framing.stance.read_vectors(folder / "vectors.npz")


def _tokenize_articles(path: str, language: str) -> Iterator[Tokens]:
    tokenizer = framing.text.Tokenizer()
    n_documents = 0
    options = framing.ingest.IngestOptions(language=language)
    for batch in framing.ingest.read_batches(framing.ingest.find_sources([path]), options):
        n_documents += len(batch.documents)
        yield tokenizer.tokenize(batch.documents)
    if not n_documents:
        raise InputError(f"{path}: no article could be read; give a file that `framing run` reads")


def evaluate(
    model: str, labels_path: Path, *, errors: Path | None = None, suspects: Path | None = None
) -> framing.stance.Evaluation:
    """Figures of a model, by name or folder, on a label file.

    Args:
        errors: file for the rows that the model labels otherwise, the surest first.
        suspects: file for the same rows as suspected label errors, the least likely given label first.

    Raises:
        InputError: the labels cannot be used with this model.
        ModelError: there is no such model, or it is faulty.
    """
    for path in (errors, suspects):
        if path is not None:
            check_row_path(path)
    loaded = load_named(model)
    judged = judge(loaded, framing.stance.read_labels(labels_path))
    if errors:
        write_rows(errors, framing.stance.list_errors(judged), _COLUMNS)
    if suspects:
        write_rows(suspects, framing.stance.list_suspects(judged), _COLUMNS)
    targets = framing.stance.read_targets(shipped.find_target_path())
    return framing.stance.evaluate_judged(judged, framing.stance.list_target_ids(targets, loaded.languages[0]))


def judge(model: framing.stance.StanceModel, labels: framing.stance.Labels) -> framing.stance.Judged:
    """What a model says about labels."""
    tokenize, attribute = open_doors()
    return framing.stance.judge_labels(model, labels, tokenize=tokenize, attribute=attribute)
