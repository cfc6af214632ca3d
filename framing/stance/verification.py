"""What is in model folders, and what is wrong with one."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from framing.errors import ModelError
from framing.stance.artefact import (
    CARD,
    EVALUATION,
    KNOWN_FILES,
    MANIFEST,
    PIPELINE,
    WEIGHTS,
    load_model,
    read_manifest,
)
from framing.stance.audit import open_pipelines
from framing.stance.model import StanceModel, compile_weights
from framing.stance.referents import REFERENTS


def list_models(dirs: dict[str, Path] | list[Path]) -> list[dict[str, Any]]:
    """Facts of the models in folders: name, folder, labels, languages, unit, figures, or what is wrong with one."""
    folders = list(dirs.values()) if isinstance(dirs, dict) else dirs
    listed: list[dict[str, Any]] = []
    for folder in folders:
        try:
            manifest = read_manifest(folder)
        except ModelError as problem:
            listed.append({"name": folder.name, "folder": str(folder), "problem": str(problem)})
            continue
        facts = {key: manifest[key] for key in ("name", "labels", "languages", "unit", "threshold")}
        listed.append({**facts, "folder": str(folder), "figures": manifest.get("figures", {}), "problem": None})
    return listed


def verify_model(folder: Path) -> list[str]:
    """What is wrong with a model folder, one line each: everything that loading checks, and arrays against pipeline."""
    try:
        model = load_model(folder)
    except ModelError as problem:
        return [str(problem)]
    try:
        pipelines = open_pipelines(folder / PIPELINE)
        compiled = compile_weights(pipelines, model.weights.keys)
        learnt = {tuple(map(str, pipeline.classes_)) for pipeline in pipelines.values()}
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as problem:
        # What another version of scikit-learn or skops raises when it meets objects that it does not know.
        written, installed = model.manifest["libraries"]["scikit-learn"], version("scikit-learn")
        return [f"{folder / PIPELINE}: made by scikit-learn {written}, {installed} cannot open it: {problem}"]
    differing = [
        f"{folder / WEIGHTS}: `{name}` differs from {PIPELINE}; train the model again"
        for name in ("rarity", "words", "dense", "intercept")
        if not np.allclose(getattr(compiled, name), getattr(model.weights, name), atol=1e-6)
    ]
    if learnt != {model.labels}:
        differing.append(f"{folder / MANIFEST}: `labels` are not those of {PIPELINE}, or in another order; restore it")
    return differing + _find_contradictions(folder, model)


def _find_contradictions(folder: Path, model: StanceModel) -> list[str]:
    """What a manifest, evaluation and card say that does not fit together, and files that are no part of a model."""
    faults = []
    if model.weights.words.shape[1] not in {len(model.labels), len(REFERENTS) * len(model.labels)}:
        faults.append(f"{folder / MANIFEST}: {len(model.labels)} labels, {WEIGHTS} has {model.weights.words.shape[1]}")
    measured = model.evaluation.get("cross-validation", {})
    figures = model.manifest.get("figures", {})
    if not figures or any(measured.get(key) != value for key, value in figures.items()):
        faults.append(f"{folder / EVALUATION}: `cross-validation` has other figures than {MANIFEST}")
    heading = (folder / CARD).read_text(encoding="utf-8").split("\n", 1)[0]
    if heading != f"# {model.name}":
        faults.append(f"{folder / CARD}: is the card of {heading.removeprefix('# ')!r}, not of {model.name!r}")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in KNOWN_FILES)
    return faults + [f"{folder / name}: is no part of a model; move it elsewhere" for name in foreign]
