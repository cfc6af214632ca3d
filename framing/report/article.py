"""The page of one article."""

from markupsafe import Markup

from framing.nouns import write_count
from framing.report.legend import Legend, find_legend
from framing.report.names import page_name
from framing.report.pages import find_template, make_policy, read_script, read_style
from framing.report.passages import Quoter, render_transfers
from framing.report.reading import render_text
from framing.report.records import ArticleReport
from framing.report.stances import render_stances
from framing.report.summary import find_counted
from framing.report.trust import render_provenance, render_trust
from framing.report.voices import render_voices
from framing.report.wording import emphasize, escape, escape_text, find_web_link, flatten, isolate, shorten

_PAGE = "article"


def render_article(report: ArticleReport, *, index_href: str | None = None) -> str:
    """The page as one HTML file that needs no other, the same for the same report.

    Args:
        index_href: address of the corpus page; None for a page outside a run folder, without links to other files.
    """
    document = report.document
    legend = find_legend(report.provenance, document["language"])
    quoter = Quoter(report)
    title = document["title"] or _make_title(document["text"]) or document["document_id"]
    # Markup: every part escapes what it sets.
    return find_template("article.html").render(
        policy=make_policy(_PAGE),
        style=read_style(_PAGE),
        start=read_script("start"),
        script=read_script(_PAGE),
        index_href=index_href,
        json_href=f"{page_name(document['document_id'])}.json",
        page_title=Markup(flatten(title)),  # noqa: S704 - see above
        title=Markup(escape_text(title)),  # noqa: S704 - see above
        language=document["language"],
        byline=Markup(_render_byline(report)),  # noqa: S704 - see above
        summary=[Markup(emphasize(sentence)) for sentence in report.summary],  # noqa: S704 - see above
        legend=Markup(_render_legend(report, legend)),  # noqa: S704 - see above
        text=Markup(render_text(report, legend)),  # noqa: S704 - see above
        voices=Markup(render_voices(report, legend)),  # noqa: S704 - see above
        transfers=Markup(render_transfers(report, legend, quoter)),  # noqa: S704 - see above
        stances=Markup(render_stances(report, quoter)),  # noqa: S704 - see above
        trust=Markup(render_trust(report)),  # noqa: S704 - see above
        provenance=Markup(render_provenance(report)),  # noqa: S704 - see above
    )


def _make_title(text: str) -> str:
    """The first line of a text, for an article without title."""
    return shorten(" ".join(text.strip().partition("\n")[0].split()), 100)


def _render_byline(report: ArticleReport) -> str:
    document = report.document
    facts = [isolate(document[name]) for name in ("outlet", "author") if document[name]]
    if document["published"]:
        date = escape(document["published"])
        facts.append(f'<time datetime="{date}">{date}</time>')
    facts.append(write_count(document["n_words"] or 0, "word"))
    link = find_web_link(document["url"])
    if link:
        facts.append(f'<a href="{escape(link)}" rel="noopener noreferrer">as published</a>')
    return " · ".join(facts)


def _render_legend(report: ArticleReport, legend: Legend) -> str:
    """The categories that have hits, each with its mark, its numbers, and a switch that the script turns on."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for hit in report.hits:
        numbers.setdefault((hit["lexicon"], hit["category"]), [0, 0])
    for hit in find_counted(report):
        numbers[hit["lexicon"], hit["category"]][hit["voice"] == "attributed"] += 1
    marks = sorted(((legend.mark(*name), pair) for name, pair in numbers.items()), key=lambda item: item[0].key)
    return "".join(
        f'<li><label><input type="checkbox" checked data-off="k{mark.key}">'
        f'<i class="c {mark.classes}">{mark.code}</i>'
        f' <span class="u {mark.classes}">{isolate(mark.title)}</span></label>'
        f" <small>own {own}, attributed {attributed}</small></li>"
        for mark, (own, attributed) in marks
    )
