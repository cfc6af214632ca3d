"""The gender of the persons of an article, from the titles before their names and the pronouns after them."""

from bisect import bisect_left
from itertools import chain

from framing.voice.person_words import FEMININE, MASCULINE
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_MAX_AHEAD = 40  # tokens after a name among which a pronoun tells its gender
_MAX_TITLE = 4  # tokens from a title to the surname
_SUBJECT_WEIGHT = 3  # a pronoun that opens a clause tells more than one inside
_TITLE_WEIGHT = 5  # a title tells more than a pronoun after the name
_SURE = 1000  # more than any number of votes


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
        self._votes: dict[str, dict[str, int]] | None = None  # by name

    def tell(self, name: str, gender: str) -> None:
        """Notes the gender of a person."""
        self._known[name] = gender

    def find(self, name: str) -> str | None:
        """The gender of a person that titles and pronouns tell, None where they tell nothing or disagree."""
        if name not in self._known:
            if self._votes is None:
                self._votes = self._count_votes()
            self._known[name] = self._judge(name)
        return self._known[name]

    def _judge(self, name: str) -> str | None:
        votes = (self._votes or {}).get(name)
        if votes is None:
            return next(filter(None, map(self._words.gender, name.lower().split())), None)  # "a spokeswoman"
        if max(votes.values()) <= 2 * min(votes.values()):
            return None
        return MASCULINE if votes[MASCULINE] > votes[FEMININE] else FEMININE

    def lean(self, name: str, gender: str) -> int:
        """How much more votes a person has for a gender than for the other."""
        if self._known.get(name):
            return _SURE if self._known[name] == gender else -_SURE
        if self._votes is None:
            self._votes = self._count_votes()
        votes = self._votes.get(name, {})
        return sum(n if voted == gender else -n for voted, n in votes.items())

    def _count_votes(self) -> dict[str, dict[str, int]]:
        """How often titles before a name and pronouns after it tell each gender, by name of a source."""
        mentions = sorted(set(chain.from_iterable(map(self._index.list_mentions, self.persons))))
        places = [place for place, _ in mentions]
        votes: dict[str, dict[str, int]] = {}
        gendered, (first, end) = self._article.places.gendered, self._article.document
        for token in gendered[bisect_left(gendered, first) : bisect_left(gendered, end)]:
            if self._batch.letters[token] == "Q":
                continue
            gender = self._words.gender(self._batch.word(token)) or MASCULINE
            if self._batch.letters[token] in "PD":
                is_subject = self._batch.letters[token - 1] in 'Q."'
                at, weight = bisect_left(places, token) - 1, _SUBJECT_WEIGHT if is_subject else 1
                if at < 0 or token - places[at] > _MAX_AHEAD:
                    continue
            else:
                at, weight = bisect_left(places, token), _TITLE_WEIGHT
                if at == len(places) or places[at] - token > _MAX_TITLE:
                    continue
            if not mentions[at][1]:  # a surname that several have
                continue
            counts = votes.setdefault(mentions[at][1], {MASCULINE: 0, FEMININE: 0})
            counts[gender] += weight
        return votes
