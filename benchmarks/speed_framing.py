"""One piece of this project's work on articles, alone in its process.

usage: speed_framing.py lexicon|words|characters ARTICLES.jsonl [LEXICON.yaml]
Prints one JSON object: `cpu_seconds` of the work without imports and set-up, `found` hits or cells.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from framing.columns import QUOTATIONS, Attribution, Table, Tokens
from framing.lexicon import Matcher, read_lexicon
from framing.run import find_model
from framing.stance import load_model
from framing.stance.documents import make_documents
from framing.stance.layout import LayoutMaker
from framing.stance.matrices import find_columns
from framing.stance.pieces import PieceTable, find_pieces, find_twins
from framing.stance.roles import find_roles
from framing.stance.units import find_document_units
from framing.stance.wordfeatures import find_word_features
from framing.text import Tokenizer

BATCH = 256


def read_texts(path: str) -> list[str]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def make_batches(texts: list[str]) -> Iterator[Table]:
    borders = [*range(0, len(texts), BATCH), len(texts)]
    return (make_documents(texts[first:last], "en", first) for first, last in pairwise(borders))


def attribute_nothing(tokens: Tokens) -> Attribution:
    """Everything in the outlet's own voice: the other programs know no voices."""
    n = len(tokens.type_id)
    offsets = np.zeros(tokens.n_documents + 1, dtype=np.int64)
    nowhere = np.full(n, -1, dtype=np.int32)
    return Attribution(Table.from_rows(QUOTATIONS, ()), offsets, np.zeros(n, dtype=np.int8), nowhere)


class LexiconWork:
    """Tokens, then hits with offsets; also sentences, zones and negation, which are not switched off."""

    def __init__(self, lexicon: str) -> None:
        self._tokenizer, self._matcher = Tokenizer(), Matcher([read_lexicon(Path(lexicon))])

    def run(self, texts: list[str]) -> int:
        found = 0
        for documents in make_batches(texts):
            tokens = self._tokenizer.tokenize(documents)
            found += len(self._matcher.find_hits(documents, tokens, attribute_nothing(tokens)))
        return found


class ColumnWork:
    """Tokens, then counts of n-grams (words: 1 to 3; pieces of words: 2 to 5 characters) in a sparse matrix."""

    def __init__(self, kind: str, fit_on: list[str]) -> None:
        self._vocabulary, self._kind = load_model(find_model(None)).finder.vocabulary, kind
        self._start()
        self._keys = np.unique(np.concatenate([found.key for found in map(self._find, make_batches(fit_on))]))
        self._start()  # nothing learnt about word forms is carried over into the measurement

    def _start(self) -> None:
        self._tokenizer, self._maker, self._pieces = Tokenizer(), LayoutMaker(self._vocabulary), PieceTable()

    def _find(self, documents: Table) -> Any:
        tokens = self._tokenizer.tokenize(documents)
        layout = self._maker.lay_out(tokens, attribute_nothing(tokens), find_document_units(tokens))
        if self._kind == "words":
            return find_word_features(layout, find_roles(layout), self._vocabulary)
        self._pieces.extend(tokens.types)
        type_id = tokens.type_id[layout.token]
        twin = find_twins(layout, type_id, np.ones(len(type_id), dtype=np.bool_))
        return find_pieces(layout, type_id, twin, self._pieces, np.zeros(layout.n_units, dtype=np.int32))

    def run(self, texts: list[str]) -> int:
        parts = []
        for documents in make_batches(texts):
            found = self._find(documents)
            column, known = find_columns(self._keys, found.key)
            cells = (found.value[known], (found.unit[known], column[known]))
            parts.append(sparse.csr_matrix(cells, shape=(len(documents), len(self._keys))))
        return int(sparse.vstack(parts).nnz)


def main(kind: str, path: str, lexicon: str = "") -> None:
    texts = read_texts(path)
    work = LexiconWork(lexicon) if kind == "lexicon" else ColumnWork(kind, texts[: len(texts) // 2])
    start = time.process_time()
    found = work.run(texts)
    print(json.dumps({"cpu_seconds": time.process_time() - start, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
