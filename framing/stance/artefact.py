"""A model as a folder: written with a digest of every file, checked when read."""

import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError, ModelError
from framing.label_files import check_folder, quote
from framing.stance.archive import write_arrays, write_pipeline
from framing.stance.audit import audit_pipeline
from framing.stance.card import write_card
from framing.stance.matrices import name_dense_columns
from framing.stance.model import MENTION, TOPIC, UNITS, StanceModel, Weights, compile_weights
from framing.stance.naming import ALLOWED, is_model_name
from framing.stance.overlap import OVERLAP_NAMES
from framing.stance.pools import POOLS
from framing.stance.profile import PROFILE, Profile
from framing.stance.referents import REFERENTS
from framing.stance.stored import Arrays, check_arrays, read_arrays, read_json, read_words
from framing.stance.templates import FEATURES_VERSION, FLAGS, MENTION_TEMPLATES, TEMPLATES, TEXT_FEATURES_VERSION
from framing.stance.trained import TRAINED, TrainedRows, read_trained
from framing.stance.vectors import WordVectors, read_vectors
from framing.stance.vocabulary import FACTS, FIRST_WORD, Vocabulary

FORMAT = 1
MANIFEST, PIPELINE, WEIGHTS, VECTORS = "manifest.json", "pipeline.skops", "weights.npz", "vectors.npz"
EVALUATION, CARD = "evaluation.json", "README.md"
_FILES = (PIPELINE, WEIGHTS, VECTORS, EVALUATION, CARD)
_EXTRAS = (PROFILE, TRAINED)  # a model without them labels as well as any other; what needs one says so
KNOWN_FILES = frozenset({MANIFEST, *_FILES, *_EXTRAS})
_READABLE_SKLEARN = ((1, 8), (1, 11))  # from, to before


def digest_bytes(content: bytes) -> str:
    """SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def layout_digest(unit: str) -> str:
    """Digest of the kinds of features: weights are only good for the features that they were learnt on."""
    kinds: list[Any] = [FEATURES_VERSION, MENTION_TEMPLATES, FLAGS, POOLS]
    if unit != MENTION:
        kinds += [TEXT_FEATURES_VERSION, TEMPLATES, OVERLAP_NAMES]
    return digest_bytes(json.dumps(kinds).encode())


def to_json(data: Any) -> str:
    """JSON with sorted keys and a final line break: the same data, the same bytes."""
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def check_model_folder(folder: Path, is_fresh: bool = False) -> None:
    """To be asked before a model is trained; `is_fresh`: it may take the place of an earlier one.

    Raises:
        InputError: no model can be written there, or the folder holds a model, or other files than a model has.
    """
    check_folder(folder / MANIFEST)
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if MANIFEST in found and not is_fresh:
        raise InputError(f"{folder}: holds a model already; give a new folder with --out, or --fresh to replace it")
    # A training that was killed leaves a pipeline, which is written first, and no manifest, which is written last.
    is_unfinished = PIPELINE in found and KNOWN_FILES.issuperset(found)
    if found and MANIFEST not in found and not is_unfinished:
        raise InputError(f"{folder}: holds {quote(found[0])} and no model; give a new folder with --out")


def write_model(
    folder: Path, pipelines: dict[str, Any], vocabulary: Vocabulary, vectors: WordVectors, keys: NDArray[np.int64],
    facts: dict[str, Any], evaluation: dict[str, Any], card: str, profile: Profile,
    trained: TrainedRows,
) -> None:  # fmt: skip
    """Write a model folder.

    `pipelines` are by the referent that they are for; `facts` are the manifest's own entries: name, labels, languages,
    settings and so on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_pipeline(folder / PIPELINE, pipelines)
    vectors.write(folder / VECTORS)
    _write_weights(folder / WEIGHTS, compile_weights(pipelines, keys), vocabulary, FIRST_WORD + len(vectors.words))
    (folder / EVALUATION).write_text(to_json(evaluation), encoding="utf-8")
    (folder / CARD).write_text(card, encoding="utf-8")
    (folder / PROFILE).write_text(profile.to_json(), encoding="utf-8")
    trained.write(folder)
    write_manifest(folder, facts)


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Write the manifest, with the digest of every other file in the folder."""
    names = [name for name in (*_FILES, *_EXTRAS) if (folder / name).is_file()]
    manifest = {
        **facts,
        "format": FORMAT,
        "features": layout_digest(facts["unit"]),
        "libraries": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "skops")},
        "files": {name: digest_bytes((folder / name).read_bytes()) for name in names},
    }
    (folder / MANIFEST).write_text(to_json(manifest), encoding="utf-8")


def add_evaluations(folder: Path, evaluations: dict[str, dict[str, Any]], notes: str = "") -> None:
    """Add figures on held-out labels to a model's evaluation file, card and manifest."""
    manifest = read_manifest(folder)
    stored = read_json(folder / EVALUATION) | evaluations
    (folder / EVALUATION).write_text(to_json(stored), encoding="utf-8")
    (folder / CARD).write_text(write_card(manifest, stored, notes), encoding="utf-8")
    write_manifest(folder, manifest)


def _write_weights(path: Path, weights: Weights, vocabulary: Vocabulary, n_vectors: int) -> None:
    arrays = vocabulary.arrays()
    # The vectors stand in their own file, and so do the words that have one.
    words = "\n".join(vocabulary.words[n_vectors:])
    arrays["words"] = np.frombuffer(words.encode(), dtype=np.uint8)
    del arrays["vectors"]
    learnt = {name: getattr(weights, name) for name in ("keys", "rarity", "words", "dense", "intercept")}
    write_arrays(path, {**{f"vocabulary_{name}": array for name, array in arrays.items()}, **learnt})


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model folder, with format number and versions checked.

    Raises:
        ModelError: there is none, or this version cannot read the model.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise ModelError(f"{folder}: no model here, {MANIFEST} is missing; `framing models list` shows the models")
    manifest = read_json(path)
    if manifest.get("format") != FORMAT:
        found = manifest.get("format")
        raise ModelError(f"{path}: format {found!r} is not known, this version reads {FORMAT}; train the model again")
    _check_entries(path, manifest)
    _check_versions(path, manifest)
    return manifest


def _check_entries(path: Path, manifest: dict[str, Any]) -> None:
    allowed: dict[str, Callable[[Any], bool]] = {
        "name": lambda name: isinstance(name, str),
        "labels": lambda labels: _are_names(labels) and len(set(labels)) == len(labels) > 1,
        "languages": _are_names,
        "unit": lambda unit: unit in UNITS,
        "threshold": lambda threshold: isinstance(threshold, int | float) and 0 <= threshold <= 1,
        "files": lambda files: isinstance(files, dict),
        "libraries": lambda libraries: isinstance(libraries, dict),
        "figures": lambda figures: isinstance(figures, dict),
    }
    missing = [key for key in allowed if key not in manifest]
    if missing:
        raise ModelError(f"{path}: {', '.join(missing)} missing; restore the file or train the model again")
    wrong = [key for key, fits in allowed.items() if not fits(manifest[key])]
    if wrong:
        raise ModelError(f"{path}: {', '.join(wrong)} cannot be read; restore the file or train the model again")
    if not is_model_name(manifest["name"]):
        raise ModelError(f"{path}: name {quote(manifest['name'])} is no name for a model; allowed are {ALLOWED}")


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_versions(path: Path, manifest: dict[str, Any]) -> None:
    written = str(manifest["libraries"].get("scikit-learn", "none"))
    parts = written.split(".")
    numbers = tuple(int(part) for part in parts[:2]) if all(part.isdigit() for part in parts[:2]) else (0, 0)
    first, after = _READABLE_SKLEARN
    if not first <= numbers < after:
        allowed = f"{first[0]}.{first[1]} up to before {after[0]}.{after[1]}"
        raise ModelError(f"{path}: made by scikit-learn {written}, this version reads {allowed}; train the model again")
    if manifest.get("features") != layout_digest(manifest["unit"]):
        raise ModelError(f"{path}: made for other features than this version finds; train the model again")


def load_model(folder: Path) -> StanceModel:
    """The model of a folder, every file checked against the manifest.

    Predictions need only the arrays; the pipeline is audited, not opened. `verify_model` opens it.

    Raises:
        ModelError: a file is missing or changed, holds untrusted types, or was made by other versions.
    """
    manifest = read_manifest(folder)
    _check_files(folder, manifest["files"])
    audit_pipeline(folder / PIPELINE)
    vectors = read_vectors(folder / VECTORS)
    arrays = read_arrays(folder / WEIGHTS)
    vocabulary = _read_vocabulary(folder / WEIGHTS, arrays, vectors)
    weights = _read_weights(folder / WEIGHTS, arrays, manifest, vectors)
    return StanceModel(
        name=str(manifest["name"]),
        digest=digest_bytes((folder / MANIFEST).read_bytes()),
        labels=tuple(manifest["labels"]),
        languages=tuple(manifest["languages"]),
        unit=manifest["unit"],
        threshold=float(manifest["threshold"]),
        vocabulary=vocabulary,
        weights=weights,
        manifest=manifest,
        evaluation=_read_evaluation(folder / EVALUATION, manifest["labels"]),
        trained=read_trained(folder) if TRAINED in manifest["files"] else None,
    )


def _read_evaluation(path: Path, labels: list[str]) -> dict[str, Any]:
    """The evaluation; the labels that it was made with, in their order, must be those of the manifest."""
    evaluation = read_json(path)
    measured = evaluation.get("cross-validation")
    measured_labels = measured.get("labels") if isinstance(measured, dict) else None
    if measured_labels is not None and measured_labels != labels:
        raise ModelError(
            f"{path.parent / MANIFEST}: the labels {quote(labels)} are not those of {EVALUATION}, "
            f"{quote(measured_labels)}; restore the file or train the model again"
        )
    return evaluation


def _read_weights(path: Path, arrays: Arrays, manifest: dict[str, Any], vectors: WordVectors) -> Weights:
    n_keys, n_labels = len(arrays.get("keys", ())), len(manifest["labels"])
    n_columns = n_labels * (len(REFERENTS) if "words" in arrays and arrays["words"].shape[1:] != (n_labels,) else 1)
    n_dense = len(name_dense_columns(vectors.values.shape[1], manifest["unit"] == TOPIC))
    shapes: dict[str, tuple[int | None, ...]] = {
        "keys": (n_keys,),
        "rarity": (n_keys,),
        "words": (n_keys, n_columns),
        "dense": (n_dense, n_columns),
        "intercept": (n_labels,),
    }
    check_arrays(path, arrays, shapes)
    return Weights(**{name: arrays[name] for name in shapes})


def _read_vocabulary(path: Path, arrays: Arrays, vectors: WordVectors) -> Vocabulary:
    own = {name.removeprefix("vocabulary_"): array for name, array in arrays.items() if name.startswith("vocabulary_")}
    words = (*Vocabulary.symbols(), *vectors.words, *read_words(path, own))
    check_arrays(path, own, {**dict.fromkeys(FACTS, (len(words),)), "n_categories": (1,)})
    if not ((own["lemma"] >= 0) & (own["lemma"] < len(words))).all() or not 0 <= own["n_categories"][0] <= len(words):
        raise ModelError(f"{path}: words are named that it does not hold; restore the file or train the model again")
    values = np.zeros((len(words), vectors.values.shape[1]), dtype=np.int8)
    values[FIRST_WORD : FIRST_WORD + len(vectors.words)] = vectors.values
    facts = {name: own[name] for name in FACTS}
    return Vocabulary(words, **facts, vectors=values, n_categories=int(own["n_categories"][0]))


def _check_files(folder: Path, files: dict[str, str]) -> None:
    for name in (*_FILES, *(name for name in _EXTRAS if name in files)):
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path}: missing; restore the file or train the model again")
        if digest_bytes(path.read_bytes()) != files.get(name):
            raise ModelError(f"{path}: changed since the model was made; restore the file or train the model again")
