"""Own voice against attributed speech: a table of the scores of one article, and a dot plot."""

from collections.abc import Mapping, Sequence
from typing import Any

from framing.report.legend import Legend, Mark
from framing.report.records import ArticleReport, Row
from framing.report.scales import draw_axis, place, wrap_drawing
from framing.report.wording import escape, interval, isolate, rate, shorten

_ROW_HEIGHT = 48
_MAX_DRAWN = 16
_FEW = 5
MAX_LABEL = 40  # characters that fit the width of a phone
VOICE_KEY = '<span class="key own">own voice</span> <span class="key att">attributed</span>'
_PAIR_OF_HEADS = '<th scope="col">hits</th><th scope="col">per 1,000</th>'
# A category, and per voice a row with n_hits, per_1000_words, ci_low and ci_high.
Scores = tuple[Mark, Mapping[str, Mapping[str, Any]]]


def render_voices(report: ArticleReport, legend: Legend) -> str:
    """Table and plot of the categories that have hits; nothing where there are none."""
    groups = _group(report, legend)
    if not groups:
        return ""
    caption = (
        "Counted hits, hits per 1,000 words of that voice, and the 95 % interval of that rate."
        " Rows of a group hold the hits of the rows set in below it."
    )
    note = "Lines are 95 % intervals: the longer, the less this text alone can say."
    return render_score_table(groups, report.words, caption) + render_rate_plot(groups, "rates", note)


def _group(report: ArticleReport, legend: Legend) -> list[Scores]:
    """The score rows of each category by voice, in the order of the lexicons."""
    groups: dict[tuple[str, str], dict[str, Row]] = {}
    for row in report.scores:
        groups.setdefault((row["lexicon"], row["category"]), {})[row["voice"]] = row
    marked = [(legend.mark(*name), rows) for name, rows in groups.items()]
    return sorted(marked, key=lambda pair: pair[0].key)


def render_score_table(groups: Sequence[Scores], words: Mapping[str, int | None], caption: str) -> str:
    """The figures of each category by voice as a table; `words` are the words of each voice."""
    rows = "".join(
        f'<tr class="d{min(mark.depth, 2)}"><th scope="row"><i class="c {mark.classes}">{mark.code}</i>'
        f" {isolate(mark.title)}</th>{render_rate_cells(rows.get('own'))}"
        f"{render_rate_cells(rows.get('attributed'))}</tr>"
        for mark, rows in groups
    )
    return (
        f'<table class="scores"><caption>{caption}</caption>'
        '<thead><tr><th scope="col" rowspan="2">Category</th>'
        f'<th scope="colgroup" colspan="2">Own voice<small>{_count_words(words["own"])}</small></th>'
        f'<th scope="colgroup" colspan="2">Attributed<small>{_count_words(words["attributed"])}</small></th></tr>'
        f"<tr>{_PAIR_OF_HEADS * 2}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _count_words(n_words: int | None) -> str:
    return "" if n_words is None else f"{n_words:,} words"


def render_rate_cells(row: Mapping[str, Any] | None) -> str:
    """Two table cells: hits, and their rate with its interval."""
    if row is None:
        return "<td>0<td>–"
    if row["per_1000_words"] is None:
        return f"<td>{row['n_hits']:,}<td>–"
    digits = 2 if row["n_hits"] < _FEW else 3
    ends = _allow_break(interval(row["ci_low"], row["ci_high"], digits))
    # A rate of a few hits would look more exact than it is: its interval stands alone.
    value = "" if row["n_hits"] < _FEW else rate(row["per_1000_words"])
    return f"<td>{row['n_hits']:,}<td>{value}<small>{ends}</small>"


def _allow_break(shown: str) -> str:
    # On a phone the ends of an interval may stand below each other.
    return shown.replace("–", "–<wbr>")


def render_rate_plot(groups: Sequence[Scores], name: str, note: str, limit: int = _MAX_DRAWN) -> str:
    """A dot with its interval for each rate; the `limit` categories with most hits, in the order of the lexicons."""
    ranked = sorted(groups, key=lambda pair: -sum(row["n_hits"] for row in pair[1].values()))[:limit]
    drawn = sorted(ranked, key=lambda pair: pair[0].key)
    ends = [row["ci_high"] or 0.0 for _, rows in drawn for voice, row in rows.items() if voice != "all"]
    largest = max(ends, default=0.0)
    bottom = _ROW_HEIGHT * len(drawn) + 4
    parts = draw_axis(largest, 4, bottom, "hits per 1,000 words of that voice")
    for number, (mark, rows) in enumerate(drawn):
        top = _ROW_HEIGHT * number + 4
        parts.append(
            f'<text class="name" x="1%" y="{top + 14}">{mark.code} {escape(shorten(mark.title, MAX_LABEL))}</text>'
        )
        for voice, y in (("own", top + 25), ("attributed", top + 38)):
            if voice in rows and rows[voice]["per_1000_words"] is not None:
                parts.append(draw_rate(rows[voice], voice, y, largest))
    drawing = wrap_drawing(
        name,
        bottom + 36,
        "Hits per 1,000 words in each voice",
        "A dot for each rate and a line for its 95 % interval. The same figures stand in the table beside it.",
        parts,
    )
    return f"<figure>{drawing}<figcaption>{VOICE_KEY} {note}</figcaption></figure>"


def draw_rate(row: Mapping[str, Any], voice: str, y: int, largest: float) -> str:
    """A dot at the rate and a line over its interval, at height `y`."""
    x, low, high = (place(row[name], largest) for name in ("per_1000_words", "ci_low", "ci_high"))
    name = f"v-{voice[:3]}"
    return (
        f'<line class="{name}" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>'
        f'<circle class="{name}" cx="{x}" cy="{y}" r="4.5"/>'
    )
