"""Frames in both voices over a corpus: shares of articles by category and outlet, and articles to open."""

from collections.abc import Collection, Sequence

from framing.columns import Table
from framing.nouns import write_count
from framing.report.corpus import ArticleRow
from framing.report.legend import Mark, find_legend, find_narratives
from framing.report.links import Pages, name_article
from framing.report.records import Provenance, Row
from framing.report.wording import interval, isolate, rate

_MAX_CATEGORIES = 12
_MAX_OUTLETS = 10
_MIN_ARTICLES = 3
_MAX_LINKS = 5
_HEADS = ("in both voices", "% of all arti&shy;cles", "% of those with a hit", "attri&shy;buted first", "own first")
_NOTE = (
    "Articles in which a category stands in attributed speech and in the outlet’s own voice: an observation of words,"
    " not of why they recur. Their share is given of all articles in the language of the lexicon, and of those with a"
    " hit of the category in either voice, with 95 % Wilson intervals. An article with pairs in both orders counts as"
    " attributed first and as own first."
)


def render_both_voices(shares: Table, articles: Sequence[ArticleRow], provenance: Provenance, pages: Pages) -> str:
    """Tables of shares and lists of articles; nothing where no article has a category in both voices.

    Args:
        shares: rows of `TRANSFER_SHARES`; those of no lexicon are about narratives.
    """
    rows = list(shares.rows())
    marked = _mark_categories(rows, provenance)
    if not marked:
        return ""
    tops = sorted((pair for pair in marked if pair[0].depth == 0), key=lambda pair: -pair[1]["n_in_both"])
    shown = sorted(tops[:_MAX_CATEGORIES], key=lambda pair: marked.index(pair))
    whole = _render_table("Category", [(_head(mark), row) for mark, row in marked])
    parts = [f'<p class="note">{_NOTE}</p>', _render_table("Category", [(_head(mark), row) for mark, row in shown])]
    if len(shown) < len(marked):
        title = f"All {write_count(len(marked), 'category', 'categories')} as a table"
        parts.append(f"<details><summary>{title}</summary>{whole}</details>")
    sized = [row for row in rows if row["lexicon"] is None and row["outlet"] and row["n_articles"] >= _MIN_ARTICLES]
    outlets = [row["outlet"] for row in sized[:_MAX_OUTLETS]]
    if len(outlets) > 1:
        heads = [(f'<th scope="row">{isolate(row["outlet"])}</th>', row) for row in sized[:_MAX_OUTLETS]]
        parts.append(f"<h3>By outlet, any {name_overall(provenance)}</h3>{_render_table('Outlet', heads)}")
        crossed = _cross(rows, [mark for mark, _ in shown], outlets)
        parts.append(
            f"<details><summary>By category and outlet</summary>{_render_table('Category', crossed)}</details>"
        )
    parts.append(_render_links([mark for mark, _ in marked], articles, pages))
    return "".join(parts)


def name_overall(provenance: Provenance) -> str:
    """What the shares of no lexicon count: a `category`, or a `narrative` where there are other lexicons, too."""
    n_narratives = len(find_narratives(provenance.lexicons))
    return "category" if n_narratives == len(provenance.lexicons) else "narrative"


def _mark_categories(rows: Sequence[Row], provenance: Provenance) -> list[tuple[Mark, Row]]:
    """The categories in both voices of some article, those of narratives first, each in the order of its lexicon."""
    languages = {lexicon.name: lexicon.language for lexicon in provenance.lexicons}
    narratives = find_narratives(provenance.lexicons)
    names = list(languages)
    marked = [
        (find_legend(provenance, languages[row["lexicon"]]).mark(row["lexicon"], row["category"]), row)
        for row in rows
        if row["category"] and row["outlet"] is None and row["n_in_both"] and row["lexicon"] in languages
    ]
    return sorted(
        marked, key=lambda pair: (pair[0].lexicon not in narratives, names.index(pair[0].lexicon), pair[0].key)
    )


def _head(mark: Mark) -> str:
    return f'<th scope="row"><i class="c {mark.classes}">{mark.code}</i> {isolate(mark.title)}</th>'


def _cross(rows: Sequence[Row], marks: Sequence[Mark], outlets: Collection[str]) -> list[tuple[str, Row]]:
    by_place = {(row["lexicon"], row["category"], row["outlet"]): row for row in rows}
    places = [(mark, outlet) for mark in marks for outlet in outlets]
    return [
        (f'<th scope="row">{isolate(mark.title)} <small>{isolate(outlet)}</small></th>', row)
        for mark, outlet in places
        if (row := by_place.get((mark.lexicon, mark.category, outlet)))
    ]


def _render_table(heading: str, rows: Sequence[tuple[str, Row]]) -> str:
    """A row of figures after each head."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    lines = "".join(f"<tr{_indent(row)}>{head}{_render_cells(row)}</tr>" for head, row in rows)
    head = f'<thead><tr><th scope="col">{heading}</th>{heads}</tr></thead>'
    return f'<table class="shares">{head}<tbody>{lines}</tbody></table>'


def _indent(row: Row) -> str:
    depth = (row["category"] or "").count("/") if row["outlet"] is None else 0
    return f' class="d{min(depth, 2)}"' if depth else ""


def _render_cells(row: Row) -> str:
    return (
        f"<td>{row['n_in_both']:,}{_render_share(row, '', row['n_articles'])}"
        f"{_render_share(row, '_with_hits', row['n_with_hits'])}"
        f"<td>{row['n_attributed_first']:,}<td>{row['n_own_first']:,}"
    )


def _render_share(row: Row, which: str, n: int) -> str:
    if row[f"share{which}"] is None:
        return "<td>–"
    value, low, high = (100 * row[f"{name}{which}"] for name in ("share", "ci_low", "ci_high"))
    return f"<td>{rate(value, 2)}<small>{interval(low, high, 2)}</small><small>of {n:,}</small>"


def _render_links(marks: Sequence[Mark], articles: Sequence[ArticleRow], pages: Pages) -> str:
    """For each category the articles with most pairs."""
    items = []
    for mark in marks:
        name = f"{mark.lexicon}:{mark.category}"
        found = sorted(
            ((dict(row.transfers)[name], row) for row in articles if name in dict(row.transfers)), key=_by_number
        )
        if found:
            more = f" and {len(found) - _MAX_LINKS:,} more" if len(found) > _MAX_LINKS else ""
            links = "; ".join(name_article(row, pages, "#h-transfers") for _, row in found[:_MAX_LINKS])
            items.append(f"<li><b>{isolate(mark.title)}</b>: {links}{more}</li>")
    return f"<details><summary>Articles by category</summary><ul>{''.join(items)}</ul></details>" if items else ""


def _by_number(pair: tuple[int, ArticleRow]) -> int:
    return -pair[0]
