"""Measuring the voice tagger on gold attributions, with the real tokenizer."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import framing.ingest
import framing.text
import framing.voice
from framing import shipped
from framing.columns import DOCUMENTS, QUOTATIONS, Table
from framing.errors import InputError
from framing.run.gold_file import GoldRow, read_gold

_BATCH = 256

OnStep = Callable[[str, int, int], None]  # what is done, how much of it, of how much


def evaluate_voice(
    gold_path: Path,
    limit: int | None = None,
    seed: int = 0,
    *,
    texts_path: Path | None = None,
    n_examples: int = 10,
    on_step: OnStep | None = None,
) -> dict[str, Any]:
    """Figures of the voice tagger on a gold file, see `framing.voice.evaluate_quotations`.

    Raises:
        InputError: a file cannot be read, or a row of it is wrong, see `framing.run.gold_file`.
    """
    report = on_step or _report_nothing
    report("reading", 0, 1)
    rows = read_gold(gold_path, texts_path, limit)
    tables = []
    tokenizer, tagger = framing.text.Tokenizer(), framing.voice.VoiceTagger(shipped.find_cue_paths())
    found = []
    for first in range(0, len(rows), _BATCH):
        report("finding quotations", first, len(rows))
        batch = _make_documents(rows[first : first + _BATCH])
        tables.append(batch)
        found.append(tagger.find_quotations(batch, tokenizer.tokenize(batch)).quotations)
    report("comparing", len(rows), len(rows))
    gold = framing.voice.make_gold_spans(row.row for row in rows)
    documents, quotations = Table.concat(DOCUMENTS, tables), Table.concat(QUOTATIONS, found)
    return framing.voice.evaluate_quotations(documents, gold, quotations, seed, n_examples)


def _report_nothing(what: str, done: int, of: int) -> None:
    """Stands in for the progress bar where nobody watches."""


def _make_documents(rows: Sequence[GoldRow]) -> Table:
    return Table.concat(DOCUMENTS, (_make_document(row) for row in rows))


def _make_document(gold: GoldRow) -> Table:
    row = gold.row
    try:
        document = framing.ingest.read_document(
            row["text"], document_id=row["id"], title=row.get("title"), language=row.get("language")
        )
    except InputError as problem:
        raise InputError(f"{gold.place}: {problem}") from problem
    # Gold offsets count in the text as given.
    return document.with_columns(text=[row["text"]])
