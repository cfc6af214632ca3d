"""Parquet parts: the truth of a run folder. Whole parts only: written elsewhere, then put in place in one step."""

import errno
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from framing.columns import DOCUMENTS, Coded, Column, Nullable, Schema, Table
from framing.duckdb_files import name_folder_for_duckdb
from framing.errors import InputError
from framing.remote import AnyPath, RemotePath
from framing.report import page_name
from framing.whole_files import delete_files, list_names

if TYPE_CHECKING:
    import duckdb

# JSON text is the fastest way for lists into DuckDB: flat columns that it groups take a fifth longer.
_EVIDENCE_STRUCTURE = '[{"start": "INTEGER", "end": "INTEGER", "feature": "VARCHAR", "contribution": "DOUBLE"}]'
_SQL_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "float": "DOUBLE", "boolean": "BOOLEAN"}
_STAGE_KEY = "framing_stage_key"


class Store:
    """The tables of one run folder.

    A part is named after the digest of the documents in it, so that the same documents always land in the
    same part. Each part carries the key of the stage that wrote it: versions, lexicons and model.

    Args:
        run_dir: on this machine or at an address.
        folder: of the run folder, in which the tables lie.
    """

    def __init__(self, run_dir: AnyPath, folder: str = "tables") -> None:
        self.tables_dir = run_dir / folder
        self._run_dir, self._folder = run_dir, folder
        self._ids_path = run_dir / "ids.parquet"
        self._connection = _open_database().cursor()
        self._remote_name = ""
        if isinstance(run_dir, RemotePath):
            self._remote_name = name_folder_for_duckdb(run_dir, self._connection)

    def part_path(self, schema: Schema, part: str) -> AnyPath:
        """Where a part lies or will lie."""
        return self.tables_dir / schema.name / f"part-{part}.parquet"

    def list_parts(self, schema: Schema) -> list[str]:
        """Names of the whole parts of a table, sorted."""
        names = list_names(self.tables_dir / schema.name)
        return sorted(
            name.removeprefix("part-").removesuffix(".parquet")
            for name in names
            if name.startswith("part-") and name.endswith(".parquet")
        )

    def _locate(self, *names: str) -> str:
        """A file of the run folder, as queries name it."""
        if isinstance(self._run_dir, RemotePath):
            return "/".join([self._remote_name, *filter(None, names)])
        return _escape_glob(self._run_dir.joinpath(*names))

    def _locate_part(self, schema: Schema, part: str) -> str:
        return self._locate(self._folder, schema.name, f"part-{part}.parquet")

    def read_stage_key(self, schema: Schema, part: str) -> str | None:
        """The key that the part was written with; None where there is no readable part."""
        if not self.part_path(schema, part).is_file():
            return None
        import duckdb

        query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?"
        try:
            found = self._connection.execute(query, [self._locate_part(schema, part), _STAGE_KEY]).fetchone()
        except duckdb.Error:  # not a Parquet file any more: write it again
            return None
        return str(found[0]) if found else None

    def write(self, table: Table, part: str, stage_key: str, level: int = 3) -> None:
        """Write one part, replacing an older one in one step.

        Args:
            level: of compression; that of zstd is 3 where nothing else is said.

        Raises:
            OSError: the disk is full or not writable; the older part, if any, is untouched.
        """
        columns = {column.name: _encode(column, table[column.name]) for column in table.schema.columns}
        coded = {name: list(values.values) for name, values in table.columns.items() if isinstance(values, Coded)}
        selected = ", ".join(_select(column, column.name in coded) for column in table.schema.columns)
        metadata = f"{{{_STAGE_KEY}: {_quote(stage_key)}}}"
        options = f", COMPRESSION_LEVEL {level}, KV_METADATA {metadata}"
        query = f"SELECT {selected} FROM columns"  # noqa: S608 - names from the schema
        self._copy(query, self.part_path(table.schema, part), options, columns, coded)

    def export(self, schema: Schema, parts: Sequence[str], path: AnyPath) -> int:
        """Write all rows of a table as one Parquet file; returns how many.

        Raises:
            OSError: the disk is full or not writable.
        """
        names = ", ".join(f'"{name}"' for name in schema.names)
        files = self._list_files(schema, parts)
        return self._copy(f"SELECT {names} FROM read_parquet({files})", path)  # noqa: S608 - quoted

    def _list_files(self, schema: Schema, parts: Sequence[str]) -> str:
        """Parts as SQL for `read_parquet`."""
        return f"[{', '.join(_quote(self._locate_part(schema, part)) for part in parts)}]"

    def _copy(
        self,
        query: str,
        path: AnyPath,
        options: str = "",
        columns: dict[str, Any] | None = None,
        parameters: dict[str, list[Any]] | None = None,
    ) -> int:
        """Write the rows of a query as Parquet, elsewhere and then put in place; returns how many."""
        if isinstance(path, RemotePath):
            with tempfile.TemporaryDirectory(prefix="framing-") as folder:
                finished = Path(folder) / path.name
                n_rows = self._copy_here(query, finished, options, parameters or {}, columns)
                path.upload(finished)
                return n_rows
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        n_rows = self._copy_here(query, unfinished, options, parameters or {}, columns)
        unfinished.replace(path)
        return n_rows

    def _copy_here(
        self,
        query: str,
        path: Path,
        options: str,
        parameters: dict[str, list[Any]],
        columns: dict[str, Any] | None,  # noqa: ARG002 - DuckDB finds it here where the query names it
    ) -> int:
        import duckdb

        copy = f"COPY ({query}) TO {_quote(str(path))} (FORMAT parquet, COMPRESSION zstd{options})"
        try:
            done = self._connection.execute(copy, parameters).fetchone()
        except duckdb.IOException as problem:
            path.unlink(missing_ok=True)
            reason = errno.ENOSPC if "No space left" in str(problem) else errno.EIO
            raise OSError(reason, os.strerror(reason), str(path)) from problem
        return int(done[0]) if done else 0

    def read(self, schema: Schema, part: str, names: Sequence[str] = (), document_id: str | None = None) -> Table:
        """All rows of one part, or those of one document, in the order in which they were written.

        Args:
            names: of the columns to read; none stands for all.
        """
        if names:
            schema = Schema(schema.name, tuple(column for column in schema.columns if column.name in names))
        return self._read(schema, part, document_id)

    def write_ids(self) -> None:
        """Write which part each document is in: to find one among thousands of parts takes seconds without."""
        self._ids_path.unlink(missing_ok=True)
        self._copy(f"{self._select_ids()} ORDER BY document_id", self._ids_path)

    def delete_ids(self) -> None:
        """Delete what `write_ids` wrote."""
        self._ids_path.unlink(missing_ok=True)

    def list_ids(self) -> list[tuple[str, str]]:
        """Part and id of every document, sorted."""
        return self._connection.execute(f"FROM ({self._select_ids()}) ORDER BY part, document_id").fetchall()

    def find_document(self, wanted: str) -> tuple[str, str]:
        """The part and the whole id of the one document whose id or page is named `wanted`, or whose id contains it.

        Raises:
            InputError: no document has such an id, or several have.
        """
        # The name of a page is the id, or ends in ten digits of its SHA-256.
        where = "contains(document_id, $1) OR ends_with($1, '-' || left(sha256(document_id), 10))"
        query = f"FROM ({self._select_ids()}) WHERE {where} ORDER BY part, document_id"
        found = self._connection.execute(query, [wanted]).fetchall()
        found = [one for one in found if wanted in (one[1], page_name(one[1]))] or [
            one for one in found if wanted in one[1]
        ]
        if len(found) == 1:
            return found[0][0], found[0][1]
        if not found:
            raise InputError(
                f"{wanted}: no article of this run has such an id; index.html and tables/documents list them"
            )
        some = ", ".join(document_id for _, document_id in found[:5])
        raise InputError(
            f"{wanted}: stands in the ids of {len(found)} articles ({some}{', ...' if len(found) > 5 else ''})"
        )

    def _select_ids(self) -> str:
        if self._ids_path.is_file():
            return f"SELECT part, document_id FROM read_parquet({_quote(self._locate('ids.parquet'))})"  # noqa: S608 - quoted
        files = self._list_files(DOCUMENTS, self.list_parts(DOCUMENTS))
        part = "regexp_extract(filename, 'part-([^/]*)[.]parquet$', 1) AS part"
        return f"SELECT {part}, document_id FROM read_parquet({files}, filename = true)"  # noqa: S608 - quoted

    def _read(self, schema: Schema, part: str, document_id: str | None) -> Table:
        import duckdb

        names = ", ".join(f'"{name}"' for name in schema.names)
        where = " WHERE document_id = ?" if document_id is not None else ""
        query = f"SELECT {names} FROM read_parquet(?){where}"  # noqa: S608 - names from the schema
        try:
            rows = self._connection.execute(
                query, [self._locate_part(schema, part), *([document_id] if where else [])]
            ).fetchall()
        except duckdb.Error as problem:
            raise InputError(
                f"{self.part_path(schema, part)}: cannot be read: {str(problem).splitlines()[0]}; run the command again"
            ) from problem
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema.names)
        return Table(schema, {name: list(values) for name, values in zip(schema.names, columns, strict=True)})

    def delete_parts_except(self, schema: Schema, parts: set[str]) -> int:
        """Delete parts that no present document stands in, and unfinished files. Returns how many were deleted."""
        names = list_names(self.tables_dir / schema.name)
        stale = [f"part-{part}.parquet" for part in self.list_parts(schema) if part not in parts]
        unfinished = [name for name in names if name.startswith("part-") and name.endswith(".unfinished")]
        delete_files(self.tables_dir / schema.name, [*stale, *unfinished])
        return len(stale)


@cache
def _open_database() -> "duckdb.DuckDBPyConnection":
    """The database of this process, without tables of its own: to open one takes longer than to write a small part."""
    import duckdb

    # One thread and no preserved clock: the same rows give the same bytes. Parts at an address may be written anew.
    config: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": False, "enable_external_file_cache": False}
    return duckdb.connect(config=config)


def _encode(column: Column, values: Any) -> Any:
    if isinstance(values, Coded):
        return values.array + 1  # lists of DuckDB begin at 1
    if isinstance(values, Nullable):
        return values.array
    if column.kind == "evidence":
        values = [orjson.dumps(value).decode() for value in values]
    elif column.kind == "float" and not isinstance(values, np.ndarray):
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
        # The cast gives a part without rows the type of all others.
        return f'from_json(CAST("{column.name}" AS VARCHAR), {_quote(_EVIDENCE_STRUCTURE)}) AS "{column.name}"'
    value = f'CAST("{column.name}" AS {_SQL_TYPES[column.kind]})'
    if column.kind == "float" and column.nullable:  # arrays have no null
        value = f"CASE WHEN isnan({value}) THEN NULL ELSE {value} END"
    return f'{value} AS "{column.name}"'


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escape_glob(path: Path) -> str:
    """A path that DuckDB takes literally, though it may hold characters of a glob."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))
