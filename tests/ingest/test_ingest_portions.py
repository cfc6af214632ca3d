"""Sources read in portions give what they give when read in one go."""

import bz2
import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.ingest import (
    Failure,
    IngestOptions,
    NoteJoiner,
    PortionReading,
    SeenDocuments,
    find_sources,
    plan_portions,
    read_batches,
    weigh_source,
)

TEXTS = ["The harbour was closed, said the mayor.", "Гавань закрыта.", 'He said "no"\nand left.', "", "Ünïcode"]
LINES = st.sampled_from(
    [
        b'{"text": "One short text about ships."}',
        b'{"text": "Another text with a date.", "date": "5/6/7"}',
        '{"text": "Гавань была закрыта, сказал мэр.", "title": "Гавань"}'.encode(),
        b'{"id": 1',
        b"",
        b"[1]",
        b'{"text": ""}',
        b'{"note": "no text here"}',
        b'{"text": "not utf-8: \xff\xfe"}',
        b'{"text": "' + b"long " * 400 + b'"}',
    ]
)
CELLS = st.sampled_from([*TEXTS, "x" * 700, "a,b;c", "\n\n", "5/6/7"])


def read_whole(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    batches = list(read_batches(find_sources([str(path)]), IngestOptions(**options)))
    return (
        [row for batch in batches for row in batch.documents.rows()],
        [row for batch in batches for row in batch.failures.rows()],
        [note for batch in batches for note in batch.notes],
    )


def read_portions(path: Path, n_bytes: int, **options: Any) -> tuple[list[Any], list[Any], list[str], int]:
    ingest, seen = IngestOptions(**options), SeenDocuments()
    documents, failures, notes, joiner, n_portions = [], [], [], NoteJoiner(ingest), 0
    for portion in plan_portions(find_sources([str(path)]), ingest, n_bytes):
        n_portions += 1
        notes += portion.notes
        reading = PortionReading(portion, ingest)
        for item in reading.read():
            if isinstance(item, Failure):
                failures.append(item.to_row())
            else:
                source, number, row = item
                digest = bytes.fromhex(row["text_sha256"])
                row["duplicate_of"] = seen.take_in(row["document_id"], digest, source, number)
                documents.append({**row, "n_words": None, "n_sentences": None})
        notes += joiner.join(reading.notes)
    return documents, failures, notes, n_portions


def check_same(path: Path, n_bytes: int, **options: Any) -> int:
    documents, failures, notes, n_portions = read_portions(path, n_bytes, **options)
    assert (documents, failures, notes) == read_whole(path, **options)
    return n_portions


@given(st.lists(LINES, min_size=1, max_size=60), st.integers(1, 3000), st.booleans(), st.booleans())
@example([b""], 1, False, True)
@example([b"", b"", b""], 1, True, True)
@settings(max_examples=60)
def test_ranges_of_lines_are_the_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], n_bytes: int, has_mark: bool, ends: bool
) -> None:
    """JSON Lines, whatever stands in them, give the same documents, failures and notes in ranges of any length."""
    folder = tmp_path_factory.mktemp("lines")
    # Rows without a text are few here: at the hundredth a file is given up, and how far a range goes then matters.
    content = (b"\xef\xbb\xbf" if has_mark else b"") + b"\n".join(lines) + (b"\n" if ends else b"")
    (folder / "a.jsonl").write_bytes(content)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(content))
    for path in sorted(folder.iterdir()):
        check_same(path, n_bytes)
        check_same(path, n_bytes, url_column="address")


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=60), st.integers(1, 3000), st.booleans(), st.data())
@settings(max_examples=60)
def test_ranges_of_rows_are_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], n_bytes: int, has_mark: bool, data: Any
) -> None:
    """CSV with quoted line ends, and with a broken place, gives the same documents and failures in any ranges."""
    written = io.StringIO()
    csv.writer(written).writerows([("text", "date"), *rows])
    content = written.getvalue()
    if data.draw(st.booleans()):
        place = data.draw(st.integers(12, len(content)))
        content = content[:place] + data.draw(st.sampled_from(['"', "\n", ",", '"x'])) + content[place:]
    folder = tmp_path_factory.mktemp("rows")
    encoded = (b"\xef\xbb\xbf" if has_mark else b"") + content.encode()
    (folder / "a.csv").write_bytes(encoded)
    (folder / "b.csv.bz2").write_bytes(bz2.compress(encoded))
    for path in sorted(folder.iterdir()):
        check_same(path, n_bytes)


def test_large_files_are_cut(tmp_path: Path) -> None:
    """A file longer than a portion is read in several, compressed or not."""
    rows = [{"text": f"Text {number} " + "with some words " * 20} for number in range(200)]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (tmp_path / "a.jsonl").write_bytes(lines)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    assert check_same(tmp_path / "a.jsonl", 5000) > 10
    assert check_same(tmp_path / "b.jsonl.gz", 5000) > 10


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_cut_off_file_gives_what_stands_before(tmp_path: Path, keep: float) -> None:
    """Compressed rows of a damaged file are read as far as they go, and the fault is one failure."""
    rows = [{"text": f"Text {number}, {number * 7919 % 10007}.", "id": f"n{number}"} for number in range(3000)]
    lines = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    table = io.StringIO()
    csv.writer(table).writerows([("id", "text"), *((row["id"], row["text"]) for row in rows)])
    (tmp_path / "a.jsonl.gz").write_bytes(lines[: int(keep * len(lines))])
    packed = gzip.compress(table.getvalue().encode())
    (tmp_path / "b.csv.gz").write_bytes(packed[: int(keep * len(packed))])
    for path in sorted(tmp_path.iterdir()):
        check_same(path, 4000)


def test_small_files_are_read_together(examples: Path) -> None:
    """A folder of articles is one portion, and many where portions are small."""
    assert check_same(examples, 10_000_000) == 1
    assert check_same(examples, 2000) > 3


def test_rows_without_text_end_the_file(tmp_path: Path) -> None:
    """A file is given up at its hundredth row without a text, also where it would be cut."""
    (tmp_path / "a.jsonl").write_text('{"words": "none"}\n' * 500, encoding="utf-8")
    assert check_same(tmp_path / "a.jsonl", 4000) == 1


def test_a_parquet_file_of_pages_is_read_in_portions(tmp_path: Path) -> None:
    """Rows with HTML go out 64 at a time, with the failures and numbers of the whole; rows with text are not."""
    pages = [f"<html><body><article><p>{text} {number} " * 3 for number in range(150) for text in ("The harbour", "")]
    table = duckdb.connect()
    table.execute("CREATE TABLE t (id VARCHAR, html VARCHAR)")
    table.executemany("INSERT INTO t VALUES (?, ?)", [[f"p{n}", page] for n, page in enumerate(pages[:140])])
    table.execute(f"COPY t TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    assert check_same(tmp_path / "a.parquet", 1_000) == 3
    portions = plan_portions(find_sources([str(tmp_path / "a.parquet")]), IngestOptions(), 1_000)
    assert [portion.place.partition("parquet ")[2] for portion in portions] == [
        "from row 1 (64 rows)", "from row 65 (64 rows)", "from row 129 (12 rows)",
    ]  # fmt: skip
    table.execute(f"COPY (SELECT html AS text FROM t) TO '{tmp_path / 'b.parquet'}' (FORMAT parquet)")
    assert check_same(tmp_path / "b.parquet", 1_000) == 1


def test_pages_are_read_few_together(tmp_path: Path) -> None:
    """A page counts as the text that would take as long, so that some sixty make a portion."""
    for number in range(130):
        (tmp_path / f"{number}.html").write_text("<html>")
    sources = find_sources([str(tmp_path)])
    assert [len(one.ranges) for one in plan_portions(sources, IngestOptions())] == [63, 63, 4]
    assert len(list(plan_portions(sources, IngestOptions(extractor="fast")))) == 1
    assert sum(weigh_source(one, IngestOptions()) for one in sources) == 130 * 64_000
