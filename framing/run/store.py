"""Parquet parts: the truth of a run folder. Whole parts only: written elsewhere, then put in place in one step."""

import glob
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.columns import DOCUMENTS, TABLES, Schema, Table
from framing.duckdb_files import FetchedFiles
from framing.errors import InputError
from framing.remote import AnyPath, RemotePath
from framing.report import page_name
from framing.run.arrow import TextRows
from framing.run.parquet_files import STAGE_KEY, list_columns, quote, write_empty, write_query, write_table, write_texts
from framing.whole_files import delete_files, list_names

if TYPE_CHECKING:
    import duckdb

_PART = re.compile(r"part-.*[.]parquet")
_AGAIN = "give the same `framing run` command again, and if that does not do, with --fresh"


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
        self._fetched = FetchedFiles(run_dir, self._connection) if isinstance(run_dir, RemotePath) else None

    def part_path(self, schema: Schema, part: str) -> AnyPath:
        """Where a part lies or will lie."""
        return self.tables_dir / schema.name / f"part-{part}.parquet"

    def list_parts(self, schema: Schema) -> list[str]:
        """Names of the whole parts of a table, sorted."""
        return sorted(_find_parts(list_names(self.tables_dir / schema.name)))

    def _locate(self, name: str) -> str:
        """A file of the run folder, as queries name it."""
        if self._fetched:
            return f"{self._fetched.name}/{name}"
        return glob.escape(str(self._run_dir / name))

    def _name_part(self, schema: Schema, part: str) -> str:
        """A part by its name from the run folder."""
        return "/".join([*filter(None, [self._folder]), schema.name, f"part-{part}.parquet"])

    def fetch(self, part: str) -> None:
        """Get what an address has of a part at once, as it is now; reading it then asks for nothing more."""
        if self._fetched:
            self._fetched.fetch([self._name_part(schema, part) for schema in TABLES])

    def _has(self, name: str) -> bool:
        return self._fetched.has(name) if self._fetched else (self._run_dir / name).is_file()

    def read_stage_key(self, schema: Schema, part: str) -> str | None:
        """The key that the part was written with; None where there is no readable part."""
        if not self._has(self._name_part(schema, part)):
            return None
        try:
            return self._read_stage_key(schema, part)
        except InputError:  # not a Parquet file any more: write it again
            return None

    def _read_stage_key(self, schema: Schema, part: str) -> str | None:
        import duckdb

        query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?"
        try:
            found = self._connection.execute(query, [self._locate(self._name_part(schema, part)), STAGE_KEY]).fetchone()
        except duckdb.Error as problem:
            raise self._refuse(schema, part, problem) from problem
        return str(found[0]) if found else None

    def refuse_unreadable(self, part: str) -> None:
        """Raises InputError where a table's part is not there, or is no Parquet file any more."""
        for schema in TABLES:
            self._read_stage_key(schema, part)

    def _refuse(self, schema: Schema, part: str, problem: Exception) -> InputError:
        is_archive = all(schema.name != table.name for table in TABLES)
        mend = f"`framing report {self._run_dir}` writes it anew" if is_archive else _AGAIN
        return _refuse(self.part_path(schema, part), problem, mend)

    def write(self, table: Table, part: str, stage_key: str) -> None:
        """Write one part, replacing an older one in one step.

        Raises:
            OSError: the disk is full or not writable; the older part, if any, is untouched.
        """
        self._forget([self._name_part(table.schema, part)])
        path = self.part_path(table.schema, part)
        self._put(path, lambda file: write_table(self._connection, file, table, stage_key))

    def write_texts(self, schema: Schema, rows: Iterable[Sequence[bytes]], part: str, stage_key: str) -> None:
        """Write one part of a table of long texts (UTF-8), row by row, as `write` does.

        Raises:
            OSError: as `write`.
        """
        texts = TextRows(schema.names, rows)
        self._forget([self._name_part(schema, part)])
        path = self.part_path(schema, part)
        self._put(path, lambda file: write_texts(self._connection, file, texts, stage_key))

    def write_together(self, tables: Sequence[tuple[Table, str]], part: str) -> None:
        """Write a part of several tables, each with its stage key; the last when all others are in their places.

        Raises:
            OSError: as `write`.
        """
        if not isinstance(self._run_dir, RemotePath):
            for table, stage_key in tables:
                self.write(table, part, stage_key)
            return
        contents = {}
        with tempfile.TemporaryDirectory(prefix="framing-") as folder:
            for table, stage_key in tables:
                name, file = self._name_part(table.schema, part), Path(folder) / table.schema.name
                write_table(self._connection, file, table, stage_key)
                contents[name] = file.read_bytes()
        self._forget(contents)
        last = dict([contents.popitem()])
        self._run_dir.write_files(contents)
        self._run_dir.write_files(last)

    def _forget(self, names: Iterable[str]) -> None:
        if self._fetched:
            self._fetched.forget(names)

    def export(self, schema: Schema, parts: Sequence[str], path: AnyPath) -> int:
        """Write all rows of a table as one Parquet file; returns how many.

        Raises:
            OSError: the disk is full or not writable.
        """
        files = self._list_files(schema, parts)
        query = f"SELECT {list_columns(schema.names)} FROM read_parquet({files})"  # noqa: S608 - quoted
        return self._put(path, lambda file: write_query(self._connection, file, query))

    def _list_files(self, schema: Schema, parts: Sequence[str]) -> str:
        """Parts as SQL for `read_parquet`."""
        return f"[{', '.join(quote(self._locate(self._name_part(schema, part))) for part in parts)}]"

    def _put(self, path: AnyPath, write: Callable[[Path], int]) -> int:
        """Have a file written elsewhere, then put it in place."""
        if isinstance(path, RemotePath):
            with tempfile.TemporaryDirectory(prefix="framing-") as folder:
                finished = Path(folder) / path.name
                n_rows = write(finished)
                path.upload(finished)
                return n_rows
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        try:
            n_rows = write(unfinished)
        except OSError as problem:  # whoever is told knows the final name
            raise OSError(problem.errno, problem.strerror, str(path)) from problem
        unfinished.replace(path)
        return n_rows

    def read(self, schema: Schema, part: str, names: Sequence[str] = (), document_id: str | None = None) -> Table:
        """All rows of one part, or those of one document, in the order in which they were written.

        Args:
            names: of the columns to read; none stands for all.

        Raises:
            InputError: the part cannot be read.
        """
        import duckdb

        if names:
            schema = Schema(schema.name, tuple(column for column in schema.columns if column.name in names))
        where = " WHERE document_id = ?" if document_id is not None else ""
        query = f"SELECT {list_columns(schema.names)} FROM read_parquet(?){where}"  # noqa: S608 - names from the schema
        try:
            rows = self._connection.execute(
                query, [self._locate(self._name_part(schema, part)), *([document_id] if where else [])]
            ).fetchall()
        except duckdb.Error as problem:
            raise self._refuse(schema, part, problem) from problem
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema.names)
        return Table(schema, {name: list(values) for name, values in zip(schema.names, columns, strict=True)})

    def query(
        self, query: str, parts: Sequence[str], parameters: Mapping[str, Any], words: Mapping[str, str]
    ) -> list[tuple[Any, ...]]:
        """The rows of a query over all rows of tables, which it names in braces: `SELECT count(*) FROM {hits}`.

        Args:
            query: SQL of DuckDB.
            parts: to be read.
            parameters: values by name, written `$name` in the query.
            words: SQL of the project's own for other names in braces.

        Raises:
            InputError: a part cannot be read.
        """
        import duckdb

        filled = query.format(**self.name_tables(parts), **words)
        try:
            return self._connection.execute(filled, dict(parameters)).fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException) as problem:
            raise _refuse(self.tables_dir, problem) from problem

    def name_tables(self, parts: Sequence[str]) -> dict[str, str]:
        """The tables as SQL for queries, also those of the store of another run, with the rows of these parts alone."""
        if not parts:
            return {schema.name: write_empty(schema) for schema in TABLES}
        return {schema.name: f"read_parquet({self._list_files(schema, parts)})" for schema in TABLES}

    def write_ids(self) -> None:
        """Write which part each document is in: to find one among thousands of parts takes seconds without."""
        self._forget([self._ids_path.name])
        self._ids_path.unlink(missing_ok=True)
        query = f"{self._select_ids()} ORDER BY document_id"
        self._put(self._ids_path, lambda file: write_query(self._connection, file, query))

    def delete_ids(self) -> None:
        """Delete what `write_ids` wrote."""
        self._forget([self._ids_path.name])
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
            return f"SELECT part, document_id FROM read_parquet({quote(self._locate('ids.parquet'))})"  # noqa: S608 - quoted
        files = self._list_files(DOCUMENTS, self.list_parts(DOCUMENTS))
        part = "regexp_extract(filename, 'part-([^/]*)[.]parquet$', 1) AS part"
        return f"SELECT {part}, document_id FROM read_parquet({files}, filename = true)"  # noqa: S608 - quoted

    def delete_parts_except(self, schema: Schema, parts: set[str]) -> None:
        """Delete parts that no present document stands in, and unfinished files."""
        folder = self.tables_dir / schema.name
        names = list_names(folder)
        stale = _find_parts(names) - parts
        unfinished = [name for name in names if name.startswith("part-") and name.endswith(".unfinished")]
        self._forget(self._name_part(schema, part) for part in stale)
        delete_files(folder, [*(f"part-{part}.parquet" for part in sorted(stale)), *unfinished])


def _refuse(place: AnyPath, problem: Exception, mend: str = _AGAIN) -> InputError:
    return InputError(f"{place}: cannot be read: {str(problem).splitlines()[0]}; {mend}")


def _find_parts(names: Iterable[str]) -> set[str]:
    """The names of the whole parts among those of files."""
    return {name[len("part-") : -len(".parquet")] for name in names if _PART.fullmatch(name)}


@cache
def _open_database() -> "duckdb.DuckDBPyConnection":
    """The database of this process, without tables of its own: to open one takes longer than to write a small part."""
    import duckdb

    # One thread and no preserved clock: the same rows give the same bytes. Parts at an address may be written anew.
    config: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": False, "enable_external_file_cache": False}
    return duckdb.connect(config=config)
