"""Articles at addresses: the same documents as from files, read by ranges; nothing shows credentials."""

import bz2
import gzip
import json
import logging

import duckdb
import fsspec
import pytest

from framing.errors import InputError
from framing.ingest import IngestOptions, PortionReading, find_sources, plan_portions
from tests.ingest.ingest_reading import read

ROWS = [
    {"id": f"a{number}", "text": f"The envoy spoke of grain for the {number}th time. Nobody answered him then."}
    for number in range(400)
]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
TABLE = "id,text\n" + "".join(f'{row["id"]},"{row["text"]}"\n' for row in ROWS)


@pytest.fixture
def memory():
    """A store in memory, empty before and after."""
    store = fsspec.filesystem("memory")
    store.rm("/", recursive=True)
    yield store
    store.rm("/", recursive=True)


@pytest.fixture
def corpus(memory, tmp_path):
    """The same files in a folder and at an address."""
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(LINES)
    (folder / "sub" / "b.csv.gz").write_bytes(gzip.compress(TABLE.replace("a", "b").replace("textb", "text").encode()))
    (folder / "sub" / "c.jsonl.bz2").write_bytes(bz2.compress(LINES.replace(b'"a', b'"c')))
    (folder / "sub" / "2025-06-02-talks.txt").write_text("Grain talks resume\n\nThe envoy returned on Monday.")
    (folder / "sub" / ".hidden.txt").write_text("not read")
    query = "COPY (SELECT 'p' || range AS id, 'Parquet holds this text.' AS text FROM range(3000)) TO ?"
    duckdb.execute(query, [str(folder / "d.parquet")])
    memory.put(str(folder), "/corpus", recursive=True)
    return folder


def without_source(documents):
    return [{name: value for name, value in row.items() if name != "source"} for row in documents]


@pytest.mark.parametrize("inputs", ["", "/*.jsonl", "/sub", "/sub/*.gz", "/**/*.txt", "/d.parquet", "/sub/c.jsonl.bz2"])
def test_an_address_gives_the_documents_of_the_files(corpus, inputs):
    """Files, folders and patterns at an address give the documents that the same files give on this machine."""
    documents, failures, notes = read(f"memory://corpus{inputs}")
    expected, expected_failures, expected_notes = read(f"{corpus}{inputs}")
    assert without_source(documents) == without_source(expected)
    assert failures == expected_failures == []
    assert notes == expected_notes
    for one, other in zip(documents, expected, strict=True):
        assert one["source"] == other["source"].replace(str(corpus), "memory://corpus")


@pytest.mark.parametrize("portion_bytes", [2_000, 30_000, 4_000_000])
def test_portions_of_an_address_are_read_one_without_the_other(corpus, portion_bytes):
    """All portions together hold what the source holds, in its order, however small they are."""
    options = IngestOptions()
    portions = list(plan_portions(find_sources(["memory://corpus"]), options, portion_bytes))
    found = [
        item[2]["document_id"] for portion in reversed(portions) for item in PortionReading(portion, options).read()
    ]
    expected, _, _ = read(corpus)
    assert sorted(found) == sorted(row["document_id"] for row in expected)
    assert len(portions) > 1 or portion_bytes > 30_000


def test_only_the_range_is_asked_for(corpus, memory, monkeypatch):
    """A portion of a large file asks for its own bytes, and a table for the columns that are read."""
    options = IngestOptions()
    portions = list(plan_portions(find_sources(["memory://corpus/a.jsonl"]), options, 5_000))
    asked = []
    original = type(memory).cat_file

    def cat_file(self, path, start=None, end=None, **rest):
        asked.append((start, end))
        return original(self, path, start, end, **rest)

    monkeypatch.setattr(type(memory), "cat_file", cat_file)
    span = portions[3].ranges[0][1]
    assert len(list(PortionReading(portions[3], options).read())) > 10
    assert min(start for start, _ in asked) == span.first_byte
    assert max(end for _, end in asked) <= len(LINES)


def test_a_file_address_is_a_path(corpus):
    """`file://` names a file of this machine, percent signs decoded."""
    (corpus / "two words.txt").write_text("An article of two sentences. This is the second.")
    (source,) = find_sources([f"file://{corpus}/two%20words.txt"])
    assert source.path == corpus / "two words.txt"
    assert source.name == str(corpus / "two words.txt")


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("memory://nowhere", "memory://nowhere: no such file or folder"),
        ("memory://corpus/*.zip", "memory://corpus/*.zip: matches no article files"),
        ("memory://corpus/x.bin", "memory://corpus/x.bin: cannot tell the format"),
        ("nosuch://corpus", "nosuch://corpus: no kind of address that fsspec knows"),
        ("adl://x/y", "adl://x/y: adl:// needs another package: pip install adlfs"),
        ("zip://a.txt::memory://corpus/a.zip", "chains of addresses (::) are not read"),
    ],
)
def test_an_address_that_cannot_be_read_is_said(corpus, memory, address, complaint):
    """Each fault of an address has its line."""
    memory.pipe_file("/corpus/x.bin", b"x")
    with pytest.raises(InputError) as problem:
        find_sources([address])
    assert complaint in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_file_that_vanishes_is_a_failure(corpus, memory):
    """What was listed and is gone stops nothing else."""
    sources = find_sources(["memory://corpus/a.jsonl"])
    memory.rm("/corpus/a.jsonl")
    (portion,) = plan_portions(sources, IngestOptions())
    (failure,) = PortionReading(portion, IngestOptions()).read()
    assert failure.source == "memory://corpus/a.jsonl"
    assert "no such file" in failure.message


@pytest.mark.parametrize(
    "address",
    ["ftp://anna:geheim77@127.0.0.1:9/a.txt", "ftp://anna:geheim%3777@127.0.0.1:9/a.txt"],
)
def test_credentials_in_an_address_are_not_shown(address, caplog):
    """User, password and signature stand in no message, log, name or representation."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(InputError) as problem:
        find_sources([address])
    shown = f"{problem.value} {problem.value!r} {caplog.text}"
    assert "ftp://***@127.0.0.1:9/a.txt" in shown
    assert "geheim" not in shown
    assert "anna" not in shown
