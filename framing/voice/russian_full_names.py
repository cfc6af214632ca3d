"""The full names of one Russian document: given name and surname, in the nominative where endings tell it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from framing.voice.russian_declension import restore_nominative
from framing.voice.russian_grammar import PERHAPS, SURE, nominative_strength


class FullNames:
    """Pairs of capitalized words that agree in case.

    Args:
        places: tokens of capitalized words that are no abbreviations, in order.
        form: the word at a token.
        sentence: number of the sentence of a token.
        is_role: whether a token names a role.
    """

    def __init__(
        self,
        places: Sequence[int],
        form: Callable[[int], str],
        sentence: Callable[[int], int],
        is_role: Callable[[int], bool],
    ) -> None:
        self.words = {form(place) for place in places}
        self.by_surname: dict[str, dict[str, int]] = {}  # how often each full name stands; in the nominative twice
        self.mentions: list[tuple[int, int, str]] = []  # first token, after the last, and name of every pair
        for left, right in pairwise(places):
            if right == left + 1 and sentence(left) == sentence(right) and not is_role(left):
                self._add(left, form(left), form(right))

    def _add(self, token: int, given: str, surname: str) -> None:
        if given.isascii() != surname.isascii():
            return
        pair = [given, surname]
        candidates = [pair] if _agrees(pair) else []
        restored = restore_nominative(pair, self.words)
        if restored and restored[-1] != surname:
            candidates.append(restored)
        for names in candidates:
            if names[0] != names[1]:
                full = " ".join(names)
                counts = self.by_surname.setdefault(names[1], {})
                counts[full] = counts.get(full, 0) + (2 if names == pair else 1)
                self.mentions.append((token, token + 2, full))

    def list_kin(self, name: str) -> dict[str, int]:
        """The full names that hold all words of a name and end in its surname, with their counts."""
        names = self.by_surname.get(name.split()[-1], {})
        return {full: count for full, count in names.items() if set(name.split()) <= set(full.split())}

    def complete(self, name: str) -> str:
        """The name with the given names that most often stand before the surname."""
        kin = self.list_kin(name)
        return min(kin, key=lambda full: (-kin[full], full)) if kin else name


def _agrees(pair: list[str]) -> bool:
    return any(
        min(nominative_strength(word, gender) for word in pair) >= PERHAPS
        and max(nominative_strength(word, gender) for word in pair) == SURE
        for gender in "mf"
    )
