"""Whatever stands in a file, every row ends as a document or a failure, and nothing else is raised."""

import csv
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_reading import read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["text", "body", "id", "title", "outlet", "date", "author", "url", "language", "other"])
LINE = st.text(st.characters(codec="utf-8", exclude_characters="\0\n\ufeff"), max_size=20)
ROW = st.dictionaries(NAMES, JSON, max_size=6)


def read_content(name, content, **options):
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read(path, **options)


@settings(max_examples=120)
@given(st.lists(ROW | JSON.map(json.dumps) | LINE, min_size=1, max_size=8), st.integers(1, 9))
def test_every_json_line_is_a_document_or_a_failure(rows, batch_size):
    """Each line that is not blank gives one or the other at its place, whatever its values."""
    lines = []
    for number, row in enumerate(rows):
        if isinstance(row, dict) and "id" in row:
            row["id"] = number
        lines.append(row if isinstance(row, str) else json.dumps(row))
    documents, failures, _ = read_content("a.jsonl", "\n".join(lines).encode(), batch_size=batch_size)
    places = Counter(item["source"].rpartition(":")[2] for item in [*documents, *failures])
    expected = [str(number) for number, line in enumerate(lines, 1) if line.strip()]
    if expected:
        assert places == Counter(expected)
    else:
        assert (documents, [failure["message"] for failure in failures]) == ([], ["the file holds no articles"])


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_every_format(content):
    """Random bytes under any ending give documents or failures with a message of one line."""
    for name in ("a.jsonl", "a.csv", "a.tsv", "a.json", "a.txt", "a.jsonl.gz"):
        documents, failures, _ = read_content(name, content)
        assert documents or failures
        assert all(failure["message"] and "\n" not in failure["message"] for failure in failures)


@settings(max_examples=120)
@given(st.lists(st.tuples(st.text(max_size=15), st.text(max_size=8)), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_every_csv_row_is_a_document_or_a_failure(rows, delimiter):
    """What the csv module writes comes back: texts exactly, empty ones as failures."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
            writer.writerow(["text", "title"])
            writer.writerows(rows)
        documents, failures, _ = read(path)
    if not any("\0" in cell for row in rows for cell in row):
        assert len(documents) + len(failures) == len(rows)
        texts = {document["source"].rpartition(":")[2]: document["text"] for document in documents}
        expected = {str(number): text for number, (text, _) in enumerate(rows, 1) if text.strip()}
        assert texts == expected


@settings(max_examples=150)
@given(st.text('abc,;"\n\r\t|\ufeff', max_size=60))
def test_any_table_is_read_or_refused(body):
    """Loose marks, delimiters and line ends below a header break nothing."""
    _, failures, _ = read_content("a.csv", f"text,title\n{body}".encode())
    assert all(failure["message"] for failure in failures)


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_file_is_read_or_refused(text):
    """A text file gives its text with Unix line ends, or a failure where it holds no character."""
    documents, failures, _ = read_content("a.txt", text.encode("utf-8", "replace"))
    assert len(documents) + len(failures) == 1
    if documents and "\0" not in text:
        assert "\r" not in documents[0]["text"]
