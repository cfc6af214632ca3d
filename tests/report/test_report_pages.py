"""Tests of the article page and the corpus page as text."""

from report_sample import PROVENANCE, TEXT, find_sentences, make_tables

from framing.columns import find_faults
from framing.report import ArticleReport, CorpusSummary, build_reports, render_article, render_index


def make_report() -> ArticleReport:
    tables = make_tables()
    order = ("quotations", "hits", "scores", "transfers", "stances")
    sentences = [find_sentences(TEXT)]
    return build_reports(tables["documents"], sentences, *(tables[name] for name in order), PROVENANCE)[0]


def test_sample_tables_are_valid() -> None:
    """The sample that the tests of this room use keeps the schemas."""
    assert [fault for table in make_tables().values() for fault in find_faults(table)] == []


def test_article_page_is_the_same_twice() -> None:
    """The same tables give the same bytes."""
    assert render_article(make_report()) == render_article(make_report())


def test_index_page_counts_the_corpus() -> None:
    """The corpus page states articles, words and hits by voice, and links to the article's page."""
    tables = make_tables()
    summary = CorpusSummary()
    order = ("documents", "hits", "scores", "transfers", "stances", "failures")
    summary.add(*(tables[name] for name in order))
    page = render_index(summary, PROVENANCE, has_article_files=True)
    assert "1 article from 1 outlet, 222 words, published 2031-03-04 to 2031-03-04." in page
    assert "11 frame hits: 7 in attributed speech, 4 in the outlets’ own voice." in page
    assert '<a href="articles/sample.html">' in page
