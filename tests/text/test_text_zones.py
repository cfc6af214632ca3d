"""Zones: headline, lede and body of articles as they come."""

from pathlib import Path

import pytest
from text_documents import make_documents

from framing.columns import ZONES
from framing.text import Tokenizer, count_words, sentence_spans

SEED = Path(__file__).parents[2].parent / "shared" / "data" / "seed-article.txt"

HEADLINE = "Bridge over the river to close for a year"
SUBHEADING = '"We have looked at every other way," engineer Ann Lee noted'
BYLINE = "By Bo Poe"
DATELINE = "OSLO, June 2. /NTB/."
LEDE = "The old bridge over the river will close on Monday for a year of repairs, the town council said late at night."
SHORT = "It had to come."
BODY = "The repairs cost more than the council had planned. Ferries will carry people and goods until next summer."


def zones(text: str, title: str | None = None) -> dict[str, str]:
    """The text of each zone that is not empty."""
    tokens = Tokenizer().tokenize(make_documents([text], [title]))
    found: dict[str, tuple[int, int]] = {}
    for zone, start, end in zip(tokens.zone.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True):
        found[ZONES[zone]] = (found.get(ZONES[zone], (start, end))[0], end)
    return {zone: text[start:end] for zone, (start, end) in found.items()}


def join(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize("title", [None, HEADLINE, HEADLINE.upper() + "."])
def test_headline_lede_body(title: str | None) -> None:
    """A short first paragraph without a full stop is the headline, with or without a title that says so."""
    assert zones(join(HEADLINE, LEDE, BODY), title) == {"headline": HEADLINE, "lede": LEDE, "body": BODY}


@pytest.mark.parametrize(
    "above", [(BYLINE,), (SUBHEADING,), (SUBHEADING, BYLINE), ("Ann Lee spoke.", f"{DATELINE} {LEDE}")]
)
def test_bylines_and_subheadings_belong_to_the_headline(above: tuple[str, ...]) -> None:
    """What stands between the headline and the first sentence of the text belongs to the headline."""
    has_dateline = above[-1].startswith(DATELINE)
    text = join(HEADLINE, *above, BODY) if has_dateline else join(HEADLINE, *above, LEDE, BODY)
    found = zones(text)
    assert found["headline"] == join(HEADLINE, *(above[:-1] if has_dateline else above))
    assert found["lede"] == (above[-1] if has_dateline else LEDE)


def test_title_in_other_spelling() -> None:
    """The title is found in the text whatever its white space, final marks, quotation marks and case."""
    text = join("“Never  again,” says the mayor’s office!", LEDE, BODY)
    assert zones(text, '"Never again", Says the Mayor\'s Office')["headline"] == text.partition("\n")[0]


def test_title_and_text_in_one_paragraph() -> None:
    """Where the text goes on after the title in one paragraph, only the title is headline."""
    found = zones(f"{HEADLINE}. {LEDE}\n\n{BODY}", HEADLINE)
    assert found == {"headline": f"{HEADLINE}.", "lede": LEDE, "body": BODY}


def test_first_words_that_only_look_like_the_title() -> None:
    """A short title that the first sentence happens to begin with makes no headline."""
    first = "Bridge repairs will take until next summer, the council of the town said on Monday night."
    assert zones(join(first, BODY), "Bridge") == {"lede": first, "body": BODY}


def test_title_outside_the_text() -> None:
    """A text that begins with a full sentence has no headline, whatever its title."""
    assert zones(join(LEDE, BODY), HEADLINE) == {"lede": LEDE, "body": BODY}


def test_question_as_headline() -> None:
    """A short question above a blank line is a headline; directly above the next line it is part of the text."""
    assert zones(join("Who will pay?", LEDE, BODY))["headline"] == "Who will pay?"
    assert "headline" not in zones(f"Who will pay?\n{LEDE}\n\n{BODY}")


def test_short_lede_takes_the_next_paragraph() -> None:
    """A single sentence of a few words is lede together with the paragraph after it."""
    assert zones(join(HEADLINE, SHORT, LEDE, BODY))["lede"] == join(SHORT, LEDE)


def test_line_of_a_dateline_alone() -> None:
    """A dateline on its own line is lede together with the paragraph after it."""
    assert zones(join(HEADLINE, "OSLO, June 2.", LEDE, BODY))["lede"] == join("OSLO, June 2.", LEDE)
    assert zones(join(HEADLINE, "OSLO, June 2.", SHORT, LEDE, BODY))["lede"] == join("OSLO, June 2.", SHORT, LEDE)


def test_lede_of_a_text_without_paragraphs() -> None:
    """Of one long paragraph the lede is the sentences up to the sixtieth word."""
    sentence = "The council of the town met on that day for an hour. "
    found = zones(sentence * 20)
    assert found["lede"] == (sentence * 5).strip()
    assert found["body"] == (sentence * 15).strip()


@pytest.mark.parametrize(
    "dateline",
    [
        "ASTANA, June 2. /TASS/.",
        "МОСКВА, 2 июня. /ТАСС/.",
        "МОСКВА, 5 мая — РИА Новости.",
        "Донецк, 4 июл — ДАН.",
        "СИМФЕРОПОЛЬ, 11 июл – РИА Новости Крым.",
        "WASHINGTON (AP) —",
        "Oslo (Reuters) -",
        "KYIV, Ukraine —",
        "MOSCOW. June 2 (Interfax) -",
        "BRAZZAVILLE, Oct. 28 (Xinhua) --",
        "(CNN) —",
        "ST. PETERSBURG, Fla. (AP) —",
    ],
)
def test_dateline_is_glued_to_the_first_sentence(dateline: str) -> None:
    """A dateline and the sentence after it are one sentence, and a headline without a blank line ends above it."""
    text = f"{HEADLINE}\n{dateline} {LEDE}\n\n{BODY}"
    tokens = Tokenizer().tokenize(make_documents([text]))
    assert count_words(tokens)[1] == [4]
    start, end = sentence_spans(tokens, 0)[1]
    assert text[start:end] == f"{dateline} {LEDE}"
    assert zones(text)["headline"] == HEADLINE


@pytest.mark.parametrize(
    "start", ["NATO said on Monday.", "The U.S. Senate met.", "A. B. Poe spoke — and left.", "In June 2. Then"]
)
def test_sentences_that_are_no_datelines(start: str) -> None:
    """Capitals at the start of a paragraph alone make no dateline."""
    text = join(f"{start} {LEDE}", BODY)
    spans = sentence_spans(Tokenizer().tokenize(make_documents([text])), 0)
    assert text[slice(*spans[0])] in {start, "In June 2."}


def test_headline_that_looks_like_a_dateline() -> None:
    """Capitals before a dash are a headline where the line does not go on to a full stop."""
    assert zones(join("NATO – what next", LEDE, BODY))["headline"] == "NATO – what next"


def test_one_paragraph_is_lede() -> None:
    """A document of one line has no headline unless its title says so."""
    assert zones(HEADLINE) == {"lede": HEADLINE}
    assert zones(HEADLINE, HEADLINE) == {"headline": HEADLINE}


def test_seed_article() -> None:
    """In the seed article the first two paragraphs are headline, and the paragraph with the dateline is the lede."""
    if not SEED.exists():
        pytest.skip("needs ../shared/data, which does not ship")
    text = SEED.read_text(encoding="utf-8")
    found = zones(text)
    assert found["headline"] == text[: text.index("\n\nASTANA")]
    assert found["lede"].startswith("ASTANA")
    assert found["lede"].count("\n") == 0
    tokens = Tokenizer().tokenize(make_documents([text]))
    assert count_words(tokens) == ([512], [23])
