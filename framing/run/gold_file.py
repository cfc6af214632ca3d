"""Files of gold attributions: JSON Lines, with the articles' texts in them or beside them."""

import gzip
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import InputError

_MAGIC_GZIP = b"\x1f\x8b"
_PARTS = ("source", "cue", "content")
_NAMES = {str: "text", int: "a number", list: "a list", dict: "an object", type(None): "null", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One article with people's attributions, and where it stands."""

    place: str  # `file:line`
    row: Mapping[str, Any]  # id as a string, text, title, language, attributions


def read_gold(path: Path, texts_path: Path | None = None, limit: int | None = None) -> list[GoldRow]:
    """The articles of a gold file, at most `limit`.

    A row has `id`, `text` and `attributions`, each with lists `source`, `cue` and `content` of `[start, end]` spans in
    code points, and perhaps `speaker`, a name; `language` and `title` are optional. Without `text` a row takes that of
    the row of `texts_path` (`id`, `text`) with the same id.

    Raises:
        InputError: a file cannot be read, or a row is wrong, with file and line.
    """
    rows = _read_rows(path, limit)
    lacking = {document_id for document_id, (_, row) in rows.items() if row.get("text") is None}
    texts = _read_texts(texts_path, lacking) if texts_path and lacking else {}
    gold = []
    for document_id, (number, row) in rows.items():
        place = f"{path}:{number}"
        given = {key: value for key, value in row.items() if value is not None}
        whole = {**texts.get(document_id, {}), **given, "id": document_id}
        if "text" not in whole:
            mend = (
                f"{texts_path} has no row with id {document_id!r}" if texts_path else "write it, or give --texts FILE"
            )
            raise InputError(f"{place}: `text` is missing; {mend}")
        _check_row(place, whole)
        gold.append(GoldRow(place, whole))
    return gold


def _read_rows(path: Path, limit: int | None) -> dict[str, tuple[int, dict[str, Any]]]:
    """Line and content of each row, by id."""
    rows: dict[str, tuple[int, dict[str, Any]]] = {}
    for number, row in _read_objects(path, "id, text and attributions"):
        document_id = _read_id(path, number, row)
        if document_id in rows:
            raise InputError(
                f"{path}:{number}: id {document_id!r} stands in line {rows[document_id][0]} too; use it once"
            )
        rows[document_id] = number, row
        if len(rows) == limit:
            break
    if not rows:
        raise InputError(f"{path}: holds no row; write one JSON object per article with id, text and attributions")
    return rows


def _read_texts(path: Path, wanted: Collection[str]) -> dict[str, dict[str, Any]]:
    """Text, title and language of the wanted articles."""
    texts: dict[str, dict[str, Any]] = {}
    for number, row in _read_objects(path, "id and text"):
        document_id = _read_id(path, number, row)
        if document_id not in wanted:
            continue
        if document_id in texts:
            raise InputError(f"{path}:{number}: a second text of id {document_id!r}; keep the one that was annotated")
        if not isinstance(row.get("text"), str):
            raise InputError(f"{path}:{number}: `text` must be text, not {_describe(row.get('text'))}")
        texts[document_id] = {key: row[key] for key in ("text", "title", "language") if row.get(key) is not None}
    return texts


def _read_objects(path: Path, keys: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _read_lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as problem:
            message = f"not JSON: {problem.msg} at column {problem.colno}; write one object per line"
            raise InputError(f"{path}:{number}: {message}") from problem
        except RecursionError as problem:
            raise InputError(f"{path}:{number}: nested too deeply; a row is an object with {keys}") from problem
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}: a row is an object with {keys}, not {_describe(row)}")
        yield number, row


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers. Only line feeds end them: texts may hold other separators."""
    number = 0
    try:
        with path.open("rb") as raw:
            is_gzip = raw.peek(2).startswith(_MAGIC_GZIP)
            with gzip.open(raw) if is_gzip else raw as lines:
                for number, line in enumerate(lines, 1):
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                    if text.strip():
                        yield number, text
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}:{number}: not UTF-8 at byte {problem.start}; save the file as UTF-8") from problem
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        message = f"the gzip data is damaged or cut off after line {number}: {problem}; fetch the file again"
        raise InputError(f"{path}: {message}") from problem
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror or problem}") from problem


def _read_id(path: Path, number: int, row: Mapping[str, Any]) -> str:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise InputError(f"{path}:{number}: `id` must be text or a whole number, not {_describe(value)}")
    return str(value)


def _check_row(place: str, row: Mapping[str, Any]) -> None:
    text = row["text"]
    for key in ("text", "title", "language"):
        if not isinstance(row.get(key, ""), str):
            raise InputError(f"{place}: `{key}` must be text, not {_describe(row[key])}")
    try:
        (text + row["id"]).encode()
    except UnicodeEncodeError as problem:
        message = f"`text` or `id` holds half of a character, {problem.object[problem.start]!r}; write it whole"
        raise InputError(f"{place}: {message}") from problem
    if not isinstance(row.get("attributions"), list):
        wanted = "a list of objects with source, cue and content; [] where nothing is attributed"
        raise InputError(f"{place}: `attributions` must be {wanted}, not {_describe(row.get('attributions'))}")
    for number, attribution in enumerate(row["attributions"]):
        _check_attribution(f"{place}: attributions[{number}]", attribution, len(text))


def _check_attribution(place: str, attribution: Any, n_characters: int) -> None:
    if not isinstance(attribution, dict):
        raise InputError(f"{place} must be an object with source, cue and content, not {_describe(attribution)}")
    if not isinstance(attribution.get("speaker"), (str, type(None))):
        raise InputError(f"{place}.speaker must be a name, not {_describe(attribution['speaker'])}")
    for part in _PARTS:
        if not isinstance(attribution.get(part), list):
            found = _describe(attribution[part]) if part in attribution else "missing"
            raise InputError(f"{place}.{part} is {found}; write a list of [start, end] spans, [] for none")
        for number, span in enumerate(attribution[part]):
            _check_span(f"{place}.{part}[{number}]", span, n_characters)


def _check_span(place: str, span: Any, n_characters: int) -> None:
    is_pair = isinstance(span, list) and [type(offset) for offset in span] == [int, int]
    if not is_pair:
        raise InputError(f"{place} must be [start, end], two whole numbers, not {json.dumps(span)[:60]}")
    start, end = span
    if start >= end:
        raise InputError(f"{place} is {span}; the start must be smaller than the end, which is not part of the span")
    if start < 0 or end > n_characters:
        message = f"outside the text, which has {n_characters:,} characters; offsets count code points, not bytes"
        raise InputError(f"{place} is {span}, {message}")


def _describe(value: Any) -> str:
    return _NAMES.get(type(value), "a number")
