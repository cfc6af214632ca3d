"""Labels that may be slips of the pen, for all commands that read labels."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from framing.cli.terminal import write_short
from framing.nouns import write_count

_LEAST_ROWS = 5  # below which a label is hardly learnt, and often a slip
_ALIKE = 0.8  # share of common letters
_RARE = 0.1  # of the rows of a label that it is like
_SHOWN = 12


def write_counts(counts: Mapping[str, int]) -> str:
    """Labels with their numbers of rows, in order of name; of many the commonest."""
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    shown = ", ".join(f"{write_short(label, 40)} {counts[label]:,}" for label in sorted(ranked[:_SHOWN]))
    return shown + (f" and {len(ranked) - _SHOWN:,} more" if len(ranked) > _SHOWN else "")


def find_odd_labels(counts: Mapping[str, int]) -> list[str]:
    """Hints on labels that look like slips: nearly `favor`, `neutral` or `against`, a commoner label, or rare."""
    from framing.columns import LABELS  # loads numpy, which `framing --help` does not wait for

    hints, others = [], []
    for label in sorted(counts):
        like = _find_like(label, counts)
        rows = write_count(counts[label], "row")
        if like:
            hints.append(f"label {_quote(label)} ({rows}): a slip for {_quote(like)}? It counts as a label of its own")
        elif counts[label] < _LEAST_ROWS:
            hints.append(f"label {_quote(label)} has {rows}: a slip of the pen? Too few to learn from")
        elif label not in LABELS:
            others.append(label)
    if others and not counts.keys().isdisjoint(LABELS):
        hints.append(f"besides {', '.join(LABELS)} there are {write_counts({one: counts[one] for one in others})}")
    if len(hints) > _SHOWN:
        hints[_SHOWN:] = [f"and {len(hints) - _SHOWN:,} more like these"]
    return hints


def _find_like(label: str, counts: Mapping[str, int]) -> str | None:
    """The label that this one is a slip for, if it looks like one."""
    from framing.columns import LABELS

    if label in LABELS:
        return None
    for stance in LABELS:
        if _compare(label, stance) >= _ALIKE:
            return stance
    commoner = sorted((-n, other) for other, n in counts.items() if counts[label] <= _RARE * n)
    return next((other for _, other in commoner if _compare(label, other) >= _ALIKE), None)


def _compare(one: str, other: str) -> float:
    if max(len(one), len(other)) > 100:
        return 0.0
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _quote(label: str) -> str:
    return f"“{write_short(label, 40)}”"
