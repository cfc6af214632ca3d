"""The items of any source: its reader by format, and a fault of the source as a whole as its last failure."""

from framing.errors import InputError
from framing.ingest.delimited import read_delimited
from framing.ingest.json_rows import parse_json_lines, read_json, read_json_lines
from framing.ingest.page import PageReader
from framing.ingest.parquet import read_parquet
from framing.ingest.plain import make_article, read_text
from framing.ingest.record import Failure, Items, Reading
from framing.ingest.source import refuse_no_file
from framing.ingest.stream import decode, describe_length, open_source, peek, read_bytes


def read_items(reading: Reading, pages: PageReader) -> Items:
    """The items of a source or a range of it; a fault of it as a whole is its last failure."""
    name = reading.source.name
    reading.pages = pages
    try:
        refuse_no_file(reading.source)
        n_items = 0
        for item in _read_source(reading, pages):
            n_items += 1
            yield item
        if reading.range.fault:
            yield Failure(name, "unreadable", reading.range.fault)
        elif not n_items and not reading.range.is_cut:
            yield Failure(name, "empty", "the file holds no articles")
    except InputError as problem:
        yield Failure(name, "unreadable", str(problem))
    except OSError as problem:
        mend = "give yourself the right to read it, or leave it out"
        yield Failure(name, "unreadable", f"{problem.strerror or problem}; {mend}")


def _read_source(reading: Reading, pages: PageReader) -> Items:
    readers = {
        "text": read_text,
        "html": pages.read,
        "jsonl": read_json_lines,
        "json": read_json,
        "csv": read_delimited,
        "tsv": read_delimited,
        "parquet": read_parquet,
        "stdin": _read_stdin,
    }
    return readers[reading.source.format](reading)


def _read_stdin(reading: Reading) -> Items:
    """JSON Lines where the first character is an opening brace, else one article of plain text."""
    with open_source(reading) as stream:
        if peek(stream).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from parse_json_lines(stream, reading)
            return
        most = reading.options.max_characters
        content = read_bytes(stream, 4 * most + 4)
        if content is None:
            raise InputError(describe_length(f"more than {4 * most:,} bytes", most))
        yield make_article(decode(content, reading), content, reading)
