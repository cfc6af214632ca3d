"""Categories by outlet: a panel for each category with a dot and an interval for each outlet and voice."""

from dataclasses import asdict

from framing.rates import Exposure, Rate, Tally, find_rate
from framing.report.corpus import NO_OUTLET, CorpusSummary
from framing.report.legend import Mark, find_legend, find_narratives
from framing.report.records import Provenance
from framing.report.scales import draw_axis, wrap_drawing
from framing.report.voices import MAX_LABEL, VOICE_KEY, draw_rate, render_rate_cells
from framing.report.wording import escape, isolate, shorten

_MAX_OUTLETS = 10
_MIN_ARTICLES = 3
_MAX_CATEGORIES = 8
_ROW_HEIGHT = 44
_VOICES = ("own", "attributed")
Rates = list[tuple[str, dict[str, Rate]]]


def render_outlets(summary: CorpusSummary, provenance: Provenance) -> str:
    """Panels of the categories with most hits, over the outlets with most articles; nothing for one outlet."""
    ranked = ((outlet, n) for outlet, n in summary.outlets.most_common() if outlet != NO_OUTLET)
    outlets = [outlet for outlet, n in ranked if n >= _MIN_ARTICLES][:_MAX_OUTLETS]
    if len(outlets) < 2:
        return ""
    panels = [(mark, _find_rates(summary, mark, outlets)) for mark in _find_categories(summary, provenance)]
    drawn = "".join(
        f"<figure><h3><i class='c {mark.classes}'>{mark.code}</i> {isolate(mark.title)}</h3>"
        f"{_draw_panel(f'outlets-{number}', mark, rates, summary)}</figure>"
        for number, (mark, rates) in enumerate(panels, 1)
        if rates
    )
    if not drawn:
        return ""
    return (
        f'<p class="note">{VOICE_KEY} Hits per 1,000 words of that voice, and 95 % intervals over articles. The'
        f" categories with most hits, narratives first; outlets with {_MIN_ARTICLES} articles or more.</p>"
        f'<div class="panels">{drawn}</div>'
        f"{_render_table(panels)}"
    )


def _find_categories(summary: CorpusSummary, provenance: Provenance) -> list[Mark]:
    languages = {lexicon.name: lexicon.language for lexicon in provenance.lexicons}
    totals: dict[tuple[str, str], int] = {}
    for (_, lexicon, category, _), tally in summary.tallies.items():
        if "/" not in category and lexicon in languages:
            totals[lexicon, category] = totals.get((lexicon, category), 0) + tally.hits
    narratives = find_narratives(provenance.lexicons)
    ranked = sorted(totals, key=lambda name: (name[0] not in narratives, -totals[name], name))[:_MAX_CATEGORIES]
    return [find_legend(provenance, languages[lexicon]).mark(lexicon, category) for lexicon, category in ranked]


def _find_rates(summary: CorpusSummary, mark: Mark, outlets: list[str]) -> Rates:
    """The rates of one category for each outlet that its lexicon was applied to."""
    rates = []
    for outlet in outlets:
        if any((outlet, mark.lexicon, voice) in summary.exposures for voice in _VOICES):
            by_voice = {
                voice: find_rate(
                    summary.tallies.get((outlet, mark.lexicon, mark.category, voice), Tally()),
                    summary.exposures.get((outlet, mark.lexicon, voice), Exposure()),
                )
                for voice in _VOICES
            }
            rates.append((outlet, by_voice))
    return rates


def _draw_panel(name: str, mark: Mark, rates: Rates, summary: CorpusSummary) -> str:
    largest = max((one.ci_high or 0.0 for _, by_voice in rates for one in by_voice.values()), default=0.0)
    bottom = _ROW_HEIGHT * len(rates) + 4
    parts = draw_axis(largest, 4, bottom, "hits per 1,000 words")
    for number, (outlet, by_voice) in enumerate(rates):
        top = _ROW_HEIGHT * number + 4
        label = f"{escape(shorten(outlet, MAX_LABEL - 6))} ({summary.outlets[outlet]:,})"
        parts.append(f'<text class="name" x="1%" y="{top + 13}">{label}</text>')
        for voice, y in (("own", top + 23), ("attributed", top + 35)):
            one = by_voice[voice]
            if one.per_1000_words is not None:
                parts.append(draw_rate(asdict(one), voice, y, largest))
    description = "The figures stand in the table below the drawings. Numbers in brackets are articles."
    return wrap_drawing(name, bottom + 36, f"{escape(mark.title)} by outlet", description, parts)


def _render_table(panels: list[tuple[Mark, Rates]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{isolate(mark.title)}</th><td>{isolate(outlet)}'
        + "".join(render_rate_cells(asdict(by_voice[voice])) for voice in _VOICES)
        + "</tr>"
        for mark, rates in panels
        for outlet, by_voice in rates
    )
    return (
        "<details><summary>The same as a table</summary><table><caption>Hits, and hits per 1,000 words"
        ' with 95 % intervals</caption><thead><tr><th scope="col">Category</th><th scope="col">Outlet</th>'
        '<th scope="col">own hits</th><th scope="col">per 1,000</th><th scope="col">attri&shy;buted hits</th>'
        f'<th scope="col">per 1,000</th></tr></thead><tbody>{lines}</tbody></table></details>'
    )
