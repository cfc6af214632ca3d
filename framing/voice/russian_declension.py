"""Case forms of Russian personal names -> the nominative, where the endings tell it."""

from collections.abc import Collection, Iterator, Sequence

PATRONYMICS = ("вич", "вна", "чна", "вича", "вичу", "вичем", "вны", "вне", "вной")
_MASCULINE_A = ("никита", "илья", "фома", "кузьма", "лука", "савва")  # given names of men that end like those of women
# Endings of surnames: case form, nominative, gender. Longer endings first.
_SURNAMES = (
    *(("ского", "ский", "m"), ("скому", "ский", "m"), ("ским", "ский", "m"), ("ском", "ский", "m")),
    *(("цкого", "цкий", "m"), ("цкому", "цкий", "m"), ("цким", "цкий", "m"), ("цком", "цкий", "m")),
    *(("ской", "ская", "f"), ("скую", "ская", "f"), ("цкой", "цкая", "f"), ("цкую", "цкая", "f")),
    *((f"{stem}{ending}", stem, "m") for stem in ("ов", "ев", "ин", "ын") for ending in ("а", "у", "ым", "е")),
    *((f"{stem}{ending}", f"{stem}а", "f") for stem in ("ов", "ев", "ин", "ын") for ending in ("ой", "у")),
)
SAFE_ENDINGS = ("ова", "ева", "ского", "цкого", "овой", "евой", "ской", "цкой", "ову", "еву", "скому")
_MASCULINE = (
    *(("ия", "ий"), ("ию", "ий"), ("ием", "ий"), ("ея", "ей"), ("ею", "ей"), ("еем", "ей")),
    *(("ая", "ай"), ("аю", "ай"), ("аем", "ай"), ("а", ""), ("у", ""), ("ом", ""), ("ем", "ь"), ("я", "ь"), ("ю", "ь")),
    *(("я", "й"), ("ю", "й"), ("ы", "а")),
)
_FEMININE = (
    ("ии", "ия"),
    ("ию", "ия"),
    ("ией", "ия"),
    ("ы", "а"),
    ("е", "а"),
    ("у", "а"),
    ("ой", "а"),
)
_MIN_SURNAME = 2  # letters
_ABSTRACT = ("шений", "жений", "нений", "аций", "иций", "юций")  # "Отношения Китая" is nobody
_FEMININE_NAMES = ("ова", "ева", "ина", "ына", "ская", "цкая", "ая")


def gender_of(name: str) -> str:
    """`m` or `f` by the given name and the surname in the nominative; empty where they do not tell."""
    words = name.lower().split()
    if words[-1].endswith(_FEMININE_NAMES):
        return "f"
    if words[-1].endswith(("ов", "ев", "ин", "ын", "ский", "цкий")):
        return "m"
    given = words[0]
    if given[-1] in "ая" and given not in _MASCULINE_A:
        return "f"
    return "m" if given[-1] not in "аеиоуыэюяь" and len(words) > 1 else ""


def restore_nominative(words: Sequence[str], known: Collection[str]) -> list[str] | None:
    """The nominative of a name in another case: "Дмитрия Пескова" -> "Дмитрий", "Песков".

    Args:
        words: given names and surname, or a surname alone, in one case.
        known: capitalized words of the article; a form that stands there is taken first.

    Returns:
        The words in the nominative; None where the endings leave it open.
    """
    for surname, gender in _surnames_of(words[-1], known):
        given = [_given_of(word, gender, known) for word in words[:-1]]
        if all(given):
            return [*(word for word in given if word), surname]
    return None


def _surnames_of(form: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Nominatives that a case form of a surname may have, with their gender."""
    folded = form.lower()
    for ending, nominative, gender in _SURNAMES:
        if folded.endswith(ending) and len(form) > len(ending) + 1:
            yield form[: len(form) - len(ending)] + nominative, gender
            if gender == "m" or not ending.endswith("у"):
                return
    for endings, gender in ((_MASCULINE, "m"), (_FEMININE, "f")):
        for ending, nominative in endings:
            candidate = form[: len(form) - len(ending)] + nominative
            if folded.endswith(ending) and len(candidate) > _MIN_SURNAME and candidate in known:
                yield candidate, gender
    if folded.endswith(("ов", "ев", "ин", "ын", "ий", "ый")):
        return
    if folded[-1] in "оиеу" or folded.endswith(("ых", "их")):  # do not inflect
        yield form, "m"
        yield form, "f"
    elif folded[-1] not in "аеиоуыэюяьй":  # women's surnames do not inflect
        yield form, "f"
    elif folded.endswith(("а", "у", "ом")) and folded.rstrip("аум")[-1:] not in ("", "о"):
        yield form[: -2 if folded.endswith("ом") else -1], "m"


def _given_of(form: str, gender: str, known: Collection[str]) -> str:
    """The nominative of a given name; empty where its ending does not fit the gender."""
    folded = form.lower()
    if folded.endswith(("ого", "его")):
        return ""
    if folded[-1] in "иоуэ" and not folded.endswith("ии"):  # foreign names do not inflect
        return form
    endings = _MASCULINE if gender == "m" else _FEMININE
    candidates = [
        form[: len(form) - len(ending)] + nominative
        for ending, nominative in endings
        if folded.endswith(ending) and len(form) > len(ending) + 1
    ]
    candidates = [candidate for candidate in candidates if not candidate.endswith(_ABSTRACT)]
    for candidate in candidates:
        if candidate in known:
            return candidate
    return candidates[0] if candidates else ""
