import os
import socket
import sys
from pathlib import Path

import pytest
from ingest_reading import read

from framing.errors import InputError
from framing.ingest import find_sources


def touch(path, text="A line of text."):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(sources, folder):
    return [source.name.removeprefix(f"{folder.as_posix()}/") for source in sources]


def test_a_folder_gives_known_files_of_all_levels_in_order(tmp_path):
    """A folder is read with its subfolders, sorted; hidden files and unknown endings are passed over."""
    for name in ["b.txt", "a/z.html", "a/y.jsonl.gz", "readme.md", ".hidden.txt", ".git/x.txt", "c.CSV"]:
        touch(tmp_path / name)
    sources = find_sources([str(tmp_path)])
    assert names(sources, tmp_path) == ["a/y.jsonl.gz", "a/z.html", "b.txt", "c.CSV"]
    assert [source.format for source in sources] == ["jsonl", "html", "text", "csv"]
    assert [source.id_stem for source in sources] == ["a/y", "a/z", "b", "c"]


def test_sources_know_their_size(tmp_path):
    """The size of a source is that of its file in bytes."""
    assert find_sources([str(touch(tmp_path / "a.txt", "Привет"))])[0].size == 12


def test_a_pattern_gives_sorted_matches(tmp_path):
    """A pattern that the shell did not expand is expanded, also over levels of folders."""
    for name in ["b.txt", "a.txt", "sub/c.txt", "d.md"]:
        touch(tmp_path / name)
    assert names(find_sources([f"{tmp_path}/*.txt"]), tmp_path) == ["a.txt", "b.txt"]
    assert names(find_sources([f"{tmp_path}/**/*.txt"]), tmp_path) == ["a.txt", "b.txt", "sub/c.txt"]


def test_a_file_with_brackets_in_its_name_is_that_file(tmp_path):
    """A name that exists is no pattern."""
    touch(tmp_path / "a[1].txt")
    assert names(find_sources([f"{tmp_path}/a[1].txt"]), tmp_path) == ["a[1].txt"]


def test_a_file_named_twice_is_read_once(tmp_path):
    """A file that is named itself and stands in a named folder is one source."""
    touch(tmp_path / "a.txt")
    assert len(find_sources([str(tmp_path / "a.txt"), str(tmp_path), f"{tmp_path}/*"])) == 1


def test_the_order_of_inputs_is_kept(tmp_path):
    """Inputs come in the order in which they are named."""
    touch(tmp_path / "a.txt")
    touch(tmp_path / "b.txt")
    assert names(find_sources([f"{tmp_path}/b.txt", f"{tmp_path}/a.txt"]), tmp_path) == ["b.txt", "a.txt"]


def test_a_minus_is_standard_input():
    """`-` stands for standard input, which has no path and no known size."""
    (source,) = find_sources(["-"])
    assert (source.format, source.path, source.size) == ("stdin", None, 0)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("*.nothing", "matches no article files"),
        ("notes.md", "cannot tell the format; files that are read end in .txt"),
        ("table.parquet.gz", "cannot tell the format"),
        ("empty", "no article files in this folder"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused_by_name(tmp_path, name, message):
    """An input that gives no source stops the run with one line that names it."""
    touch(tmp_path / "notes.md")
    touch(tmp_path / "table.parquet.gz")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message) as caught:
        find_sources([str(tmp_path / name)])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_input_is_refused():
    """An empty list of inputs gets a line of its own."""
    with pytest.raises(InputError, match="no input"):
        find_sources([])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems make no such names")
def test_names_that_are_not_utf_8_are_read_and_stay_apart(tmp_path):
    """A byte of a file or folder name that is not UTF-8 is written as its number; none is lost, Parquet a failure."""
    top = os.fsencode(tmp_path)
    Path(os.fsdecode(top + b"/d\xe9")).mkdir()
    contents = {
        b"caf\xe8.txt": b"The mayor said it.",
        b"caf\xe9.txt": b"The mayor denied it.",
        b"d\xe9/ok.txt": b"The mayor left.",
        b"rows\xe9.csv": b"text\nThe mayor came.\n",
        b"sea\xe9.jsonl": b'{"text": "The mayor swam."}\n',
        b"t\xe9.parquet": b"PAR1",
    }
    for name, content in contents.items():
        Path(os.fsdecode(top + b"/" + name)).write_bytes(content)
    documents, failures, _ = read(tmp_path)
    ids = ["caf\\xe8", "caf\\xe9", "d\\xe9/ok", "rows\\xe9-1", "sea\\xe9-1"]
    assert [document["document_id"] for document in documents] == ids
    assert documents[1]["source"] == f"{tmp_path.as_posix()}/caf\\xe9.txt"
    assert [failure["source"] for failure in failures] == [f"{tmp_path.as_posix()}/t\\xe9.parquet"]
    assert "rename" in failures[0]["message"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_sockets_are_failures(tmp_path, monkeypatch):
    """What is no file is not waited for, in a folder or by name: each is a failure, and the files are read."""
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    touch(tmp_path / "a.txt")
    for name in ("b.txt", "c.jsonl", "d.parquet", "e.html", "f.csv"):
        os.mkfifo(name)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("g.txt")
        documents, failures, _ = read(".")
    assert [document["document_id"] for document in documents] == ["a"]
    assert [failure["source"] for failure in failures] == ["b.txt", "c.jsonl", "d.parquet", "e.html", "f.csv", "g.txt"]
    assert [failure["message"].split(",")[0] for failure in failures] == ["a named pipe"] * 5 + ["a socket"]
    assert "named pipe" in read("b.txt")[1][0]["message"]
