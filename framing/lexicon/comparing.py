"""Two versions of a lexicon: what changed in it, and how the scores move."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from framing.columns import Table
from framing.lexicon.records import Category, Entry, Lexicon, WordList

_LEXICON_FIELDS = ("name", "version", "language", "overlap", "negation", "title", "description", "licence", "source")
_CATEGORY_FIELDS = ("title", "definition", "source", "mirror", "should_hit", "should_miss")
_ENTRY_FIELDS = ("entry_id", "category", "pattern", "weight", "case", "unless", "note", "source", "rare")


@dataclass(frozen=True, slots=True)
class LexiconChange:
    """One difference. `values` holds, for what changed, the name of the field with the value before and after."""

    kind: Literal["added", "removed", "changed"]
    subject: Literal["lexicon", "list", "category", "entry"]
    name: str  # of the lexicon, list or category, or the entry id (before, where it changed)
    values: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """How one score moves between two tables of scores; a row that one of them lacks counts as no hits."""

    document_id: str
    category: str
    voice: str
    n_hits_before: int
    n_hits_after: int
    per_1000_words_before: float | None
    per_1000_words_after: float | None


def diff_lexicons(before: Lexicon, after: Lexicon) -> list[LexiconChange]:
    """Changes of the lexicon, then of word lists, of categories, of entries, each in the order of the files.

    Entries are the same when their ids are; a removed and an added entry with one pattern are one that moved.
    """
    changes = (
        [LexiconChange("changed", "lexicon", before.name, values)]
        if (values := _compare(before, after, _LEXICON_FIELDS))
        else []
    )
    changes += _diff_named("list", before.lists, after.lists, ("members",))
    changes += _diff_named("category", before.categories, after.categories, _CATEGORY_FIELDS)
    changes += _diff_entries(before, after)
    return changes


def _compare(before: Any, after: Any, fields: tuple[str, ...]) -> tuple[tuple[str, Any, Any], ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in fields)
    return tuple((name, old, new) for name, old, new in pairs if old != new)


def _diff_named(
    subject: Literal["list", "category"],
    before: Sequence[Category] | Sequence[WordList],
    after: Sequence[Category] | Sequence[WordList],
    fields: tuple[str, ...],
) -> Iterator[LexiconChange]:
    old, new = {item.name: item for item in before}, {item.name: item for item in after}
    for name in old:
        if name not in new:
            yield LexiconChange("removed", subject, name)
        elif values := _compare(old[name], new[name], fields):
            yield LexiconChange("changed", subject, name, values)
    yield from (LexiconChange("added", subject, name) for name in new if name not in old)


def _diff_entries(before: Lexicon, after: Lexicon) -> Iterator[LexiconChange]:
    new = {entry.entry_id: entry for entry in after.entries}
    old_ids = {entry.entry_id for entry in before.entries}
    moved: dict[Any, list[Entry]] = defaultdict(list)
    for entry in after.entries:
        if entry.entry_id not in old_ids:
            moved[entry.patterns].append(entry)
    for entry in before.entries:
        other = new.get(entry.entry_id)
        if other is None and moved[entry.patterns]:
            other = moved[entry.patterns].pop(0)
        if other is None:
            yield LexiconChange("removed", "entry", entry.entry_id)
        elif values := _compare(entry, other, _ENTRY_FIELDS):
            yield LexiconChange("changed", "entry", entry.entry_id, values)
    left = {entry.entry_id for entries in moved.values() for entry in entries}
    yield from (LexiconChange("added", "entry", entry.entry_id) for entry in after.entries if entry.entry_id in left)


def diff_scores(before: Table, after: Table) -> list[ScoreChange]:
    """Scores of which the number of hits differs, the largest difference of rates first.

    Args:
        before: `SCORES` of one lexicon.
        after: `SCORES` of another version of it, on the same documents.
    """
    old, new = _index(before), _index(after)
    changes = [
        ScoreChange(
            *key,
            *_read(old.get(key), new.get(key), "n_hits", 0),
            *_read(old.get(key), new.get(key), "per_1000_words", None),
        )
        for key in dict.fromkeys([*old, *new])
    ]
    moved = [change for change in changes if change.n_hits_before != change.n_hits_after]
    return sorted(
        moved,
        key=lambda change: (
            -abs((change.per_1000_words_after or 0.0) - (change.per_1000_words_before or 0.0)),
            change.document_id,
            change.category,
            change.voice,
        ),
    )


def _index(scores: Table) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    return {(row["document_id"], row["category"], row["voice"]): row for row in scores.rows()}


def _read(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, name: str, absent: Any) -> tuple[Any, Any]:
    return (old[name] if old else absent, new[name] if new else absent)
