"""Tests of the file names of pages."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.report import page_name

WINDOWS_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@given(st.text(max_size=120))
@settings(max_examples=300)
def test_every_id_gives_a_name_that_every_file_system_can_hold(document_id: str) -> None:
    """A name has only plain letters, digits, points, hyphens and underscores, and is no path."""
    name = page_name(document_id)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", name)
    assert not name.endswith(".")
    assert ".." not in name.split("/")
    assert not WINDOWS_RESERVED.match(name)
    assert name == page_name(document_id)


@given(st.lists(st.text("aAbB.-_/ é\u0130ß", max_size=6), unique=True, max_size=30))
@settings(max_examples=200)
def test_different_ids_give_different_names(document_ids: list[str]) -> None:
    """No two ids share a name."""
    names = [page_name(document_id) for document_id in document_ids]
    assert len(set(names)) == len(document_ids)


@pytest.mark.parametrize("document_id", ["sample", "2031-03-04.lowmark_7", "a", "0", "A1"])
def test_plain_ids_are_their_own_name(document_id: str) -> None:
    """An id that is safe as it stands is used as it stands, so that people find the file."""
    assert page_name(document_id) == document_id


@pytest.mark.parametrize("document_id", ["con", "NUL", "aux.txt", "com1", "index", "../x", "a/b", "", ".hidden", "x."])
def test_unsafe_ids_get_a_digest(document_id: str) -> None:
    """Reserved names, paths, and hidden files get a readable part and ten digits of a digest."""
    assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{10}", page_name(document_id))


def test_no_id_can_take_the_name_made_for_another() -> None:
    """An id chosen to equal another article's made name does not overwrite its page."""
    made = page_name("A path/with blanks")
    assert page_name(made) != made


def test_long_ids_are_shortened() -> None:
    """Names stay under 81 characters, and long ids that differ at their end stay apart."""
    first, second = page_name("x" * 500 + "1"), page_name("x" * 500 + "2")
    assert first != second
    assert max(len(first), len(second)) <= 80
