"""Word lists of other programs on their way into a lexicon file."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from framing.errors import LexiconError
from framing.lexicon.exchange.source_text import decode, find_encoding, name_code_page, read_content, refuse_long_lines
from framing.lexicon.patterns import PatternError, fold, parse_pattern

MAX_DEPTH = 20  # a lexicon file that nests deeper cannot be read
_MAX_PATTERN = 500  # characters of an entry of another program
_MAX_OWN_PATTERN = 20_000  # alternatives of a written-out word list are many
_MAX_SHOWN = 80
# What other programs take for plain signs and lexicons of this program for an operator.
_OPERATOR = re.compile(r"\S\|\S|^re:|(?:^|\s)(?:near|before)/\S|(?:^|[\s|])[a-z]+:\w|<[^\s<>]+>")
# The emitter in C is several times faster; wheels have it, some builds from source do not.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(slots=True)
class DraftCategory:
    """A category being read: keys of its entries by folded pattern, and what lies below."""

    title: str
    definition: str = ""
    depth: int = 0
    line: int = 1
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, "DraftCategory"] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of categories below, by title


@dataclass(frozen=True, slots=True)
class Imported:
    """A lexicon file made from another format, and a line for each thing that was lost or changed."""

    text: str
    losses: tuple[str, ...]


class Draft:
    """A lexicon being read from another format.

    Args:
        path: the file it is read from.
        language: ISO 639-1 code of its words.
    """

    def __init__(self, path: Path, language: str = "en") -> None:
        self.path = path
        self.language = language
        self.root = DraftCategory("")
        self._losses: list[tuple[int, str]] = []

    @property
    def losses(self) -> tuple[str, ...]:
        """A line `file:line: what` for each loss, in the order of the file."""
        return tuple(f"{self.path}:{line}: {what}" for line, what in sorted(self._losses, key=lambda loss: loss[0]))

    def open_category(self, parent: DraftCategory, title: str, line: int, *, is_heading: bool = True) -> DraftCategory:
        """The category with that title, made if it is new.

        Args:
            parent: the category above it, or the root.
            title: its name in the file.
            line: where it stands.
            is_heading: whether a title that comes again is a second heading, which is reported, or a mere mention.
        """
        title = " ".join(title.split())
        if title in parent.names:
            category = parent.categories[parent.names[title]]
            if is_heading:
                self.lose(line, f"category {show(title)} stands twice; its entries are put together")
            return category
        if parent.depth == MAX_DEPTH:
            raise self.fault(line, f"categories nest deeper than {MAX_DEPTH} levels")
        name = _make_name(title, parent.categories)
        if name != title:
            self.lose(line, f"category {show(title)} is named {name!r} here; its name is kept as the title")
        parent.names[title] = name
        parent.categories[name] = DraftCategory(title, depth=parent.depth + 1, line=line)
        return parent.categories[name]

    def find_category(self, titles: Iterable[str], line: int) -> DraftCategory:
        """The category with that path of titles, made if it is new."""
        category = self.root
        for title in titles:
            category = self.open_category(category, title, line, is_heading=False)
        return category

    def add_entry(
        self, category: DraftCategory, pattern: str, line: int, weight: float = 1.0, options: Mapping[str, Any] = {}
    ) -> None:
        """Put a pattern of another program into a category; what is no pattern here is reported."""
        written = " ".join(pattern.split())
        if len(written) > _MAX_PATTERN:
            self.lose(line, f"{show(written)}: an entry of {len(written):,} characters")
        elif operator := _OPERATOR.search(written):
            sign = operator.group().strip()
            self.lose(line, f"{show(written)}: {sign!r} has a meaning of its own here; write the entry")
        else:
            self.add_pattern(category, written, line, weight, options)

    def add_pattern(
        self, category: DraftCategory, pattern: str, line: int, weight: float = 1.0, options: Mapping[str, Any] = {}
    ) -> None:
        """Put a pattern of our own into a category; what is no pattern is reported."""
        written = " ".join(pattern.split())
        if len(written) > _MAX_OWN_PATTERN:
            self.lose(line, f"{show(written)}: an entry of {len(written):,} characters")
            return
        try:
            parse_pattern(written)
        except PatternError as problem:
            self.lose(line, f"{show(written)}: {problem}")
            return
        if not math.isfinite(weight):
            self.lose(line, f"{written!r}: {weight} is no weight")
            return
        entry = {"pattern": written, "weight": weight, **options}
        key = written if options.get("case") else fold(written)
        earlier = category.entries.setdefault(key, entry)
        if earlier["weight"] != weight:
            self.lose(line, f"{written!r} has two weights; kept {earlier['weight']:g}")
        elif {**earlier, "pattern": written} != entry:
            self.lose(line, f"{written!r} stands twice with different options; kept the first")

    def lose(self, line: int, what: str) -> None:
        """Report what was lost or changed."""
        self._losses.append((line, what))

    def fault(self, line: int, message: str) -> LexiconError:
        """The error for a file that is not what it should be."""
        return LexiconError(f"{self.path}:{line}: {message}")

    def read_text(self) -> str:
        """The text of the file; reported where it is not Unicode."""
        content = read_content(self.path)
        encoding = find_encoding(self.path, content, self.language)
        if encoding.startswith("cp"):
            name = name_code_page(encoding)
            self.lose(1, f"the file is not UTF-8 and was read as {name}; look at letters outside a to z")
        text = decode(self.path, content, encoding)
        refuse_long_lines(self.path, text)
        return text

    def write(self, name: str, source: str) -> Imported:
        """The draft as a lexicon file; categories without an entry in or below them are left out and reported.

        Raises:
            LexiconError: nothing was read.
        """
        categories = self._write_categories(self.root)
        if not categories:
            raise self.fault(1, "no category with entries found; is this the right format?")
        content = {
            "format": "1",
            "name": name,
            "version": "1",
            "language": self.language,
            "title": name,
            "source": source,
            "categories": categories,
        }
        text = yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120)
        return Imported(text, self.losses)

    def _write_categories(self, parent: DraftCategory) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for name, category in parent.categories.items():
            below = self._write_categories(category)
            if not category.entries and not below:
                self.lose(category.line, f"category {show(category.title)} has no entries; it is left out")
                continue
            fields: dict[str, Any] = {"title": category.title}
            if category.definition:
                fields["definition"] = category.definition
            if category.entries:
                fields["entries"] = [_write_entry(entry) for entry in category.entries.values()]
            if below:
                fields["categories"] = below
            written[name] = fields
        return written


def show(text: str) -> str:
    """The text in quotation marks, cut if it is long."""
    return repr(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…")


def _make_name(title: str, taken: Mapping[str, DraftCategory]) -> str:
    """A category name made of a title, which no category beside it has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "category"
    if plain not in taken:
        return plain
    # The number taken from the count leaves few to try, however many titles come to one name.
    number = 2 if f"{plain}-2" not in taken else len(taken) + 1
    while f"{plain}-{number}" in taken:
        number += 1
    return f"{plain}-{number}"


def _write_entry(entry: Mapping[str, Any]) -> dict[str, Any] | str:
    fields = {key: value for key, value in entry.items() if (key, value) != ("weight", 1.0)}
    return entry["pattern"] if len(fields) == 1 else fields
