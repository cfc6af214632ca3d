"""The text of another program's file, whatever its encoding; what is no list of words is refused."""

import codecs
from pathlib import Path

from framing.errors import LexiconError

MAX_BYTES = 50_000_000
MAX_YAML_BYTES = 10_000_000  # each value takes some hundred bytes while it is read; JSON is read as YAML
MAX_LINE = 1_000_000  # characters; the widest tables known have some thousand per line
# Where a file is not UTF-8, lists of these languages are in the Cyrillic code page of Windows.
_CYRILLIC = frozenset({"be", "bg", "mk", "ru", "sr", "uk"})
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def refuse_large(path: Path, limit: int) -> None:
    """Refuse a file that is no word list by its size.

    Raises:
        LexiconError: it is missing, or larger than the limit in bytes.
    """
    try:
        size = path.stat().st_size
    except OSError as problem:
        raise LexiconError(f"{path}: cannot be read: {problem.strerror}") from problem
    if size > limit:
        raise LexiconError(f"{path}: larger than {limit // 1_000_000} MB; is this a word list?")


def read_content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        LexiconError: it cannot be read, or is larger than `MAX_BYTES`.
    """
    refuse_large(path, MAX_BYTES)
    try:
        return path.read_bytes()
    except OSError as problem:
        raise LexiconError(f"{path}: cannot be read: {problem.strerror}") from problem


def find_encoding(path: Path, content: bytes, language: str) -> str:
    """The name of the encoding: by byte order mark, else UTF-8, else the code page of Windows for the language.

    Raises:
        LexiconError: the file is not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    if b"\0" in content:
        raise LexiconError(f"{path}: is not text; save the list as text in UTF-8")
    code_page = "cp1251" if language in _CYRILLIC else "cp1252"
    for encoding in ("utf-8", code_page):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise LexiconError(f"{path}: neither UTF-8 nor {name_code_page(code_page)}; save the file as UTF-8")


def name_code_page(encoding: str) -> str:
    """`Windows-1252` for `cp1252`; other names as they are."""
    return f"Windows-{encoding[2:]}" if encoding.startswith("cp") else encoding


def decode(path: Path, content: bytes, encoding: str) -> str:
    """The text with `\\n` after each line.

    Raises:
        LexiconError: it breaks its encoding.
    """
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise LexiconError(f"{path}: not {encoding} at byte {problem.start}; save the file as UTF-8") from problem
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_long_lines(path: Path, text: str) -> None:
    """Refuse a text with a line so long that the file is no list.

    Raises:
        LexiconError: with the number of that line.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise LexiconError(f"{path}:{number}: a line of {len(line):,} characters; is this a word list?")
