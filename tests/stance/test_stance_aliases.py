"""Names found in all documents of a batch at once, against a search from every word of each document."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.columns import Tokens
from framing.stance.aliases import AliasMatcher
from framing.stance.documents import make_documents
from framing.text import Tokenizer

NAMES: tuple[tuple[str, int | None, bool], ...] = (
    ("the West", 0, False),
    ("West Bank", None, False),
    ("Arven*", 1, False),
    ("Arvenian forces", 2, False),
    ("forces of Arvenia", 2, False),
    ("US", 3, False),
    ("Tolland", 4, True),
    ("in Tolland", None, False),
    ("United States of America", 3, False),
    ("America", 5, False),
)
WORDS = ("the", "West", "west", "Bank", "Arvenia", "Arvenian", "forces", "of", "us", "US", "Tolland", "in", "TOLLAND")
WORDS += ("United", "States", "America", "Arvenia’s", "US's", ".", ",", "It")


def fits(word: str, form: str) -> bool:
    form = re.sub("(?<=..)(['’]s|['’])$", "", form) if len(form) > 2 else form
    pattern = re.escape(word.lower()).replace(r"\*", ".*")
    letters = word.rstrip("*")
    is_upper = len(letters) > 1 and letters.isupper()
    has_case = form.isupper() if is_upper else form[:1].isupper() if word[:1].isupper() else True
    return has_case and re.fullmatch(pattern, form.lower()) is not None


def search(tokens: Tokens) -> list[tuple[int, int, int, bool]]:
    """First token, token after, owner and whether a city, of every name: the longest first, none overlapping."""
    forms = [tokens.types.forms[number] for number in tokens.type_id.tolist()]
    sentences = list(zip(tokens.documents().tolist(), tokens.sentence.tolist(), strict=True))
    found = []
    for name, owner, is_city in NAMES:
        words = name.split()
        for first in range(len(forms) - len(words) + 1):
            last = first + len(words)
            if len(set(sentences[first:last])) == 1 and all(map(fits, words, forms[first:last])):
                found.append((first - last, first, owner is not None, owner, is_city))
    taken: set[int] = set()
    kept = []
    for length, first, _, owner, is_city in sorted(found, key=lambda one: one[:3]):
        if taken.isdisjoint(range(first, first - length)):
            taken.update(range(first, first - length))
            kept += [] if owner is None else [(first, first - length, owner, is_city)]
    return sorted(kept)


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14), max_size=4))
def test_names_are_those_that_a_search_from_every_word_finds(texts: list[list[str]]) -> None:
    matcher = AliasMatcher()
    for name, owner, is_city in NAMES:
        matcher.add(name, owner, is_city)
    documents = make_documents([" ".join(text) for text in texts], "en")
    tokens = Tokenizer().tokenize(documents)
    for _ in range(2):  # the second time all words are known
        found = matcher.find(tokens, np.ones(len(texts), dtype=np.bool_))
        rows = [(one.first, one.last, one.owner, one.is_city) for one in found.rows()]
        assert rows == search(tokens)
    none = matcher.find(tokens, np.zeros(len(texts), dtype=np.bool_))
    assert len(none) == 0
