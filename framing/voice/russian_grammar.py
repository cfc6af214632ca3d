"""What the ending of a Russian word tells: finite verbs, agreement of verbs, and case of nouns and names."""

from functools import lru_cache

SURE, PERHAPS = 2, 1  # how well a word can be in the nominative; 0 is not
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
_MIN_VERB = 4  # letters; shorter words with these endings are mostly no verbs
_MIN_PARTICIPLE = 6
_PAST = tuple(vowel + ending for vowel in "аеиоуыя" for ending in ("л", "ла", "ло", "ли"))
_REFLEXIVE_PAST = ("лся", "лась", "лось", "лись")
_PRESENT = ("ает", "яет", "ует", "еет", "ают", "яют", "уют", "еют", "ит", "ят", "ет", "ут", "ют", "ат")
_REFLEXIVE_PRESENT = ("ется", "ются", "ится", "ятся", "утся", "атся")
_FINITE = (*_PAST, *_REFLEXIVE_PAST, *_PRESENT, *_REFLEXIVE_PRESENT)
_PASSIVE = tuple(f"{consonant}ен{ending}" for consonant in "лжшщчнтдзср" for ending in ("", "а", "о", "ы"))
_PASSIVE += ("ан", "ана", "ано", "аны", "ята", "яты", "ято", "ыт", "ыта", "ыто", "ыты")
_PERFECTIVE_GERUNDS = tuple(f"{vowel}в" for vowel in "аиеуыя")
_AGENT_NOUNS = ("ители", "атели", "ятели", "утели")
_PARTICIPLES = tuple(
    f"{stem}{ending}"
    for stem in ("анн", "янн", "енн", "вш", "ющ", "ущ", "ящ", "ащ", "ем", "им", "т")
    for ending in ("ый", "ий", "ая", "ое", "ее", "ые", "ие")
)
_GERUNDS = ("вшись", "ясь", "аясь", "ируя", "ывая", "ивая")
_OBLIQUE_ADJECTIVES = ("ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ыми", "ими", "ую", "юю")
_OBLIQUE_NOUNS = ("ами", "ями", "ам", "ям", "ах", "ях", "ов", "ев", "ом", "ем", "ью", "у", "ю")
_EPICENE = frozenset(
    (
        "глава",
        "экс-глава",
        "судья",
        "староста",
        "мужчина",
        "коллега",
        "большинство",
        "зампредседателя",
        "замминистра",
        "замглавы",
        "замгубернатора",
        "замдиректора",
    )
)
_AGENTS = ("тель", "арь", "ий", "ый")
_PLURAL_ADJECTIVES = ("ые", "ие")
_NOUNS_ON_O = ("ство", "цо", "ро", "ло", "дио", "око", "дзо")
_NEUTER = ("ое", "ее", "ство", "ние", "тие", "ро")
_FEMININE_ADJECTIVES = ("ая", "яя")


def open_letter(folded: str, others: frozenset[str]) -> str:
    """Letter of a common word: `v` finite verb or short participle, `i` infinitive, `g` gerund, `o` other word.

    Args:
        folded: the word.
        others: words that end like verbs and are none.
    """
    if len(folded) < _MIN_VERB or folded in others or folded[:-1] in others or folded.endswith(_AGENT_NOUNS):
        return "o"
    ends = _compound_ends(others)
    if folded.endswith(ends) or (folded[-1] in "ауые" and folded[:-1].endswith(ends)):  # радиоканал, артобстрела
        return "o"
    if folded.endswith(("ть", "ться", "чь", "чься", "сти")) and not folded.endswith("ость"):
        return "o" if folded.endswith("сти") and not folded.endswith(("вести", "нести")) else "i"
    if folded.endswith(_FINITE):
        return "v"
    if len(folded) >= _MIN_PARTICIPLE and folded.endswith(_PASSIVE):
        return "v"
    return "g" if folded.endswith(_GERUNDS) else "o"


@lru_cache(maxsize=8)
def _compound_ends(others: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in others if len(word) > _MIN_VERB and word[-1] in _CONSONANTS))


def is_adjective(word: str) -> bool:
    """Whether a word has the ending of an adjective or participle in the nominative."""
    return word.endswith(("ая", "яя", "ий", "ый", "ое", "ее", "ие", "ые"))


def is_adverb(word: str) -> bool:
    """Whether a common word before a verb has the ending of an adverb: "ожидаемо", not "ведомство"."""
    return len(word) > _MIN_VERB and word[-1] == "о" and not word.endswith(_NOUNS_ON_O)


def is_singular_name(form: str) -> bool:
    """Whether a word is a name on a consonant, which with a plural verb speaks only beside another: "Котов и Ершов"."""
    return form[0].isupper() and not form.isupper() and form[-1] in _CONSONANTS


def is_gerund(word: str) -> bool:
    """Whether a word that follows a comma can be a gerund: "приехав в город"."""
    return len(word) > _MIN_VERB and word.endswith((*_PERFECTIVE_GERUNDS, *_GERUNDS))


def is_participle(word: str) -> bool:
    """Whether a word that follows a comma begins a participial phrase: "эвакуированные из города"."""
    return len(word) > _MIN_PARTICIPLE and word.endswith(_PARTICIPLES)


@lru_cache(maxsize=4096)
def agreement_of(verb: str) -> str:
    """What the subject of a verb form must be: `m`, `f`, `n`, `p` (plural) or `s` (singular of any gender).

    Short adjectives and participles count too. A form that does not tell gives `s`.
    """
    stem = verb.removesuffix("ся").removesuffix("сь")
    if stem.endswith(("ли", "ят", "ют", "ут", "ат", "ны", "вы", "сны")):
        return "p"
    if stem.endswith(("ла", "на", "ва")):
        return "f"
    if stem.endswith(("ло", "но", "уто")):
        return "n"
    return "m" if stem.endswith(("л", "рг", "ен", "ан", "ов")) else "s"


@lru_cache(maxsize=65536)
def nominative_strength(form: str, agreement: str) -> int:
    """How well a word can be the head of a subject, by its ending: 2 surely, 1 perhaps, 0 not.

    Args:
        form: the word as written; capitals tell names.
        agreement: what the verb asks for, see `agreement_of`.
    """
    if agreement == "s":
        return max(_strength(form, gender) for gender in "mfn")
    return _strength(form, agreement)


def _strength(form: str, agreement: str) -> int:
    word = form.lower().replace("ё", "е")
    is_name = form[0].isupper()
    if len(word) > 1 and form.isupper():  # abbreviations do not inflect
        return 1
    if not "а" <= word[-1] <= "я":
        return int(is_name or (word.isascii() and word[0].isalnum() and not word.isdigit()))  # "example.ru"
    if word in _EPICENE:
        return SURE if agreement != "p" else 0
    if word.endswith(_OBLIQUE_ADJECTIVES) and len(word) > _MIN_VERB:
        return 0
    if agreement == "n":
        return SURE if word.endswith(_NEUTER) else int(is_name and word[-1] in "оеи")
    strengths = {"m": _masculine, "f": _feminine, "p": _plural}
    return strengths[agreement](word, is_name)


def _masculine(word: str, is_name: bool) -> int:
    if not is_name and word.endswith(_OBLIQUE_NOUNS):
        return 0
    if is_name and word.endswith(("ом", "ем", "ой")) and len(word) > _MIN_VERB:
        return int(word.endswith("ой") and not word.endswith(("ской", "цкой")))
    if word.endswith(("ии", "ений", "аний", "остей", "аций")) and not word.endswith("гений"):
        return 0
    if word[-1] in _CONSONANTS or word.endswith(_AGENTS):
        return 2
    if word[-1] == "й":
        return 2 if is_name or not word.endswith(("ой", "ей")) else 0
    if is_name:
        return 1 if word[-1] in "оиьэ" else 0
    return int(word[-1] == "ь")


def _feminine(word: str, is_name: bool) -> int:
    if word.endswith(_FEMININE_ADJECTIVES):
        return SURE
    if word[-1] in "ая":
        return SURE if is_name else PERHAPS
    is_foreign = is_name and word[-1] not in "уюые" and not word.endswith(("ой", "ии"))
    return int(word[-1] == "ь" or is_foreign)


def _plural(word: str, is_name: bool) -> int:
    if word.endswith(_PLURAL_ADJECTIVES):
        return 2
    return 1 if word[-1] in "ыи" or (is_name and word[-1] in _CONSONANTS) else 0
