"""Lemma -> inflected forms with their shape, for the verbs of cue files."""

from collections.abc import Iterator

_VOWELS = "aeiou"


def inflect(lemma: str, irregular: str | None, language: str) -> Iterator[tuple[str, str]]:
    """Pairs of form and shape (V past, E past or participle, U participle, S, I base, G -ing or gerund).

    Args:
        lemma: base form (English) or infinitive (Russian).
        irregular: the entry of `forms`, or None for a regular verb.
        language: forms of other languages than en and ru are the lemma alone.
    """
    if language == "en":
        yield from _inflect_english(lemma, irregular)
    elif language == "ru":
        yield from _inflect_russian(lemma, irregular)
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


def _inflect_russian(lemma: str, irregular: str | None) -> Iterator[tuple[str, str]]:
    reflexive = lemma.endswith("ся")
    stem = lemma[:-4] if reflexive else lemma[:-2]
    yield lemma, "I"
    if lemma.endswith(("ть", "ться")):
        for ending in ("лся", "лась", "лось", "лись") if reflexive else ("л", "ла", "ло", "ли"):
            yield stem + ending, "V"
    if irregular:
        for form in irregular.split():
            yield form, _shape_of_russian(form)
    else:
        yield from _regular_present(stem, reflexive)


def _regular_present(stem: str, reflexive: bool) -> Iterator[tuple[str, str]]:
    if stem.endswith(("а", "я", "е")):
        finite, gerunds = (stem + "ет", stem + "ют"), [stem + "я", stem + "в"]
    elif stem.endswith("ну"):
        finite, gerunds = (stem[:-1] + "ет", stem[:-1] + "ут"), [stem + "в"]
    else:
        finite, gerunds = (stem[:-1] + "ит", stem[:-1] + "ят"), [stem[:-1] + "я", stem + "в"]
    for form in finite:
        yield form + ("ся" if reflexive else ""), "S"
    for form in gerunds:
        yield (form + ("сь" if form.endswith("я") else "шись") if reflexive else form), "G"
    if not reflexive and not stem.endswith("и"):
        yield stem + "ется", "S"


def _shape_of_russian(form: str) -> str:
    if form.endswith(("в", "я", "ясь", "вшись", "а")) and not form.endswith(("ла", "на")):
        return "G"
    if form.endswith(("ано", "ено", "уто")):  # "сказано в заявлении" reports like a past tense
        return "V"
    if form.endswith(("ен", "ена", "ены", "ан", "ана", "аны")):
        return "U"
    return "V" if form.endswith(("л", "ла", "ли", "ло", "лся", "лась", "лись", "лось", "рг")) else "S"
