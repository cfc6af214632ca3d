"""Dictionaries that nest: quanteda YAML, WordStat .cat, Lexicoder, Yoshikoder."""

import re
from typing import Any
from xml.etree import ElementTree

from framing.errors import LexiconError
from framing.lexicon.exchange.draft import Draft, DraftCategory, read_text
from framing.lexicon.reading import find_line
from framing.marked_yaml import Location, MarkedYaml


def read_quanteda(draft: Draft) -> None:
    """Read a YAML dictionary of quanteda: names over lists of glob patterns, or over more names."""
    marked = MarkedYaml(draft.path, LexiconError)
    if not isinstance(marked.data, dict):
        raise draft.fault(1, "must be categories with lists of patterns")
    _read_node(draft, marked, draft.root, marked.data, ())


def _read_node(draft: Draft, marked: MarkedYaml, category: DraftCategory, node: Any, where: Location) -> None:
    titles = [part for part in where if isinstance(part, str)]
    if isinstance(node, dict):
        for key, value in node.items():
            below = draft.add_category([*titles, key])
            _read_node(draft, marked, below, value, (*where, key))
    elif isinstance(node, list):
        for number, item in enumerate(node):
            _read_node(draft, marked, category, item, (*where, number))
    elif node.strip() and titles:
        draft.add_entry(category, node.replace("_", " "), find_line(marked, where))


def read_wordstat(draft: Draft) -> None:
    """Read a categorization dictionary of WordStat: indentation nests, `WORD_WORD (2)` is a weighted entry."""
    open_: list[tuple[int, str]] = []
    for number, line in enumerate(read_text(draft).split("\n"), start=1):
        if not line.strip():
            continue
        depth, text = len(line) - len(line.lstrip("\t ")), line.strip()
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        entry = re.fullmatch(r"(.+?)\s*\((-?\d+(?:\.\d+)?)\)", text)
        if text.startswith("@") or text.upper().startswith(("NOT ", "AND ")):
            draft.lose(number, f"{text!r} is a rule, which is not carried over; write it with near/ or unless")
        elif entry and open_:
            category = draft.add_category([title for _, title in open_])
            draft.add_entry(category, entry.group(1).replace("_", " ").lower(), number, float(entry.group(2)))
        else:
            open_.append((depth, text))


def read_lexicoder(draft: Draft) -> None:
    """Read a dictionary of Lexicoder: `+category`, then a pattern on each line."""
    category: DraftCategory | None = None
    for number, line in enumerate(read_text(draft).split("\n"), start=1):
        text = line.strip()
        if text.startswith("+"):
            category = draft.add_category([text.strip("+ ")])
        elif text and category is None:
            draft.lose(number, f"{text!r} stands before the first `+category`")
        elif text and category is not None:
            draft.add_entry(category, text, number)


def read_yoshikoder(draft: Draft) -> None:
    """Read a dictionary of Yoshikoder: XML with `cnode` for categories and `pnode` for patterns."""
    text = read_text(draft)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise draft.fault(1, "document types are not read; remove the line with <!DOCTYPE")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except ElementTree.ParseError as problem:
        raise draft.fault(problem.position[0], f"not valid XML: {problem}") from problem
    _read_nodes(draft, root, [])


def _read_nodes(draft: Draft, element: ElementTree.Element, titles: list[str]) -> None:
    for child in element:
        name = child.get("name", "").strip()
        if child.tag == "cnode" and name:
            draft.add_category([*titles, name])
            _read_nodes(draft, child, [*titles, name])
        elif child.tag == "pnode" and name and titles:
            draft.add_entry(draft.add_category(titles), name, 1)
        elif child.tag == "dictionary":
            _read_nodes(draft, child, titles)
