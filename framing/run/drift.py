"""How far the corpus of a finished run is from the training data of the model that labelled it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import framing.stance
from framing.errors import InputError, ModelError
from framing.remote import AnyPath
from framing.run.drift_reading import DriftReader
from framing.run.drift_words import describe_drift
from framing.run.instruments import find_model
from framing.run.manifest import Manifest, read_manifest

OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DriftPlan:
    """What `framing drift` was asked to do."""

    run_dir: AnyPath
    model: str | None = None  # folder of the run's model, where it is not where the run found it
    n_terms: int = 20
    seed: int = 0


@dataclass(frozen=True, slots=True)
class DriftPart:
    """The mentions of one target or month, beside all others only described: with many parts, some differ by chance.

    `coverage` is the share of words beside targets that training saw, `stability` the population stability index.
    """

    name: str
    n_mentions: int
    n_documents: int
    coverage: float | None
    above_threshold: float
    confidence: float
    stability: float
    label_shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A word beside targets that training did not cover, see `framing.stance.Term`, and one document with it."""

    term: str
    kind: str
    n: int
    n_documents: int
    document_id: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a corpus is from training.

    Attributes:
        is_far: whether a measure is farther than chance explains; None where there is too little to tell.
        training, corpus: the same figures of both sides.
        by_target, by_month: parts with `least_mentions` or more.
        n_small_targets, n_small_months: parts with fewer.
        statement, advice: in words; what to do is a list of commands with their reason.
    """

    run: str
    model_id: str
    n_mentions: int
    n_documents: int
    is_far: bool | None
    least_mentions: int
    least_documents: int
    threshold: float
    measures: tuple[framing.stance.Measure, ...]
    training: dict[str, Any]
    corpus: dict[str, Any]
    by_target: tuple[DriftPart, ...]
    n_small_targets: int
    by_month: tuple[DriftPart, ...]
    n_small_months: int
    terms: tuple[MissingTerm, ...]
    statement: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def measure_drift(plan: DriftPlan, progress: OnStep | None = None) -> Drift:
    """Compare the mentions of a run with the training data of its model.

    Raises:
        InputError: the run holds no stances, or another model made them.
        ModelError: the model is missing, faulty, or has no profile of its training data.
    """
    manifest = read_manifest(plan.run_dir)
    folder, model = _find_model(plan, manifest)
    profile = framing.stance.read_profile(folder)
    reader = DriftReader(plan.run_dir, manifest, model, profile)
    for done, _ in enumerate(reader.read(), start=1):
        if progress:
            progress("reading", done, len(manifest.parts))
    if not reader.documents:
        raise InputError(f"{plan.run_dir}: no article of the run mentions a target, so that nothing was labelled")
    return _compare(plan, folder, model, profile, reader)


def _find_model(plan: DriftPlan, manifest: Manifest) -> tuple[Path, framing.stance.StanceModel]:
    wanted = manifest.instruments.get("model")
    if wanted is None:
        raise InputError(
            f"{plan.run_dir}: made without a model, so that there are no stances; "
            f"`framing stance {plan.run_dir} --model MODEL` adds them"
        )
    folder = find_model(plan.model or manifest.choice.model)
    if folder is None:
        raise ModelError(f"{plan.model or wanted}: names no model; give the folder of {wanted} with --model")
    model = framing.stance.load_model(folder)
    if model.model_id != wanted:
        raise InputError(
            f"{plan.run_dir}: labelled by {wanted}, and {folder} is {model.model_id}; give the folder of the former "
            f"with --model, or label again with `framing stance {plan.run_dir} --model {folder}`"
        )
    return folder, model


def _compare(
    plan: DriftPlan,
    folder: Path,
    model: framing.stance.StanceModel,
    profile: framing.stance.Profile,
    reader: DriftReader,
) -> Drift:
    sample = reader.sample()
    n = len(sample.text)
    shift = framing.stance.measure_shift(profile, sample, plan.seed)
    targets, n_small_targets = _describe_parts(profile, model.threshold, sample, reader.targets)
    months, n_small_months = _describe_parts(profile, model.threshold, sample, reader.months)
    facts = Drift(
        run=str(plan.run_dir),
        model_id=model.model_id,
        n_mentions=n,
        n_documents=len(reader.documents),
        is_far=shift.is_far,
        least_mentions=framing.stance.LEAST_UNITS,
        least_documents=framing.stance.LEAST_TEXTS,
        threshold=model.threshold,
        measures=shift.measures,
        training={
            "mentions": profile.n_units,
            "texts": profile.n_texts,
            "coverage": profile.coverage,
            "confidence": round(profile.confidence, 4),
            "above_threshold": round(profile.above_threshold, 4),
            "label_shares": _round_shares(profile.labels, profile.predicted_shares),
            "sentence_words": profile.sentence_words["mean"],
            "attributed": profile.attributed,
        },
        corpus={
            "coverage": reader.observer.coverage(),
            "confidence": round(float(sample.confidence.mean()), 4),
            "above_threshold": round(1 - reader.n_abstained / n, 4),
            "label_shares": framing.stance.share_labels(sample.label, profile.labels),
            "sentence_words": round(reader.observer.mean_words(), 1),
            "attributed": round(reader.n_attributed / n, 4),
            "stability": round(framing.stance.find_stability(profile, sample.confidence), 4),
            "largest_gap": round(framing.stance.find_largest_gap(profile, sample.confidence), 4),
        },
        by_target=targets,
        n_small_targets=n_small_targets,
        by_month=months,
        n_small_months=n_small_months,
        terms=tuple(
            MissingTerm(one.term, one.kind, one.n, one.n_texts, reader.documents[one.text])
            for one in reader.observer.list_terms(plan.n_terms)
        ),
    )
    return describe_drift(facts, folder)


def _round_shares(labels: tuple[str, ...], shares: tuple[float, ...]) -> dict[str, float]:
    return {label: round(share, 4) for label, share in zip(labels, shares, strict=True)}


def _describe_parts(
    profile: framing.stance.Profile, threshold: float, sample: framing.stance.Sample, names: list[str]
) -> tuple[tuple[DriftPart, ...], int]:
    """Parts of enough mentions by name, and the number of smaller ones. A mention without a name is in none."""
    found = np.array(names)
    parts, n_small = [], 0
    for name in sorted(set(names) - {""}):
        chosen: NDArray[np.bool_] = found == name
        if chosen.sum() < framing.stance.LEAST_UNITS:
            n_small += 1
            continue
        own = sample.take(chosen)
        parts.append(
            DriftPart(
                name,
                len(own.text),
                len(np.unique(own.text)),
                framing.stance.find_coverage(own),
                round(float((own.confidence >= threshold).mean()), 4),
                round(float(own.confidence.mean()), 4),
                round(framing.stance.find_stability(profile, own.confidence), 4),
                framing.stance.share_labels(own.label, profile.labels),
            )
        )
    return tuple(parts), n_small
