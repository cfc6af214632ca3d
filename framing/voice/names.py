"""Speaker spans -> one name per speaker in an article."""

import numpy as np
from numpy.typing import NDArray

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.beside import find_beside
from framing.voice.cues import WORD_LISTS, CueLexicon
from framing.voice.layout import Layout
from framing.voice.naming import EnglishNaming
from framing.voice.person_words import PersonWords
from framing.voice.rows import Quotation
from framing.voice.russian_names import RussianNaming
from framing.voice.sources import SourceFinder
from framing.voice.speakable import SpeakerGate

_MAX_NAME_WORDS = 5
_MAX_FULL_NAMES = 20  # distinct longer names with one surname that are worth counting
_MAX_PARAGRAPHS_BACK = 2  # "he" further away may be somebody else
_MIN_STEM = 3  # letters that two case forms of a Russian name share at least
_COMMON_NOUN = frozenset("ozMjnI")
_PATRONYMICS = ("вич", "вна", "чна")
_POSSESSIVE = ("'s", "’s")
_CLOSING_UP = frozenset(",.;:)’'")


class NameWords:
    """The word lists of one language that tell names from titles."""

    def __init__(self, cues: CueLexicon) -> None:
        lists = {name: cues.words.get(name, frozenset()) for name in WORD_LISTS}
        self.is_russian = cues.language == "ru"
        self.resolvable = lists["resolvable"]
        self.organisations = lists["organisations"]
        self.reflexives = lists["reflexives"]
        self.titles = lists["titles"] | lists["roles"]
        self.gate = SpeakerGate(cues)
        self.speaking = tuple(lists["speaking"])
        is_english = cues.language == "en"
        self.sources = SourceFinder(lists["openers"], lists["possessives"]) if is_english else None
        self.persons = PersonWords(cues) if is_english else None


class SpeakerNames:
    """Names the speakers of the documents of one batch."""

    def __init__(self, tokens: Tokens, batch: Batch, layout: Layout) -> None:
        self._batch = batch
        self._layout = layout
        self._offsets = tokens.document_offsets.tolist()
        self._tokens = tokens
        letters = np.frombuffer(batch.plain.encode("latin-1"), dtype=np.uint8)
        self._capitalized = np.flatnonzero((letters == ord("N")) | (letters == ord("Z")))
        self._bounds = np.searchsorted(self._capitalized, tokens.document_offsets).tolist()
        self._telling: tuple[NDArray[np.int64], list[int]] | None = None  # tokens that tell a gender or role, bounds

    def name_speakers(self, document: int, rows: list[Quotation], words: NameWords) -> None:
        """Fills `name` of the rows of one document, in order of the text."""
        if rows:
            capitalized = self._capitalized[self._bounds[document] : self._bounds[document + 1]].tolist()
            bounds = (self._offsets[document], self._offsets[document + 1])
            if words.sources:
                self._find_sources(rows, bounds, words.sources)
                naming = EnglishNaming(
                    self._batch,
                    self._layout,
                    bounds,
                    capitalized,
                    self._list_telling(document, words.persons),
                    words.persons,
                )
                naming.expect({row.speaker: None for row in rows if row.speaker})
            else:
                for row in rows:
                    row.speaker = words.gate.narrow(self._batch, row.speaker) if row.speaker else None
                place = (self._batch, self._tokens, self._offsets[document], capitalized)
                naming = (
                    RussianNaming(*place, words.titles, words.resolvable, words.speaking)
                    if words.is_russian
                    else _Naming(*place, words)
                )
            named = [row for row in rows if row.speaker]
            named.sort(key=lambda row: row.speaker[0])
            for row in named:
                row.name = naming.name(row.speaker)

    def _list_telling(self, document: int, words: PersonWords) -> list[int]:
        if self._telling is None:
            telling = np.flatnonzero(words.is_telling.of(self._tokens.types)[self._tokens.type_id])
            self._telling = telling, np.searchsorted(telling, self._tokens.document_offsets).tolist()
        telling, bounds = self._telling
        return telling[bounds[document] : bounds[document + 1]].tolist()

    def _find_sources(self, rows: list[Quotation], document: Span, sources: SourceFinder) -> None:
        last: Quotation | None = None
        for place, row in enumerate(rows):
            if row.cue is None and row.kind == "direct":
                row.speaker = find_beside(self._batch, self._layout, rows, place, last, sources, document)
            else:
                row.speaker = sources.find(self._batch, self._layout, row)
            last = row if row.speaker else last


class _Naming:
    """The speakers met so far in one document."""

    def __init__(self, batch: Batch, tokens: Tokens, first: int, capitalized: list[int], words: NameWords) -> None:
        self._batch = batch
        self._first = first
        self._places: dict[int, list[int]] = {}  # by type, where capitalized words stand
        for place in capitalized:
            self._places.setdefault(batch.type_id[place], []).append(place)
        self._sentence = tokens.sentence
        self._paragraph = tokens.paragraph
        self._words = words
        self._is_russian = words.is_russian
        self._titles = words.titles
        self._named: dict[Span, str] = {}
        self._phrases: dict[tuple[int, ...], tuple[str, bool]] = {}  # by types of the phrase
        self._full_names: dict[int, dict[str, int]] = {}  # by type of the surname
        self._known: dict[str, str] = {}
        self._people: dict[str, int] = {}  # name -> paragraph of the last mention as a speaker, latest last

    def name(self, span: Span) -> str:
        """The name of the speaker that a span names.

        A surname takes the given names that stand before it somewhere in the article; "he" and "the diplomat"
        take the last person named as speaker when that is safe; everything else stays as written.
        """
        if span not in self._named:
            self._named[span] = self._find_name(span)
        return self._named[span]

    def _find_name(self, span: Span) -> str:
        paragraph = int(self._paragraph[span[0]])
        if span[1] - span[0] == 1 and self._batch.word(span[0]) in self._words.resolvable:
            return self._resolve(paragraph) or self._write(span)
        phrase = tuple(self._batch.type_id[span[0] : span[1]])
        if phrase not in self._phrases or self._has_name(span):
            self._phrases[phrase] = self._read_phrase(span)
        name, is_person = self._phrases[phrase]
        if is_person:
            self._meet(name, paragraph)
        elif len(self._people) == 1 and not self._has_name(span) and self._batch.word(span[1] - 1) in self._titles:
            return next(iter(self._people))
        return name

    def _read_phrase(self, span: Span) -> tuple[str, bool]:
        """The name in a phrase, and whether it is a person's full name."""
        proper = None if self._has_common_head(span) else self._find_proper(span)
        if proper is None:
            return self._write(span), False
        name = self._complete(proper)
        if self._is_russian and " " not in name and span[0] < proper[0]:
            return self._write(span), False  # "глава Росатома", "министр Лавров": as written
        return name, " " in name and self._batch.word(proper[1] - 1) not in self._words.organisations

    def _has_common_head(self, span: Span) -> bool:
        """Whether no name stands before the first preposition: "A mother of three in Ohio"."""
        at = self._batch.letters.find("p", *span)
        return not self._is_russian and at >= 0 and not self._has_name((span[0], at))

    def _has_name(self, span: Span) -> bool:
        return any(self._is_name_word(token) for token in range(*span))

    def _meet(self, name: str, paragraph: int) -> None:
        self._people.pop(name, None)
        self._people[name] = paragraph

    def _resolve(self, paragraph: int) -> str:
        """The last person named, if not too many paragraphs back."""
        if self._people:
            name = next(reversed(self._people))
            if 0 <= paragraph - self._people[name] <= _MAX_PARAGRAPHS_BACK:
                self._people[name] = paragraph
                return name
        return ""

    def _find_proper(self, span: Span) -> Span | None:
        """The run of capitalized words in the span that names the speaker, without titles.

        The last run before a preposition or comma ("CNBC correspondent John Harwood of New York"), unless, in English,
        a title ends that part ("Ohio Secretary of State Jon Husted").
        """
        runs: list[Span] = []
        fallback: Span | None = None
        token = span[0]
        while token < span[1]:
            if not self._is_name_word(token):
                if self._batch.letters[token] in "pt," and runs:
                    if self._is_russian or not self._is_title_before(token):
                        break
                    fallback, runs = fallback or runs[0], []
                token += 1
                continue
            end = token
            while end < span[1] and self._is_name_word(end):
                end += 1
            start = token
            is_office = self._batch.word(end - 1) in self._words.organisations  # "State Department" keeps its name
            while (
                not is_office
                and start < end
                and (self._batch.word(start) in self._titles or self._batch.word(start) == ".")
            ):
                start += 1
            if start < end:
                runs.append((start, end))
            token = end
        if not runs:
            return fallback
        if self._is_modifier(runs[-1], token):
            return None
        return self._drop_genitives(runs[-1]) if self._is_russian else runs[-1]

    def _is_modifier(self, run: Span, end: int) -> bool:
        """Whether common nouns follow the capitalized words: "Clinton campaign officials", "Local police"."""
        starts_sentence = run[0] == self._first or self._sentence[run[0]] != self._sentence[run[0] - 1]
        if self._is_russian and not (starts_sentence and run[1] - run[0] == 1):
            return False
        return any(
            self._batch.letters[token] in _COMMON_NOUN and self._batch.word(token) not in self._words.reflexives
            for token in range(run[1], end)
        )

    def _is_title_before(self, token: int) -> bool:
        return self._batch.word(token - 1) in self._titles

    def _drop_genitives(self, run: Span) -> Span:
        """The name in "президент Белоруссии Александр Лукашенко": the last two words, or three with a patronymic."""
        n_words = 3 if self._batch.word(run[1] - 2).endswith(_PATRONYMICS) else 2
        return max(run[0], run[1] - n_words), run[1]

    def _is_name_word(self, token: int) -> bool:
        letter = self._batch.letters[token]
        return letter in "NZ" or (letter not in "DPRTwaAcCBtpxbyd" and self._batch.is_title(token))

    def _complete(self, proper: Span) -> str:
        """The name with its given names as the document writes it elsewhere.

        A surname alone takes the given names that most often stand before it; a longer name gives way to a shorter
        one that it contains ("Kazakhstan Alexey Borodavkin") and to a fuller one that contains it.
        """
        written = self._write(proper)
        if written not in self._known:
            names = self._list_full_names(proper[1] - 1)
            words = set(written.split())
            kin = [name for name in names if set(name.split()) <= words or words <= set(name.split())]
            latest = [name for name in reversed(self._people) if name in kin]
            if len(words) == 1 and latest:  # of two people with one surname, the one who spoke last
                return latest[0]
            if kin:
                self._known[written] = min(kin, key=lambda name: (-names[name], len(name)))
            else:
                self._known[written] = (self._find_inflected(written) if self._is_russian else "") or written
        return self._known[written]

    def _find_inflected(self, written: str) -> str:
        """A person already met whose surname differs from the written one only in its case ending."""
        stem = written.split()[-1].rstrip("аеёиоуыюяйьмвх")
        for name in reversed(self._people):
            surname = name.split()[-1]
            if len(stem) >= _MIN_STEM and surname.rstrip("аеёиоуыюяйьмвх") == stem:
                return name
        return ""

    def _list_full_names(self, token: int) -> dict[str, int]:
        """How often each longer name ending in the word of `token` stands in the document."""
        batch = self._batch
        type_id = batch.type_id[token]
        if type_id in self._full_names:
            return self._full_names[type_id]
        names = self._full_names[type_id] = {}
        for place in self._places.get(type_id, ()):
            if len(names) == _MAX_FULL_NAMES:
                break
            start = place
            while start > self._first and place - start < _MAX_NAME_WORDS and self._is_given(start - 1, place):
                start -= 1
            if start < place:
                full = (start, place + 1)
                name = self._write(self._drop_genitives(full) if self._is_russian else full)
                names[name] = names.get(name, 0) + 1
        return names

    def _is_given(self, token: int, surname: int) -> bool:
        """Whether a token before a surname belongs to the name."""
        batch = self._batch
        word = batch.word(token)
        return (
            batch.plain[token] in "NZ"
            and word not in self._titles
            and word not in self._words.gate.openers
            and batch.type_id[token] != batch.type_id[surname]
            and not word.endswith("'s")
            and not (word == "." and batch.word(token - 1) in self._titles)
            and bool(self._sentence[token] == self._sentence[surname])
        )

    def _write(self, span: Span) -> str:
        """The words of a span with single blanks; punctuation and a possessive ending close up."""
        forms, ids = self._batch.forms, self._batch.type_id
        written = ""
        for token in range(*span):
            form = forms[ids[token]]
            written += form if not written or form in _CLOSING_UP else f" {form}"
        for ending in _POSSESSIVE:
            written = written.removesuffix(ending)
        return written
