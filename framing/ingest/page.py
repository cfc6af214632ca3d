"""Articles in HTML pages: main text and metadata, found in a process of its own that cannot hang the run."""

import codecs
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from threading import Timer
from typing import Any

from framing.errors import InputError
from framing.ingest.page_date import find_page_date
from framing.ingest.plain import put_title_above
from framing.ingest.record import Items, Reading, Record
from framing.ingest.stream import decode, open_source, read_bytes

_MAX_BYTES = 5_000_000
_MAX_TAGS = 100_000  # news pages have about 1,000 to 10,000
_SECONDS = 20.0  # news pages take about 0.04
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class PageReader:
    """Finds articles in pages; the process that does it starts with the first page.

    A page may be hostile: one with 200,000 paragraphs took the extractor 276 seconds, deep nesting can end
    the interpreter. A process can be killed on every platform, whatever it is doing.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, reading: Reading) -> Items:
        """The one article of an HTML file.

        Raises:
            InputError: the page cannot be read, is too large, takes too long, or holds no article.
        """
        with open_source(reading) as stream:
            content = read_bytes(stream, _MAX_BYTES)
        if content is None:
            raise InputError(f"the page is larger than {_MAX_BYTES:,} bytes; save the article alone")
        if not content.strip():
            raise InputError("the file is empty")
        page = _decode_page(content, reading)
        n_tags = page.count("<")
        if n_tags > _MAX_TAGS:
            raise InputError(f"the page has {n_tags:,} tags, allowed are {_MAX_TAGS:,}; save the article alone")
        found = self._find_article(page)
        text = (found["text"] or "").strip()
        if not text:
            raise InputError("no article text found in the page; save its text as .txt")
        record = _make_record(found, text, content, reading)
        record.published = find_page_date(page, found.get("url"))
        yield record

    def _find_article(self, page: str) -> dict[str, Any]:
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(self._seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps(page).encode("ascii") + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            timer.cancel()
            timer.join()
        if not answer.endswith(b"\n"):
            self.close()
            raise InputError(
                f"the page breaks the extraction of its text or takes over {self._seconds:.0f} s; save its text as .txt"
            )
        found: dict[str, Any] = json.loads(answer)
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-P", str(Path(__file__).with_name("page_worker.py"))]
            self._process = subprocess.Popen(  # noqa: S603 -- our own file, no words of a user
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


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


def _make_record(found: dict[str, Any], text: str, content: bytes, reading: Reading) -> Record:
    paragraphs = "\n\n".join(line for line in text.split("\n") if line.strip())
    title = found.get("title")
    return Record(
        source=reading.source.name,
        row=0,
        text=put_title_above(title, paragraphs) if title else paragraphs,
        raw_sha256=sha256(content).hexdigest(),
        fallback_id=reading.source.id_stem,
        title=title,
        outlet=found.get("sitename") or found.get("hostname"),
        author=found.get("author"),
        url=found.get("url"),
        language_hint=found["language"],
    )
