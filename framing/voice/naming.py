"""English sources -> one name per person in an article."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from framing.voice.batch import Span
from framing.voice.classes import QUOTED
from framing.voice.people import People
from framing.voice.person_words import NAME_WORD, ORGANISATION, TITLE
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_COMMON_NOUN = frozenset("ozMjnI")
_MAYBE_MET = "DPn"  # what opens the phrase of somebody who is met: "a driver"
_MAYBE_NAME = "VESIMJ"  # a capitalized word that is a verb or noun elsewhere


class _Reading(NamedTuple):
    """What the words of a span say wherever they stand in the document.

    `name` is what they name where nothing else decides it. `run` is where in the span the words stand that name one
    person or organisation; `is_person` says whether a person is met by `name`, and `gender` which one a title tells.
    """

    name: str | None
    run: Span | None = None
    is_person: bool = False
    gender: str | None = None


_NO_NAME = _Reading(None)


class EnglishNaming:
    """Names the sources of one document, in the order in which they stand.

    Args:
        article: the document.
    """

    def __init__(self, article: Article) -> None:
        self._batch = article.batch
        self._words = article.words
        self._kinds = article.places.kinds
        self._index = NameIndex(article)
        self._people = People(article, self._index)
        self._expected: AbstractSet[Span] = frozenset()
        self._readings: dict[tuple[int, ...], _Reading] = {}  # by types
        self._read_spans: dict[Span, _Reading] = {}
        self._named: dict[Span, str] = {}

    def name(self, span: Span) -> str:
        """The name of the source that a span names, the same for all mentions of a person.

        A surname takes its given names, a pronoun or a role the person meant, where the article tells; everything
        else stays as written.
        """
        name = self._named.get(span)
        if name is None:
            name = self._named[span] = self._find_name(span)
        return name

    def expect(self, spans: AbstractSet[Span]) -> None:
        """Notes the persons named in sources before the first is resolved."""
        self._expected = spans
        letters, type_id, readings = self._batch.plain, self._batch.type_id, self._readings
        for span in spans:
            start, end = span
            words = letters[start:end]
            if "N" not in words and "Z" not in words and (len(words) > 1 or words not in _MAYBE_NAME):
                continue
            key = tuple(type_id[start:end])
            reading = readings.get(key)
            if reading is None:
                reading, names = self._read(span, words)
                readings[key] = reading
                self._people.expect(names)
            self._read_spans[span] = reading

    def _read(self, span: Span, words: str) -> tuple[_Reading, Iterable[str]]:
        """The reading of a span in which a name may stand, and the persons that it may name."""
        if "A" in words and self._is_joined(span):
            return _Reading(self._batch.write(span)), ()
        run = self._find_run(span, words)
        if run is None:
            return _NO_NAME, ()
        start, end = run
        place = start - span[0], end - span[0]
        is_organisation = self._kinds[end - 1] & ORGANISATION > 0
        written, kin = self._index.list_kin(run)
        persons = () if is_organisation else kin or (written,)
        if end - start == 1 and words[0] == "D" and self._batch.is_upper(start):
            return _Reading(self._batch.write(run)), persons  # "the SVP" is not the youth wing whose name ends so
        if len(kin) > 1:
            return _Reading(None, place), persons
        gender = self._index.find_title_gender(start, span[0]) if place[0] else None
        name = next(iter(kin), written)
        return _Reading(name, place, not is_organisation and (" " in name or gender is not None), gender), persons

    def _find_name(self, span: Span) -> str:
        start, end = span
        letters = self._batch.plain
        if letters[end - 1] == "R":
            antecedent = self._find_antecedent(start, end)
            return self.name(antecedent) if antecedent else self._batch.write(span)
        if end - start == 1:
            is_quoted = self._batch.letters[start] == QUOTED  # "he" in a quotation is nobody the text around it tells
            gender = None if is_quoted else self._words.pronoun_gender(self._batch.word(start))
            if gender or letters[start] == "P":
                resolved = self._people.resolve_pronoun(start, gender) if gender else None
                return resolved or self._batch.write(span)
        return self._find_written(span)

    def _find_written(self, span: Span) -> str:
        """The name of a span that is no pronoun."""
        people = self._people
        name, run, is_person, gender = self._read_spans.get(span) or self._read_other(span)
        if run is None:
            return name or people.resolve_role(span) or self._meet_unnamed(span)
        first, end = span[0] + run[0], span[0] + run[1]
        if name is None:
            name, is_person = people.name_run((first, end), span[0])
            is_person = is_person and not self._kinds[end - 1] & ORGANISATION
        elif gender:
            people.tell(name, gender)
        if is_person:
            people.meet(name, first)
        return name

    def _read_other(self, span: Span) -> _Reading:
        """The reading of a source without a name, or of a span that is no source of its own."""
        words = self._batch.plain[span[0] : span[1]]
        if span not in self._expected:
            return self._read(span, words)[0]
        return _Reading(self._batch.write(span)) if "A" in words and self._is_joined(span) else _NO_NAME

    def _find_antecedent(self, start: int, end: int) -> Span | None:
        """The phrase before "who"."""
        letters = self._batch.plain
        stop = end - 1
        while stop > start and letters[stop - 1] in ",pD":
            stop -= 1
        return (start, stop) if stop > start else None

    def _meet_unnamed(self, span: Span) -> str:
        name = self._batch.write(span)
        if self._batch.plain[span[0]] in _MAYBE_MET:
            head = self._head(span)
            if self._words.is_person(head) or self._words.ends_as_person(head):
                self._people.meet(name, span[0])
        return name

    def _head(self, span: Span) -> str:
        """The last word before the first preposition, comma or relative."""
        letters = self._batch.plain
        stop = span[0] + 1
        while stop < span[1] and letters[stop] not in "pt,R-":
            stop += 1
        return self._batch.word(stop - 1)

    def _is_joined(self, span: Span) -> bool:
        """Whether the span names several: "X and Y"."""
        letters = self._batch.plain
        at = letters.find("A", *span)
        if at < 0 or any(letters.find(sign, span[0], at) >= 0 for sign in "p,"):
            return False
        before, after = letters[at - 1], letters[at + 1 : at + 2]
        return before in "NZzoP" and after in "NZDzoj" and not self._kinds[at - 1] & TITLE

    def _find_run(self, span: Span, words: str) -> Span | None:
        """The capitalized words in the span that name the source, without titles.

        The last run before a preposition or comma ("CNBC correspondent John Harwood of New York"), unless a title ends
        that part ("Ohio Secretary of State Jon Husted"). A name after "the" goes on after "of" and "for".
        """
        index, kinds = self._index, self._kinds
        if not words.strip("NZ"):
            start = index.skip_titles(*span)
            if start < span[1]:
                return start, span[1]
            return span if index.list_kin(span)[1] else None  # "King" may be a name
        first = words.find("p")
        if first >= 0 and not any(kind & NAME_WORD for kind in kinds[span[0] : span[0] + first]):
            return None  # "A mother of three in Ohio"
        return self._find_last_run(span)

    def _find_last_run(self, span: Span) -> Span | None:
        letters, index, kinds = self._batch.plain, self._index, self._kinds
        runs: list[Span] = []
        fallback: Span | None = None
        token = span[0]
        while token < span[1]:
            if not kinds[token] & NAME_WORD:
                if letters[token] in "pt," and runs:
                    if not kinds[token - 1] & TITLE:
                        break
                    fallback, runs = fallback or runs[0], []
                token += 1
                continue
            end = token
            while end < span[1] and kinds[end] & NAME_WORD:
                end += 1
            start = index.skip_titles(token, end)
            if start < end:
                runs.append((start, end))
            token = end
        if not runs:
            return fallback
        run = runs[-1]
        is_place = fallback is not None and run[1] - run[0] == 1 and letters[run[0] - 1] in "pt"  # "envoy to Peru"
        if is_place or self._is_modifier(run, token):
            return None
        return self._extend_institution(run, span)

    def _is_modifier(self, run: Span, end: int) -> bool:
        """Whether common nouns follow the capitalized words: "Clinton campaign officials", "Local police"."""
        return any(
            self._batch.plain[token] in _COMMON_NOUN and self._batch.word(token) not in self._words.reflexives
            for token in range(run[1], end)
        )

    def _extend_institution(self, run: Span, span: Span) -> Span:
        """The run with "of ..." or "for ..." after it where it names an institution: "the Club for Growth"."""
        word = self._batch.word
        end = run[1]
        if span[0] == run[0] or end >= span[1] or word(span[0]) != "the" or word(end) not in ("of", "for"):
            return run
        if run[0] - span[0] > 1 and not self._kinds[end - 1] & ORGANISATION:
            return run  # "the late Ann Lee of Ohio"
        start = end + 1 + (end + 1 < span[1] and word(end + 1) == "the")
        stop = start
        while stop < span[1] and self._kinds[stop] & NAME_WORD:
            stop += 1
        return (run[0], stop) if stop > start else run
