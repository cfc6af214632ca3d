"""Prints the figures of classifiers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.cli.terminal import print_grid, print_warnings, write_on_line, write_short
from framing.few_groups import LEAST_GROUPS
from framing.nouns import write_count

if TYPE_CHECKING:
    from framing.stance import Comparison, Evaluation

_SEARCHED = ("penalty", "text_scale", "polarity_scale", "vector_scale", "min_units")
_PARTS_SHOWN = 12  # of each table; --json has all
_LABELS_NAMED = 8


def print_evaluation(evaluation: "Evaluation") -> None:
    """Print the figures of a model on labels."""
    print_warnings(evaluation.warnings)
    counts = f"{write_count(evaluation.n, 'label')} in {write_count(evaluation.n_groups, 'group')}"
    print(f"{counts}; {_name_intervals(evaluation)}")
    rows = (
        (
            "macro-F1",
            evaluation.macro_f1,
            evaluation.macro_f1_interval,
            evaluation.majority_macro_f1,
            evaluation.keyword_macro_f1,
        ),
        (
            "accuracy",
            evaluation.accuracy,
            evaluation.accuracy_interval,
            evaluation.majority_accuracy,
            evaluation.keyword_accuracy,
        ),
    )
    for what, value, interval, majority, keywords in rows:
        baseline = f"always the commonest label: {majority:.3f}; by keywords: {_show(keywords)}"
        print(f"{what}: {_with_interval(value, interval)}; {baseline}")
    print(f"macro-F1 is the mean over {_join(evaluation.macro_f1_labels)}")
    few = write_count(evaluation.n, "row")
    by_chance = f"exact confidences on {few}: {evaluation.calibration_error_by_chance:.3f} on average"
    print(f"calibration error: {evaluation.calibration_error:.3f}; {by_chance}")
    covered = _show(evaluation.accuracy_covered)
    print(f"above the threshold {evaluation.threshold:.2f}: {evaluation.coverage:.1%} of labels, accuracy {covered}")
    _print_labels(evaluation)
    for name, parts in (
        ("voice", evaluation.by_voice),
        ("target", evaluation.by_target),
        ("outlet", evaluation.by_outlet),
    ):
        _print_parts(name, parts)
    if any(part["no_interval"] for part in (*evaluation.by_voice, *evaluation.by_target, *evaluation.by_outlet)):
        print(f"Parts of fewer than {LEAST_GROUPS} groups have no interval.")
    _print_examples(evaluation.examples)
    for note in evaluation.notes:
        print(f"note: {write_on_line(note)}")


def _name_intervals(evaluation: "Evaluation") -> str:
    parts = ["95 % intervals by bootstrap over groups"] if evaluation.accuracy_interval else []
    return "; ".join([*parts, *([evaluation.no_interval] if evaluation.no_interval else [])])


def _join(names: Sequence[str]) -> str:
    shown = [write_short(name, 40) for name in names]
    if len(shown) > _LABELS_NAMED:
        return f"{len(shown):,} labels"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _print_labels(evaluation: "Evaluation") -> None:
    rows = []
    for label, counts in zip(evaluation.labels, evaluation.confusion, strict=True):
        scores = evaluation.per_label[label]
        figures = [f"{scores[key]:.3f}" for key in ("precision", "recall", "f1")]
        rows.append((label, *figures, str(scores["support"]), *map(str, counts)))
    print_grid(("label", "precision", "recall", "F1", "support", *(f"→ {label}" for label in evaluation.labels)), rows)


def _print_parts(name: str, parts: Sequence[Mapping[str, Any]]) -> None:
    if not parts:
        return
    rows = [
        (
            str(part["name"]),
            str(part["n"]),
            _with_interval(part["accuracy"], part["accuracy_interval"]),
            _with_interval(part["macro_f1"], part["macro_f1_interval"]),
        )
        for part in parts[:_PARTS_SHOWN]
    ]
    print_grid((name, "labels", "accuracy", "macro-F1"), rows)
    if len(parts) > _PARTS_SHOWN:
        print(f"and {len(parts) - _PARTS_SHOWN:,} more; --json lists all")


def _with_interval(value: float, interval: Sequence[float] | None) -> str:
    return f"{value:.3f}" if interval is None else f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _print_examples(examples: Sequence[Mapping[str, Any]]) -> None:
    if examples:
        print("The errors that the model was surest of:")
    for row in examples:
        target = f" towards {write_on_line(row['target'])}" if row["target"] else ""
        text = write_on_line(str(row["text"]))
        print(f"  row {row['row']}: {row['label']}, said {row['predicted']} ({row['probability']:.2f}){target}: {text}")


def print_trials(trials: Sequence[Mapping[str, Any]]) -> None:
    """Print the settings that a search tried, with what each gave."""
    if not trials:
        return
    best = max(range(len(trials)), key=lambda number: trials[number]["macro_f1"])  # the first of equals, as was chosen
    names = [name for name in _SEARCHED if name in trials[0]]
    rows = []
    for number, trial in enumerate(trials):
        mark = " *" if number == best else ""
        rows.append((*(f"{trial[name]:g}" for name in names), f"{trial['macro_f1']:.4f}{mark}"))
    print_grid((*names, "macro-F1"), rows)


def print_splits(evaluation: Mapping[str, Mapping[str, Any]]) -> None:
    """Print the figures that a model was stored with."""
    for name, figures in evaluation.items():
        scores = [
            f"{what} {_with_interval(figures[key], figures[f'{key}_interval'])}"
            for what, key in (("macro-F1", "macro_f1"), ("accuracy", "accuracy"))
        ]
        keywords = "" if figures["keyword_accuracy"] is None else f", of keywords {figures['keyword_accuracy']:.3f}"
        baselines = f"accuracy of always the commonest label {figures['majority_accuracy']:.3f}{keywords}"
        few = f"; {figures['no_interval']}" if figures.get("no_interval") else ""
        print(f"  {write_short(name)}: {', '.join(scores)}; {baselines}; {write_count(figures['n'], 'label')}{few}")
        print_warnings(f"{name}: {line}" for line in figures.get("warnings", ()))


def print_comparison(comparison: "Comparison", first: str, second: str, written: Path | None = None) -> None:
    """Print how two models differ on the same labels; `written` is the file that holds the labels on which they do."""
    print_warnings(comparison.warnings)
    intervals = comparison.no_interval or "95 % intervals by paired bootstrap over groups"
    print(f"{write_count(comparison.n, 'label')} in {write_count(comparison.n_groups, 'group')}; {intervals}")
    rows = []
    for name, figure in (("macro-F1", comparison.macro_f1), ("accuracy", comparison.accuracy)):
        ends = f" ({figure.interval[0]:+.3f} to {figure.interval[1]:+.3f})" if figure.interval else ""
        difference = f"{figure.difference:+.3f}{ends}"
        rows.append((name, f"{figure.first:.3f}", f"{figure.second:.3f}", difference, _show(figure.share_not_better)))
    print_grid(("", first, second, "difference", f"draws in which {second} is not better"), rows)
    print(
        f"right: both {comparison.n_both_right:,}, only {first} {comparison.n_only_first_right:,}, "
        f"only {second} {comparison.n_only_second_right:,}, neither {comparison.n_both_wrong:,}; "
        f"McNemar p {comparison.p_value:.3g}"
    )
    differ = "differs" if len(comparison.differences) == 1 else "differ"
    where = f"written to {written}" if written else "--differences FILE.csv writes them"
    print(f"{write_count(len(comparison.differences), 'label')} {differ}; {where}")
    for note in comparison.notes:
        print(f"note: {write_on_line(note)}")
