"""What `framing labels agreement` and `adjudicate` print."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.labels import Adjudicated, Agreement, Answers

_SHOWN = 20


def print_agreement(measured: "Agreement") -> None:
    """Print alphas, then a table per pair of coders, their shares, and the first disputed items."""
    print(
        f"{measured.n_items:,} items, {measured.n_shared:,} of them with answers of two or more of"
        f" {len(measured.coders)} coders; {measured.n_unlabelled:,} rows without an answer"
    )
    unit = "documents" if measured.resampled == "document" else "items"
    print(f"Krippendorff's alpha; 95 % intervals by bootstrap over {unit}")
    for one in measured.alphas:
        low, high = one.interval or (None, None)
        print(f"  {one.metric:<9}{_format(one.value)} ({_format(low)}–{_format(high)})")
    _print_shares(measured)
    _print_pairs(measured)
    if measured.disputed:
        print(f"\n{measured.n_disputed:,} items with different answers:")
        print_answers(measured.disputed)


def _print_shares(measured: "Agreement") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("coder", "items", *measured.labels)
    for coder, counts in measured.shares.items():
        n = sum(counts.values())
        table.add_row(coder, f"{n:,}", *(f"{number / n:.0%}" if n else "–" for number in counts.values()))
    Console(highlight=False, markup=False).print(table)


def _print_pairs(measured: "Agreement") -> None:
    from rich.console import Console
    from rich.table import Table

    for pair in measured.pairs:
        share = f"{pair.n_same / pair.n:.0%} the same, " if pair.n else ""
        print(f"\n{pair.first} (rows) and {pair.second}: {pair.n:,} items, {share}Cohen's kappa {_format(pair.kappa)}")
        if pair.n:
            table = Table("", *measured.labels)
            for label, row in zip(measured.labels, pair.confusion, strict=True):
                table.add_row(label, *map(str, row))
            Console(highlight=False, markup=False).print(table)


def print_answers(disputed: "tuple[Answers, ...]") -> None:
    """Print what coders said of the first of these items."""
    from framing.labels import write_answers

    for one in disputed[:_SHOWN]:
        text, start, end = one.item.text, one.item.target_start, one.item.target_end
        shown = text if start is None else f"{text[:start]}[{text[start:end]}]{text[end:]}"
        print(f"  {write_answers(one)}\n      {' '.join(shown.split())}")
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


def _format(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}".replace("0.", ".", 1)
