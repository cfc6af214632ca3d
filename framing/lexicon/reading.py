"""Lexicon files -> lexicons, with every mistake reported at its place."""

import hashlib
import re
from pathlib import Path

from framing.errors import LexiconError
from framing.lexicon.fields import CategoryFields, EntryFields, LexiconFields, validate_fields
from framing.lexicon.patterns import Choice, Pattern, PatternError, WordLists, parse_list, parse_pattern
from framing.lexicon.records import Category, Entry, Lexicon, WordList, derive_entry_id
from framing.marked_yaml import Location, MarkedYaml

# Blocks in the style of the shipped lexicons: what is indented below the key, or stands after `- `.
_LISTS_AND_ENTRIES = re.compile(r"^( *)(?:lists|entries):\n(?:\1[ -].*\n|[ \t]*\n)*", re.MULTILINE)


def read_lexicon_head(path: Path) -> Lexicon:
    """All of a lexicon but its lists and entries, several times as fast as the whole.

    Raises:
        LexiconError: as for the whole lexicon, where the fault is not in the lists and entries.
    """
    return _read(path, _LISTS_AND_ENTRIES)


def complete_lexicon(lexicon: Lexicon) -> Lexicon:
    """The whole of a lexicon of which the head was read.

    Raises:
        LexiconError: as `read_lexicon`, or the file is not what it was.
    """
    whole = read_lexicon(lexicon.path) if lexicon.is_head else lexicon
    if whole.sha256 != lexicon.sha256:
        raise LexiconError(f"{lexicon.path}: was changed during the run; run again")
    return whole


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file.

    Raises:
        LexiconError: the file cannot be read, or is wrong; one line `file:line: path: fault` per fault.
    """
    return _read(path, None)


def make_pattern_lexicon(pattern: str, language: str, case: bool = False) -> Lexicon:
    """A lexicon without a file, whose only category holds a pattern.

    Raises:
        LexiconError: the text is no pattern.
    """
    try:
        parsed = parse_pattern(pattern, case)
    except PatternError as problem:
        raise LexiconError(f"{pattern}: {problem}") from problem
    name, written = "pattern", " ".join(pattern.split())
    category = Category(name, "", "", "", "", "", (), (), 0, ())
    entry = Entry(derive_entry_id(name, written), name, written, parsed, 1.0, case, (), (), "", "", "", 0)
    return Lexicon(
        name=name,
        version="",
        language=language,
        title="",
        description="",
        licence="",
        source="",
        overlap="all",
        negation="mark",
        transfers="none",
        sha256="",
        path=Path(),
        lists=(),
        categories=(category,),
        entries=(entry,),
    )


def _read(path: Path, leave_out: re.Pattern[str] | None) -> Lexicon:
    marked = MarkedYaml(path, LexiconError, leave_out)
    fields = validate_fields(marked)
    lists, complaints = _read_lists(fields, marked)
    if fields.name != path.stem:
        complaints.append(
            marked.complaint(("name",), f"{fields.name!r} differs from the file name; rename one of them")
        )
    reader = _CategoryReader(marked, {item.name: item.choice for item in lists})
    reader.read_all(fields.categories, (), "")
    complaints += reader.complaints
    if complaints:
        raise LexiconError("\n".join(complaints))
    return Lexicon(
        name=fields.name,
        version=fields.version,
        language=fields.language,
        title=fields.title,
        description=fields.description,
        licence=fields.licence,
        source=fields.source,
        overlap=fields.overlap,
        negation=fields.negation,
        transfers=fields.transfers,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        path=path,
        lists=tuple(lists),
        categories=tuple(reader.categories),
        entries=tuple(reader.entries),
        is_head=leave_out is not None,
    )


def _read_lists(fields: LexiconFields, marked: MarkedYaml) -> tuple[list[WordList], list[str]]:
    """The word lists, each of which may name those above it, and complaints about their members."""
    lists: list[WordList] = []
    complaints: list[str] = []
    known: dict[str, Choice] = {}
    for name, members in fields.lists.items():
        where: Location = ("lists", name)
        readable = []
        for number, member in enumerate(members):
            try:
                parse_list([member], known)
                readable.append(member)
            except PatternError as problem:
                complaints.append(marked.complaint((*where, number), str(problem)))
        known[name] = parse_list(readable, known)
        written = tuple(" ".join(member.split()) for member in members)
        lists.append(WordList(name, written, known[name], marked.line(where)))
    return lists, complaints


class _CategoryReader:
    """Collects categories, entries and complaints in the order of the file."""

    def __init__(self, marked: MarkedYaml, lists: WordLists) -> None:
        self._marked = marked
        self._lists = lists
        self._ids: dict[str, int] = {}
        self._parsed: dict[tuple[str, bool], tuple[Pattern, ...]] = {}  # one `unless` stands at many entries
        self.categories: list[Category] = []
        self.entries: list[Entry] = []
        self.complaints: list[str] = []

    def read_all(self, fields: dict[str, CategoryFields], where: Location, parent: str) -> None:
        """Read categories and all below them."""
        for key, category in fields.items():
            here = (*where, "categories", key)
            name = f"{parent}/{key}" if parent else key
            self.categories.append(
                Category(
                    name=name,
                    parent=parent,
                    title=category.title,
                    definition=category.definition,
                    source=category.source,
                    mirror=category.mirror,
                    should_hit=tuple(category.should_hit),
                    should_miss=tuple(category.should_miss),
                    line=self._marked.line(here),
                    example_lines=tuple(
                        self._marked.line((*here, key, number))
                        for key in ("should_hit", "should_miss")
                        for number in range(len(getattr(category, key)))
                    ),
                )
            )
            for number, entry in enumerate(category.entries):
                self._read_entry(entry, (*here, "entries", number), name)
            self.read_all(category.categories, here, name)

    def _read_entry(self, fields: EntryFields, where: Location, category: str) -> None:
        parsed = self._parse(fields.pattern, fields.case, (*where, "pattern"))
        unless = [self._parse(text, False, (*where, "unless", place)) for place, text in enumerate(fields.unless)]
        written = " ".join(fields.pattern.split())
        entry_id = fields.id or derive_entry_id(category, written)
        line = self._marked.line(where)
        if entry_id in self._ids:
            first = self._ids[entry_id]
            what = f"entry id {entry_id!r}" if fields.id else f"entry {written!r}"
            self._complain(
                where,
                f"{what} stands twice, first on line {first}; remove one" + ("" if fields.id else " or give it an id"),
            )
        self._ids.setdefault(entry_id, line)
        if parsed is None or None in unless:
            return
        self.entries.append(
            Entry(
                entry_id=entry_id,
                category=category,
                pattern=written,
                patterns=parsed,
                weight=fields.weight,
                case=fields.case,
                unless=tuple(fields.unless),
                unless_patterns=tuple(patterns for patterns in unless if patterns is not None),
                note=fields.note,
                source=fields.source,
                rare=fields.rare,
                line=line,
            )
        )

    def _parse(self, text: str, case: bool, where: Location) -> tuple[Pattern, ...] | None:
        known = self._parsed.get((text, case))
        if known:
            return known
        try:
            parsed = self._parsed[text, case] = parse_pattern(text, case, self._lists)
        except PatternError as problem:
            self._complain(where, str(problem))
            return None
        return parsed

    def _complain(self, where: Location, message: str) -> None:
        self.complaints.append(self._marked.complaint(where, message))
