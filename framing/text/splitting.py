"""The token rule: one blank-delimited chunk of text -> its tokens. Knows characters, not sentences."""

import re

MAX_TOKEN_LENGTH = 200

# Marks that belong to the letter before them. Python's \w leaves them out, so decomposed letters ("e" plus an
# accent), Hebrew points, Indic vowel signs, soft hyphens and zero-width joiners would cut words in two.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f87\u102b-\u103e\u135d-\u135f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ua66f-\ua67d\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
# Han characters and hiragana are written without blanks: each is a token of its own, as in UAX #29.
_UNSPACED = "\u3005-\u3007\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_PART = rf"(?:[^\W_{_UNSPACED}]|[{_MARKS}])+"
_TAIL = rf"(?:[-\u2010\u2011'\u2019\u02bc]{_PART})*"

_TOKEN = re.compile(
    # An address is one token, so that its words are not read as the article's.
    r"(?:https?://|www\.)[^\s<>\"“”«»]*[\w/]"
    # U.S., a.m., т.е., J.K.; U.S.-led
    rf"|(?:{_LETTER}\.){{2,}}(?!{_LETTER}){_TAIL}"
    rf"|{_LETTER}(?:\.{_LETTER})+(?![\w.]){_TAIL}"
    rf"|[Pp]h\.D\.?{_TAIL}"
    # words and numbers, with inner hyphens, apostrophes, and points and commas between digits
    rf"|{_PART}(?:(?:[-\u2010\u2011'\u2019\u02bc]|(?<=\d)[.,](?=\d)){_PART})*"
    r"|\.{2,}|-{2,}|\S"
)


def split_chunk(chunk: str) -> list[str]:
    """The tokens of a chunk without white space, in order; joined they are the chunk.

    A token longer than `MAX_TOKEN_LENGTH` characters is cut into pieces of that length, so that a page of
    garbage cannot fill the vocabulary with long forms.
    """
    tokens = _TOKEN.findall(chunk)
    if len(chunk) <= MAX_TOKEN_LENGTH:
        return tokens
    return [
        token[first : first + MAX_TOKEN_LENGTH] for token in tokens for first in range(0, len(token), MAX_TOKEN_LENGTH)
    ]
