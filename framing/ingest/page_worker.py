"""A process that finds the article in HTML pages, one after the other: a head line and a page in, a line of JSON back.

Started by path, so that it needs nothing of the package. It dies with a page that breaks it, and is killed
with a page that takes too long; its parent then starts another.
"""

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

_MAX_DEPTH = 255  # lxml leaves out what lies deeper, without a word
_IDLE_SECONDS = 300
_LANGUAGE = re.compile(r"<html\b[^>]{0,2000}?\b(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3})", re.IGNORECASE)
_NEVER_CLOSED = "area base br col embed hr img input link meta param source track wbr path"
_MAY_STAY_OPEN = "p li dt dd tr td th thead tbody tfoot option colgroup html head body"
_TAG = re.compile(rf"<(/?)(?!(?:{'|'.join(f'{_NEVER_CLOSED} {_MAY_STAY_OPEN}'.split())})\b)[a-z]", re.IGNORECASE)
_LINES_ABOVE_TITLE = 12
_SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")

Found = dict[str, Any]


def find_article(page: str, extractor: str) -> Found:
    """The main text of a page and what the page says about it; `text` is null where there is none."""
    language = _LANGUAGE.search(page[:20_000])
    found: Found = {"text": None, "language": language[1] if language else None}
    if is_too_deep(page):
        return {**found, "fault": "depth"}
    return found | _EXTRACTORS[extractor](page)


def is_too_deep(page: str) -> bool:
    """Whether elements are nested deeper than can be read."""
    # Counting tags takes microseconds. One in four at least is counted where tables are nested in cells of tables.
    if max(accumulate(-1 if closes else 1 for closes in _TAG.findall(page)), default=0) < _MAX_DEPTH // 4:
        return False
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8")
    etree.fromstring(page.encode("utf-8", "replace"), parser)
    return any("depth" in entry.message.lower() for entry in parser.error_log)


def _extract_with_care(page: str) -> Found:
    from trafilatura import bare_extraction

    document = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        # The parent reads the date: the extractor also takes digits of a footer, and guesses at 05/06/2026.
        date_extraction_params={"extensive_search": False},
    )
    if document is None:
        return {}
    return {name: getattr(document, name) for name in ("text", "title", "author", "sitename", "hostname", "url")}


def _extract_fast(page: str) -> Found:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    document = tree.document
    if document is None:
        return {}
    text = extract_plain_text(
        tree, main_content=True, alt_texts=False, comments=False, post_meta=False, list_bullets=False
    )
    said = dict(_find_metadata(document))
    heading = document.query_selector("h1")
    titled = said.get("og:title") or (heading and heading.text) or _SITE_NAME.sub("", tree.title or "")
    title = " ".join(titled.split()) or None
    url = said.get("canonical") or said.get("og:url")
    host = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "")
    return {
        "text": _begin_at_title(text, title),
        "title": title,
        "author": said.get("author"),
        "sitename": said.get("og:site_name"),
        "hostname": host[1] if host else None,
        "url": url,
    }


def _find_metadata(document: Any) -> Iterator[tuple[str, str]]:
    for link in document.query_selector_all("link[rel=canonical][href]"):
        yield "canonical", link.getattr("href")
    for meta in document.query_selector_all("meta[content]"):
        name = meta.getattr("property") or meta.getattr("name")
        if name and (content := " ".join(meta.getattr("content").split())):
            yield name.lower(), content


def _begin_at_title(text: str, title: str | None) -> str:
    """The text without what stands above its title, such as the name of the site."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    above = lines[:_LINES_ABOVE_TITLE]
    return "\n".join(lines[above.index(title) :] if title in above else lines)


_EXTRACTORS: dict[str, Callable[[str], Found]] = {"trafilatura": _extract_with_care, "fast": _extract_fast}


def _end_after(seconds: float) -> None:
    """End this process if it still waits or works after so many seconds: its parent may be dead."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds))


def main() -> None:
    """Answers every page until the input ends; with each answer the CPU seconds of this process so far."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    _end_after(_IDLE_SECONDS)
    while head := sys.stdin.buffer.readline():
        extractor, n_bytes, seconds = head.decode("ascii").split()
        page = sys.stdin.buffer.read(int(n_bytes)).decode("utf-8", "surrogatepass")
        _end_after(2 * float(seconds) + 2)
        found = find_article(page, extractor)
        found["cpu_seconds"] = time.process_time()
        answers.write(json.dumps(found).encode("ascii") + b"\n")
        answers.flush()
        _end_after(_IDLE_SECONDS)


if __name__ == "__main__":
    main()
