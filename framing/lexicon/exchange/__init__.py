"""Lexicons from and for other programs."""

from collections.abc import Callable
from pathlib import Path

import yaml

from framing.errors import LexiconError
from framing.lexicon.exchange.draft import Draft, Imported
from framing.lexicon.exchange.export import write_csv, write_json
from framing.lexicon.exchange.export_lists import (
    write_lexicoder,
    write_liwc,
    write_nrc,
    write_quanteda,
    write_wordstat,
    write_yoshikoder,
)
from framing.lexicon.exchange.liwc import read_liwc
from framing.lexicon.exchange.outlines import read_lexicoder, read_wordstat
from framing.lexicon.exchange.source_text import MAX_YAML_BYTES, refuse_large
from framing.lexicon.exchange.tables import read_csv, read_nrc
from framing.lexicon.exchange.trees import read_quanteda, read_yoshikoder
from framing.lexicon.exchange.written_words import Exported
from framing.lexicon.fields import validate_fields
from framing.lexicon.records import Lexicon
from framing.marked_yaml import MarkedYaml

_READERS: dict[str, Callable[[Draft], None]] = {
    "csv": read_csv,
    "lexicoder": read_lexicoder,
    "liwc": read_liwc,
    "nrc": read_nrc,
    "quanteda": read_quanteda,
    "wordstat": read_wordstat,
    "yoshikoder": read_yoshikoder,
}
_WRITERS: dict[str, Callable[[Lexicon], Exported]] = {
    "csv": write_csv,
    "json": write_json,
    "lexicoder": write_lexicoder,
    "liwc": write_liwc,
    "nrc": write_nrc,
    "quanteda": write_quanteda,
    "wordstat": write_wordstat,
    "yoshikoder": write_yoshikoder,
}
_SUFFIXES = {
    ".cat": "wordstat",
    ".csv": "csv",
    ".dic": "liwc",
    ".dicx": "csv",
    ".json": "json",
    ".lc3": "lexicoder",
    ".lcd": "lexicoder",
    ".tsv": "nrc",
    ".yaml": "quanteda",
    ".ykd": "yoshikoder",
    ".yml": "quanteda",
}
IMPORT_FORMATS = tuple(sorted([*_READERS, "json"]))
EXPORT_FORMATS = tuple(_WRITERS)


def import_lexicon(path: Path, name: str, language: str, file_format: str | None = None) -> Imported:
    """A lexicon file made from another program's word list, and what was lost or changed.

    Args:
        path: the word list.
        name: name of the lexicon, and so of the file to write the text to.
        language: ISO 639-1 code.
        file_format: one of `IMPORT_FORMATS`; by the file name if None.

    Raises:
        LexiconError: the file cannot be read, or is not in that format.
    """
    chosen = find_format(path, file_format, IMPORT_FORMATS)
    if chosen == "json":
        return Imported(_rewrite_json(path, name, language), ())
    draft = Draft(path, language)
    _READERS[chosen](draft)
    return draft.write(name, f"imported from {path.name} ({chosen})")


def find_format(path: Path, file_format: str | None, allowed: tuple[str, ...]) -> str:
    """The format that was asked for, or the one that the file name tells.

    Raises:
        LexiconError: it is none of the allowed ones.
    """
    chosen = file_format or _SUFFIXES.get(path.suffix.lower(), "")
    if chosen not in allowed:
        what = f"unknown format {chosen or path.suffix!r}" if file_format or path.suffix else "no format"
        raise LexiconError(f"{path}: {what}; allowed: {', '.join(allowed)}")
    return chosen


def _rewrite_json(path: Path, name: str, language: str) -> str:
    """A lexicon in JSON as YAML. JSON is YAML, so the same reader serves."""
    refuse_large(path, MAX_YAML_BYTES)
    marked = MarkedYaml(path, LexiconError)
    if not isinstance(marked.data, dict):
        raise LexiconError(f"{path}:1: must be an object with the keys of a lexicon")
    validate_fields(marked)
    content = {**marked.data, "name": name, "language": language}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def export_lexicon(lexicon: Lexicon, file_format: str) -> Exported:
    """The lexicon in another program's format, and what that format cannot hold.

    Raises:
        LexiconError: the format is none of `EXPORT_FORMATS`.
    """
    if file_format not in _WRITERS:
        raise LexiconError(
            f"{lexicon.path}: cannot be written as {file_format!r}; allowed: {', '.join(EXPORT_FORMATS)}"
        )
    return _WRITERS[file_format](lexicon)


__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "Exported",
    "Imported",
    "export_lexicon",
    "find_format",
    "import_lexicon",
]
