"""The word under which vectors and features know a folded form."""

from collections.abc import Container

_SHORTEST_STEM = 4
_ENDINGS = ("ing", "ed", "es", "s", "d", "e", "ly")
_KEPT_CONTRACTIONS = frozenset(
    f"{word}'s" for word in ("it", "that", "what", "he", "she", "let", "there", "here", "who", "how", "where", "this")
)


def normalize_word(folded: str) -> str:
    """The folded form without a possessive ending; any form with a digit is `#`.

    `country's` counts as `country`, because few possessives are frequent enough to be learnt on their own.
    `it's` stays: its ending is a verb.
    """
    if any(character.isdigit() for character in folded):
        return "#"
    if folded.endswith("'s") and len(folded) > 2 and folded not in _KEPT_CONTRACTIONS:
        return folded[:-2]
    if folded.endswith("s'") and len(folded) > 3:
        return folded[:-1]
    return folded


def find_relative(word: str, known: Container[str]) -> str | None:
    """A known word that differs from an unknown English word by its ending only: `engulfed` for `engulfs`.

    The nearest in kind first: the stem itself, then the stem with another ending.
    """
    if not word.isascii() or not word.isalpha():
        return None
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    for stem in stems:
        if len(stem) < _SHORTEST_STEM:
            continue
        for relative in (stem, *(stem + ending for ending in _ENDINGS)):
            if relative in known:
                return relative
    return None
