"""Word lists of other programs on their way into a lexicon file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from framing.errors import LexiconError
from framing.lexicon.patterns import PatternError, parse_pattern


@dataclass(slots=True)
class DraftCategory:
    """A category being read: entries by pattern, each with its weight, and what lies below."""

    title: str
    entries: dict[str, float] = field(default_factory=dict)
    categories: dict[str, "DraftCategory"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A lexicon file made from another format, and a line for each thing that could not be carried over."""

    text: str
    losses: tuple[str, ...]


class Draft:
    """A lexicon being read from another format.

    Args:
        path: the file it is read from.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = DraftCategory("")
        self.losses: list[str] = []

    def add_category(self, titles: Iterable[str]) -> DraftCategory:
        """The category with that path of titles, made if it is new."""
        category = self.root
        for title in titles:
            name = _find_name(title, category.categories)
            category = category.categories.setdefault(name, DraftCategory(title.strip()))
        return category

    def add_entry(self, category: DraftCategory, pattern: str, line: int, weight: float = 1.0) -> None:
        """Put a pattern into a category; what is no pattern here is reported."""
        written = " ".join(pattern.split())
        try:
            parse_pattern(written)
        except PatternError as problem:
            self.lose(line, f"{written!r}: {problem}")
            return
        if category.entries.setdefault(written, weight) != weight:
            self.lose(line, f"{written!r} has two weights; kept {category.entries[written]}")

    def lose(self, line: int, what: str) -> None:
        """Report what could not be carried over."""
        self.losses.append(f"{self.path}:{line}: {what}")

    def fault(self, line: int, message: str) -> LexiconError:
        """The error for a file that is not what it should be."""
        return LexiconError(f"{self.path}:{line}: {message}")

    def write(self, name: str, language: str, source: str) -> Imported:
        """The draft as a lexicon file.

        Raises:
            LexiconError: nothing was read.
        """
        if not any(_count_entries(category) for category in self.root.categories.values()):
            raise self.fault(1, "no category with entries found; is this the right format?")
        content = {
            "format": "1",
            "name": name,
            "version": "1",
            "language": language,
            "title": name,
            "source": source,
            "categories": _write_categories(self.root.categories),
        }
        return Imported(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), tuple(self.losses))


def _find_name(title: str, taken: Mapping[str, DraftCategory]) -> str:
    """A name made of the title, the same for the same title and another for another one."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "category"
    name, number = plain, 2
    while name in taken and taken[name].title != title.strip():
        name, number = f"{plain}-{number}", number + 1
    return name


def _count_entries(category: DraftCategory) -> int:
    return len(category.entries) + sum(map(_count_entries, category.categories.values()))


def _write_categories(categories: Mapping[str, DraftCategory]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, category in categories.items():
        fields: dict[str, Any] = {"title": category.title}
        if category.entries:
            fields["entries"] = [
                pattern if weight == 1 else {"pattern": pattern, "weight": weight}
                for pattern, weight in category.entries.items()
            ]
        if category.categories:
            fields["categories"] = _write_categories(category.categories)
        written[name] = fields
    return written


def read_text(draft: Draft) -> str:
    """The text of the draft's file: UTF-8 or, as many older word lists are, Windows-1252, which is reported."""
    try:
        content = draft.path.read_bytes()
    except OSError as problem:
        raise LexiconError(f"{draft.path}: cannot be read: {problem.strerror}") from problem
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            draft.lose(1, "the file is not UTF-8 and was read as Windows-1252; look at letters with accents")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise LexiconError(f"{draft.path}: neither UTF-8 nor Windows-1252; save the file as UTF-8")
