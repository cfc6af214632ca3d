"""What `framing labels` prints."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from framing.cli.label_hints import find_odd_labels
from framing.cli.terminal import print_grid, print_notes, write_fraction, write_on_line, write_short
from framing.nouns import write_count

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
        strata = "1 further stratum" if len(empty) == 1 else f"{len(empty):,} further strata"
        print(f"      0 {sum(one.n_found for one in empty):>7,}  {strata}")
    few = f"; wanted: {n:,}" if drawn.n_drawn < n else ""
    print(f"{drawn.n_drawn:,} of {write_count(drawn.n_mentions, 'mention')} in {out}{few}")
    print(f"Keep {drawn.key} from the coders; `framing labels import {out} --out labels.jsonl` reads it.")


def print_import(imported: "Imported", out: Path) -> None:
    """Print how many labels there are, by label; and what needs a look, on standard error."""
    left_out = f"{write_count(imported.n_unlabelled, 'row')} without an answer left out"
    print(f"{write_count(len(imported.items), 'label')} in {out}; {left_out}")
    for label, number in sorted(imported.n_by_label.items()):
        print(f"{number:>7,}  {write_short(label, 40)}")
    for hint in find_odd_labels(imported.n_by_label):
        print(hint, file=sys.stderr)
    if imported.n_repeated:
        print(f"answers that stood there twice and count once: {imported.n_repeated:,}", file=sys.stderr)
    if imported.n_restored:
        print(f"changed texts that were taken from the key: {imported.n_restored:,}", file=sys.stderr)
    if imported.n_without_document:
        print(
            f"labels without a document_id: {imported.n_without_document:,}; training cannot keep an article together",
            file=sys.stderr,
        )


def print_agreement(measured: "Agreement") -> None:
    """Print alphas, then a table per pair of coders, their shares, and the first disputed items."""
    print(
        f"{write_count(measured.n_items, 'item')}, {measured.n_shared:,} of them with answers of two or more of"
        f" {len(measured.coders)} coders; {write_count(measured.n_unlabelled, 'row')} without an answer"
    )
    print_notes(measured.notes)
    unit = "documents" if measured.resampled == "document" else "items"
    print(f"Krippendorff's alpha; 95 % intervals by bootstrap over {unit}")
    for one in measured.alphas:
        ends = "–".join(write_fraction(end, 3) for end in one.interval) if one.interval else one.no_interval
        print(f"  {one.metric:<9}{write_fraction(one.value, 3)} ({ends})")
    _print_shares(measured)
    _print_pairs(measured)
    if measured.disputed:
        print(f"\n{write_count(measured.n_disputed, 'item')} with different answers:")
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
        print(f"\n{pair.first} (rows) and {pair.second}: {write_count(pair.n, 'item')}, {share}Cohen's kappa {kappa}")
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
    print_notes(decided.notes)
    print(f"{write_count(len(decided.items), 'label')} in {out}")
    for way, number in decided.n_by_way.items():
        print(f"{number:>7,}  {way}")
    if decided.open:
        print(f"{write_count(len(decided.open), 'tie')} left out:")
        print_answers(decided.open)
