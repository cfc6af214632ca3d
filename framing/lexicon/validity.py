"""What hits are worth as a measure: figures against people's labels, and a sentence on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from framing.few_groups import explain_few
from framing.lexicon.label_map import Measure
from framing.lexicon.resampling import Estimate, Presence, find_mean
from framing.lexicon.span_overlap import SpanOverlap

Verdict = Literal["measures presence", "with care", "does not measure", "too few labels"]
MIN_LABELLED = 10
MIN_F1_LOW, MIN_PRECISION, MIN_AUC_LOW = 0.6, 0.7, 0.6
MIN_ALPHA = 0.667  # below it Krippendorff advises against conclusions, even tentative ones


@dataclass(frozen=True, slots=True)
class GroupValidity:
    """Figures in one voice, or of one outlet. `rate_auc` is the AUC of hits per 1,000 words of that voice."""

    voice: str
    outlet: str | None
    presence: Presence
    rate_auc: Estimate


@dataclass(frozen=True, slots=True)
class EntryValidity:
    """Figures of one entry against the labels of its measure, in all voices."""

    entry_id: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class Example:
    """A false hit, or a labelled unit without a hit: where it is, and the text around it."""

    document_id: str
    start: int
    end: int
    text: str
    voice: str | None = None
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureValidity:
    """All figures of one measure. `groups` begins with all words, own and attributed; outlets follow."""

    measure: Measure
    labels: tuple[str, ...]
    groups: tuple[GroupValidity, ...]
    span_overlap: SpanOverlap | None  # where the labels are spans
    threshold_f1: float | None
    alpha: float | None
    entries: tuple[EntryValidity, ...]
    false_hits: tuple[Example, ...]
    misses: tuple[Example, ...]
    verdict: Verdict
    sentence: str


def judge(group: GroupValidity) -> Verdict:
    """Whether the category may be used as a measure, by the figures in all voices.

    "with care": the lower end of the AUC of the rate is at least .60: rates put articles in a better order than chance,
    while single hits mislead. "measures presence": also, the lower end of F1 is at least .60 and precision at least
    .70; F1 alone does not tell, since where most units have the label any word reaches it. "does not measure":
    neither. "too few labels": fewer than ten units with the label, or without it, or of fewer than ten documents.
    """
    presence = group.presence
    if min(presence.n_labelled, presence.n_units - presence.n_labelled) < MIN_LABELLED:
        return "too few labels"
    if group.rate_auc.low is None:
        return "too few labels"
    if (group.rate_auc.low or 0) < MIN_AUC_LOW:
        return "does not measure"
    is_exact = (presence.f1.low or 0) >= MIN_F1_LOW and (presence.precision.value or 0) >= MIN_PRECISION
    return "measures presence" if is_exact else "with care"


def explain(measure: Measure, group: GroupValidity, verdict: Verdict, alpha: float | None, unit: str = "text") -> str:
    """The verdict as a sentence with the figures that it rests on."""
    presence, order = group.presence, "presence" if unit == "word" else "the rate"
    estimates = (("F1", presence.f1), ("precision", presence.precision), (f"AUC of {order}", group.rate_auc))
    figures = ", ".join(f"{name} {format_estimate(estimate)}" for name, estimate in estimates)
    few = f"{presence.n_labelled} of {presence.n_units} {unit}s have the label, ten with and ten without are needed"
    if min(presence.n_labelled, presence.n_units - presence.n_labelled) >= MIN_LABELLED:
        few = explain_few(group.rate_auc.n_documents, f"texts with or without labelled {unit}s") or few
    said = {
        "measures presence": f"may be used as a measure of presence: {figures}",
        "with care": f"is to be used with care; {order} of hits orders {unit}s, single hits mislead: {figures}",
        "does not measure": f"does not measure what these labels say: {figures}",
        "too few labels": f"cannot be judged: {few}",
    }[verdict]
    coders = ""
    if alpha is not None and alpha < MIN_ALPHA:
        coders = f" The coders agree too little (alpha {_shorten(alpha)}) for firm conclusions."
    return f"{measure.name} {said}.{coders}"


def format_estimate(estimate: Estimate) -> str:
    """`.71 (.62–.79)`, `.71` alone where it rests on few documents, or a dash where not defined."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return _shorten(estimate.value)
    return f"{_shorten(estimate.value)} ({_shorten(estimate.low)}–{_shorten(estimate.high)})"


def _shorten(figure: float) -> str:
    return f"{figure:.2f}".replace("0.", ".", 1)


def find_mean_auc(results: Sequence[MeasureValidity]) -> float | None:
    """Mean AUC of the rate over measures with enough labels to be judged."""
    return find_mean([result.groups[0].rate_auc.value for result in results if result.verdict != "too few labels"])


def find_macro_f1(results: Sequence[MeasureValidity]) -> float | None:
    """Mean F1 at cross-validated thresholds over measures with at least one label; none of them is left out."""
    return find_mean([result.threshold_f1 for result in results])
