"""The word under which vectors and features know a folded form."""

import re
from collections.abc import Container

_SHORTEST_STEM = 4
_ENDINGS = ("ing", "ed", "es", "s", "d", "e", "ly")
_KEPT_CONTRACTIONS = frozenset(
    f"{word}'s" for word in ("it", "that", "what", "he", "she", "let", "there", "here", "who", "how", "where", "this")
)
_CYRILLIC = re.compile("[а-яё]")
_SHORTEST_RUSSIAN_STEM = 3
_REFLEXIVE = ("ся", "сь")
# Endings of adjectives and participles, of verbs and of nouns, after Porter's Snowball stemmer for Russian, whose
# regions are replaced by a least length.
_RUSSIAN = """
    ий ый ой ая яя ое ее ие ые его ого ему ому им ым ем ом их ых ую юю ею ою ими ыми ей
    ющий ющая ющее ющие ющего ющих ющей ющим ющими ющую ющему ащий ащая ащие ащих ящий ящая ящие ящих
    вший вшая вшее вшие вшего вших вшей вшим вшими вшую
    нный нная нное нные нного нных нной нным нными нную нному на но ны ен ена ено ены
    ть ти чь л ла ло ли ет ют ут ит ят ат ешь ишь ете ите ил ила или ило ала ал али ало ать ять ить еть
    ует уют овать ывать ивать ывал ивал ывает ивает овал овала овали уй уйте айте нул нула нули нуть
    ает ают аем яет яют ел ела ели ыл ыла ыли ив ав яв
    а я о е и ы у ю ь й ов ев ам ям ами ями ах ях ию ия ии иями иях ость ости остью
"""
_RUSSIAN_ENDINGS = tuple(sorted(_RUSSIAN.split(), key=lambda ending: -len(ending)))


def normalize_word(folded: str) -> str:
    """The folded form without a possessive ending, of Russian words the stem; any form with a digit is `#`.

    `country's` counts as `country`, because few possessives are frequent enough to be learnt on their own.
    `it's` stays: its ending is a verb.
    """
    # Most words consist of letters, which one call says, and of ASCII.
    if not folded.isalpha() and any(character.isdigit() for character in folded):
        return "#"
    if not folded.isascii() and _CYRILLIC.search(folded):
        return _stem_russian(folded)
    if folded.endswith("'s") and len(folded) > 2 and folded not in _KEPT_CONTRACTIONS:
        return folded[:-2]
    if folded.endswith("s'") and len(folded) > 3:
        return folded[:-1]
    return folded


def _stem_russian(folded: str) -> str:
    """The word without its ending, never shorter than three letters; `ё` counts as `е`."""
    word = folded.replace("ё", "е")
    for ending in _REFLEXIVE:
        if word.endswith(ending) and len(word) - len(ending) > _SHORTEST_RUSSIAN_STEM:
            word = word.removesuffix(ending)
            break
    for ending in _RUSSIAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_RUSSIAN_STEM:
            return word.removesuffix(ending)
    return word


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
