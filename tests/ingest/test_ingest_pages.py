import csv
import gzip
import json
import os
import signal
import time

import duckdb
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
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, "the file is a PNG image, not text or HTML"),
        (b"%PDF-1.4\n%\xff\xff", "the file is a PDF, not text or HTML"),
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
    first, second = find_sources([str(hostile), str(good)])
    with pytest.raises(InputError, match=r"takes over 2\.5 s; .*--max-page-seconds"):
        list(pages.read(Reading(first, IngestOptions(max_page_seconds=2.5))))
    assert not pages.process.is_running
    assert pages.count.extractor_seconds < 4  # not by the clock, which goes on while other programs have the processor
    # To begin a process takes more than the limit where the machine is busy.
    assert [one.title for one in pages.read(Reading(second, IngestOptions(max_page_seconds=120)))] == [
        "Harbour plan agreed"
    ]
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


def write_rows(tmp_path, rows):
    """The same rows as JSON Lines, CSV and Parquet."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "rows.jsonl").write_text(lines, encoding="utf-8")
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    table = duckdb.connect()
    table.execute("CREATE TABLE t AS SELECT * FROM read_json(?)", [str(tmp_path / "rows.jsonl")])
    table.execute(f"COPY t TO '{tmp_path / 'rows.parquet'}' (FORMAT parquet)")
    return [tmp_path / f"rows.{ending}" for ending in ("jsonl", "csv", "parquet")]


def test_pages_in_rows_give_what_files_give(tmp_path):
    """Tables may hold whole pages in a column `html`; what a row says of its article goes before what the page says."""
    page = read_one(write(tmp_path / "a.html", PAGE))
    for path in write_rows(tmp_path, [{"id": "a", "html": PAGE}, {"id": "b", "html": "<p>"}, {"id": "c", "html": ""}]):
        documents, failures, _ = read(path)
        assert [{**one, "source": "", "raw_sha256": ""} for one in documents] == [
            {**page, "source": "", "raw_sha256": ""}
        ]
        assert [(one["source"].rpartition(".")[2][-1], one["message"]) for one in failures] == [
            ("2", "no article text found in the page; save its text as .txt"), ("3", "no page in column 'html'"),
        ]  # fmt: skip
    row = {"id": "a", "page": PAGE, "text": "Short.", "title": "Mine", "author": "Cy Orr", "date": "2024-01-02"}
    for path in write_rows(tmp_path, [{**row, "url": "https://a.example", "outlet": "Gull"}]):
        assert read_one(path)["text"] == "Short."
        document = read_one(path, html_column="page")
        assert document["text"] == page["text"]
        names = ("title", "author", "published", "url", "outlet")
        assert tuple(document[one] for one in names) == ("Mine", "Cy Orr", "2024-01-02", "https://a.example", "Gull")
        failure = read(path, html_column="nowhere")[1][0]["message"]
        assert failure.startswith("no column 'nowhere' (--html-column)")


def test_pages_in_rows_have_limits_too(tmp_path):
    """A page in a row is refused by size, tags and depth, and the other rows are read."""
    rows = [{"id": str(n), "html": page} for n, page in enumerate(["x" * 9_000, "<i>" * 2_000, PAGE])]
    for path in write_rows(tmp_path, rows):
        documents, failures, _ = read(path, max_page_bytes=8_000)
        assert [one["document_id"] for one in documents] == ["2"]
        assert "raise --max-page-bytes" in failures[0]["message"]
        assert "nested more than 255 deep" in failures[1]["message"]


def test_nesting_is_read_as_deep_as_the_extractor_goes(tmp_path):
    """A page nested 240 deep is read to the end; one that is deeper is no article that lacks a part, but a failure."""
    good = PAGE.replace(f"<p>{PARAGRAPHS[2]}", "<div>" * 240 + f"<p>{PARAGRAPHS[2]}")
    assert read_one(write(tmp_path / "a.html", good))["text"].endswith(PARAGRAPHS[2])
    deeper = PAGE.replace(f"<p>{PARAGRAPHS[2]}", "<table><tr><td>" * 100 + f"<p>{PARAGRAPHS[2]}")
    assert "save the article alone" in read_failure(write(tmp_path / "a.html", deeper))
    wide = PAGE.replace("</article>", "<ul>" + "<li>One more of many points" * 500 + "</ul></article>")
    assert PARAGRAPHS[2] in read_one(write(tmp_path / "a.html", wide))["text"]


def test_a_small_file_that_unpacks_to_a_large_page_is_refused(tmp_path):
    """No more is unpacked than a page may have."""
    bomb = tmp_path / "a.html.gz"
    with gzip.open(bomb, "wb") as file:
        for _ in range(200):
            file.write(b"<p>" + b"\0" * 1_000_000)
    begin = time.process_time()
    assert "larger than 5,000,000 bytes" in read_failure(bomb)
    assert time.process_time() - begin < 1
    assert "larger than 100 bytes" in read_failure(write(tmp_path / "b.html", PAGE), max_page_bytes=100)


HOSTILE = {
    "script": PAGE.replace(
        "<nav>", "<script>var a = '<p>Not the article</p><\\/script>' + '</scr' + 'ipt>';</script><nav>"
    ),
    "comment": PAGE.replace("<nav>", "<!-- <article><p>Not the article</p></article> --><nav>"),
    "crossed": PAGE.replace("<nav>", "<div><b><nav>").replace("</nav>", "</div></nav></b></i></table>"),
    "cut": PAGE[: PAGE.index("</article>")],
    "cdata": PAGE.replace("<nav>", "<![CDATA[ <p>Not the article</p> ]]><nav>"),
    "control": PAGE.replace("<nav>", "<p>\x01\x0b\x1f</p><nav>"),
}


@pytest.mark.parametrize("extractor", ["trafilatura", "fast"])
@pytest.mark.parametrize("name", HOSTILE)
def test_broken_markup_keeps_the_article(tmp_path, name, extractor):
    """Scripts that hold markup, comments, crossed and missing ends neither hide the article nor come into it."""
    if extractor == "fast":
        pytest.importorskip("resiliparse")
    text = read_one(write(tmp_path / "a.html", HOSTILE[name]), extractor=extractor)["text"]
    assert [one for one in PARAGRAPHS if one not in text] == []
    assert "Not the article" not in text


def test_the_fast_extractor_gives_text_and_metadata(tmp_path):
    """`--extractor fast` gives the same record of a plain page, and the name of the site is not above the title."""
    pytest.importorskip("resiliparse")
    for page in (PAGE, PAGE.replace("<nav>", "<div><a href='/'>Bay Post</a></div><nav>")):
        path = write(tmp_path / "a.html", page)
        assert read_one(path, extractor="fast") == read_one(path)
    bare = f"<html><head><title>Harbour plan agreed | Bay Post</title></head><body>{'<p>' + PARAGRAPHS[0] + '</p>'}"
    document = read_one(write(tmp_path / "a.html", bare), extractor="fast")
    assert (document["title"], document["outlet"], document["url"]) == ("Harbour plan agreed", None, None)
    assert "no article text" in read_failure(write(tmp_path / "a.html", "<html></html>"), extractor="fast")


def test_a_missing_fast_extractor_is_told_at_once(tmp_path, monkeypatch):
    """The message names the package and the command that installs it."""
    monkeypatch.setattr("framing.ingest.options.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs resiliparse: pip install 'framing-analysis\[fast\]'"):
        read(write(tmp_path / "a.html", PAGE), extractor="fast")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"extractor": "slow"}, "unknown extractor 'slow'; give trafilatura or fast"),
        ({"max_page_bytes": 0}, "--max-page-bytes"),
        ({"max_page_seconds": 0}, "--max-page-seconds"),
        ({"text_column": "a", "html_column": "b"}, "--text-column and --html-column"),
    ],
)
def test_options_of_pages_are_checked(tmp_path, options, message):
    """What cannot be meant is refused before anything is read."""
    with pytest.raises(InputError, match=message):
        read(write(tmp_path / "a.html", PAGE), **options)


def test_the_time_of_pages_is_counted(tmp_path):
    """CPU seconds of the extractor's process are counted, those of a page that was given up too."""
    source = find_sources([str(write(tmp_path / "a.html", PAGE))])[0]
    pages = PageReader()
    list(pages.read(Reading(source, IngestOptions(max_page_seconds=120))))
    first = pages.count
    assert first.n_pages == 1
    assert 0.05 < first.extractor_seconds < 10
    attributes = " ".join(f"a{n}=1" for n in range(150_000))
    write(tmp_path / "a.html", f"<html><body><p {attributes}>text</p></body></html>")
    # On a busy machine the extractor may get next to nothing of the first second.
    for n_tries, seconds in enumerate((1, 4, 16), 1):
        before = pages.count
        with pytest.raises(InputError, match=f"takes over {seconds} s"):
            list(pages.read(Reading(source, IngestOptions(max_page_seconds=seconds))))
        assert pages.count.n_pages == 1 + n_tries
        counted = pages.count.extractor_seconds - before.extractor_seconds
        if os.name != "posix" or counted > 0.2:
            break
    else:
        pytest.fail(f"{counted} s counted")
    pages.close()


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_an_idle_process_that_ended_is_started_again(tmp_path):
    """A process that died between two pages costs no page."""
    source = find_sources([str(write(tmp_path / "a.html", PAGE))])[0]
    pages = PageReader()
    first = [record.text for record in pages.read(Reading(source, IngestOptions()))]
    os.kill(pages.process._process.pid, signal.SIGKILL)
    assert [record.text for record in pages.read(Reading(source, IngestOptions()))] == first
    pages.close()
