"""Answers about hits -> how many of them are right, by category and entry."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.coder_agreement import find_alpha
from framing.errors import InputError
from framing.lexicon.records import Lexicon
from framing.lexicon.sheets import Reading

_Hit = tuple[str, str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class EntryReadings:
    """Of one entry, how many hits were read, and how many of them are right."""

    entry_id: str
    n_read: int
    n_right: int

    @property
    def is_suspect(self) -> bool:
        """Wrong at least twice, or in half or more of at least two hits."""
        n_wrong = self.n_read - self.n_right
        return n_wrong >= 2 or (self.n_read >= 2 and 2 * n_wrong >= self.n_read)


@dataclass(frozen=True, slots=True)
class CategoryReadings:
    """Of one category, without those below it, how many hits were read, and how many of them are right."""

    lexicon: str
    category: str
    n_read: int
    n_right: int
    n_several: int  # of the hits read, by two or more people
    alpha: float | None
    entries: tuple[EntryReadings, ...]  # those with the most wrong hits first


@dataclass(frozen=True, slots=True)
class VersionNote:
    """What became of the rows of a lexicon that were read for another version of it.

    Attributes:
        n_other: answered rows that name another version than the present one.
        n_kept: of these, rows whose entry still stands in the same category.
        is_found: whether there is a present one to compare with; without it all rows are kept.
    """

    lexicon: str
    n_other: int
    n_kept: int
    is_found: bool


def choose_readings(
    readings: Sequence[Reading], lexicons: Mapping[str, Lexicon]
) -> tuple[list[Reading], list[VersionNote]]:
    """The answers that hold for the present lexicons, and a note for each lexicon that needs one.

    An answer was given for an entry's hit as one of its category. So it is kept for another version where the entry id
    still stands in that category; whether the words behind an id with lists have changed cannot be seen from it.

    Args:
        readings: rows of files; those without an answer are left out.
        lexicons: present lexicons by name, as far as there are any.
    """
    kept: list[Reading] = []
    n_other: Counter[str] = Counter()
    n_kept: Counter[str] = Counter()
    entries = {name: {(one.category, one.entry_id) for one in lexicon.entries} for name, lexicon in lexicons.items()}
    answered = [one for one in readings if one.is_right is not None]
    for reading in answered:
        present = lexicons.get(reading.lexicon)
        if present is not None and reading.lexicon_sha256 not in {"", present.sha256}:
            n_other[reading.lexicon] += 1
            if (reading.category, reading.entry_id) not in entries[reading.lexicon]:
                continue
            n_kept[reading.lexicon] += 1
        kept.append(reading)
    notes = [
        VersionNote(name, n_other[name], n_kept[name], name in lexicons)
        for name in sorted({reading.lexicon for reading in answered})
        if n_other[name] or name not in lexicons
    ]
    return kept, notes


def count_readings(readings: Sequence[Reading]) -> list[CategoryReadings]:
    """For each category how many hits are right, in the order of names.

    A hit that several people read is right where more of them say so than say no; a tie counts as wrong. The same
    answer of one person about one hit, twice in the files, is one answer. Alpha is Krippendorff's for nominal values,
    over hits with two answers or more.

    Raises:
        InputError: a person says of one hit both that it is right and that it is wrong; with both lines.
    """
    answers = _collect(readings)
    by_category: dict[tuple[str, str], list[_Hit]] = {}
    for hit in answers:
        by_category.setdefault((hit[0], hit[1]), []).append(hit)
    return [_count(*names, {hit: answers[hit] for hit in hits}) for names, hits in sorted(by_category.items())]


def find_reader_alpha(readings: Sequence[Reading]) -> float | None:
    """Krippendorff's alpha over the hits of all categories together."""
    return find_alpha(list(_collect(readings).values()))


def _collect(readings: Sequence[Reading]) -> dict[_Hit, tuple[int, int]]:
    """For each hit how many people say that it is right, and that it is wrong."""
    said: dict[tuple[_Hit, str], Reading] = {}
    for reading in readings:
        earlier = said.setdefault((reading.hit, reading.annotator), reading)
        if earlier.is_right != reading.is_right:
            raise InputError(
                f"{reading.place}: right: {reading.annotator} said otherwise of this hit at {earlier.place}"
            )
    counts: dict[_Hit, list[int]] = {}
    for (hit, _), reading in said.items():
        counts.setdefault(hit, [0, 0])[0 if reading.is_right else 1] += 1
    return {hit: (n_right, n_wrong) for hit, (n_right, n_wrong) in counts.items()}


def _count(lexicon: str, category: str, answers: Mapping[_Hit, tuple[int, int]]) -> CategoryReadings:
    right = {hit for hit, (n_right, n_wrong) in answers.items() if n_right > n_wrong}
    n_read = Counter(hit[2] for hit in answers)
    n_right = Counter(hit[2] for hit in right)
    entries = [EntryReadings(entry, n, n_right[entry]) for entry, n in n_read.items()]
    return CategoryReadings(
        lexicon,
        category,
        len(answers),
        len(right),
        sum(sum(counts) > 1 for counts in answers.values()),
        find_alpha(list(answers.values())),
        tuple(sorted(entries, key=lambda one: (one.n_right - one.n_read, one.entry_id))),
    )
