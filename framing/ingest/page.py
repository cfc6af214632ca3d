"""Articles in HTML pages, as files or in the rows of tables: main text and metadata, within limits."""

import codecs
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from framing.errors import InputError
from framing.ingest.fields import as_text
from framing.ingest.page_date import find_page_date
from framing.ingest.page_process import PageProcess
from framing.ingest.plain import put_title_above
from framing.ingest.record import Failure, Items, Reading, Record
from framing.ingest.stream import decode, open_source, read_bytes

_MAX_TAGS = 100_000  # news pages have about 1,000 to 10,000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FAULTS = {
    "depth": "elements of the page are nested more than 255 deep, and text in there would be left out; "
    "save the article alone, or its text as .txt"
}


@dataclass(frozen=True, slots=True)
class PageCount:
    """What reading pages has taken so far.

    Attributes:
        n_pages: pages, with those that failed.
        own_seconds: CPU seconds of this process; extractor_seconds: of the processes that find the articles.
    """

    n_pages: int = 0
    own_seconds: float = 0.0
    extractor_seconds: float = 0.0

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all processes."""
        return self.own_seconds + self.extractor_seconds

    def __add__(self, other: "PageCount") -> "PageCount":
        return PageCount(
            self.n_pages + other.n_pages,
            self.own_seconds + other.own_seconds,
            self.extractor_seconds + other.extractor_seconds,
        )

    def __sub__(self, other: "PageCount") -> "PageCount":
        return self + PageCount(-other.n_pages, -other.own_seconds, -other.extractor_seconds)


class PageReader:
    """Finds articles in pages; the process that does it starts with the first page."""

    def __init__(self) -> None:
        self.process = PageProcess()
        self._n_pages = 0
        self._own_seconds = 0.0

    @property
    def count(self) -> PageCount:
        """What has been done so far."""
        return PageCount(self._n_pages, self._own_seconds, self.process.cpu_seconds)

    def read(self, reading: Reading) -> Items:
        """The one article of an HTML file.

        Raises:
            InputError: the page cannot be read, is too large, takes too long, or holds no article.
        """
        with self._measure():
            record = self._read(reading)
        yield record

    def _read(self, reading: Reading) -> Record:
        most = reading.options.max_page_bytes
        with open_source(reading) as stream:
            content = read_bytes(stream, most)
        if content is None:
            raise InputError(_describe_size(most))
        if not content.strip():
            raise InputError("the file is empty")
        source = reading.source
        record = Record(source.name, 0, "", sha256(content).hexdigest(), source.id_stem)
        self._fill(record, content, reading)
        return record

    def read_row(self, record: Record, page: str | bytes, reading: Reading) -> Record | Failure:
        """The record of a row with the article in its page; what the row itself says goes before what the page says."""
        most = reading.options.max_page_bytes
        try:
            with self._measure():
                if len(page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")) > most:
                    raise InputError(_describe_size(most))
                self._fill(record, page, reading)
        except InputError as problem:
            return Failure(record.place, "unreadable", str(problem))
        return record

    def _fill(self, record: Record, content: str | bytes, reading: Reading) -> None:
        """Put text and metadata of a page into a record."""
        page = content if isinstance(content, str) else _decode_page(content, reading)
        n_tags = page.count("<")
        if n_tags > _MAX_TAGS:
            raise InputError(f"the page has {n_tags:,} tags, allowed are {_MAX_TAGS:,}; save the article alone")
        found = self.process.find_article(page, reading.options.extractor, reading.options.max_page_seconds)
        if "fault" in found:
            raise InputError(_FAULTS[found["fault"]])
        if not (found["text"] or "").strip():
            raise InputError("no article text found in the page; save its text as .txt")
        _take_over(record, found)
        if as_text(record.published) is None:
            record.published = find_page_date(page, found.get("url"))

    @contextmanager
    def _measure(self) -> Iterator[None]:
        """Count a page and the time that it takes here."""
        start = time.process_time()
        self._n_pages += 1
        try:
            yield
        finally:
            self._own_seconds += time.process_time() - start

    def close(self) -> None:
        """Ends the process."""
        self.process.close()


def _describe_size(most: int) -> str:
    return f"the page is larger than {most:,} bytes; save the article alone, or raise --max-page-bytes"


def _decode_page(content: bytes, reading: Reading) -> str:
    """The page's characters, by byte order mark, by option, as UTF-8, or as the page itself declares.

    A page that declares its encoding and breaks it here and there is read as browsers do: what cannot be
    decoded becomes U+FFFD, and a note says so.
    """
    if reading.options.encoding is not None or content.startswith(_BOMS):
        return decode(content, reading)
    try:
        return decode(content, reading)
    except InputError:
        declared = _CHARSET.search(content[:4096])
        if declared is None or b"\0" in content:
            raise
        name = declared[1].decode("ascii")
        try:
            page = content.decode(name, "replace")
        except (LookupError, ValueError):
            raise InputError(f"declares the unknown encoding {name!r}; name the right one (--encoding)") from None
    if n_bad := page.count("\ufffd"):
        reading.notes.append(f"{reading.source.name}: not always {name} as declared; {n_bad} characters became U+FFFD")
    return page


def _take_over(record: Record, found: dict[str, Any]) -> None:
    """Text and metadata of a page into a record, where it has none."""
    text = "\n\n".join(line for line in found["text"].strip().split("\n") if line.strip())
    title = found.get("title") or as_text(record.title)
    record.text = put_title_above(title, text) if title else text
    record.title = as_text(record.title) or title
    record.outlet = as_text(record.outlet) or found.get("sitename") or found.get("hostname")
    record.author = as_text(record.author) or found.get("author")
    record.url = as_text(record.url) or found.get("url")
    record.language_hint = found["language"]
