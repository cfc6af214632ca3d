"""Model folders made to do harm: every digest is right, what the files hold is not."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from framing.errors import ModelError
from framing.stance import list_models, load_model, read_profile, verify_model
from framing.stance.artefact import write_manifest

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def copied(model_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_dir, tmp_path / "model"))


def seal(folder: Path, **facts: object) -> None:
    """Write the digests of the files as they are now."""
    write_manifest(folder, json.loads((folder / "manifest.json").read_text()) | facts)


def refuse(folder: Path, expected: str) -> None:
    with pytest.raises(ModelError, match=expected):
        load_model(folder)
    (fault,) = verify_model(folder)
    assert "\n" not in fault


@pytest.mark.parametrize("name", ["evaluation.json", "manifest.json", "profile.json"])
@pytest.mark.parametrize("content", [DEEP, '{"a": ' + DEEP + "}", "3", "", "\ufeff{}"])
def test_json_that_cannot_be_read_is_refused(copied: Path, name: str, content: str) -> None:
    """More levels than Python reads, no object, nothing at all: one line, with the way to mend it."""
    (copied / name).write_text(content, encoding="utf-8")
    if name == "profile.json":
        with pytest.raises(ModelError, match=f"{name}: .*train the model again"):
            read_profile(copied)
        return
    if name == "manifest.json":
        assert name in str(list_models([copied])[0]["problem"])
    else:
        seal(copied)
    refuse(copied, f"{name}: .*train the model again")


def test_a_deep_schema_is_refused(copied: Path) -> None:
    """The schema of the pipeline has more levels than can be read."""
    with zipfile.ZipFile(copied / "pipeline.skops", "w") as archive:
        archive.writestr("schema.json", '{"content": ' + DEEP + "}")
    seal(copied)
    refuse(copied, "not a skops file")


def _break(array: np.ndarray[Any, Any], way: str) -> np.ndarray[Any, Any]:
    if way == "flat":
        return array.reshape(-1)[:-1]
    if way == "deep":
        return array[..., None]
    if way == "text":
        return np.full(array.shape, "word")
    return np.full(array.shape, np.nan)


NAMES = ["keys", "rarity", "words", "dense", "intercept", "vocabulary_bits", "vocabulary_lemma", "vocabulary_kinds"]


@pytest.mark.parametrize("name", [*NAMES, "vocabulary_n_categories"])
@pytest.mark.parametrize("way", ["flat", "deep", "text", "not a number", "missing"])
def test_arrays_of_other_shapes_are_refused(copied: Path, name: str, way: str) -> None:
    """Each array is checked for its shape and for finite numbers before it is used."""
    path = copied / "weights.npz"
    with np.load(path) as stored:
        arrays = dict(stored)
    array = arrays.pop(name)
    if way != "missing":
        arrays[name] = _break(array, way)
    np.savez(path, **arrays)
    seal(copied)
    refuse(copied, r"weights\.npz: .*train the model again")


@pytest.mark.parametrize(("name", "value"), [("vocabulary_lemma", 1 << 30), ("vocabulary_n_categories", -1)])
def test_numbers_of_words_that_are_not_there_are_refused(copied: Path, name: str, value: int) -> None:
    """A word that names another word must name one that the model holds."""
    path = copied / "weights.npz"
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays[name] = np.full(arrays[name].shape, value, dtype=arrays[name].dtype)
    np.savez(path, **arrays)
    seal(copied)
    refuse(copied, "words are named that it does not hold")


@pytest.mark.parametrize("name", ["weights.npz", "vectors.npz", "training.npz"])
def test_files_that_hold_no_arrays_are_refused(copied: Path, name: str) -> None:
    """A file of other content, and one of Python objects, which only a pickle could hold."""
    (copied / name).write_bytes(b"PK\x03\x04 no archive")
    seal(copied)
    refuse(copied, f"{name}: not the arrays of a model")
    np.savez(copied / name, words=np.array([{}], dtype=object))
    seal(copied)
    refuse(copied, f"{name}: not the arrays of a model")


def test_archives_that_unpack_to_gigabytes_are_refused(copied: Path) -> None:
    """The size is read from the archive, not found by unpacking."""
    with zipfile.ZipFile(copied / "weights.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            with archive.open(f"{number}.npy", "w", force_zip64=True) as entry:
                for _ in range(256):
                    entry.write(bytes(1 << 20))
    seal(copied)
    refuse(copied, "bytes unpacked are more than a model has")


@pytest.mark.parametrize(
    "facts",
    [{"labels": "favor"}, {"labels": [1, 2]}, {"labels": ["favor", "favor"]}, {"languages": "en"}, {"unit": []},
     {"threshold": "0"}, {"threshold": 2}, {"libraries": []}, {"figures": 3}, {"name": 3}],
)  # fmt: skip
def test_entries_of_other_kinds_are_refused(copied: Path, facts: dict[str, object]) -> None:
    """The manifest's entries are checked before they are used, and `models list` names what is wrong."""
    manifest = json.loads((copied / "manifest.json").read_text()) | facts
    (copied / "manifest.json").write_text(json.dumps(manifest))
    (name,) = facts
    assert name in str(list_models([copied])[0]["problem"])
    refuse(copied, rf"manifest\.json: {name} cannot be read")


@pytest.mark.parametrize("names", [["favor", "against", "neutral"], ["a", "b", "c"]])
def test_labels_that_the_model_was_not_trained_on_are_refused(copied: Path, names: list[str]) -> None:
    """Labels in another order would turn answers round; where the evaluation is turned too, the pipeline tells."""
    seal(copied, labels=names)
    refuse(copied, "labels .* are not those of evaluation.json")
    evaluation = json.loads((copied / "evaluation.json").read_text())
    evaluation["cross-validation"]["labels"] = names
    (copied / "evaluation.json").write_text(json.dumps(evaluation))
    seal(copied)
    (fault,) = verify_model(copied)
    assert "`labels` are not those of pipeline.skops" in fault
