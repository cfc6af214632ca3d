"""Tests of the corpus page."""

from typing import Any

from large_summary import LARGE_PROVENANCE, make_large_shares, make_large_summary
from page_reader import read_page
from report_sample import PROVENANCE, add_to, count_shares, make_tables, render_corpus, repeat_sample

from framing.columns import FAILURES, Table
from framing.report import CorpusSummary, render_index


def test_batches_give_the_page_of_the_whole() -> None:
    """Counting batch by batch gives the same page as counting all at once."""
    whole = add_to(CorpusSummary(), repeat_sample(7))
    parts = CorpusSummary()
    batches = []
    for chosen in (range(3), range(3, 7)):
        names = {f"sample-{number}" for number in chosen}
        batch = {
            name: table.where("document_id", names) for name, table in repeat_sample(7).items() if name != "failures"
        }
        batches.append({**batch, "failures": Table.from_rows(FAILURES, [])})
        add_to(parts, batches[-1])
    shares = count_shares(*batches)
    assert list(shares.rows()) == list(count_shares(repeat_sample(7)).rows())
    assert render_index(parts, shares, PROVENANCE) == render_index(whole, shares, PROVENANCE)


def test_corpus_page_counts_the_corpus() -> None:
    """The page states articles, outlets, words, dates, hits by voice and transfers, and links to the articles."""
    page = render_corpus(repeat_sample(4))
    assert "4 articles from 3 outlets, 888 words, published 2031-03-04." in page
    assert "44 frame hits: 28 in attributed speech, 16 in the outlets’ own voice." in page
    share = "100\u202f%, 95\u202f% interval 51–100\u202f%"
    assert f"A category stands in both voices in 4 of 4 articles ({share})." in page
    assert '<a href="articles/sample-0.html">' in page


def find_section(page: str, name: str) -> Any:
    tree = read_page(page)
    return next(one for one in tree.find_all("section") if one.attributes.get("aria-labelledby") == name)


def read_rows(table: Any) -> list[list[str]]:
    return [[cell.text() for cell in (*row.find_all("th"), *row.find_all("td"))] for row in table.find_all("tr")[1:]]


def test_shares_of_articles_in_both_voices_are_given_by_category_and_outlet() -> None:
    """Of nine articles, six have a transfer: shares of all and of those with a hit, with intervals and directions."""
    tables = repeat_sample(9)
    ids = {f"sample-{number}" for number in range(6)}
    for name, kept in (("transfers", ids), ("hits", ids | {"sample-6"})):
        rows = [row for row, one in enumerate(tables[name]["document_id"]) if one in kept]
        tables[name] = tables[name].take(rows)
    by_category, _, by_outlet, _ = find_section(render_corpus(tables), "h-transfers").find_all("table", "shares")
    of_nine, of_seven = "6735–88of 9", "8649–97of 7"
    assert read_rows(by_category)[0] == ["UV The Union as a victim", "6", of_nine, of_seven, "6", "0"]
    assert read_rows(by_outlet)[0][:2] == ["Outlet 0", "2"]
    assert [row[3][-4:] for row in read_rows(by_outlet)] == ["of 3", "of 2", "of 2"]


def test_articles_with_a_category_in_both_voices_are_linked() -> None:
    """For each category up to five articles are linked at their transfers, and the rest is counted."""
    section = find_section(render_corpus(repeat_sample(7)), "h-transfers")
    item = section.find_all("li")[0]
    assert item.find_all("a")[0].attributes["href"] == "articles/sample-0.html#h-transfers"
    assert len(item.find_all("a")) == 5
    assert item.text().endswith("and 2 more")
    unlinked = find_section(render_corpus(repeat_sample(7), pages="packed"), "h-transfers")
    assert unlinked.find_all("a") == []


def test_no_section_without_transfers() -> None:
    """Where no article has a category in both voices, the summary says 0 with its interval and no table stands."""
    tables = {**repeat_sample(4), "transfers": repeat_sample(0)["transfers"]}
    page = render_corpus(tables)
    assert "h-transfers" not in page
    assert "in 0 of 4 articles (0\u202f%, 95\u202f% interval 0–49\u202f%)" in page


def test_languages_are_counted() -> None:
    """A corpus of several languages says how many articles are in each, and what was not analysed."""
    tables = repeat_sample(3, ["documents"])
    tables["documents"] = tables["documents"].with_columns(language=["de", "en", "en"])
    text = read_page(render_corpus(tables)).text()
    assert "3 articles (2 in en and 1 in de) from 3 outlets" in text
    assert "1 article in de: no lexicon, frames were not counted; no stance model, stance was not analysed" in text


def test_corpus_table_adds_up() -> None:
    """The hits of a category over the corpus are the sum of its scores, children counted in their parents."""
    summary = add_to(CorpusSummary(), repeat_sample(4))
    found: dict[tuple[str, str], int] = {}
    for (_, _, category, voice), tally in summary.tallies.items():
        found[category, voice] = found.get((category, voice), 0) + tally.hits
    assert found["union-as-victim", "attributed"] == found["union-as-victim/contempt", "attributed"] == 4 * 3
    assert found["flood-metaphor", "own"] == 4 * 2
    months = sum(tally.hits for (_, _, voice), tally in summary.month_tallies.items() if voice == "own")
    assert months == 4 * 4


def test_speakers_with_most_hits_are_named() -> None:
    """Speakers stand with the number of hits attributed to them and of the articles these are in."""
    tree = read_page(render_corpus(repeat_sample(4)))
    section = next(one for one in tree.find_all("section") if one.attributes.get("aria-labelledby") == "h-speakers")
    assert [
        [cell.text() for cell in row.find_all()[:1] + row.find_all("td")] for row in section.find_all("tr")[1:]
    ] == [["Ilse Maren", "24", "4"]]


def test_articles_are_not_linked_where_they_have_no_page() -> None:
    """A run without pages lists its articles by title alone, and tells of no way to open them."""
    page = render_corpus(make_tables(), pages="none")
    assert "articles/" not in page
    assert "framing show" not in page
    assert "Envoy sees" in page


def test_packed_articles_are_named_and_the_way_to_open_them_is_told() -> None:
    """In a run with packed pages the name that opens an article stands after its title, and how stands above."""
    section = find_section(render_corpus(make_tables(), pages="packed"), "h-articles")
    assert section.find_all("a") == []
    assert [one.text() for one in section.find_all("code")] == ["sample"]
    assert "framing show RUN NAME --html" in section.text()


def test_failures_are_listed_and_counted() -> None:
    """The first fifty failures are listed with source, stage and message, and all of them counted."""
    rows = [{"source": f"a.csv:{n}", "stage": "ingest", "error": "InputError", "message": "no text"} for n in range(60)]
    tables = {**make_tables(), "failures": Table.from_rows(FAILURES, rows)}
    tree = read_page(render_corpus(tables))
    table = next(one for one in tree.find_all("table") if "failures" in one.classes)
    assert len(table.find_all("tr")) == 51
    assert "The first 50 of 60" in table.text()
    assert "60 articles could not be analysed." in tree.text()


def test_six_thousand_articles_fit_a_page() -> None:
    """The page of 6,000 articles stays under 3 MB."""
    summary = CorpusSummary()
    batch = repeat_sample(1_000, ["documents"])
    for _ in range(6):
        add_to(summary, batch)
    page = render_index(summary, count_shares(), PROVENANCE)
    assert page.count('<a href="articles/') == 6_000
    assert len(page.encode()) < 3_000_000


def test_a_million_articles_fit_a_page() -> None:
    """However many articles, outlets, months and failures: the page stays under 3 MB and says what it leaves out."""
    page = render_index(make_large_summary(), make_large_shares(), LARGE_PROVENANCE, pages="packed")
    assert len(page.encode()) < 3_000_000
    section = find_section(page, "h-articles")
    n_rows = len(section.find_all("tr")) - 1
    assert n_rows > 4_000
    assert f"{n_rows:,} of the first 10,000 of 1,000,000 articles" in section.text()


def test_an_empty_corpus_is_a_page() -> None:
    """A run in which every article failed still has a page."""
    assert "0 articles, 0 words." in read_page(render_index(CorpusSummary(), count_shares(), PROVENANCE)).text()


def test_many_months_become_years() -> None:
    """Rates are shown by month, and by year where there are more than 36 months."""
    for n_months, unit in ((2, None), (12, "month"), (40, "year"), (60, "year")):
        tables = repeat_sample(n_months)
        dates = [f"{2031 + number // 12}-{number % 12 + 1:02}-04" for number in range(n_months)]
        tables["documents"] = tables["documents"].with_columns(published=dates)
        page = render_corpus(tables)
        assert [word for word in ("month", "year") if f"By {word} as a table" in page] == ([unit] if unit else [])
