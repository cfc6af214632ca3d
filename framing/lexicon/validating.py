"""Units and hits -> the figures of each measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.coder_agreement import find_alpha
from framing.columns import VOICES
from framing.lexicon.label_map import Measure
from framing.lexicon.records import Lexicon
from framing.lexicon.resampling import (
    Bools,
    Draws,
    Floats,
    Ints,
    find_threshold_f1,
    measure_auc,
    measure_many,
    measure_presence,
)
from framing.lexicon.span_overlap import SpanOverlap, measure_spans
from framing.lexicon.units import ReadTexts, UnitHits, Units, assign_hits, count_unit_words
from framing.lexicon.validity import EntryValidity, Example, GroupValidity, MeasureValidity, explain, judge


@dataclass(frozen=True, slots=True)
class _Subset:
    """Units that are resampled together: those of one language, or of one outlet too."""

    rows: Ints
    document: Ints  # renumbered from 0
    draws: Draws

    @classmethod
    def of(cls, is_chosen: Bools, document: Ints, seed: int) -> "_Subset":
        rows = np.flatnonzero(is_chosen)
        distinct, renumbered = np.unique(document[rows], return_inverse=True)
        return cls(rows, renumbered, Draws(len(distinct), seed))


def measure_validity(
    units: Units,
    texts: ReadTexts,
    lexicons: Sequence[Lexicon],
    measures: Sequence[Measure],
    of_label: Mapping[str, Sequence[Measure]],
    *,
    seed: int = 0,
    n_examples: int = 5,
) -> list[MeasureValidity]:
    """The figures of each measure over the units in its lexicon's language, in the order given.

    A unit is found where it has a counted hit of the measure's categories or of those below them. Figures of one voice
    count its hits only, against the same labels; where units are words, only the words of that voice.
    """
    n_words = count_unit_words(units, texts)
    language = np.array(texts.documents["language"], dtype=object)[units.document]
    by_name = {lexicon.name: lexicon for lexicon in lexicons}
    results = []
    for lexicon in lexicons:
        is_chosen = language == lexicon.language
        subsets = _make_subsets(is_chosen, units, texts, seed)
        for number, measure in enumerate(measures):
            if measure.lexicon == lexicon.name:
                labels = tuple(label for label, meant in of_label.items() if any(map(measure.includes, meant)))
                task = _Task(units, texts, by_name[measure.lexicon], measure, number, n_words, subsets, seed)
                results.append(task.measure(labels, n_examples))
    order = {measure: place for place, measure in enumerate(measures)}
    return sorted(results, key=lambda result: order[result.measure])


def _make_subsets(is_chosen: Bools, units: Units, texts: ReadTexts, seed: int) -> dict[str | None, _Subset]:
    """Units of the language under None, and of each outlet under its name where there are at least two outlets."""
    outlet = np.array(texts.documents["outlet"], dtype=object)[units.document]
    names = sorted({name for name in outlet[is_chosen].tolist() if name})
    subsets: dict[str | None, _Subset] = {None: _Subset.of(is_chosen, units.document, seed)}
    for name in names if len(names) > 1 else ():
        subsets[name] = _Subset.of(is_chosen & (outlet == name), units.document, seed)
    return subsets


class _Task:
    """One measure against its labels."""

    def __init__(
        self,
        units: Units,
        texts: ReadTexts,
        lexicon: Lexicon,
        measure: Measure,
        number: int,
        n_words: Ints,
        subsets: Mapping[str | None, _Subset],
        seed: int,
    ) -> None:
        self._units, self._texts, self._measure, self._number = units, texts, measure, number
        self._subsets, self._n_words, self._seed = subsets, n_words, seed
        self._is_labelled = units.is_labelled(number)
        self._found: UnitHits = assign_hits(units, texts, _list_counted(texts, lexicon, measure))
        self._n_hits = np.stack(
            [
                np.bincount(self._found.unit[self._found.voice == voice], minlength=len(units.document))
                for voice in range(len(VOICES))
            ],
            axis=1,
        )

    def measure(self, labels: tuple[str, ...], n_examples: int) -> MeasureValidity:
        groups = tuple(self._measure_groups())
        whole = self._subsets[None]
        score = self._find_rate("all")[whole.rows]
        is_word = self._units.voice is not None
        threshold_f1 = (
            None if is_word else find_threshold_f1(whole.document, self._is_labelled[whole.rows], score, self._seed)
        )
        alpha = self._find_alpha(whole.rows)
        verdict = judge(groups[0])
        return MeasureValidity(
            self._measure,
            labels,
            groups,
            self._measure_span_overlap(whole) if is_word else None,
            threshold_f1,
            alpha,
            tuple(self._measure_entries(whole)),
            tuple(self._list_false_hits(n_examples)),
            tuple(self._list_misses(whole.rows, n_examples)),
            verdict,
            explain(self._measure, groups[0], verdict, alpha, "word" if is_word else self._units.kind),
        )

    def _measure_groups(self) -> Iterator[GroupValidity]:
        for outlet, subset in self._subsets.items():
            for voice in ("all", *VOICES) if outlet is None else ("all",):
                rows, document = subset.rows, subset.document
                if self._units.voice is not None and voice != "all":
                    is_own = self._units.voice[rows] == VOICES.index(voice)
                    rows, document = rows[is_own], document[is_own]
                is_labelled = self._is_labelled[rows]
                is_found = self._count(voice)[rows] > 0
                presence = measure_presence(subset.draws, document, is_labelled, is_found)
                rate_auc = (
                    presence.auc
                    if self._units.voice is not None
                    else measure_auc(subset.draws, document, is_labelled, self._find_rate(voice)[rows])
                )
                yield GroupValidity(voice, outlet, presence, rate_auc)

    def _measure_span_overlap(self, whole: _Subset) -> SpanOverlap:
        is_found = self._count("all")[whole.rows] > 0
        return measure_spans(whole.draws, whole.document, self._is_labelled[whole.rows], is_found)

    def _count(self, voice: str) -> Ints:
        return self._n_hits.sum(axis=1) if voice == "all" else self._n_hits[:, VOICES.index(voice)]

    def _find_rate(self, voice: str) -> Floats:
        """Hits per 1,000 words of the unit in that voice, 0 without words."""
        words = self._n_words.sum(axis=1) if voice == "all" else self._n_words[:, VOICES.index(voice)]
        return np.asarray(1000 * self._count(voice) / np.maximum(words, 1))

    def _find_alpha(self, rows: Ints) -> float | None:
        yes, people = self._units.n_yes[rows, self._number].astype(np.int64), self._units.n_people[rows]
        return find_alpha(np.stack((yes, people - yes), axis=1))

    def _measure_entries(self, whole: _Subset) -> Iterator[EntryValidity]:
        entry_ids = [self._texts.hits["entry_id"][row] for row in self._found.row.tolist()]
        names = sorted(set(entry_ids))
        numbers = {name: number for number, name in enumerate(names)}
        entry = np.array([numbers[name] for name in entry_ids], dtype=np.int64)
        pairs = np.unique(np.stack((self._found.unit, entry)), axis=1)
        place = np.searchsorted(whole.rows, pairs[0])  # hits stand in units of the lexicon's language only
        cell = whole.document[place] * len(names) + pairs[1]
        is_right = self._is_labelled[pairs[0]]
        shape = (whole.draws.n_documents, len(names))
        right, wrong = (
            np.bincount(cell[chosen], minlength=shape[0] * shape[1]).reshape(shape) for chosen in (is_right, ~is_right)
        )
        labelled = np.bincount(whole.document[self._is_labelled[whole.rows]], minlength=shape[0])
        n_units = np.bincount(whole.document, minlength=shape[0])
        presences = measure_many(whole.draws, right, wrong, labelled, n_units) if names else []
        for name, presence in sorted(zip(names, presences, strict=True), key=lambda pair: (-pair[1].n_found, pair[0])):
            yield EntryValidity(name, presence)

    def _list_false_hits(self, n_examples: int) -> Iterator[Example]:
        """False hits of as many different entries as there are, entries with the most false hits first."""
        is_false = ~self._is_labelled[self._found.unit]
        by_entry: dict[str, list[int]] = {}
        for row in dict.fromkeys(self._found.row[is_false].tolist()):
            by_entry.setdefault(self._texts.hits["entry_id"][row], []).append(row)
        for rows in sorted(by_entry.values(), key=len, reverse=True)[:n_examples]:
            hit = self._texts.hits.take([rows[0]])
            yield Example(
                hit["document_id"][0],
                int(hit["start"][0]),
                int(hit["end"][0]),
                mark_hit(self._text_of(int(self._texts.hit_document[rows[0]])), hit["start"][0], hit["end"][0]),
                hit["voice"][0],
                hit["entry_id"][0],
            )

    def _list_misses(self, rows: Ints, n_examples: int) -> Iterator[Example]:
        missed = rows[self._is_labelled[rows] & (self._count("all")[rows] == 0)]
        if self._units.voice is not None and len(missed):  # of neighbouring words the first
            step = np.diff(missed, prepend=missed[0] - 2) > 1
            missed = missed[step]
        for row in missed[:n_examples].tolist():
            number, start, end = (int(part[row]) for part in (self._units.document, self._units.start, self._units.end))
            text = self._text_of(number)
            is_word = self._units.voice is not None
            shown = mark_hit(text, start, end) if is_word else " ".join(text[start:end][:200].split())
            yield Example(self._texts.documents["document_id"][number], start, end, shown)

    def _text_of(self, number: int) -> str:
        text: str = self._texts.documents["text"][number]
        return text


def _list_counted(texts: ReadTexts, lexicon: Lexicon, measure: Measure) -> list[int]:
    """Rows of the hits that count for a measure, see `score_hits`."""
    covered = {category.name for category in lexicon.categories if measure.covers(category.name)}
    hits = texts.hits
    columns = zip(hits["lexicon"], hits["category"], hits["excluded_by"], hits["negated"], strict=True)
    drops = lexicon.negation == "drop"
    return [
        row
        for row, (name, category, excluded_by, negated) in enumerate(columns)
        if name == lexicon.name and category in covered and excluded_by is None and not (drops and negated)
    ]


def mark_hit(text: str, start: int, end: int, reach: int = 60) -> str:
    """The hit in square brackets with about `reach` characters on both sides, in one line."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
