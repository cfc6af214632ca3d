"""Capitalized words of a document -> the full names that a surname can stand for, and the titles before them."""

from framing.voice.batch import Span
from framing.voice.word_places import Article

_MAX_NAME_WORDS = 5
_MAX_TITLES = 4  # tokens before a name among which its title stands
_POSSESSIVE = ("'s", "’s")


class NameIndex:
    """Where the capitalized words of one document stand, and which names they make.

    Args:
        article: the document.
    """

    def __init__(self, article: Article) -> None:
        self._batch = article.batch
        self._layout = article.layout
        self._document = article.document
        self._words = article.words
        self._names, self._inner = article.places.names, article.places.inner
        self._types = article.places.types
        self._kin: dict[tuple[int, ...], tuple[str, dict[str, int]]] = {}  # by types
        self._mentions: dict[int, dict[int, str]] = {}  # longer names by type and token of the surname
        self._starts: dict[int, int] = {}  # by the token of the surname
        self._mention_lists: dict[str, list[tuple[int, str]]] = {}  # by name
        self._full_names: dict[int, dict[str, int]] = {}  # by type of the surname

    def list_mentions(self, name: str) -> list[tuple[int, str]]:
        """The tokens that end mentions of a surname, each with the name meant, "" where several have the surname."""
        if name not in self._mention_lists:
            self._mention_lists[name] = self._find_mentions(name)
        return self._mention_lists[name]

    def _find_mentions(self, name: str) -> list[tuple[int, str]]:
        type_id = self._find_type(name.rsplit(" ", 1)[-1], -1)
        if type_id < 0:
            return []
        if type_id not in self._full_names:
            self._full_names[type_id] = self._count_full_names(type_id)
        names = self._full_names[type_id]
        bare = name if len(names) == 0 else next(iter(names)) if len(names) == 1 else ""
        full = self._mentions[type_id]
        return [(place, full.get(place, bare)) for place in self._names.between(type_id, self._document)]

    def find_surnames(self, name: str) -> list[int]:
        """The tokens that end mentions of a name: in full, or by a surname that only one person has."""
        return [place for place, full in self.list_mentions(name) if full == name]

    def is_shortened(self, name: str) -> bool:
        """Whether the last word of a name stands alone somewhere, as surnames of people do."""
        return any(self.find_name_start(place) == place for place in self.find_surnames(name))

    def is_possessive(self, token: int) -> bool:
        """Whether a word ends in 's."""
        return self._batch.word(token).endswith(_POSSESSIVE)

    def is_name_word(self, token: int) -> bool:
        """Whether a token can be part of a name."""
        letter = self._batch.plain[token]
        if letter in "NZ":
            return True
        return letter not in "DPRTwaAcCBtpxbyd" and self._batch.is_title(token)

    def skip_titles(self, start: int, end: int) -> int:
        """The first token of a run of capitalized words that is no title; "State Department" keeps its name."""
        batch, titles = self._batch, self._words.titles
        if self._words.is_organisation(batch.word(end - 1)):
            return start
        while start < end:
            word = batch.word(start)
            if word not in titles and word != "." and word.removeprefix("then-") not in titles:
                break
            start += 1
        return start

    def find_title_gender(self, at: int, floor: int) -> str | None:
        """The gender that the title right before a name tells: "Mrs.", "spokeswoman"."""
        for token in range(at - 1, max(floor, at - _MAX_TITLES) - 1, -1):
            word = self._batch.word(token)
            gender = self._words.gender(word)
            if gender:
                return gender
            if word != "." and word not in self._words.titles:
                return None
        return None

    def list_kin(self, run: Span) -> tuple[str, dict[str, int]]:
        """The run as written, and how often each name stands in the document that it can be short for, or holds."""
        key = tuple(self._batch.type_id[run[0] : run[1]])
        if key not in self._kin:
            self._kin[key] = self._find_kin(run)
        return self._kin[key]

    def _find_kin(self, run: Span) -> tuple[str, dict[str, int]]:
        written = self._batch.write(run)
        names = self._list_full_names(run[1] - 1)
        if " " not in written:
            return written, names or self._list_by_given_name(run[0])
        words = set(written.split())
        return written, {
            name: n for name, n in names.items() if name == written or _is_nested(words, set(name.split()))
        }

    def _list_full_names(self, token: int) -> dict[str, int]:
        """How often each longer name ending in the word of `token` stands in the document."""
        type_id = self._find_base(self._batch.type_id[token])
        if type_id not in self._full_names:
            self._full_names[type_id] = self._count_full_names(type_id)
        return self._full_names[type_id]

    def _count_full_names(self, type_id: int) -> dict[str, int]:
        counts: dict[str, int] = {}
        sure: set[str] = set()
        mentions = self._mentions[type_id] = {}
        for place in self._inner.between(type_id, self._document):
            start = self.find_name_start(place)
            if start == place:
                continue
            name = self._batch.write((start, place + 1))
            mentions[place] = name
            counts[name] = counts.get(name, 0) + 1
            # "Given Novak's age": the first word of a sentence may be no name.
            if name not in sure and self._layout.sentence_of(start)[0] != start:
                sure.add(name)
        return {name: n for name, n in counts.items() if name in sure} if sure else counts

    def _find_base(self, type_id: int) -> int:
        """The type without a possessive ending, where the document has it."""
        form = self._batch.forms[type_id]
        if not form.endswith(_POSSESSIVE):
            return type_id
        return self._find_type(form[:-2], type_id)

    def _find_type(self, form: str, default: int) -> int:
        type_id = self._types.get(form, default)
        return type_id if type_id == default or self._names.between(type_id, self._document) else default

    def _opens_sentence(self, token: int) -> bool:
        return self._layout.sentence_of(token)[0] == token

    def _list_by_given_name(self, token: int) -> dict[str, int]:
        """The names that begin with the word of `token`."""
        names: dict[str, int] = {}
        letters, word = self._batch.plain, self._batch.word
        for place in self._names.between(self._batch.type_id[token], self._document):
            end = place + 1
            while (
                end < min(self._document[1], place + _MAX_NAME_WORDS)
                and letters[end] in "NZ"
                and word(end) not in self._words.titles
                and not self._opens_sentence(end)
            ):
                end += 1
            is_whole = place == self._document[0] or letters[place - 1] not in "NZ"
            if end - place > 1 and is_whole and self._is_first_name(place, end - 1):
                name = self._batch.write((place, end))
                names[name] = names.get(name, 0) + 1
        return names

    def _is_first_name(self, token: int, surname: int) -> bool:
        """Whether a word belongs to the name behind it: "Peru" does not in "Ambassador to Peru Ann Lee"."""
        return self._batch.word(token) in self._words.titles or self.find_name_start(surname) == token

    def find_name_start(self, surname: int) -> int:
        """The first token of the name that ends in a surname."""
        start = self._starts.get(surname)
        if start is None:
            start = surname
            while (
                start > self._document[0]
                and surname - start < _MAX_NAME_WORDS
                and self._is_given(start - 1, surname)
                and not self._opens_sentence(start)
            ):
                start -= 1
            if surname - start > 1 and start - 2 >= self._document[0] and self._batch.plain[start - 1] in "pt":
                start += self._batch.word(start - 2) in self._words.titles  # "Ambassador to Peru Ann Lee"
            self._starts[surname] = start
        return start

    def _is_given(self, token: int, surname: int) -> bool:
        batch = self._batch
        word = batch.word(token)
        if batch.plain[token] not in "NZ":
            # The initial of "James A. Novak", which is an article elsewhere.
            is_initial = (
                batch.forms[batch.type_id[token]] == "A" and token + 1 < surname and batch.word(token + 1) == "."
            )
            return is_initial and batch.plain[token - 1] == "N"
        return (
            word not in self._words.titles
            and word not in self._words.openers
            and batch.type_id[token] != batch.type_id[surname]
            and not word.endswith(_POSSESSIVE)
            and not (word == "." and batch.word(token - 1) in self._words.titles)
        )


def _is_nested(some: set[str], others: set[str]) -> bool:
    return some <= others or others <= some
