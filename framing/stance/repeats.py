"""Rows of label files that stand twice, and rows that contradict each other."""

from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.label_files import quote

if TYPE_CHECKING:
    from framing.stance.labels import LabelRow


class RepeatFinder:
    """Told row after row, finds those that say again what an earlier one says.

    Rows are about the same where document (or article), text and target are. The same answer twice counts once; two
    answers are a contradiction, unless two people gave them.
    """

    def __init__(self) -> None:
        self._kept: defaultdict[Hashable, list[LabelRow]] = defaultdict(list)
        self._by_text: dict[Hashable, LabelRow] = {}
        self._repeated: list[tuple[LabelRow, LabelRow]] = []
        self._unlike: list[tuple[LabelRow, LabelRow]] = []  # the same text in two documents

    def is_new(self, row: "LabelRow") -> bool:
        """Whether the row says something that no earlier one said.

        Raises:
            InputError: it contradicts an earlier one; with both places.
        """
        about = (row.text, row.target_start, row.target_end, None if row.target_start is not None else row.target)
        kept = self._kept[row.group, about]
        for earlier in kept:
            if row.annotator and earlier.annotator and row.annotator != earlier.annotator:
                continue
            if row.label != earlier.label:
                raise InputError(_contradict(earlier, row))
            self._repeated.append((earlier, row))
            return False
        if not kept:
            other = self._by_text.setdefault(about, row)
            if other.label != row.label:
                self._unlike.append((other, row))
        kept.append(row)
        return True

    def describe(self) -> tuple[str, ...]:
        """What a reader of figures should know, one line each."""
        notes = []
        if self._repeated:
            notes.append(f"rows that stand twice and count once: {len(self._repeated):,}, {_show(self._repeated[0])}")
        answers = [rows for rows in self._kept.values() if len(rows) > 1]
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
    return f"as {pair[0].place} and {pair[1].place}"


def _contradict(earlier: "LabelRow", row: "LabelRow") -> str:
    file = row.place.rpartition(":")[0]
    return (
        f"{row.place}: {quote(row.label)} for the text and target that {earlier.place} calls {quote(earlier.label)}; "
        "keep one, or name two people in a column `annotator` and let "
        f"`framing labels adjudicate {file} --out labels.jsonl` decide"
    )
