"""Tests of the summary in words and of the notes."""

from dataclasses import replace
from typing import Any

import pytest
from page_reader import read_page
from report_sample import DOCUMENT_ROW, HIT_ROWS, PROVENANCE, QUOTATION_ROWS, TEXT, TRANSFER_ROWS, build

from framing.columns import DOCUMENTS, HITS, QUOTATIONS, TRANSFERS, Table
from framing.nouns import write_count
from framing.report import render_article
from framing.report.summary import find_notes, summarize
from framing.report.wording import interval, join_words, percent, possessive, rate, shorten

SHARE = "(32\u202f%)"


def with_hits(*hits: dict[str, Any]) -> str:
    """The first sentence of the sample's summary with these hits only."""
    return build(hits=Table.from_rows(HITS, hits)).summary[0]


def hit(voice: str, speaker: str | None = None, **facts: Any) -> dict[str, Any]:
    quotation = None if voice == "own" else HIT_ROWS[0]["quotation"]
    return {**HIT_ROWS[0], "voice": voice, "quotation": quotation, "speaker": speaker, **facts}


def test_the_sample_is_summed_up() -> None:
    """The summary names hits by voice and main speaker, transfers, and attributed words; it states no stance."""
    assert build().summary == [
        "11 frame hits in 222 words: 7 in attributed speech (6 of them Ilse Maren’s), 4 in the outlet’s own voice.",
        (
            "Most frequent: *Contempt for the Union* 4 (3 attributed to Ilse Maren, 1 own voice),"
            " *The League is to blame* 3 (2 attributed to Ilse Maren, 1 own voice), *Conspiracy* 2"
            " (1 attributed to Ilse Maren, 1 to others)."
        ),
        (
            "*Contempt for the Union* stands in both voices: attributed to Ilse Maren in the headline, the outlet’s own"
            " in the lede."
        ),
        (
            "*The League is to blame* stands in both voices: attributed to Ilse Maren in the body, the outlet’s own"
            " in the body."
        ),
        f"Attributed speech: 71 of 222 words {SHARE}, 6 quotations by 2 named speakers; 1 expression at arm’s length.",
    ]


@pytest.mark.parametrize(
    ("hits", "sentence"),
    [
        ([], "No frame hits in 222 words."),
        ([hit("own")], "1 frame hit in 222 words, in the outlet’s own voice."),
        ([hit("own"), hit("own")], "2 frame hits in 222 words, all in the outlet’s own voice."),
        ([hit("attributed", "Piet Ost")], "1 frame hit in 222 words, in attributed speech (Piet Ost’s)."),
        ([hit("attributed", "they")], "1 frame hit in 222 words, in attributed speech."),
        ([hit("attributed")], "1 frame hit in 222 words, in attributed speech."),
        (
            [hit("attributed", "the Mills"), hit("attributed", "the Mills"), hit("own")],
            "3 frame hits in 222 words: 2 in attributed speech (all of them the Mills’), 1 in the outlet’s own voice.",
        ),
        (
            [hit("own"), hit("own", quotation=1)],
            "2 frame hits in 222 words, all in the outlet’s own voice (1 at arm’s length).",
        ),
        ([hit("own"), hit("own", excluded_by="no wall")], "1 frame hit in 222 words, in the outlet’s own voice."),
    ],
)
def test_hits_are_counted_in_words(hits: list[dict[str, Any]], sentence: str) -> None:
    """Singular, plural, one voice, no speaker, words at arm's length and hits that do not count are all put rightly."""
    assert with_hits(*hits) == sentence


def test_negated_hits_do_not_count_where_the_lexicon_drops_them() -> None:
    """A lexicon that drops negated hits takes them out of the summary, as it takes them out of the scores."""
    report = build()
    dropping = replace(PROVENANCE, lexicons=[replace(PROVENANCE.lexicons[0], negation="drop")])
    sentence = summarize(replace(report, provenance=dropping))[0]
    assert sentence.startswith("9 frame hits in 222 words: 5 in attributed speech")


def test_own_voice_first_is_said_first() -> None:
    """A transfer that begins in the outlet's own voice is told in that order."""
    row = {**TRANSFER_ROWS[1], "direction": "own-first"}
    summary = build(transfers=Table.from_rows(TRANSFERS, [row])).summary
    sentence = "*The League is to blame* stands in both voices: the outlet’s own in the body, attributed to Ilse Maren"
    assert f"{sentence} in the body." in summary


def test_titles_and_names_cannot_add_emphasis() -> None:
    """Asterisks and line ends of a speaker's name are left out of the summary."""
    assert with_hits(hit("attributed", "A*b\nand *Cd")).endswith("(Ab and Cd’s).")


def test_a_text_without_quotations_says_so() -> None:
    """Where no attributed speech was found, the summary says that all words count as own voice."""
    summary = build(
        quotations=Table.from_rows(QUOTATIONS, []), hits=Table.from_rows(HITS, [{**HIT_ROWS[0], "quotation": None}])
    ).summary
    assert "No attributed speech was found: all words count as the outlet’s own voice." in summary


def test_pronouns_and_verbs_are_no_named_speakers() -> None:
    """Speakers are counted as named when a word of theirs is capitalised and they are more than a pronoun."""
    names = ["Ilse Maren", "he", "They", "likely", "the harbour office"]
    rows = [{**QUOTATION_ROWS[0], "speaker": name} for name in names]
    summary = build(quotations=Table.from_rows(QUOTATIONS, rows), hits=Table.from_rows(HITS, [])).summary
    assert summary[-1].endswith("5 quotations by 1 named speaker.")


def test_narratives_are_named_before_other_frames() -> None:
    """Mirrored categories come before more frequent ones of other lexicons, and only they are told as transfers."""
    (lexicon,) = PROVENANCE.lexicons
    narrative = replace(lexicon, name="narratives-en", categories=[one for one in lexicon.categories if one["mirror"]])
    provenance = replace(PROVENANCE, lexicons=[lexicon, narrative])
    report = build()
    hits = [*report.hits, {**report.hits[0], "id": "h99", "lexicon": "narratives-en", "category": "union-as-victim"}]
    transfers = [
        {**report.transfers[0], "category": "narratives-en:union-as-victim", "same_entry": False},
        {**report.transfers[1], "same_entry": False},
    ]
    summary = summarize(replace(report, hits=hits, transfers=transfers, provenance=provenance))
    assert summary[1].startswith("Most frequent: *The Union as a victim* 1 (attributed to Ilse Maren), *Contempt")
    assert [sentence.partition(":")[0] for sentence in summary if "both voices" in sentence] == [
        "*The Union as a victim* stands in both voices"
    ]
    page = read_page(render_article(replace(report, hits=hits, transfers=transfers, provenance=provenance)))
    folded = [one for one in page.find_all("details") if one.find_all("article", "transfer")]
    assert [len(one.find_all("article", "transfer")) for one in folded] == [1]


def test_notes_say_what_was_not_analysed() -> None:
    """A language without lexicon and model, an undetermined one, a short text and a repeated one are noted."""
    report = build()

    def notes(**facts: Any) -> list[str]:
        return find_notes(replace(report, document={**report.document, **facts}))

    assert notes() == ["No speaker was found for 1 quotation."]
    assert "No lexicon for language de: frames were not counted." in notes(language="de")
    assert "No stance model for language de: stance was not analysed." in notes(language="de")
    assert notes(language="und")[0].startswith("The language could not be determined")
    assert "The text has 99 words: one hit more or less changes its rates much." in notes(n_words=99)
    assert "The text repeats that of document other." in notes(duplicate_of="other")


def test_open_quotations_are_noted() -> None:
    """A quotation whose mark is never closed is a guess, and the notes say so; one that runs on is none."""
    note = "1 quotation mark is never closed: where the speech ends is a guess."
    empty = Table.from_rows(HITS, [])
    broken_off = {**QUOTATION_ROWS[2], "end": QUOTATION_ROWS[2]["start"] + 20}
    assert note in build(quotations=Table.from_rows(QUOTATIONS, [broken_off]), hits=empty).notes
    assert note not in build().notes
    first, second = (TEXT.index(part) for part in ("“Our people", "“They will"))
    run_on = [
        {**QUOTATION_ROWS[3], "start": first, "end": second - 2},
        {**QUOTATION_ROWS[3], "start": second, "end": TEXT.index(" she added")},
    ]
    assert note not in build(quotations=Table.from_rows(QUOTATIONS, run_on), hits=empty).notes


def test_frames_are_not_summed_up_without_a_lexicon() -> None:
    """Zero hits are stated only where a lexicon looked for them."""
    document = Table.from_rows(DOCUMENTS, [{**DOCUMENT_ROW, "language": "de"}])
    empty = Table.from_rows(HITS, [])
    report = build(documents=document, hits=empty, transfers=Table.from_rows(TRANSFERS, []))
    assert not any("frame hit" in sentence for sentence in summarize(report))


def test_numbers_are_written_for_readers() -> None:
    """Counts have thousands separators and the right number, rates three digits that count."""
    assert [write_count(n, "hit") for n in (0, 1, 1014)] == ["0 hits", "1 hit", "1,014 hits"]
    assert [rate(value) for value in (None, 0.0, 0.0123, 1.234, 12.34, 1234.5)] == [
        "–",
        "0",
        "0.012",
        "1.23",
        "12.3",
        "1,234",
    ]
    assert interval(0.5, 12.34) == "0.500–12.3"
    assert interval(None, 1.0) == "–"
    # What is not zero does not look like it; where few digits are wanted, two count.
    assert [rate(0.0042, 3), rate(0.00042, 3), rate(0.0617, 2), rate(0.09961, 2)] == [
        "0.0042",
        "0.00042",
        "0.062",
        "0.10",
    ]
    assert interval(0.0042, 0.0617, 2) == "0.0042–0.062"
    assert percent(1, 3) == "33\u202f%"
    assert percent(0, 0) == "0\u202f%"
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert possessive("Ost") == "Ost’s"
    assert shorten("one two three", 9) == "one two…"
