"""Sentences that say the same but for a word or a number."""

import hashlib
import math
import re
from collections import defaultdict

SAME = 0.8  # share of common words from which two sentences count as one
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


def find_words(sentence: str) -> list[str]:
    """The words in small letters, all numbers alike."""
    return _WORD.findall(_DIGITS.sub("0", sentence.casefold()))


def digest(*parts: object, purpose: bytes = b"") -> int:
    """A number from 0 to 2**64 that depends on all parts, and on nothing else."""
    content = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8, person=purpose).digest())


class SeenSentences:
    """Sentences that were drawn, to be asked whether another is nearly one of them.

    Two sentences are near where they share `SAME` of the words that either has (Jaccard). Of two such sets one word
    at least stands among the first few of each in a common order, so only sentences sharing such a word are compared.
    """

    def __init__(self) -> None:
        self._sets: list[frozenset[str]] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, sentence: str) -> bool:
        """Whether the sentence is new; a new one is kept."""
        words = frozenset(find_words(sentence)) or frozenset((sentence,))
        ordered = sorted(words, key=digest)
        first = ordered[: len(ordered) - math.ceil(SAME * len(ordered)) + 1]
        for number in sorted({number for word in first for number in self._by_word[word]}):
            known = self._sets[number]
            if len(words & known) >= SAME * len(words | known):
                return False
        for word in first:
            self._by_word[word].append(len(self._sets))
        self._sets.append(words)
        return True
