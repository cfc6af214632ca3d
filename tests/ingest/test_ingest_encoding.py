import pytest
from ingest_reading import read, read_failure, read_one

from framing.errors import InputError
from framing.ingest import IngestOptions, read_batches

RUSSIAN = "Городской совет решил, что новый мост через реку откроют осенью. По словам мэра, работы идут по плану."
LINE = '{"text": "' + RUSSIAN + '"}\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.csv"])
def test_byte_order_marks_are_honoured(tmp_path, name, encoding):
    """A file with a byte order mark is read by it, in every format."""
    content = {"a.txt": RUSSIAN, "a.jsonl": LINE, "a.json": LINE, "a.csv": f'text\n"{RUSSIAN}"\n'}[name]
    (tmp_path / name).write_bytes(content.encode(encoding))
    assert read_one(tmp_path / name)["text"] == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_the_other_order_of_bytes_is_honoured(tmp_path, encoding):
    """Both orders of UTF-16 are read by their mark."""
    (tmp_path / "a.jsonl").write_bytes(f"\ufeff{LINE}{LINE}".encode(encoding))
    assert [document["text"] for document in read(tmp_path / "a.jsonl")[0]] == [RUSSIAN] * 2


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16-le"])
def test_an_encoding_can_be_named(tmp_path, name, encoding):
    """A named codec decodes text and rows."""
    content = {"a.txt": RUSSIAN, "a.jsonl": LINE, "a.csv": f'text\n"{RUSSIAN}"\n'}[name]
    (tmp_path / name).write_bytes(content.encode(encoding))
    assert read_one(tmp_path / name, encoding=encoding)["text"] == RUSSIAN


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_an_encoding_is_guessed_on_request_and_reported(tmp_path, name):
    """`detect` guesses the encoding and says file, guess and confidence."""
    content = {"a.txt": RUSSIAN, "a.jsonl": LINE, "a.csv": f'text\n"{RUSSIAN}"\n'}[name]
    (tmp_path / name).write_bytes(content.encode("cp1251"))
    documents, failures, notes = read(tmp_path / name, encoding="detect")
    assert failures == []
    assert documents[0]["text"] == RUSSIAN
    assert len(notes) == 1
    place, _, guess = notes[0].partition(": ")
    assert place == f"{tmp_path.as_posix()}/{name}"
    assert guess.lower().startswith("encoding guessed as windows-1251 (confidence ")


def test_utf_8_is_not_reported_as_a_guess(tmp_path):
    """Detection says nothing of files that are UTF-8, also where letters beyond ASCII come late."""
    (tmp_path / "a.jsonl").write_text('{"text": "plain words"}\n' * 20_000 + LINE, encoding="utf-8")
    documents, failures, notes = read(tmp_path / "a.jsonl", encoding="detect")
    assert (len(documents), failures, notes) == (20_001, [], [])
    for before in ("", "a"):  # a sample that ends inside a letter
        (tmp_path / "b.txt").write_text(before + "да" * 150_000, encoding="utf-8")
        documents, failures, notes = read(tmp_path / "b.txt", encoding="detect")
        assert (len(documents), failures, notes) == (1, [], [])


@pytest.mark.parametrize("encoding", ["no-such", "base64", "rot13", ""])
def test_an_unknown_codec_is_refused(encoding):
    """A name that is no text codec ends the run before any file is read."""
    with pytest.raises(InputError, match="unknown encoding"):
        list(read_batches([], IngestOptions(encoding=encoding)))


def test_an_undecodable_text_says_where_and_how_to_mend(tmp_path):
    """The byte's place counts from the beginning of the file."""
    (tmp_path / "a.txt").write_bytes(b"The harbour " + "план".encode("cp1251"))
    assert read_failure(tmp_path / "a.txt") == (
        "not UTF-8 at byte 12; name the encoding (--encoding cp1251), or say --encoding detect"
    )


def test_a_byte_order_mark_counts_among_the_bytes(tmp_path):
    """Places of bytes count the mark at the beginning."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfThe \xff harbour")
    assert read_failure(tmp_path / "a.txt").startswith("not UTF-8 at byte 7;")
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf{}\n\xff")
    assert "not UTF-8 at byte 6;" in read(tmp_path / "a.jsonl")[1][-1]["message"]


def test_an_undecodable_row_fails_alone(tmp_path):
    """Only the row with the bad byte fails, at its place in the file; in CSV also where it spans lines."""
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n{"text": "tw\xff"}\n{"text": "three"}\n')
    documents, failures, _ = read(tmp_path / "a.jsonl")
    assert [document["text"] for document in documents] == ["one", "three"]
    assert [(failure["source"][-2:], failure["message"][:21]) for failure in failures] == [
        (":2", "not UTF-8 at byte 28;")
    ]
    (tmp_path / "a.csv").write_bytes(b'text,id\n"one\nline",1\n"tw\xff\nlines",2\nthree,3\n')
    documents, failures, _ = read(tmp_path / "a.csv")
    assert [document["text"] for document in documents] == ["one\nline", "three"]
    assert [(failure["source"][-2:], failure["message"][:36]) for failure in failures] == [
        (":2", "row 2, line 4: not UTF-8 at byte 24;")
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.html"])
def test_a_binary_file_is_told_from_text(tmp_path, name):
    """NUL bytes without a mark of UTF-16 mean a binary file."""
    (tmp_path / name).write_bytes(b"\x7fELF\x02\x01\0\0\0\0" * 100)
    assert "looks binary" in read_failure(tmp_path / name)


def test_broken_utf_16_keeps_the_rows_before(tmp_path):
    """A file of UTF-16 that ends inside a character is a failure after its good rows."""
    (tmp_path / "a.jsonl").write_bytes((LINE * 3).encode("utf-16")[:-1])
    documents, failures, _ = read(tmp_path / "a.jsonl")
    assert len(documents) >= 2
    assert len(failures) == 1


def test_an_endless_line_is_passed_over(tmp_path):
    """A line without end does not fill the memory, and the next row is read."""
    (tmp_path / "a.jsonl").write_text('{"text": "' + "word " * 300_000 + '"}\n{"text": "short"}\n', encoding="utf-8")
    documents, failures, _ = read(tmp_path / "a.jsonl", max_characters=1000)
    assert [document["document_id"] for document in documents] == ["a-2"]
    assert "the line is longer than" in failures[0]["message"]
