from hashlib import sha256

import pytest
from ingest_reading import read_failure, read_one

from framing.errors import InputError
from framing.ingest import read_document
from framing.ingest.plain import find_header, put_title_above, split_front_matter

BODY = "The town council agreed on Monday to widen the old harbour, and work is to begin in the spring of next year."


def test_a_text_file_is_one_article(tmp_path):
    """A file gives one document: id from its name, digests of its bytes and of its text."""
    path = tmp_path / "harbour.txt"
    path.write_bytes(f"Harbour plan\r\n\r\n{BODY}".encode())
    document = read_one(path)
    assert document["document_id"] == "harbour"
    assert document["text"] == f"Harbour plan\n\n{BODY}"
    assert document["title"] == "Harbour plan"
    assert document["source"] == path.as_posix()
    assert document["raw_sha256"] == sha256(path.read_bytes()).hexdigest()
    assert document["text_sha256"] == sha256(document["text"].encode()).hexdigest()
    assert document["n_words"] is None


def test_front_matter_becomes_metadata(tmp_path):
    """Leading `Key: value` lines leave the text, and the title stands above it as in the other formats."""
    path = tmp_path / "a.txt"
    lines = [
        "Title: Harbour plan",
        "outlet: Bay Post",
        "Date: 2 June 2025",
        "Author: Ann Lee",
        "URL: https://bay.example/1",
    ]
    path.write_text("\n".join([*lines, "Language: en", "", BODY]), encoding="utf-8")
    document = read_one(path)
    assert document["text"] == f"Harbour plan\n\n{BODY}"
    found = {name: document[name] for name in ("title", "outlet", "published", "author", "url", "language")}
    assert found == {
        "title": "Harbour plan",
        "outlet": "Bay Post",
        "published": "2025-06-02",
        "author": "Ann Lee",
        "url": "https://bay.example/1",
        "language": "en",
    }


@pytest.mark.parametrize(
    "text", [f"Title: Harbour plan\n{BODY}", f"Title: Harbour plan\nNote: one\n\n{BODY}", "Title: x", ""]
)
def test_lines_that_only_look_like_front_matter_stay(text):
    """Front matter holds known keys only and ends with a blank line; anything else is text."""
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Harbour plan agreed\n\n{BODY}", "Harbour plan agreed"),
        (f"\n\n  Harbour plan agreed  \n{BODY}", "Harbour plan agreed"),
        (f"\ufeff\nHarbour plan agreed\n\n{BODY}", "Harbour plan agreed"),
        (f"Will the harbour grow?\n\n{BODY}", "Will the harbour grow?"),
        (f"Trade with the U.S.\n\n{BODY}", "Trade with the U.S."),
        (f"What now...\n\n{BODY}", "What now..."),
        (f"Harbour plan agreed\nCouncil votes ten to two\n\n{BODY}", "Harbour plan agreed"),
        (f"Harbour plan agreed.\n\nBAYTOWN, June 2. /TASS/. {BODY}", "Harbour plan agreed"),
        (f"Harbour plan agreed\n2 June 2025\n{BODY}", "Harbour plan agreed"),
        (BODY, None),
        (f"{BODY}\n\n{BODY}", None),
        (f"“The plan is good.”\n\n{BODY}", None),
        ("Harbour plan agreed\n", None),
        ("Harbour plan agreed", None),
        (f"CLOSE\n\n{BODY}", None),
        (f"By Ann Lee\n\n{BODY}", None),
        (f"OPINION OF THE DAY:\n\n{BODY}", None),
        (f"{'word ' * 31}\n\n{BODY}", None),
        (f"BAYTOWN, June 2 (Reuters) - The harbour\n\n{BODY}", None),
        (f"12 34 / 56\n\n{BODY}", None),
        ("The council agreed on Monday to widen\nthe harbour, and the work is to begin\nin spring.", None),
        ("The council agreed on Monday with the\nMayor to widen the harbour. The work\nwill begin in spring.", None),
        ("", None),
    ],
)
def test_a_title_line_is_short_unfinished_and_apart(text, title):
    """The first line is the title where it is short, ends without full stop and text follows on its own line."""
    assert find_header(text).title == title


@pytest.mark.parametrize(
    ("dateline", "agency", "published"),
    [
        ("ASTANA, June 2. /TASS/. ", "TASS", None),
        ("ASTANA, June 2, 2025. /TASS/. ", "TASS", "2025-06-02"),
        ("WASHINGTON, May 5 (Reuters) - ", "Reuters", None),
        ("WASHINGTON (AP) — ", "AP", None),
        ("BEIJING, Sept. 27 (Xinhua) -- ", "Xinhua", None),
        ("NEW YORK, Dec. 1, 2025 (PRNewswire) -- ", "PRNewswire", "2025-12-01"),
        ("ST. PETERSBURG, Russia, 3 March 2025 (AFP) - ", "AFP", "2025-03-03"),
        ("МОСКВА, 2 июня. /ТАСС/. ", "ТАСС", None),
        ("МОСКВА, 5 мая — РИА Новости. ", "РИА Новости", None),
        ("МОСКВА, 5 мая 2025 года - РИА Новости. ", "РИА Новости", "2025-05-05"),
        ("РОСТОВ-НА-ДОНУ, 2 июня. /Корр. ТАСС Иван Иванов/. ", "ТАСС", None),
        ("КИЕВ — Президент Украины. ", None, None),
        ("The mayor (who smiled) - ", None, None),
        ("BAYTOWN, June 40. /TASS/. ", "TASS", None),
        ("BAYTOWN, June 40, 2025. /TASS/. ", "TASS", None),
    ],
)
@pytest.mark.parametrize(
    "before", ["", "Harbour plan agreed\n\n", "Harbour plan agreed\n\nTen to two, the mayor noted\n\n"]
)
def test_a_dateline_names_the_agency(before, dateline, agency, published):
    """A dateline gives the agency, and a date only with its year."""
    header = find_header(f"{before}{dateline}{BODY}")
    assert (header.agency, header.published) == (agency, published)


def test_a_date_line_with_the_year_is_the_date():
    """A short line near the beginning that is a whole date with year gives `published`."""
    assert find_header(f"Harbour plan agreed\n\nJune 2, 2025, 10:30\n\n{BODY}").published == "2025-06-02"
    assert find_header(f"Harbour plan agreed\n\nJune 2\n\n{BODY}").published is None


def test_a_title_is_put_above_once():
    """A text that begins with its title, in any spacing and case, is left alone."""
    assert put_title_above("Harbour  plan", BODY) == f"Harbour plan\n\n{BODY}"
    text = f"HARBOUR\nPLAN\n\n{BODY}"
    assert put_title_above("Harbour plan", text) is text


def test_an_empty_and_a_long_text_fail(tmp_path):
    """A text without a character and one over the limit are failures that say so and how to mend it."""
    (tmp_path / "a.txt").write_text(" \n\n", encoding="utf-8")
    assert read_failure(tmp_path / "a.txt") == "the text is empty"
    (tmp_path / "b.txt").write_text("word " * 25, encoding="utf-8")
    message = read_failure(tmp_path / "b.txt", max_characters=124)
    assert message == "too long: 125 characters, allowed are 124 characters; split it, or raise --max-characters"
    (tmp_path / "c.txt").write_text("word " * 100, encoding="utf-8")
    assert "more than 40 bytes" in read_failure(tmp_path / "c.txt", max_characters=10)


def test_a_text_of_twenty_megabytes_is_refused(tmp_path):
    """A file that holds no single article is refused with one line."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"All the words of a year of news. " * 620_000)
    assert "too long" in read_failure(path)


def test_a_document_from_a_string_is_read_as_a_file_is(tmp_path):
    """`read_document` gives the columns of the `.txt` file with the same content, id and place apart."""
    text = f"Harbour plan agreed\n\nBAYTOWN, June 2, 2025 (Reuters) - {BODY}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    from_file = read_one(tmp_path / "a.txt")
    (from_string,) = read_document(text).rows()
    assert from_string["document_id"].startswith("text-")
    for name in ("document_id", "source"):
        del from_file[name], from_string[name]
    assert from_string == from_file


def test_what_is_given_with_a_string_goes_first():
    """Metadata given to `read_document` goes before what the text says."""
    given = {
        "document_id": "d1",
        "title": "Other title",
        "outlet": "Bay Post",
        "author": "Ann Lee",
        "url": "https://bay.example/1",
        "language": "de",
    }
    (document,) = read_document(f"Harbour plan\n\nBAYTOWN (AP) - {BODY}", published="2 June 2025", **given).rows()
    assert {name: document[name] for name in given} == given
    assert document["published"] == "2025-06-02"


@pytest.mark.parametrize(("text", "options"), [("  ", {}), ("Some text", {"language": "klingon"})])
def test_a_string_that_cannot_be_read_is_refused(text, options):
    """An empty text and an unknown language raise the error that the command shows."""
    with pytest.raises(InputError):
        read_document(text, **options)
