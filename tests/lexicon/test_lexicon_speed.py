"""The cost of large lexicons."""

import pickle
import random
import time

from lexicon_cases import make_attribution, make_documents, make_lexicon

from framing.lexicon import Matcher, check_lexicon
from framing.text import Tokenizer

_RANDOM = random.Random(7)
_WORDS = ["".join(_RANDOM.choices("abcdefghijklmnopqrstuvwxyz", k=_RANDOM.randint(3, 9))) for _ in range(9000)]
_COMMON = _WORDS[:40]


def make_texts(n_documents):
    return [
        " ".join(
            f"{' '.join(_RANDOM.choices(_WORDS, k=11))} {_RANDOM.choice(_COMMON) if place % 9 == 0 else 'so'}."
            for place in range(50)
        )
        for _ in range(n_documents)
    ]


def write_entries(n_entries):
    """Fifty entries that hit, and others that hardly do: absent words, phrases and wildcards of the text's words."""
    kinds = ("{0}qq{2}", "{0} {1} qx{2}", "{0} qx{2}", "{0}{1}{2}*", "qx{2} {0}")
    others = [
        kinds[number % 5].format(_RANDOM.choice(_WORDS), _RANDOM.choice(_WORDS), number)
        for number in range(n_entries - 50)
    ]
    listed = [*dict.fromkeys([*_COMMON, *(f"{word}*" for word in _COMMON[:10]), *others])]
    return "categories:\n  c:\n    entries:\n" + "".join(f'      - "{entry}"\n' for entry in listed)


def test_twenty_thousand_entries_cost_less_than_three_times_fifty(tmp_path):
    """With the same hits, 20,000 entries take less than three times the CPU time of 50 on the same articles."""
    documents = make_documents(make_texts(150))
    tokens = Tokenizer().tokenize(documents)
    attribution = make_attribution(tokens)
    seconds, found = {}, {}
    for n_entries in (50, 20_000):
        matcher = Matcher([make_lexicon(tmp_path, write_entries(n_entries))])
        found[n_entries] = len(matcher.find_hits(documents, tokens, attribution))
        rounds = []
        for _ in range(7):
            begin = time.process_time()
            matcher.find_hits(documents, tokens, attribution)
            rounds.append(time.process_time() - begin)
        seconds[n_entries] = min(rounds)
    assert found[50] > 500
    assert found[20_000] < 1.2 * found[50]
    assert seconds[20_000] < 3 * seconds[50]


def test_a_large_lexicon_is_checked_in_seconds(tmp_path):
    """Checking 20,000 entries of one category takes a few seconds."""
    lexicon = make_lexicon(tmp_path, write_entries(20_000))
    begin = time.process_time()
    check_lexicon(lexicon)
    assert time.process_time() - begin < 5


def test_lexicons_and_matchers_can_be_sent_to_workers(tmp_path):
    """A lexicon and a matcher survive pickling and find the same."""
    lexicon = make_lexicon(
        tmp_path, "categories: {c: {entries: [rain*, 'r?in', 're:su.', a near/2 b, {pattern: US, case: true}]}}"
    )
    documents = make_documents(["Rain, rain, sun; a so b. US us."])
    tokens = Tokenizer().tokenize(documents)
    matcher = Matcher([pickle.loads(pickle.dumps(lexicon))])
    first = list(matcher.find_hits(documents, tokens, make_attribution(tokens)).rows())
    again = list(pickle.loads(pickle.dumps(matcher)).find_hits(documents, tokens, make_attribution(tokens)).rows())
    assert len(first) == 5
    assert first == again
