"""Which wildcards a word form satisfies."""

import math
import random
import string
import time

from hypothesis import given
from hypothesis import strategies as st

from framing.globs import compile_glob
from framing.lexicon.patterns import LENGTH_KEEPING_FOLD, Phrase, fold_in_place, parse_pattern
from framing.lexicon.vocabulary import ElementTable, GlobTable

words = st.text("abc", min_size=1, max_size=9)
globs = st.text("abcabc*?", min_size=1, max_size=9).filter(lambda glob: "*" in glob or "?" in glob)


@given(st.lists(globs, max_size=30), st.lists(words, max_size=10))
def test_the_table_finds_what_each_wildcard_matches(written: list[str], forms: list[str]) -> None:
    """Looked up by three letters or tried one by one, the same wildcards fit."""
    table = GlobTable()
    for number, glob in enumerate(written):
        table.add(glob, number)
    for form in forms:
        wanted = [number for number, glob in enumerate(written) if compile_glob(glob)(form)]
        assert sorted(table.find(form)) == wanted


def matches_step_by_step(glob: str, form: str) -> bool:
    """Whether a wildcard fits, by the table of which beginnings of it fit which beginnings of the form."""
    fits = [True] + [False] * len(form)
    for sign in glob:
        if sign == "*":
            fits = [any(fits[: n + 1]) for n in range(len(fits))]
        else:
            fits = [False] + [before and sign in ("?", letter) for before, letter in zip(fits, form, strict=False)]
    return fits[-1]


@given(st.text("ab*?", max_size=12), st.text("ab", max_size=14))
def test_wildcards_fit_as_they_do_step_by_step(glob: str, form: str) -> None:
    """Pieces that are taken where they first fit lose no form."""
    assert bool(compile_glob(glob)(form)) == matches_step_by_step(glob, form)


def test_no_wildcard_is_slow() -> None:
    """Many `*` and a long form of one letter: a search that tried every division would not end."""
    for glob in ("*a" * 16 + "*b*c*", "*?" * 10 + "z", "*a" * 30 + "z"):
        assert not compile_glob(glob)("a" * 2_000)


possible = st.sampled_from(["a", "b's", "'s", "abca", "abcab's", ","])
written_atoms = st.sampled_from(["abc*", "*bca", "*", "a", "b", "abcab", "*'s", ",", "a?c", "*bca*", "a*", "lemma:abc"])


@given(st.lists(written_atoms, min_size=1, max_size=3), st.lists(words | possible, max_size=10))
def test_forms_that_are_not_chosen_satisfy_nothing(atoms: list[str], forms: list[str]) -> None:
    """A form that the table sets aside satisfies no element but `*`."""
    phrases = [phrase for source in dict.fromkeys(atoms) for phrase in parse_pattern(f"word {source}")]
    elements = [phrase.elements[1] for phrase in phrases if isinstance(phrase, Phrase)]
    table = ElementTable(elements, "en")
    chosen = set(table.choose(forms, forms))
    for place, form in enumerate(forms):
        found = [number for number in table.find(form, form, form != ",") if not elements[number].is_any_word]
        assert place in chosen or not found


def test_wildcards_at_both_ends_are_not_tried_one_by_one() -> None:
    """20,000 `*word*` are found as by trying each, in less than a twentieth of the time."""
    chosen, alphabet = random.Random(5), string.ascii_lowercase[:12]
    forms = ["".join(chosen.choices(alphabet, k=8)) for _ in range(200)]
    inner = ["".join(chosen.choices(alphabet, k=6)) for _ in range(20_000)]
    table = GlobTable()
    for number, letters in enumerate(inner):
        table.add(f"*{letters}*", number)
    seconds = [math.inf, math.inf]
    for _ in range(3):  # in turn, so that what else the machine does slows both
        begin = time.process_time()
        found = [sorted(table.find(form)) for form in forms]
        middle = time.process_time()
        tried = [[number for number, letters in enumerate(inner) if letters in form] for form in forms]
        seconds = [min(seconds[0], middle - begin), min(seconds[1], time.process_time() - middle)]
        assert found == tried
        assert any(found)
    assert 20 * seconds[0] < seconds[1]


@given(st.text(st.one_of(st.characters(), st.sampled_from([chr(code) for code in LENGTH_KEEPING_FOLD])), max_size=30))
def test_folding_in_place_is_the_translation(text: str) -> None:
    """Character by character or mark by mark, the same text."""
    assert fold_in_place(text) == text.translate(LENGTH_KEEPING_FOLD)
