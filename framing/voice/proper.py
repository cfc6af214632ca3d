"""Capitalized words of a document -> the full names that a surname can stand for, and the titles before them."""

from itertools import chain

from framing.voice.batch import Span
from framing.voice.name_forms import fold_name, is_nested, merge_forms
from framing.voice.word_places import Article

_MAX_NAME_WORDS = 5
_MAX_TITLES = 4  # tokens before a name among which its title stands
_MAX_INITIALS = 2  # letters of a given name in capitals; longer words before a surname are labels and organisations
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
        self._forms = article.places.forms
        self._kin: dict[tuple[int, ...], tuple[str, dict[str, int]]] = {}  # by types
        self._mentions: dict[str, dict[int, str]] = {}  # longer names by surname, folded, and its token
        self._starts: dict[int, int] = {}  # by the token of the surname
        self._mention_lists: dict[str, list[tuple[int, str]]] = {}  # by name
        self._surnames: dict[str, list[int]] = {}  # by name
        self._full_names: dict[str, dict[str, int]] = {}  # by surname, folded
        self._merged: dict[str, str] = {}  # names as written -> the form that stands for the person

    def list_mentions(self, name: str) -> list[tuple[int, str]]:
        """The tokens that end mentions of a surname, each with the name meant, "" where several have the surname."""
        if name not in self._mention_lists:
            self._mention_lists[name] = self._find_mentions(name)
        return self._mention_lists[name]

    def _find_mentions(self, name: str) -> list[tuple[int, str]]:
        surname = fold_name(name.rsplit(" ", 1)[-1])
        names = self.list_full_names(surname)
        bare = name if len(names) == 0 else next(iter(names)) if len(names) == 1 else ""
        full = self._mentions[surname]
        return [(place, full.get(place, bare)) for place in self.list_surnames(surname)]

    def list_surnames(self, surname: str) -> list[int]:
        """The tokens of a surname, folded, in order, without those before "Jr."."""
        places = (self._names.between(number, self._document) for number in self._forms.get(surname, ()))
        return sorted(chain.from_iterable(places))

    def find_full_name(self, surname: str, token: int) -> str:
        """The longer name that ends in a token of a surname, folded; "" where it stands alone."""
        self.list_full_names(surname)
        return self._mentions[surname].get(token, "")

    def find_surnames(self, name: str) -> list[int]:
        """The tokens that end mentions of a name: in full, or by a surname that only one person has."""
        if name not in self._surnames:
            self._surnames[name] = [place for place, full in self.list_mentions(name) if full == name]
        return self._surnames[name]

    def is_surname(self, word: str) -> bool:
        """Whether a word ends longer names of the document."""
        return bool(self.list_full_names(fold_name(word)))

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
        if letter in "DPRTwaAcCBtpxbyd" or self._batch.word(token) in self._words.numerals:
            return False
        return self._batch.is_title(token)

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

    def skip_to_name(self, start: int, end: int) -> int:
        """Where the name begins after the last office in a run, or a label: "United States Pope Paul", "NATO Ann Lee".

        An office that ends the run or stands before "Jr." is a surname.
        """
        if self._words.is_organisation(self._batch.word(end - 1)):
            return start
        for token in range(end - 2, start, -1):
            if self._batch.word(token) in self._words.introducing:
                first = token + 1 + (self._batch.word(token + 1) == ".")
                return first if first < end else start
        return start + (
            end - start == 2 and self.is_label(start, end - 1) and self.is_surname(self._batch.word(end - 1))
        )

    def find_title(self, at: int) -> str:
        """The word right before a name that tells a gender or an office: "Mr.", "President"; "" for none."""
        token = at - 1
        if token > self._document[0] and self._batch.word(token) == ".":
            token -= 1
        if token < self._document[0] or self._batch.letters[token] in "PD":
            return ""
        word = self._batch.word(token)
        return word if self._words.gender(word) or self._words.is_office(word) else ""

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
        names = self.list_full_names(fold_name(self._batch.word(run[1] - 1)))
        if " " not in written:
            return written, names or self._list_by_given_name(run[0])
        words = set(self._merged.get(written, written).lower().split())
        return written, {name: n for name, n in names.items() if is_nested(words, set(name.lower().split()))}

    def list_full_names(self, surname: str) -> dict[str, int]:
        """How often each longer name ending in a surname, folded, stands in the document, all its forms as one."""
        if surname not in self._full_names:
            self._full_names[surname] = self._count_full_names(surname)
        return self._full_names[surname]

    def _count_full_names(self, surname: str) -> dict[str, int]:
        written: dict[int, str] = {}
        counts: dict[str, int] = {}
        for number in self._forms.get(surname, ()):
            for place in self._inner.between(number, self._document):
                start = self.find_name_start(place)
                if start == place:
                    continue
                name = written[place] = self._batch.write((start, place + 1))
                counts[name] = counts.get(name, 0) + 1
        merged = merge_forms(counts)
        self._merged.update(merged)
        self._mentions[surname] = {place: merged[name] for place, name in written.items()}
        totals: dict[str, int] = {}
        for name, n in counts.items():
            totals[merged[name]] = totals.get(merged[name], 0) + n
        # "Given Novak's age": the first word of a sentence may be no name.
        sure = {
            merged[name]
            for place, name in written.items()
            if self._layout.sentence_of(self.find_name_start(place))[0] != self.find_name_start(place)
        }
        return {name: n for name, n in totals.items() if name in sure} if sure else totals

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
            and not (token == surname - 1 and self.is_label(token, surname))
        )

    def is_label(self, token: int, surname: int) -> bool:
        """Whether a word in capitals stands before a name that is not: "WATCH Ann Lee", "NATO Ann Lee"."""
        batch = self._batch
        if not batch.is_upper(token) or batch.is_upper(surname) or self._words.is_organisation(batch.word(surname)):
            return False
        return sum(map(str.isalpha, batch.word(token))) > _MAX_INITIALS
