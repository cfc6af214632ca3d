"""What `framing labels` prints."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from framing.cli.label_hints import find_odd_labels
from framing.cli.terminal import print_grid, write_fraction, write_on_line, write_short

if TYPE_CHECKING:
    from framing.labels import Adjudicated, Agreement, Answers, Imported
    from framing.run import LabelSample

_SHOWN = 20


def print_sample(drawn: "LabelSample", n: int, out: Path) -> None:
    """Print what was drawn from each stratum."""
    print("  drawn   found  stratum")
    for one in drawn.strata:
        if one.n_drawn:
            print(f"{one.n_drawn:>7,} {one.n_found:>7,}  {one.strategy}: {one.stratum}")
    empty = [one for one in drawn.strata if not one.n_drawn]
    if empty:
        print(f"      0 {sum(one.n_found for one in empty):>7,}  {len(empty):,} further strata")
    few = f"; {n:,} were wanted" if drawn.n_drawn < n else ""
    print(f"{drawn.n_drawn:,} of {drawn.n_mentions:,} mentions in {out}{few}")
    print(f"Keep {drawn.key} from the coders; `framing labels import {out} --out labels.jsonl` reads it.")


def print_import(imported: "Imported", out: Path) -> None:
    """Print how many labels there are, by label; and what needs a look, on standard error."""
    print(f"{len(imported.items):,} labels in {out}; {imported.n_unlabelled:,} rows without an answer left out")
    for label, number in sorted(imported.n_by_label.items()):
        print(f"{number:>7,}  {write_short(label, 40)}")
    for hint in find_odd_labels(imported.n_by_label):
        print(hint, file=sys.stderr)
    if imported.n_repeated:
        print(f"{imported.n_repeated:,} answers stood there twice and count once", file=sys.stderr)
    if imported.n_restored:
        print(f"{imported.n_restored:,} texts had been changed and were taken from the key", file=sys.stderr)
    if imported.n_without_document:
        print(
            f"{imported.n_without_document:,} labels name no document_id: training cannot keep an article together",
            file=sys.stderr,
        )


def print_agreement(measured: "Agreement") -> None:
    """Print alphas, then a table per pair of coders, their shares, and the first disputed items."""
    print(
        f"{measured.n_items:,} items, {measured.n_shared:,} of them with answers of two or more of"
        f" {len(measured.coders)} coders; {measured.n_unlabelled:,} rows without an answer"
    )
    unit = "documents" if measured.resampled == "document" else "items"
    print(f"Krippendorff's alpha; 95 % intervals by bootstrap over {unit}")
    for one in measured.alphas:
        ends = "–".join(write_fraction(end, 3) for end in one.interval) if one.interval else one.no_interval
        print(f"  {one.metric:<9}{write_fraction(one.value, 3)} ({ends})")
    _print_shares(measured)
    _print_pairs(measured)
    if measured.disputed:
        print(f"\n{measured.n_disputed:,} items with different answers:")
        print_answers(measured.disputed)


def _print_shares(measured: "Agreement") -> None:
    rows = []
    for coder, counts in measured.shares.items():
        n = sum(counts.values())
        rows.append((coder, f"{n:,}", *(f"{number / n:.0%}" if n else "–" for number in counts.values())))
    print_grid(("coder", "items", *measured.labels), rows)


def _print_pairs(measured: "Agreement") -> None:
    for pair in measured.pairs:
        share = f"{pair.n_same / pair.n:.0%} the same, " if pair.n else ""
        kappa = write_fraction(pair.kappa, 3)
        print(f"\n{pair.first} (rows) and {pair.second}: {pair.n:,} items, {share}Cohen's kappa {kappa}")
        if pair.n:
            counts = zip(measured.labels, pair.confusion, strict=True)
            print_grid(("", *measured.labels), [(label, *map(str, row)) for label, row in counts])


def print_answers(disputed: "tuple[Answers, ...]") -> None:
    """Print what coders said of the first of these items."""
    from framing.labels import write_answers

    for one in disputed[:_SHOWN]:
        text, start, end = one.item.text, one.item.target_start, one.item.target_end
        shown = text if start is None else f"{text[:start]}[{text[start:end]}]{text[end:]}"
        print(f"  {write_on_line(write_answers(one))}\n      {write_on_line(shown)}")
    if len(disputed) > _SHOWN:
        print(f"  and {len(disputed) - _SHOWN:,} more; all of them with --json, or in a file")


def print_adjudicated(decided: "Adjudicated", out: Path) -> None:
    """Print how many items were decided, how, and which stay open."""
    print(f"{len(decided.items):,} labels in {out}")
    for way, number in decided.n_by_way.items():
        print(f"{number:>7,}  {way}")
    if decided.open:
        print(f"{len(decided.open):,} ties left out:")
        print_answers(decided.open)
