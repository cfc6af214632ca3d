"""The date of publication that an HTML page declares; digits elsewhere on the page are not taken for it."""

import re
from collections.abc import Iterator

from framing.ingest.dates import parse_date, parse_written_date

_HEAD = 1_000_000  # characters of a page that are looked at
_META = re.compile(r"<meta\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_META_WORDS = (
    "article:published_time article.published article:published date datepublished dc.date dc.date.issued"
    " dcterms.created dcterms.date dcterms.issued mediator_published_time og:published_time parsely-pub-date"
    " pubdate publication_date publish_date publish-date published_time publishdate sailthru.date"
)
_META_NAMES = frozenset(_META_WORDS.split())
_JSON = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_TIME = re.compile(r"<time\b([^<>]{0,1000})>", re.IGNORECASE)
_ELEMENT = re.compile(r"<\w+\b([^<>]{1,500})>([^<>]{6,120})<")
_DATED = re.compile(r"(?:class|id|itemprop)\s*=\s*[\"']?[^\"'>]*(?:date|time|publish)", re.IGNORECASE)
_ADDRESS = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?!\d)")


def find_page_date(page: str, url: str | None) -> str | None:
    """The first sure date of: meta elements, JSON-LD, `<time>`, an element named for its date, the address."""
    page = page[:_HEAD]
    return next((found for value in _find_candidates(page, url) if (found := parse_date(value))), None)


def _find_candidates(page: str, url: str | None) -> Iterator[str | None]:
    for meta in _META.finditer(page):
        attributes = _read_attributes(meta[1])
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        if name.lower() in _META_NAMES:
            yield attributes.get("content")
    yield from (found[1] for found in _JSON.finditer(page))
    article = max(page.lower().find("<article"), 0)  # dates before it are those of menus and tickers
    for time in _TIME.finditer(page, article):
        yield _read_attributes(time[1]).get("datetime")
    for element in _ELEMENT.finditer(page, article):
        if _DATED.search(element[1]):
            yield parse_written_date(" ".join(element[2].split()))
    address = _ADDRESS.search(url or "")
    yield f"{address[1]}-{address[2]}-{address[3]}" if address else None


def _read_attributes(inside: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(inside)}
