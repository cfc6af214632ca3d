"""Tables and queries written as Parquet files by DuckDB, and how queries quote and name files."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.columns import Coded, Column, Nullable, Schema, Table
from framing.run.arrow import TextRows, encode_evidence

if TYPE_CHECKING:
    import duckdb

_SQL_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "float": "DOUBLE", "boolean": "BOOLEAN"}
_REASONS = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS)  # that DuckDB passes on in words
STAGE_KEY = "framing_stage_key"
_ROWS_TOGETHER = 16_384  # DuckDB holds a group in memory until it is whole
_TEXTS_TOGETHER = 64  # rows in a group of long texts: some 4 MB of reports
_LEVEL = 1  # of zstd; the usual 3 takes half as long again, for an eighth fewer bytes


def write_table(connection: "duckdb.DuckDBPyConnection", path: Path, table: Table, stage_key: str) -> int:
    """Write a table and the key of the stage that made it as a Parquet file; returns its rows.

    Raises:
        OSError: the disk is full or not writable.
    """
    lists = {column.name for column in table.schema.columns if column.kind == "evidence"}
    columns = {
        column.name: _encode(column, table[column.name]) for column in table.schema.columns if column.name not in lists
    }
    coded = {name: list(values.values) for name, values in table.columns.items() if isinstance(values, Coded)}
    selected = ", ".join(_select(column, column.name in coded) for column in table.schema.columns)
    query = f"SELECT {selected} FROM columns{' POSITIONAL JOIN arrays' if lists else ''}"  # noqa: S608 - names from the schema
    arrays = encode_evidence({name: table[name] for name in lists}) if lists else None
    options = f"{_list_options(stage_key)}, ROW_GROUP_SIZE {_ROWS_TOGETHER}"
    return write_query(connection, path, query, options, columns, coded, arrays)


def write_texts(connection: "duckdb.DuckDBPyConnection", path: Path, texts: TextRows, stage_key: str) -> int:
    """As `write_table`, in groups of few rows: DuckDB holds a whole group three times over, and reads one for a row.

    Raises:
        OSError: the disk is full or not writable.
    """
    options = f"{_list_options(stage_key)}, ROW_GROUP_SIZE {_TEXTS_TOGETHER}"
    return write_query(connection, path, f"SELECT {list_columns(texts.names)} FROM arrays", options, arrays=texts)  # noqa: S608 - as above


def _list_options(stage_key: str) -> str:
    return f", COMPRESSION_LEVEL {_LEVEL}, KV_METADATA {{{STAGE_KEY}: {quote(stage_key)}}}"


def write_query(
    connection: "duckdb.DuckDBPyConnection",
    path: Path,
    query: str,
    options: str = "",
    columns: dict[str, Any] | None = None,  # noqa: ARG001 - DuckDB finds it here where the query names it
    parameters: dict[str, list[Any]] | None = None,
    arrays: Any = None,  # noqa: ARG001 - as columns
) -> int:
    """Write the rows of a query as a Parquet file; returns how many.

    Raises:
        OSError: the disk is full or not writable; nothing is left of the file.
    """
    import duckdb

    copy = f"COPY ({query}) TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd{options})"
    try:
        done = connection.execute(copy, parameters or {}).fetchone()
    except duckdb.IOException as problem:
        path.unlink(missing_ok=True)
        reason = next((one for one in _REASONS if os.strerror(one) in str(problem)), errno.EIO)
        raise OSError(reason, os.strerror(reason), str(path)) from problem
    return int(done[0]) if done else 0


def _encode(column: Column, values: Any) -> Any:
    if isinstance(values, Coded):
        return values.array + 1  # lists of DuckDB begin at 1
    if isinstance(values, Nullable):
        return values.array
    if column.kind == "float" and not isinstance(values, np.ndarray):
        values = np.array(values, dtype=np.float64)  # None becomes NaN
    if isinstance(values, np.ndarray) and values.dtype.kind in "biuf":
        return values
    encoded = np.empty(len(values), dtype=object)
    encoded[:] = values.tolist() if isinstance(values, np.ndarray) else values
    return encoded


def _select(column: Column, is_coded: bool = False) -> str:
    if is_coded:  # a word for each of many rows is looked up faster here than it is handed over
        return f'CAST(${column.name} AS {_SQL_TYPES[column.kind]}[])["{column.name}"] AS "{column.name}"'
    if column.kind == "evidence":
        return f'"{column.name}"'
    value = f'CAST("{column.name}" AS {_SQL_TYPES[column.kind]})'
    if column.kind == "float" and column.nullable:  # arrays have no null
        value = f"CASE WHEN isnan({value}) THEN NULL ELSE {value} END"
    return f'{value} AS "{column.name}"'


def write_empty(schema: Schema) -> str:
    """A table without rows as SQL."""
    columns = ", ".join(
        f'NULL::{_SQL_TYPES.get(column.kind, "VARCHAR")} AS "{column.name}"' for column in schema.columns
    )
    return f"(SELECT {columns} WHERE false)"


def list_columns(names: Sequence[str]) -> str:
    """Names of columns as SQL."""
    return ", ".join(f'"{name}"' for name in names)


def quote(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"
