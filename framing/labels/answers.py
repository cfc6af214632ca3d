"""Rows of several coders -> the answers about each item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.errors import InputError
from framing.label_files import name_files
from framing.labels.exchange import read_items
from framing.labels.othertexts import note_other_texts
from framing.labels.records import Item
from framing.nouns import write_count


@dataclass(frozen=True, slots=True)
class Answers:
    """One item with what each coder said of it. `item` is the first row that answers."""

    item: Item
    by_coder: Mapping[str, str]

    @property
    def is_disputed(self) -> bool:
        """Whether two coders said different things."""
        return len(set(self.by_coder.values())) > 1


@dataclass(frozen=True, slots=True)
class CodedItems:
    """Items in the order of the files, the coders by name, rows without an answer, and what else to know."""

    answers: tuple[Answers, ...]
    coders: tuple[str, ...]
    n_unlabelled: int
    notes: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that were given, by name."""
        return tuple(sorted({label for one in self.answers for label in one.by_coder.values()}))


def read_answers(paths: Sequence[Path], file_format: str | None = None) -> CodedItems:
    """The answers in label files. A row that names no annotator is the coder's who has the name of the file.

    Raises:
        InputError: a file cannot be read, two files without annotators have one name, or a coder contradicts
            themselves; with file and line.
    """
    names: dict[Path, str] = {}
    for path in dict.fromkeys(paths):
        name = path.name.split(".")[0] or path.name
        names[path] = str(path) if name in names.values() else name
    rows = [(item, item.annotator or name) for path, name in names.items() for item in read_items(path, file_format)]
    return collect_answers(rows)


def collect_answers(rows: Iterable[tuple[Item, str]]) -> CodedItems:
    """The answers of rows, each with its coder. The same answer of one coder about one item twice is one answer.

    Raises:
        InputError: a coder gives one item two labels; with both places. Or no row has an answer.
    """
    first: dict[tuple[str, str, int, int], Item] = {}
    said: dict[tuple[str, str, int, int], dict[str, Item]] = {}
    n_unlabelled = 0
    rows = list(rows)
    for item, coder in rows:
        if item.label is None:
            n_unlabelled += 1
            continue
        first.setdefault(item.identity, item)
        earlier = said.setdefault(item.identity, {}).setdefault(coder, item)
        if earlier.label != item.label:
            raise InputError(
                f"{item.place}: {coder} says {item.label} of what {earlier.place} calls {earlier.label}; keep one"
            )
    if not first:
        files = name_files(item.place for item, _ in rows) or "these files"
        raise InputError(
            f"{files}: {write_count(n_unlabelled, 'row')} without a label; fill in the column `label`, or give the "
            "files of `labels import`"
        )
    answers = tuple(
        Answers(item, {coder: one.label or "" for coder, one in sorted(said[identity].items())})
        for identity, item in first.items()
    )
    return CodedItems(
        answers,
        tuple(sorted({coder for one in answers for coder in one.by_coder})),
        n_unlabelled,
        note_other_texts(rows),
    )
