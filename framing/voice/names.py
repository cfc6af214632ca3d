"""Speaker spans -> one name per speaker in an article."""

from dataclasses import dataclass

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.cues import WORD_LISTS, CueLexicon
from framing.voice.rows import Quotation

_MAX_NAME_WORDS = 5
_MAX_FULL_NAMES = 20  # distinct longer names with one surname that are worth counting
_MIN_SURNAME = 3
_POSSESSIVE = ("'s", "’s")


class SpeakerNames:
    """Names the speakers of the documents of one batch."""

    def __init__(self, tokens: Tokens, batch: Batch) -> None:
        self._batch = batch
        self._offsets = tokens.document_offsets.tolist()
        self._paragraph = tokens.paragraph

    def name_speakers(self, document: int, rows: list[Quotation], cues: CueLexicon) -> None:
        """Fills `name` of the rows of one document, in order of the text."""
        naming = _Naming(self._batch, self._offsets[document], self._offsets[document + 1], cues)
        for row in rows:
            if row.speaker:
                row.name = naming.name(row.speaker, int(self._paragraph[row.speaker[0]]))


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    paragraph: int


class _Naming:
    """The speakers met so far in one document."""

    def __init__(self, batch: Batch, first: int, end: int, cues: CueLexicon) -> None:
        self._batch = batch
        self._first = first
        self._end = end
        self._words = {name: cues.words.get(name, frozenset()) for name in WORD_LISTS}
        self._titles = self._words["titles"] | self._words["roles"]
        self._known: dict[str, str] = {}
        self._people: list[_Person] = []

    def name(self, span: Span, paragraph: int) -> str:
        """The name of the speaker that a span names.

        A surname takes the given names that stand before it somewhere in the article; "he" and "the diplomat"
        take the last person named as speaker when that is safe; everything else stays as written.
        """
        words = [self._batch.word(token) for token in range(*span)]
        if len(words) == 1 and words[0] in self._words["resolvable"]:
            return self._resolve(paragraph, 2) or self._write(span)
        proper = self._find_proper(span)
        if proper:
            name = self._complete(proper)
            if self._looks_like_person(proper):
                self._people.append(_Person(name, paragraph))
            return name
        if words[-1] in self._words["roles"] and self._has_one_person():
            return self._people[-1].name
        return self._write(span)

    def _resolve(self, paragraph: int, reach: int) -> str:
        """The last person named, if not more than `reach` paragraphs back."""
        if self._people and paragraph - self._people[-1].paragraph <= reach:
            self._people.append(_Person(self._people[-1].name, paragraph))
            return self._people[-1].name
        return ""

    def _has_one_person(self) -> bool:
        return len({person.name for person in self._people}) == 1

    def _find_proper(self, span: Span) -> Span | None:
        """The first run of capitalized words in the span that is more than titles, without leading titles."""
        token = span[0]
        while token < span[1]:
            end = token
            while end < span[1] and self._is_name_word(end):
                end += 1
            start = token
            while start < end and (self._batch.word(start) in self._titles or self._batch.word(start) == "."):
                start += 1
            if start < end:
                return start, end
            token = max(end, token + 1)
        return None

    def _is_name_word(self, token: int) -> bool:
        letter = self._batch.letters[token]
        return letter in "NZ" or (letter not in "DPRTwaAcCB" and self._batch.is_title(token))

    def _looks_like_person(self, proper: Span) -> bool:
        last = self._batch.word(proper[1] - 1)
        return len(self._complete(proper).split()) >= 2 and last not in self._words["organisations"]

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
            self._known[written] = min(kin, key=lambda name: (-names[name], len(name))) if kin else written
        return self._known[written]

    def _list_full_names(self, token: int) -> dict[str, int]:
        """How often each longer name ending in the word of `token` stands in the document."""
        batch = self._batch
        type_id = batch.type_id[token]
        names: dict[str, int] = {}
        place = self._first - 1
        while len(names) < _MAX_FULL_NAMES:
            try:
                place = batch.type_id.index(type_id, place + 1, self._end)
            except ValueError:
                break
            start = place
            while start > self._first and place - start < _MAX_NAME_WORDS and self._is_given(start - 1):
                start -= 1
            if start < place:
                name = self._write((start, place + 1))
                names[name] = names.get(name, 0) + 1
        return names

    def _is_given(self, token: int) -> bool:
        batch = self._batch
        word = batch.word(token)
        is_initial = len(word) <= 2
        return (
            batch.letters[token] in "NZ"
            and word not in self._titles
            and not (word == "." and self._batch.word(token - 1) in self._titles)
            and not word.endswith("'s")
            and (is_initial or len(word) >= _MIN_SURNAME or word.isalpha())
        )

    def _write(self, span: Span) -> str:
        """The words of a span with single blanks; punctuation and a possessive ending close up."""
        forms, ids = self._batch.forms, self._batch.type_id
        written = ""
        for token in range(*span):
            form = forms[ids[token]]
            written += form if not written or form in ",.;:)’'" else f" {form}"
        for ending in _POSSESSIVE:
            written = written.removesuffix(ending)
        return written
