"""What drift means, in words: how far, never whether figures are right, and what can be done."""

from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import framing.stance
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.run.drift import Drift
    from framing.stance import Measure


def _name_reason(one: "Measure") -> str:
    """What is far, with its direction."""
    return {
        "coverage": "fewer of the words beside targets are known from training",
        "confidence": f"the model is {'less sure' if one.difference < 0 else 'surer'}",
        "labels": "the shares of the predicted labels are others",
        "words": "the frequent words beside targets are others",
    }[one.name]


def describe_limit(one: "Measure") -> str:
    """From which difference on a measure counts as far.

    The model learnt from all rows and is therefore a little surer than those that predicted out of fold: more
    confidence counts from a larger difference on.
    """
    return {
        "coverage": f"lower by {one.least:.2f}",
        "confidence": f"lower by {one.least:.2f}, or higher by {one.least + framing.stance.ALLOWANCE:.2f}",
        "labels": f"apart by {one.least:.2f}",
        "words": f"{one.least:.3f} above chance",
    }[one.name]


def explain_measures() -> str:
    """What it takes for a difference to count, for below the table of measures."""
    n = len(framing.stance.MEASURES)
    share = framing.stance.ALPHA / n
    return (
        f"Far is a difference of that size or more with a p below {share:g}: {framing.stance.ALPHA:g} divided by the "
        f"{n} measures, so that chance should raise an alarm in one of twenty corpora or fewer. p: how often chance "
        "alone gives such a difference."
    )


def describe_drift(drift: "Drift", folder: Path) -> "Drift":
    """The same drift with its statement and advice."""
    return replace(drift, statement=tuple(_state(drift)), advice=tuple(_advise(drift, folder)))


def _state(drift: "Drift") -> list[str]:
    lines = [_state_verdict(drift), _state_coverage(drift), _state_confidence(drift), _state_labels(drift)]
    words = _find(drift, "words")
    if words:
        lines.append(
            f"The frequencies of frequent words beside targets are {words.corpus:.3f} apart, where 0 is the same "
            f"frequencies and 1 no word in common (Jensen-Shannon divergence in bits); a part of the training data of "
            f"this size would be about {words.training:.3f} apart."
        )
    lines.append(
        "This says how far the articles are from what the model learnt from, not whether its labels are right: only "
        "labels by people, from this run, tell."
    )
    return lines


def _find(drift: "Drift", name: str) -> "Measure | None":
    return next((one for one in drift.measures if one.name == name), None)


def _state_verdict(drift: "Drift") -> str:
    read = f"{write_count(drift.n_mentions, 'mention')} in {write_count(drift.n_documents, 'document')}"
    be = "is" if drift.n_mentions == 1 else "are"
    if drift.is_far is None:
        return (
            f"{read} {be} too few to tell a difference from chance; it takes {drift.least_mentions} mentions in "
            f"{drift.least_documents} documents."
        )
    if not drift.is_far:
        return f"{read} {be} no farther from the training data than parts of the training data are from each other."
    reasons = "; ".join(_name_reason(one) for one in drift.measures if one.is_far)
    return f"{read} {be} farther from the training data than chance explains: {reasons}."


def _state_coverage(drift: "Drift") -> str:
    corpus, training = drift.corpus["coverage"], drift.training["coverage"]
    return (
        f"Of 100 words beside targets, {corpus['seen']:.0%} were seen in training, in two labelled texts or more; for "
        f"the labelled texts themselves, each text left out in turn, {training['seen']:.0%}. A further "
        f"{corpus['vector']:.0%} are known from unlabelled news only ({training['vector']:.0%}), "
        f"{corpus['unknown']:.0%} not at all ({training['unknown']:.0%})."
    ).replace("%", "")


def _state_confidence(drift: "Drift") -> str:
    corpus, training = drift.corpus, drift.training
    gap = corpus["confidence"] - training["confidence"]
    measure = _find(drift, "confidence")
    # A difference that is not far is none that can be told from chance, or too small to count.
    sure = "about as sure as" if not (measure and measure.is_far) else "less sure than" if gap < 0 else "surer than"
    judged = f"The model is {sure} on its training data" if measure else "How sure the model is, cannot be compared yet"
    return (
        f"{judged}: the mean probability of its label is {corpus['confidence']:.2f} "
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
    model = quote(str(folder))
    check = f"framing labels sample {run} --n 100 --out to-measure.csv"
    again = "--exclude FILE leaves out what a label file has already"
    unsure = f"framing labels sample {run} --strategy uncertain --exclude to-measure.csv --out to-train.csv"
    train = f"framing train OLD-LABELS to-train.csv --from {model} --out models/new"
    if not drift.is_far:
        return [f"To measure how often the labels are right in these articles, label some: {check} ({again})"]
    return [
        f"Measure before use: {check} ({again}); fill in its column label; framing evaluate {model} to-measure.csv",
        f"To train, label what the model is unsure of, and nothing that measures it: {unsure}",
        f"Train with it and with OLD-LABELS, the files that the model learnt from: {train}",
    ]
