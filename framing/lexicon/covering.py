"""Entries that another entry of the same category makes superfluous."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from framing.globs import compile_glob
from framing.lexicon.patterns import Atom, Element, Phrase, fold
from framing.lexicon.records import Entry, Lexicon
from framing.lexicon.vocabulary import ElementTable

_Member = tuple[Entry, Phrase]


def find_covered(lexicon: Lexicon) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of an entry and a broader one of the same length and category that hits wherever it hits.

    Only pairs whose counts cannot differ: same weight, and a broader entry without `unless`. Wildcards against
    wildcards are compared where one is a plain beginning (`russo*` covers `russoph*`).
    """
    by_category: dict[tuple[str, int], list[_Member]] = defaultdict(list)
    for entry in lexicon.entries:
        for pattern in entry.patterns:
            if isinstance(pattern, Phrase):
                by_category[entry.category, len(pattern.elements)].append((entry, pattern))
    for members in by_category.values():
        find_broader = _index_broad(members, lexicon.language)
        for entry, phrase in members:
            if len(entry.patterns) > 1:  # another of its phrases may be its own
                continue
            for broader, wide in find_broader(phrase):
                if entry is not broader and entry.weight == broader.weight and _covers(wide, phrase):
                    yield entry, broader
                    break


def _index_broad(members: list[_Member], language: str) -> Callable[[Phrase], list[_Member]]:
    """A search for the entries that may cover a phrase: those whose first element fits its first word."""
    broad = [
        (entry, phrase)
        for entry, phrase in members
        if not entry.unless and any(_is_open(element) for element in phrase.elements)
    ]
    by_first: dict[Element, list[_Member]] = defaultdict(list)
    for member in broad:
        by_first[member[1].elements[0]].append(member)
    table, groups = ElementTable(list(by_first), language), list(by_first.values())

    def find(phrase: Phrase) -> list[_Member]:
        # Without its wildcards a narrower wildcard still fits the broader one.
        word = phrase.elements[0].atoms[0].text.strip("*")
        return [member for number in table.find(word, fold(word), True) for member in groups[number]]

    return find


def _is_open(element: Element) -> bool:
    return len(element.atoms) > 1 or element.atoms[0].kind == "glob"


def _covers(wide: Phrase, narrow: Phrase) -> bool:
    if wide == narrow:
        return False
    return all(
        all(any(_covers_atom(broad, atom) for broad in outer.atoms) for atom in inner.atoms)
        for outer, inner in zip(wide.elements, narrow.elements, strict=True)
    )


def _covers_atom(broad: Atom, atom: Atom) -> bool:
    if broad == atom:
        return True
    if broad.case or atom.kind == "lemma" or broad.kind != "glob":
        return False
    text = atom.text.lower()
    if atom.kind == "exact":
        return bool(compile_glob(broad.text)(text))
    beginning = broad.text.rstrip("*")
    return broad.text.endswith("*") and "*" not in beginning and "?" not in beginning and text.startswith(beginning)
