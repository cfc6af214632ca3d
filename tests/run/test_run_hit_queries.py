"""Which hits a question means."""

import pytest

from framing.run.hit_queries import is_within


@pytest.mark.parametrize(
    ("wanted", "category", "is_meant"),
    [
        ("fears", "fears/nuclear", True),
        ("fears/nuclear", "fears/nuclear", True),
        ("nuclear", "fears/nuclear", True),
        ("pack:nuclear", "fears/nuclear", True),
        ("pack:fears", "fears", True),
        ("other:nuclear", "fears/nuclear", False),
        ("fears/nuclear", "fears", False),
        ("fear", "fears/nuclear", False),
        ("clear", "fears/nuclear", False),
    ],
)
def test_a_category_is_named_whole_or_by_its_end(wanted: str, category: str, is_meant: bool) -> None:
    """A category and those below it are meant by its name, by the last part of it, and with the lexicon before it."""
    assert is_within(wanted, "pack", category) is is_meant
