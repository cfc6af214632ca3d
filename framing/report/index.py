"""The corpus page: what is here, who says what in whose voice, how sure, which articles to open next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from markupsafe import Markup

from framing.columns import Table
from framing.nouns import write_count
from framing.rates import Exposure, Tally, find_rate
from framing.report.both_voices import name_overall, render_both_voices
from framing.report.corpus import NO_OUTLET, ArticleRow, CorpusSummary
from framing.report.legend import Mark, find_legend, find_narratives
from framing.report.links import Pages, name_article
from framing.report.months import render_months
from framing.report.outlets import render_outlets
from framing.report.pages import find_template, make_policy, read_script, read_style
from framing.report.records import LexiconSource, Provenance
from framing.report.stances import render_stance_table, render_warning
from framing.report.trust import render_instruments, render_measurements
from framing.report.voices import Scores, render_rate_plot, render_score_table
from framing.report.wording import emphasize, escape, flatten, isolate, join_words, rate, shorten

_PAGE = "index"
_MAX_CATEGORIES = 12
_MIN_GROUPS = 4
_MAX_TARGETS = 15
_MAX_SPEAKERS = 15
_MAX_TABLE_BYTES = 2_000_000  # of the article table: with all else the page stays below 3 MB
_MAX_REASON = 300
_VOICES = ("own", "attributed")


def render_index(summary: CorpusSummary, shares: Table, provenance: Provenance, *, pages: Pages = "files") -> str:
    """The page of a corpus as one HTML file, the same for the same sums.

    Args:
        shares: articles with a category in both voices, as rows of `TRANSFER_SHARES`, first those of all narratives.
        pages: where those of the articles are.
    """
    narratives = find_narratives(provenance.lexicons)
    rows = sorted(
        ((row, sum(n for name, n in row.transfers if name.partition(":")[0] in narratives)) for row in summary.rows),
        key=lambda pair: (-pair[1], -pair[0].n_own - pair[0].n_attributed),
    )
    lines = _take_lines(_render_row(row, n, pages) for row, n in rows)
    # Markup: every part escapes what it sets.
    return find_template(
        "index.html"
    ).render(
        policy=make_policy(_PAGE),
        style=read_style(_PAGE),
        start=read_script("start"),
        script=read_script(_PAGE),
        summary=[Markup(emphasize(sentence)) for sentence in summarize_corpus(summary, shares, provenance)],  # noqa: S704
        voices=Markup("".join(_render_lexicon(summary, provenance, one) for one in provenance.lexicons)),  # noqa: S704
        speakers=[
            (name, n_hits, summary.speaker_articles[name])
            for name, n_hits in sorted(summary.speaker_hits.items(), key=lambda pair: (-pair[1], pair[0]))[
                :_MAX_SPEAKERS
            ]
        ],
        transfers=Markup(  # noqa: S704
            render_both_voices(shares, [row for row, _ in rows], provenance, pages)
        ),
        months=Markup("".join(render_months(summary, one) for one in provenance.lexicons)),  # noqa: S704
        outlets=Markup(render_outlets(summary, provenance)),  # noqa: S704
        stances=Markup(_render_stances(summary, provenance)),  # noqa: S704
        pages=pages,
        rows=Markup("\n".join(lines)),  # noqa: S704
        n_rows=len(lines),
        n_first=len(summary.rows),
        n_documents=summary.n_documents,
        failures=[{**row, "message": shorten(row["message"], _MAX_REASON)} for row in summary.failures],
        n_failures=summary.n_failures,
        trust=Markup(_render_trust(summary, provenance)),  # noqa: S704
        provenance=Markup(render_instruments(provenance, None)),  # noqa: S704
    )


def summarize_corpus(summary: CorpusSummary, shares: Table, provenance: Provenance) -> list[str]:
    """The corpus in words: counts read off the tables, no adjectives."""
    n_outlets = len(summary.outlets) - (NO_OUTLET in summary.outlets)
    where = f" from {write_count(n_outlets, 'outlet')}" if n_outlets else ""
    languages = [f"{n:,} in {language}" for language, n in summary.languages.most_common()]
    spoken = f" ({join_words(languages)})" if len(languages) > 1 else ""
    last = f" to {summary.last_date}" if summary.last_date != summary.first_date else ""
    dates = f", published {summary.first_date}{last}" if summary.first_date else ""
    sentences = [
        f"{write_count(summary.n_documents, 'article')}{spoken}{where}, {write_count(summary.n_words, 'word')}{dates}."
    ]
    own, attributed = summary.hits["own"], summary.hits["attributed"]
    if provenance.lexicons:
        sentences.append(
            f"{write_count(own + attributed, 'frame hit')}: {attributed:,} in attributed speech,"
            f" {own:,} in the outlets’ own voice."
        )
        sentences += _tell_shares(shares, provenance)
    if summary.n_duplicates:
        sentences.append(
            f"{write_count(summary.n_duplicates, 'article repeats', 'articles repeat')} the text of another."
        )
    if summary.n_failures:
        sentences.append(f"{write_count(summary.n_failures, 'article')} could not be analysed.")
    return sentences


def _tell_shares(shares: Table, provenance: Provenance) -> list[str]:
    """How many of the articles that a lexicon was applied to have a narrative in both voices."""
    row = next(shares.rows(), None)
    if row is None or row["share"] is None:
        return []
    share, low, high = (f"{rate(100 * row[name], 2)}" for name in ("share", "ci_low", "ci_high"))
    articles = f"{row['n_in_both']:,} of {write_count(row['n_articles'], 'article')}"
    bounds = f"{share}\u202f%, 95\u202f% interval {low}–{high}\u202f%"
    return [f"A {name_overall(provenance)} stands in both voices in {articles} ({bounds})."]


def _render_lexicon(summary: CorpusSummary, provenance: Provenance, lexicon: LexiconSource) -> str:
    """Table and plot of one lexicon; nothing where it found nothing."""
    exposures = {voice: _join_exposures(summary, lexicon.name, voice) for voice in _VOICES}
    groups = [
        (mark, {voice: asdict(find_rate(tallies[voice], exposures[voice])) for voice in _VOICES})
        for mark, tallies in _join_tallies(summary, provenance, lexicon)
    ]
    if not groups:
        return ""
    caption = (
        f"{escape(lexicon.title)}: hits, hits per 1,000 words of that voice in all articles together, and the"
        " 95 % interval of that rate over articles. Rows of a group hold the hits of the rows set in below it."
    )
    tops: list[Scores] = [group for group in groups if group[0].depth == 0]
    if len(tops) < _MIN_GROUPS:  # a few groups add up unlike things; what stands below them says more
        tops = [group for group in groups if group[0].depth == 1] or tops
    words = {voice: exposures[voice].words for voice in _VOICES}
    table = render_score_table(groups, words, caption)
    note = f"Lines are 95 % intervals over articles. {_name_choice(len(tops))}"
    plot = render_rate_plot(tops, f"rates-{escape(lexicon.name)}", note, _MAX_CATEGORIES)
    rows = write_count(len(groups), "category", "categories")
    return f"<h3>{isolate(lexicon.title)}</h3>{plot}<details><summary>All {rows} as a table</summary>{table}</details>"


def _name_choice(n_categories: int) -> str:
    if n_categories <= _MAX_CATEGORIES:
        return ""
    return f"Of {n_categories} categories, the {_MAX_CATEGORIES} with most hits."


def _join_exposures(summary: CorpusSummary, lexicon: str, voice: str) -> Exposure:
    found = (words for (_, *names), words in summary.exposures.items() if names == [lexicon, voice])
    return sum(found, Exposure())


def _join_tallies(
    summary: CorpusSummary, provenance: Provenance, lexicon: LexiconSource
) -> list[tuple[Mark, dict[str, Tally]]]:
    """The tallies of each category of a lexicon by voice, over all outlets, in the order of the lexicon."""
    parts: dict[str, dict[str, list[Tally]]] = {}
    for (_, name, category, voice), tally in summary.tallies.items():
        if name == lexicon.name:
            parts.setdefault(category, {one: [] for one in _VOICES})[voice].append(tally)
    legend = find_legend(provenance, lexicon.language)
    marked = [
        (legend.mark(lexicon.name, category), {voice: sum(tallies, Tally()) for voice, tallies in voices.items()})
        for category, voices in parts.items()
    ]
    return sorted(marked, key=lambda pair: pair[0].key)


def _render_stances(summary: CorpusSummary, provenance: Provenance) -> str:
    totals: Counter[str] = Counter()
    counts: dict[str, dict[str, Counter[str]]] = {}
    for (target, voice, label), n in sorted(summary.stances.items()):
        totals[target] += n
        counts.setdefault(target, {one: Counter() for one in _VOICES})[voice][label] += n
    ordered = [target for target, _ in totals.most_common(_MAX_TARGETS)]
    return (
        render_warning(provenance, list(summary.languages))
        + render_stance_table([(provenance.targets.get(target, target), counts[target]) for target in ordered])
        if ordered
        else ""
    )


def _take_lines(lines: Iterable[str]) -> list[str]:
    """As many of the lines as the page has room for."""
    taken, room = [], _MAX_TABLE_BYTES
    for line in lines:
        room -= len(line.encode())
        if room < 0:
            break
        taken.append(line)
    return taken


def _render_row(row: ArticleRow, n_transfers: int, pages: Pages) -> str:
    # Cells stay bare, because there are thousands of rows; a cell is its own paragraph for writing direction.
    return (
        f"<tr><td>{name_article(row, pages)}<td>{flatten(row.outlet)}<td>{escape(row.date)}<td>{escape(row.language)}"
        f"<td>{row.n_words}<td>{row.n_own}<td>{row.n_attributed}<td>{n_transfers}"
    )


def _render_trust(summary: CorpusSummary, provenance: Provenance) -> str:
    lines = []
    for language, n_articles in summary.languages.most_common():
        name = escape(language)
        figures = render_measurements(provenance, language)
        missing = []
        if not provenance.lexicons_of(language):
            missing.append("no lexicon, frames were not counted")
        if not provenance.has_model_for(language):
            missing.append("no stance model, stance was not analysed")
        left_out = f": {'; '.join(missing)}" if missing else ""
        lines.append(f"<li>{write_count(n_articles, 'article')} in {name}{left_out}<ul>{figures}</ul></li>")
    return "".join(lines)
