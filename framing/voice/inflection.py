"""Lemma -> inflected forms with their shape, for the verbs of cue files."""

from collections.abc import Iterator

from framing.voice.russian_inflection import inflect_verb

_VOWELS = "aeiou"


def inflect(lemma: str, irregular: str | None, language: str) -> Iterator[tuple[str, str]]:
    """Pairs of form and shape (V past, E past or participle, U participle, S, I base, G -ing or gerund, W
    Russian active participle).

    Args:
        lemma: base form (English) or infinitive (Russian).
        irregular: the entry of `forms`, or None for a regular verb.
        language: forms of other languages than en and ru are the lemma alone.
    """
    if language == "en":
        yield from _inflect_english(lemma, irregular)
    elif language == "ru":
        yield from inflect_verb(lemma, irregular)
    else:
        yield lemma, "I"


def _inflect_english(lemma: str, irregular: str | None) -> Iterator[tuple[str, str]]:
    singular, past, participle, gerund = irregular.split() if irregular else _regular_english(lemma)
    yield lemma, "E" if lemma == past else "I"
    yield singular, "S"
    yield past, "E" if past == participle else "V"
    if participle != past:
        yield participle, "U"
    yield gerund, "G"


def _regular_english(lemma: str) -> tuple[str, str, str, str]:
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    singular = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return singular, lemma + "ed", lemma + "ed", lemma + "ing"
