"""Pieces of words as numbers: two to five neighbouring characters, the edges of the word among them, in 54 bits."""

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 5
_BASE = 1782  # the largest number of characters of which five fit into 54 bits
_EDGE = 1
_FIRST_SHARED = 1432  # Latin, Greek, Cyrillic and Armenian stand below; all other characters share what is left
_MOST_CHARACTERS = 40  # of a word; addresses are longer


def cut_words(words: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many pieces each word has, and the pieces of one word after another."""
    cut = [word[:_MOST_CHARACTERS] for word in words]
    characters = np.frombuffer("".join(f"\1{word}\1" for word in cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    code = characters.astype(np.int64)
    code = np.where(code < _FIRST_SHARED, np.maximum(code, _EDGE), _FIRST_SHARED + code % (_BASE - _FIRST_SHARED))
    owner = np.repeat(np.arange(len(cut)), [len(word) + 2 for word in cut])
    owners, pieces = [], []
    for length in range(SHORTEST, LONGEST + 1):
        n = max(0, len(code) - length + 1)
        whole = owner[:n] == owner[length - 1 : length - 1 + n]
        piece = np.zeros(n, dtype=np.int64)
        for step in range(length):
            piece = piece * _BASE + code[step : step + n]
        owners.append(owner[:n][whole])
        pieces.append(piece[whole])
    of_word = np.concatenate(owners)
    order = np.argsort(of_word, kind="stable")
    return np.bincount(of_word, minlength=len(cut)), np.concatenate(pieces)[order]


def name_piece(piece: int) -> str:
    """The characters of a piece, `_` for the edge of a word and `□` for a character that shares its number."""
    characters = []
    while piece:
        piece, code = divmod(piece, _BASE)
        characters.append("_" if code == _EDGE else chr(code) if code < _FIRST_SHARED else "□")
    return "".join(reversed(characters))
