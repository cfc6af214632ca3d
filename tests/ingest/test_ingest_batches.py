import io
import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_reading import read

from framing.errors import InputError
from framing.ingest import IngestOptions, find_sources, read_batches
from framing.ingest.seen import SeenDocuments


def write_rows(path, rows):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_batches_have_the_size_asked_for_and_the_order_of_the_files(tmp_path):
    """Batches are full but for the last, over the borders of files."""
    for name in "ab":
        write_rows(tmp_path / f"{name}.jsonl", [{"text": f"Text {name} {n}"} for n in range(7)])
    batches = list(read_batches(find_sources([str(tmp_path)]), IngestOptions(), 5))
    assert [len(batch.documents) for batch in batches] == [5, 5, 4]
    ids = [document_id for batch in batches for document_id in batch.documents["document_id"]]
    assert ids == [f"{name}-{n}" for name in "ab" for n in range(1, 8)]


def test_bytes_read_grow_to_the_size_of_all_files(tmp_path):
    """A progress bar over bytes on disk moves forward and ends full, failures included."""
    write_rows(tmp_path / "a.jsonl", [{"text": f"Text {n}", "n": "x" * 5000} for n in range(200)])
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"The harbour")
    sources = find_sources([str(tmp_path)])
    counts = [batch.bytes_read for batch in read_batches(sources, IngestOptions(), 20)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] // 2
    assert counts[-1] == sum(source.size for source in sources)


@pytest.mark.parametrize("limit", [1, 3, 4, 7, 100])
def test_the_limit_counts_documents(tmp_path, limit):
    """Reading ends with the document that reaches the limit; failures do not count."""
    write_rows(tmp_path / "a.jsonl", [{"text": f"Text {n}" if n % 2 else ""} for n in range(12)])
    assert len(read(tmp_path / "a.jsonl", limit=limit, batch_size=2)[0]) == min(limit, 6)


def test_ids_of_files_come_from_their_place_in_the_folder(tmp_path):
    """A file given by its folder has the path in it as id, given itself its name; rows add their number."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("The harbour", encoding="utf-8")
    write_rows(tmp_path / "sub" / "b.jsonl", [{"text": "The bridge"}])
    assert [document["document_id"] for document in read(tmp_path)[0]] == ["sub/a", "sub/b-1"]
    documents, _, _ = read(tmp_path / "sub" / "a.txt", tmp_path / "sub" / "b.jsonl")
    assert [document["document_id"] for document in documents] == ["a", "b-1"]


def test_a_clash_of_ids_names_both_places(tmp_path):
    """Two documents with one id stop the run, across files and batches."""
    write_rows(tmp_path / "a.jsonl", [{"id": n, "text": f"Text {n}"} for n in range(10)])
    write_rows(
        tmp_path / "b.jsonl", [{"id": f"b{n}", "text": f"Text {n}"} for n in range(6)] + [{"id": "2", "text": "x"}]
    )
    with pytest.raises(InputError) as caught:
        read(tmp_path, batch_size=4)
    folder = tmp_path.as_posix()
    assert str(caught.value).startswith(f"id '2' stands in {folder}/a.jsonl:3 and {folder}/b.jsonl:7; ")


def test_a_clash_without_control_characters_shows_both_ids(tmp_path):
    """Ids that differ in control characters only are shown as the input has them, with the one that they become."""
    write_rows(tmp_path / "a.jsonl", [{"id": "a\u0001", "text": "x"}, {"id": "a\u0002", "text": "y"}])
    place = f"{tmp_path.as_posix()}/a.jsonl"
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(
        rf"id 'a\x01' in {place}:1 and id 'a\x02' in {place}:2 are both 'a' without their control characters; "
    )


def test_a_clash_in_a_table_tells_rows(tmp_path):
    """Rows of tables are no lines."""
    (tmp_path / "a.csv").write_text('id,text\n1,"x\ny"\n1,z\n', encoding="utf-8")
    place = f"{tmp_path.as_posix()}/a.csv"
    with pytest.raises(InputError, match=f"id '1' stands in {place} row 1 and {place} row 2; "):
        read(tmp_path)


def test_a_clash_of_files_names_both_files(tmp_path):
    """Two files whose names differ in the ending only clash."""
    for name in ["a.txt", "a.json"]:
        (tmp_path / name).write_text('{"text": "x"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"id 'a' stands in \S+a\.json and \S+a\.txt; "):
        read(tmp_path)


def test_exact_repeats_name_the_first(tmp_path):
    """A document that repeats a text exactly names the first with it, over files and batches."""
    rows = [{"text": "Same words"}, {"text": "Other words"}, {"text": "Same words"}, {"text": "Same words "}]
    write_rows(tmp_path / "a.jsonl", rows)
    write_rows(tmp_path / "b.jsonl", rows)
    documents, _, _ = read(tmp_path, batch_size=3)
    repeated = [document["duplicate_of"] for document in documents]
    assert repeated == [None, None, "a-1", None, "a-1", "a-2", "a-1", "a-4"]


def test_a_bad_file_stops_no_other(tmp_path):
    """Files of every broken kind become failures, and the good one between them is read."""
    for name in ["a.txt", "b.jsonl", "c.csv", "d.parquet", "e.json", "f.html", "z.jsonl.gz"]:
        (tmp_path / name).write_bytes(b"\0\1\2\3" * 50)
    (tmp_path / "m.txt").write_text("The harbour is open.", encoding="utf-8")
    (tmp_path / "n.txt").symlink_to(tmp_path / "nowhere.txt")
    documents, failures, _ = read(tmp_path)
    assert [document["document_id"] for document in documents] == ["m"]
    assert len(failures) == 8
    assert {failure["stage"] for failure in failures} == {"ingest"}


def test_a_file_that_vanished_is_a_failure(tmp_path):
    """A file that cannot be opened any more is a failure with the system's reason."""
    path = tmp_path / "a.txt"
    path.write_text("The harbour", encoding="utf-8")
    sources = find_sources([str(path)])
    path.unlink()
    (batch,) = read_batches(sources, IngestOptions())
    assert [row["message"] for row in batch.failures.rows()] == ["cannot be read: No such file or directory"]


@pytest.mark.parametrize("options", [{"limit": 0}, {"max_characters": 0}, {"language": "klingon"}])
def test_options_without_sense_are_refused(options):
    """Limits below one and unknown languages end the run before any file is read."""
    with pytest.raises(InputError):
        list(read_batches([], IngestOptions(**options)))


def test_a_given_language_is_that_of_all(tmp_path):
    """The option goes before the column, and the column before the guess."""
    english = "The council decided that the new bridge will be opened."
    write_rows(tmp_path / "a.jsonl", [{"text": english, "lang": "de"}, {"text": f"{english} Soon.", "lang": "?"}])
    assert [document["language"] for document in read(tmp_path)[0]] == ["de", "en"]
    assert [document["language"] for document in read(tmp_path, language="fr")[0]] == ["fr", "fr"]


class _Input:
    def __init__(self, content):
        self.buffer = io.BufferedReader(io.BytesIO(content), 8)


@pytest.mark.parametrize("before", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_standard_input_with_a_brace_is_json_lines(monkeypatch, before):
    """Rows on standard input are read as JSON Lines."""
    monkeypatch.setattr(sys, "stdin", _Input(before + b'{"text": "one"}\nbad\n{"text": "two", "id": "x"}\n'))
    documents, failures, _ = read("-")
    n_lines = before.count(b"\n")
    assert [document["document_id"] for document in documents] == [f"stdin-{1 + n_lines}", "x"]
    assert [failure["source"] for failure in failures] == [f"stdin:{2 + n_lines}"]


def test_standard_input_without_a_brace_is_one_article(monkeypatch):
    """Anything else on standard input is the text of one article."""
    monkeypatch.setattr(sys, "stdin", _Input("Harbour plan\r\n\r\nThe council said «да».".encode()))
    (document,) = read("-")[0]
    assert (document["document_id"], document["title"], document["source"]) == ("stdin", "Harbour plan", "stdin")
    assert document["text"] == "Harbour plan\n\nThe council said «да»."


def test_empty_standard_input_is_a_failure(monkeypatch):
    """No input is a text without a character."""
    monkeypatch.setattr(sys, "stdin", _Input(b""))
    assert [failure["message"] for failure in read("-")[1]] == ["the text is empty"]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text("ab", max_size=4), st.binary(min_size=8, max_size=8)), max_size=60))
def test_seen_documents_are_found_as_in_a_dictionary(pairs):
    """Ids and texts are found again whatever the order in which they settle into the sorted arrays."""
    seen = SeenDocuments()
    seen._by_id._RECENT = seen._by_text._RECENT = 3
    by_id, by_text = {}, {}
    for document_id, digest in pairs:
        assert seen.find_id(document_id) == by_id.get(document_id)
        assert seen.find_text(digest) == by_text.get(digest)
        if document_id not in by_id:
            number = len(by_id)
            by_id[document_id] = number
            by_text.setdefault(digest, number)
            seen.add(document_id, digest, f"file{number // 3}", number % 3)
            assert seen.get_id(number) == document_id
            assert seen.get_place(number) == f"file{number // 3}" + (f":{number % 3}" if number % 3 else "")


def test_seen_documents_are_small():
    """A hundred thousand documents take tens of bytes each, in arrays that grow by merging."""
    seen = SeenDocuments()
    digests = np.random.default_rng(1).bytes(8 * 100_000)
    for number in range(100_000):
        seen.add(f"id-{number}", digests[8 * number : 8 * number + 8], "a.jsonl", number + 1)
    assert seen.find_id("id-70000") == 70_000
    assert seen.find_text(digests[8 * 5 : 48]) == 5
    assert len(seen._by_id._runs) <= 4
    assert len(seen._sources) == 1


def test_the_door_loads_no_heavy_library():
    """Importing the room loads none of the libraries that single formats need."""
    program = (
        "import sys, framing.ingest; "
        "print(sorted({'duckdb', 'trafilatura', 'py3langid', 'chardet', 'lxml'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
