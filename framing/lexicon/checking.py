"""What is wrong, or looks wrong, in a lexicon that can be read."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from framing.lexicon.covering import find_covered
from framing.lexicon.examples import FindHits, find_failing_examples, locate
from framing.lexicon.patterns import Atom, Element, Pattern, Phrase, Proximity
from framing.lexicon.records import Category, Entry, Lexicon
from framing.lexicon.vocabulary import find_lemma

Severity = Literal["error", "warning"]
_MIN_LITERAL = 3
_MAX_IMBALANCE = 2


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault of a lexicon: where it stands, and a sentence with the mend."""

    severity: Severity
    kind: str
    file: str
    line: int
    location: str
    what: str

    @property
    def message(self) -> str:
        """The whole complaint: `file:line: location: what`."""
        return f"{self.file}:{self.line}: {self.location}: {self.what}"

    def __str__(self) -> str:
        return self.message

    def find_order(self) -> tuple[int, str, str]:
        """What complaints about one file are sorted by."""
        return (self.line, self.location, self.what)


def check_lexicon(lexicon: Lexicon, find_hits: FindHits | None = None) -> list[Complaint]:
    """Complaints in the order of the file. Errors make a lexicon unfit to ship; warnings ask for a look.

    Args:
        lexicon: the lexicon.
        find_hits: finds hits in sentences, to try `should_hit` and `should_miss`; without it they are not tried.
    """
    complaints = [
        *_check_descriptions(lexicon),
        *_check_mirrors(lexicon),
        *_check_lists(lexicon),
        *_check_repeats(lexicon),
        *_check_contradictions(lexicon),
        *_check_breadth(lexicon),
        *_check_covered(lexicon),
        *_check_lemmas(lexicon),
    ]
    if find_hits is not None:
        complaints += [
            Complaint("error", "failing-example", str(lexicon.path), line, place, message)
            for line, place, message in find_failing_examples(lexicon, find_hits)
        ]
    return sorted(complaints, key=Complaint.find_order)


def about_category(lexicon: Lexicon, severity: Severity, kind: str, category: Category, message: str) -> Complaint:
    """A complaint at the place of a category."""
    return Complaint(severity, kind, str(lexicon.path), category.line, locate(category), message)


def about_entry(lexicon: Lexicon, severity: Severity, kind: str, entry: Entry, message: str) -> Complaint:
    """A complaint at the place of an entry."""
    place = f"{locate(lexicon.category(entry.category))}.entries[{entry.pattern}]"
    return Complaint(severity, kind, str(lexicon.path), entry.line, place, message)


def _check_descriptions(lexicon: Lexicon) -> Iterator[Complaint]:
    for key in ("title", "description", "licence", "source"):
        if not getattr(lexicon, key):
            message = f"is missing; write `{key}:` at the top of the file"
            yield Complaint("warning", f"missing-{key}", str(lexicon.path), 1, key, message)
    filled = {entry.category for entry in lexicon.entries}
    parents = {category.parent for category in lexicon.categories}
    for category in lexicon.categories:
        for key in ("definition", "source", "should_hit", "should_miss"):
            if not getattr(category, key):
                yield about_category(lexicon, "error", f"missing-{key}", category, f"`{key}` is missing; write it")
        if category.name not in filled and category.name not in parents:
            yield about_category(lexicon, "error", "empty-category", category, "has no entries; add some or remove it")


def _check_mirrors(lexicon: Lexicon) -> Iterator[Complaint]:
    by_name = {category.name: category for category in lexicon.categories}
    n_entries: dict[str, int] = defaultdict(int)
    for entry in lexicon.entries:
        name = entry.category
        while name:
            n_entries[name] += 1
            name = by_name[name].parent
    for category in lexicon.categories:
        if not category.mirror:
            continue
        other = by_name.get(category.mirror)
        if other is category:
            message = "a category cannot mirror itself; name the opposed one, or remove `mirror`"
            yield about_category(lexicon, "error", "own-mirror", category, message)
        elif other is None:
            message = f"mirror {category.mirror!r} is no category; write the full path of one: parent/child"
            yield about_category(lexicon, "error", "unknown-mirror", category, message)
        elif other.mirror != category.name:
            message = f"mirror {other.name!r} does not name this category back; write `mirror: {category.name}` there"
            yield about_category(lexicon, "error", "one-sided-mirror", category, message)
        elif n_entries[category.name] > _MAX_IMBALANCE * n_entries[other.name]:
            message = (
                f"{n_entries[category.name]} entries against {n_entries[other.name]} of its mirror {other.name!r}; "
                f"keep the larger side within {_MAX_IMBALANCE} times the smaller"
            )
            yield about_category(lexicon, "warning", "unbalanced-mirror", category, message)


def _check_repeats(lexicon: Lexicon) -> Iterator[Complaint]:
    """One pattern in several entries: of one category an error, of several a warning, since both count it."""
    seen: dict[tuple[Pattern, ...], list[Entry]] = defaultdict(list)
    for entry in lexicon.entries:
        for earlier in seen[entry.patterns]:
            if earlier.category == entry.category:
                message = f"the same pattern stands on line {earlier.line}; remove one"
                yield about_entry(lexicon, "error", "duplicate-entry", entry, message)
            elif lexicon.category(entry.category).mirror != earlier.category:
                message = f"also an entry of {earlier.category!r} (line {earlier.line}); both count the same words"
                yield about_entry(lexicon, "warning", "entry-in-two-categories", entry, message)
        seen[entry.patterns].append(entry)


def _check_contradictions(lexicon: Lexicon) -> Iterator[Complaint]:
    """One pattern on both sides of a mirrored pair, or an entry that its own `unless` always sets aside."""
    by_pattern: dict[tuple[Pattern, ...], list[Entry]] = defaultdict(list)
    for entry in lexicon.entries:
        for earlier in by_pattern[entry.patterns]:
            if lexicon.category(entry.category).mirror == earlier.category:
                message = f"also an entry of the mirror {earlier.category!r} (line {earlier.line}); keep it on one side"
                yield about_entry(lexicon, "error", "contradiction", entry, message)
        by_pattern[entry.patterns].append(entry)
        if entry.patterns in entry.unless_patterns:
            message = "its own `unless` sets every hit aside; remove the entry or narrow the `unless`"
            yield about_entry(lexicon, "error", "contradiction", entry, message)


def _check_breadth(lexicon: Lexicon) -> Iterator[Complaint]:
    for line, place, elements in _list_wordings(lexicon):
        # Beside other words of a phrase a short wildcard is held in check.
        for atom in elements[0].atoms if len(elements) == 1 else ():
            if _is_broad(atom):
                message = (
                    f"`{atom.text}` has fewer than {_MIN_LITERAL} letters before or after `*`; "
                    "it meets unrelated words, write out more of it"
                )
                yield Complaint("warning", "broad-wildcard", str(lexicon.path), line, place, message)


def _is_broad(atom: Atom) -> bool:
    if atom.kind != "glob" or "*" not in atom.text:
        return False
    return max(len(part.replace("?", "")) for part in atom.text.split("*")) < _MIN_LITERAL


def _list_wordings(lexicon: Lexicon) -> Iterator[tuple[int, str, tuple[Element, ...]]]:
    """Line, place and elements of all phrases; what a word list holds comes with the list, once."""
    listed: set[Atom] = set()
    for item in lexicon.lists:
        for elements in item.choice:
            yield item.line, f"lists.{item.name}", _without(listed, elements)
        listed.update(atom for elements in item.choice for element in elements for atom in element.atoms)
    for entry in lexicon.entries:
        phrases = dict.fromkeys(phrase for pattern in entry.patterns for phrase in _phrases(pattern))
        place = f"{locate(lexicon.category(entry.category))}.entries[{entry.pattern}]"
        for phrase in phrases:
            yield entry.line, place, _without(listed, phrase.elements)


def _without(listed: set[Atom], elements: tuple[Element, ...]) -> tuple[Element, ...]:
    return tuple(Element(tuple(atom for atom in element.atoms if atom not in listed)) for element in elements)


def _phrases(pattern: Pattern) -> tuple[Phrase, ...]:
    if isinstance(pattern, Phrase):
        return (pattern,)
    return (pattern.left, pattern.right) if isinstance(pattern, Proximity) else ()


def _check_lists(lexicon: Lexicon) -> Iterator[Complaint]:
    written = [entry_text for entry in lexicon.entries for entry_text in (entry.pattern, *entry.unless)]
    written += [member for item in lexicon.lists for member in item.members]
    named = {name for text in written for name in re.findall(r"<([a-z0-9-]+)>", text)}
    for item in lexicon.lists:
        if item.name not in named:
            message = f"no entry names <{item.name}>; use the list or remove it"
            yield Complaint("warning", "unused-list", str(lexicon.path), item.line, f"lists.{item.name}", message)


def _check_covered(lexicon: Lexicon) -> Iterator[Complaint]:
    for entry, broader in find_covered(lexicon):
        message = f"{broader.pattern!r} (line {broader.line}) already hits all of it; remove the narrower entry"
        yield about_entry(lexicon, "warning", "covered-entry", entry, message)


def _check_lemmas(lexicon: Lexicon) -> Iterator[Complaint]:
    for line, place, elements in _list_wordings(lexicon):
        for atom in (atom for element in elements for atom in element.atoms):
            if atom.kind == "lemma" and (lemma := find_lemma(atom.text, lexicon.language)) != atom.text:
                message = f"`lemma:{atom.text}` never hits: the lemma of that word is {lemma!r}; write lemma:{lemma}"
                yield Complaint("error", "no-lemma", str(lexicon.path), line, place, message)
