"""Russian lemma -> inflected forms, for the verbs, nouns and adjectives of the cue file."""

from collections.abc import Iterator

# What a final consonant becomes before -ен: заявить, заявлен; отметить, отмечен.
_MUTATIONS = (
    *(("ст", "щ"), ("б", "бл"), ("п", "пл"), ("в", "вл"), ("м", "мл"), ("ф", "фл")),
    *(("т", "ч"), ("д", "ж"), ("з", "ж"), ("с", "ш")),
)
_ADJECTIVAL = ("ий", "ая", "ее", "ие", "его", "ей", "ему", "им", "ую", "их", "ими", "ем")
_SHORT = ("", "а", "о", "ы")
_DECLENSIONS = (
    ("ие", ("ие", "ия", "ию", "ием", "ии", "ий", "иям", "иями", "иях")),
    ("ия", ("ия", "ии", "ию", "ией", "ий", "иям", "иями", "иях")),
    ("ья", ("ья", "ьи", "ью", "ьей", "ье")),
    ("я", ("я", "и", "ю", "е", "ей", "й", "ь", "ям", "ями", "ях")),
    ("ь", ("ь", "и", "ью", "ей", "ям", "ями", "ях")),
    ("о", ("о", "а", "у", "ом", "е", "", "ам", "ами", "ах")),
    ("й", ("й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях")),
    ("", ("", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах")),
)


def inflect_verb(lemma: str, irregular: str | None) -> Iterator[tuple[str, str]]:
    """Pairs of form and shape: I infinitive, V past or "-но", S present or future, G gerund, U short passive
    participle, W active participle.

    Args:
        lemma: infinitive.
        irregular: forms besides the past and its participles, or None for a regular verb.
    """
    reflexive = lemma.endswith("ся")
    stem = lemma[:-4] if reflexive else lemma[:-2]
    yield lemma, "I"
    if lemma.endswith(("ть", "ться")):
        for ending in ("лся", "лась", "лось", "лись") if reflexive else ("л", "ла", "ло", "ли"):
            yield stem + ending, "V"
        yield from _participles(stem + "вш", reflexive)
    listed = [(form, _shape_of(form)) for form in irregular.split()] if irregular else list(_present(stem, reflexive))
    yield from listed
    for form, shape in listed:
        plain = form.removesuffix("ся")
        if shape == "S" and plain.endswith(("ют", "ут", "ят", "ат")):
            yield from _participles(plain[:-1] + "щ", reflexive)
    if not reflexive and lemma.endswith("ть"):
        yield from _passives(stem)


def inflect_noun(lemma: str, irregular: str | None) -> Iterator[str]:
    """The case forms of a noun in both numbers; `irregular` lists them where the ending does not tell."""
    if irregular:
        yield from (lemma, *irregular.split())
        return
    if lemma.endswith("а"):
        stem = lemma[:-1]
        hard = "и" if stem[-1] in "гкхжчшщ" else "ы"
        yield from (lemma, *(stem + ending for ending in (hard, "е", "у", "ой", "", "ам", "ами", "ах")))
        return
    for ending, forms in _DECLENSIONS:
        if lemma.endswith(ending):
            stem = lemma[: len(lemma) - len(ending)]
            yield from (stem + form for form in forms)
            return


def inflect_short(lemma: str, irregular: str | None) -> Iterator[str]:
    """The short forms of an adjective: уверен, уверена, уверено, уверены."""
    yield from (lemma, *irregular.split()) if irregular else (lemma + ending for ending in _SHORT)


def _present(stem: str, reflexive: bool) -> Iterator[tuple[str, str]]:
    if stem.endswith("ова"):
        finite, gerunds = (stem[:-3] + "ует", stem[:-3] + "уют"), [stem[:-3] + "уя", stem + "в"]
    elif stem.endswith(("а", "я", "е")):
        finite, gerunds = (stem + "ет", stem + "ют"), [stem + "я", stem + "в"]
    elif stem.endswith("ну"):
        finite, gerunds = (stem[:-1] + "ет", stem[:-1] + "ут"), [stem + "в"]
    else:
        plural = "ат" if stem[-2:-1] in ("ж", "ч", "ш", "щ") else "ят"
        finite, gerunds = (stem[:-1] + "ит", stem[:-1] + plural), [stem[:-1] + "я", stem + "в"]
    for form in finite:
        yield form + ("ся" if reflexive else ""), "S"
    for form in gerunds:
        yield (form + ("сь" if form.endswith("я") else "шись") if reflexive else form), "G"
    if not reflexive and not stem.endswith("и"):
        yield from ((form + "ся", "S") for form in finite)
        yield stem + "лось", "V"


def _participles(stem: str, reflexive: bool) -> Iterator[tuple[str, str]]:
    for ending in _ADJECTIVAL:
        yield stem + ending + ("ся" if reflexive else ""), "W"


def _passives(stem: str) -> Iterator[tuple[str, str]]:
    if stem.endswith("и"):
        base = stem[:-1]
        for old, new in _MUTATIONS:
            if base.endswith(old):
                base = base[: len(base) - len(old)] + new
                break
        base += "ен"
    elif stem.endswith(("а", "я")):
        base = stem + "н"
    elif stem.endswith("ну"):
        base = stem + "т"
    else:
        return
    for ending in _SHORT:
        yield base + ending, "V" if ending == "о" else "U"


def _shape_of(form: str) -> str:
    if form.endswith(("в", "я", "ясь", "вшись", "а")) and not form.endswith(("ла", "на", "тся")):
        return "G"
    if form.endswith(("ано", "ено", "уто")):  # "сказано в заявлении" reports like a past tense
        return "V"
    if form.endswith(("ен", "ена", "ены", "ан", "ана", "аны")):
        return "U"
    return "V" if form.endswith(("л", "ла", "ли", "ло", "лся", "лась", "лись", "лось", "рг")) else "S"
