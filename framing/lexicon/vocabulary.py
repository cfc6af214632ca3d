"""Which elements of the patterns a word form satisfies: worked out once per distinct form."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence

from framing.lexicon.patterns import LENGTH_KEEPING_FOLD, Atom, Element, fold

_STEM = 3


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
        self._beginnings = _AffixTable()
        self._endings = _AffixTable()
        self._others: list[tuple[str, Callable[[str], object], int]] = []
        self._globs_case: list[tuple[str, Callable[[str], object], int]] = []
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
        elif atom.case:
            self._globs_case.append((_split_glob(atom.text)[0], compile_glob(atom.text), number))
        else:
            self._add_glob(atom.text, number)

    def _add_glob(self, glob: str, number: int) -> None:
        beginning, ending = _split_glob(glob)
        if len(beginning) >= _STEM:
            self._beginnings.add(beginning, None if glob == beginning + "*" else compile_glob(glob), number)
        elif len(ending) >= _STEM:
            self._endings.add(ending[::-1], None if glob == "*" + ending else compile_glob(glob), number)
        else:
            self._others.append((beginning, compile_glob(glob), number))

    def find(self, form: str, folded: str, is_word: bool) -> list[int]:
        """Numbers of the elements that the form satisfies, in rising order. Wildcards match words only."""
        found = [*self._exact[folded]] if folded in self._exact else []
        written = form if form.isascii() else form.translate(LENGTH_KEEPING_FOLD)
        if written in self._exact_case:
            found += self._exact_case[written]
        if is_word:
            if self._possessives and folded.endswith("'s"):
                found += [*self._exact.get(folded[:-2], ()), *self._exact_case.get(written[:-2], ())]
            if folded[:_STEM] in self._beginnings.lengths:
                found += self._beginnings.find(folded, folded)
            if self._endings.lengths and (backwards := folded[::-1])[:_STEM] in self._endings.lengths:
                found += self._endings.find(backwards, folded)
            if self._others:
                found += [n for begin, matches, n in self._others if folded.startswith(begin) and matches(folded)]
            if self._globs_case:
                found += [n for begin, matches, n in self._globs_case if written.startswith(begin) and matches(written)]
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


def compile_glob(glob: str) -> Callable[[str], object]:
    """A test of whole forms: `*` any run of characters, `?` one character, all else itself."""
    written = "".join(".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in glob)
    return re.compile(written, re.DOTALL).fullmatch


def _split_glob(glob: str) -> tuple[str, str]:
    """What stands before the first wildcard, and after the last."""
    parts = re.split(r"[*?]", glob)
    return parts[0], parts[-1]
