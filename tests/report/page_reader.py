"""A strict reader of the pages: every element closed in order, no duplicate ids, attributes at hand."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(["meta", "link", "input", "img", "br", "hr", "wbr"])
# HTML lets the end of a table cell and of a row be left out; the long article table does.
_OPTIONAL = frozenset(["td", "tr"])


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set((self.attributes.get("class") or "").split())

    def find_all(self, name: str = "", cls: str = "") -> "list[Element]":
        """Elements below this one, by name and class."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if (not name or child.name == name) and (not cls or cls in child.classes):
                    found.append(child)
                found += child.find_all(name, cls)
        return found

    def text(self, *without: str) -> str:
        """The text, leaving out elements of some classes."""
        return "".join(
            child if isinstance(child, str) else "" if child.classes & set(without) else child.text(*without)
            for child in self.children
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _OPTIONAL:
            self._leave_out(tag)
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute stands twice: {tag} {names}"
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def _leave_out(self, tag: str) -> None:
        if self._open[-1].name == "td":
            self._open.pop()
        if tag == "tr" and self._open[-1].name == "tr":
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open[-1].name in _OPTIONAL and self._open[-1].name != tag:
            self._open.pop()
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_page(page: str) -> Element:
    """The tree of a page or of a part of one. Raises AssertionError where it is not well formed."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    names = [element.attributes["id"] for element in reader.root.find_all() if "id" in element.attributes]
    assert len(names) == len(set(names)), "an id stands twice"
    return reader.root
