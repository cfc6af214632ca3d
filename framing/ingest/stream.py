"""Bytes and lines of a file, compressed or not, in any encoding, with the place of every fault."""

import bz2
import codecs
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast

from framing.errors import InputError
from framing.ingest.options import IngestOptions
from framing.ingest.record import Reading

_BUFFER = 1 << 18
_BOMS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or an Office document"),
    (b"\x1f\x8b\x08", "compressed by gzip without the ending .gz"),
)


class _Chunks(io.RawIOBase):
    """Whatever the decompressor has, chunk by chunk, so that a cut-off file still gives its good part."""

    def __init__(self, inner: Any, head: bytes = b"") -> None:
        self._inner = inner
        self._head = head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            chunk, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            chunk = self._inner.read1(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def open_source(reading: Reading) -> Iterator[io.BufferedReader]:
    """The bytes of a source, decompressed.

    Raises:
        InputError: the file cannot be opened or read, or its compressed data is damaged or cut off.
    """
    path, compression, span = reading.source.path, reading.source.compression, reading.range
    try:
        if span.content is not None:
            yield io.BufferedReader(io.BytesIO(span.content))
            return
        if path is None:
            yield io.BufferedReader(_Chunks(sys.stdin.buffer), _BUFFER)
            return
        with path.open("rb", buffering=_BUFFER) as raw:
            reading.tell = raw.tell
            if span.n_bytes is not None:
                raw.seek(span.first_byte)
                yield io.BufferedReader(io.BytesIO(raw.read(span.n_bytes)))
                return
            inner = _decompress(raw, compression)
            yield raw if inner is raw else io.BufferedReader(_Chunks(inner), _BUFFER)
    except EOFError as problem:
        raise InputError(f"the {compression} data ends too early (cut off?); what stands before is read") from problem
    except (zlib.error, lzma.LZMAError, gzip.BadGzipFile) as problem:
        raise InputError(f"damaged {compression} data: {problem}; what stands before is read") from problem
    except OSError as problem:
        raise InputError(f"cannot be read: {problem.strerror or problem}") from problem
    finally:
        reading.tell = partial(int, reading.source.size)  # a closed file tells nothing


def _decompress(raw: BinaryIO, compression: str) -> Any:
    if compression == ".gz":
        return gzip.GzipFile(fileobj=raw)
    if compression == ".bz2":
        return bz2.BZ2File(raw)
    return lzma.LZMAFile(raw) if compression == ".xz" else raw


def peek(stream: io.BufferedReader) -> bytes:
    """The first bytes of a stream, still to be read; empty only for an empty stream."""
    return stream.peek(_BUFFER)


def read_bytes(stream: BinaryIO, max_bytes: int) -> bytes | None:
    """The whole stream; None where it holds more bytes than that."""
    content = stream.read(max_bytes + 1)
    return None if len(content) > max_bytes else content


def describe_length(length: str, max_characters: int) -> str:
    """The complaint about a text of that length."""
    return f"too long: {length}, allowed are {max_characters:,} characters; split it, or raise --max-characters"


def choose_encoding(head: bytes, reading: Reading) -> tuple[str, int]:
    """The codec to read a file with, and the bytes of its byte order mark. A guess is noted in `reading`.

    Raises:
        InputError: the file looks binary.
    """
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, len(mark)
    for signature, kind in _BINARY:
        if head.startswith(signature):
            raise InputError(f"the file is {kind}, not text or HTML; give the article's text as .txt")
    codec = reading.options.encoding or "utf-8"
    if codec == "detect":
        codec = _detect(head, reading)
    codec = codecs.lookup(codec).name
    if b"\0" in head and not codec.startswith(("utf-16", "utf-32")):
        raise InputError("looks binary (it holds NUL bytes); give text, or name the encoding if it is UTF-16")
    return ("utf-8" if codec == "utf-8-sig" else codec), 0


def _detect(head: bytes, reading: Reading) -> str:
    import chardet

    if _is_utf_8(head):
        return "utf-8"
    guess = cast("dict[str, Any]", chardet.detect(head))
    codec = str(guess["encoding"] or "utf-8")
    reading.notes.append(
        f"{reading.source.name}: encoding guessed as {codec} (confidence {guess['confidence'] or 0.0:.0%})"
    )
    try:
        codecs.lookup(codec)
    except LookupError as problem:
        raise InputError(f"the encoding looks like {codec}, which cannot be read; save the file as UTF-8") from problem
    return codec


def _is_utf_8(head: bytes) -> bool:
    """Whether the beginning of a file is UTF-8, though it may end inside a character; NUL bytes leave it open."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def decode(content: bytes, reading: Reading) -> str:
    """The text of a whole file.

    Raises:
        InputError: it looks binary or is not in the encoding.
    """
    codec, n_mark = choose_encoding(content[:_BUFFER], reading)
    try:
        return content[n_mark:].decode(codec)
    except UnicodeDecodeError as problem:
        raise InputError(describe_bad_byte(codec, n_mark + problem.start)) from problem


def describe_bad_byte(codec: str, offset: int) -> str:
    """The complaint about a byte that the codec does not know, counted from 0 at the file's beginning."""
    shown = codec.upper() if codec.startswith("utf") else codec
    return f"not {shown} at byte {offset:,}; name the encoding (--encoding cp1251), or say --encoding detect"


@dataclass(slots=True)
class Line:
    """A line with its end. `fault` says why it cannot be trusted; undecodable bytes are then escaped in `text`."""

    number: int
    text: str
    raw: bytes
    end: int  # bytes of the decompressed file up to the end of this line
    fault: str = ""


def read_lines(stream: io.BufferedReader, reading: Reading) -> Iterator[Line]:
    """The lines of a file, ends included, numbered from 1; a line of too many bytes is passed over with a fault.

    Raises:
        InputError: the file looks binary, or is not in its encoding of several bytes per character.
    """
    codec, offset, number = reading.range.codec, reading.range.first_byte, reading.range.first_line - 1
    if not codec:
        codec, offset = choose_encoding(peek(stream), reading)
        stream.read(offset)
    max_bytes = find_max_line_bytes(reading.options)
    if is_wide(codec):
        yield from _read_wide_lines(stream, codec, max_bytes)
        return
    while raw := stream.readline(max_bytes):
        number += 1
        line = Line(number, "", raw, offset + len(raw))
        if len(raw) == max_bytes and not raw.endswith(b"\n"):
            line.fault = f"the line is longer than {max_bytes:,} bytes; split it, or raise --max-characters"
            line.end += _skip_line(stream, max_bytes)
        else:
            _decode_line(line, codec, offset)
        offset = line.end
        yield line


def cut_lines(stream: io.BufferedReader, piece_bytes: int, max_bytes: int) -> Iterator[tuple[bytes, int]]:
    """Whole lines together, about `piece_bytes` of them, and how far the stream went on for them.

    Of a line of more than `max_bytes` only the beginning is kept. When the stream fails, the lines before come first.
    """
    held = b""
    while True:
        try:
            block = stream.read1(min(piece_bytes, _BUFFER))
        except (EOFError, zlib.error, lzma.LZMAError, OSError):
            if n_whole := held.rfind(b"\n") + 1:
                yield held[:n_whole], n_whole
            raise
        held += block
        n_whole = held.rfind(b"\n") + 1
        if not block:
            if held:
                yield held, len(held)
            return
        if n_whole and len(held) >= piece_bytes:
            yield held[:n_whole], n_whole
            held = held[n_whole:]
        elif not n_whole and len(held) > max_bytes:
            yield held, len(held) + _skip_line(stream, max_bytes)
            held = b""


def find_max_line_bytes(options: IngestOptions) -> int:
    """Bytes of the longest line that is read."""
    return 8 * options.max_characters + (1 << 20)  # JSON may write a letter in six bytes


def is_wide(codec: str) -> bool:
    """Whether a codec writes a line end as several bytes."""
    return "\n".encode(codec) != b"\n"


def _decode_line(line: Line, codec: str, offset: int) -> None:
    try:
        line.text = line.raw.decode(codec)
    except UnicodeDecodeError as problem:
        line.fault = describe_bad_byte(codec, offset + problem.start)
        line.text = line.raw.decode("ascii", "replace")  # keeps commas and marks, so that rows stay apart


def _skip_line(stream: io.BufferedReader, max_bytes: int) -> int:
    skipped = 0
    while chunk := stream.readline(max_bytes):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def _read_wide_lines(stream: io.BufferedReader, codec: str, max_bytes: int) -> Iterator[Line]:
    wrapper = io.TextIOWrapper(stream, encoding=codec, newline="\n")
    number = 0
    try:
        while text := wrapper.readline(max_bytes):
            number += 1
            yield Line(number, text, text.encode("utf-8", "surrogatepass"), 0)
    except UnicodeDecodeError as problem:
        raise InputError(f"not {codec.upper()} after line {number}; what stands before is read") from problem
    finally:
        with suppress(ValueError):  # the stream is closed before lines that nobody wants any more
            wrapper.detach()
