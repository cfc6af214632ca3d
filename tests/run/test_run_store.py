"""Parquet parts give back what was written, whole or not at all."""

import math
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.columns import SCORES, STANCES, TABLES, Column, Schema, Table
from framing.errors import InputError
from framing.run import Store

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def make_values(column: Column) -> st.SearchStrategy[Any]:
    values: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(column.allowed) if column.allowed else TEXT,
        "integer": st.integers(0, 2**31 - 1),
        "float": st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "evidence": st.lists(
            st.fixed_dictionaries(
                {
                    "start": st.integers(0, 99),
                    "end": st.integers(0, 99),
                    "feature": TEXT,
                    "contribution": st.floats(-9, 9).map(lambda x: round(x, 6)),
                }
            ),
            max_size=3,
        ),
    }
    return st.none() | values[column.kind] if column.nullable else values[column.kind]


def make_rows(schema: Schema) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({column.name: make_values(column) for column in schema.columns}), max_size=5)


@pytest.mark.parametrize("schema", TABLES, ids=lambda schema: schema.name)
def test_what_is_written_is_read(schema: Schema, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every table of valid values comes back equal, with its stage key, and twice with the same bytes."""

    @given(make_rows(schema))
    @settings(max_examples=15)
    def check(rows: list[dict[str, Any]]) -> None:
        store = Store(tmp_path_factory.mktemp("it's [a] run*"))
        table = Table.from_rows(schema, rows)
        store.write(table, "abc", "key 'one'")
        assert list(store.read(schema, "abc").rows()) == rows
        assert store.read_stage_key(schema, "abc") == "key 'one'"
        store.write(table, "abd", "key 'one'")
        assert store.part_path(schema, "abc").read_bytes() == store.part_path(schema, "abd").read_bytes()

    check()


@pytest.mark.parametrize("schema", TABLES, ids=lambda schema: schema.name)
def test_parts_without_rows_have_the_types_of_others(schema: Schema, tmp_path: Path) -> None:
    """Any reader can take all parts of a table together, whether some are empty or not."""

    @given(make_rows(schema).filter(bool))
    @settings(max_examples=3)
    def check(rows: list[dict[str, Any]]) -> None:
        store = Store(tmp_path)
        store.write(Table.from_rows(schema, []), "none", "key")
        store.write(Table.from_rows(schema, rows), "some", "key")
        none, some = (
            duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(store.part_path(schema, part))]).fetchall()
            for part in ("none", "some")
        )
        assert none == some

    check()


def test_a_broken_part_counts_as_missing(tmp_path: Path) -> None:
    """A part that is no Parquet file has no key, so that it is written again; reading it is an error of one line."""
    store = Store(tmp_path)
    path = store.part_path(SCORES, "abc")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PAR1 but not really")
    assert store.read_stage_key(SCORES, "abc") is None
    with pytest.raises(InputError, match="cannot be read"):
        store.read(SCORES, "abc")


def test_parts_of_no_document_are_deleted(tmp_path: Path) -> None:
    """Parts that are not named, and unfinished files, go."""
    store = Store(tmp_path)
    for part in ("aaa", "bbb"):
        store.write(Table.from_rows(STANCES, []), part, "key")
    store.part_path(STANCES, "ccc").with_suffix(".unfinished").write_bytes(b"half")
    store.delete_parts_except(STANCES, {"bbb"})
    assert [path.name for path in (tmp_path / "tables" / "stances").iterdir()] == ["part-bbb.parquet"]


def test_a_missing_number_is_null(tmp_path: Path) -> None:
    """No rate is ever stored as not-a-number."""
    row = dict.fromkeys(SCORES.names) | {"document_id": "a", "lexicon": "l", "category": "c", "voice": "own"}
    row |= {"n_hits": 0, "weight_sum": 0.0, "n_words": 0, "per_1000_words": math.nan}
    store = Store(tmp_path)
    store.write(Table.from_rows(SCORES, [row]), "abc", "key")
    assert store.read(SCORES, "abc")["per_1000_words"] == [None]
