"""Numbers, names and markup as the pages write them."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape as _escape
from math import floor, log10

# NUL and other control characters are no HTML; lone surrogates cannot be written as UTF-8.
_NOT_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Most words and names hold nothing to escape: one look tells.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff&<>\"']")
_UNSAFE_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff&<>]")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
# Marks that reorder the text after them. A <bdi> holds them in; attributes and <title> have no <bdi>.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMPHASIS = re.compile(r"\*([^*]+)\*")

_FEW_DIGITS = 2
LABEL_NAMES = {"favor": "in favour", "neutral": "neutral", "against": "against"}
KIND_NAMES = {"direct": "quoted", "mixed": "partly quoted", "indirect": "reported", "scare": "scare quotes"}


def escape(text: str) -> str:
    """The text safe inside an element or a quoted attribute, a sign for every character that HTML cannot hold."""
    if not _UNSAFE.search(text):
        return text
    return _escape(_NOT_HTML.sub("\ufffd", text))


def escape_text(text: str) -> str:
    """The text safe inside an element; quotation marks, which the texts are full of, stay as they are."""
    if not _UNSAFE_IN_TEXT.search(text):
        return text
    return _escape(_NOT_HTML.sub("\ufffd", text), quote=False)


def find_escape(text: str) -> Callable[[str], str]:
    """The fastest function that does to any part of the text what `escape_text` does."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # lone surrogates
        return escape_text
    # In UTF-8 a byte below 128 is that character and never a part of another.
    if len(encoded.translate(None, _CONTROLS)) < len(encoded):
        return escape_text
    return _escape_markup if b"&" in encoded or b"<" in encoded or b">" in encoded else str


def _escape_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Names recur within an article and between articles.
@lru_cache(maxsize=4096)
def isolate(text: str) -> str:
    """The text as an element of its own writing direction, so that it cannot reorder what stands around it."""
    return f"<bdi>{escape_text(text)}</bdi>"


def flatten(text: str) -> str:
    """The text safe where no element can stand: one line, without marks of writing direction."""
    return escape(_BIDI.sub("", " ".join(text.split())))


def emphasize(sentence: str) -> str:
    """A sentence as HTML, with `*words*` emphasized."""
    safe = escape_text(sentence)
    return _EMPHASIS.sub(r"<em>\1</em>", safe) if "*" in safe else safe


def percent(part: int, whole: int) -> str:
    """The share in whole percent, `61 %`; `0 %` of nothing."""
    return f"{round(100 * part / whole) if whole else 0}\u202f%"


def rate(value: float | None, digits: int = 3) -> str:
    """A rate with three digits that count, or fewer, at most as many of them decimals; a dash for none.

    Below 0.1 two digits count, however many decimals that takes: what is not zero must not look like it.
    """
    if value is None:
        return "–"
    decimals = max(digits - (0 if value < 1 else 1 if value < 10 else 2 if value < 100 else 3), 0)
    if digits == _FEW_DIGITS:
        value = float(f"{value:.2g}")
    if 0 < value < 0.1:
        decimals = 1 - floor(log10(value))
    return f"{value:,.{decimals}f}" if value else "0"


def interval(low: float | None, high: float | None, digits: int = 3) -> str:
    """`0.51–12.4`; a dash for none."""
    return "–" if low is None or high is None else f"{rate(low, digits)}–{rate(high, digits)}"


def join_words(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def possessive(name: str) -> str:
    """`Borodavkin’s`, `the ministers’`."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a blank where there is one."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    blank = head.rfind(" ")
    return f"{head[:blank] if blank > limit // 2 else head}…"


def find_web_link(url: str | None) -> str | None:
    """The address if it is one of the web, otherwise None: no script and no file can be linked."""
    return url if url and re.match(r"https?://[^\s]", url, re.IGNORECASE) else None
