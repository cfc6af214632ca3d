"""Groups of label rows that are never split between training and testing."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.labels import LabelRow

DUPLICATES, DOCUMENT, OUTLET, DATE = "duplicates", "document", "outlet", "date"
GROUPINGS = (DUPLICATES, DOCUMENT, OUTLET, DATE)
SAME_WORDS = 0.8  # share of common words, of all words that either text has, from which two texts are near duplicates
# Texts that share so many words have a band in common with a probability above .999, texts that share half with .64.
_BANDS, _ROWS_OF_BAND = 16, 4
_MOST_COMPARED = 20  # texts of a band that a text is compared with
_WORD = re.compile(r"\w+")


def group_rows(rows: Sequence[LabelRow], by: str = DUPLICATES) -> tuple[str, ...]:
    """The group of every row.

    Args:
        by: `duplicates`: rows of one document, with the same text, or with near-duplicate texts (`SAME_WORDS` of the
            words in common, whatever the case) are one group; `document`: rows of one document; `outlet`; `date`:
            rows of one month. Near duplicates stay together there too: with the outlet that has most of them, the
            first by name of equals, or with their first month. A row without outlet or date is grouped with its
            near duplicates.

    Raises:
        InputError: there is no such grouping, or half of the rows or more lack the column.
    """
    if by not in GROUPINGS:
        raise InputError(f"rows cannot be grouped by {by!r}; choose one of {', '.join(GROUPINGS)}")
    if by == DOCUMENT:
        return tuple(row.group for row in rows)
    if by == DUPLICATES:
        return _name_clusters(rows)
    values = [find_value(row, by) for row in rows]
    if 2 * values.count(None) >= len(rows):
        raise InputError(f"{values.count(None)} of {len(rows)} rows have no `{by}`; group by {DUPLICATES} instead")
    found: defaultdict[int, list[str]] = defaultdict(list)
    clusters = _join_near(rows, _Union(len(rows)))
    for cluster, value in zip(clusters, values, strict=True):
        found[cluster] += [] if value is None else [value]
    choose = min if by == DATE else _find_most_common
    chosen = {cluster: f"{by} {choose(own)}" for cluster, own in found.items() if own}
    return tuple(chosen.get(cluster, name) for cluster, name in zip(clusters, _name_clusters(rows), strict=True))


def _find_most_common(values: list[str]) -> str:
    counts = Counter(sorted(values))  # `max` takes the first of equals
    return max(counts, key=counts.__getitem__)


def find_value(row: LabelRow, by: str) -> str | None:
    """Outlet or month of a row; None where it has none."""
    if by == OUTLET:
        return row.outlet.strip().casefold() or None if row.outlet else None
    return row.date[:7] if row.date else None


class _Union:
    """Sets of rows that are joined one after another; the name of a set is its first row."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def find(self, row: int) -> int:
        while self._parent[row] != row:
            self._parent[row] = self._parent[self._parent[row]]
            row = self._parent[row]
        return row

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def _name_clusters(rows: Sequence[LabelRow]) -> tuple[str, ...]:
    """Per row a name for the documents that are its own, or share near-duplicate texts with it through others."""
    union = _Union(len(rows))
    first_of: dict[str, int] = {}
    for number, row in enumerate(rows):
        union.join(first_of.setdefault(row.group, number), number)
    roots = _join_near(rows, union)
    # The name does not depend on the order of the rows.
    names: dict[int, str] = {}
    for row, root in zip(rows, roots, strict=True):
        names[root] = min(names.get(root, row.group), row.group)
    return tuple(names[root] for root in roots)


def _join_near(rows: Sequence[LabelRow], union: _Union) -> list[int]:
    """Join rows with the same or near-duplicate texts; the set of each row."""
    words = [frozenset(_WORD.findall(row.text.casefold())) for row in rows]
    first_of: dict[object, int] = {}
    for number, row in enumerate(rows):
        union.join(first_of.setdefault(words[number] or row.text, number), number)
    distinct = list({found: row for row, found in reversed(list(enumerate(words))) if found}.values())[::-1]
    for one, other in _find_near([words[row] for row in distinct]):
        union.join(distinct[one], distinct[other])
    return [union.find(row) for row in range(len(rows))]


def _find_near(sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of sets that share `SAME_WORDS` of their words, enough of them to join all that are near."""
    signatures = _sign(sets)
    for band in range(_BANDS):
        buckets: defaultdict[bytes, list[int]] = defaultdict(list)
        part = np.ascontiguousarray(signatures[:, band * _ROWS_OF_BAND : (band + 1) * _ROWS_OF_BAND])
        for number in range(len(sets)):
            buckets[part[number].tobytes()].append(number)
        for members in buckets.values():
            firsts: list[int] = []
            for number in members:
                near = next((first for first in firsts[-_MOST_COMPARED:] if _are_near(sets[first], sets[number])), None)
                if near is None:
                    firsts.append(number)
                else:
                    yield near, number


def _are_near(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= SAME_WORDS * (len(one) + len(other) - common)


def _sign(sets: Sequence[frozenset[str]]) -> NDArray[np.uint64]:
    """MinHash (Broder 1997): per set the least value of its words under each of many hash functions."""
    n_functions = _BANDS * _ROWS_OF_BAND
    if not sets:
        return np.zeros((0, n_functions), dtype=np.uint64)
    numbers = {
        word: int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        for word in {word for found in sets for word in found}
    }
    values = np.array([numbers[word] for found in sets for word in found], dtype=np.uint64)
    starts = np.cumsum([0, *map(len, sets[:-1])])
    factors = np.random.default_rng(0).integers(1, 2**63, (2, n_functions), dtype=np.uint64)
    signatures = np.empty((len(sets), n_functions), dtype=np.uint64)
    for number in range(n_functions):
        # Multiplication wraps around; the upper half depends on all bits.
        hashed = (values * (factors[0, number] | np.uint64(1)) + factors[1, number]) >> np.uint64(32)
        signatures[:, number] = np.minimum.reduceat(hashed, starts)
    return signatures
