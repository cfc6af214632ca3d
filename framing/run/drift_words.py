"""What drift means, in words: how far, never whether figures are right, and what can be done."""

from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import framing.stance

if TYPE_CHECKING:
    from framing.run.drift import Drift
    from framing.stance import Measure

_CHANCE = {
    "coverage": "fewer of the words beside targets are known from training",
    "confidence": "the model's confidence is another",
    "labels": "the shares of the predicted labels are others",
    "words": "the frequent words beside targets are others",
}


def describe_drift(drift: "Drift", folder: Path) -> "Drift":
    """The same drift with its statement and advice."""
    return replace(drift, statement=tuple(_state(drift)), advice=tuple(_advise(drift, folder)))


def _state(drift: "Drift") -> list[str]:
    lines = [_state_verdict(drift), _state_coverage(drift), _state_confidence(drift), _state_labels(drift)]
    words = _find(drift, "words")
    if words:
        lines.append(
            f"Frequencies of frequent words beside targets diverge by {words.corpus:.3f} bits (Jensen-Shannon, from 0 "
            f"to 1); a part of the training data of this size would by about {words.training:.3f}."
        )
    lines.append(
        "This says how far the articles are from what the model learnt from, not whether its labels are right: only "
        "labels by people, from this run, tell."
    )
    return lines


def _find(drift: "Drift", name: str) -> "Measure | None":
    return next((one for one in drift.measures if one.name == name), None)


def _state_verdict(drift: "Drift") -> str:
    read = f"{drift.n_mentions:,} mentions in {drift.n_documents:,} documents"
    if drift.is_far is None:
        return (
            f"{read} are too few to tell a difference from chance; it takes {drift.least_mentions} mentions in "
            f"{drift.least_documents} documents."
        )
    if not drift.is_far:
        return f"{read} are no farther from the training data than parts of the training data are from each other."
    reasons = "; ".join(_CHANCE[one.name] for one in drift.measures if one.is_far)
    return f"{read} are farther from the training data than chance explains: {reasons}."


def _state_coverage(drift: "Drift") -> str:
    corpus, training = drift.corpus["coverage"], drift.training["coverage"]
    return (
        f"Of 100 words beside targets, {corpus['seen']:.0%} were seen in training, in two labelled texts or more; for "
        f"the labelled news themselves, each text left out in turn, {training['seen']:.0%}. A further "
        f"{corpus['vector']:.0%} are known from unlabelled news only ({training['vector']:.0%}), "
        f"{corpus['unknown']:.0%} not at all ({training['unknown']:.0%})."
    ).replace("%", "")


def _state_confidence(drift: "Drift") -> str:
    corpus, training = drift.corpus, drift.training
    gap = corpus["confidence"] - training["confidence"]
    # Below the last printed digit on one side; on the other what learning from all rows explains.
    sure = "less sure than" if gap < -0.005 else "surer than" if gap > framing.stance.ALLOWANCE else "about as sure as"
    return (
        f"The model is {sure} on its training data: the mean probability of its label is {corpus['confidence']:.2f} "
        f"({training['confidence']:.2f}), and {corpus['above_threshold']:.0%} of the mentions lie above its threshold "
        f"of {drift.threshold:.2f} ({training['above_threshold']:.0%}); on the others it abstains."
    )


def _state_labels(drift: "Drift") -> str:
    shares = ", ".join(
        f"{label} {share:.0%} ({drift.training['label_shares'][label]:.0%})"
        for label, share in drift.corpus["label_shares"].items()
    )
    return f"Predicted labels, and in brackets those of the training data: {shares}."


def _advise(drift: "Drift", folder: Path) -> list[str]:
    run = quote(drift.run)
    check = f"framing labels sample {run} --n 100 --out sample.csv"
    if not drift.is_far:
        return [f"To measure how often the labels are right in these articles, label some: {check}"]
    return [
        f"Measure before use: {check}, label it, then framing evaluate {quote(str(folder))} LABELS",
        f"Label what the model is unsure of: framing labels sample {run} --strategy uncertain --out uncertain.csv",
        f"Train with these labels: framing train OLD-LABELS LABELS --from {quote(str(folder))} --out models/new",
    ]
