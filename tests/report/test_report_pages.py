"""Tests of the article page: its parts, its safety, and its sameness."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from page_reader import Element, read_page
from report_sample import build, make_tables, render_corpus

from framing.columns import Column, Table, find_faults
from framing.report import LexiconSource, render_article
from framing.report.legend import Legend
from framing.report.pages import read_script, read_style
from framing.report.records import ArticleReport
from framing.report.stances import _sign

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> \u202eevil\u2066 & &amp; \x00 *b*"


def make_hostile_tables() -> dict[str, Table]:
    """The sample with markup in every string that is free text."""

    def spoil(column: Column, values: Any) -> Any:
        if column.kind == "evidence":
            return [[*value, {**value[0], "feature": f"({HOSTILE})"}] for value in values]
        if (
            column.kind != "string"
            or column.allowed
            or column.name in ("document_id", "lexicon", "category", "language")
        ):
            return values
        return [HOSTILE for _ in values]

    tables = {}
    for name, table in make_tables().items():
        spoiled = {column.name: spoil(column, table[column.name]) for column in table.schema.columns}
        tables[name] = Table(table.schema, spoiled)
    text = HOSTILE.join(make_tables()["documents"]["text"][0].split(" "))
    tables["documents"] = tables["documents"].with_columns(text=[text], url=["javascript:alert(1)"])
    return tables


def assert_harmless(page: str, kind: str) -> Element:
    """The tree of a page on which nothing can run but our script and nothing can load."""
    tree = read_page(page)
    assert [script.text() for script in tree.find_all("script")] == [
        str(read_script("start")),
        str(read_script(kind)),
    ]
    assert [style.text() for style in tree.find_all("style")] == [str(read_style(kind))]
    for element in tree.find_all():
        assert element.name not in ("img", "link", "iframe", "object", "embed", "base", "form")
        assert not [name for name in element.attributes if name.startswith("on") or name in ("src", "style", "srcset")]
        if "href" in element.attributes:
            assert re.match(
                r"https?://|#|\.\./index\.html$|sample\.json$|articles/|tables/|run\.json$",
                element.attributes["href"] or "",
            )
    return tree


def test_sample_tables_are_valid() -> None:
    """The sample that the tests of this room use keeps the schemas."""
    assert [fault for table in make_tables().values() for fault in find_faults(table)] == []


def test_article_page_is_the_same_twice() -> None:
    """The same tables give the same bytes."""
    assert render_article(build()) == render_article(build())


def test_article_page_has_its_parts_in_order() -> None:
    """Summary, text, voices, transfers, stance and trust stand in this order, provenance is folded at the end."""
    tree = read_page(render_article(build(), index_href="../index.html"))
    headings = [(element.name, element.text().strip()) for name in ("h1", "h2") for element in tree.find_all(name)]
    assert [text for name, text in headings if name == "h2"] == [
        "Summary",
        "Text",
        "Own voice against attributed speech",
        "Frames in both voices",
        "Stance towards targets",
        "How far to trust this",
    ]
    assert len([name for name, _ in headings if name == "h1"]) == 1
    provenance = tree.find_all("footer")[0].find_all("details")[0]
    assert "open" not in provenance.attributes
    for fact in ("ab" * 32, "cd" * 32, "ef" * 32, "01" * 32, "2026.11.1", "framing 0.1.0", "articles/sample.txt"):
        assert fact in provenance.text()


def test_headings_skip_no_level() -> None:
    """A heading is at most one level below the heading before it."""
    for page in (render_article(build()), render_corpus(make_tables())):
        levels = [
            int(element.name[1]) for element in read_page(page).find_all() if re.fullmatch(r"h[1-6]", element.name)
        ]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_transfers_show_both_passages_with_links() -> None:
    """A transfer's passages stand side by side in the order of the text, and link to their hits."""
    card = read_page(render_article(build())).find_all("article", "transfer")[0]
    passages = card.find_all("div", "passage")
    assert [passage.find_all("h4")[0].text() for passage in passages] == [
        "Attributed: Ilse Maren headline",
        "The outlet’s own voice lede",
    ]
    assert [link.attributes["href"] for link in card.find_all("a")] == ["#h1", "#h2"]
    assert "Attributed speech comes first, own voice 2 sentences on; the same entry of the category." in card.text()


def test_stance_shows_evidence_and_looks_unsure_where_it_is() -> None:
    """A mention shows label, probability, sentence and signed words; an abstention is worded and set as unsure."""
    tree = read_page(render_article(build()))
    low = [item.text() for item in tree.find_all("li", "low")]
    assert len(low) == 1
    assert "uncertain, likeliest in favour" in low[0]
    assert "0.45" in low[0]
    warning = tree.find_all("p", "warning")[0].text()
    assert "macro-F1 0.68 (442 sample mentions)" in warning
    sure = tree.find_all("li", "sure")[0].text()
    assert "against" in sure
    assert "broken +0.41" in sure
    assert "League −0.12" in sure
    assert "; other words +0.02, constant of the label −0.05; together +0.26" in sure


def test_each_part_says_how_it_was_measured() -> None:
    """A figure names its data; a part without figure says that it was not measured."""
    tree = read_page(render_article(build()))
    section = next(one for one in tree.find_all("section") if one.attributes.get("aria-labelledby") == "h-trust")
    lines = [item.text() for item in section.find_all("li")]
    assert lines == [
        "Voice: F1 0.83 per word, measured on 84 sample articles.",
        "Frames: not measured on annotated texts in language en.",
        "Stance: macro-F1 0.68, measured on 442 sample mentions.",
        "No speaker was found for 1 quotation.",
    ]


def test_hostile_text_stays_text() -> None:
    """Markup in every free string of the tables is shown and does nothing; marks of direction stay inside."""
    report = build(**{name: table for name, table in make_hostile_tables().items() if name != "failures"})
    tree = assert_harmless(render_article(report, index_href="../index.html"), "article")
    assert "\u202e" not in tree.find_all("title")[0].text()
    assert "alert(1)" in tree.find_all("title")[0].text()
    assert "\u202e" in tree.find_all("h1")[0].text()
    byline = tree.find_all("p", "byline")[0]
    assert not any("\u202e" in child for child in byline.children if isinstance(child, str))
    assert "as published" not in tree.text()


def test_hostile_corpus_stays_text() -> None:
    """Titles, outlets, dates and messages of failures with markup are shown and do nothing."""
    tables = make_hostile_tables()
    failure = {"source": HOSTILE, "stage": HOSTILE, "error": HOSTILE, "message": HOSTILE}
    tables["failures"] = Table.from_rows(tables["failures"].schema, [failure])
    assert_harmless(render_corpus(tables), "index")


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        (" https://example.org", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_linked: bool) -> None:
    """An article's address is linked if it is http or https, without passing on where the reader came from."""
    documents = make_tables()["documents"].with_columns(url=[url])
    links = [
        a for a in read_page(render_article(build(documents=documents))).find_all("a") if a.text() == "as published"
    ]
    assert bool(links) == is_linked
    assert all(link.attributes["rel"] == "noopener noreferrer" for link in links)


def test_damaged_text_can_be_written() -> None:
    """Lone surrogates and NUL in a text break neither page nor JSON, and JSON keeps them."""
    documents = make_tables()["documents"].with_columns(text=["a \ud800 b \x00 c"])
    tables = {name: make_tables()[name].take([]) for name in ("quotations", "hits", "scores", "transfers", "stances")}
    report = build(documents=documents, **tables)
    render_article(report).encode()
    assert json.loads(report.to_json())["document"]["text"] == "a \ud800 b \x00 c"


def test_an_empty_report_is_a_page() -> None:
    """A document without any row, title or words still has a page that says so."""
    documents = make_tables()["documents"].with_columns(text=[""], title=[None], n_words=[0], n_sentences=[0])
    tables = {name: make_tables()[name].take([]) for name in ("quotations", "hits", "scores", "transfers", "stances")}
    report: ArticleReport = build(documents=documents, **tables)
    assert "No frame hits in 0 words." in read_page(render_article(report)).text()


def test_style_and_script_stay_small() -> None:
    """Style sheet and script of a page have at most 12,000 characters together, for they are in every page."""
    for kind in ("article", "index"):
        assert len(read_style(kind)) + len(read_script(kind)) <= 12_000


def read_colours(style: str) -> dict[str, str]:
    """The colours of a block of custom properties."""
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", style))


def find_contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2."""

    def find_luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((find_luminance(one), find_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_read_in_light_and_dark() -> None:
    """Text and codes have a contrast of 4.5 or more on every ground they stand on, in light, dark and print."""
    style = str(read_style("article"))
    light = read_colours(style[: style.index("@media")])
    dark = {**light, **read_colours(style[style.index("prefers-color-scheme:dark") :][:600])}
    assert dark["bg"] != light["bg"]
    for colours in (light, dark):
        for name in ("ink", "soft", "link", *(f"p{number}" for number in range(8))):
            for ground in ("bg", "tint"):
                assert find_contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for ground in ("bg", "tint", "mark"):
            assert find_contrast(colours["ink"], colours[ground]) >= 4.5


def test_neighbouring_categories_look_different_without_colour() -> None:
    """Forty categories have forty looks, and each of the first five has a line style of its own."""
    categories = [{"name": f"category-{number}", "title": "", "definition": "", "mirror": ""} for number in range(40)]
    legend = Legend([LexiconSource("many-en", "1", "00", "en", "Many", categories)])
    marks = [legend.mark("many-en", category["name"]) for category in categories]
    assert len({mark.classes for mark in marks}) == 40
    assert len({mark.code for mark in marks}) == 40
    assert len({mark.classes.split()[1] for mark in marks[:5]}) == 5


def test_an_undeclared_category_has_a_look_that_never_changes() -> None:
    """A category that its lexicon does not declare is set with a code and a title made from its name."""
    mark = Legend([]).mark("other-en", "fear/fear-of-war")
    assert (mark.code, mark.title, mark.depth) == ("FW", "Fear of war", 1)
    assert Legend([]).mark("other-en", "fear/fear-of-war") == mark


def test_signs_are_written_once() -> None:
    """A contribution of nothing has one sign, whichever zero it is."""
    assert [_sign(weight) for weight in (0.0, -0.0, 0.126, -0.126)] == ["+0.00", "+0.00", "+0.13", "−0.13"]
