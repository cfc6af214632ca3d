"""The pages of benchmarks/html_pages.py and what benchmarks/html_extractors.py measures on them."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("html_pages", "html_extractors"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_a_number_makes_a_page() -> None:
    """The same number gives the same page; the layouts follow each other; the article stands in the page."""
    import html_pages

    pages = [html_pages.make_page(number) for number in range(20)]
    assert pages == [html_pages.make_page(number) for number in range(20)]
    assert [page.layout for page in pages] == 2 * list(html_pages.LAYOUTS)
    for page in pages:
        assert page.title in page.html
        if page.layout != "linked":  # links stand in the words there
            assert [one for one in page.paragraphs if one not in page.html] == []


def test_words_are_measured_as_often_as_they_occur() -> None:
    """Precision is the share of found words that are wanted, recall that of wanted words that are found."""
    import html_extractors
    import html_pages

    page = html_pages.Page("wire", "", "One", ("two two", "three"))
    assert html_extractors.measure_words(page, "two two three") == (1, 1)
    assert html_extractors.measure_words(page, "One\n\ntwo four four four") == (0.4, 0.5)


@pytest.mark.parametrize(("extractor", "floor"), [("trafilatura", 0.93), ("fast", 0.9)])
def test_extractors_find_the_articles(extractor: str, floor: float) -> None:
    """Of fifty pages of all layouts both extractors give the words of the articles and few others."""
    if extractor == "fast":
        pytest.importorskip("resiliparse")
    import html_extractors
    import html_pages

    pages = [html_pages.make_page(number) for number in range(50)]
    _, rates = html_extractors.measure(html_extractors.find_with(extractor), pages)
    assert min(rates["all"]) >= floor, rates
