"""How categories look: a colour, a line style and a short code, the same on every page of a run."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from zlib import crc32

from framing.report.records import LexiconSource, Provenance
from framing.report.wording import escape, isolate

N_COLOURS = 8
_LATIN = re.compile("[A-Za-z]")
N_LINE_STYLES = 5
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "в",
        "и",
        "на",
        "о",
        "от",
        "по",
        "с",
    ]
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of one category.

    Attributes:
        key: a number that no other category of the language has.
        code: letters and digits only.
        classes: of the style sheet, colour and line style.
        depth: 0 for categories without parent.
    """

    key: int
    code: str
    classes: str
    title: str
    definition: str
    mirror: str | None
    lexicon: str
    category: str
    depth: int
    name_html: str  # code and title
    switch: str  # classes, and the one that switches the category off


class Legend:
    """The marks of all categories of the lexicons of one language."""

    def __init__(self, lexicons: Iterable[LexiconSource]) -> None:
        self._marks: dict[tuple[str, str], Mark] = {}
        self._codes: set[str] = set()
        self._tops: dict[tuple[str, str], int] = {}
        self.sources_html: dict[str, str] = {}  # name and version by name
        lexicons = list(lexicons)
        self._narratives = find_narratives(lexicons)
        for lexicon in lexicons:
            self.sources_html[lexicon.name] = f"{escape(lexicon.name)} {escape(lexicon.version)}"
            for category in lexicon.categories:
                self._add(lexicon.name, category)

    def mark(self, lexicon: str, category: str) -> Mark:
        """The mark of a category; one that its lexicon does not declare gets a mark all the same."""
        return self._marks.get((lexicon, category)) or _make_undeclared_mark(lexicon, category)

    def is_narrative(self, lexicon: str) -> bool:
        """Whether a lexicon is one of those whose frames are named first."""
        return lexicon in self._narratives

    def _add(self, lexicon: str, definition: Mapping[str, str | None]) -> None:
        category = definition["name"] or ""
        # Children share the look of their topmost parent and differ by code.
        top = self._tops.setdefault((lexicon, category.partition("/")[0]), len(self._tops))
        title = definition.get("title") or make_title(category)
        # Readers of a title in other letters find its category by a code in those letters.
        named = category if _LATIN.search(title) else title
        code = next(code for code in _make_codes(named) if code not in self._codes)
        self._codes.add(code)
        classes = f"p{top % N_COLOURS} y{(top + top // N_COLOURS) % N_LINE_STYLES}"
        mark = Mark(
            key=len(self._marks),
            code=code,
            classes=classes,
            title=title,
            definition=definition.get("definition") or "",
            mirror=definition.get("mirror") or None,
            lexicon=lexicon,
            category=category,
            depth=category.count("/"),
            name_html=f"{code} {isolate(title)}",
            switch=f"{classes} k{len(self._marks)}",
        )
        self._marks[lexicon, category] = mark


def find_narratives(lexicons: Sequence[LexiconSource]) -> frozenset[str]:
    """The names of lexicons of narratives: half of their categories or more have a mirror.

    Lexicons of loaded language or rhetoric say how something is told; those of narratives say what is told. In a
    language without any lexicon of narratives, all lexicons count as such.
    """
    names: dict[str, list[str]] = {}
    for lexicon in lexicons:
        mirrored = sum(bool(category.get("mirror")) for category in lexicon.categories)
        chosen = names.setdefault(lexicon.language, [])
        if lexicon.categories and 2 * mirrored >= len(lexicon.categories):
            chosen.append(lexicon.name)
    of_all = ((lexicon.name, names[lexicon.language]) for lexicon in lexicons)
    return frozenset(name for name, chosen in of_all if name in chosen or not chosen)


def _make_undeclared_mark(lexicon: str, category: str) -> Mark:
    # Depends on nothing but the names, so that the order of documents cannot change a page.
    key = 1000 + crc32(f"{lexicon}:{category}".encode()) % 1000
    code, title, depth = next(_make_codes(category)), make_title(category), category.count("/")
    name = f"{code} {isolate(title)}"
    return Mark(key, code, "p7 y0", title, "", None, lexicon, category, depth, name, f"p7 y0 k{key}")


def _make_codes(category: str) -> Iterator[str]:
    """Short codes for a category, best first, without end."""
    words = [word for word in re.split(r"[\W_]+", category.rpartition("/")[2]) if word]
    words = ([word for word in words if word.lower() not in _SMALL_WORDS] or words or ["x"])[:3]
    initials = "".join(word[0].upper() for word in words)
    if len(initials) > 1:
        yield initials
    yield from (initials + words[-1][1:end] for end in range(2, len(words[-1]) + 1))
    yield from (f"{initials}{n}" for n in count(2))


def make_title(category: str) -> str:
    """`russia-as-victim/russophobia` as words: `Russophobia`."""
    words = category.rpartition("/")[2].replace("-", " ")
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=64)
def find_legend(provenance: Provenance, language: str) -> Legend:
    """The legend for documents in `language`, made once per run."""
    return Legend(provenance.lexicons_of(language))
