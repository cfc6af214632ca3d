"""Russian common noun phrases in another case -> the nominative, where the endings tell it."""

from collections.abc import Sequence

_HISSING = frozenset("гкхжшщч")
_MIN_WORD = 4  # letters; shorter words are left alone
# Endings of adjectives in the genitive and prepositional: ending, gender or number.
_ADJECTIVES = (("ого", "m"), ("его", "m"), ("ых", "p"), ("их", "p"), ("ой", "f"), ("ей", "f"), ("ом", "m"), ("ем", "m"))
_ADJECTIVE_NOMINATIVES = {"m": ("ый", "ий"), "n": ("ое", "ее"), "f": ("ая", "яя"), "p": ("ые", "ие")}
# Endings of nouns: ending in the other case, nominative, gender or number. Longer endings first.
_PREPOSITIONAL = (
    *(("стве", "ство", "n"), ("ании", "ание", "n"), ("ении", "ение", "n"), ("ятии", "ятие", "n"), ("ии", "ия", "f")),
    *(
        ("ости", "ость", "f"),
        ("тете", "тет", "m"),
        ("штабе", "штаб", "m"),
        ("уре", "ура", "f"),
        ("лиции", "лиция", "f"),
    ),
    *(("ентре", "ентр", "m"), ("фонде", "фонд", "m"), ("етерии", "етерия", "f"), ("службе", "служба", "f")),
)
_GENITIVE = (
    *(("ства", "ство", "n"), ("ания", "ание", "n"), ("ения", "ение", "n"), ("ятия", "ятие", "n"), ("ии", "ия", "f")),
    *(("теля", "тель", "m"), ("аря", "арь", "m"), ("ости", "ость", "f"), ("нца", "нец", "m"), ("вца", "вец", "m")),
    *(("ойца", "оец", "m"), ("ика", "ик", "m"), ("ка", "к", "m"), ("ва", "в", "m"), ("а", "", "m")),
    *(("телей", "тели", "p"), ("телях", "тели", "p"), ("ластей", "ласти", "p"), ("цев", "цы", "p")),
    *(("иков", "ики", "p"), ("гов", "ги", "p"), ("ков", "ки", "p"), ("ов", "ы", "p"), ("ы", "а", "f")),
    *(("ки", "ка", "f"), ("ги", "га", "f"), ("чи", "ча", "f")),
)


def restore_phrase(words: Sequence[str], *, is_place: bool) -> list[str] | None:
    """The nominative of a phrase of adjectives and a common noun: "белорусского лидера" -> "белорусский лидер".

    What stands behind the noun stays as written.

    Args:
        words: the phrase in one case.
        is_place: whether a preposition of place stands before it ("в министерстве"), else the genitive is read.

    Returns:
        The words; None where the endings leave the nominative open, or a name leads.
    """
    place = 0
    while place < len(words) - 1 and _adjective(words[place]):
        place += 1
    noun = words[place]
    if noun[0].isupper() and place == 0:
        return None
    found = _noun(noun, is_place, [_adjective(word) for word in words[:place]])
    if found is None and _adjective(noun) and noun.islower():  # "российских военных"
        kind = _adjective(noun)
        found = (_nominative(noun, kind), kind) if kind in "mp" and noun.endswith(("ого", "его", "ых", "их")) else None
    if found is None:
        return None
    noun, kind = found
    return [*(_nominative(word, kind) for word in words[:place]), noun, *words[place + 1 :]]


def _adjective(word: str) -> str:
    """Gender or number of an adjective in an oblique case; empty for other words."""
    if len(word) <= _MIN_WORD or word.endswith(("телей", "ластей")):
        return ""
    return next((kind for ending, kind in _ADJECTIVES if word.endswith(ending)), "")


def _nominative(adjective: str, kind: str) -> str:
    ending = next(ending for ending, _ in _ADJECTIVES if adjective.endswith(ending))
    stem = adjective[: -len(ending)]
    hard, soft = _ADJECTIVE_NOMINATIVES[kind]
    is_soft = ending in ("его", "ем") or (ending in ("их", "ей") and stem[-1] not in "гкх")
    if stem[-1] in _HISSING:
        is_soft = kind in "mp" or (kind == "n" and stem[-1] in "шщжч")
        return stem + ("ая" if kind == "f" else soft if is_soft else hard)
    return stem + (soft if is_soft else hard)


def _noun(word: str, is_place: bool, adjectives: list[str]) -> tuple[str, str] | None:
    """The nominative of a noun and its gender or number, where its adjectives agree."""
    if len(word) < _MIN_WORD:
        return None
    for ending, nominative, kind in _PREPOSITIONAL if is_place else _GENITIVE:
        if word.endswith(ending):
            agrees = all(other == ("m" if kind == "n" else kind) for other in adjectives)
            return (word[: -len(ending)] + nominative, kind) if agrees else None
    return None
