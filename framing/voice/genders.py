"""The gender of the persons of an article, from what stands beside their names and the pronouns after them."""

from bisect import bisect_left
from itertools import chain

from framing.voice.name_forms import fold_name
from framing.voice.person_words import FEMININE, MASCULINE
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_MAX_AHEAD = 40  # tokens after a name among which a pronoun tells its gender
_MAX_EARLIER = 8  # mentions before a name among which its surname alone is looked for
_MAX_APPOSITION = 6  # tokens after the comma of "Ann Lee, the former first lady"
_SUBJECT_WEIGHT = 3  # a pronoun that opens a clause tells more than one inside
_NOUN = frozenset("ozMNZI")
_INSIDE = frozenset("DojnzNZeMI")
_VERBS = frozenset("vVESbx")

Votes = dict[str, int]  # by gender


class Genders:
    """The genders of the persons of one document. No list of given names is asked.

    Args:
        article: the document.
        index: its names.
    """

    def __init__(self, article: Article, index: NameIndex) -> None:
        self._article = article
        self._batch = article.batch
        self._words = article.words
        self._index = index
        self.persons: set[str] = set()  # whose gender may be asked; to be filled before the first question
        self._known: dict[str, str | None] = {}
        self._beside: dict[str, Votes] = {}  # what stands beside a full name, by name
        self._titles: dict[str, Votes] = {}  # titles before a surname, by the name it is short for
        self._nearest: dict[str, Votes] = {}  # pronouns after a full name with no other name between, by name
        self._pronouns: dict[str, Votes] = {}  # all pronouns, by the name before them
        self._is_counted = False

    def tell(self, name: str, gender: str) -> None:
        """Notes the gender of a person."""
        self._known[name] = gender

    def find(self, name: str) -> str | None:
        """The gender of a person, None where nothing tells it or what tells it disagrees.

        Titles and nouns beside the full name go before pronouns, and those before titles of a surname.
        """
        if name not in self._known:
            self._count()
            votes = (self._beside, self._pronouns, self._titles)
            told = next(filter(None, (_judge(counts.get(name)) for counts in votes)), None)
            self._known[name] = told or self._read(name)
        return self._known[name]

    def find_own(self, name: str) -> str | None:
        """The gender that stands beside the full name or that a pronoun right after it tells: surer than `find`."""
        self._count()
        return _judge(self._beside.get(name)) or _judge(self._nearest.get(name))

    def find_beside(self, name: str) -> str | None:
        """The gender that titles and nouns beside the full name tell."""
        self._count()
        return _judge(self._beside.get(name))

    def _read(self, name: str) -> str | None:
        """What the words of a source without a name tell: "a spokeswoman"."""
        return next(filter(None, map(self._words.gender, name.lower().split())), None)

    def find_relation(self, start: int, stop: int) -> str | None:
        """The word of a gender that a name is put beside: "his wife, Ann Lee", "Ann Lee, the actress".

        A comma before the name needs one after it: "After a call with his wife, Paul Novak left".

        Args:
            start: first token of the name.
            stop: after its last.
        """
        letters, word, words = self._batch.plain, self._batch.word, self._words
        first, end = self._article.document
        is_closed = stop >= end or letters[stop] not in _VERBS
        before = start - 1 - (start - 1 > first and letters[start - 1] == "," and is_closed)
        if before >= first and letters[before] in _NOUN and words.gender(word(before)):
            return word(before)
        if stop + 1 < end and letters[stop] == "," and letters[stop + 1] == "D":
            for token in range(stop + 1, min(end, stop + _MAX_APPOSITION)):
                if letters[token] not in _INSIDE:
                    break
                if letters[token] in _NOUN and words.gender(word(token)):
                    return word(token)
        return None

    def _count(self) -> None:
        """How often what stands beside a name and the pronouns after it tell each gender, by name of a source."""
        if self._is_counted:
            return
        self._is_counted = True
        mentions = sorted(set(chain.from_iterable(map(self._index.list_mentions, self.persons))))
        for place, name in mentions:
            start = self._index.find_name_start(place)
            title = self._index.find_title(start)
            if start < place and not self._follows_surname(mentions, place):
                _add(self._nearest, name, self._find_next_pronoun(place))
            if start == place and " " in name:
                _add(self._titles, name, self._words.gender(title))
            elif name:
                relation = self.find_relation(start, place + 1)
                _add(self._beside, name, self._words.gender(title) or (relation and self._words.gender(relation)))
        self._count_pronouns(mentions)

    def _follows_surname(self, mentions: list[tuple[int, str]], place: int) -> bool:
        """Whether the surname stood alone shortly before: a pronoun after the full name may mean that person."""
        at = bisect_left(mentions, (place, ""))
        surname = fold_name(self._batch.word(place))
        for earlier, _ in mentions[max(0, at - _MAX_EARLIER) : at]:
            is_alone = self._index.find_name_start(earlier) == earlier
            if is_alone and place - earlier <= _MAX_AHEAD and fold_name(self._batch.word(earlier)) == surname:
                return True
        return False

    def _find_next_pronoun(self, place: int) -> str | None:
        """The gender of the first pronoun after the first name of a sentence, None where another name stands between.

        "Paul Novak praised Ann Lee. He ..." tells nothing of her.
        """
        start = self._index.find_name_start(place)
        for token in range(self._article.layout.sentence_of(place)[0], start):
            if self._batch.letters[token] in "NZ" and self._batch.word(token) not in self._words.titles:
                return None
        for token in range(place + 1, min(self._article.document[1], place + _MAX_AHEAD)):
            if self._batch.letters[token] in "NZQ":
                return None
            gender = self._words.gender(self._batch.word(token)) if self._batch.letters[token] in "PD" else None
            if gender:
                return gender
        return None

    def _count_pronouns(self, mentions: list[tuple[int, str]]) -> None:
        places = [place for place, _ in mentions]
        gendered, (first, end) = self._article.places.gendered, self._article.document
        for token in gendered[bisect_left(gendered, first) : bisect_left(gendered, end)]:
            if self._batch.letters[token] not in "PD":
                continue
            at = bisect_left(places, token) - 1
            if at < 0 or token - places[at] > _MAX_AHEAD or not mentions[at][1]:  # a surname that several have
                continue
            if at and not mentions[at - 1][1] and token - places[at - 1] <= _MAX_AHEAD:
                continue  # "Mr. Novak waved. Ann Novak stood there. He ..."
            weight = _SUBJECT_WEIGHT if self._batch.letters[token - 1] in 'Q."' else 1
            _add(self._pronouns, mentions[at][1], self._words.gender(self._batch.word(token)), weight)


def _add(votes: dict[str, Votes], name: str, gender: str | None, weight: int = 1) -> None:
    if gender:
        counts = votes.setdefault(name, {MASCULINE: 0, FEMININE: 0})
        counts[gender] += weight


def _judge(votes: Votes | None) -> str | None:
    """The gender with more than twice the votes of the other, None for none."""
    if votes is None or max(votes.values()) <= 2 * min(votes.values()):
        return None
    return MASCULINE if votes[MASCULINE] > votes[FEMININE] else FEMININE
