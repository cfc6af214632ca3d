"""Hits per 1,000 words over time, in each voice: a drawing, and the same figures as a table."""

from dataclasses import asdict

from framing.rates import Exposure, Rate, Tally, find_rate
from framing.report.corpus import CorpusSummary
from framing.report.records import LexiconSource
from framing.report.scales import WIDEST, find_ticks, wrap_drawing
from framing.report.voices import VOICE_KEY, render_rate_cells
from framing.report.wording import escape, isolate

_MIN_PERIODS = 3
_MAX_MONTHS = 36
_HEIGHT = 200
_VOICES = ("own", "attributed")
Periods = list[tuple[str, dict[str, Rate]]]


def render_months(summary: CorpusSummary, lexicon: LexiconSource) -> str:
    """Rates by month, or by year where there are more than 36 months; nothing for fewer than three periods."""
    months = sorted({month for month, name, _ in summary.month_exposures if name == lexicon.name})
    length = 7 if len(months) <= _MAX_MONTHS else 4
    periods = [(name, _find_rates(summary, lexicon, name)) for name in sorted({month[:length] for month in months})]
    if len(periods) < _MIN_PERIODS:
        return ""
    unit = "month" if length == 7 else "year"
    return (
        f"<h3>{isolate(lexicon.title)}, by {unit}</h3>"
        f"<figure>{_draw(periods, lexicon, unit)}<figcaption>{VOICE_KEY} Hits of all categories per 1,000 words of that"
        f" voice by {unit} of publication, and 95 % intervals over articles.</figcaption></figure>"
        f"{_render_table(periods, unit)}"
    )


def _find_rates(summary: CorpusSummary, lexicon: LexiconSource, period: str) -> dict[str, Rate]:
    rates = {}
    for voice in _VOICES:
        keys = [
            key
            for key in summary.month_exposures
            if key[0].startswith(period) and (key[1], key[2]) == (lexicon.name, voice)
        ]
        tally = sum((summary.month_tallies.get(key, Tally()) for key in keys), Tally())
        rates[voice] = find_rate(tally, sum((summary.month_exposures[key] for key in keys), Exposure()))
    return rates


def _draw(periods: Periods, lexicon: LexiconSource, unit: str) -> str:
    largest = max((rate.ci_high or 0.0 for _, rates in periods for rate in rates.values()), default=0.0)
    parts = []
    for tick in find_ticks(largest):
        y = _find_height(tick, largest)
        parts.append(f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick" x="0" y="{y - 3}">{tick:g}</text>')
    step = max(1, len(periods) // 6)
    for number, (name, rates) in enumerate(periods):
        x = 6 + (WIDEST - 8) * number / max(len(periods) - 1, 1)
        if number % step == 0:
            parts.append(f'<text class="tick" x="{x:.2f}%" y="{_HEIGHT + 18}" text-anchor="middle">{name}</text>')
        for voice, shift in (("own", -0.6), ("attributed", 0.6)):
            parts.append(_draw_rate(rates[voice], voice[:3], x + shift, largest))
    title = f"Hits per 1,000 words by {unit}, {escape(lexicon.title)}"
    return wrap_drawing(
        f"months-{escape(lexicon.name)}", _HEIGHT + 24, title, "The same figures stand in the table.", parts
    )


def _find_height(value: float, largest: float) -> int:
    return round(_HEIGHT - (_HEIGHT - 14) * (value / largest if largest else 0))


def _draw_rate(rate: Rate, voice: str, x: float, largest: float) -> str:
    if rate.per_1000_words is None or rate.ci_low is None or rate.ci_high is None:
        return ""
    low, y, high = (_find_height(value, largest) for value in (rate.ci_low, rate.per_1000_words, rate.ci_high))
    return (
        f'<line class="v-{voice}" x1="{x:.2f}%" x2="{x:.2f}%" y1="{low}" y2="{high}"/>'
        f'<circle class="v-{voice}" cx="{x:.2f}%" cy="{y}" r="4.5"/>'
    )


def _render_table(periods: Periods, unit: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(render_rate_cells(asdict(rates[voice])) for voice in _VOICES)}</tr>'
        for name, rates in periods
    )
    return (
        f"<details><summary>By {unit} as a table</summary><table><caption>Hits, and hits per 1,000 words of that voice"
        f' with 95 % intervals</caption><thead><tr><th scope="col">{unit.capitalize()}</th>'
        '<th scope="col">own hits</th><th scope="col">per 1,000</th>'
        '<th scope="col">attri&shy;buted hits</th><th scope="col">per 1,000</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )
