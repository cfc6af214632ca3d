"""Columns kept as arrays read as the columns of plain values that they stand for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.columns import Coded, Column, Evidence, Nullable, Schema, Table, find_faults

ROWS = Schema("rows", (Column("word", "string", "a word", nullable=True), Column("size", "float", "", nullable=True)))
words = st.lists(st.none() | st.sampled_from(["a", "b", "it's"]), max_size=12)
pieces = st.fixed_dictionaries(
    {
        "start": st.integers(0, 99),
        "end": st.integers(0, 99),
        "feature": st.sampled_from(["a name", "после"]),
        "contribution": st.floats(-9, 9),
    }
)
lists = st.lists(st.lists(pieces, max_size=3), max_size=8)
sizes = st.lists(st.none() | st.floats(allow_nan=False), max_size=12)


def code(values: list[Any]) -> Coded:
    """The column with its distinct values in the order in which they come."""
    distinct = list(dict.fromkeys(values))
    return Coded(distinct, np.array([distinct.index(value) for value in values], dtype=np.int32))


def mark(values: list[float | None]) -> Nullable:
    """The column with NaN for null."""
    return Nullable(np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def make(rows: list[tuple[str | None, float | None]]) -> Table:
    return Table(ROWS, {"word": code([word for word, _ in rows]), "size": mark([size for _, size in rows])})


@pytest.mark.parametrize(
    ("values", "column"),
    [(words, code), (sizes, mark), (lists, Evidence.pack)],
    ids=["coded", "nullable", "evidence"],
)
def test_a_computed_column_reads_as_its_values(values: st.SearchStrategy[list[Any]], column: Any) -> None:
    """Length, values one by one, slices, chosen rows and equality are those of the list."""

    @given(values)
    def check(plain: list[Any]) -> None:
        computed = column(plain)
        assert computed == plain
        assert computed == column(plain)
        assert (len(computed), list(computed)) == (len(plain), plain)
        assert [computed[row] for row in range(len(plain))] == plain
        assert computed[1:4] == plain[1:4]
        assert computed[np.arange(len(plain))[::-1]] == plain[::-1]

    check()


@given(st.lists(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.none() | st.floats(0, 9)), max_size=5)))
def test_tables_of_computed_columns_are_joined_and_picked_row_by_row(parts: list[list[Any]]) -> None:
    """Joined, picked and read as rows, they are the tables of plain lists."""
    plain = Table.from_rows(ROWS, [dict(zip(ROWS.names, row, strict=True)) for part in parts for row in part])
    joined = Table.concat(ROWS, map(make, parts))
    assert find_faults(joined) == []
    assert list(joined.rows()) == list(plain.rows())
    odd = range(1, len(plain), 2)
    assert list(joined.take(odd).rows()) == list(plain.take(odd).rows())
    mixed = Table.concat(ROWS, [joined, plain])
    assert list(mixed.rows()) == [*plain.rows(), *plain.rows()]


def test_joined_codes_keep_one_code_for_each_value() -> None:
    """Rows of different parts that hold one value have one code: stretches of rows are told by codes."""
    joined = Coded.concat([code(["a", "b"]), code(["b", "c", "a"])])
    assert joined.values == ["a", "b", "c"]
    assert joined.array.tolist() == [0, 1, 1, 2, 0]


@given(st.lists(lists, min_size=1, max_size=3), st.integers(0, 3))
def test_evidence_of_several_batches_is_joined_and_cut(parts: list[Any], most: int) -> None:
    """Joined columns, parts of columns among them, hold the lists one after another; cut ones the first of each."""
    columns = [Evidence.pack(part) for part in parts]
    joined = Evidence.concat([*columns, columns[0][1:], columns[0][:-1]])
    plain = [*(row for part in parts for row in part), *parts[0][1:], *parts[0][:-1]]
    assert joined == plain
    assert joined[1:].head(most) == [row[:most] for row in plain[1:]]


def test_a_table_without_rows_does_not_change_the_form_of_others() -> None:
    """Its columns are plain lists; joined with computed columns they leave them as they are."""
    joined = Table.concat(ROWS, [Table.from_rows(ROWS, []), make([("a", None)]), Table.from_rows(ROWS, [])])
    assert isinstance(joined["word"], Coded)
    assert isinstance(joined["size"], Nullable)
    assert len(Table.concat(ROWS, [Table.from_rows(ROWS, [])])) == 0
