"""Which label of people means which category."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from framing.errors import InputError
from framing.lexicon.records import Lexicon, is_within
from framing.marked_yaml import MarkedYaml

_NO_NAME = re.compile(r"[^\w/:]+")

WHOLE = "*"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured against labels: a category of a lexicon, or several taken together; `*` is the whole lexicon."""

    lexicon: str
    categories: tuple[str, ...]

    @property
    def name(self) -> str:
        """`lexicon:category`, or `lexicon:category+category`."""
        return f"{self.lexicon}:{'+'.join(self.categories)}"

    def covers(self, category: str) -> bool:
        """Whether hits of a category are hits of the measure."""
        return any(own == WHOLE or is_within(category, own) for own in self.categories)

    def includes(self, other: "Measure") -> bool:
        """Whether all categories of the other measure are, or lie below, categories of this one."""
        return self.lexicon == other.lexicon and all(self.covers(category) for category in other.categories)


LabelMap = Mapping[str, Sequence[str]]


def read_label_map(path: Path) -> dict[str, list[str]]:
    """A YAML file of `label: category` or `label: [category, category]` lines.

    Raises:
        InputError: the file is no such mapping; with file and line.
    """
    file = MarkedYaml(path, InputError)
    if not isinstance(file.data, dict):
        raise InputError(file.complaint((), "must hold `label: category` lines"))
    mapping = {}
    for label, value in file.data.items():
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(one, str) and one for one in values):
            raise InputError(file.complaint((label,), "must be a category or a list of categories"))
        mapping[label] = values
    return mapping


def find_measures(labels: Iterable[str], label_map: LabelMap, lexicons: Sequence[Lexicon]) -> dict[str, list[Measure]]:
    """For each label the measures that it means; an empty list where none does.

    A label means what all fitting keys of the map say; keys may hold `*` and are compared without regard to case. A
    label that no key fits means the categories whose name, or the last part of it, equals the label written in
    lower case with hyphens, and the whole of a lexicon with that name, with or without its language.

    Args:
        labels: names of labels.
        label_map: `category`, `lexicon:category`, `lexicon:*`, or several categories joined with `+`, by label.
        lexicons: where the categories are looked for.

    Raises:
        InputError: the map names a category that none of the lexicons has.
    """
    mapped = {key: [m for value in values for m in _find_named(value, lexicons)] for key, values in label_map.items()}
    found = {}
    for label in labels:
        keys = [key for key in mapped if fnmatchcase(label.casefold(), key.casefold())]
        measures = [measure for key in keys for measure in mapped[key]]
        found[label] = list(dict.fromkeys(measures)) if keys else _find_namesakes(label, lexicons)
    return found


def _find_named(value: str, lexicons: Sequence[Lexicon]) -> list[Measure]:
    prefix, colon, names = value.rpartition(":")
    categories = tuple(name.strip() for name in names.split("+"))
    candidates = [lexicon for lexicon in lexicons if not colon or lexicon.name == prefix.strip()]
    found = [
        Measure(lexicon.name, categories)
        for lexicon in candidates
        if set(categories) <= {WHOLE, *(category.name for category in lexicon.categories)}
    ]
    if not found:
        allowed = ", ".join(lexicon.name for lexicon in lexicons)
        raise InputError(f"{value}: no such category in {allowed}; `framing lexicon show LEXICON` lists them")
    return found


def _find_namesakes(label: str, lexicons: Sequence[Lexicon]) -> list[Measure]:
    wanted = _NO_NAME.sub("-", label.casefold()).strip("-").replace("_", "-")
    whole = [
        Measure(lexicon.name, (WHOLE,))
        for lexicon in lexicons
        if wanted in (lexicon.name, lexicon.name.removesuffix(f"-{lexicon.language}"))
    ]
    return whole + [
        Measure(lexicon.name, (category.name,))
        for lexicon in lexicons
        for category in lexicon.categories
        if wanted in (category.name, category.name.rpartition("/")[2], f"{lexicon.name}:{category.name}")
    ]
