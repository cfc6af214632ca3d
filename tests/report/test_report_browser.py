"""Tests of the pages in a browser: no request, keys, switches, sorting, phone, dark mode, accessibility."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from large_summary import LARGE_PROVENANCE, make_large_shares, make_large_summary
from report_sample import TEXT, build, make_tables, render_corpus, repeat_sample

from framing.columns import FAILURES, Table
from framing.report import render_article, render_index

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")
PAGES = ("small.html", "articles/sample-0.html")
LONG_PAGE = "index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Corpus pages of 250 articles without hits and of 6 articles with hits, and one article page."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "articles").mkdir()
    (folder / "small.html").write_text(render_corpus(repeat_sample(6)), encoding="utf-8")
    tables = repeat_sample(250, ["documents"])
    titles = [f"Article {number:03} of the port" for number in range(250)]
    tables["documents"] = tables["documents"].with_columns(title=titles, n_words=list(range(250)))
    page = render_corpus(tables)
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "articles" / "sample-0.html").write_text(
        render_article(build(), index_href="../index.html"), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        # The sandbox of Chromium refuses to start as root, which is what containers run as.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page opened from disk, and what the browser complained of or asked for."""

    def __init__(self, browser: Any, path: Path, width: int = 1280, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *problem: object) -> None:
        self.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(site: Path, browser: Any, name: str) -> None:
    """Opening a page makes one request, for itself, and the policy lets its style and script work."""
    with Visit(browser, site / name) as visit:
        assert visit.requests == [(site / name).as_uri()]
        assert visit.complaints == []
        assert visit.page.evaluate("document.documentElement.classList.contains('js')")
        assert visit.page.evaluate("getComputedStyle(document.body).maxWidth") != "none"


def test_a_script_that_got_into_a_page_does_not_run(site: Path, browser: Any) -> None:
    """The policy refuses scripts and handlers that are not ours."""
    path = site / "injected.html"
    page = (site / PAGES[1]).read_text(encoding="utf-8")
    path.write_text(page.replace("</main>", "<script>window.ran=1</script><p onclick='window.ran=1'>x</p></main>"))
    with Visit(browser, path) as visit:
        visit.page.get_by_text("x", exact=True).click()
        assert visit.page.evaluate("window.ran") is None


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1600])
def test_no_page_scrolls_sideways(site: Path, browser: Any, name: str, width: int) -> None:
    """From a narrow phone to a wide screen, with everything unfolded, nothing sticks out."""
    with Visit(browser, site / name, width) as visit:
        visit.page.eval_on_selector_all("details", "parts => parts.forEach(part => part.open = true)")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_long_words_do_not_stick_out(site: Path, browser: Any) -> None:
    """Words of 300 letters in titles, names, messages and text are broken, on a phone as on a desk."""
    word = "x" * 300
    tables = repeat_sample(6)
    tables["documents"] = tables["documents"].with_columns(title=[word] * 6, outlet=[f"{n}{word}" for n in range(6)])
    tables["hits"] = tables["hits"].with_columns(speaker=[word] * len(tables["hits"]))
    failure = {"source": word, "stage": "ingest", "error": "InputError", "message": word}
    tables["failures"] = Table.from_rows(FAILURES, [failure])
    (site / "long-index.html").write_text(render_corpus(tables), encoding="utf-8")
    made = make_tables()
    documents = made["documents"].with_columns(text=[f"{word} {TEXT}"], title=[word], outlet=[word], author=[word])
    quotations = made["quotations"].with_columns(speaker=[word] * len(made["quotations"]))
    transfers = made["transfers"].with_columns(speaker=[word] * len(made["transfers"]))
    page = render_article(build(documents=documents, quotations=quotations, transfers=transfers))
    (site / "long-article.html").write_text(page, encoding="utf-8")
    for name in ("long-index.html", "long-article.html"):
        for width in (360, 1280):
            with Visit(browser, site / name, width) as visit:
                assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_text_keeps_its_direction(site: Path, browser: Any) -> None:
    """A paragraph of a right-to-left text runs from the right, also where it begins with an English label."""
    text = "“שלום לכולם” אמר השליח.\n\nהנמל נפתח."
    documents = make_tables()["documents"].with_columns(text=[text], title=["שלום"], language=["he"])
    quotations = make_tables()["quotations"].take([0]).with_columns(start=[0], end=[12])
    empty = {name: make_tables()[name].take([]) for name in ("hits", "scores", "transfers", "stances")}
    path = site / "hebrew.html"
    path.write_text(render_article(build(documents=documents, quotations=quotations, **empty)), encoding="utf-8")
    with Visit(browser, path) as visit:
        directions = "parts => parts.map(part => getComputedStyle(part).direction)"
        assert visit.page.eval_on_selector_all("h1, #text p", directions) == ["rtl"] * 3
        assert visit.page.eval_on_selector_all("#text .who, h2", directions) == ["ltr"] * 4


def test_keys_step_from_hit_to_hit(site: Path, browser: Any) -> None:
    """`n` and `j` go to the next hit, `p` and `k` back, around the ends; the address names the hit."""
    with Visit(browser, site / PAGES[1]) as visit:
        n_hits = visit.page.locator("#text a.c").count()
        seen = []
        for key in "nnjpkpp":
            visit.page.keyboard.press(key)
            seen.append(visit.page.evaluate("document.activeElement.id"))
        order = visit.page.eval_on_selector_all("#text a.c", "links => links.map(link => link.id)")
        assert n_hits == 12
        assert seen == [order[at] for at in (0, 1, 2, 1, 0, -1, -2)]
        assert visit.page.evaluate("location.hash") == f"#{seen[-1]}"


def test_notes_show_on_focus_and_hover_without_script(site: Path, browser: Any) -> None:
    """Tabbing to a hit or pointing at it shows entry, voice, lexicon version and rule, without any script."""
    with Visit(browser, site / PAGES[1], java_script_enabled=False) as visit:
        note = visit.page.locator("#nh3")
        assert not note.is_visible()
        visit.page.locator("#h3").focus()
        assert note.is_visible()
        for fact in ("contempt:wall of contempt", "attributed to Ilse Maren", "marks-cue", "delta-en 2026.11.1", "#h3"):
            assert fact in note.inner_text()
        visit.page.locator("#nh2").locator("xpath=../..").hover()
        assert visit.page.locator("#nh2").is_visible()
        assert not visit.page.locator(".switches").is_visible()


def test_escape_closes_a_note(site: Path, browser: Any) -> None:
    """A note that covers the text can be closed, and comes back at the next step."""
    with Visit(browser, site / PAGES[1]) as visit:
        visit.page.keyboard.press("n")
        assert visit.page.locator("#nh1").is_visible()
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator("#nh1").is_visible()
        visit.page.keyboard.press("n")
        assert visit.page.locator("#nh2").is_visible()


def test_a_hit_has_an_address(site: Path, browser: Any) -> None:
    """Opening the page at `#h7` brings that hit into view and shows its note."""
    with Visit(browser, site / PAGES[1]) as visit:
        visit.page.goto((site / PAGES[1]).as_uri() + "#h7")
        visit.page.reload()
        assert visit.page.locator("#h7").is_visible()
        top = visit.page.locator("#h7").bounding_box()["y"]
        assert 0 <= top < 800
        assert visit.page.locator("#nh7").is_visible()


def test_switches_hide_categories_and_voices(site: Path, browser: Any) -> None:
    """Turning a category or a voice off hides its hits, says how many are left, and keys pass them over."""
    with Visit(browser, site / PAGES[1]) as visit:
        shown = visit.page.locator("#text a.c:visible")
        assert shown.count() == 12
        visit.page.locator("input[data-off=own]").uncheck()
        assert shown.count() == 8
        assert visit.page.locator("output").inner_text() == "8 hits shown"
        assert visit.page.locator("#text .u.own").first.evaluate(
            "part => getComputedStyle(part).textDecorationColor"
        ) in (
            "rgba(0, 0, 0, 0)",
            "transparent",
        )
        visit.page.locator("input[data-off=k4]").uncheck()
        assert shown.count() == 6
        visit.page.keyboard.press("n")
        assert visit.page.evaluate("document.activeElement.id") == "h1"
        visit.page.keyboard.press("n")
        assert visit.page.evaluate("document.activeElement.id") == "h3"
        visit.page.locator("input[data-off=own]").check()
        visit.page.locator("input[data-off=k4]").check()
        assert shown.count() == 12


def read_column(visit: Visit, number: int) -> list[str]:
    return list(visit.page.locator(f"#articles tbody td:nth-child({number})").all_inner_texts())


def test_articles_are_sorted(site: Path, browser: Any) -> None:
    """A click sorts numbers downwards and words upwards, a second click turns it, and the heading says which."""
    with Visit(browser, site / LONG_PAGE) as visit:
        words = visit.page.get_by_role("button", name="Words")
        words.click()
        assert read_column(visit, 5)[:3] == ["249", "248", "247"]
        assert words.locator("xpath=..").get_attribute("aria-sort") == "descending"
        words.click()
        assert read_column(visit, 5)[:3] == ["0", "1", "2"]
        visit.page.get_by_role("button", name="Title").click()
        assert read_column(visit, 1)[0] == "Article 000 of the port"
        assert words.locator("xpath=..").get_attribute("aria-sort") is None


def test_articles_are_filtered_and_paged(site: Path, browser: Any) -> None:
    """A hundred articles stand on a page; words typed narrow the list down and the count follows."""
    with Visit(browser, site / LONG_PAGE) as visit:
        rows = visit.page.locator("#articles tbody tr")
        assert rows.count() == 100
        visit.page.get_by_role("button", name="Next").click()
        visit.page.get_by_role("button", name="Next").click()
        assert rows.count() == 50
        assert visit.page.get_by_role("button", name="Next").is_disabled()
        visit.page.get_by_label("Filter by words").fill("port 017")
        assert rows.count() == 1
        assert visit.page.locator(".tools output").inner_text() == "1 of 250 articles"
        visit.page.get_by_label("Filter by words").fill("nowhere")
        assert rows.count() == 0
        visit.page.get_by_label("Filter by words").fill("")
        assert rows.count() == 100


def test_articles_can_be_read_without_script(site: Path, browser: Any) -> None:
    """Without script the whole list stands on the page, and no control that would not work."""
    with Visit(browser, site / LONG_PAGE, java_script_enabled=False) as visit:
        assert visit.page.locator("#articles tbody tr").count() == 250
        assert not visit.page.locator("#filter").is_visible()


def test_a_million_articles_open_in_two_seconds(site: Path, browser: Any) -> None:
    """The page of a million articles is ready within two seconds, and filtering takes less than half of one."""
    path = site / "large.html"
    page = render_index(make_large_summary(), make_large_shares(), LARGE_PROVENANCE, pages="packed")
    path.write_text(page, encoding="utf-8")
    with Visit(browser, path) as visit:
        ready = visit.page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
        assert ready < 2_000
        took = visit.page.evaluate(
            "() => { const start = performance.now(), box = document.getElementById('filter'); box.value = '1 общ';"
            " box.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - start; }"
        )
        assert took < 500


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_pages_are_accessible(site: Path, browser: Any, name: str, scheme: str, width: int) -> None:
    """Axe finds no fault, contrast included, in light and dark, on phone and desk, with everything unfolded."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    with Visit(browser, site / name, width, color_scheme=scheme) as visit:
        visit.page.eval_on_selector_all("details", "parts => parts.forEach(part => part.open = true)")
        visit.page.keyboard.press("n")
        results = axe.Axe().run(visit.page)
        faults = [
            f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
            for fault in results.response["violations"]
            for node in fault["nodes"][:3]
        ]
        assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_dark_mode_is_dark_and_paper_is_white(site: Path, browser: Any, name: str) -> None:
    """The pages follow the reader's scheme, and print dark on white whatever it is."""
    with Visit(browser, site / name, color_scheme="dark") as visit:
        ground = "getComputedStyle(document.body).backgroundColor"
        assert visit.page.evaluate(ground) == "rgb(22, 24, 27)"
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate(ground) == "rgb(255, 255, 255)"
        assert not visit.page.locator("nav, .switches, .tools").first.is_visible()
