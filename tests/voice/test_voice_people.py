"""Who is named as a source, and which mentions are one person, on sentences written for this test."""

import pytest
from test_voice_quotations import tag


def name_sources(text: str) -> list[tuple[str, str | None]]:
    """The span and the name of each source, in order of the quotations."""
    return [(text[row["speaker_start"] : row["speaker_end"]], row["speaker"]) for row in tag(text)[0] if row["speaker"]]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ann Lee invoked the mayor and suggested that the bridge be closed.", "Ann Lee"),
        ("After suggesting that the bridge be closed, Ann Lee left.", "Ann Lee"),
        ("Ann Lee issued a statement saying the bridge is closed.", "Ann Lee"),
        ("Ann Lee has launched a direct attack against the mayor.", "Ann Lee"),
        ("Ann Lee's claim that the bridge is old was heard.", "Ann Lee's"),
        ("The plan was rejected by the council for its costs.", "the council"),
        ("Ann Lee, 29, of Dover, Ohio, says the bridge is old.", "Ann Lee, 29, of Dover, Ohio"),
        ("Ann Lee, who said the bridge is old, went home.", "Ann Lee, who"),
        ("According to a newly found memo, the bridge is old.", "a newly found memo"),
        ("Technology wants the bridge to be wide.", "Technology"),
    ],
)
def test_the_source_is_found_beyond_the_words_before_the_cue(text: str, source: str) -> None:
    """The source is the subject of the clause, the holder of the claim or the agent of the passive."""
    assert [span for span, _ in name_sources(text)] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "There was fear that the bridge would fall.",
        "It was feared that a flood of cars would come.",
        "The claim that the bridge is old was heard.",
    ],
)
def test_nobody_named_is_no_source(text: str) -> None:
    """Content that no one is said to hold has no speaker."""
    assert [row["speaker"] for row in tag(text)[0]] == [None]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ann Lee crossed the bridge on Monday. “It is a fine and wide bridge for all of us.”", "Ann Lee"),
        ("“It is a fine and wide bridge for all of us.” - Ann Lee", "Ann Lee"),
        ("“It is a fine and wide bridge for all of us,” Town Hall reporter Ann Lee laughs.", "Ann Lee"),
        ("The bridge was empty that night. “It is a fine and wide bridge for all of us.”", None),
    ],
)
def test_a_quotation_without_a_cue_is_of_the_person_beside_it(text: str, source: str | None) -> None:
    """A signature, a subject after the marks or of the sentence before names the speaker; a thing does not."""
    assert [row["speaker"] for row in tag(text)[0]] == [source]


AMBASSADOR = "Paul Novak, the Russian ambassador to Peru, met reporters on Monday. "


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (AMBASSADOR + "The ambassador said the road is open.", "Paul Novak"),
        (AMBASSADOR + "The Russian ambassador said the road is open.", "Paul Novak"),
        (AMBASSADOR + "“The road is open,” the diplomat said.", "Paul Novak"),
        (AMBASSADOR + "He said the road is open.", "Paul Novak"),
        (AMBASSADOR + "Novak said the road is open.", "Paul Novak"),
        (AMBASSADOR + "It snowed. His claim that the road is open was heard.", "Paul Novak"),
        ("Russian Ambassador to Peru Paul Novak met reporters. The diplomat said the road is open.", "Paul Novak"),
        ("Sen. Paul Novak of Ohio met Ann Lee. The senator said the road is open.", "Paul Novak"),
        ("The Federal Road Agency closed the bridge. The agency said it is old.", "Federal Road Agency"),
        ("The agency closed the bridge. The agency said it is old.", "The agency"),
        ("A senior official came. The official said the road is open.", "The official"),
    ],
)
def test_all_mentions_of_a_person_carry_the_full_name(text: str, name: str) -> None:
    """A surname, a pronoun and a role stand for the person introduced with them; nobody introduced, they stay."""
    assert [speaker for _, speaker in name_sources(text)] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr. Novak met Mrs. Lee. She said it is dry. He said it is wet.", ["Lee", "Novak"]),
        (
            "Paul Novak said it is old. His wife, Ann Lee, laughed. She said it is dry. He said it is wet.",
            ["Paul Novak", "Ann Lee", "Paul Novak"],
        ),
        (
            "Ann Novak spoke of her bridge. Paul Novak spoke of his road. Mrs. Novak said it is old.",
            ["Ann Novak", "Paul Novak", "Ann Novak"],
        ),
        ("Paul Novak said it is old. Spokeswoman Ann Lee met him. He said it is wet.", ["Paul Novak", "Paul Novak"]),
    ],
)
def test_titles_and_pronouns_tell_the_gender(text: str, names: list[str]) -> None:
    """ "She" and "Mrs." take a woman and "he" and "Mr." a man, where the article tells who is which."""
    assert [speaker for _, speaker in name_sources(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paul Novak and Ann Lee said the bridge is old.", "Paul Novak and Ann Lee"),
        ("Two officials said the bridge is old.", "Two officials"),
        ("Many in the town said the bridge is old.", "Many in the town"),
        ("The Club for Bridges said the bridge is old.", "Club for Bridges"),
        ("The 6th Court of Appeals said the bridge is old.", "Court of Appeals"),
    ],
)
def test_several_collective_and_institutional_sources_keep_their_words(text: str, name: str) -> None:
    """Sources joined by "and" and sources without a name stay as written; institutions keep their whole name."""
    assert [speaker for _, speaker in name_sources(text)] == [name]


def test_a_pronoun_inside_a_quotation_stays_as_written() -> None:
    """ "He" in a quotation is not the one who is quoted."""
    rows = tag("“He told me that the bridge is closed,” Paul Novak said. “It is old,” he said.")[0]
    assert [row["speaker"] for row in rows] == ["Paul Novak", "He", "Paul Novak"]


def test_he_may_be_somebody_without_a_name() -> None:
    """A pronoun takes the nearest source also where that is a driver without a name."""
    text = "Paul Novak said the road was open. “I left,” the driver said. “We have the money,” he added."
    assert [name for _, name in name_sources(text)] == ["Paul Novak", "the driver", "the driver"]


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("The road is open — Russian envoy to Peru", "Paul Novak"),
        ("The road is open — Polish consul in Peru", "Polish consul in Peru"),
    ],
)
def test_the_place_of_an_office_is_no_given_name(headline: str, name: str) -> None:
    """ "Ambassador to Peru Paul Novak" lends nobody the name "Peru Paul Novak"."""
    text = headline + "\n\nAccording to the Russian Ambassador to Peru Paul Novak, the road is open."
    assert [speaker for _, speaker in name_sources(text)] == [name, "Paul Novak"]
