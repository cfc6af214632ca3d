"""Tests of the text as it is set, and of the segments below it."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from page_reader import read_page
from report_sample import DOCUMENT_ROW, HIT_ROWS, PROVENANCE, QUOTATION_ROWS, TEXT, build

from framing.columns import DOCUMENTS, HITS, QUOTATIONS, Table
from framing.report import render_article
from framing.report.legend import Legend
from framing.report.reading import render_text
from framing.report.spans import cut_segments, find_context, find_paragraphs

LEGEND = Legend(PROVENANCE.lexicons)
ADDED = ("who", "c", "pop")

texts = st.text(st.sampled_from("ab .,“”<&>\n\n\t\u202eé\x00"), max_size=60)
spans = st.lists(st.tuples(st.integers(0, 62), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=6)


def set_text(text: str, quotations: list[tuple[int, int]], hits: list[tuple[int, int]]) -> str:
    """The HTML of a text with spans anywhere, right or wrong."""
    quotation_rows: list[dict[str, Any]] = [
        {**QUOTATION_ROWS[number % len(QUOTATION_ROWS)], "start": start, "end": end}
        for number, (start, end) in enumerate(quotations)
    ]
    hit_rows = [
        {**HIT_ROWS[number % len(HIT_ROWS)], "start": start, "end": end} for number, (start, end) in enumerate(hits)
    ]
    report = build(
        documents=Table.from_rows(DOCUMENTS, [{**DOCUMENT_ROW, "text": text, "title": None}]),
        quotations=Table.from_rows(QUOTATIONS, quotation_rows),
        hits=Table.from_rows(HITS, hit_rows),
    )
    return render_text(report, LEGEND)


@given(texts, spans, spans)
@settings(max_examples=250)
def test_the_text_is_set_as_it_was_written(
    text: str, quotations: list[tuple[int, int]], hits: list[tuple[int, int]]
) -> None:
    """Whatever spans lie over it, every character that is no white space stands on the page once, in order."""
    tree = read_page(set_text(text, quotations, hits))
    assert "".join(tree.text(*ADDED).split()) == "".join(text.replace("\x00", "\ufffd").split())


@given(texts, spans, spans)
@settings(max_examples=150)
def test_every_hit_has_one_address(text: str, quotations: list[tuple[int, int]], hits: list[tuple[int, int]]) -> None:
    """Each hit that covers a printed character has exactly one link, and the note that the link names."""
    tree = read_page(set_text(text, quotations, hits))
    links = {link.attributes["id"]: link for link in tree.find_all("a", "c")}
    paragraphs = find_paragraphs(text)
    for number, (start, end) in enumerate(hits, 1):
        is_set = any(max(start, first) < min(end, last) for first, last in paragraphs)
        assert (f"h{number}" in links) == is_set
    notes = {note.attributes["id"] for note in tree.find_all("span", "e")}
    assert {link.attributes["aria-describedby"] for link in links.values()} == notes


@given(st.text("ab \n", max_size=40), spans, spans)
@example("a\n\nb", [(1, 3)], [(0, 3), (1, 4)])
@settings(max_examples=250)
def test_segments_equal_those_found_character_by_character(
    text: str, quotations: list[tuple[int, int]], hits: list[tuple[int, int]]
) -> None:
    """Segments tile the paragraphs, and each names exactly the spans that cover all of its characters."""
    quotations = [(min(a, len(text)), min(b, len(text))) for a, b in quotations]
    hits = [(min(a, len(text)), min(b, len(text))) for a, b in hits]
    paragraphs = find_paragraphs(text)
    covered = []
    for start, end, paragraph, around, marked in cut_segments(paragraphs, quotations, hits):
        assert paragraphs[paragraph][0] <= start < end <= paragraphs[paragraph][1]
        for position in range(start, end):
            covered.append(position)
            assert set(around) == {n for n, (a, b) in enumerate(quotations) if a <= position < b}
            assert set(marked) == {n for n, (a, b) in enumerate(hits) if a <= position < b}
    assert covered == [position for start, end in paragraphs for position in range(start, end)]


def test_paragraphs_of_a_text_without_blank_lines_are_its_lines() -> None:
    """Blank lines part paragraphs; without any, every line is a paragraph."""
    assert find_paragraphs(" one\ntwo \n three\n") == [(1, 4), (5, 8), (11, 16)]
    assert find_paragraphs("one\ntwo\n \n\nthree") == [(0, 7), (11, 16)]
    assert find_paragraphs(" \n ") == []


def test_context_is_the_sentence_around_a_span() -> None:
    """A span is shown in its sentence, in both sentences where it lies over two, alone where there is none."""
    sentences = [[0, 10], [11, 20], [21, 30]]
    starts = [0, 11, 21]
    assert find_context(sentences, starts, 12, 15) == (11, 20)
    assert find_context(sentences, starts, 8, 13) == (0, 20)
    assert find_context([], [], 8, 13) == (8, 13)


def test_attributed_speech_names_speaker_cue_and_kind() -> None:
    """Before each quotation stands who speaks, by which cue, and whether it is quoted or reported."""
    tree = read_page(render_text(build(), LEGEND))
    labels = [" ".join(label.text().split()) for label in tree.find_all("span", "who")]
    assert labels == [
        "Ilse Maren sees partly quoted",
        "Ilse Maren said quoted",
        "Ilse Maren added quoted",
        "Ilse Maren continued",
        "Ilse Maren noted reported",
        "Piet Ost According to reported",
        "speaker not found reported",
    ]


def test_scare_quotes_are_marked_and_not_attributed() -> None:
    """An expression in scare quotes is framed, and stands in no attributed stretch."""
    tree = read_page(render_text(build(), LEGEND))
    assert [element.text() for element in tree.find_all("span", "sq")] == ["‘gesture’"]
    assert not any(part.find_all("span", "sq") for part in tree.find_all("span", "q"))


def test_overlapping_hits_keep_one_line_each() -> None:
    """Where hits overlap, their underlines run at different heights, and each runs through to its end."""
    tree = read_page(render_text(build(), LEGEND))
    start = TEXT.index("wall of contempt, and")
    for hit in HIT_ROWS:
        if start <= hit["start"] < start + 60:
            cls = {"union-as-victim/contempt": "k1", "conspiracy": "k4", "blame-the-league": "k3"}[hit["category"]]
            parts = [part for part in tree.find_all("span", cls) if "u" in part.classes]
            assert hit["text"] in "".join(part.text() for part in parts)
    group = next(part for part in tree.find_all("span", "g") if "looked away" in part.text(*ADDED))
    lanes = {cls for part in group.find_all("span", "u") for cls in part.classes if cls.startswith("l")}
    assert lanes == {"l0", "l1"}


def test_negated_and_excluded_hits_say_so_in_words() -> None:
    """A negated hit has `not` before its code, one that is not counted has its code in brackets."""
    tree = read_page(render_text(build(), LEGEND))
    shown = [link.text() for link in tree.find_all("a", "c")]
    assert "not Con" in shown
    assert "(BL)" in shown


def test_the_headline_is_set_as_headline() -> None:
    """The first paragraph is set larger where it repeats the title."""
    tree = read_page(render_text(build(), LEGEND))
    assert [part.text(*ADDED) for part in tree.find_all("p", "headline")] == [DOCUMENT_ROW["title"]]


def test_words_at_arms_length_say_how() -> None:
    """A frame around words at arm's length says whether scare quotes or "so-called" keep them there."""
    (scare,) = (row for row in QUOTATION_ROWS if row["kind"] == "scare")
    for cue, how in ((None, "scare quotes"), ("so-called", "so-called")):
        rows = [{**scare, "cue": cue}]
        page = render_article(build(quotations=Table.from_rows(QUOTATIONS, rows), hits=Table.from_rows(HITS, [])))
        assert f'<span class="sq" title="at arm’s length: {how}">' in page
