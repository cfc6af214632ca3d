"""Dictionaries that nest in a syntax of their own: quanteda YAML, and the XML of Yoshikoder and Lexicoder 2."""

import re
from typing import Any
from xml.parsers import expat

from framing.errors import LexiconError
from framing.lexicon.exchange.draft import Draft, DraftCategory, show
from framing.lexicon.exchange.source_text import MAX_YAML_BYTES, find_encoding, read_content, refuse_large
from framing.marked_yaml import Location, MarkedYaml

OWN_PATTERNS = "__"  # quanteda's key for the patterns of a category that has categories below it
_REGEX_SIGN = re.compile(r"[\\.*+?\[\](){}|^$]")
_DECLARATION = re.compile(rb"""<\?xml[^>]*encoding\s*=""")


def read_quanteda(draft: Draft) -> None:
    """Read a YAML dictionary of quanteda: names over lists of glob patterns, or over more names."""
    refuse_large(draft.path, MAX_YAML_BYTES)
    marked = MarkedYaml(draft.path, LexiconError)
    if not isinstance(marked.data, dict):
        raise draft.fault(1, "must be categories with lists of patterns")
    _read_node(draft, marked, draft.root, marked.data, ())


def _read_node(draft: Draft, marked: MarkedYaml, category: DraftCategory, node: Any, where: Location) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            is_own = key.strip() in ("", OWN_PATTERNS) and category is not draft.root
            line = marked.line((*where, key))
            below = category if is_own else draft.open_category(category, key, line)
            _read_node(draft, marked, below, value, (*where, key))
    elif isinstance(node, list):
        for number, item in enumerate(node):
            _read_node(draft, marked, category, item, (*where, number))
    elif node.strip() not in ("", "~"):
        if category is draft.root:
            draft.lose(marked.line(where), f"{show(node)} stands in no category")
        else:
            draft.add_entry(category, node.replace("_", " "), marked.line(where))


def read_yoshikoder(draft: Draft) -> None:
    """Read a dictionary of Yoshikoder or Lexicoder 2: XML with `cnode` for categories and `pnode` for patterns.

    Yoshikoder puts all categories below one that names the dictionary. It is left out where it has no patterns.
    """
    content = read_content(draft.path)
    has_declaration = _DECLARATION.match(content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if not has_declaration and find_encoding(draft.path, content, draft.language).startswith("cp"):
        content = draft.read_text().encode("utf-8")
    reader = _TreeReader(draft)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise draft.fault(problem.lineno, f"not valid XML: {expat.ErrorString(problem.code)}") from problem
    except (LookupError, ValueError) as problem:
        raise draft.fault(1, f"not valid XML: {problem}") from problem
    reader.drop_root()


class _TreeReader:
    """Takes the elements of a dictionary in XML as the parser meets them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._open: list[DraftCategory] = [draft.root]
        self._is_regex = False
        self._has_root = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: Any) -> None:
        # Entities are declared in a document type; without one there is nothing that could expand.
        raise self._draft.fault(self.parser.CurrentLineNumber, "document types are not read; remove <!DOCTYPE")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line, name = self.parser.CurrentLineNumber, attributes.get("name", "").strip()
        if tag == "dictionary":
            self._is_regex = "regex" in attributes.get("patternengine", "").lower()
            self._has_root = attributes.get("style", "").lower() != "lexicoder"
        elif tag == "cnode":
            self._open.append(self._draft.open_category(self._open[-1], name or "category", line))
            self._open[-1].definition = " ".join(attributes.get("desc", "").split())
            if "score" in attributes:
                self._draft.lose(line, f"category {show(name)}: its score {show(attributes['score'])} is left out")
        elif tag == "pnode" and name:
            self._add(name, attributes, line)

    def _add(self, name: str, attributes: dict[str, str], line: int) -> None:
        try:
            weight = float(attributes.get("score", "1").replace(",", "."))
        except ValueError:
            self._draft.lose(line, f"{show(name)}: {show(attributes['score'])} is no number; weight 1 is taken")
            weight = 1.0
        if len(self._open) == 1:
            self._draft.lose(line, f"{show(name)} stands in no category")
        elif self._is_regex and _REGEX_SIGN.search(name):
            self._draft.lose(line, f"{show(name)} is a regular expression; write it after `re:`")
        elif "?" in name:
            self._draft.lose(line, f"{show(name)}: `?` stands for one sign here; write the entry")
        else:
            self._draft.add_entry(self._open[-1], name, line, weight)

    def _end(self, tag: str) -> None:
        if tag == "cnode":
            self._open.pop()

    def drop_root(self) -> None:
        """Leave out the category that names the dictionary: the only one at the top, with nothing but categories."""
        root = self._draft.root
        if not self._has_root or len(root.categories) != 1:
            return
        (top,) = root.categories.values()
        if top.categories and not top.entries:
            self._draft.lose(top.line, f"category {show(top.title)} names the dictionary; what is below it moves up")
            root.categories, root.names = top.categories, top.names
