"""What `framing lexicon check` prints."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.lexicon import MirrorSide
    from framing.run import LexiconCheck, TextCheck


def describe_check(check: "LexiconCheck") -> dict[str, Any]:
    """Complaints and figures as plain values for JSON."""
    complaints = [{**asdict(complaint), "message": complaint.message} for complaint in check.complaints]
    texts = [{**asdict(one), "mirrors": [list(map(asdict, pair)) for pair in one.mirrors]} for one in check.texts]
    return {"complaints": complaints, "texts": texts}


def print_check(check: "LexiconCheck") -> None:
    """Print the complaints, then for each lexicon the two sides of its mirrored pairs on the texts."""
    for complaint in check.complaints:
        print(f"{complaint.severity}: {complaint}")
    kinds = Counter(complaint.kind for complaint in check.complaints)
    by_kind = ", ".join(f"{kind} {n:,}" for kind, n in kinds.most_common())
    print(count(check.complaints, "complaint") + (f": {by_kind}" if by_kind else ""))
    for one in check.texts:
        print()
        _print_texts(one)


def _print_texts(check: "TextCheck") -> None:
    from framing.lexicon import find_ratio

    if not check.n_documents:
        print(f"{check.lexicon}: no article in {check.language!r}, so that no text was tried")
        return
    print(f"{check.lexicon} ({check.language}): {check.n_documents:,} articles, {check.n_words:,} words")
    if check.mirrors:
        print(f"{'hits':>8}  {'per 1,000 words (95 %)':<26}{'entries with hits':<20}mirrored categories")
    for left, right in check.mirrors:
        larger, smaller = sorted((left, right), key=lambda side: -side.n_hits)
        ratio = find_ratio(larger, smaller)
        _print_side(left, "")
        _print_side(right, "" if ratio is None else f" ({ratio:.1f} times)")


def _print_side(side: "MirrorSide", remark: str) -> None:
    rate, low, high = map(_write_rate, (side.per_1000_words, side.ci_low, side.ci_high))
    live = f"{side.n_live_entries} of {side.n_entries}"
    print(f"{side.n_hits:>8,}  {f'{rate} ({low}–{high})':<26}{live:<20}{side.category}{remark}")


def _write_rate(value: float | None) -> str:
    """Three significant digits; rare categories have rates of some hundred-thousandths."""
    if value is None:
        return "–"
    return f"{value:.3g}" if value >= 0.001 or not value else f"{value:.5f}"


def count(items: Sequence[Any], noun: str) -> str:
    """`1 complaint`, `2 complaints`."""
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"
