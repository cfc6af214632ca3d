"""Case forms of Russian personal names -> the nominative, where the endings tell it."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

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
_ADJECTIVAL = (("ого", "ый"), ("ого", "ой"), ("ого", "ий"), ("ому", "ый"), ("ому", "ой"), ("ому", "ий"))
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
    """The nominative of a name in another case: "Дмитрия Котова" -> "Дмитрий", "Котов".

    Args:
        words: given names and surname, or a surname alone, in one case.
        known: capitalized words of the article; a form that stands there is taken first.

    Returns:
        The words in the nominative; None where the endings leave it open.
    """
    if any(word.startswith("Мин") and word.endswith(("обороны", "о")) for word in words):
        return None  # names of ministries do not inflect: "Минобороны"
    for surname, gender, is_certain in _list_surnames(words[-1]):
        if is_certain or surname in known:
            given = [_given_of(word, gender, known) for word in words[:-1]]
            if all(given):
                return [*given, surname]
    return None


@lru_cache(maxsize=16384)
def _list_surnames(form: str) -> tuple[tuple[str, str, bool], ...]:
    """Nominatives that a case form of a surname may have, their gender, and whether the ending alone tells it."""
    folded = form.lower()
    told = tuple(
        (form[: len(form) - len(ending)] + nominative, gender, True)
        for ending, nominative, gender in _SURNAMES
        if folded.endswith(ending) and len(form) > len(ending) + 1
    )
    if told:
        return told
    open_ = tuple(
        (form[: len(form) - len(ending)] + nominative, gender, False)
        for endings, gender in ((_MASCULINE + _ADJECTIVAL, "m"), ((*_FEMININE, ("ой", "ая")), "f"))
        for ending, nominative in endings
        if folded.endswith(ending) and len(form) - len(ending) + len(nominative) > _MIN_SURNAME
    )
    return open_ + tuple(_list_uninflected(form, folded))


def _list_uninflected(form: str, folded: str) -> Iterator[tuple[str, str, bool]]:
    """Surnames that do not inflect, and those of men on a consonant."""
    if folded.endswith(("ов", "ев", "ин", "ын", "ий", "ый", "ого", "его", "ому", "ему")):
        return
    if folded[-1] in "оиеу" or folded.endswith(("ых", "их")):
        yield form, "m", True
        yield form, "f", True
    elif folded[-1] not in "аеиоуыэюяьй":  # women's surnames
        yield form, "f", True
    elif folded.endswith(("а", "у", "ом")) and folded.rstrip("аум")[-1:] not in ("", "о"):
        yield form[: -2 if folded.endswith("ом") else -1], "m", True


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
