"""Whom "he", "she" and "the engineer" mean in an English article."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from framing.voice.batch import Span
from framing.voice.genders import Genders
from framing.voice.namesakes import Namesakes
from framing.voice.person_words import MASCULINE
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_MAX_SENTENCES_BACK = 8
_MAX_PARAGRAPHS_BACK = 3
_COMMON = ("o", "z", "M")
_MENTION = re.compile("[NZ]+|[Pbx]")
_AFTER_SUBJECT = tuple(",vVeESbx")
_MAX_BEARERS = 40  # persons beside the words of one role that are worth comparing
_NEAR = 8  # tokens between a name and its role


class People:
    """The persons of one document.

    Args:
        article: the document.
        index: its names.
    """

    def __init__(self, article: Article, index: NameIndex) -> None:
        self._batch = article.batch
        self._layout = article.layout
        self._document = article.document
        self._roles = article.places.roles
        self._words = article.words
        self._index = index
        self._met: dict[str, int] = {}  # name -> token where it last spoke, latest last
        self._said: list[tuple[int, str]] = []  # sources in order
        self._bearers: dict[str, list[tuple[int, Span]]] = {}  # by role
        self._genders = Genders(article, index)
        self._namesakes = Namesakes(article, index, self._genders)

    def meet(self, name: str, token: int) -> None:
        """Notes that a person is named as a source."""
        self._met.pop(name, None)
        self._met[name] = token
        insort(self._said, (token, name))

    def expect(self, names: Iterable[str]) -> None:
        """Notes persons who may be sources somewhere in the document."""
        self._genders.persons.update(names)

    def name_run(self, run: Span, floor: int) -> tuple[str, bool]:
        """The full name for a run of capitalized words, and whether it is a person's.

        Args:
            run: the words, without titles.
            floor: first token that may be a title of the name.
        """
        gender = self._index.find_title_gender(run[0], floor) if run[0] > floor else None
        title = self._index.find_title(run[0])
        name = self._choose(*self._index.list_kin(run), title)
        if gender:
            self._genders.tell(name, gender)
        return name, " " in name or gender is not None or title != ""

    def _choose(self, written: str, kin: dict[str, int], title: str) -> str:
        """Which of the full names a name as written stands for.

        Of several people with one surname who fit the title the one who spoke last, then the one named most often.
        """
        if " " in written or not kin or not self._index.is_surname(written):
            return min(kin, key=lambda name: (-kin[name], len(name)), default=written)
        fitting = self._namesakes.list_fitting(written, kin, title)
        latest = next(
            (name for name in reversed(self._met) if name in fitting or (name == written and not title)), None
        )
        return latest or min(fitting, key=lambda name: (-kin[name], len(name)), default=written)

    def resolve_pronoun(self, token: int, gender: str) -> str | None:
        """The person that a pronoun means: the nearest of its gender, subjects first."""
        name = self._find_nearest(token, gender)
        if name:
            insort(self._said, (token, name))
            self._genders.tell(name, gender)
        return name

    def _find_nearest(self, token: int, gender: str) -> str | None:
        starts, paragraphs = self._layout.sentence_starts, self._layout.paragraph_numbers
        sentence, paragraph = self._layout.sentence_numbers[token], paragraphs[token]
        end = token
        for back in range(_MAX_SENTENCES_BACK):
            start = starts[sentence - back] if sentence >= back else -1
            if start < self._document[0] or paragraph - paragraphs[start] > _MAX_PARAGRAPHS_BACK:
                return None
            for name in self._list_mentions(start, end, gender, is_own=back == 0):
                if self._genders.find(name) in (None, gender):
                    return name
            end = start
        return None

    def _list_mentions(self, start: int, end: int, gender: str, is_own: bool) -> Iterator[str]:
        """The persons in a sentence: sources, then others, those after a preposition last.

        Where a pronoun of the same gender opens the sentence, it stands for the person meant, and no other is named.
        """
        letters = self._batch.letters
        said = self._said[bisect_left(self._said, (start, "")) : bisect_left(self._said, (end, ""))]
        said.sort(key=lambda source: letters[source[0] - 1] == "p")  # "asked by X, Y said"
        for _, name in said:
            yield name
        later: list[Span] = []
        for match in _MENTION.finditer(letters, start, end):
            token, stop = match.span()
            if letters[token] not in "NZ":
                if self._words.pronoun_gender(self._batch.word(token)) == gender:
                    return
            elif token > start and letters[token - 1] in "pt":
                later.append((token, stop))
            elif self._is_person(token, stop):
                yield self.name_run((self._find_first(token, stop), stop), token)[0]
        for run in later if not is_own else ():
            if self._is_person(*run):
                yield self.name_run((self._find_first(*run), run[1]), run[0])[0]

    def _find_first(self, start: int, stop: int) -> int:
        """The first token of a run of capitalized words that is neither a title nor the place of an office."""
        first = self._index.skip_titles(start, stop)
        return max(first, self._index.find_name_start(stop - 1)) if first < stop else stop

    def _is_person(self, start: int, stop: int) -> bool:
        """Whether a run of capitalized words names a person: titled, a source, or a name elsewhere cut to a surname."""
        first = self._find_first(start, stop)
        if first == stop or self._words.is_organisation(self._batch.word(stop - 1)):
            return False
        letters = self._batch.letters
        if letters[stop : stop + 1] in _COMMON and not self._index.is_possessive(stop - 1):  # "Novak supporters"
            return False
        if first > start or (start > self._document[0] and self._batch.word(start - 1) in self._words.titles):
            return True
        if start > self._document[0] and letters[start - 1] == "D":
            return False
        name = self.name_run((first, stop), start)[0]
        relation = self._genders.find_relation(first, stop)
        if relation:  # "his wife, Jane"
            self._genders.tell(name, self._words.gender(relation) or MASCULINE)
            return True
        if " " in name:
            is_subject = start == self._layout.sentence_of(start)[0] and letters[stop : stop + 1] in _AFTER_SUBJECT
            return is_subject or name in self._genders.persons or self._index.is_shortened(name)
        return letters[stop - 1] == "N" and name in self._genders.persons and self._genders.find(name) is not None

    def resolve_role(self, span: Span) -> str | None:
        """The person that "the ambassador" means, None where the article names none with that role.

        A headline leaves out the article: "Russian envoy to Peru".
        """
        letters, word = self._batch.letters, self._batch.word
        stop = span[0] + 1
        while stop < span[1] and letters[stop] not in "pt,R-":
            stop += 1
        is_headline = letters[span[0]] in "NZ" and letters[stop : min(stop + 1, span[1])] in ("p", "t")
        if word(span[0]) != "the" and not is_headline:
            return None
        head = word(stop - 1)
        is_organisation = self._words.is_organisation(head)
        if not (is_organisation or self._words.is_person(head)):
            return None
        marks = {self._batch.type_id[token] for token in range(*span) if letters[token] in "NZ"}
        bearers = self._list_bearers(head, stop - 1, marks)
        before = {name for token, name in bearers if token < span[0]}
        if is_organisation and len(before) > 1:
            return None
        if before:
            name: str | None = max(sorted(before), key=lambda bearer: self._find_mention(bearer, span[0]))
        else:
            name = bearers[0][1] if bearers else None
        if name:
            insort(self._said, (span[0], name))
        return name

    def _find_mention(self, name: str, token: int) -> int:
        """The last mention of a name before a token."""
        places = self._index.find_surnames(name)
        at = bisect_left(places, token) - 1
        return places[at] if at >= 0 else -1

    def _list_bearers(self, head: str, at: int, marks: set[int]) -> list[tuple[int, str]]:
        """Persons beside the words of a role, in order: "Ambassador Ann Lee", "Ann Lee, the ambassador to Peru"."""
        if head not in self._bearers:
            alike = self._words.list_alike(head)
            numbers = map(self._words.number_of, alike)
            tokens = sorted(chain.from_iterable(self._roles.between(number, self._document) for number in numbers))
            runs = ((token, self._find_bearer(token)) for token in tokens)
            self._bearers[head] = list(islice(((token, run) for token, run in runs if run), _MAX_BEARERS))
        return [
            (token, self.name_run(run, run[0])[0])
            for token, run in self._bearers[head]
            if token != at and (not marks or self._is_marked(token, marks))
        ]

    def _is_marked(self, token: int, marks: set[int]) -> bool:
        around = range(max(self._document[0], token - _NEAR), min(self._document[1], token + _NEAR))
        return any(self._batch.type_id[place] in marks for place in around)

    def _find_bearer(self, token: int) -> Span | None:
        """The name that a role stands before or, in apposition, after; "the agency" is the end of a name itself."""
        letters = self._batch.plain
        if self._words.is_organisation(self._batch.word(token)) and letters[token] in "NZ":
            start = token
            while start > self._document[0] and letters[start - 1] in "NZ":
                start -= 1
            return (start, token + 1) if start < token else None
        start = token + 1
        if letters[start : start + 1] in ("p", "t"):  # "Ambassador to Peru Ann Lee"
            start += 1
        stop = start
        while stop < self._document[1] and letters[stop] in "NZ":
            stop += 1
        start = self._index.skip_titles(start, stop)
        if stop > start and (letters[token + 1] not in "pt" or stop - start > 2) and token + 1 < self._document[1]:
            return max(start, self._index.find_name_start(stop - 1)), stop
        j = token
        while j > max(self._document[0], token - _NEAR) and letters[j - 1] in "jonNZDeAp":
            j -= 1
        if j > self._document[0] and letters[j - 1] == "," and letters[j - 2] in "NZ":
            start = self._index.find_name_start(j - 2)
            return start, j - 1
        return None
