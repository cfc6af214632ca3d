"""Russian speaker spans -> one name per speaker in an article, in the nominative where that is safe."""

from collections.abc import Iterator
from functools import lru_cache

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.russian_declension import PATRONYMICS, SAFE_ENDINGS, gender_of, restore_nominative
from framing.voice.russian_full_names import FullNames
from framing.voice.russian_grammar import PERHAPS, SURE, is_adjective, nominative_strength
from framing.voice.russian_people import People
from framing.voice.russian_phrases import restore_phrase

_GENITIVE, _PLACE, _NOMINATIVE = "genitive", "place", "nominative"
_MIN_STEM = 5  # letters; shorter beginnings are those of given names too
_PLACE_PREPOSITIONS = ("в", "во", "на", "при")


class RussianNaming:
    """The speakers met so far in one Russian document.

    Args:
        batch: letters and words.
        tokens: the batch.
        first: first token of the document.
        capitalized: tokens of the document that begin with a capital.
        titles: words that name a role.
        resolvable: pronouns that stand for a person.
        speaking: beginnings of words that speak and are nobody's name, such as capitals.
    """

    def __init__(
        self,
        batch: Batch,
        tokens: Tokens,
        first: int,
        capitalized: list[int],
        titles: frozenset[str],
        resolvable: frozenset[str],
        speaking: tuple[str, ...],
    ) -> None:
        self._batch, self._tokens, self._first = batch, tokens, first
        self._titles, self._resolvable, self._speaking = titles, resolvable, speaking
        self._long = _keep_long(speaking)
        places = [place for place in capitalized if self._is_name_word(place)]
        self._names = FullNames(places, self._form, lambda token: int(tokens.sentence[token]), self._is_common)
        self._people = People(batch, tokens, first, places, self._names, titles)
        self._named: dict[Span, str] = {}

    def name(self, span: Span) -> str:
        """The name of the speaker that a span names.

        A surname takes the given names of the article; "он" and a role take the person they stand for when that is
        safe; everything else stays as written, in the nominative where the ending tells it.
        """
        if span not in self._named:
            self._named[span] = self._find_name(span)
        return self._named[span]

    def _find_name(self, span: Span) -> str:
        batch, people = self._batch, self._people
        if span[1] - span[0] == 1 and batch.word(span[0]) in self._resolvable:
            return people.resolve_pronoun(span[0]) or self._write(span)
        case = self._case_of(span)
        person = self._find_person(span, case)
        if person is None:
            phrase = self._restore_phrase(span, case)
            return people.resolve_role(span, phrase) or " ".join(phrase)
        start, end, name = person
        if " " not in name and (start > span[0] or end < span[1]) and not self._is_surname(name, start):
            phrase = self._restore_phrase(span, case)
            return people.resolve_role(span, phrase) or " ".join(phrase)
        name = people.complete(name)
        if " " in name or self._is_role(start - 1) or self._may_be_person(name, span):
            people.meet(name, span[0], range(span[0], start))
        return name

    def _case_of(self, span: Span) -> str:
        before = self._batch.plain[span[0] - 1] if span[0] > self._first else "."
        if before == "p" and self._batch.word(span[0] - 1) in _PLACE_PREPOSITIONS:
            return _PLACE
        return _GENITIVE if before in "KpM" else _NOMINATIVE  # "слова министра"

    def _restore_phrase(self, span: Span, case: str) -> list[str]:
        """The words of a common noun phrase, in the nominative where the endings tell it."""
        written = self._write(span)
        if case == _NOMINATIVE:
            return written.split(" ")
        return restore_phrase(written.split(" "), is_place=case == _PLACE) or written.split(" ")

    def _is_surname(self, name: str, token: int) -> bool:
        """Whether one capitalized word is a surname ("министр Котов") and no office ("глава Минфина")."""
        if name.lower().startswith(self._long):
            return False
        if name in self._names.by_surname or self._people.has_surname(name):
            return True
        is_name = nominative_strength(name, "m") == SURE or gender_of(f"- {name}") == "f"
        return is_name and self._is_role(token - 1)

    def _may_be_person(self, name: str, span: Span) -> bool:
        """Whether one capitalized word alone is a surname and no place or institution."""
        folded = name.lower()
        is_place = folded.startswith(self._speaking) or folded.isascii()
        return span[1] - span[0] == 1 and not is_place and nominative_strength(name, "m") >= PERHAPS

    def _is_common(self, token: int) -> bool:
        """Whether a capitalized word is a role, or a common noun or place that speaks: "Власти Новии"."""
        return self._is_role(token) or self._batch.word(token).startswith(self._long)

    def _is_role(self, token: int) -> bool:
        return token >= self._first and self._batch.word(token) in self._titles

    def _find_person(self, span: Span, case: str) -> tuple[int, int, str] | None:
        """First token, end and name of the person named in a span; None where only a role or an office is named."""
        runs = list(self._list_runs(span))
        for start, end in reversed(runs) if case == _NOMINATIVE else runs:
            found = self._read_nominative(start, end) if case == _NOMINATIVE else self._read_oblique(start, end)
            is_place = found == start > span[0] and self._batch.plain[start - 1] == "p"  # "беженцы из Новска"
            if found >= 0 and not is_place and not (end - found == 1 and self._is_modifier(found, end, span)):
                return found, end, self._restore((found, end), case)
        return None

    def _list_runs(self, span: Span) -> Iterator[Span]:
        """The runs of capitalized words of a span up to a comma."""
        token = span[0]
        while token < span[1]:
            if self._batch.plain[token] == ",":
                return
            if not self._is_name_word(token) or self._is_role(token):
                token += 1
                continue
            end = token
            while end < span[1] and self._is_name_word(end) and not self._is_role(end):
                end += 1
            yield token, end
            token = end

    def _read_nominative(self, start: int, end: int) -> int:
        """Where the words begin that agree in the nominative up to `end`; -1 where the last is in another case."""
        for gender in "mf":
            first = end
            while first > start and nominative_strength(self._form(first - 1), gender) >= PERHAPS:
                first -= 1
            is_sure = any(nominative_strength(self._form(token), gender) == SURE for token in range(first, end))
            is_sure |= self._form(end - 1) in self._names.by_surname
            if first < end and is_sure:
                return max(first, end - self._count_words(end))
        return -1

    def _read_oblique(self, start: int, end: int) -> int:
        """Where the name begins in a run in the genitive: "Дмитрия Котова", or the last words where a place leads."""
        return max(start, end - self._count_words(end))

    def _count_words(self, end: int) -> int:
        return 3 if self._batch.word(end - 2).endswith(PATRONYMICS) else 2

    def _is_modifier(self, token: int, end: int, span: Span) -> bool:
        """Whether one capitalized word is an adjective before common nouns: "Российские представители"."""
        follows = end < span[1] and self._batch.plain[end] in "oMjI"
        return follows and (is_adjective(self._batch.word(token)) or token == span[0])

    def _restore(self, words: Span, case: str) -> str:
        written = [self._form(token) for token in range(*words)]
        if case == _NOMINATIVE:
            return " ".join(written)
        if len(written) == 1 and not self._is_certain(words[0]):
            return self._restore_place(written[0])
        restored = restore_nominative(written, self._names.words)
        return " ".join(restored or written)

    def _is_certain(self, token: int) -> bool:
        """Whether the ending of one word in another case tells its nominative: "по словам Котова", not "в Украине"."""
        restored = restore_nominative([self._form(token)], self._names.words)
        is_known = restored is not None and (restored[0] in self._names.words or restored[0] in self._names.by_surname)
        return is_known or (self._batch.plain[token - 1] == "K" and self._batch.word(token).endswith(SAFE_ENDINGS))

    def _restore_place(self, form: str) -> str:
        """The nominative of a place: "Германии" by its ending, "Западе" where "Запад" stands in the article."""
        if form.endswith("ии"):
            return f"{form[:-1]}я"
        stem, known = form[:-1], self._names.words
        candidates = [stem + ending for ending in ("", "а", "ь", "я") if form[-1] in "еыиу"]
        if form[-1] == "е" and f"{stem}ом" in known:  # "Киеве" beside "Киевом"
            return stem
        if form[-1] == "е" and not known.isdisjoint((f"{stem}ой", f"{stem}ы")):
            return f"{stem}а"
        return next((word for word in candidates if word in known), form)

    def _is_name_word(self, token: int) -> bool:
        """A capitalized word that is no abbreviation."""
        form = self._form(token)
        return self._batch.plain[token] in "NZ" and len(form) > 1 and not form.isupper()

    def _form(self, token: int) -> str:
        return self._batch.forms[self._batch.type_id[token]].lstrip("\ufeff")

    def _write(self, span: Span) -> str:
        """The words of a span, with a single blank wherever the text has any."""
        written = self._form(span[0])
        for token in range(span[0] + 1, span[1]):
            is_apart = self._tokens.start[token] > self._tokens.end[token - 1]
            written += f" {self._form(token)}" if is_apart else self._form(token)
        return written


@lru_cache(maxsize=8)
def _keep_long(stems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem for stem in stems if len(stem) >= _MIN_STEM)
