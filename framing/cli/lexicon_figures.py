"""What the commands that measure lexicons print."""

import re
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from framing.cli.terminal import write_fraction
from framing.few_groups import LEAST_GROUPS
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.lexicon import MeasureValidity
    from framing.run import LexiconComparison, Suggestions, SwapTest, Validation

_MAX_LISTED = 8
_MIN_OUTLET_UNITS = 10  # figures of outlets with fewer are in the JSON only


def describe_validation(validation: "Validation") -> dict[str, Any]:
    """The figures as plain values for JSON."""
    described = asdict(validation)
    for row, result in zip(described["results"], validation.results, strict=True):
        row["measure"] = result.measure.name
    return described


def print_validation(validation: "Validation", n_entries: int) -> None:
    """Print what a validation found, measure by measure."""
    unit = "word" if validation.unit == "span" else validation.unit
    counts = f"{write_count(validation.n_units, unit)} of {write_count(validation.n_documents, 'text')}"
    print(f"{counts}; 95 % intervals by bootstrap over texts")
    if validation.lost_rows:
        lines = ", ".join(map(str, validation.lost_rows[:5]))
        more = " ..." if len(validation.lost_rows) > 5 else ""
        print(f"{write_count(len(validation.lost_rows), 'row')} of labels without a text; lines {lines}{more}")
    if validation.unmapped:
        names = [f"{label} ({n})" for label, n in validation.unmapped.items()]
        more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
        print(f"labels that mean no category: {', '.join(names[:_MAX_LISTED])}{more}")
    for result in validation.results:
        print()
        _print_result(result, n_entries)
    print(
        f"\nFigures without an interval rest on fewer than {LEAST_GROUPS} texts: with a hit (precision), with the label"
        " (recall), with either (F1), with and without the label (AUC)."
    )
    print(f"mean AUC of categories that can be judged: {write_fraction(validation.mean_auc, 2)}")
    print(f"macro-F1 at cross-validated thresholds, all categories: {write_fraction(validation.macro_f1, 2)}")


def _print_result(result: "MeasureValidity", n_entries: int) -> None:
    from framing.lexicon import format_estimate

    print(result.sentence)
    print(f"  labels: {', '.join(result.labels)}")
    if result.span_overlap:
        spans = result.span_overlap
        estimates = (("precision", spans.precision), ("recall", spans.recall), ("F1", spans.f1))
        figures = ", ".join(f"{name} {format_estimate(estimate)}" for name, estimate in estimates)
        print(f"  {spans.n_found} found and {spans.n_labelled} labelled spans, by overlap: {figures}")
    print(
        f"  F1 at a cross-validated threshold {write_fraction(result.threshold_f1, 2)}; "
        f"agreement of coders (alpha) {write_fraction(result.alpha, 2)}"
    )
    print(f"  {'':<28}{'units':>7}{'label':>7}{'hits':>7}  {'precision':<17}{'recall':<17}{'F1':<17}AUC of rate")
    for group in result.groups:
        if group.outlet and group.presence.n_units < _MIN_OUTLET_UNITS:
            continue
        name = f"outlet {group.outlet}" if group.outlet else f"voice {group.voice}"
        _print_row(name, group.presence, group.rate_auc)
    for entry in result.entries[:n_entries]:
        _print_row(entry.entry_id.removeprefix(f"{result.measure.categories[0]}:"), entry.presence, entry.presence.auc)
    for title, listed in (("false hit", result.false_hits), ("miss", result.misses)):
        for example in listed:
            why = f" ({example.entry_id}, {example.voice})" if example.entry_id else ""
            print(f"  {title}: {example.document_id}:{example.start}{why}: {example.text}")


def _print_row(name: str, presence: Any, auc: Any) -> None:
    from framing.lexicon import format_estimate

    shown = name if len(name) <= 27 else name[:26] + "…"
    figures = "".join(f"{format_estimate(one):<17}" for one in (presence.precision, presence.recall, presence.f1))
    counts = f"{presence.n_units:>7}{presence.n_labelled:>7}{presence.n_found:>7}"
    print(f"  {shown:<28}{counts}  {figures}{format_estimate(auc)}")


def print_swap_test(test: "SwapTest", n_entries: int) -> None:
    """Print what the exchange did to each pair, and the entries that break it."""
    print(f"{test.lexicon}: {test.n_documents:,} texts; hits before > hits of the mirror after the exchange")
    for result in test.results:
        exact = f"exact in {result.n_exact} of {result.n_documents} texts" if result.n_documents else "no hits"
        print(
            f"  {result.category} {result.n_before} > {result.n_mirror_after}, "
            f"{result.mirror} {result.n_mirror_before} > {result.n_after} "
            f"({result.exchange}): difference {result.difference}, {exact}"
        )
        for entry in result.broken[:n_entries]:
            after = f" > {entry.counterpart!r}" if entry.counterpart != entry.text else ""
            print(f"    {entry.kind} {entry.n}: {entry.entry_id}: {entry.text!r}{after}")
    n_hits = sum(result.n_before + result.n_mirror_before for result in test.results)
    n_broken = sum(entry.n for result in test.results for entry in result.broken if entry.kind == "lost")
    n_nameless = sum(entry.n for result in test.results for entry in result.broken if entry.kind == "nameless")
    print(f"  {n_hits} hits in mirrored categories, {n_nameless} without a name to exchange, {n_broken} lost")


def print_suggestions(suggestions: "Suggestions") -> None:
    """Print the terms with their lines in context."""
    place = f"{suggestions.n_spans:,} hits or mentions in {suggestions.n_documents:,} articles"
    print(f"{', '.join(suggestions.lexicons)} ({suggestions.language}): {place}")
    for one in suggestions.terms:
        print(f"  {one.term}: z {one.z:.1f}, {one.n_near} beside, {one.n_elsewhere} elsewhere")
        for document_id, start, _, text in one.examples:
            print(f"    {document_id}:{start}: {_cut_around(text, one.term)}")


def _cut_around(sentence: str, term: str, reach: int = 60) -> str:
    """The sentence around the term, in one line. The term is folded: `'` may stand for other apostrophes."""
    line = " ".join(sentence.split())
    words = r"\W+".join(re.escape(word).replace("'", "['’ʼ]") for word in term.split())
    found = re.search(rf"(?<!\w){words}(?!\w)", line, re.IGNORECASE)
    at = found.start() if found else 0
    return f"{'…' if at > reach else ''}{line[max(0, at - reach) : at + reach]}{'…' if at + reach < len(line) else ''}"


def _write(value: Any) -> str:
    return ", ".join(map(str, value)) or "–" if isinstance(value, tuple | list) else str(value) or "–"


def _write_rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def print_comparison(comparison: "LexiconComparison", n_articles: int) -> None:
    """Print the differences of two lexicons, and the scores that move."""
    for change in comparison.changes:
        print(f"{change.kind} {change.subject}: {change.name}")
        for name, old, new in change.values:
            print(f"  {name}: {_write(old)} > {_write(new)}")
    counts = Counter(f"{change.subject} {change.kind}" for change in comparison.changes)
    print(", ".join(f"{name}: {n}" for name, n in counts.items()) or "no differences")
    if comparison.n_documents is None:
        return
    moved = comparison.score_changes
    n_moved = len({change.document_id for change in moved})
    print(f"scores move in {n_moved:,} of {comparison.n_documents:,} articles; hits and rate per 1,000 words:")
    for move in moved[:n_articles]:
        rates = f"{_write_rate(move.per_1000_words_before)} > {_write_rate(move.per_1000_words_after)}"
        print(
            f"  {move.document_id} {move.category} ({move.voice}): {move.n_hits_before} > {move.n_hits_after}, {rates}"
        )
