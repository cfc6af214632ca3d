import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.stance.labels import LabelRow, Labels
from framing.stance.learning import Settings
from framing.stance.sources import Source
from framing.stance.splits import GROUPINGS, SAME_WORDS, group_rows
from framing.stance.task import make_task

LONG = "the harbour office said on monday that the ferry to the northern islands would stay in port for nine days"


def row(text: str, group: str, **columns: str) -> LabelRow:
    return LabelRow(text, "a", group, **columns)


def test_near_duplicates_are_one_group() -> None:
    """A text and its copy with another word, in another document, stay together; rows of one document follow."""
    rows = [
        row(LONG, "d1"),
        row(LONG.replace("monday", "tuesday").upper(), "d2"),
        row("Nothing of the kind was planned.", "d2"),
        row("A quite different sentence about wheat and its price in spring.", "d3"),
        row("Nothing of the kind was planned.", "d4"),
    ]
    groups = group_rows(rows)
    assert groups[0] == groups[1] == groups[2] == groups[4]
    assert groups[3] == "d3"
    assert group_rows(rows, "document") == ("d1", "d2", "d2", "d3", "d4")


WORDS = [f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12, unique=True), min_size=1, max_size=25))
def test_clusters_are_those_of_all_pairs(texts: list[list[str]]) -> None:
    """Texts that share enough words are together, as comparing every pair finds them; never two that no chain ties."""
    rows = [row(" ".join(text), f"d{number:02}") for number, text in enumerate(texts)]
    groups = group_rows(rows)
    parent = list(range(len(rows)))

    def find(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    for one in range(len(rows)):
        for other in range(one):
            common, either = set(texts[one]) & set(texts[other]), set(texts[one]) | set(texts[other])
            if len(common) >= SAME_WORDS * len(either):
                parent[find(one)] = find(other)
    for one in range(len(rows)):
        for other in range(one):
            if groups[one] == groups[other]:
                assert find(one) == find(other)
            if set(texts[one]) == set(texts[other]):
                assert groups[one] == groups[other]


def test_groups_do_not_depend_on_the_order_of_rows() -> None:
    """Rows in another order have the same groups."""
    rows = [row(LONG.replace("monday", word), f"d{number}") for number, word in enumerate(WORDS)]
    rows += [row(f"{word} stands alone in sentence {word}", f"e{word}") for word in WORDS]
    found = dict(zip([each.group for each in rows], group_rows(rows), strict=True))
    shuffled = random.Random(1).sample(rows, len(rows))
    assert dict(zip([each.group for each in shuffled], group_rows(shuffled), strict=True)) == found
    assert len({found[f"d{number}"] for number in range(len(WORDS))}) == 1


def test_outlets_and_months_are_groups() -> None:
    """By outlet and by month; what has none is grouped with its near duplicates, where most rows have one."""
    rows = [
        row("One text.", "d1", outlet="Harbour News", date="2025-03-01"),
        row("Other words.", "d2", outlet="harbour news ", date="2025-03-30"),
        row("Third matter.", "d3", outlet="Wire", date="2025-04-01"),
        row("No outlet here.", "d4"),
    ]
    by_outlet, by_date = group_rows(rows, "outlet"), group_rows(rows, "date")
    assert by_outlet[0] == by_outlet[1] != by_outlet[2]
    assert by_outlet[3] == "d4"
    assert by_date[:3] == ("date 2025-03", "date 2025-03", "date 2025-04")
    with pytest.raises(InputError, match="3 of 4 rows have no `outlet`"):
        group_rows([rows[0], *[row(f"Text {letter}", letter) for letter in "xyz"]], "outlet")
    with pytest.raises(InputError, match=", ".join(GROUPINGS)):
        group_rows(rows, "author")


def test_near_duplicates_stay_together_in_outlets_and_months() -> None:
    """A text that several outlets print is never on both sides of a split; the other rows stay with their outlets."""
    copies = [
        row(LONG, "d1", outlet="Bay Post", date="2031-04-02"),
        row(LONG.replace("monday", "sunday"), "d2", outlet="Hill News", date="2031-03-31"),
        row(LONG.upper(), "d3", outlet="hill news", date="2031-05-01"),
        row(LONG, "d4"),
    ]
    own = [
        row("Wheat is cheap in the valley this year.", "d1", outlet="Bay Post", date="2031-04-02"),
        row("The ferry company has a new director.", "d2", outlet="Hill News", date="2031-03-31"),
    ]
    for rows in (copies + own, own + copies[::-1]):
        by_outlet = {row.text: set[str]() for row in rows}
        by_month = {row.text: set[str]() for row in rows}
        for one, outlet, month in zip(rows, group_rows(rows, "outlet"), group_rows(rows, "date"), strict=True):
            by_outlet[one.text].add(outlet)
            by_month[one.text].add(month)
        assert {name for one in copies for name in by_outlet[one.text]} == {"outlet hill news"}
        assert {name for one in copies for name in by_month[one.text]} == {"date 2031-03"}
        assert [by_outlet[one.text] for one in own] == [{"outlet bay post"}, {"outlet hill news"}]
        assert [by_month[one.text] for one in own] == [{"date 2031-04"}, {"date 2031-03"}]


def test_hostile_texts_have_groups() -> None:
    """Texts without words, lone surrogates and empty strings are grouped like others."""
    rows = [row("!!!", "d1"), row("...", "d2"), row("\udc80 \u202e", "d3"), row("!!!", "d4"), row("\x00", "d5")]
    groups = group_rows(rows)
    assert groups[0] == groups[3]
    assert len(set(groups)) == 4


def test_one_outlet_is_no_split() -> None:
    """Where near duplicates tie all outlets together, the message says so, and not that rows are too few."""
    rows = tuple(
        LabelRow(f"{LONG} by ship {number}", label, f"{outlet}{number}", outlet=outlet)
        for number in range(10)
        for outlet, label in (("Bay Post", "a"), ("Hill News", "b"))
    )
    source = Source("rows", Labels(rows, "0" * 64))
    with pytest.raises(InputError, match=r"all rows are of one outlet.*group by duplicates"):
        make_task([source], Settings(group_by="outlet"), None, None)
