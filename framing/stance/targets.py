"""Stance targets: who or what a stance is towards, and the names that they go by, read from YAML."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from framing.errors import LexiconError
from framing.marked_yaml import MarkedYaml
from framing.stance.aliases import AliasMatcher

Aliases = dict[str, Annotated[list[str], Field(min_length=1)]]
_LANGUAGES = ("en", "ru")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    title: str
    en: list[str] = []
    ru: list[str] = []
    cities: Aliases = {}
    exceptions: Aliases = Field(default_factory=dict, alias="except")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    version: str
    licence: str
    source: str
    places: Aliases = {}
    targets: dict[str, _Entry] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Target:
    """One target: its id, its title for readers, and per language its names, cities that stand for it, exceptions."""

    target_id: str
    title: str
    aliases: dict[str, tuple[str, ...]]
    cities: dict[str, tuple[str, ...]]
    exceptions: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Targets:
    """The targets of a file, its version, and the words before a city that make it a mere place."""

    version: str
    targets: tuple[Target, ...]
    places: dict[str, tuple[str, ...]]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles for readers, by target id."""
        return {target.target_id: target.title for target in self.targets}

    @cached_property
    def matchers(self) -> dict[str, AliasMatcher]:
        """A matcher per language. Its results are indices into `targets`."""
        built = {}
        for language in _LANGUAGES:
            matcher = AliasMatcher()
            for number, target in enumerate(self.targets):
                for alias in target.aliases.get(language, ()):
                    matcher.add(alias, number)
                for city in target.cities.get(language, ()):
                    matcher.add(city, number, is_city=True)
                    for word in self.places.get(language, ()):
                        matcher.add(f"{word} {city}", None)
                for alias in target.exceptions.get(language, ()):
                    matcher.add(alias, None)
            built[language] = matcher
        return built


def read_targets(path: Path) -> Targets:
    """The targets of a YAML file.

    A name written with a capital matches only forms with a capital, one in capitals only capitals; `*` and `?`
    stand for any run of characters and for one, inside a word. `except` lists longer names that take the words away.
    `cities` stand for the target unless a word of `places` stands before them ("in Moscow"), or a dateline they begin.

    Raises:
        LexiconError: the file cannot be read, an entry is wrong, or a name stands for two targets; with file and line.
    """
    marked = MarkedYaml(path, LexiconError)
    content = marked.validate(_File)
    if content.format != "1":
        raise LexiconError(
            marked.complaint(("format",), f"format {content.format!r} is not known, this version reads 1")
        )
    owners: dict[tuple[str, str], str] = {}
    targets = [_read_target(marked, target_id, entry, owners) for target_id, entry in content.targets.items()]
    return Targets(content.version, tuple(targets), {key: tuple(words) for key, words in content.places.items()})


def _read_target(marked: MarkedYaml, target_id: str, entry: _Entry, owners: dict[tuple[str, str], str]) -> Target:
    where = ("targets", target_id)
    if not target_id.replace("-", "").isalnum() or target_id != target_id.lower():
        raise LexiconError(marked.complaint(where, "ids are lower-case letters, digits and hyphens"))
    aliases = {language: tuple(getattr(entry, language)) for language in _LANGUAGES}
    if not any(aliases.values()):
        raise LexiconError(marked.complaint(where, f"no names; list some under {' or '.join(_LANGUAGES)}"))
    for key, listed in (("cities", entry.cities), ("except", entry.exceptions)):
        unknown = sorted(set(listed) - set(_LANGUAGES))
        if unknown:
            message = f"language {unknown[0]!r} is not known; allowed: {', '.join(_LANGUAGES)}"
            raise LexiconError(marked.complaint((*where, key, unknown[0]), message))
    cities = {language: tuple(names) for language, names in entry.cities.items()}
    places: list[tuple[tuple[str, ...], str, tuple[str, ...]]]
    places = [((*where, language), language, names) for language, names in aliases.items()]
    places += [((*where, "cities", language), language, names) for language, names in cities.items()]
    for place, language, names in places:
        for number, name in enumerate(names):
            _check_name(marked, (*place, number), name, owners.get((language, name)))
            owners[language, name] = target_id
    exceptions = {language: tuple(names) for language, names in entry.exceptions.items()}
    return Target(target_id, entry.title, aliases, cities, exceptions)


def _check_name(marked: MarkedYaml, where: tuple[str | int, ...], name: str, owner: str | None) -> None:
    if not name.strip():
        raise LexiconError(marked.complaint(where, "an empty name; write one or more words"))
    if any(word.lstrip("*?") == "" for word in name.split()):
        raise LexiconError(marked.complaint(where, f"{name!r} would match any word; begin with letters"))
    if owner is not None:
        raise LexiconError(marked.complaint(where, f"{name!r} already stands for {owner}; one name, one target"))
