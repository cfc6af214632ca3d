"""Negation words before a hit. The words are data: lexicons/negation/<language>.yaml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from framing.errors import LexiconError
from framing.lexicon.batch import BatchPositions, Indices, Occurrences
from framing.lexicon.patterns import Pattern, PatternError, Phrase, parse_pattern
from framing.marked_yaml import MarkedYaml
from framing.shipped import find_shipped_dir


class _NegationFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Literal["1"]
    language: str
    source: str
    words_between: int
    negations: list[str]
    exceptions: list[str]
    scope_ends: list[str]


@dataclass(frozen=True, slots=True)
class NegationRules:
    """Phrases that negate what follows, phrases that only look so, and what ends the scope."""

    reach: int  # a negation reaches this many words forward
    negations: tuple[Pattern, ...]
    exceptions: tuple[Pattern, ...]
    scope_ends: tuple[Pattern, ...]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return (*self.negations, *self.exceptions, *self.scope_ends)


NO_NEGATION = NegationRules(0, (), (), ())


def read_negation(path: Path) -> NegationRules:
    """The negation rules of a file. Raises LexiconError."""
    marked = MarkedYaml(path, LexiconError)
    file = marked.validate(_NegationFile)
    parsed: dict[str, tuple[Pattern, ...]] = {}
    for name in ("negations", "exceptions", "scope_ends"):
        parsed[name] = tuple(_parse(marked, name, number, source) for number, source in enumerate(getattr(file, name)))
    return NegationRules(file.words_between, parsed["negations"], parsed["exceptions"], parsed["scope_ends"])


def _parse(marked: MarkedYaml, name: str, number: int, source: str) -> Pattern:
    try:
        (pattern,) = parse_pattern(source)  # one, without word lists
    except PatternError as problem:
        raise LexiconError(marked.complaint((name, number), str(problem))) from problem
    if not isinstance(pattern, Phrase):
        raise LexiconError(marked.complaint((name, number), "only words and phrases are allowed here"))
    return pattern


def find_negation_path(language: str) -> Path | None:
    """The shipped negation rules of a language, or None."""
    path = find_shipped_dir("lexicons") / "negation" / f"{language}.yaml"
    return path if path.is_file() else None


def find_negated(
    first: Indices, rules: NegationRules, found: tuple[Occurrences, Occurrences, Occurrences], positions: BatchPositions
) -> NDArray[np.bool_]:
    """Which hits are negated: a negation stands at most `reach` words before, with no end of its scope between.

    Args:
        first: first token of each hit.
        rules: how far a negation reaches.
        found: occurrences of negations, exceptions and scope ends.
        positions: the batch's tokens.
    """
    negations, exceptions, ends = found
    last = np.unique(negations.last[~_covered(negations, exceptions)])
    if not len(last) or not len(first):
        return np.zeros(len(first), dtype=np.bool_)
    # Of several negations the nearest decides: if its scope does not reach, no earlier one does.
    place = np.searchsorted(last, first, side="left") - 1
    nearest = last[np.maximum(place, 0)]
    negated: NDArray[np.bool_] = (
        (place >= 0)
        & (positions.sentence[nearest] == positions.sentence[first])
        & (positions.word[first] - positions.word[nearest] <= rules.reach)
    )
    near = np.flatnonzero(negated)
    ended = np.sort(ends.last)
    before, after = (np.searchsorted(ended, tokens, side="right") for tokens in (nearest[near], first[near] - 1))
    negated[near] = before == after
    return negated


def _covered(inner: Occurrences, outer: Occurrences) -> NDArray[np.bool_]:
    """Which of the inner occurrences share a token with an outer one."""
    if not len(outer.first):
        return np.zeros(len(inner.first), dtype=np.bool_)
    order = np.argsort(outer.first)
    reach = np.maximum.accumulate(outer.last[order])
    place = np.searchsorted(outer.first[order], inner.last, side="right") - 1
    covered: NDArray[np.bool_] = (place >= 0) & (reach[np.maximum(place, 0)] >= inner.first)
    return covered
