"""Measuring the voice tagger on gold attributions, with the real tokenizer."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import framing.ingest
import framing.text
import framing.voice
from framing import shipped
from framing.columns import DOCUMENTS, QUOTATIONS, Table
from framing.errors import InputError

_MAGIC_GZIP = b"\x1f\x8b"


def evaluate_voice(gold_path: Path, limit: int | None = None, seed: int = 0) -> dict[str, Any]:
    """Figures of the voice tagger on a gold file, see `framing.voice.evaluate_quotations`.

    The file is JSON Lines, plain or gzip: `id`, `text`, optionally `language` and `title`, and `attributions`, each
    with lists `source`, `cue` and `content` of `[start, end]` spans in code points.

    Raises:
        InputError: the file cannot be read, with the line.
    """
    rows = [row for _, row in zip(range(limit or 2**62), _read_gold(gold_path), strict=False)]
    documents = Table.concat(DOCUMENTS, (_make_document(row) for row in rows))
    tokenizer, tagger = framing.text.Tokenizer(), framing.voice.VoiceTagger(shipped.find_cue_paths())
    found = []
    for first in range(0, len(documents), 256):
        batch = documents.take(slice(first, first + 256))
        found.append(tagger.find_quotations(batch, tokenizer.tokenize(batch)).quotations)
    gold = framing.voice.make_gold_spans(rows)
    return framing.voice.evaluate_quotations(documents, gold, Table.concat(QUOTATIONS, found), seed)


def _make_document(row: dict[str, Any]) -> Table:
    document = framing.ingest.read_document(
        row["text"], document_id=str(row["id"]), title=row.get("title"), language=row.get("language")
    )
    # Gold offsets count in the text as given.
    return document.with_columns(text=[row["text"]])


def _read_gold(path: Path) -> Iterator[dict[str, Any]]:
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if content.startswith(_MAGIC_GZIP) else content).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: cannot be read as UTF-8 text: {problem}") from problem
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["id"], row["text"], [span for one in row["attributions"] for span in one["content"]]
        except (ValueError, KeyError, TypeError) as problem:
            wanted = "a row has id, text and attributions, each with source, cue and content"
            raise InputError(f"{path}:{number}: no gold row ({problem!r}); {wanted}") from problem
        yield row
