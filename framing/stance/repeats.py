"""Rows of label files that stand twice, and rows that contradict each other."""

from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

from framing.label_files import quote

if TYPE_CHECKING:
    from framing.stance.labels import LabelRow


class RepeatFinder:
    """Told row after row, finds those that say again what an earlier one says, or something else.

    Rows are about the same where document (or article), text and target are. Two answers about one thing contradict
    each other, unless two people gave them.
    """

    def __init__(self) -> None:
        self._kept: defaultdict[Hashable, list[LabelRow]] = defaultdict(list)
        self._by_text: dict[Hashable, LabelRow] = {}
        self._repeated: list[tuple[LabelRow, LabelRow]] = []
        self._contradicting: list[tuple[LabelRow, LabelRow]] = []
        self._unlike: list[tuple[LabelRow, LabelRow]] = []  # the same text in two documents

    def is_new(self, row: "LabelRow") -> bool:
        """Whether the row says something that no earlier one said."""
        about = (row.text, row.target_start, row.target_end, None if row.target_start is not None else row.target)
        kept = self._kept[row.group, about]
        by_one = [one for one in kept if not (row.annotator and one.annotator and row.annotator != one.annotator)]
        same = next((one for one in by_one if one.label == row.label), None)
        if same is not None:
            self._repeated.append((same, row))
            return False
        if by_one:
            self._contradicting.append((by_one[0], row))
        elif not kept:
            other = self._by_text.setdefault(about, row)
            if other.label != row.label:
                self._unlike.append((other, row))
        kept.append(row)
        return True

    def describe(self) -> tuple[str, ...]:
        """What a reader of figures should know, one line each."""
        notes = []
        if self._repeated:
            notes.append(f"rows that stand twice: {len(self._repeated):,}, {_show(self._repeated[0])}")
        if self._contradicting:
            notes.append(
                f"rows that contradict another about the same text and target: {len(self._contradicting):,}, "
                f"{_show(self._contradicting[0])}; all count, and no model can be right about both: keep one, or "
                "name who gave them in a column `annotator` and let `framing labels adjudicate` decide"
            )
        answers = [rows for rows in self._kept.values() if len({row.annotator for row in rows if row.annotator}) > 1]
        if answers:
            n_disputed = sum(len({row.label for row in rows}) > 1 for rows in answers)
            notes.append(
                f"items with answers of several annotators: {len(answers):,}, with different ones: {n_disputed:,}; "
                "each answer is a row; `framing labels adjudicate` decides on one"
            )
        if self._unlike:
            notes.append(
                f"texts with another label in another document: {len(self._unlike):,}, {_show(self._unlike[0])}; "
                "models cannot tell them apart"
            )
        return tuple(notes)


def _show(pair: "tuple[LabelRow, LabelRow]") -> str:
    earlier, row = pair
    if earlier.label == row.label and earlier.place == row.place:
        return f"as the target {quote(row.target)} that {row.place} names twice"
    if earlier.label == row.label:
        return f"as {row.place} repeats {earlier.place}"
    if earlier.place == row.place:
        return f"as {row.place} calls one target {quote(earlier.label)} and {quote(row.label)}"
    return f"as {row.place} ({quote(row.label)}) and {earlier.place} ({quote(earlier.label)})"
