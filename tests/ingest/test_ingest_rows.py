import bz2
import csv
import gzip
import json
import lzma
import zlib
from datetime import date, datetime
from hashlib import sha256

import duckdb
import pytest
from ingest_reading import read, read_failure, read_one

TEXT = "The council agreed on Monday to widen the harbour.\r\nWork begins in spring. "


def write_lines(path, *rows):
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path, rows, **options):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **options).writerows(rows)
    return path


def test_a_json_line_gives_all_columns(tmp_path):
    """Usual names are recognized in any case, the text stays as given, and the digest is that of the line."""
    row = {
        "ID": "n1",
        "Body": TEXT,
        "headline": "Harbour plan",
        "publisher": {"name": "Bay Post"},
        "published_at": "June 2, 2025",
        "authors": ["Ann Lee", "Bo Hill"],
        "link": "https://bay.example/1",
        "lang": "en-GB",
        "topic": "local",
    }
    document = read_one(write_lines(tmp_path / "a.jsonl", row))
    assert document == {
        "document_id": "n1",
        "text": TEXT,
        "title": "Harbour plan",
        "outlet": "Bay Post",
        "author": "Ann Lee, Bo Hill",
        "published": "2025-06-02",
        "url": "https://bay.example/1",
        "language": "en",
        "source": f"{tmp_path.as_posix()}/a.jsonl:1",
        "raw_sha256": sha256(json.dumps(row).encode()).hexdigest(),
        "text_sha256": sha256(TEXT.encode()).hexdigest(),
        "n_words": None,
        "n_sentences": None,
        "duplicate_of": None,
    }


def test_columns_can_be_named(tmp_path):
    """A named column goes before the usual one."""
    row = {"text": "short", "long": TEXT, "key": 7, "id": 1, "kicker": "Plan", "paper": "Bay Post",
           "when": "2025-06-02", "who": "Ann Lee", "where": "https://bay.example/1", "tongue": "de"}  # fmt: skip
    document = read_one(
        write_lines(tmp_path / "a.jsonl", row), text_column="long", id_column="key", title_column="kicker",
        outlet_column="paper", date_column="when", author_column="who", url_column="where", language_column="tongue",
    )  # fmt: skip
    names = ("text", "document_id", "title", "outlet", "published", "author", "url", "language")
    expected = (TEXT, "7", "Plan", "Bay Post", "2025-06-02", "Ann Lee", "https://bay.example/1", "de")
    assert tuple(document[name] for name in names) == expected


def test_of_two_usual_names_the_first_counts(tmp_path):
    """Of names that differ in case only, the first column counts; of different names, the more usual one."""
    rows = [{"Text": TEXT, "text": "other"}, {"body": "other", "text": f"{TEXT}2"}]
    documents, _, _ = read(write_lines(tmp_path / "a.jsonl", *rows))
    assert [document["text"] for document in documents] == [TEXT, f"{TEXT}2"]


def test_titles_go_above_the_text_on_request(tmp_path):
    """`with_titles` puts a separate title above the text, unless the text begins with it."""
    path = write_lines(
        tmp_path / "a.jsonl", {"text": TEXT, "title": "Plan"}, {"text": f"Plan\n{TEXT}", "title": "plan"}
    )
    documents, _, _ = read(path, with_titles=True)
    assert [document["text"] for document in documents] == [f"Plan\n\n{TEXT}", f"Plan\n{TEXT}"]
    assert [document["text"] for document in read(path)[0]] == [TEXT, f"Plan\n{TEXT}"]


def test_a_row_without_title_has_the_title_line_of_its_text(tmp_path):
    """Title and agency are found in the text where no column gives them, and the text keeps them."""
    text = f"Harbour plan agreed\n\nBAYTOWN, June 2, 2025. /TASS/. {TEXT}"
    document = read_one(write_lines(tmp_path / "a.jsonl", {"text": text}))
    assert (document["title"], document["outlet"], document["published"]) == (
        "Harbour plan agreed",
        "TASS",
        "2025-06-02",
    )
    assert document["text"] == text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "a', "not valid JSON: Unterminated string starting at column 10"),
        ("{'text': 'a'}", "not valid JSON"),
        ("[1, 2]", "the row is a list, not an object"),
        ('"text"', "the row is a string, not an object"),
        ("null", "the row is a null, not an object"),
        ("3", "the row is a number, not an object"),
        ('{"text": 3}', "column 'text' holds int, not text"),
        ('{"text": ["a"]}', "column 'text' holds list, not text"),
        ('{"text": null}', "no text in column 'text'"),
        ('{"text": " \\n"}', "the text is empty"),
        ('{"txt": "a", "id": 1}', "no text column; columns are txt, id; name one with --text-column"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "a", "x": ' + "[" * 100_000, "nested too deeply"),
        ('{"text": "a", "x": ' + "1" * 5000 + "}", "a number of more than 4,300 digits; write it as text"),
    ],
)
def test_a_bad_line_fails_with_its_number_and_the_rest_is_read(tmp_path, line, message):
    """A line that holds no article is a failure at `file:line`; the lines around it become documents."""
    path = write_lines(tmp_path / "a.jsonl", {"text": TEXT}, "", line, {"text": f"{TEXT} More."})
    documents, failures, _ = read(path)
    assert [document["document_id"] for document in documents] == ["a-1", "a-4"]
    (failure,) = failures
    assert failure["source"] == f"{path.as_posix()}:3"
    assert message in failure["message"]
    assert len(failure["message"]) < 200


def test_a_file_of_other_rows_is_left_after_a_hundred(tmp_path):
    """A long file without a single text ends with one line that says so."""
    path = write_lines(tmp_path / "a.jsonl", *({"label": n} for n in range(500)))
    documents, failures, _ = read(path)
    assert documents == []
    assert len(failures) == 101
    assert failures[-1]["message"] == "the first 100 rows have no text; nothing more is read"


def test_a_named_column_that_no_row_has_is_noted(tmp_path):
    """JSON rows may lack a column; one that none has is said, as it may be a slip of the pen."""
    path = write_lines(tmp_path / "a.jsonl", {"text": TEXT})
    assert read(path, outlet_column="papre")[2] == [
        f"{path.as_posix()}: no row has the column 'papre' (--outlet-column)"
    ]


@pytest.mark.parametrize(
    ("ending", "compress"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_compressed_rows_are_read(tmp_path, ending, compress):
    """Compressed files give the same rows, and ids without the ending."""
    content = "".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(5)).encode()
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(compress(content))
    assert [document["document_id"] for document in read(path)[0]] == [f"a-{n}" for n in range(1, 6)]
    table = tmp_path / f"t.csv{ending}"
    table.write_bytes(compress(f"text\n{TEXT.split()[0]} harbour\n".encode()))
    assert read_one(table)["text"] == "The harbour"


@pytest.mark.parametrize(
    ("ending", "compress"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
@pytest.mark.parametrize("batch_size", [1, 256])
def test_a_cut_off_file_keeps_its_rows_and_says_so(tmp_path, ending, compress, batch_size):
    """Rows before the cut are documents, and one failure says that the file is cut off."""
    # Rows that compress badly, so that the first blocks end long before the file does.
    content = "".join(
        json.dumps({"text": f"{n} {sha256(str(n).encode()).hexdigest() * 8}"}) + "\n" for n in range(2000)
    )
    whole = compress(content.encode())
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(whole[: len(whole) * 9 // 10])
    documents, failures, _ = read(path, batch_size=batch_size)
    if ending == ".gz":
        good = zlib.decompressobj(wbits=31).decompress(path.read_bytes())
        assert len(documents) == good.count(b"\n")
    assert len(documents) > (0 if ending == ".bz2" else 1000)
    assert [failure["source"] for failure in failures] == [path.as_posix()]
    assert "cut off?" in failures[0]["message"]


def test_damaged_and_false_compression_is_a_failure(tmp_path):
    """A file that only bears the ending, and one with changed bytes, fail and say why."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b'{"text": "a"}\n')
    assert "damaged .gz data" in read_failure(path)
    content = bytearray(gzip.compress(b'{"text": "a"}\n' * 50))
    content[12:20] = b"\xff" * 8
    path.write_bytes(content)
    assert any("damaged .gz data" in failure["message"] for failure in read(path)[1])


@pytest.mark.parametrize(
    ("value", "document_id"),
    [(7, "7"), (7.0, "7"), (7.5, "7.5"), ("  a\u0000b\n", "ab"), (None, "a-1"), ("", "a-1"),
     (" \t", "a-1"), (float("nan"), "a-1"), ("\ud800x", "\ufffdx")],
)  # fmt: skip
def test_ids_of_any_kind_become_clean_strings(tmp_path, value, document_id):
    """Numbers become strings, control characters and outer blanks go, and an empty id is derived from the place."""
    assert read_one(write_lines(tmp_path / "a.jsonl", {"id": value, "text": TEXT}))["document_id"] == document_id


@pytest.mark.parametrize("value", [["l"], [], {"$oid": "x"}, True, False])
def test_an_id_that_is_neither_text_nor_number_is_a_failure(tmp_path, value):
    """A list, an object, true and false are no ids: whatever was made of them would stand nowhere in the input."""
    message = read_failure(write_lines(tmp_path / "a.jsonl", {"id": value, "text": TEXT}))
    assert message.startswith("column 'id' holds ")
    assert message.endswith("; an id is text or a number")


def test_a_key_that_stands_twice_is_a_failure_of_its_row(tmp_path):
    """Nobody can tell which value is meant; deeper down it does not matter."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one", "text": "two"}\n{"text": "three", "meta": {"a": 1, "a": 2}}\n', encoding="utf-8")
    documents, failures, _ = read(path)
    assert [document["text"] for document in documents] == ["three"]
    assert [failure["source"] for failure in failures] == [f"{path.as_posix()}:1"]
    assert failures[0]["message"] == "the key 'text' stands in the row more than once; leave one"


def test_halves_of_characters_are_replaced_and_noted(tmp_path):
    """A lone surrogate becomes U+FFFD, so that the text has a digest and all offsets stay."""
    path = write_lines(tmp_path / "a.jsonl", {"text": "The \ud800 harbour", "title": "x \udc00"})
    documents, _, notes = read(path)
    assert (documents[0]["text"], documents[0]["title"]) == ("The \ufffd harbour", "x \ufffd")
    assert notes == [f"{path.as_posix()}:1: 1 half of a character (a lone surrogate) became U+FFFD"]


def test_a_date_that_is_not_sure_is_noted_once(tmp_path):
    """An ambiguous date is null, and the first one of a file is told."""
    path = write_lines(tmp_path / "a.jsonl", *({"text": f"{TEXT} {n}", "date": "05/06/2026"} for n in range(3)))
    documents, failures, notes = read(path)
    assert [document["published"] for document in documents] == [None] * 3
    assert failures == []
    assert len(notes) == 1
    assert notes[0].startswith(f"{path.as_posix()}:1: no sure date in '05/06/2026'")


def test_a_language_that_is_none_is_noted_once(tmp_path):
    """The text decides where a value names no language, and the first such value of a file is told."""
    rows = [{"text": f"{TEXT} {n}", "language": language} for n, language in enumerate(["und", "klingon", "klingon"])]
    _, failures, notes = read(write_lines(tmp_path / "a.jsonl", *rows))
    assert failures == []
    assert len(notes) == 1
    assert notes[0].startswith(f"{tmp_path.as_posix()}/a.jsonl:2: no known language in 'klingon'; ")
    assert read(tmp_path / "a.jsonl", language="en")[2] == []


def test_notes_on_tables_tell_rows(tmp_path):
    """Rows of tables are not lines, and so they are called by their name."""
    (tmp_path / "a.csv").write_text('text,date\n"a\nb",05/06/2026\n', encoding="utf-8")
    assert read(tmp_path / "a.csv")[2][0].startswith(f"{tmp_path.as_posix()}/a.csv row 1: no sure date")


def test_json_files_hold_an_object_a_list_or_lines(tmp_path):
    """A `.json` file is one article, a list of them, or JSON Lines under another name."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": TEXT, "title": "Plan"}, indent=2), encoding="utf-8")
    document = read_one(path)
    assert (document["document_id"], document["source"], document["title"]) == ("a", path.as_posix(), "Plan")
    path.write_text(json.dumps([{"text": TEXT}, 3, {"text": "Other text"}], indent=2), encoding="utf-8")
    documents, failures, _ = read(path)
    assert [document["source"] for document in documents] == [f"{path.as_posix()}:1", f"{path.as_posix()}:3"]
    assert [failure["source"] for failure in failures] == [f"{path.as_posix()}:2"]
    write_lines(path, {"text": TEXT}, {"text": "Other text"})
    assert [document["document_id"] for document in read(path)[0]] == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "not valid JSON"), ("3", "the file holds a number"), ("[]", "holds no articles"), ("", "the file is empty"),
     ('{\n"text":\n"a', "at line 3, column 1"), ("[" * 100_000, "nested too deeply")],
)  # fmt: skip
def test_json_files_that_hold_no_articles_fail(tmp_path, content, message):
    """A `.json` file that is broken or holds something else is one failure."""
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert message in read_failure(tmp_path / "a.json")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_with_the_delimiter_of_its_header(tmp_path, delimiter):
    """The delimiter is told from the header; quoted fields keep delimiters, marks and line ends."""
    text = 'She said "yes"; then,\r\nafter | a tab\t, left.'
    rows = [["id", "title", "text", "date"], ["1", "Plan, old; new", text, "2025-06-02"], ["2", "", f"{text} 2", ""]]
    documents, failures, _ = read(write_csv(tmp_path / "a.csv", rows, delimiter=delimiter))
    assert failures == []
    assert [document["text"] for document in documents] == [text, f"{text} 2"]
    assert [document["title"] for document in documents] == ["Plan, old; new", None]
    assert documents[0]["published"] == "2025-06-02"


def test_tsv_has_tabs(tmp_path):
    """A `.tsv` file is delimited by tabs, whatever else its header holds."""
    (tmp_path / "a.tsv").write_text("text\tid,x,y\nThe harbour, they say\t5\n", encoding="utf-8")
    assert read_one(tmp_path / "a.tsv")["text"] == "The harbour, they say"


def test_csv_rows_count_from_one_below_the_header(tmp_path):
    """A row's place is its number; the message of a failure says so and adds its line."""
    path = tmp_path / "a.csv"
    path.write_text('id,text\n\n,"two\nlines"\nx\n,third row\n', encoding="utf-8")
    documents, failures, _ = read(path)
    assert [(document["document_id"], document["text"]) for document in documents] == [
        ("a-1", "two\nlines"),
        ("a-3", "third row"),
    ]
    assert failures[0]["source"] == f"{path.as_posix()}:2"
    assert failures[0]["message"] == "row 2, line 5: 1 columns instead of 2; are quotation marks missing?"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b,c\n1,2,3\n", "no text column; columns are a, b, c; name one with --text-column"),
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ('"text', "not valid CSV"),
        ("text,text\na,b\n", "two columns are named 'text'"),
        ("text,id\n", "holds no articles"),
        (
            'id,text\n1,"never closed\n2,b\n',
            "a quotation mark is opened and never closed; everything to line 3 is lost",
        ),
        ('id,text\n1,"said "yes" twice"\n', "marks inside a column must be doubled"),
        ("id,text\n1,a,b\n", "3 columns instead of 2"),
        ("id,text\n1,\n", "the text is empty"),
    ],
)
def test_csv_that_holds_no_articles_fails(tmp_path, content, message):
    """Each fault of a CSV file has a line of its own that says how to mend it."""
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    assert message in read_failure(tmp_path / "a.csv")


def test_an_endless_csv_field_stops_at_the_limit(tmp_path):
    """A quotation mark that is never closed does not fill the memory."""
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"' + "word word\n" * 40_000, encoding="utf-8")
    documents, failures, _ = read(path, max_characters=1000)
    assert documents == []
    assert "a quotation mark is never closed" in failures[0]["message"]


def test_trailing_empty_columns_are_forgiven(tmp_path):
    """Spreadsheets add empty columns at the end of rows."""
    (tmp_path / "a.csv").write_text("id,text\n1,The harbour,,\n", encoding="utf-8")
    assert read_one(tmp_path / "a.csv")["text"] == "The harbour"


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_named_column_that_does_not_exist_is_a_failure(tmp_path, name):
    """The failure names the column, the option and the columns that exist; other files are read."""
    write_csv(tmp_path / "a.csv", [["id", "text"], ["1", TEXT]])
    duckdb.sql("SELECT '1' AS id, 'a' AS text").write_parquet(str(tmp_path / "a.parquet"))
    write_lines(tmp_path / "b.jsonl", {"text": "Other text", "corpo": TEXT})
    documents, failures, _ = read(tmp_path / name, tmp_path / "b.jsonl", text_column="corpo")
    assert [document["text"] for document in documents] == [TEXT]
    assert [failure["message"] for failure in failures] == ["no column 'corpo' (--text-column); columns are id, text"]


def test_parquet_rows_are_read(tmp_path):
    """Dates, times, numbers and nulls of Parquet become the columns' values; the text stays as it is."""
    path = tmp_path / "a[1].parquet"
    table = duckdb.connect()
    table.execute("CREATE TABLE t (doc_id INTEGER, body VARCHAR, date DATE, author VARCHAR[], score DOUBLE)")
    table.execute(
        "INSERT INTO t VALUES (5, ?, ?, ['Ann Lee'], 0.5), (NULL, 'Other', NULL, NULL, NULL)", [TEXT, date(2025, 6, 2)]
    )
    table.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    documents, failures, _ = read(path)
    assert failures == []
    assert [document["document_id"] for document in documents] == ["5", "a[1]-2"]
    assert (documents[0]["text"], documents[0]["published"], documents[0]["author"]) == (TEXT, "2025-06-02", "Ann Lee")
    assert documents[1]["published"] is None


def test_a_parquet_file_is_no_pattern(tmp_path):
    """Brackets in a file's name do not make the reader look for other files."""
    for name in ("a1", "a[1]"):
        duckdb.sql(f"SELECT 'Text of {name}' AS text").write_parquet(f"{tmp_path}/{name}.parquet")
    assert [document["text"] for document in read(tmp_path)[0]] == ["Text of a1", "Text of a[1]"]


def test_parquet_times_keep_their_time(tmp_path):
    """A timestamp is a date and a time."""
    path = tmp_path / "a.parquet"
    table = duckdb.connect()
    table.execute(
        "CREATE TABLE t AS SELECT 'The harbour' AS text, ?::TIMESTAMP AS timestamp", [datetime(2025, 6, 2, 10, 30)]
    )
    table.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    assert read_one(path)["published"] == "2025-06-02T10:30:00"


@pytest.mark.parametrize("content", [b"", b"PAR1 and nothing of the kind PAR1", b"\0" * 100])
def test_what_is_no_parquet_fails(tmp_path, content):
    """A file that only bears the ending is a failure."""
    (tmp_path / "a.parquet").write_bytes(content)
    assert "not readable as Parquet" in read_failure(tmp_path / "a.parquet")


def test_a_row_digest_does_not_depend_on_the_order_of_columns(tmp_path):
    """CSV rows with the same values have the same digest."""
    one = read_one(write_csv(tmp_path / "a.csv", [["id", "text"], ["1", "harbour"]]))
    other = read_one(write_csv(tmp_path / "b.csv", [["text", "id"], ["harbour", "1"]]))
    assert one["raw_sha256"] == other["raw_sha256"]


def test_fields_that_hold_no_text_are_noted_once(tmp_path):
    """An object without a name, or true, is no title: it is left out and told; what says nothing is not told."""
    odd = {"title": {"en": "Port"}, "outlet": True, "author": [{"id": 1}], "date": {"y": 1}, "url": {}, "lang": None}
    path = write_lines(tmp_path / "a.jsonl", *({"text": f"{TEXT} {n}", **odd} for n in range(2)))
    documents, failures, notes = read(path)
    assert failures == []
    assert {documents[0][name] for name in ("title", "outlet", "author", "published", "url")} == {None}
    assert [note.split(": ", 1)[1].split(",")[0] for note in notes] == [
        "the title is an object without a name",
        "the outlet is no text",
        "the author is no text",
        "the date is an object without a name",
    ]


@pytest.mark.parametrize("content", ["id,text\r1,One\r2,Two\r", "id,text\n1,One\r2,Two\n"])
def test_bare_carriage_returns_are_told(tmp_path, content):
    """Line ends of old Macs are named, with what to do."""
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode())
    assert "a bare carriage return (\\r) ends no line here; save the file with line ends of Unix" in read_failure(path)
