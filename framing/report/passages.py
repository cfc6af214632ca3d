"""Transfers: the two passages in which a category stands, side by side."""

from framing.nouns import write_count
from framing.report.legend import Legend
from framing.report.records import ArticleReport, Row
from framing.report.spans import find_context
from framing.report.summary import find_telling_transfers
from framing.report.wording import escape, find_escape, isolate

_MAX_SHOWN = 30
_MAX_SIDE = 220


class Quoter:
    """Quotes spans of one article in their sentences."""

    def __init__(self, report: ArticleReport) -> None:
        self.text: str = report.document["text"]
        self.escape = find_escape(self.text)
        self._sentences = report.sentences
        self._starts = [start for start, _ in report.sentences]
        self.attributes = f'lang="{escape(report.document["language"])}" dir="auto"'

    def quote(self, start: int, end: int, address: str | None = None) -> str:
        """The sentence around a span as HTML, with the span marked and, given an address, linked to its hit."""
        text = self.text
        left, right = find_context(self._sentences, self._starts, start, end)
        before, after = text[left:start], text[end:right]
        if len(before) > _MAX_SIDE:
            before = "… " + before[before.find(" ", len(before) - _MAX_SIDE) + 1 :]
        if len(after) > _MAX_SIDE:
            after = after[: after.rfind(" ", 0, _MAX_SIDE)] + " …"
        marked = f"<mark>{self.escape(text[start:end])}</mark>"
        linked = f'<a href="#{address}">{marked}</a>' if address else marked
        return f"{self.escape(before)}{linked}{self.escape(after)}"


def render_transfers(report: ArticleReport, legend: Legend, quoter: Quoter) -> str:
    """A card for each transfer; nothing where there are none."""
    hits = {(hit["start"], hit["end"], f"{hit['lexicon']}:{hit['category']}"): hit for hit in report.hits}
    telling = find_telling_transfers(report)
    chosen = {id(row) for row in telling}
    others = [row for row in report.transfers if id(row) not in chosen]
    cards = [_render_card(row, legend, quoter, hits) for row in telling[:_MAX_SHOWN]]
    folded = "".join(_render_card(row, legend, quoter, hits) for row in others[:_MAX_SHOWN])
    if folded:
        n = write_count(len(others), "pair")
        cards.append(
            f"<details><summary>{n} of loaded language or rhetoric, different wordings</summary>{folded}</details>"
        )
    more = max(len(telling) - _MAX_SHOWN, 0) + max(len(others) - _MAX_SHOWN, 0)
    if more > 0:
        cards.append(f"<p>{write_count(more, 'more transfer stands', 'more transfers stand')} in the JSON file.</p>")
    return "".join(cards)


def _render_card(row: Row, legend: Legend, quoter: Quoter, hits: dict[tuple[int, int, str], Row]) -> str:
    lexicon, _, category = row["category"].partition(":")
    mark = legend.mark(lexicon, category)
    speaker = f": {isolate(row['speaker'])}" if row["speaker"] else ", no speaker found"
    passages = []
    for voice, heading in (("attributed", f"Attributed{speaker}"), ("own", "The outlet’s own voice")):
        span = (row[f"{voice}_start"], row[f"{voice}_end"])
        passages.append(_render_passage(heading, voice[:3], quoter, span, hits.get((*span, row["category"]))))
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


def _render_passage(heading: str, voice: str, quoter: Quoter, span: tuple[int, int], hit: Row | None) -> str:
    zone = f" <small>{hit['zone']}</small>" if hit else ""
    return (
        f'<div class="passage {voice}"><h4>{heading}{zone}</h4>'
        f"<blockquote {quoter.attributes}>{quoter.quote(*span, hit['id'] if hit else None)}</blockquote></div>"
    )
