"""The forms of columns that a stage keeps as arrays; `framing.columns` offers them."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


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

    @classmethod
    def pack(cls, column: Sequence[Any]) -> "Coded":
        """A column of plain values."""
        codes: dict[Any, int] = {}
        array = np.array([codes.setdefault(value, len(codes)) for value in column], dtype=np.int64)
        return cls(list(codes), array)

    def __getitem__(self, place: Any) -> Any:
        found = self.array[place]
        return Coded(self.values, found) if isinstance(found, np.ndarray) else self.values[found]

    @classmethod
    def concat(cls, parts: Sequence[Any]) -> "Coded":
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

    @classmethod
    def concat(cls, parts: Sequence[Any]) -> "Nullable":
        """The rows of several such columns, one after another."""
        return cls(np.concatenate([part.array for part in parts]))

    def tolist(self) -> list[Any]:
        """The values row by row."""
        values: list[Any] = self.array.tolist()
        for row in np.flatnonzero(np.isnan(self.array)).tolist():
            values[row] = None
        return values


class Evidence(Computed):
    """A column of lists of evidence, kept as the columns of all pieces of evidence.

    Args:
        array: row i has the pieces from `array[i]` to `array[i + 1]`. Shape: (rows + 1,).
        fields: `start`, `end`, `feature` and `contribution` of the pieces: arrays, the feature `Coded`.
    """

    __slots__ = ("fields",)
    names = ("start", "end", "feature", "contribution")

    def __init__(self, array: NDArray[np.integer[Any]], fields: Mapping[str, Any]) -> None:
        super().__init__(array)
        self.fields = fields

    def __len__(self) -> int:
        return len(self.array) - 1

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            rows = range(len(self))[place]
            return Evidence(self.array[rows.start : max(rows.start, rows.stop) + 1], self.fields)
        if isinstance(place, np.ndarray):
            return self._gather(self.array[:-1][place], self.array[1:][place])
        row = range(len(self))[place]
        return self[row : row + 1].tolist()[0]

    def _gather(self, first: NDArray[Any], end: NDArray[Any]) -> "Evidence":
        bounds = np.concatenate(([0], np.cumsum(end - first)))
        places = np.repeat(first - bounds[:-1], end - first) + np.arange(bounds[-1])
        return Evidence(bounds, {name: values[places] for name, values in self.fields.items()})

    def head(self, most: int) -> "Evidence":
        """The first `most` pieces of each row."""
        first = self.array[:-1]
        return self._gather(first, np.minimum(first + most, self.array[1:]))

    @classmethod
    def pack(cls, lists: Sequence[Sequence[Mapping[str, Any]]]) -> "Evidence":
        """A column of plain lists of dictionaries."""
        columns = {name: [piece[name] for pieces in lists for piece in pieces] for name in cls.names}
        fields = {
            name: Coded.pack(values) if name == "feature" else np.array(values) for name, values in columns.items()
        }
        return cls(np.cumsum([0, *map(len, lists)]), fields)

    @classmethod
    def concat(cls, parts: Sequence[Any]) -> "Evidence":
        """The rows of several such columns, one after another."""
        parts = [part.head(int(part.array[-1])) for part in parts]  # none holds more than its own pieces
        shifts = np.cumsum([0, *(part.array[-1] for part in parts)])
        bounds = [part.array[1:] + shift for part, shift in zip(parts, shifts, strict=False)]
        columns = {name: [part.fields[name] for part in parts] for name in cls.names}
        fields = {
            name: Coded.concat(values) if name == "feature" else np.concatenate(values)
            for name, values in columns.items()
        }
        return cls(np.concatenate(([0], *bounds)), fields)

    def tolist(self) -> list[Any]:
        """The lists of pieces, as dictionaries, row by row."""
        first, end = int(self.array[0]), int(self.array[-1])
        columns = (self.fields[name][first:end].tolist() for name in self.names)
        pieces = [
            {"start": start, "end": stop, "feature": feature, "contribution": contribution}
            for start, stop, feature, contribution in zip(*columns, strict=True)
        ]
        return [pieces[start:stop] for start, stop in pairwise((self.array - first).tolist())]
