"""Exchanging the sides' names in a text, and finding each place again."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from framing.errors import LexiconError
from framing.marked_yaml import MarkedYaml
from framing.shipped import find_shipped_dir

_ANY_TAIL = "*"


@dataclass(frozen=True, slots=True)
class SwappedText:
    """A text with names exchanged. `places` holds start and end of each name before, then after."""

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def map_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start:end` of the original stand now; a name that is cut through counts whole."""
        return self._map(start, is_end=False), self._map(end, is_end=True)

    def has_name(self, start: int, end: int, *, is_after: bool) -> bool:
        """Whether a name was exchanged within characters `start:end` of the original, or of the text after."""
        return any(place[2 * is_after] < end and start < place[2 * is_after + 1] for place in self.places)

    def _map(self, position: int, *, is_end: bool) -> int:
        before = bisect_right(self.places, position - is_end, key=lambda place: place[0]) - 1
        if before < 0:
            return position
        start, end, new_start, new_end = self.places[before]
        if position < end + is_end:
            if position == start:
                return new_start
            return new_end if is_end else new_start
        return position - end + new_end


class Exchange:
    """Names that change places.

    Args:
        name: of the exchange.
        categories: patterns of the names of categories that it is meant for.
        names: new name by old one, for both directions; a final `*` in both is kept with what it stands for.
    """

    def __init__(self, name: str, categories: tuple[str, ...], names: dict[str, str]) -> None:
        self.name = name
        self.categories = categories
        self._names: dict[str, str] = {}
        for old, new in names.items():
            for change in (str, _capitalize, str.upper):
                self._names.setdefault(change(old.removesuffix(_ANY_TAIL)), change(new.removesuffix(_ANY_TAIL)))
        tails = {
            change(old.removesuffix(_ANY_TAIL))
            for old in names
            if old.endswith(_ANY_TAIL)
            for change in (str, _capitalize, str.upper)
        }
        written = [
            re.escape(old).replace(r"\ ", r"\s+") + ("" if old in tails else r"(?!\w)")
            for old in sorted(self._names, key=len, reverse=True)
        ]
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(written)})")

    def fits(self, *categories: str) -> bool:
        """Whether the exchange is meant for one of these categories."""
        return any(fnmatchcase(category, pattern) for category in categories for pattern in self.categories)

    def swap(self, text: str) -> SwappedText:
        """The text with all names exchanged. Doing it twice gives the original, but for `one-way` names."""
        pieces, places = [], []
        position = length = 0
        for found in self._pattern.finditer(text):
            new = self._names[" ".join(found[0].split())]
            length += found.start() - position
            pieces += [text[position : found.start()], new]
            places.append((found.start(), found.end(), length, length + len(new)))
            position, length = found.end(), length + len(new)
        return SwappedText("".join([*pieces, text[position:]]), tuple(places))


def _capitalize(name: str) -> str:
    return name[:1].upper() + name[1:]


class _ExchangeFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    categories: list[str] = Field(min_length=1)
    pairs: list[tuple[str, str]]
    one_way: dict[str, str] = Field(default={}, alias="one-way")


class _SwapFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal["1"]
    language: str
    exchanges: dict[str, _ExchangeFile]


def find_swap_path(language: str) -> Path | None:
    """The shipped file of names to exchange in a language; None where there is none."""
    path = find_shipped_dir("lexicons") / "targets" / f"swap-{language}.yaml"
    return path if path.is_file() else None


def read_exchanges(path: Path) -> list[Exchange]:
    """The exchanges of a file, in its order.

    Raises:
        LexiconError: the file is wrong, or a name has two counterparts; with file and line.
    """
    file = MarkedYaml(path, LexiconError)
    read = file.validate(_SwapFile)
    exchanges = []
    for name, one in read.exchanges.items():
        names: dict[str, str] = {}
        for old, new in _list_names(one):
            if old in names or old.endswith(_ANY_TAIL) != new.endswith(_ANY_TAIL):
                raise LexiconError(
                    file.complaint(
                        ("exchanges", name),
                        f"{old!r} has two counterparts, or only one side a final `*`; mend the pair",
                    )
                )
            names[old] = new
        exchanges.append(Exchange(name, tuple(one.categories), names))
    return exchanges


def _list_names(one: _ExchangeFile) -> Iterator[tuple[str, str]]:
    for left, right in one.pairs:
        yield left, right
        yield right, left
    yield from one.one_way.items()
