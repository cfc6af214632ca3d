"""The hash table of feature keys against the binary search that it replaces."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.stance.keyindex import KeyIndex, number_distinct
from framing.stance.matrices import find_columns

KEYS = st.sets(st.one_of(st.integers(0, 40), st.integers(0, 2**62 - 1)), max_size=60)


@given(KEYS, st.lists(st.one_of(st.integers(0, 40), st.integers(0, 2**62 - 1)), max_size=60))
def test_keys_are_found_where_a_binary_search_finds_them(keys: set[int], others: list[int]) -> None:
    known = np.array(sorted(keys), dtype=np.int64)
    wanted = np.array([*others, *sorted(keys)], dtype=np.int64)
    column, is_known = find_columns(known, wanted)
    assert KeyIndex(known).find(wanted).tolist() == np.where(is_known, column, -1).tolist()


def test_keys_with_one_hash_have_places_of_their_own() -> None:
    """Keys that differ in bits that the hash drops, more of them than fit beside one another."""
    known = np.arange(200, dtype=np.int64) << 54
    index = KeyIndex(known)
    assert index.find(known).tolist() == list(range(200))
    assert index.find(known + 1).tolist() == [-1] * 200


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from([n << 54 for n in range(40)])), max_size=80))
def test_distinct_keys_are_those_of_a_sort(keys: list[int]) -> None:
    """Equal keys have one number, different keys different ones, also where hashes are equal."""
    values = np.array(keys, dtype=np.int64)
    place, number = number_distinct(values)
    assert values[place][number].tolist() == keys
    assert sorted(values[place].tolist()) == np.unique(values).tolist()
