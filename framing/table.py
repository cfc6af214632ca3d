"""Tables of typed columns under a schema, and the forms that a column may take; `framing.columns` offers them."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

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


class Computed(Sequence[Any]):
    """A column that a stage keeps as arrays, and that reads as the column of plain values."""

    __slots__ = ("array",)
    __hash__ = None  # type: ignore[assignment] # equal to lists, which have none

    def __init__(self, array: NDArray[Any]) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @abstractmethod
    def __getitem__(self, place: Any) -> Any:
        """The value of a row, or for a slice or an array the column of these rows."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.tolist()!r})"

    @abstractmethod
    def tolist(self) -> list[Any]:
        """The values row by row."""


class Coded(Computed):
    """A column of many rows and few distinct values.

    Args:
        values: the distinct values; None stands for null.
        codes: for each row the place of its value. Shape: (rows,).
    """

    __slots__ = ("values",)

    def __init__(self, values: Sequence[Any], codes: NDArray[np.integer[Any]]) -> None:
        super().__init__(codes)
        self.values = values

    def __getitem__(self, place: Any) -> Any:
        found = self.array[place]
        return Coded(self.values, found) if isinstance(found, np.ndarray) else self.values[found]

    @classmethod
    def concat(cls, parts: Sequence["Coded"]) -> "Coded":
        """The rows of several such columns, one after another."""
        codes: dict[Any, int] = {}
        arrays = []
        for part in parts:
            code_of = [codes.setdefault(value, len(codes)) for value in part.values]
            arrays.append(np.array(code_of, dtype=np.int64)[part.array])
        return cls(list(codes), np.concatenate(arrays))

    def tolist(self) -> list[Any]:
        """The values row by row."""
        return list(map(self.values.__getitem__, self.array.tolist()))


class Nullable(Computed):
    """A column of floats in which NaN stands for null, and reads as None."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        found = self.array[place]
        if isinstance(found, np.ndarray):
            return Nullable(found)
        return None if np.isnan(found) else float(found)

    def tolist(self) -> list[Any]:
        """The values row by row."""
        values: list[Any] = self.array.tolist()
        for row in np.flatnonzero(np.isnan(self.array)).tolist():
            values[row] = None
        return values


@dataclass(frozen=True, slots=True)
class Table:
    """Equally long columns under a schema. A column is a list, or where a stage computed one a numpy
    array, `Coded` or `Nullable`.

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
        return cls(schema, {name: _join([part.columns[name] for part in parts]) for name in schema.names})


def as_list(values: Sequence[Any] | NDArray[Any]) -> list[Any]:
    """The values of a column as plain Python values."""
    return values.tolist() if isinstance(values, np.ndarray | Computed) else list(values)


def _join(parts: Sequence[Sequence[Any] | NDArray[Any]]) -> Sequence[Any] | NDArray[Any]:
    if parts and all(isinstance(part, Coded) for part in parts):
        return Coded.concat([part for part in parts if isinstance(part, Coded)])
    if parts and all(isinstance(part, Nullable) for part in parts):
        return Nullable(np.concatenate([part.array for part in parts if isinstance(part, Nullable)]))
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
