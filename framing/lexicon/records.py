"""What a lexicon file holds, as frozen records."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from framing.lexicon.patterns import Choice, Pattern

Overlap = Literal["longest", "all"]
NegationPolicy = Literal["mark", "drop", "flip"]
# What two hits in different voices must share to be a transfer: the category, the entry; or never one.
TransferScope = Literal["category", "entry", "none"]
_MAX_PATTERN_IN_ID = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a pattern that counts for one category."""

    entry_id: str
    category: str  # full path
    pattern: str  # as written
    patterns: tuple[Pattern, ...]  # one, or several where its lists hold phrases; a hit of any is a hit of the entry
    weight: float
    case: bool
    unless: tuple[str, ...]
    unless_patterns: tuple[tuple[Pattern, ...], ...]  # of each `unless`
    note: str
    source: str
    rare: str  # reason for keeping an entry that the development corpora do not contain; "" for none
    line: int


@dataclass(frozen=True, slots=True)
class Category:
    """One frame of a lexicon. `name` is the full path, `parent/child`; `parent` is "" at the top."""

    name: str
    parent: str
    title: str
    definition: str
    source: str
    mirror: str  # full path of the opposed category; "" for none
    should_hit: tuple[str, ...]
    should_miss: tuple[str, ...]
    line: int
    example_lines: tuple[int, ...]  # of the sentences of should_hit, then of should_miss


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and phrases under one name, for use in patterns as `<name>`."""

    name: str
    members: tuple[str, ...]  # as written
    choice: Choice
    line: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A lexicon as read from one file. `sha256` is the hexadecimal digest of the file's bytes.

    Of a mere head, `lists` and `entries` are empty.
    """

    name: str
    version: str
    language: str
    title: str
    description: str
    licence: str
    source: str
    overlap: Overlap
    negation: NegationPolicy
    transfers: TransferScope
    sha256: str
    path: Path
    lists: tuple[WordList, ...]
    categories: tuple[Category, ...]
    entries: tuple[Entry, ...]
    is_head: bool = False

    def category(self, name: str) -> Category:
        """The category with that full path. Raises KeyError."""
        for category in self.categories:
            if category.name == name:
                return category
        raise KeyError(name)


def derive_entry_id(category: str, pattern: str) -> str:
    """The id of an entry that has none of its own: `category:pattern`, a long pattern cut and ended by a digest."""
    if len(pattern) > _MAX_PATTERN_IN_ID:
        digest = hashlib.sha256(pattern.encode("utf-8")).hexdigest()[:8]
        pattern = f"{pattern[: _MAX_PATTERN_IN_ID - len(digest) - 1].rstrip()}~{digest}"
    return f"{category}:{pattern}"


def is_within(category: str, ancestor: str) -> bool:
    """Whether a category is `ancestor` or lies below it."""
    return category == ancestor or category.startswith(ancestor + "/")
