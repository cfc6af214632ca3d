"""What people labelled, as units with their words and hits: articles, sentences, or the words of articles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from framing.columns import DOCUMENTS, HITS, VOICES, Attribution, Table, Tokens
from framing.errors import InputError
from framing.lexicon.batch import expand
from framing.lexicon.label_map import Measure
from framing.lexicon.labels import LabelFile, LabelRow, LabelUnit

Ints = NDArray[np.int64]
Span = tuple[int, int]
_Key = tuple[int, int, int]  # document, start, end


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """Documents with all their words and hits, as columns over a whole corpus; documents are numbered from 0."""

    documents: Table
    sentences: list[list[Span]]
    word_document: Ints
    word_start: Ints
    word_end: Ints
    word_voice: Ints
    hits: Table
    hit_document: Ints


class TextCollector:
    """Puts batches of read and searched documents together."""

    def __init__(self) -> None:
        self._documents: list[Table] = []
        self._sentences: list[list[Span]] = []
        self._words: list[tuple[Ints, Ints, Ints, Ints]] = []
        self._hits: list[Table] = []

    def add(
        self,
        documents: Table,
        tokens: Tokens,
        attribution: Attribution,
        hits: Table,
        sentences: Sequence[list[Span]],
    ) -> None:
        """Take in a batch; `sentences` are the character spans of each document's sentences."""
        is_word = tokens.types.is_word[tokens.type_id]
        document = tokens.documents()[is_word].astype(np.int64) + len(self._sentences)
        columns = (tokens.start[is_word], tokens.end[is_word], attribution.voice[is_word])
        start, end, voice = (column.astype(np.int64) for column in columns)
        self._words.append((document, start, end, voice))
        self._documents.append(documents)
        self._sentences.extend(sentences)
        self._hits.append(hits)

    def finish(self) -> ReadTexts:
        """All batches as one."""
        documents, hits = Table.concat(DOCUMENTS, self._documents), Table.concat(HITS, self._hits)
        numbers = {document_id: number for number, document_id in enumerate(documents["document_id"])}
        empty = np.zeros(0, np.int64)
        document, start, end, voice = (
            np.concatenate([empty, *(words[column] for words in self._words)]) for column in range(4)
        )
        hit_document = np.array([numbers[document_id] for document_id in hits["document_id"]], dtype=np.int64)
        return ReadTexts(documents, self._sentences, document, start, end, voice, hits, hit_document)


def drop_rare_entries(texts: ReadTexts, min_articles: int) -> ReadTexts:
    """The texts without the hits of entries that stand in fewer than `min_articles` of them.

    What an entry that was read off a single article adds to the figures of that article says nothing of others.
    """
    entries = list(zip(texts.hits["lexicon"], texts.hits["entry_id"], strict=True))
    articles: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entry, document in zip(entries, texts.hit_document.tolist(), strict=True):
        articles[entry].add(document)
    kept = [row for row, entry in enumerate(entries) if len(articles[entry]) >= min_articles]
    return replace(texts, hits=texts.hits.take(kept), hit_document=texts.hit_document[kept])


@dataclass(frozen=True, slots=True)
class Units:
    """Judged units in the order of documents and places, with how many people labelled each.

    `n_yes` holds, per measure, how many of the `n_people` who judged a unit gave it a label of that measure.
    """

    kind: LabelUnit
    document: Ints
    start: Ints
    end: Ints
    voice: Ints | None  # of each word, where the units are words
    n_people: Ints
    n_yes: NDArray[np.int16]  # shape: (units, measures)
    lost_rows: tuple[int, ...]  # lines of labels whose document or sentence is not among the texts

    def is_labelled(self, measure: int) -> NDArray[np.bool_]:
        """Units that at least half of the people who judged them gave a label of the measure."""
        yes = self.n_yes[:, measure]
        return (yes > 0) & (2 * yes >= self.n_people)


def make_units(
    labels: LabelFile, texts: ReadTexts, measures: Sequence[Measure], of_label: Mapping[str, Sequence[Measure]]
) -> Units:
    """The units of a label file.

    A label counts for the measures that it means, and for every measure whose categories include those, as hits do.
    The units of span labels are the words of the articles that the file names.

    Raises:
        InputError: a span lies outside its text.
    """
    implied = {
        label: frozenset(
            number for number, measure in enumerate(measures) if any(measure.includes(own) for own in meant)
        )
        for label, meant in of_label.items()
    }
    if labels.unit == "span":
        return _make_word_units(labels, texts, len(measures), implied)
    answers: dict[_Key, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    lost = []
    find = _Finder(labels.unit, texts)
    for row in labels.rows:
        keys = find(row)
        if not keys:
            lost.append(row.line)
        for key in keys:
            answers[key][row.annotator].update(*(implied[label] for label in row.labels))
    keys = sorted(answers)
    n_yes = np.zeros((len(keys), len(measures)), dtype=np.int16)
    for place, key in enumerate(keys):
        for meant in answers[key].values():
            n_yes[place, list(meant)] += 1
    n_people = np.array([len(answers[key]) for key in keys], dtype=np.int64)
    document, start, end = np.array(keys, dtype=np.int64).reshape(-1, 3).T
    return Units(labels.unit, document, start, end, None, n_people, n_yes, tuple(lost))


class _Finder:
    """Finds the articles or sentences that rows label."""

    def __init__(self, unit: LabelUnit, texts: ReadTexts) -> None:
        self._unit = unit
        self._texts: list[str] = texts.documents["text"]
        self._numbers = {document_id: number for number, document_id in enumerate(texts.documents["document_id"])}
        self._places: dict[str, list[_Key]] = defaultdict(list)
        if unit == "sentence":
            for number, (text, sentences) in enumerate(zip(self._texts, texts.sentences, strict=True)):
                for start, end in dict.fromkeys([*sentences, (0, len(text))]):
                    self._places[" ".join(text[start:end].split())].append((number, start, end))

    def __call__(self, row: LabelRow) -> list[_Key]:
        number = self._numbers.get(row.document_id or "")
        if self._unit == "article":
            return [] if number is None else [(number, 0, len(self._texts[number]))]
        wanted = " ".join((row.text or "").split())
        found = [key for key in self._places[wanted] if row.document_id is None or key[0] == number]
        if not found and number is not None and row.text and (start := self._texts[number].find(row.text)) >= 0:
            return [(number, start, start + len(row.text))]
        # The same sentence in several articles is one answer; the first place stands for all.
        return found[:1]


def _make_word_units(
    labels: LabelFile, texts: ReadTexts, n_measures: int, implied: Mapping[str, frozenset[int]]
) -> Units:
    numbers = {document_id: number for number, document_id in enumerate(texts.documents["document_id"])}
    people: dict[int, set[str]] = defaultdict(set)
    marked: dict[tuple[int, str, int], list[Span]] = defaultdict(list)
    lost = []
    for row in labels.rows:
        number = numbers.get(row.document_id or "")
        if number is None:
            lost.append(row.line)
            continue
        people[number].add(row.annotator)
        for span in row.spans:
            if span.end > len(texts.documents["text"][number]):
                raise InputError(
                    f"{labels.path}:{row.line}: span {span.start}:{span.end} lies outside the text of "
                    f"{len(texts.documents['text'][number])} characters; give the text that was labelled as `text`"
                )
            for measure in implied[span.label]:
                marked[number, row.annotator, measure].append((span.start, span.end))
    judged = np.isin(texts.word_document, np.array(sorted(people), dtype=np.int64))
    document, start, end = (column[judged] for column in (texts.word_document, texts.word_start, texts.word_end))
    n_yes = np.zeros((len(document), n_measures), dtype=np.int16)
    for (number, _, measure), spans in marked.items():
        first, after = np.searchsorted(document, (number, number + 1)).tolist()
        inside = np.zeros(after - first, dtype=np.int16)
        for low, high in spans:
            inside[(end[first:after] > low) & (start[first:after] < high)] = 1
        n_yes[first:after, measure] += inside
    n_people = np.array([len(people[number]) for number in range(len(texts.sentences))], dtype=np.int64)[document]
    return Units("span", document, start, end, texts.word_voice[judged], n_people, n_yes, tuple(lost))


@dataclass(frozen=True, slots=True)
class UnitHits:
    """Which hits stand in which units, one element per pair. `row` is the row of the hit."""

    unit: Ints
    row: Ints
    voice: Ints


def assign_hits(units: Units, texts: ReadTexts, rows: Iterable[int]) -> UnitHits:
    """The units that each of the given hits overlaps."""
    row = np.fromiter(rows, dtype=np.int64)
    stride = 1 + max((len(text) for text in texts.documents["text"]), default=0)
    document = texts.hit_document[row]
    start = document * stride + np.asarray(texts.hits["start"], dtype=np.int64)[row]
    end = document * stride + np.asarray(texts.hits["end"], dtype=np.int64)[row]
    # Labelled sentences may overlap; the running maximum keeps the ends in rising order.
    unit_end = np.maximum.accumulate(units.document * stride + units.end)
    first = np.searchsorted(unit_end, start, side="right")
    after = np.searchsorted(units.document * stride + units.start, end, side="left")
    place, number = expand(np.maximum(after - first, 0))
    unit = first[place] + number
    overlaps = (units.document * stride + units.end)[unit] > start[place]
    voice = np.array([VOICES.index(texts.hits["voice"][one]) for one in row.tolist()], dtype=np.int64)
    return UnitHits(unit[overlaps], row[place][overlaps], voice[place][overlaps])


def count_unit_words(units: Units, texts: ReadTexts) -> Ints:
    """Words of each unit in both voices. Shape: (units, 2)."""
    if units.voice is not None:
        return np.eye(len(VOICES), dtype=np.int64)[units.voice]
    stride = 1 + max((len(text) for text in texts.documents["text"]), default=0)
    place = texts.word_document * stride + texts.word_start
    counts = np.zeros((len(units.document), len(VOICES)), dtype=np.int64)
    begin = units.document * stride
    for voice in range(len(VOICES)):
        places = place[texts.word_voice == voice]
        counts[:, voice] = np.searchsorted(places, begin + units.end) - np.searchsorted(places, begin + units.start)
    return counts
