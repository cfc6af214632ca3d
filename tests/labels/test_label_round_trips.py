"""Rows come back from every format as they were."""

import string
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.cells import defuse_cell, restore_cell
from framing.labels import FORMATS, Item, guess_format, import_labels, read_items, write_items
from framing.labels.counting import COUNTINGS, read_span, to_utf16
from framing.stance import read_labels

NAMES = {"csv": "a.csv", "jsonl": "a.jsonl", "label-studio": "a.json", "doccano": "d.jsonl", "prodigy": "p.jsonl"}
# What breaks offsets and files: two units of UTF-16, marks that combine, joined emoji, line breaks of all kinds,
# quotes, separators, formulas, apostrophes, a byte order mark, and what JSON and HTML escape.
ODD = [
    "😀",
    "👩‍👩‍👧",
    "e\u0301",
    "İ",
    "ß",
    "\u2028",
    "\u0085",
    "\r\n",
    "\n",
    "\r",
    "\t",
    '"',
    "'",
    ",",
    ";",
    "=",
    "+",
    "-",
    "@",
]
ODD += ["＝", "\ufeff", "\\n", "\\", "<b>", "&amp;", "ж", "中", " ", "\u00a0", "\x0b", "\x00", "T1\tfavor 0 1", "|"]
pieces = st.lists(
    st.one_of(st.sampled_from(ODD), st.text(string.ascii_letters + " .", min_size=1, max_size=6)), max_size=9
)
texts = pieces.map("".join).filter(str.strip)
names = st.one_of(st.none(), texts)
labels = st.sampled_from(["favor", "neutral", "against", "très favorable", "1", "a/b", "a b", "Target", "за", "_"])


@st.composite
def rows(draw: st.DrawFn) -> Item:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    has_target = draw(st.booleans()) and text[start:end].strip()
    extra = draw(
        st.dictionaries(st.sampled_from(["item", "note", "reason", "x y", "=1+1", "context_before"]), texts, max_size=3)
    )
    return Item(
        text,
        draw(st.one_of(st.none(), labels)),
        text[start:end] if has_target else draw(st.sampled_from([None, "Ruritania and its neighbours"])),
        start if has_target else None,
        end if has_target else None,
        *(draw(names) for _ in range(4)),
        extra=extra,
    )


@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=80)
@given(items=st.lists(rows(), min_size=1, max_size=4))
def test_all_columns_come_back(file_format: str, items: list[Item]) -> None:
    """What is written in a format is read from it, column for column, offset for offset; the format is recognized."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAMES.get(file_format, "brat")
        write_items(path, items, file_format)
        assert guess_format(path) == file_format
        found = read_items(path, file_format)
    assert found == items
    for one in found:
        assert one.target_start is None or one.text[one.target_start : one.target_end] == one.target


@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=20)
@given(items=st.lists(rows(), min_size=1, max_size=4, unique_by=lambda item: item.identity))
def test_labels_from_any_format_are_read_for_training(file_format: str, items: list[Item]) -> None:
    """What `labels import` writes, `framing train` reads: the same texts, labels, targets and documents."""
    labelled = [item for item in items if item.label]
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / NAMES.get(file_format, "brat"), Path(folder) / "labels.jsonl"
        write_items(path, items, file_format)
        if not labelled:
            return
        imported = import_labels([path], file_format=file_format)
        assert (imported.n_rows, imported.n_unlabelled) == (len(items), len(items) - len(labelled))
        write_items(out, imported.items, "jsonl")
        read = read_labels(out).rows
    assert [(row.text, row.label, row.target_start, row.target_end) for row in read] == [
        (item.text, item.label, item.target_start, item.target_end) for item in labelled
    ]
    assert [(row.document_id, row.outlet, row.date, row.annotator) for row in read] == [
        (item.document_id, item.outlet, item.date, item.annotator) for item in labelled
    ]


@given(texts)
def test_cells_are_no_formulas_and_come_back(cell: str) -> None:
    """No cell begins as a formula does, and each is restored."""
    assert not defuse_cell(cell).lstrip().startswith(("=", "+", "-", "@"))
    assert restore_cell(defuse_cell(cell)) == cell


@given(texts, st.data())
def test_spans_in_any_counting(text: str, data: st.DataObject) -> None:
    """A span counted in units of UTF-16, or with a line break of two characters as one, is found by its characters."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = to_utf16(text, start), to_utf16(text, end)
    # The oracle: Python's own encoder.
    assert span == tuple(len(text[:place].encode("utf-16-le")) // 2 for place in (start, end))
    assert read_span("", text, span, ["utf-16"]) == (start, end)
    assert read_span("", text, (start, end), ["code-points"]) == (start, end)
    shorter = len(text[:start].replace("\r\n", "\n")), len(text[:end].replace("\r\n", "\n"))
    cuts = text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n"
    if shorter != (start, end) and not cuts and text[start:end].strip():
        found = read_span("", text, shorter, COUNTINGS, marked=text[start:end])
        assert text[slice(*found)].split() == text[start:end].split()
