"""Entries as plain words and phrases for formats that know no more, and what those cannot hold."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from framing.lexicon.patterns import Element, Phrase, Regex
from framing.lexicon.records import Category, Entry, Lexicon, derive_entry_id

_MAX_VARIANTS = 1000
_CATEGORY_KEYS = ("title", "definition", "source", "mirror", "should_hit", "should_miss")
_ENTRY_KEYS = ("case", "unless", "note", "source", "rare")
_LEXICON_DEFAULTS = {"overlap": "longest", "negation": "mark", "transfers": "category"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of another format, and a line for each thing that it cannot hold."""

    text: str
    losses: tuple[str, ...]


@dataclass(slots=True)
class Losses:
    """What a format cannot hold, as `file:line: entry or category: what`."""

    lexicon: Lexicon
    _found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, subject: Entry | Category | None, what: str) -> None:
        """Report a loss of an entry, a category, or, with None, the lexicon."""
        name = "lexicon" if subject is None else subject.entry_id if isinstance(subject, Entry) else subject.name
        line = subject.line if subject is not None else 1
        self._found.append((line, f"{self.lexicon.path}:{line}: {name}: {what}"))

    def add_keys(self, category_keys: Iterable[str] = (), entry_keys: Iterable[str] = ()) -> None:
        """Report the keys of lexicon, categories and entries that the format has no place for.

        Args:
            category_keys: what it holds of a category besides its name.
            entry_keys: what it holds of an entry besides its pattern.
        """
        held, written = set(category_keys), set(entry_keys)
        keys = [key for key in ("title", "description", "licence", "source") if getattr(self.lexicon, key)]
        keys += [key for key, usual in _LEXICON_DEFAULTS.items() if getattr(self.lexicon, key) != usual]
        self._add_names(None, keys)
        for category in self.lexicon.categories:
            self._add_names(category, [key for key in _CATEGORY_KEYS if getattr(category, key) and key not in held])
        for entry in self.lexicon.entries:
            lost = [key for key in _ENTRY_KEYS if getattr(entry, key)]
            lost += ["weight"] if entry.weight != 1 else []
            lost += ["id"] if entry.entry_id != derive_entry_id(entry.category, entry.pattern) else []
            self._add_names(entry, [key for key in lost if key not in written])

    def _add_names(self, subject: Entry | Category | None, names: list[str]) -> None:
        if names:
            self.add(subject, f"{', '.join(names)} left out")

    def list(self) -> tuple[str, ...]:
        """All losses in the order of the file."""
        return tuple(text for _, text in sorted(self._found, key=lambda loss: loss[0]))


def collect_words(
    losses: Losses, is_writable: Callable[[str], bool], has_weights: bool = False
) -> dict[str, dict[str, float]]:
    """Words and phrases with their weights, by category; entries that cannot be written are reported.

    Args:
        losses: takes the reports.
        is_writable: whether the format can hold a word or phrase.
        has_weights: whether it holds weights, so that a word cannot have two.
    """
    lexicon = losses.lexicon
    words: dict[str, dict[str, float]] = {category.name: {} for category in lexicon.categories}
    for entry in lexicon.entries:
        own = words[entry.category]
        for text in _write_entry(entry, losses):
            if not is_writable(text):
                losses.add(entry, f"{text!r} cannot be written in this format")
            elif own.setdefault(text, entry.weight) != entry.weight and has_weights:
                losses.add(entry, f"{text!r} stands already with weight {own[text]:g}")
    return words


def _write_entry(entry: Entry, losses: Losses) -> list[str]:
    """The entry as globs, one for each choice among its alternatives and members of lists; the rest is reported."""
    phrases = [pattern for pattern in entry.patterns if isinstance(pattern, Phrase)]
    if not phrases:
        kind = "regular expression" if isinstance(entry.patterns[0], Regex) else "pattern with near/ or before/"
        losses.add(entry, f"is a {kind}; left out")
        return []
    places = [[_write_element(element) for element in phrase.elements] for phrase in phrases]
    n_variants = sum(math.prod(map(len, choices)) for choices in places)
    if n_variants > _MAX_VARIANTS:
        losses.add(entry, f"stands for {n_variants:,} phrases; left out")
        return []
    atoms = dict.fromkeys(atom for phrase in phrases for element in phrase.elements for atom in element.atoms)
    lemmas = [f"lemma:{atom.text}" for atom in atoms if atom.kind == "lemma"]
    cased = [f"case:{atom.text}" for atom in atoms if atom.case and not entry.case and atom.kind != "lemma"]
    if lemmas:
        losses.add(entry, f"{', '.join(lemmas)} left out")
    if cased:
        losses.add(entry, f"{', '.join(cased)} written without case")
    return list(dict.fromkeys(" ".join(words) for choices in places for words in product(*choices)))


def _write_element(element: Element) -> list[str]:
    return [atom.text for atom in element.atoms if atom.kind != "lemma"]


def has_final_wildcard_only(text: str) -> bool:
    """Whether the only wildcard is `*` at the end of a word."""
    return "?" not in text and all("*" not in word[:-1] and word != "*" for word in text.split())


def write_number(value: float) -> str:
    """The number in plain decimals, as short as it can be read back."""
    written = f"{Decimal(repr(value)):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
