"""All patterns of the lexicons of one language, compiled together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import Attribution, Table
from framing.lexicon.batch import BatchPositions, GroupedIntegers, Indices, Occurrences
from framing.lexicon.borders import BorderFinder
from framing.lexicon.negation import NegationRules, find_negated
from framing.lexicon.overlap import keep_longest
from framing.lexicon.patterns import Pattern, Phrase, Proximity, Regex
from framing.lexicon.phrases import PhraseMatcher
from framing.lexicon.proximity import find_pairs
from framing.lexicon.records import Entry, Lexicon
from framing.lexicon.sentences import find_regexes
from framing.lexicon.sides import SideFinder

UNLESS_REACH = 3  # tokens between the nearest ends of hit and `unless` pattern, next to each other being 1


class LanguageEngine:
    """Finds the hits of all lexicons of one language in a batch.

    Args:
        lexicons: lexicons of one language.
        language: ISO 639-1 code.
        negation: negation rules of the language.
    """

    def __init__(self, lexicons: Sequence[Lexicon], language: str, negation: NegationRules) -> None:
        self.language = language
        self.entries: list[Entry] = [entry for lexicon in lexicons for entry in lexicon.entries]
        self._negation = negation
        self._borders = BorderFinder()
        self._numbers: dict[Pattern, int] = {}
        self._phrases: dict[Phrase, int] = {}
        by_pattern: list[list[int]] = []
        for number, entry in enumerate(self.entries):
            for pattern in entry.patterns:
                by_pattern[self._number(pattern, by_pattern)].append(number)
        # By entry: the numbers of its `unless` patterns, and each as written.
        self._unless: dict[int, dict[int, str]] = {}
        for number, entry in enumerate(self.entries):
            for source, patterns in zip(entry.unless, entry.unless_patterns, strict=True):
                for pattern in patterns:
                    written = self._unless.setdefault(number, {})
                    written.setdefault(self._number(pattern, by_pattern), source)
        roles = [
            [self._number(pattern, by_pattern) for pattern in patterns]
            for patterns in (negation.negations, negation.exceptions, negation.scope_ends)
        ]
        self._is_negation = [np.isin(np.arange(len(by_pattern)), numbers) for numbers in roles]
        self._has_role = np.any(self._is_negation, axis=0)
        self._is_unless = np.isin(np.arange(len(by_pattern)), [n for numbers in self._unless.values() for n in numbers])
        self._unless_of = GroupedIntegers([list(self._unless.get(number, {})) for number in range(len(self.entries))])
        self._by_pattern = GroupedIntegers(by_pattern)
        self._compile()
        categories: dict[tuple[str, str], int] = {}
        owners = [lexicon for lexicon in lexicons for _ in lexicon.entries]
        self._group = np.array(
            [
                categories.setdefault((owner.name, entry.category), len(categories))
                for owner, entry in zip(owners, self.entries, strict=True)
            ],
            dtype=np.int64,
        )
        self._is_longest = np.array([owner.overlap == "longest" for owner in owners], dtype=np.bool_)
        self._has_several = np.array([len(entry.patterns) > 1 for entry in self.entries], dtype=np.bool_)
        self._has_unless = np.array([number in self._unless for number in range(len(self.entries))], dtype=np.bool_)

    def _number(self, pattern: Pattern, by_pattern: list[list[int]]) -> int:
        number = self._numbers.setdefault(pattern, len(self._numbers))
        if number == len(by_pattern):
            by_pattern.append([])
        return number

    def _compile(self) -> None:
        """Number the phrases, those inside proximity patterns included, and map them to patterns."""
        self._pairs: list[Proximity] = []
        self._regexes: list[Regex] = []
        pair_numbers, regex_numbers, sides = [], [], []
        for pattern, number in self._numbers.items():
            if isinstance(pattern, Phrase):
                self._phrases.setdefault(pattern, len(self._phrases))
            elif isinstance(pattern, Proximity):
                self._pairs.append(pattern)
                pair_numbers.append(number)
                sides.append((self._phrase(pattern.left), self._phrase(pattern.right)))
            else:
                self._regexes.append(pattern)
                regex_numbers.append(number)
        self._sides = sides
        self._side_finder = SideFinder(sides, len(self._phrases))
        self._pattern_of_phrase = np.array([self._numbers.get(phrase, -1) for phrase in self._phrases], dtype=np.int64)
        self._pattern_of_pair = np.array(pair_numbers, dtype=np.int64)
        self._pattern_of_regex = np.array(regex_numbers, dtype=np.int64)
        self._is_side = np.isin(np.arange(len(self._phrases)), np.array(sides, dtype=np.int64))
        is_side_only = self._is_side & (self._pattern_of_phrase < 0)
        self._matcher = PhraseMatcher(list(self._phrases), self.language, is_side_only)

    def _phrase(self, phrase: Phrase) -> int:
        return self._phrases.setdefault(phrase, len(self._phrases))

    def find(self, documents: Table, positions: BatchPositions, attribution: Attribution) -> "FoundHits":
        """The hits in the batch's documents of this language."""
        languages = documents["language"]
        fitting = [number for number, language in enumerate(languages) if language == self.language]
        is_active = None
        if len(fitting) < len(languages):
            is_fitting = np.array([language == self.language for language in languages], dtype=np.bool_)
            is_active = is_fitting[positions.document]
        occurrences = self._find_occurrences(documents, fitting, positions, attribution, is_active)
        counts = self._by_pattern.counts[occurrences.pattern]
        rows = np.flatnonzero(counts)
        place, entry = self._by_pattern.of(occurrences.pattern[rows])
        row = rows[place]
        once = self._drop_repeats(entry, row, occurrences)
        entry, row = entry[once], row[once]
        excluded = self._find_excluded(entry, row, occurrences, positions)
        kept = self._resolve_overlap(entry, row, occurrences, excluded, positions)
        row, entry = row[kept], entry[kept]
        renumbered = {int(np.searchsorted(kept, old)): pattern for old, pattern in excluded.items()}
        negated = find_negated(occurrences.first[row], self._negation, self._find_negation(occurrences), positions)
        return FoundHits(entry, occurrences, row, negated, renumbered)

    def _find_occurrences(
        self,
        documents: Table,
        fitting: Sequence[int],
        positions: BatchPositions,
        attribution: Attribution,
        is_active: NDArray[np.bool_] | None,
    ) -> Occurrences:
        phrases = self._matcher.find(positions, is_active)
        parts = [_renumber(phrases, self._pattern_of_phrase)]
        if self._pairs:
            known = phrases.take(self._is_side[phrases.pattern])
            beside = self._side_finder.find(self._matcher.side_words, known, positions, is_active)
            pairs = find_pairs(self._pairs, self._sides, beside, positions)
            parts = [parts[0].take(parts[0].pattern >= 0)]  # phrases that only stand beside others have no number
            # A larger span crosses whatever a smaller one in it crosses, so no smallest span is lost by asking last.
            pairs = self._borders.drop_crossing(pairs, positions, attribution, in_clause=True)
            parts.append(_renumber(pairs, self._pattern_of_pair))
        if self._regexes:
            regexes = find_regexes(self._regexes, documents, fitting, positions)
            regexes = self._borders.drop_crossing(regexes, positions, attribution, in_clause=False)
            parts.append(_renumber(regexes, self._pattern_of_regex))
        return Occurrences.concat(parts)

    def _drop_repeats(self, entry: Indices, row: Indices, occurrences: Occurrences) -> Indices:
        """Places of the hits without those that an entry with word lists has on the same words already."""
        several = np.flatnonzero(self._has_several[entry])
        if not len(several):
            return np.arange(len(entry))
        at = row[several]
        spans = np.stack((entry[several], occurrences.first[at], occurrences.last[at]))
        _, first = np.unique(spans, axis=1, return_index=True)
        is_kept = np.ones(len(entry), dtype=np.bool_)
        is_kept[several] = False
        is_kept[several[first]] = True
        return np.flatnonzero(is_kept)

    def _find_negation(self, occurrences: Occurrences) -> tuple[Occurrences, Occurrences, Occurrences]:
        occurrences = occurrences.take(np.flatnonzero(self._has_role[occurrences.pattern]))
        negations, exceptions, ends = (occurrences.take(is_one[occurrences.pattern]) for is_one in self._is_negation)
        return negations, exceptions, ends

    def _find_excluded(
        self, entry: Indices, row: Indices, occurrences: Occurrences, positions: BatchPositions
    ) -> dict[int, str]:
        """For each hit that an `unless` pattern sets aside, by its place: the first such pattern as written."""
        excluded: dict[int, str] = {}
        places = np.flatnonzero(self._has_unless[entry])
        if not len(places):
            return excluded
        beside = occurrences.take(self._is_unless[occurrences.pattern]).sorted()
        place, pattern = self._unless_of.of(entry[places])
        at = row[places[place]]
        meets = _stand_near(pattern, occurrences.first[at], occurrences.last[at], beside, positions)
        for hit, number in zip(places[place[meets]].tolist(), pattern[meets].tolist(), strict=True):
            excluded.setdefault(hit, self._unless[int(entry[hit])][number])
        return excluded

    def _resolve_overlap(
        self,
        entry: Indices,
        row: Indices,
        occurrences: Occurrences,
        excluded: dict[int, str],
        positions: BatchPositions,
    ) -> Indices:
        """Places of the hits that stay. Excluded hits stay, and push no other hit out."""
        competes = self._is_longest[entry]
        if excluded:
            competes[list(excluded)] = False
        places = np.flatnonzero(competes)
        at = row[places]
        # One count of characters for the batch: no document is longer than the farthest end.
        base = positions.document[occurrences.first[at]].astype(np.int64) * (int(occurrences.end.max(initial=0)) + 1)
        keeps = np.ones(len(entry), dtype=np.bool_)
        keeps[places] = keep_longest(
            self._group[entry[places]], base + occurrences.start[at], base + occurrences.end[at], entry[places]
        )
        return np.flatnonzero(keeps)


class FoundHits:
    """Hits of one engine as arrays: entry, row in the occurrences, negation, and who was excluded by what."""

    def __init__(
        self,
        entry: Indices,
        occurrences: Occurrences,
        row: Indices,
        negated: NDArray[np.bool_],
        excluded: dict[int, str],
    ) -> None:
        self.entry = entry
        self.first = occurrences.first[row]
        self.start = occurrences.start[row]
        self.end = occurrences.end[row]
        self.negated = negated
        self.excluded = excluded


def _renumber(occurrences: Occurrences, numbers: Indices) -> Occurrences:
    pattern = numbers[occurrences.pattern] if len(numbers) else occurrences.pattern
    return Occurrences(pattern, occurrences.first, occurrences.last, occurrences.start, occurrences.end)


def _stand_near(
    pattern: Indices, first: Indices, last: Indices, beside: Occurrences, positions: BatchPositions
) -> NDArray[np.bool_]:
    """For pairs of pattern and hit, whether the pattern overlaps the hit or adjoins it in its sentence.

    Args:
        pattern: the patterns.
        first: first tokens of the hits.
        last: last tokens of the hits.
        beside: occurrences of the patterns, sorted. Those of one pattern rise in first and last token alike.
        positions: the batch.
    """
    if not len(beside.first):
        return np.zeros(len(pattern), dtype=np.bool_)
    n_tokens = len(positions.sentence)
    sentence = positions.sentence[first]
    earliest = np.maximum(first - UNLESS_REACH, np.searchsorted(positions.sentence, sentence))
    row = np.searchsorted(beside.pattern * n_tokens + beside.last, pattern * n_tokens + earliest)
    row = np.minimum(row, len(beside.first) - 1)
    stands: NDArray[np.bool_] = (
        (beside.pattern[row] == pattern)
        & (beside.last[row] >= earliest)
        & (beside.first[row] <= last + UNLESS_REACH)
        & (positions.sentence[beside.first[row]] == sentence)
    )
    return stands
