"""Tokens -> hits."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.columns import HITS, VOICES, ZONES, Attribution, Coded, IntArray, Table, Tokens
from framing.errors import LexiconError
from framing.lexicon.batch import BatchPositions, Indices, sort_rows
from framing.lexicon.engine import FoundHits, LanguageEngine
from framing.lexicon.negation import NO_NEGATION, NegationRules, find_negation_path, read_negation
from framing.lexicon.reading import complete_lexicon
from framing.lexicon.records import Lexicon


class Matcher:
    """Finds hits of lexicons in batches of documents; keeps what it learns about word forms between batches.

    Args:
        lexicons: read lexicons with different names; each applies to documents of its language only. Where only
            the head was read, the rest is read when the first document of the language comes.
        negation_paths: negation rules by language; by default the shipped ones. A language without rules has no
            negated hits.

    Raises:
        LexiconError: two lexicons bear one name, or a file of negation rules is wrong.
    """

    def __init__(self, lexicons: Sequence[Lexicon], negation_paths: Mapping[str, Path] | None = None) -> None:
        names: dict[str, Path] = {}
        for lexicon in lexicons:
            if lexicon.name in names:
                raise LexiconError(
                    f"{lexicon.path}:1: name: {lexicon.name!r} is also the name of "
                    f"{names[lexicon.name]}; rename one file"
                )
            names[lexicon.name] = lexicon.path
        self._lexicons: dict[str, list[Lexicon]] = {}
        for lexicon in lexicons:
            self._lexicons.setdefault(lexicon.language, []).append(lexicon)
        self._negation: dict[str, NegationRules] = {}
        for language in self._lexicons:
            path = find_negation_path(language) if negation_paths is None else negation_paths.get(language)
            self._negation[language] = read_negation(path) if path else NO_NEGATION
        self._engines: dict[str, tuple[LanguageEngine, _EntryColumns]] = {}  # of the languages met so far

    def _engine(self, language: str) -> tuple[LanguageEngine, "_EntryColumns"]:
        """The compiled lexicons of a language; compiled when its first document comes."""
        if language not in self._engines:
            own = [complete_lexicon(lexicon) for lexicon in self._lexicons[language]]
            engine = LanguageEngine(own, language, self._negation[language])
            names = [lexicon.name for lexicon in own for _ in lexicon.entries]
            self._engines[language] = (engine, _EntryColumns(engine, names))
        return self._engines[language]

    def find_hits(self, documents: Table, tokens: Tokens, attribution: Attribution) -> Table:
        """Rows of `HITS`, sorted by document, start, end, lexicon, category and entry.

        Voice, zone, quotation and speaker of a hit are those of its first token. Hits of proximity patterns and
        regular expressions stay within one voice and quotation, and hold no quotation mark inside. Hits that an
        `unless` pattern sets aside are rows too, with `excluded_by`.
        """
        positions = BatchPositions.of(tokens)
        found = [
            _build_columns(engine.find(documents, positions, attribution), columns, documents, positions, attribution)
            for engine, columns in map(self._engine, sorted({*documents["language"]} & self._lexicons.keys()))
        ]
        if len(found) == 1:
            return Table(HITS, found[0])
        return _merge(found, documents)


class _EntryColumns:
    """What a hit takes over from its entry, as arrays over the entries of an engine."""

    def __init__(self, engine: LanguageEngine, lexicon_names: list[str]) -> None:
        entries = engine.entries
        self.lexicons, self.lexicon = _number(lexicon_names)
        self.categories, self.category = _number([entry.category for entry in entries])
        self.entry_ids = [entry.entry_id for entry in entries]
        self.weight = np.array([entry.weight for entry in entries], dtype=np.float64)
        keys = [(name, entry.category, entry.entry_id) for name, entry in zip(lexicon_names, entries, strict=True)]
        self.rank = np.zeros(len(entries), dtype=np.int64)
        self.rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))

    def name_entries(self, entry: Indices) -> Coded:
        """The ids of the entries of hits."""
        found, code = _number_found(entry, len(self.entry_ids))
        return Coded([self.entry_ids[number] for number in found.tolist()], code)


def _number_found(numbers: NDArray[np.integer], n_all: int) -> tuple[Indices, IntArray]:
    """The distinct ones of numbers below `n_all`, in rising order, and the place of each number among them."""
    is_found = np.zeros(n_all, dtype=np.bool_)
    is_found[numbers] = True
    places: IntArray = np.cumsum(is_found, dtype=np.int32) - 1
    return np.flatnonzero(is_found), places[numbers]


def _number(values: Sequence[str]) -> tuple[list[str], IntArray]:
    """The distinct values, and for each value the place of it among them."""
    places: dict[str, int] = {}
    numbers = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int32)
    return list(places), numbers


def _build_columns(
    found: FoundHits, columns: _EntryColumns, documents: Table, positions: BatchPositions, attribution: Attribution
) -> dict[str, Sequence[object] | NDArray[np.generic]]:
    document = positions.document[found.first]
    order = sort_rows(document.astype(np.int64), found.start, found.end - found.start, columns.rank[found.entry])
    first, entry, document = found.first[order], found.entry[order], document[order]
    start, end = found.start[order], found.end[order]
    quotation, speaker = _find_quotations(first, document, attribution)
    excluded_by: list[object] = [None] * len(order)
    if found.excluded:
        excluded_by = [found.excluded.get(place) for place in order.tolist()]
    return {
        "document_id": Coded(documents["document_id"], document),
        "lexicon": Coded(columns.lexicons, columns.lexicon[entry]),
        "category": Coded(columns.categories, columns.category[entry]),
        "entry_id": columns.name_entries(entry),
        "start": start.astype(np.int32),
        "end": end.astype(np.int32),
        "text": _slice_texts(documents, document, start, end, first, positions),
        "voice": Coded(VOICES, attribution.voice[first]),
        "quotation": quotation,
        "speaker": speaker,
        "zone": Coded(ZONES, positions.tokens.zone[first]),
        "negated": found.negated[order],
        "excluded_by": excluded_by,
        "weight": columns.weight[entry],
    }


def _slice_texts(
    documents: Table,
    document: IntArray,
    start: Indices,
    end: Indices,
    first: Indices,
    positions: BatchPositions,
) -> Coded:
    tokens = positions.tokens
    # Most hits are single tokens, whose text is the type's form; only the others are cut out of the text.
    rest = np.flatnonzero((tokens.start[first] != start) | (tokens.end[first] != end))
    texts = documents["text"]
    cuts = (rows.tolist() for rows in (document[rest], start[rest], end[rest]))
    sliced = [texts[number][begin:stop] for number, begin, stop in zip(*cuts, strict=True)]
    found, code = _number_found(tokens.type_id[first], tokens.types.n_types)
    forms = [tokens.types.forms[number] for number in found.tolist()]
    code[rest] = np.arange(len(forms), len(forms) + len(rest), dtype=np.int32)
    return Coded(forms + sliced, code)


def _find_quotations(
    first: Indices, document: NDArray[np.int32], attribution: Attribution
) -> tuple[list[object], list[object]]:
    """Number within the document, and speaker, of the quotation around each first token."""
    row = attribution.quotation[first]
    inside = np.flatnonzero(row >= 0)
    quotation: list[object] = [None] * len(first)
    speaker: list[object] = [None] * len(first)
    speakers = attribution.quotations["speaker"]
    offsets = attribution.quotation_offsets[document]
    for place in inside.tolist():
        quotation[place] = int(row[place] - offsets[place])
        speaker[place] = speakers[int(row[place])]
    return quotation, speaker


def _merge(found: Sequence[Mapping[str, Sequence[object] | NDArray[np.generic]]], documents: Table) -> Table:
    """The hits of several languages in the order of the documents; a document has hits of one language only."""
    table = Table.concat(HITS, [Table(HITS, columns) for columns in found])
    places = {document_id: place for place, document_id in enumerate(documents["document_id"])}
    order = sorted(range(len(table)), key=[places[document_id] for document_id in table["document_id"]].__getitem__)
    return table.take(order)
