"""Articles in Parquet files."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from framing.duckdb_files import name_for_duckdb
from framing.errors import InputError
from framing.ingest.fields import Choice, choose_columns, make_record
from framing.ingest.record import Items, Reading
from framing.ingest.source import Range, write_name

_PARQUET_ROWS = 256
_PAGES_IN_RANGE = 64
_Rows = list[tuple[Any, ...]]


def read_parquet(reading: Reading) -> Items:
    """An item for each row of a Parquet file.

    Raises:
        InputError: the file is not valid Parquet, has no text column, or not a given column.
    """
    span = reading.range
    number = span.n_rows_before
    blocks = iter([(span.header, list(span.rows))]) if span.rows is not None else _read_rows(reading, _PARQUET_ROWS)
    for columns, rows in blocks:
        choice = choose_columns(columns, reading.options)
        for values in rows:
            number += 1
            yield make_record(dict(zip(columns, values, strict=True)), choice, reading, number)


def cut_parquet(reading: Reading) -> Iterator[Range]:
    """Ranges of a file of HTML pages, with their rows; none of a file of texts, which are read as fast as they are cut.

    Raises:
        InputError: as `read_parquet`. A fault in a later place is that of the last range.
    """
    n_before, columns = 0, tuple[str, ...]()
    try:
        for columns, rows in _read_rows(reading, _PAGES_IN_RANGE):
            if "html" not in choose_columns(columns, reading.options):
                return
            yield Range(0, n_rows_before=n_before, header=columns, rows=tuple(rows), is_last=False)
            n_before += len(rows)
    except InputError as problem:
        if not n_before:
            raise
        yield Range(0, n_rows_before=n_before, header=columns, rows=(), fault=str(problem))


def _read_rows(reading: Reading, n_rows: int) -> Iterator[tuple[tuple[str, ...], _Rows]]:
    """Names of the columns that are read, and up to so many rows of them."""
    import duckdb

    path = reading.source.path
    assert path is not None
    if write_name(str(path)) != str(path):
        raise InputError("its name or a folder's is not UTF-8, and Parquet is not read by such names; rename it")
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            place = name_for_duckdb(path, connection)
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [place]).fetchall()
            choice: Choice = choose_columns([str(row[0]) for row in described], reading.options)
            columns = sorted(set(choice.values()))
            quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
            total = connection.execute("SELECT count(*) FROM read_parquet(?)", [place]).fetchall()[0][0]
            query = f"SELECT {quoted} FROM read_parquet(?)"  # noqa: S608 -- names are quoted
            cursor = connection.execute(query, [place])
            n_read = 0
            while rows := cursor.fetchmany(n_rows):
                n_read += len(rows)
                yield tuple(columns), rows
                reading.tell = partial(int, reading.source.size * n_read // max(total, 1))
    except duckdb.Error as problem:
        raise InputError(f"not readable as Parquet: {str(problem).splitlines()[0]}") from problem
