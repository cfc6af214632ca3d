"""Training and measuring stance models with the real tokenizer and voice tagger."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import framing.ingest
import framing.stance
import framing.text
import framing.voice
from framing import shipped
from framing.columns import Attribution, Table, Tokens
from framing.errors import InputError, ModelError
from framing.run.instruments import find_model

OnStep = Callable[[str, int, int], None]  # what is done, how far, of how many


class Doors:
    """The two functions that turn labelled texts into columns."""

    def __init__(self) -> None:
        self._tokenizer = framing.text.Tokenizer()
        self._tagger = framing.voice.VoiceTagger(shipped.find_cue_paths())

    def tokenize(self, documents: Table) -> Tokens:
        """Tokens of a batch."""
        return self._tokenizer.tokenize(documents)

    def attribute(self, documents: Table, tokens: Tokens) -> Attribution:
        """Voices of a batch."""
        return self._tagger.find_quotations(documents, tokens)


def train(
    labels_paths: Path | Sequence[Path],
    out: Path,
    *,
    weights: Mapping[str, float] | None = None,
    held_out: Sequence[Path] = (),
    notes: str = "",
    description: str = "",
    threshold_on: str | None = None,
    vectors_from: str | None = None,
    name: str | None = None,
    seed: int = 0,
    unit: str | None = None,
    progress: OnStep | None = None,
) -> framing.stance.StanceModel:
    """Train a classifier on label files, and write it as the model folder `out`.

    Args:
        labels_paths: label files; the name of each, without its endings, is the name of the source.
        weights: of sources, by name or path; a source without one gets it by cross-validation.
        held_out: label files to measure the model on; the figures go into the evaluation and the card.
        notes: Markdown for the end of the card.
        threshold_on: source on whose out-of-fold predictions the threshold of abstention is fixed.
        vectors_from: a model (name or folder) to take word vectors from, or a file of articles to learn them
            from; None means the default model's.
        name: of the model; None means the folder's.
        unit: what is labelled, `mention`, `document` or `topic`; None means what half of the rows allow.

    Raises:
        InputError: the labels cannot be used; a line says which and why.
        ModelError: the model to take vectors from is missing or faulty.
    """
    doors = Doors()
    paths = [labels_paths] if isinstance(labels_paths, Path) else list(labels_paths)
    return framing.stance.train_model(
        _read_sources(paths, weights or {}),
        out,
        name or out.resolve().name,
        tokenize=doors.tokenize,
        attribute=doors.attribute,
        vectors=_find_vectors(vectors_from, seed, progress),
        classes=framing.stance.read_word_classes(shipped.find_word_class_path()),
        settings=framing.stance.Settings(seed=seed),
        description=description or f"Trained on {', '.join(path.name for path in paths)}",
        held_out={name_source(path): framing.stance.read_labels(path) for path in held_out},
        notes=notes,
        threshold_on=None if threshold_on is None else name_source(Path(threshold_on)),
        unit=unit,
        progress=progress,
    )


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


def _find_vectors(vectors_from: str | None, seed: int, progress: OnStep | None) -> framing.stance.WordVectors:
    if vectors_from is not None and vectors_from not in shipped.find_model_dirs() and Path(vectors_from).is_file():
        if progress:
            progress("word vectors", 0, 1)
        return framing.stance.learn_vectors(_tokenize_articles(vectors_from), seed=seed)
    folder = find_model(vectors_from)
    if folder is None:
        raise ModelError("no model is shipped to take word vectors from; give articles with --vectors FILE")
    return framing.stance.read_vectors(folder / "vectors.npz")


def _tokenize_articles(path: str) -> Iterator[Tokens]:
    tokenizer = framing.text.Tokenizer()
    n_documents = 0
    options = framing.ingest.IngestOptions(language="en")
    for batch in framing.ingest.read_batches(framing.ingest.find_sources([path]), options):
        n_documents += len(batch.documents)
        yield tokenizer.tokenize(batch.documents)
    if not n_documents:
        raise InputError(f"{path}: no article could be read; give a file that `framing run` reads")


def evaluate(model: str, labels_path: Path) -> framing.stance.Evaluation:
    """Figures of a model, by name or folder, on a label file.

    Raises:
        InputError: the labels cannot be used with this model.
        ModelError: there is no such model, or it is faulty.
    """
    folder = find_model(model)
    if folder is None:
        raise ModelError(f"{model}: names no model; give the name of a shipped model or a folder")
    doors = Doors()
    return framing.stance.evaluate_model(
        framing.stance.load_model(folder),
        framing.stance.read_labels(labels_path),
        tokenize=doors.tokenize,
        attribute=doors.attribute,
    )
