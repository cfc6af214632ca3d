import os
import time

import pytest
from ingest_reading import read, read_failure, read_one

from framing.errors import InputError
from framing.ingest import IngestOptions, find_sources
from framing.ingest.page import PageReader
from framing.ingest.page_date import find_page_date
from framing.ingest.record import Reading

PARAGRAPHS = [
    "The town council agreed on Monday to widen the old harbour, and work is to begin in the spring of next year.",
    "“We have waited ten years for this plan”, Mayor Ann Hill said after the vote, which ended ten to two.",
    "Fishermen fear that the dredging will drive the herring away, according to a letter that they sent to the mayor.",
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Harbour plan agreed | Bay Post</title><meta charset="utf-8">
<meta property="og:site_name" content="Bay Post"><meta property="og:title" content="Harbour plan agreed">
<meta name="author" content="Bo Lee"><meta property="article:published_time" content="2025-06-02T10:00:00Z">
<link rel="canonical" href="https://bay.example/harbour"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="cookie-banner">We use cookies. <button>Accept all</button></div>
<article><h1>Harbour plan agreed</h1>{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article>
<footer>Copyright Bay Post. Subscribe to our letter.</footer></body></html>"""
RUSSIAN = (
    "<p>Городской совет решил, что новый мост через реку откроют осенью. По словам мэра, работы идут по плану.</p>" * 3
)


def write(path, page, encoding="utf-8"):
    path.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
    return path


def test_a_page_gives_its_main_text_and_metadata(tmp_path):
    """Menus, banners and footers are left out; title, text and metadata are kept, paragraphs stand apart."""
    document = read_one(write(tmp_path / "a.html", PAGE))
    assert document["text"] == "\n\n".join(["Harbour plan agreed", *PARAGRAPHS])
    names = ("document_id", "title", "outlet", "author", "published", "url", "language")
    assert tuple(document[name] for name in names) == (
        "a", "Harbour plan agreed", "Bay Post", "Bo Lee", "2025-06-02T10:00:00+00:00",
        "https://bay.example/harbour", "en",
    )  # fmt: skip


def test_the_title_stands_above_a_text_without_it(tmp_path):
    """A headline outside the main text is put above it with a blank line."""
    page = PAGE.replace("<h1>Harbour plan agreed</h1>", "")
    assert read_one(write(tmp_path / "a.html", page))["text"] == "\n\n".join(["Harbour plan agreed", *PARAGRAPHS])


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        ('<meta name="pubdate" content="2 June 2025">', "2025-06-02"),
        ("<meta content='2025-06-02' itemprop=datePublished>", "2025-06-02"),
        ('<script type="application/ld+json">{"datePublished": "2025-06-02"}</script>', "2025-06-02"),
        ('<article><time datetime="2025-06-02">Monday</time>', "2025-06-02"),
        ('<time datetime="2024-01-01">ticker</time><article><time datetime="2025-06-02">', "2025-06-02"),
        ('<article><span class="post-date">\n 2 июня 2025, 10:30 </span>', "2025-06-02"),
        ('<article><span class="post-date">05/06/2025</span>', None),
        ('<meta name="date" content="05/06/2025"><meta name="pubdate" content="2025-06-02">', "2025-06-02"),
        ('<meta name="revised" content="2025-06-02">', None),
        ("<p>On 2 June 2025 the mill closed.</p>", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_of_a_page_is_the_one_it_declares(markup, published):
    """Metadata, JSON-LD, `<time>` and elements named for a date count, text and ambiguous dates do not."""
    assert find_page_date(f"<html><body>{markup}</body></html>", None) == published


def test_an_address_may_hold_the_date():
    """A page without a declared date has the one in its address."""
    assert find_page_date("<html>", "https://bay.example/2025/06/02/harbour") == "2025-06-02"
    assert find_page_date("<html>", "https://bay.example/2025/60/02/harbour") is None


def test_a_page_without_date_has_none(tmp_path):
    """Digits somewhere on a page are no date of publication."""
    page = PAGE.replace('<meta property="article:published_time" content="2025-06-02T10:00:00Z">', "")
    page = page.replace("Copyright Bay Post", "Copyright 2019 Bay Post, opened on 4 May 2019")
    assert read_one(write(tmp_path / "a.html", page))["published"] is None


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('<meta charset="windows-1251">', "cp1251"),
     ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
      "koi8-r"),
     ("", "utf-8"), ("", "utf-8-sig"), ("", "utf-16")],
)  # fmt: skip
def test_a_page_is_read_as_it_declares(tmp_path, head, encoding):
    """Byte order marks, UTF-8 and the declared encoding of a page are followed."""
    page = f"<html><head>{head}</head><body><article>{RUSSIAN}</article></body></html>"
    document = read_one(write(tmp_path / "a.html", page, encoding))
    assert document["text"].startswith("Городской совет")
    assert document["language"] == "ru"


def test_a_page_that_breaks_its_encoding_is_read_with_a_note(tmp_path):
    """Bytes outside the declared encoding become U+FFFD, as in browsers, and a note counts them."""
    page = PAGE.encode().replace(b"old harbour", b"old\xff harbour")
    documents, failures, notes = read(write(tmp_path / "a.html", page))
    assert failures == []
    assert "old\ufffd harbour" in documents[0]["text"]
    assert notes == [f"{tmp_path.as_posix()}/a.html: not always utf-8 as declared; 1 characters became U+FFFD"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (b"", "the file is empty"),
        (b"<html><body></body></html>", "no article text found"),
        (b"\x89PNG\r\n\0\0\0" * 50, "looks binary"),
        (f"<html><body>{RUSSIAN}</body></html>".encode("cp1251"), "not UTF-8 at byte"),
        (b'<html><head><meta charset="x-no-such"></head><body>\xff</body></html>', "unknown encoding 'x-no-such'"),
        (b"<html><body>" + b"<p>a" * 100_001, "100,003 tags"),
        (b"<html><body>" + b"word " * 1_000_001, "larger than 5,000,000 bytes"),
        (b"<html><body>" + b"<div>" * 40_000 + b"deep", "nested more than 255 deep"),
        (b"<html><body>" + b"<b>" * 99_000 + b"deep", "nested more than 255 deep"),
    ],
)
def test_a_page_without_article_fails(tmp_path, page, message):
    """What is no page, or a page of the wrong kind, is one failure and the next page is read."""
    write(tmp_path / "a.html", page)
    write(tmp_path / "b.html", PAGE)
    documents, failures, _ = read(tmp_path)
    assert [document["document_id"] for document in documents] == ["b"]
    assert message in failures[0]["message"]
    assert failures[0]["source"].endswith("a.html")


def test_a_page_that_hangs_is_left_behind(tmp_path):
    """A hostile page is given up after a time limit, and the next page is read by a new process."""
    attributes = " ".join(f"a{n}=1" for n in range(150_000))
    hostile = write(tmp_path / "a.html", f"<html><body><p {attributes}>text</p></body></html>")
    good = write(tmp_path / "b.html", PAGE)
    pages = PageReader()
    readings = [
        Reading(source, IngestOptions(max_page_seconds=2.5)) for source in find_sources([str(hostile), str(good)])
    ]
    begin = time.monotonic()
    with pytest.raises(InputError, match=r"takes over 2\.5 s; .*--max-page-seconds"):
        list(pages.read(readings[0]))
    assert time.monotonic() - begin < 6
    assert [record.title for record in pages.read(readings[1])] == ["Harbour plan agreed"]
    assert pages.process.is_running
    pages.close()
    assert not pages.process.is_running


def test_a_named_encoding_goes_before_the_declared_one(tmp_path):
    """The user's `--encoding` decides over the page."""
    page = f'<html><head><meta charset="koi8-r"></head><body><article>{RUSSIAN}</article></body></html>'
    path = write(tmp_path / "a.html", page, "cp1251")
    assert read_one(path, encoding="cp1251")["text"].startswith("Городской")
    assert "not ascii" in read_failure(path, encoding="ascii")


def test_the_process_ends_with_the_reading(tmp_path):
    """No process is left when all pages are read."""
    write(tmp_path / "a.html", PAGE)
    read(tmp_path)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
