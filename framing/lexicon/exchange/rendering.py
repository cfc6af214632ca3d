"""Parsed patterns -> their source, with word lists written out."""

import re

from framing.lexicon.patterns import Atom, Pattern, Phrase, Proximity
from framing.lexicon.records import Entry

_LIST = re.compile(r"<[a-z0-9-]+>")


def names_lists(entry: Entry) -> bool:
    """Whether the entry's pattern or its exclusions hold a word list."""
    return any(_LIST.search(text) for text in (entry.pattern, *entry.unless))


def render_pattern(pattern: Pattern, case: bool = False) -> str:
    """The source that is parsed to this pattern alone.

    Args:
        pattern: the pattern.
        case: it is parsed with `case: true`, so that no word needs to say so.
    """
    if isinstance(pattern, Phrase):
        return _render_phrase(pattern, case)
    if isinstance(pattern, Proximity):
        operator = "before" if pattern.ordered else "near"
        distance = "s" if pattern.n_words is None else pattern.n_words
        return f"{_render_phrase(pattern.left, case)} {operator}/{distance} {_render_phrase(pattern.right, case)}"
    return f"re:{pattern.source}"


def _render_phrase(phrase: Phrase, case: bool) -> str:
    return " ".join("|".join(_render_atom(atom, case) for atom in element.atoms) for element in phrase.elements)


def _render_atom(atom: Atom, case: bool) -> str:
    if atom.kind == "lemma":
        return f"lemma:{atom.text}"
    return f"case:{atom.text}" if atom.case and not case else atom.text
