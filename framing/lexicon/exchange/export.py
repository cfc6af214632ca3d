"""Lexicons -> files of other programs, with a report of what those cannot hold."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import yaml

from framing.lexicon.patterns import Element, Phrase
from framing.lexicon.records import Category, Entry, Lexicon, derive_entry_id, is_within

_MAX_VARIANTS = 200


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of another format, and a line for each thing that it cannot hold."""

    text: str
    losses: tuple[str, ...]


def write_json(lexicon: Lexicon) -> Exported:
    """The lexicon as JSON under the keys of the YAML format; nothing is lost but comments."""
    fields: dict[str, Any] = {"format": "1"}
    for key in (
        "name",
        "version",
        "language",
        "title",
        "description",
        "licence",
        "source",
        "overlap",
        "negation",
        "transfers",
    ):
        fields[key] = getattr(lexicon, key)
    if lexicon.lists:
        fields["lists"] = {item.name: list(item.members) for item in lexicon.lists}
    fields["categories"] = {
        category.name: _write_category(lexicon, category) for category in lexicon.categories if not category.parent
    }
    return Exported(json.dumps(fields, ensure_ascii=False, indent=1) + "\n", ())


def _write_category(lexicon: Lexicon, category: Category) -> dict[str, Any]:
    fields: dict[str, Any] = {
        key: getattr(category, key) for key in ("title", "definition", "source", "mirror") if getattr(category, key)
    }
    for key in ("should_hit", "should_miss"):
        if getattr(category, key):
            fields[key] = list(getattr(category, key))
    fields["entries"] = [_write_entry(entry) for entry in lexicon.entries if entry.category == category.name]
    children = [child for child in lexicon.categories if child.parent == category.name]
    if children:
        fields["categories"] = {child.name.rpartition("/")[2]: _write_category(lexicon, child) for child in children}
    return fields


def _write_entry(entry: Entry) -> dict[str, Any] | str:
    fields: dict[str, Any] = {"pattern": entry.pattern}
    if entry.entry_id != derive_entry_id(entry.category, entry.pattern):
        fields["id"] = entry.entry_id
    if entry.weight != 1:
        fields["weight"] = entry.weight
    if entry.case:
        fields["case"] = True
    if entry.unless:
        fields["unless"] = list(entry.unless)
    for key in ("note", "source", "rare"):
        if getattr(entry, key):
            fields[key] = getattr(entry, key)
    return entry.pattern if len(fields) == 1 else fields


def write_csv(lexicon: Lexicon) -> Exported:
    """One row for each entry, with all its options; descriptions of lexicon and categories are left out."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("category", "pattern", "weight", "id", "case", "unless", "note", "source", "rare"))
    for entry in lexicon.entries:
        case, unless = "true" if entry.case else "false", "; ".join(entry.unless)
        row = (entry.category, entry.pattern, entry.weight, entry.entry_id, case, unless)
        writer.writerow((*row, entry.note, entry.source, entry.rare))
    return Exported(written.getvalue(), ("descriptions, mirrors and examples of categories are not in the table",))


def write_quanteda(lexicon: Lexicon) -> Exported:
    """Nested names over lists of glob patterns, as quanteda's `dictionary(file = )` reads them."""
    losses = list(_report_options(lexicon))
    patterns = _collect(lexicon, losses, _write_globs)
    tree = {category.name: _nest(lexicon, category, patterns) for category in lexicon.categories if not category.parent}
    return Exported(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=120), tuple(losses))


def _nest(lexicon: Lexicon, category: Category, patterns: dict[str, list[str]]) -> list[Any] | dict[str, Any]:
    children = {
        child.name.rpartition("/")[2]: _nest(lexicon, child, patterns)
        for child in lexicon.categories
        if child.parent == category.name
    }
    own = patterns[category.name]
    if not children:
        return own
    # quanteda holds patterns beside categories as a list whose items may be categories.
    return [*own, *({name: below} for name, below in children.items())] if own else children


def write_liwc(lexicon: Lexicon) -> Exported:
    """A .dic file: numbered categories, and words under the numbers of their category and all above it."""
    losses = list(_report_options(lexicon))
    patterns = _collect(lexicon, losses, _write_liwc_words)
    numbers = {category.name: number for number, category in enumerate(lexicon.categories, start=1)}
    header = ["\t" * name.count("/") + f"{number}\t{name.rpartition('/')[2]}" for name, number in numbers.items()]
    lines = ["%", *header, "%"]
    words: dict[str, set[int]] = {}
    for name, written in patterns.items():
        above = {number for other, number in numbers.items() if is_within(name, other)}
        for word in written:
            words.setdefault(word, set()).update(above)
    lines += ["\t".join((word, *map(str, sorted(above)))) for word, above in sorted(words.items())]
    return Exported("\n".join(lines) + "\n", tuple(losses))


def _report_options(lexicon: Lexicon) -> Iterator[str]:
    yield "descriptions, mirrors and examples of categories are not in the file"
    if lexicon.negation != "mark":
        yield f"negation: {lexicon.negation} is not in the file"
    for entry in lexicon.entries:
        options = [name for name in ("case", "unless") if getattr(entry, name)]
        if entry.weight != 1:
            options.append("weight")
        if options:
            yield f"{lexicon.path}:{entry.line}: {entry.pattern!r}: {', '.join(options)} left out"


def _collect(lexicon: Lexicon, losses: list[str], write: Callable[[Phrase], list[str]]) -> dict[str, list[str]]:
    """Written patterns by category; entries that cannot be written are reported."""
    patterns: dict[str, list[str]] = {category.name: [] for category in lexicon.categories}
    for entry in lexicon.entries:
        choices = [write(pattern) if isinstance(pattern, Phrase) else [] for pattern in entry.patterns]
        written = [text for choice in choices for text in choice]
        if not all(choices):
            losses.append(f"{lexicon.path}:{entry.line}: {entry.pattern!r} cannot be written in this format")
        patterns[entry.category] += [text for text in written if text not in patterns[entry.category]]
    return patterns


def _write_globs(phrase: Phrase) -> list[str]:
    """The phrase as globs, one for each choice among alternatives; none if it holds a lemma."""
    choices = [_write_element(element) for element in phrase.elements]
    n_variants = 1
    for choice in choices:
        n_variants *= len(choice)
    return [" ".join(words) for words in product(*choices)] if 0 < n_variants <= _MAX_VARIANTS else []


def _write_element(element: Element) -> list[str]:
    if any(atom.kind == "lemma" for atom in element.atoms):
        return []
    return [atom.text for atom in element.atoms]


def _write_liwc_words(phrase: Phrase) -> list[str]:
    """As globs, but LIWC knows `*` at the end of a word only."""
    globs = _write_globs(phrase)
    return [] if any("?" in glob or "*" in glob.replace("* ", " ").removesuffix("*") for glob in globs) else globs
