"""Transfers: the two passages in which a category stands, side by side."""

from framing.report.legend import Legend
from framing.report.records import ArticleReport, Row
from framing.report.spans import find_context
from framing.report.wording import count, escape, escape_text, isolate

_MAX_SHOWN = 30
_MAX_SIDE = 220


def render_transfers(report: ArticleReport, legend: Legend) -> str:
    """A card for each transfer; nothing where there are none."""
    text = report.document["text"]
    addresses = {(hit["start"], hit["end"], f"{hit['lexicon']}:{hit['category']}"): hit for hit in report.hits}
    cards = [_render_card(row, text, report, legend, addresses) for row in report.transfers[:_MAX_SHOWN]]
    more = len(report.transfers) - _MAX_SHOWN
    if more > 0:
        cards.append(f"<p>{count(more, 'more transfer stands', 'more transfers stand')} in the JSON file.</p>")
    return "".join(cards)


def _render_card(
    row: Row, text: str, report: ArticleReport, legend: Legend, addresses: dict[tuple[int, int, str], Row]
) -> str:
    lexicon, _, category = row["category"].partition(":")
    mark = legend.mark(lexicon, category)
    attributed = addresses.get((row["attributed_start"], row["attributed_end"], row["category"]))
    own = addresses.get((row["own_start"], row["own_end"], row["category"]))
    speaker = isolate(row["speaker"]) if row["speaker"] else "a speaker who was not found"
    passages = [
        _render_passage(
            f"Attributed to {speaker}",
            "att",
            text,
            report,
            (row["attributed_start"], row["attributed_end"]),
            attributed,
        ),
        _render_passage("The outlet’s own voice", "own", text, report, (row["own_start"], row["own_end"]), own),
    ]
    if row["direction"] == "own-first":
        passages.reverse()
    return (
        f'<article class="transfer"><h3><i class="c {mark.classes}">{mark.code}</i> {isolate(mark.title)}</h3>'
        f'<p class="note">{_describe(row)}</p><div class="pair">{"".join(passages)}</div></article>'
    )


def _describe(row: Row) -> str:
    first = "Attributed speech comes first" if row["direction"] == "attributed-first" else "Own voice comes first"
    apart = row["sentences_apart"]
    distance = (
        "within one sentence" if apart == 0 else "in the next sentence" if apart == 1 else f"{apart:,} sentences on"
    )
    other = "own voice" if row["direction"] == "attributed-first" else "attributed speech"
    words = "the same entry" if row["same_entry"] else "another entry"
    return f"{first}, {other} {distance}; {words} of the category."


def _render_passage(
    heading: str, voice: str, text: str, report: ArticleReport, span: tuple[int, int], hit: Row | None
) -> str:
    zone = f" <small>{hit['zone']}</small>" if hit else ""
    return (
        f'<div class="passage {voice}"><h4>{heading}{zone}</h4>'
        f'<blockquote lang="{escape(report.document["language"])}" dir="auto">'
        f"{quote_span(text, report, span, hit['id'] if hit else None)}</blockquote></div>"
    )


def quote_span(text: str, report: ArticleReport, span: tuple[int, int], address: str | None) -> str:
    """The sentence around a span as HTML, with the span marked and linked to its hit."""
    start, end = span
    left, right = find_context(report.sentences, start, end)
    before, after = text[left:start], text[end:right]
    if len(before) > _MAX_SIDE:
        before = "… " + before[before.find(" ", len(before) - _MAX_SIDE) + 1 :]
    if len(after) > _MAX_SIDE:
        after = after[: after.rfind(" ", 0, _MAX_SIDE)] + " …"
    marked = f"<mark>{escape_text(text[start:end])}</mark>"
    linked = f'<a href="#{address}">{marked}</a>' if address else marked
    return f"{escape_text(before)}{linked}{escape_text(after)}"
