"""Russian speaker spans -> one name per speaker in an article, in the nominative where that is safe."""

from bisect import bisect_left
from collections.abc import Iterator

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.russian_declension import PATRONYMICS, SAFE_ENDINGS, gender_of, restore_nominative
from framing.voice.russian_grammar import PERHAPS, SURE, is_adjective, nominative_strength

_MAX_PARAGRAPHS_BACK = 2  # "он" further away may be somebody else
_MAX_PARAGRAPHS_ROLE = 1  # the same for "министр" alone
_MAX_TITLE = 8  # tokens before a name that may hold the person's title
_STOPS = frozenset(",.;:(-")
_ANONYMOUS = ("источник", "чиновник")  # roles that more often than not stand for somebody else
_HEADS = ("президент", "премьер", "премьер-министр", "председатель", "канцлер", "глава")  # "российский лидер"
_GENITIVE, _NOMINATIVE = "genitive", "nominative"


class RussianNaming:
    """The speakers met so far in one Russian document.

    Args:
        batch: letters and words.
        tokens: the batch.
        first: first token of the document.
        capitalized: tokens of the document that begin with a capital.
        titles: words that name a role.
        resolvable: pronouns that stand for a person.
    """

    def __init__(
        self,
        batch: Batch,
        tokens: Tokens,
        first: int,
        capitalized: list[int],
        titles: frozenset[str],
        resolvable: frozenset[str],
    ) -> None:
        self._batch, self._tokens, self._first = batch, tokens, first
        self._sentence, self._paragraph = tokens.sentence, tokens.paragraph
        self._titles, self._resolvable = titles, resolvable
        self._places = [place for place in capitalized if self._is_name_word(place)]
        self._words = {self._form(place) for place in self._places}
        self._full_names: dict[
            str, dict[str, int]
        ] = {}  # by surname in the nominative, how often each full name stands
        self._given: set[str] = set()
        self._list_full_names()
        self._named: dict[Span, str] = {}
        self._people: dict[str, int] = {}  # name -> paragraph of the last mention as a speaker, latest last
        self._known_titles: dict[str, str] = {}  # role -> the person who has it

    def name(self, span: Span) -> str:
        """The name of the speaker that a span names.

        A surname takes the given names of the article; "он" and a role take the person they stand for when that is
        safe; everything else stays as written.
        """
        if span not in self._named:
            self._named[span] = self._find_name(span)
        return self._named[span]

    def _find_name(self, span: Span) -> str:
        batch = self._batch
        paragraph = int(self._paragraph[span[0]])
        if span[1] - span[0] == 1 and batch.word(span[0]) in self._resolvable:
            return self._resolve(span[0], paragraph) or self._write(span)
        case = _GENITIVE if batch.plain[span[0] - 1] in "Kp" and span[0] > self._first else _NOMINATIVE
        person = self._find_person(span, case)
        if person is None:
            return self._find_role(span, paragraph) or self._write(span)
        start, end, name = person
        if " " not in name and (start > span[0] or end < span[1]) and not self._is_surname(name, start):
            return self._write(span)
        name = self._complete(name)
        if " " in name or self._is_role(start - 1):
            self._meet(name, paragraph, (span[0], start))
        return name

    def _meet(self, name: str, paragraph: int, title: Span) -> None:
        self._people.pop(name, None)
        self._people[name] = paragraph
        for token in range(*title):
            if self._batch.word(token) in self._titles:
                self._known_titles[self._batch.word(token)] = name

    def _is_surname(self, name: str, token: int) -> bool:
        """Whether one capitalized word is a surname ("министр Котов") and no office ("глава Минфина")."""
        if name in self._full_names or any(person.split()[-1] == name for person in self._people):
            return True
        is_name = nominative_strength(name, "m") == SURE or gender_of(f"- {name}") == "f"
        return is_name and self._is_role(token - 1)

    def _is_role(self, token: int) -> bool:
        return token >= self._first and self._batch.word(token) in self._titles

    def _find_role(self, span: Span, paragraph: int) -> str:
        """Whom a role alone stands for: its holder, the only person so far, or who spoke right before."""
        batch = self._batch
        if any(batch.is_title(token) for token in range(span[0] + 1, span[1])):
            return ""
        roles = [batch.word(token) for token in range(*span) if batch.word(token) in self._titles]
        if not roles or not self._people:
            return ""
        latest = next(reversed(self._people))
        is_bare = batch.word(span[0]) in self._titles
        if len(self._people) == 1 and not (span[1] - span[0] > 1 and roles[0] in _ANONYMOUS):
            heads = {role for role, person in self._known_titles.items() if person == latest}
            if is_bare or not heads.isdisjoint(_HEADS) or not heads.isdisjoint(roles):
                return latest
        if span[1] - span[0] == 1:
            holder = self._known_titles.get(roles[0])
            near = paragraph - self._people[latest] <= _MAX_PARAGRAPHS_ROLE
            return holder or (latest if near else "")
        return ""

    def _resolve(self, token: int, paragraph: int) -> str:
        """Whom "он" stands for: the first person named in the sentence or the one before, or who spoke last."""
        wanted = "f" if self._batch.word(token) in ("она", "ее", "ней") else "m"
        sentence = int(self._sentence[token])
        place = bisect_left(self._places, token)
        mentioned: dict[int, str] = {}
        while place > 0 and int(self._sentence[self._places[place - 1]]) >= sentence - 1:
            place -= 1
            at = self._places[place]
            name = self._complete(self._form(at))
            if " " in name and self._stands_as_subject(at) and gender_of(name) in (wanted, ""):
                mentioned[int(self._sentence[at])] = name
        for number in (sentence, sentence - 1):
            if number in mentioned:
                self._meet(mentioned[number], paragraph, (token, token))
                return mentioned[number]
        for name in reversed(self._people):
            if gender_of(name) in (wanted, ""):
                if 0 <= paragraph - self._people[name] <= _MAX_PARAGRAPHS_BACK:
                    self._people[name] = paragraph
                    return name
                return ""
        return ""

    def _stands_as_subject(self, token: int) -> bool:
        """Whether a surname is in the nominative, and no preposition or noun that rules it stands right before."""
        form = self._form(token)
        if form not in self._full_names:
            return False
        before = self._batch.plain[token - 1] if token > self._first else "."
        name = self._complete(form)
        wanted = PERHAPS if name in self._people else SURE
        strengths = (min(nominative_strength(word, gender) for word in name.split()) for gender in "mf")
        return before not in "pD" and max(strengths) >= wanted

    def _find_person(self, span: Span, case: str) -> tuple[int, int, str] | None:
        """First token, end and name of the person named in a span; None where only a role or an office is named."""
        runs = list(self._list_runs(span))
        for start, end in reversed(runs) if case == _NOMINATIVE else runs:
            found = self._read_nominative(start, end) if case == _NOMINATIVE else self._read_oblique(start, end)
            if found >= 0 and not (end - found == 1 and self._is_modifier(found, end, span)):
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
            is_sure |= self._form(end - 1) in self._full_names
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
            return written[0]
        restored = restore_nominative(written, self._words)
        return " ".join(restored or written)

    def _is_certain(self, token: int) -> bool:
        """Whether the ending of one word in another case tells its nominative: "по словам Котова", not "в Украине"."""
        restored = restore_nominative([self._form(token)], self._words)
        is_known = restored is not None and (restored[0] in self._words or restored[0] in self._full_names)
        return is_known or (self._batch.plain[token - 1] == "K" and self._batch.word(token).endswith(SAFE_ENDINGS))

    def _complete(self, name: str) -> str:
        """The name with the given names that most often stand before the surname, and in the form met before."""
        surname = name.split()[-1]
        names = self._full_names.get(surname, {})
        kin = [full for full in names if set(name.split()) <= set(full.split())]
        latest = [person for person in reversed(self._people) if person in kin]
        if " " not in name and latest:  # of two people with one surname, the one who spoke last
            return latest[0]
        return min(kin, key=lambda full: (-names[full], full)) if kin else name

    def _list_full_names(self) -> None:
        """Pairs of capitalized words that agree in case, by surname in the nominative."""
        for left, right in zip(self._places, self._places[1:], strict=False):
            if right != left + 1 or self._sentence[left] != self._sentence[right] or self._is_role(left):
                continue
            pair = [self._form(left), self._form(right)]
            if pair[0].isascii() != pair[1].isascii():
                continue
            candidates = [pair] if self._agrees(pair) else []
            restored = restore_nominative(pair, self._words)
            if restored and restored[-1] != pair[-1]:
                candidates.append(restored)
            for given, surname in candidates:
                if given != surname:
                    counts = self._full_names.setdefault(surname, {})
                    full = f"{given} {surname}"
                    counts[full] = counts.get(full, 0) + (2 if [given, surname] == pair else 1)

    def _agrees(self, pair: list[str]) -> bool:
        return any(
            min(nominative_strength(word, gender) for word in pair) >= PERHAPS
            and max(nominative_strength(word, gender) for word in pair) == SURE
            for gender in "mf"
        )

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
