"""Where reported speech ends: the clause around it and the main clause after it are the outlet's own voice."""

import pytest
from test_voice_quotations import attributed_text, tag


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Lee, who promised a bridge, is a liar.", "a bridge"),
        ("Lee, who said he was ill, tried to leave the town.", "he was ill"),
        (
            "Lee met the mayor, who said the bridge, the port and the road were safe.",
            "the bridge , the port and the road were safe",
        ),
        ("Days before Lee announced his plans, a banker fled the country.", "his plans"),
        ("Hours after the board said the port was closed, ships entered the bay.", "the port was closed"),
        ("When the mayor said the bridge was closed, people laughed.", "the bridge was closed"),
        ("If they do what they promised, the regime will fall.", ""),
        ("After Lee concluding the case, we have made a list.", "the case"),
        ("What the mayor promised was a disgrace.", ""),
        (
            "The mayor said the report, which took a year, will be printed.",
            "the report , which took a year , will be printed",
        ),
    ],
)
def test_the_main_clause_is_own_voice(text: str, content: str) -> None:
    """Content of a cue in a fronted or relative clause ends with that clause."""
    assert attributed_text(text) == content


@pytest.mark.parametrize(
    "when",
    ["on Sept. 3", "on Jan. 6", "in May", "in Washington, D.C.,", "Jan. 6", "last May", "on Monday in Kyiv"],
)
def test_a_date_or_place_may_stand_before_content(when: str) -> None:
    """What stands between the verb and "that" is no content."""
    assert attributed_text(f"The mayor said {when} that the bridge was safe.") == "that the bridge was safe"


def test_said_as_somebody_did_something_reports_nothing() -> None:
    """A clause with "as" right after the verb tells when, not what."""
    assert attributed_text("The mayor said as she left the room.") == ""


def test_who_acts_in_the_main_clause_speaks_there() -> None:
    """The subject of a clause in front is not that of the main clause."""
    rows, _, _ = tag("After the board announced the case, the mayor went to the port and derided the plan.")
    assert [row["speaker"] for row in rows] == ["the board", "the mayor"]


@pytest.mark.parametrize("n_left", range(1, 9))
@pytest.mark.parametrize(
    "text",
    [
        "Ann said the report, which took a year,",
        "When Ann said on Sept. 3 that the report, which took",
        "What the mayor said in May that was",
        "Lee, who said as he left, the road,",
    ],
)
def test_a_text_may_break_off_anywhere(text: str, n_left: int) -> None:
    """An article cut in the middle of a sentence is read to its end."""
    tag(" ".join(text.split()[:n_left]))
    tag(" ".join(text.split()[:n_left]) + ",")
    tag(text)
