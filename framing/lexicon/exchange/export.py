"""Lexicons -> JSON and CSV, which hold entries with all their options."""

import csv
import io
import json
from typing import Any

from framing.cells import defuse_cell
from framing.lexicon.exchange.rendering import names_lists, render_pattern
from framing.lexicon.exchange.tables import OWN_HEADER, UNLESS_SEPARATOR
from framing.lexicon.exchange.written_words import Exported, Losses
from framing.lexicon.records import Category, Entry, Lexicon, derive_entry_id


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
    """A row for each entry, with all its options; one with word lists has a row for each pattern they stand for."""
    losses = Losses(lexicon)
    losses.add_keys(entry_keys=OWN_HEADER)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(OWN_HEADER)
    for entry in lexicon.entries:
        own_id = "" if entry.entry_id == derive_entry_id(entry.category, entry.pattern) else entry.entry_id
        patterns, unless = [entry.pattern], list(entry.unless)
        if names_lists(entry):
            patterns = list(dict.fromkeys(render_pattern(pattern, entry.case) for pattern in entry.patterns))
            unless = [render_pattern(pattern) for excluded in entry.unless_patterns for pattern in excluded]
            lost_id = ", its id is left out" if own_id and len(patterns) > 1 else ""
            own_id = own_id if len(patterns) == 1 else ""
            losses.add(entry, f"its word lists are written out, rows: {len(patterns)}{lost_id}")
        if any(UNLESS_SEPARATOR in pattern for pattern in unless):
            losses.add(entry, f"`unless` with {UNLESS_SEPARATOR.strip()!r} falls apart when it is read back")
        options = ("true" if entry.case else "false", UNLESS_SEPARATOR.join(unless), entry.note)
        for pattern in patterns:
            cells = (entry.category, pattern, own_id, *options, entry.source, entry.rare)
            category, pattern_cell, *others = map(defuse_cell, cells)
            writer.writerow((category, pattern_cell, entry.weight, *others))
    return Exported(written.getvalue(), losses.list())
