"""Who spoke in a Russian document so far, and whom pronouns and roles stand for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

from framing.columns import Tokens
from framing.voice.batch import Batch, Span
from framing.voice.russian_declension import gender_of
from framing.voice.russian_full_names import FullNames
from framing.voice.russian_grammar import PERHAPS, SURE, nominative_strength
from framing.voice.russian_roles import Roles, is_anonymous

_MAX_PARAGRAPHS_BACK = 2  # "он" further away may be somebody else
_MAX_PARAGRAPHS_ROLE = 1  # the same for "министр" alone
_GENERAL = frozenset(("политик", "эксперт", "дипломат", "специалист", "аналитик", "журналист", "военкор"))
_MAX_PHRASE = 3  # words of a role that stands for the last speaker: "бывший офицер разведки"
_FEMININE = ("она", "ее", "её", "ней")


class People:
    """The people named as speakers in one document, and how it introduces them.

    Args:
        batch: letters and words.
        tokens: the batch.
        first: first token of the document.
        places: tokens of capitalized words.
        names: the full names of the document.
        titles: words that name a role.
    """

    def __init__(
        self,
        batch: Batch,
        tokens: Tokens,
        first: int,
        places: Sequence[int],
        names: FullNames,
        titles: frozenset[str],
    ) -> None:
        self._batch, self._first, self._places, self._names = batch, first, places, names
        self._sentence, self._paragraph = tokens.sentence, tokens.paragraph
        self._spoke: dict[str, int] = {}  # name -> paragraph of the last mention as a speaker, latest last
        self._make_roles = partial(Roles, names.mentions, batch.word, batch.plain.__getitem__, first, titles)

    @cached_property
    def _mentioned(self) -> dict[int, str]:
        """The full name of every pair, by the token of its surname."""
        return {end - 1: self._names.complete(name) for _, end, name in self._names.mentions}

    @cached_property
    def _roles(self) -> Roles:
        return self._make_roles()

    def meet(self, name: str, token: int, title: Iterable[int] = ()) -> None:
        """Notes that somebody speaks at a token, introduced with the words of a title."""
        self._spoke.pop(name, None)
        self._spoke[name] = int(self._paragraph[token])
        words = [self._batch.word(place) for place in title]
        if words:
            self._roles.introduce(name, words)

    def has_surname(self, name: str) -> bool:
        """Whether somebody who spoke has this surname."""
        return any(person.split()[-1] == name for person in self._spoke)

    def complete(self, name: str) -> str:
        """The name with given names: of two people with one surname, of the one who spoke last."""
        if " " not in name and self._spoke:
            kin = self._names.list_kin(name)
            latest = next((person for person in reversed(self._spoke) if person in kin), "")
            if latest:
                return latest
        return self._names.complete(name)

    def resolve_role(self, span: Span, words: Sequence[str]) -> str:
        """Whom a role stands for: its only holder, or who spoke right before and can have it; empty where that is open.

        Args:
            span: the tokens.
            words: its words in the nominative.
        """
        folded = [word.lower() for word in words]
        role = self._roles.find_role(folded)
        if not role:
            return ""
        holders = self._roles.list_holders(folded)
        if len(holders) == 1 and not (is_anonymous(role) and len(words) > 1):
            self.meet(holders[0], span[0])
            return holders[0]
        latest = next((person for person in reversed(self._spoke) if not holders or person in holders), "")
        if not latest or any(self._batch.is_title(token) for token in range(span[0] + 1, span[1])):
            return ""
        is_alone = len(self._spoke) == 1
        near = int(self._paragraph[span[0]]) - self._spoke[latest] <= _MAX_PARAGRAPHS_ROLE
        may_stand = len(words) == 1 or (len(words) <= _MAX_PHRASE and not is_anonymous(role))
        # "Командир" is nobody who was not introduced so; "политик" and "эксперт" may be anybody who speaks.
        has_role = self._roles.has_title(latest, role) or role in _GENERAL
        if may_stand and (near or is_alone) and has_role:
            self.meet(latest, span[0])
            return latest
        return ""

    def resolve_pronoun(self, token: int) -> str:
        """Whom "он" stands for: the first person named as subject in the sentence or the one before, or who spoke
        last, or the only person named in the sentence before."""
        wanted = "f" if self._batch.word(token) in _FEMININE else "m"
        sentence, paragraph = int(self._sentence[token]), int(self._paragraph[token])
        subjects: dict[int, str] = {}
        named: dict[str, None] = {}
        for place, name in self._list_named_before(token):
            if gender_of(name) in (wanted, ""):
                named[name] = None
                if self._stands_as_subject(place):
                    subjects[int(self._sentence[place])] = name
        found = subjects.get(sentence) or subjects.get(sentence - 1) or self._latest(wanted, paragraph)
        found = found or (next(iter(named)) if len(named) == 1 else "")
        if found:
            self.meet(found, token)
        return found

    def _latest(self, gender: str, paragraph: int) -> str:
        """The last speaker of a gender, if not too many paragraphs back."""
        name = next((name for name in reversed(self._spoke) if gender_of(name) in (gender, "")), "")
        return name if name and 0 <= paragraph - self._spoke[name] <= _MAX_PARAGRAPHS_BACK else ""

    def _list_named_before(self, token: int) -> Iterator[tuple[int, str]]:
        """Surnames before a token, nearest first, in its sentence and the one before, with the full names."""
        sentence = int(self._sentence[token])
        place = bisect_left(self._places, token)
        while place > 0 and int(self._sentence[self._places[place - 1]]) >= sentence - 1:
            place -= 1
            name = self._mentioned.get(self._places[place]) or self.complete(self._form(self._places[place]))
            if " " in name:
                yield self._places[place], name

    def _stands_as_subject(self, token: int) -> bool:
        """Whether a surname is in the nominative, and no preposition or noun that rules it stands right before."""
        form = self._form(token)
        if form not in self._names.by_surname:
            return False
        before = self._batch.plain[token - 1] if token > self._first else "."
        name = self.complete(form)
        wanted = PERHAPS if name in self._spoke else SURE
        strengths = (min(nominative_strength(word, gender) for word in name.split()) for gender in "mf")
        return before not in "pD" and max(strengths) >= wanted

    def _form(self, token: int) -> str:
        return self._batch.forms[self._batch.type_id[token]].lstrip("\ufeff")
