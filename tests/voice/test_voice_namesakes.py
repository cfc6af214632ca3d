"""Which of the people of one surname speaks, which forms of a name are one, and what is no source at all."""

import pytest
from test_voice_people import name_sources

SAID = " said the road is open."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In Dover, Mr. Novak said the road was wet. Laura Novak stood beside him.", ["Novak"]),
        ("Ann Novak came. She laughed. Mr. Novak" + SAID, ["Novak"]),
        ("Paul Novak came. He laughed. Mrs. Novak" + SAID, ["Novak"]),
        ("Ann Novak lost the town. Mr. Novak" + SAID + " Paul Novak left.", ["Novak"]),
        ("Mrs. Novak" + SAID + " Her husband, Paul Novak, left.", ["Novak"]),
        ("President Novak" + SAID + " The first lady, Ann Novak, waved. Mr. Novak" + SAID, ["Novak", "Novak"]),
        ("Mayor Novak thanked his daughter Ann Novak. Novak" + SAID, ["Novak"]),
        ("Mayor Novak" + SAID + " His son, Paul Novak, waved. Mr. Novak" + SAID, ["Novak", "Novak"]),
    ],
)
def test_a_title_borrows_no_given_names_of_somebody_else(text: str, names: list[str]) -> None:
    """A surname with a title keeps to itself where its given names are those of another gender or of a relative."""
    assert [speaker for _, speaker in name_sources(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Paul Novak came. Mr. Novak" + SAID, ["Paul Novak"]),
        ("Ann Novak came. Mrs. Novak" + SAID, ["Ann Novak"]),
        ("Paul Novak came. Novak" + SAID, ["Paul Novak"]),
        ("Ann Novak, the mayor, came. Mayor Novak" + SAID, ["Ann Novak"]),
        ("President Novak" + SAID + " President Paul Novak left.", ["Paul Novak"]),
        ("Ann Novak laughed. She left. Paul Novak stayed. He sang. Mr. Novak" + SAID, ["Paul Novak"]),
        ("President Paul Novak and his wife, Ann Novak, came. Mr. Novak" + SAID + " Novak" + SAID, ["Paul Novak"] * 2),
        (
            "President Paul Novak came. The first lady, Ann Novak, waved. Mrs. Novak" + SAID + " Mr. Novak" + SAID,
            ["Ann Novak", "Paul Novak"],
        ),
    ],
)
def test_a_title_takes_the_given_names_of_whoever_fits(text: str, names: list[str]) -> None:
    """Whoever is introduced before the title, with the same title, or has its gender, is the one."""
    assert [speaker for _, speaker in name_sources(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Paul J. Novak said it is dry. Paul Novak said it is old. Paul Novak said it is wet. Novak said it is wide.",
        "PAUL NOVAK said it is dry. Paul Novak said it is old. NOVAK said it is wet.",
        "WATCH Novak say it. WATCH Novak said it is dry. Paul Novak's road is long. NATO Novak said it is wet.",
        "New York Mayor Paul Novak said it is dry. Paul James Novak left. Novak said it is wet. He said it is old.",
        "Paul O’Novak said it is dry. O’Novak said it is wet.",
    ],
)
def test_the_forms_of_a_name_are_one_person(text: str) -> None:
    """Initials, middle names, capitals, labels and offices before a name make no other person."""
    assert len({speaker for _, speaker in name_sources(text)}) == 1


def test_other_initials_are_other_people() -> None:
    """ "Paul B. Novak" is not "Paul C. Novak"."""
    text = "Paul B. Novak said it is dry. Paul C. Novak said it is wet."
    assert [speaker for _, speaker in name_sources(text)] == ["Paul B. Novak", "Paul C. Novak"]


def test_turns_of_a_transcript_take_the_name_of_the_article() -> None:
    """A name in capitals is written as the article writes it elsewhere."""
    text = "The council met Ann Lee and heard her about the bridge and the road. " * 3 + "\n\nANN LEE: It is old."
    assert name_sources(text)[-1] == ("ANN LEE", "Ann Lee")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("One former town aide" + SAID, "One former town aide"),
        ("In Dover, one former town aide" + SAID, "one former town aide"),
        ("“The road is open,” said one former aide.", "one former aide"),
        ("The road is open, according to one aide.", "one aide"),
        ("One of the aides" + SAID, "One of the aides"),
        ("Three aides came, and one" + SAID, "one"),
        ("FILE PHOTO Ann Lee" + SAID, "Ann Lee"),
        ("Ann Lee, however," + SAID, "Ann Lee"),
        ("Those contacts in late" + SAID, "Those contacts"),
        ("No one expected that the road would open.", None),
        ("Nobody" + SAID, None),
        ("FILE PHOTO: The engineers" + SAID, None),
        ("A single" + SAID, None),
        ("Unwilling to come to grips with the bridge" + SAID, None),
    ],
)
def test_a_source_is_a_whole_noun_phrase(text: str, source: str | None) -> None:
    """A source ends in no article, preposition or adjective; captions, "no one" and adjectives are none."""
    assert [span for span, _ in name_sources(text)] == ([source] if source else [])


def test_the_reader_is_no_source() -> None:
    """What "you" agree to is no attribution."""
    assert name_sources("By signing up, you agree to receive newsletters from Town Hall.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In the United States Pope Paul" + SAID, "Paul"),
        ("New York Mayor Ann Lee" + SAID, "Ann Lee"),
        ("One of the engineers, Ann Lee," + SAID, "Ann Lee"),
    ],
)
def test_an_office_begins_a_new_name(text: str, name: str) -> None:
    """What stands before "Pope" or "Mayor" is a place, and no given name."""
    assert [speaker for _, speaker in name_sources(text)] == [name]
