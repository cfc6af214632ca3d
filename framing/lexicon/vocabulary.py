"""Which elements of the patterns a word form satisfies: worked out once per distinct form."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from framing.globs import compile_glob
from framing.lexicon.patterns import LENGTH_KEEPING_FOLD, Atom, Element, fold

_STEM = 3
_POSSESSIVE = "'s"


class _AffixTable:
    """Wildcard elements by their beginning of at least three letters; endings are stored backwards."""

    def __init__(self) -> None:
        self.lengths: dict[str, tuple[int, ...]] = {}  # by the first three letters
        self._members: dict[str, list[tuple[Callable[[str], object] | None, int]]] = defaultdict(list)

    def add(self, beginning: str, matches: Callable[[str], object] | None, number: int) -> None:
        """Add an element; `matches` tests the whole form, None where the beginning is enough."""
        stem = beginning[:_STEM]
        self.lengths[stem] = tuple(sorted({*self.lengths.get(stem, ()), len(beginning)}))
        self._members[beginning].append((matches, number))

    def find(self, written: str, form: str) -> list[int]:
        """Numbers of the elements that the form satisfies; `written` is the form, backwards for endings."""
        found = []
        for length in self.lengths[written[:_STEM]]:
            if length > len(written):
                break
            if members := self._members.get(written[:length]):
                found += [number for matches, number in members if matches is None or matches(form)]
        return found


class _InnerTable:
    """Wildcard elements by three letters that stand anywhere in the word."""

    def __init__(self) -> None:
        self._members: dict[str, list[tuple[str, Callable[[str], object] | None, int]]] = defaultdict(list)

    def add(self, inner: str, matches: Callable[[str], object] | None, number: int) -> None:
        """Add an element; `matches` tests the whole form, None where the inner letters are enough."""
        stems = [inner[place : place + _STEM] for place in range(len(inner) - _STEM + 1)]
        stem = min(stems, key=lambda stem: len(self._members.get(stem, ())))  # short lists are soon tried
        self._members[stem].append((inner, matches, number))

    def __bool__(self) -> bool:
        return bool(self._members)

    def find(self, form: str) -> list[int]:
        """Numbers of the elements that the form satisfies."""
        if not self._members:
            return []
        stems = {form[place : place + _STEM] for place in range(len(form) - _STEM + 1)}
        return [
            number
            for stem in stems & self._members.keys()
            for inner, matches, number in self._members[stem]
            if inner in form and (matches is None or matches(form))
        ]


class GlobTable:
    """Wildcard elements by three letters of theirs; the few that have no such letters are tried on every form."""

    def __init__(self) -> None:
        self._beginnings = _AffixTable()
        self._endings = _AffixTable()
        self._inner = _InnerTable()
        self._others: list[tuple[Callable[[str], object], int]] = []
        self._any_word: list[int] = []

    def add(self, glob: str, number: int) -> None:
        """Add an element."""
        pieces = re.split(r"[*?]", glob)
        beginning, ending, longest = pieces[0], pieces[-1], max(pieces, key=len)
        if len(beginning) >= _STEM:
            self._beginnings.add(beginning, None if glob == beginning + "*" else compile_glob(glob), number)
        elif len(ending) >= _STEM:
            self._endings.add(ending[::-1], None if glob == "*" + ending else compile_glob(glob), number)
        elif len(longest) >= _STEM:
            self._inner.add(longest, None if glob == f"*{longest}*" else compile_glob(glob), number)
        elif glob.strip("*"):
            self._others.append((compile_glob(glob), number))
        else:
            self._any_word.append(number)

    def choose(self, forms: Sequence[str]) -> set[int] | None:
        """Places of the forms that may satisfy an element other than `*`; None for all of them."""
        if self._inner or self._others:
            return None
        beginnings, endings = self._beginnings.lengths, self._endings.lengths
        chosen = {place for place, form in enumerate(forms) if form[:_STEM] in beginnings}
        if endings:
            chosen.update(place for place, form in enumerate(forms) if form[: -_STEM - 1 : -1] in endings)
        return chosen

    def find(self, form: str) -> list[int]:
        """Numbers of the elements that the form satisfies."""
        found = self._inner.find(form)
        if form[:_STEM] in self._beginnings.lengths:
            found += self._beginnings.find(form, form)
        if self._endings.lengths and (backwards := form[::-1])[:_STEM] in self._endings.lengths:
            found += self._endings.find(backwards, form)
        if self._others:
            found += [number for matches, number in self._others if matches(form)]
        return found + self._any_word


class ElementTable:
    """Finds, for a word form, the elements that it satisfies.

    Exact atoms are looked up; wildcards are looked up by their first (or last) three letters, and only the few
    without such letters are tried on every form.

    Args:
        elements: distinct elements; their places are their numbers.
        language: ISO 639-1 code. In English a word also meets its possessive: `west` the form `west's`.
    """

    def __init__(self, elements: Sequence[Element], language: str) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._exact_case: dict[str, list[int]] = defaultdict(list)
        self._globs = GlobTable()
        self._globs_case: GlobTable | None = None
        self._lemmas: dict[str, list[int]] = defaultdict(list)
        self._language = language
        self._possessives = language == "en"
        for number, element in enumerate(elements):
            for atom in element.atoms:
                self._add(atom, number)

    def _add(self, atom: Atom, number: int) -> None:
        if atom.kind == "lemma":
            self._lemmas[atom.text].append(number)
        elif atom.kind == "exact":
            (self._exact_case if atom.case else self._exact)[atom.text].append(number)
        elif not atom.case:
            self._globs.add(atom.text, number)
        else:
            self._globs_case = self._globs_case or GlobTable()
            self._globs_case.add(atom.text, number)

    def choose(self, forms: Sequence[str], folded: Sequence[str]) -> Iterable[int]:
        """Places of the word forms that may satisfy an element other than `*`: where there are no lemmas, few do."""
        chosen = None
        if not (self._exact_case or self._globs_case or self._lemmas):
            chosen = self._globs.choose(folded)
        if chosen is None:
            return range(len(forms))
        exact = self._exact
        chosen.update(place for place, form in enumerate(folded) if form in exact or form.endswith(_POSSESSIVE))
        return sorted(chosen)

    def find(self, form: str, folded: str, is_word: bool) -> list[int]:
        """Numbers of the elements that the form satisfies, in rising order. Wildcards match words only."""
        found = [*self._exact[folded]] if folded in self._exact else []
        written = form if form.isascii() else form.translate(LENGTH_KEEPING_FOLD)
        if written in self._exact_case:
            found += self._exact_case[written]
        if is_word:
            if self._possessives and folded.endswith(_POSSESSIVE):
                found += [*self._exact.get(folded[:-2], ()), *self._exact_case.get(written[:-2], ())]
            found += self._globs.find(folded)
            if self._globs_case:
                found += self._globs_case.find(written)
            if self._lemmas:
                found += self._lemmas.get(find_lemma(form, self._language), ())
        return sorted(set(found)) if len(found) > 1 else found


def find_lemma(form: str, language: str) -> str:
    """The folded dictionary form of a word, by simplemma; the word itself where it is unknown."""
    import simplemma

    word = unicodedata.normalize("NFC", form.lower()).replace("’", "'")
    if language == "en" and word.endswith("'s"):
        word = word[:-2]
    return fold(simplemma.lemmatize(word, lang=language)) if word else word
