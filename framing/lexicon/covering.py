"""Entries that another entry of the same category makes superfluous."""

from collections import defaultdict
from collections.abc import Iterator

from framing.lexicon.patterns import Atom, Element, Phrase
from framing.lexicon.records import Entry, Lexicon
from framing.lexicon.vocabulary import compile_glob


def find_covered(lexicon: Lexicon) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of an entry and a broader one of the same length and category that hits wherever it hits.

    Only pairs whose counts cannot differ: same weight, and a broader entry without `unless`. Wildcards against
    wildcards are compared where one is a plain beginning (`russo*` covers `russoph*`).
    """
    by_category: dict[tuple[str, int], list[tuple[Entry, Phrase]]] = defaultdict(list)
    for entry in lexicon.entries:
        if isinstance(entry.parsed, Phrase):
            by_category[entry.category, len(entry.parsed.elements)].append((entry, entry.parsed))
    for members in by_category.values():
        broad = [
            (entry, phrase)
            for entry, phrase in members
            if not entry.unless and any(_is_open(element) for element in phrase.elements)
        ]
        for entry, phrase in members:
            for broader, wide in broad:
                if entry is not broader and entry.weight == broader.weight and _covers(wide, phrase):
                    yield entry, broader
                    break


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
