"""English sources -> one name per person in an article."""

from collections.abc import Iterable

from framing.voice.batch import Span
from framing.voice.classes import QUOTED
from framing.voice.people import People
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_COMMON_NOUN = frozenset("ozMjnI")
_NAMES = frozenset("NZ")
_MAYBE_NAME = "VESIMJ"  # a capitalized word that is a verb or noun elsewhere
# Whether a span names several; where in it stand the words that name the one; the persons it may name.
_Reading = tuple[bool, Span | None, tuple[str, ...] | None]
_NO_NAME: _Reading = (False, None, None)


class EnglishNaming:
    """Names the sources of one document, in the order in which they stand.

    Args:
        article: the document.
    """

    def __init__(self, article: Article) -> None:
        self._batch = article.batch
        self._words = article.words
        self._index = NameIndex(article)
        self._people = People(article, self._index)
        self._readings: dict[tuple[int, ...], _Reading] = {}  # by types
        self._read_spans: dict[Span, _Reading] = {}
        self._named: dict[Span, str] = {}

    def name(self, span: Span) -> str:
        """The name of the source that a span names, the same for all mentions of a person.

        A surname takes its given names, a pronoun or a role the person meant, where the article tells; everything
        else stays as written.
        """
        if span not in self._named:
            self._named[span] = self._find_name(span)
        return self._named[span]

    def expect(self, spans: Iterable[Span]) -> None:
        """Notes the persons named in sources before the first is resolved."""
        letters, people = self._batch.plain, self._people
        for span in spans:
            words = letters[span[0] : span[1]]
            if "N" not in words and "Z" not in words and (len(words) > 1 or words not in _MAYBE_NAME):
                self._read_spans[span] = _NO_NAME if "A" not in words else (self._is_joined(span), None, None)
                continue
            key = tuple(self._batch.type_id[span[0] : span[1]])
            reading = self._readings.get(key)
            if reading is None:
                reading = self._readings[key] = self._read(span)
            self._read_spans[span] = reading
            if reading[2]:
                people.expect(reading[2])

    def _read(self, span: Span) -> _Reading:
        if self._is_joined(span):
            return True, None, None
        run = self._find_run(span)
        if run is None:
            return False, None, None
        if self._words.is_organisation(self._batch.word(run[1] - 1)):
            return False, (run[0] - span[0], run[1] - span[0]), None
        written, kin = self._index.list_kin(run)
        return False, (run[0] - span[0], run[1] - span[0]), tuple(kin) or (written,)

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
        is_joined, place, _ = self._read_spans.get(span) or self._read(span)
        if is_joined:
            return self._batch.write(span)
        run = place and (start + place[0], start + place[1])
        if run is None:
            return self._people.resolve_role(span) or self._meet_unnamed(span)
        if run[1] - run[0] == 1 and letters[start] == "D" and self._batch.is_upper(run[0]):
            return self._batch.write(run)  # "the SVP" is not the youth wing whose name ends so
        name, is_person = self._people.name_run(run, start)
        if is_person and not self._words.is_organisation(self._batch.word(run[1] - 1)):
            self._people.meet(name, run[0])
        return name

    def _find_antecedent(self, start: int, end: int) -> Span | None:
        """The phrase before "who"."""
        letters = self._batch.plain
        stop = end - 1
        while stop > start and letters[stop - 1] in ",pD":
            stop -= 1
        return (start, stop) if stop > start else None

    def _meet_unnamed(self, span: Span) -> str:
        name = self._batch.write(span)
        if self._batch.plain[span[0]] in "DPn":
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
        return before in "NZzoP" and after in "NZDzoj" and not self._is_title(at - 1)

    def _is_title(self, token: int) -> bool:
        return self._batch.word(token) in self._words.titles

    def _find_run(self, span: Span) -> Span | None:
        """The capitalized words in the span that name the source, without titles.

        The last run before a preposition or comma ("CNBC correspondent John Harwood of New York"), unless a title ends
        that part ("Ohio Secretary of State Jon Husted"). A name after "the" goes on after "of" and "for".
        """
        letters, index = self._batch.plain, self._index
        if not letters[span[0] : span[1]].strip("NZ"):
            start = index.skip_titles(*span)
            if start < span[1]:
                return index.skip_to_name(start, span[1]), span[1]
            return span if index.list_kin(span)[1] else None  # "King" may be a name
        first = letters.find("p", *span)
        if first >= 0 and not any(index.is_name_word(token) for token in range(span[0], first)):
            comma = letters.find(",", first, span[1] - 1)
            if self._batch.word(span[0]) in self._words.numerals and comma >= 0:
                return self._find_run((comma + 1, span[1]))  # "One of the engineers, Ann Lee"
            return None  # "A mother of three in Ohio"
        return self._find_last_run(span)

    def _find_last_run(self, span: Span) -> Span | None:
        letters, index = self._batch.plain, self._index
        runs: list[Span] = []
        fallback: Span | None = None
        is_role = False  # "Russian envoy to": words of a role end before a preposition
        token = span[0]
        while token < span[1]:
            if not index.is_name_word(token):
                if letters[token] in "pt,":
                    is_title = token > span[0] and self._is_title(token - 1)
                    if runs and not is_title:
                        break
                    fallback, runs = fallback or (runs[0] if runs else None), []
                    is_role = is_role or is_title
                token += 1
                continue
            end = token
            while end < span[1] and index.is_name_word(end):
                end += 1
            start = index.skip_titles(token, end)
            if start < end:
                runs.append((index.skip_to_name(start, end), end))
            token = end
        if not runs:
            return fallback
        run = runs[-1]
        is_place = is_role and run[1] - run[0] == 1 and letters[run[0] - 1] in "pt"  # "envoy to Peru"
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
        if run[0] - span[0] > 1 and not self._words.is_organisation(word(end - 1)):
            return run  # "the late Ann Lee of Ohio"
        start = end + 1 + (end + 1 < span[1] and word(end + 1) == "the")
        stop = start
        while stop < span[1] and self._index.is_name_word(stop):
            stop += 1
        return (run[0], stop) if stop > start else run
