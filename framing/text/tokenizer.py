"""Documents -> tokens: the order of the steps, and the counts and spans that other rooms ask for."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray, Table, Tokens
from framing.text.boundary_facts import make_boundary_facts
from framing.text.datelines import find_datelines
from framing.text.layout import lay_out
from framing.text.paragraphs import Flags, find_paragraph_starts
from framing.text.sentences import find_sentence_starts
from framing.text.vocabulary import ChunkTable, Vocabulary
from framing.text.zones import find_zones, measure_paragraphs


class Tokenizer:
    """Splits batches of documents into tokens, sentences, paragraphs and zones; keeps the growing vocabulary.

    Args:
        max_types: a batch that begins with more types than this starts a new vocabulary (a new generation).
    """

    def __init__(self, max_types: int = 1_000_000) -> None:
        self._max_types = max_types
        self._vocabulary = Vocabulary()
        self._chunks = ChunkTable(self._vocabulary)
        self._boundary_facts = make_boundary_facts()

    def tokenize(self, documents: Table) -> Tokens:
        """The tokens of a batch of documents; the same for a document whatever batch it stands in."""
        self._make_room()
        titles = self._fold_titles(documents["title"])
        layout = lay_out(list(documents["text"]), self._chunks)
        types = self._vocabulary.types()
        flags: Flags = self._boundary_facts.of(types).take(layout.type_id, mode="wrap")
        is_word = types.is_word.take(layout.type_id, mode="wrap")
        begins_paragraph = find_paragraph_starts(layout, flags)
        datelines = find_datelines(layout, np.flatnonzero(begins_paragraph))
        begins_sentence = find_sentence_starts(layout, flags, begins_paragraph, datelines)
        begins = (begins_paragraph, begins_sentence)
        paragraphs = measure_paragraphs(layout, flags, is_word, begins, datelines)
        text_starts = np.repeat(layout.text_starts, np.diff(layout.document_offsets))
        return Tokens(
            types=types,
            document_offsets=layout.document_offsets,
            type_id=layout.type_id,
            start=layout.start - text_starts,
            end=layout.end - text_starts,
            sentence=_number(begins_sentence, layout.document_offsets),
            paragraph=_number(begins_paragraph, layout.document_offsets),
            zone=find_zones(layout, types, paragraphs, titles),
        )

    def _make_room(self) -> None:
        """Starts a new vocabulary, or a new table of chunks, where the old one is full."""
        if len(self._vocabulary) > self._max_types:
            self._vocabulary = Vocabulary()
            self._chunks = ChunkTable(self._vocabulary)
        elif self._chunks.is_full:
            self._chunks = ChunkTable(self._vocabulary)

    def _fold_titles(self, titles: Sequence[str | None]) -> list[list[str]]:
        """The words of each title, folded; none for a document without a title."""
        layout = lay_out([title or "" for title in titles], self._chunks)
        types, type_id = self._vocabulary.types(), layout.type_id
        return [
            [types.folded[number] for number in type_id[first:end].tolist() if types.is_word[number]]
            for first, end in pairwise(layout.document_offsets.tolist())
        ]


def _number(begins: NDArray[np.bool_], document_offsets: NDArray[np.int64]) -> IntArray:
    """Running numbers of the units that begin at the marked tokens, from 0 in each document."""
    running = np.cumsum(begins, dtype=np.int32)
    counts = np.diff(document_offsets)
    bases = running[document_offsets[:-1][counts > 0]]
    return running - np.repeat(bases, counts[counts > 0])


def count_words(tokens: Tokens) -> tuple[list[int], list[int]]:
    """Number of words and number of sentences of each document; 0 and 0 for a document without tokens."""
    is_word = tokens.types.is_word[tokens.type_id]
    running = np.cumsum(np.append(False, is_word), dtype=np.int32)
    n_words = np.diff(running[tokens.document_offsets])
    ends = tokens.document_offsets[1:]
    has_tokens = np.diff(tokens.document_offsets) > 0
    n_sentences = np.zeros(tokens.n_documents, dtype=np.int64)
    n_sentences[has_tokens] = tokens.sentence[ends[has_tokens] - 1] + 1
    return n_words.tolist(), n_sentences.tolist()


def sentence_spans(tokens: Tokens, document_index: int) -> list[tuple[int, int]]:
    """Character spans of a document's sentences, from the start of the first token to the end of the last."""
    first, end = tokens.document_offsets[document_index : document_index + 2]
    begins = np.flatnonzero(np.diff(tokens.sentence[first:end], prepend=-1)) + first
    ends = np.append(begins[1:], end) - 1 if len(begins) else begins
    return list(zip(tokens.start[begins].tolist(), tokens.end[ends].tolist(), strict=True))


def all_sentence_spans(tokens: Tokens) -> list[list[tuple[int, int]]]:
    """The `sentence_spans` of all documents."""
    begins_sentence = np.append(True, np.diff(tokens.sentence) != 0)[: len(tokens.sentence)]
    begins_sentence[tokens.document_offsets[:-1][np.diff(tokens.document_offsets) > 0]] = True
    begins = np.flatnonzero(begins_sentence)
    ends = np.append(begins[1:], len(tokens.sentence))[: len(begins)] - 1
    spans = list(zip(tokens.start[begins].tolist(), tokens.end[ends].tolist(), strict=True))
    bounds = np.searchsorted(begins, tokens.document_offsets).tolist()
    return [spans[first:end] for first, end in pairwise(bounds)]
