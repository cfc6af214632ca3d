"""The card of a model, in Markdown: what it is, what it was trained on, its figures."""

from typing import Any

_ABOUT = {
    "mention": "mentions of targets in their sentence",
    "document": "whole texts",
    "topic": "whole texts towards a target that need not occur in them",
}

_GROUPED = {
    "duplicates": "document and near duplicates",
    "document": "document",
    "outlet": "outlet",
    "date": "month",
}


def write_card(facts: dict[str, Any], evaluations: dict[str, dict[str, Any]], notes: str = "") -> str:
    """The card. `evaluations` are figures by the name of what they were measured on."""
    counts = ", ".join(f"{count} {label}" for label, count in sorted(facts["training"]["counts"].items()))
    about = _ABOUT[facts["unit"]]
    trained = facts["training"]
    coverage = f"{facts['settings']['coverage']:.0%} of the out-of-fold rows lie above"
    if facts.get("threshold_on"):
        coverage = f"fixed on out-of-fold rows of {facts['threshold_on']}, for an accuracy of .75 there or the nearest"
    sources = ", ".join(
        f"{name} ({values['rows']} rows, weight {values['weight']:g})"
        for name, values in trained.get("sources", {}).items()
    )
    labels, languages = ", ".join(facts["labels"]), ", ".join(facts["languages"])
    figures = "\n".join(_figures(name, values) for name, values in evaluations.items())
    warnings = "".join(
        f"\n**{name}: {line}.**\n" for name, values in evaluations.items() for line in values.get("warnings", ())
    )
    missing = "".join(
        f"\n{name}: {values['no_interval']}.\n" for name, values in evaluations.items() if values.get("no_interval")
    )
    per_label = "\n".join(line for name, values in evaluations.items() for line in _label_figures(name, values))
    card = f"""# {facts["name"]}

{facts["description"] or "No description was given when this model was trained."}

* labels {about}: {labels}; languages: {languages}
* trained on {trained["rows"]} rows in {trained["groups"]} groups ({counts}), SHA-256 `{trained["sha256"][:12]}`
* abstains where no label reaches a probability of {facts["threshold"]}: {coverage}
* sources: {sources}

| measured on | rows | macro-F1 (95 %) | accuracy (95 %) | majority | keywords | calibration | coverage | there |
|---|---|---|---|---|---|---|---|---|
{figures}
{warnings}{missing}
Intervals: bootstrap over groups of documents and near duplicates. Majority: accuracy of the most frequent label.
Keywords: accuracy of the label with most of the words that chi-squared ties to it. Calibration: error over 15 bins,
in brackets what as many rows show on average where confidences are exact. Coverage: share of rows above the threshold;
there: accuracy on them.
`cross-validation` is out of fold, split by {_GROUPED[trained["grouped_by"]]}; the calibration and the threshold were
fitted on it. Lines that name another split show what that one would have said; the random split is too kind.

| measured on | label | precision | recall | F1 | rows |
|---|---|---|---|---|---|
{per_label}
"""
    return card + (f"\n{notes.strip()}\n" if notes.strip() else "")


def _figures(name: str, values: dict[str, Any]) -> str:
    f1, accuracy = (_interval(values[f"{name}_interval"]) for name in ("macro_f1", "accuracy"))
    covered = _rate(values["accuracy_covered"])
    return (
        f"| {name} | {values['n']} | {values['macro_f1']:.3f}{f1}"
        f" | {values['accuracy']:.3f}{accuracy} | {values['majority_accuracy']:.3f}"
        f" | {_rate(values.get('keyword_accuracy'))}"
        f" | {values['calibration_error']:.3f} ({values['calibration_error_by_chance']:.3f})"
        f" | {values['coverage']:.2f} | {covered} |"
    )


def _interval(ends: list[float] | None) -> str:
    return "" if ends is None else f" ({ends[0]:.3f} to {ends[1]:.3f})"


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _label_figures(name: str, values: dict[str, Any]) -> list[str]:
    return [
        f"| {name} | {label} | {score['precision']:.3f} | {score['recall']:.3f} | {score['f1']:.3f}"
        f" | {score['support']} |"
        for label, score in values["per_label"].items()
    ]
