"""Rows and sums are the same however the work was cut: into pieces of a shard, shards, groups of shards."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.columns import TABLES, Table
from framing.ingest import IngestOptions, find_sources, read_batches
from framing.run import analysis
from framing.run.analysis import Analysis, analyse_batch
from framing.run.bench import Counts, count_tables, describe
from framing.run.instruments import STANCE, Choice, Instruments, load_instruments

FAILURE = {"source": "a:1", "stage": "ingest", "error": "empty", "message": "the text is empty"}
several_times = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return load_instruments(Choice())


@pytest.fixture(scope="module")
def documents(examples: Path) -> Table:
    return next(read_batches(find_sources([str(examples)]), IngestOptions(), 1000)).documents


@pytest.fixture(scope="module")
def whole(documents: Table, instruments: Instruments) -> Analysis:
    return analyse_batch(documents, instruments)


@pytest.fixture(scope="module")
def counts(whole: Analysis, instruments: Instruments) -> list[Counts]:
    """Those of each article of the examples, as if each were a shard; every third has a row that failed."""
    description = describe(instruments)
    found = []
    for number, document_id in enumerate(whole.tables["documents"]["document_id"]):
        tables = {
            name: table.take([row for row, one in enumerate(table["document_id"]) if one == document_id])
            for name, table in whole.tables.items()
        }
        failures = [{**FAILURE, "source": f"a:{number}"}] if number % 3 == 0 else []
        tables["failures"] = Table.from_rows(next(one for one in TABLES if one.name == "failures"), failures)
        found.append(count_tables(str(number), tables, description))
    return found


def read_sums(merged: Any, *, ordered: bool = True) -> dict[str, Any]:
    """What was counted, and in which order; or all but what depends on which articles come first."""
    found = {name: value for name, value in vars(merged).items() if name != "_scopes"}  # a cache
    if ordered:
        return {name: list(value.items()) if isinstance(value, dict) else value for name, value in found.items()}
    return {name: value for name, value in found.items() if name not in ("rows", "failures")}


def merge(parts: list[Any], choose: Callable[[int], int]) -> Any:
    """All parts merged in their order, in groups of groups; `choose` cuts a group of n after 1 to n - 1 parts."""
    if len(parts) == 1:
        return deepcopy(parts[0])
    middle = choose(len(parts))
    first = merge(parts[:middle], choose)
    first.merge(merge(parts[middle:], choose))
    return first


@pytest.mark.parametrize("name", ["summary", "transfers"])
@given(data=st.data())
@several_times
def test_sums_are_the_same_in_whichever_groups_they_are_merged(counts: list[Counts], name: str, data: Any) -> None:
    """Merging is associative: shard by shard gives what groups of shards give, first articles and order included."""
    parts = [getattr(one, name) for one in counts]
    grouped = merge(parts, lambda n: data.draw(st.integers(1, n - 1)))
    one_by_one = merge(parts, lambda n: n - 1)
    assert read_sums(grouped) == read_sums(one_by_one)


@pytest.mark.parametrize("name", ["summary", "transfers"])
@given(data=st.data())
@several_times
def test_sums_are_the_same_in_whichever_order_they_are_merged(counts: list[Counts], name: str, data: Any) -> None:
    """Merging is commutative in all sums; only which articles and failures are the first follows the order."""
    parts = [getattr(one, name) for one in counts]
    shuffled = merge(data.draw(st.permutations(parts)), lambda n: n - 1)
    assert read_sums(shuffled, ordered=False) == read_sums(merge(parts, lambda n: n - 1), ordered=False)


def test_merged_sums_are_those_of_the_whole(whole: Analysis, counts: list[Counts], instruments: Instruments) -> None:
    """Counting article by article and merging gives what counting all articles at once gives."""
    failures = [row for one in counts for row in one.listed_failures]
    schema = next(one for one in TABLES if one.name == "failures")
    tables = {**whole.tables, "failures": Table.from_rows(schema, failures)}
    at_once = count_tables("all", tables, describe(instruments))
    for name in ("summary", "transfers"):
        merged = merge([getattr(one, name) for one in counts], lambda n: n // 2)
        # In one batch the hits are counted before the words, article by article: the order of keys differs.
        assert read_sums(merged, ordered=False) == read_sums(getattr(at_once, name), ordered=False)
    assert merge([one.summary for one in counts], lambda n: n // 2).rows == at_once.summary.rows


@pytest.mark.parametrize(("n_documents", "n_characters"), [(1, 10**6), (4, 10**6), (128, 5000)])
def test_a_shard_analysed_in_pieces_gives_the_same_rows(
    whole: Analysis,
    documents: Table,
    instruments: Instruments,
    monkeypatch: pytest.MonkeyPatch,
    n_documents: int,
    n_characters: int,
) -> None:
    """How many articles are analysed together changes no row, and neither does a stage run alone."""
    monkeypatch.setattr(analysis, "_MAX_DOCUMENTS", n_documents)
    monkeypatch.setattr(analysis, "_MAX_CHARACTERS", n_characters)
    in_pieces = analyse_batch(documents, instruments)
    assert in_pieces.sentences == whole.sentences
    known = {name: table for name, table in whole.tables.items() if name in ("hits", "scores", "transfers")}
    stance_alone = analyse_batch(documents, instruments, {STANCE}, known)
    for name, table in whole.tables.items():
        assert list(in_pieces.tables[name].rows()) == list(table.rows())
        assert list(stance_alone.tables[name].rows()) == list(table.rows())
