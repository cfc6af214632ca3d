"""Tables of typed columns under a schema; `framing.columns` offers them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from framing.computed import Coded, Computed, Evidence, Nullable

Kind = Literal["string", "integer", "float", "boolean", "evidence"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, kind, unit or meaning, and the values it may take."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The name and columns of a table, in the order in which they are written."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """Equally long columns under a schema. A column is a list, or where a stage computed one a numpy
    array, `Coded`, `Nullable` or `Evidence`.

    Rows of a batch stand document after document, in the order of the batch's documents, and within a
    document by `start` where there is one.
    """

    schema: Schema
    columns: Mapping[str, Sequence[Any] | NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns[self.schema.columns[0].name])

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries of plain Python values."""
        names = self.schema.names
        lists = [as_list(self.columns[name]) for name in names]
        for values in zip(*lists, strict=True):
            yield dict(zip(names, values, strict=True))

    def take(self, indices: Sequence[int] | NDArray[np.integer[Any]] | slice) -> "Table":
        """The rows at `indices`, in that order."""
        if isinstance(indices, slice):
            return Table(self.schema, {name: values[indices] for name, values in self.columns.items()})
        return Table(self.schema, {name: _pick(values, indices) for name, values in self.columns.items()})

    def where(self, name: str, values: Collection[Any]) -> "Table":
        """The rows that have one of these values in a column."""
        return self.take([row for row, value in enumerate(as_list(self.columns[name])) if value in values])

    def with_columns(self, **columns: Sequence[Any] | NDArray[Any]) -> "Table":
        """The same rows with some columns replaced."""
        return Table(self.schema, {**self.columns, **columns})

    @classmethod
    def from_rows(cls, schema: Schema, rows: Iterable[Mapping[str, Any]]) -> "Table":
        """A table of rows; a nullable column that a row leaves out is null."""
        columns: dict[str, list[Any]] = {name: [] for name in schema.names}
        for row in rows:
            for column in schema.columns:
                columns[column.name].append(row.get(column.name) if column.nullable else row[column.name])
        return cls(schema, columns)

    @classmethod
    def concat(cls, schema: Schema, tables: Iterable["Table"]) -> "Table":
        """The rows of several tables of one schema, one table after another."""
        parts = list(tables)
        # Columns without rows are lists, whatever the others.
        parts = [part for part in parts if len(part)] or parts[:1]
        return cls(schema, {name: _join([part.columns[name] for part in parts]) for name in schema.names})


def as_list(values: Sequence[Any] | NDArray[Any]) -> list[Any]:
    """The values of a column as plain Python values."""
    return values.tolist() if isinstance(values, np.ndarray | Computed) else list(values)


def _join(parts: Sequence[Sequence[Any] | NDArray[Any]]) -> Sequence[Any] | NDArray[Any]:
    for form in (Coded, Nullable, Evidence):
        if parts and all(isinstance(part, form) for part in parts):
            return form.concat(parts)
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if parts and len(arrays) == len(parts) and len({array.dtype for array in arrays}) == 1:
        return np.concatenate(arrays)
    return [value for part in parts for value in as_list(part)]


def _pick(
    values: Sequence[Any] | NDArray[Any], indices: Sequence[int] | NDArray[np.integer[Any]]
) -> Sequence[Any] | NDArray[Any]:
    if isinstance(values, np.ndarray | Computed):
        return values[np.asarray(indices, dtype=np.intp)]
    return [values[i] for i in as_list(indices)]


_PYTHON_TYPES: dict[Kind, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "evidence": list,
}


def find_faults(table: Table) -> list[str]:
    """What breaks the table's schema, one sentence per fault; an empty list for a valid table."""
    faults = []
    if set(table.columns) != set(table.schema.names):
        faults.append(f"{table.schema.name}: columns {sorted(table.columns)} instead of {sorted(table.schema.names)}")
    lengths = {name: len(values) for name, values in table.columns.items()}
    if len(set(lengths.values())) > 1:
        faults.append(f"{table.schema.name}: columns of different lengths {lengths}")
    for column in table.schema.columns:
        for row, value in enumerate(as_list(table.columns.get(column.name, []))):
            problem = _find_value_fault(column, value)
            if problem:
                faults.append(f"{table.schema.name}.{column.name} row {row}: {value!r} {problem}")
    return faults


def _find_value_fault(column: Column, value: Any) -> str:
    if value is None:
        return "" if column.nullable else "is null"
    if not isinstance(value, _PYTHON_TYPES[column.kind]) or (column.kind == "integer" and isinstance(value, bool)):
        return f"is not {column.kind}"
    if column.allowed and value not in column.allowed:
        return f"is none of {', '.join(column.allowed)}"
    return ""
