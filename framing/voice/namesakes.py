"""Which of the people of one surname a mention without given names means."""

from collections.abc import Mapping
from dataclasses import dataclass

from framing.voice.genders import Genders
from framing.voice.name_forms import fold_name
from framing.voice.proper import NameIndex
from framing.voice.word_places import Article

_MAX_APPOSITION = 8  # tokens after the comma of "Ann Lee, the new senator"
_MAX_SHORT = 3  # paragraphs of a text without a summary
_MAX_OPENING = 60  # tokens of a headline and summary
_INSIDE = frozenset("DojnzNZeMI")


@dataclass(frozen=True, slots=True)
class _Family:
    """What the article tells of the people of one surname.

    `first` gives the token of the first full mention of each, `offices` the words of office beside their full names,
    `relatives` who is introduced as somebody's wife, son and the like; `titled` the titles before the bare surname
    with their tokens, in order.
    """

    first: Mapping[str, int]
    offices: Mapping[str, frozenset[str]]
    relatives: frozenset[str]
    titled: tuple[tuple[int, str], ...]


class Namesakes:
    """Tells the people of one surname apart in one document.

    Args:
        article: the document.
        index: its names.
        genders: of its persons.
    """

    def __init__(self, article: Article, index: NameIndex, genders: Genders) -> None:
        self._article = article
        self._batch = article.batch
        self._words = article.words
        self._index = index
        self._genders = genders
        self._families: dict[str, _Family] = {}  # by surname, folded
        self._chosen: dict[tuple[str, str], tuple[str, ...]] = {}  # by surname, folded, and title

    def list_fitting(self, written: str, names: Mapping[str, int], title: str) -> tuple[str, ...]:
        """The people whom a surname can mean, none where it means somebody whose given names the article tells nowhere.

        Args:
            written: the surname.
            names: the full names that end in it.
            title: the word of gender or office before it, "" for none.
        """
        surname = fold_name(written)
        key = (surname, title)
        if key not in self._chosen:
            self._chosen[key] = self._choose(self._find_family(surname, names), title)
        return self._chosen[key]

    def _choose(self, family: _Family, title: str) -> tuple[str, ...]:
        names = tuple(family.first)
        if not title:
            titles = {told for _, told in family.titled}
            meant = [self._choose(family, told) for told in sorted(titles)]
            if all(meant):
                return names
            # Somebody is known by title and surname alone; relatives are not whom the surname alone means.
            return tuple(name for name in names if name not in family.relatives or any(name in some for some in meant))
        holders = tuple(name for name in names if self._is_holder(family, name, title))
        if holders:
            return holders
        fitting = tuple(name for name in names if self._is_fitting(family, name, title))
        gender = self._words.gender(title)
        if not gender:
            return fitting
        told = tuple(name for name in fitting if self._genders.find_own(name) == gender)
        n_untold = sum(self._genders.find_own(name) is None for name in names)
        return told or (fitting if n_untold == 1 else ())

    def _is_holder(self, family: _Family, name: str, title: str) -> bool:
        """Whether the full name stands with the same title: "President Paul Novak"."""
        gender = self._words.gender(title)
        if gender and self._genders.find_beside(name) not in (None, gender):
            return False
        return any(self._words.is_same_office(title, office) for office in family.offices[name])

    def _is_fitting(self, family: _Family, name: str, title: str) -> bool:
        """Whether a person can have the title, and is introduced before it or has its gender."""
        gender = self._words.gender(title)
        told = self._genders.find_own(name)
        rivals = [place for place, other in family.titled if self._words.gender(other) in (None, gender)]
        is_introduced = not rivals or family.first[name] < rivals[0]
        if gender:
            if told and told != gender:
                return False
            return is_introduced or (told == gender and name not in family.relatives)
        if name in family.relatives:
            return False
        genders = {self._words.gender(other) for _, other in family.titled} - {None}
        if told and genders and told not in genders:
            return False  # "President Novak" and "Mr. Novak" beside Ann Novak, who is a woman
        return is_introduced or (told is not None and told in genders)

    def _find_family(self, surname: str, names: Mapping[str, int]) -> _Family:
        if surname not in self._families:
            self._families[surname] = self._read_family(surname, names)
        return self._families[surname]

    def _read_family(self, surname: str, names: Mapping[str, int]) -> _Family:
        first: dict[str, int] = {}
        offices: dict[str, set[str]] = {name: set() for name in names}
        relatives: set[str] = set()
        titled: list[tuple[int, str]] = []
        for place in self._index.list_surnames(surname):
            start = self._index.find_name_start(place)
            title = self._index.find_title(start)
            name = self._index.find_full_name(surname, place)
            if name in names:
                first.setdefault(name, place)
                offices[name].update(self._list_offices(title, place + 1))
                relation = self._genders.find_relation(start, place + 1)
                if relation and self._words.is_kin(relation):
                    relatives.add(name)
            elif start == place and title and not self._words.is_kin(title) and not self._is_opening(place):
                titled.append((place, title))
        kept = {name: frozenset(found) for name, found in offices.items() if name in first}
        return _Family(first, kept, frozenset(relatives), tuple(titled))

    def _list_offices(self, title: str, stop: int) -> list[str]:
        """The words of office before a name and after it: "Ann Lee, the new senator"."""
        letters = self._batch.plain
        found = [title] if self._words.is_office(title) else []
        end = self._article.document[1]
        if stop < end and letters[stop] == ",":
            for token in range(stop + 1, min(end, stop + _MAX_APPOSITION)):
                if letters[token] not in _INSIDE:
                    break
                if self._words.is_office(self._batch.word(token)):
                    found.append(self._batch.word(token))
        return found

    def _is_opening(self, token: int) -> bool:
        """Whether a token stands in a headline or summary, which have surnames before anybody is introduced.

        That is a first paragraph that does not end like a sentence, or the first tokens of an article.
        """
        layout, (first, end) = self._article.layout, self._article.document
        n_paragraphs = layout.paragraph_numbers[end - 1] - layout.paragraph_numbers[first] + 1
        if n_paragraphs > _MAX_SHORT and token - first < _MAX_OPENING:
            return True
        stop = layout.paragraph_of(first)[1]
        return token < stop and self._batch.plain[stop - 1] not in '."'
