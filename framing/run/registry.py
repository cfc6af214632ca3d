"""Comparing, promoting and rolling back stance models in the working folder."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import framing.stance
from framing import shipped
from framing.errors import FramingError, InputError, ModelError
from framing.run.classifier import judge
from framing.run.instruments import find_model, find_named, load_named
from framing.run.row_files import check_row_path, write_rows

_MOST_LEARNT = 0.05  # share of pinned rows that a model may have learnt from, and its figures still say something
_DIFFERENCE_COLUMNS = ("row", "label", "first", "second", "right", "target", "text")


def compare_models(
    first: str, second: str, labels_path: Path, *, differences: Path | None = None
) -> framing.stance.Comparison:
    """Two models, by name or folder, on the same labels.

    Args:
        differences: file for the rows on which the models differ.

    Raises:
        InputError: the labels cannot be used with both models.
        ModelError: there is no such model, or one is faulty.
    """
    if differences:
        check_row_path(differences)
    labels = framing.stance.read_labels(labels_path)
    comparison = framing.stance.compare_judged(judge(load_named(first), labels), judge(load_named(second), labels))
    if differences:
        write_rows(differences, comparison.differences, _DIFFERENCE_COLUMNS)
    return comparison


def list_models() -> list[dict[str, Any]]:
    """Facts of the shipped models, of those in `./models`, and of promoted ones that lie elsewhere.

    `default` marks the model that a run uses; `origin` is `shipped` or `local`.
    """
    registry = framing.stance.Registry(Path())
    state = registry.read()
    shipped_dirs = shipped.find_model_dirs()
    folders = list(shipped_dirs.values())
    known = [model for model in (state.model, *state.before) if model and not model.is_shipped]
    local = [path.parent for path in sorted(registry.folder.glob("*/manifest.json"))]
    local += [registry.base / model.place for model in known if (registry.base / model.place).is_dir()]
    seen = {folder.resolve() for folder in folders}
    for folder in local:
        if folder.resolve() not in seen:
            seen.add(folder.resolve())
            folders.append(folder)
    try:
        default, problem = find_model(None), None
    except ModelError as found:
        default, problem = _place(registry, state), str(found)
    rows = framing.stance.list_models(folders)
    origins = ["shipped"] * len(shipped_dirs) + ["local"] * (len(folders) - len(shipped_dirs))
    listed = []
    for row, origin in zip(rows, origins, strict=True):
        is_default = default is not None and Path(row["folder"]).resolve() == default.resolve()
        listed.append(
            {**row, "origin": origin, "default": is_default, "problem": (is_default and problem) or row["problem"]}
        )
    if problem and not any(row["default"] for row in listed) and state.model:
        gone = {"name": state.model.name, "folder": state.model.place, "problem": problem}
        listed.append({**gone, "origin": "local", "default": True})
    return listed


def _place(registry: framing.stance.Registry, state: framing.stance.State) -> Path | None:
    if state.model is None:
        return None
    return (
        shipped.find_model_dirs().get(state.model.place)
        if state.model.is_shipped
        else registry.base / state.model.place
    )


def promote_model(model: str, *, pinned: Path | None = None, why: str | None = None) -> dict[str, Any]:
    """Make a model the default of the working folder; returns the entry of the history.

    It is measured beside the present default on the pinned labels: those given now, or at an earlier promotion.

    Args:
        pinned: label file to pin; other labels than those already pinned need a reason.
        why: the reason, which is kept; needed where the model is worse, or cannot be compared.

    Raises:
        InputError: the pinned labels cannot be used.
        ModelError: the model is faulty, is the default already, or is worse and no reason is given.
    """
    registry = framing.stance.Registry(Path())
    state = registry.read()
    why = _clean(why)
    folder = find_named(model)
    faults = framing.stance.verify_model(folder)
    if faults:
        raise ModelError(faults[0])
    candidate = framing.stance.load_model(folder)
    reference = _refer(registry, folder, candidate.name)
    if reference == (state.model or _refer_to_shipped_default(registry)):
        raise ModelError(f"{model}: is the default already")
    pin = _pin(registry, state, pinned, why)
    figures: dict[str, Any] = {"candidate": None, "default": None, "comparison": None}
    if pin is not None:
        figures = _measure(registry, state, candidate, pin)
        _refuse_worse(model, figures, pin, why)
    entry = _make_entry("promote", reference, state.model, why) | {"pinned": pin, "figures": figures}
    registry.write(framing.stance.promote(state, reference, pin or state.pinned, entry), state)
    return registry.read().entry or {}


def roll_back_model(why: str | None = None) -> dict[str, Any]:
    """Make the model before the last promotion the default again; returns the entry of the history.

    Raises:
        ModelError: nothing was promoted, or the model before is gone or changed.
    """
    registry = framing.stance.Registry(Path())
    state = registry.read()
    draft = framing.stance.roll_back(state, {})
    if draft.model is not None:
        registry.find_folder(draft.model, shipped.find_model_dirs())
    entry = _make_entry("rollback", draft.model, state.model, _clean(why))
    registry.write(framing.stance.roll_back(state, entry), state)
    return registry.read().entry or {}


def read_model_history() -> list[dict[str, Any]]:
    """All promotions and rollbacks in the working folder, the oldest first."""
    return framing.stance.Registry(Path()).read_history()


def _clean(why: str | None) -> str | None:
    """The reason as one line; None where there is none."""
    return " ".join((why or "").split()) or None


def _make_entry(
    action: str,
    model: framing.stance.ModelReference | None,
    previous: framing.stance.ModelReference | None,
    why: str | None,
) -> dict[str, Any]:
    # None is the shipped default.
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "action": action,
        "model": model and model.as_dict(),
        "previous": previous and previous.as_dict(),
        "why": why,
    }


def _refer(registry: framing.stance.Registry, folder: Path, name: str) -> framing.stance.ModelReference:
    dirs = {path.resolve(): shipped_name for shipped_name, path in shipped.find_model_dirs().items()}
    return registry.refer(folder, name, dirs.get(folder.resolve()))


def _refer_to_shipped_default(registry: framing.stance.Registry) -> framing.stance.ModelReference | None:
    for name, folder in shipped.find_model_dirs().items():
        return registry.refer(folder, name, name)
    return None


def _pin(
    registry: framing.stance.Registry, state: framing.stance.State, pinned: Path | None, why: str | None
) -> dict[str, str] | None:
    """The labels to compare on, by path and digest; None where there are none and a reason is given."""
    if pinned is not None:
        whole, base = pinned.resolve(), registry.base.resolve()
        place = whole.relative_to(base) if whole.is_relative_to(base) else whole
        pin = {"labels": place.as_posix(), "sha256": framing.stance.read_labels(pinned).sha256}
        if state.pinned and pin["sha256"] != state.pinned["sha256"] and why is None:
            raise InputError(
                f"{pinned}: models are compared on {state.pinned['labels']} here; others need a reason: --why TEXT"
            )
        return pin
    if state.pinned is not None:
        path = registry.base / state.pinned["labels"]
        if framing.stance.read_labels(path).sha256 != state.pinned["sha256"]:
            raise InputError(
                f"{path}: changed since it was pinned; restore it, or pin labels anew with --pinned LABELS --why TEXT"
            )
        return state.pinned
    if why is None:
        raise InputError("no labels to compare models on; give --pinned LABELS, or say --why TEXT without them")
    return None


def _measure(
    registry: framing.stance.Registry,
    state: framing.stance.State,
    candidate: framing.stance.StanceModel,
    pin: Mapping[str, str],
) -> dict[str, Any]:
    """Figures of the candidate and of the present default on the pinned labels."""
    labels = framing.stance.read_labels(registry.base / pin["labels"])
    judged = judge(candidate, labels)
    figures: dict[str, Any] = {"candidate": _figures(judged), "default": None, "comparison": None}
    figures["warnings"] = _warn(judged, "the new model")
    try:
        folder = find_model(None)
        if folder is not None:
            present = judge(framing.stance.load_model(folder), labels)
            figures["default"] = _figures(present)
            figures["warnings"] += _warn(present, "the present default")
            figures["comparison"] = framing.stance.compare_judged(present, judged).as_dict()
    except FramingError as problem:
        # Changed, gone, or made for other labels. What was measured when it was promoted still holds.
        entry = state.entry or {}
        if (entry.get("pinned") or {}).get("sha256") == pin["sha256"] and entry.get("action") == "promote":
            figures["default"] = entry["figures"]["candidate"]
        figures["problem"] = str(problem)
    return figures


def _warn(judged: framing.stance.Judged, who: str) -> list[str]:
    if judged.in_training is None:
        return [
            f"whether the pinned labels were in the training data of {who} is not known: it holds no digests of them"
        ]
    return list(judged.in_training.warn(f" of {who}"))


def _figures(judged: framing.stance.Judged) -> dict[str, Any]:
    evaluation = framing.stance.evaluate_judged(judged, with_examples=False)
    return {name: getattr(evaluation, name) for name in ("macro_f1", "accuracy", "n", "in_training")}


def _refuse_worse(model: str, figures: Mapping[str, Any], pin: Mapping[str, str], why: str | None) -> None:
    if why is not None:
        return
    own, other = figures["candidate"], figures["default"]
    if other is None:
        raise ModelError(
            f"{model}: cannot be compared with the default ({figures.get('problem', 'there is none')}); "
            "`--why TEXT` promotes it all the same"
        )
    learnt = (own["in_training"] or {}).get("rows", 0)
    if learnt > _MOST_LEARNT * own["n"]:
        raise ModelError(
            f"{model}: learnt from {learnt:,} of the {own['n']:,} rows of {pin['labels']}, so that its figures "
            "there say nothing; pin labels that it has not seen, or `--why TEXT` promotes it and keeps the reason"
        )
    if own["macro_f1"] < other["macro_f1"]:
        raise ModelError(
            f"{model}: macro-F1 {own['macro_f1']:.3f} on {pin['labels']} is below the default's "
            f"{other['macro_f1']:.3f}; `--why TEXT` promotes it all the same and keeps the reason"
        )
