"""The sums of a run of a million articles, larger in each place than they will be."""

from collections import Counter
from itertools import product

from framing.columns import TRANSFER_SHARES, Table
from framing.rates import Exposure, Tally
from framing.report import CorpusSummary, LexiconSource, Provenance
from framing.report.corpus import MAX_FAILURES, MAX_ROWS, ArticleRow

N_ARTICLES = 1_000_000
N_OUTLETS = 3_000
LEXICONS = [f"lexicon-{number}" for number in range(10)]
CATEGORIES = [f"group-{number}{child}" for number in range(20) for child in ("", "/one", "/two")]
VOICES = ("own", "attributed")
WORD = "общественность "  # two bytes a letter

LARGE_PROVENANCE = Provenance(
    framing_version="0",
    lexicons=[
        LexiconSource(
            name=name,
            version="1",
            sha256="0" * 64,
            language="ru" if number % 2 else "en",
            title=f"{WORD}{name}",
            categories=[
                {"name": one, "title": f"{WORD}{one}", "definition": WORD * 9, "mirror": CATEGORIES[-1]}
                for one in CATEGORIES
            ],
        )
        for number, name in enumerate(LEXICONS)
    ],
    measurements=[
        {"part": part, "figure": f"{WORD}.7", "measured_on": WORD * 3, "language": language}
        for part in ("voice", "lexicon", "stance")
        for language in ("en", "ru")
    ],
)


def make_large_summary() -> CorpusSummary:
    """Thousands of outlets, twenty years of months, articles with long titles, many failures with long reasons."""
    summary = CorpusSummary()
    outlets = [f"{number} {WORD * 3}"[:60] for number in range(N_OUTLETS)]
    months = [f"{year}-{month:02}" for year in range(2006, 2026) for month in range(1, 13)]
    summary.n_documents, summary.n_words, summary.n_failures = N_ARTICLES, 700 * N_ARTICLES, 12_345
    summary.first_date, summary.last_date = "2006-01-01", "2025-12-31"
    summary.languages = Counter({f"l{number}": N_ARTICLES // 40 for number in range(40)})
    summary.outlets = Counter({outlet: N_ARTICLES // N_OUTLETS + number for number, outlet in enumerate(outlets)})
    summary.hits = Counter(own=5 * N_ARTICLES, attributed=3 * N_ARTICLES)
    summary.speaker_hits = Counter({f"{WORD * 3}{number}"[-60:]: number for number in range(50_000)})
    summary.speaker_articles = summary.speaker_hits.copy()
    labels = ("favor", "neutral", "against", "uncertain")
    summary.stances = Counter({(f"t{n}", voice, label): n for n in range(300) for voice in VOICES for label in labels})
    for outlet, lexicon, voice in product(outlets, LEXICONS, VOICES):
        summary.exposures[outlet, lexicon, voice] = Exposure(300, 200_000, 150_000_000)
    for outlet, lexicon, category, voice in product(outlets[-100:], LEXICONS, CATEGORIES, VOICES):
        summary.tallies[outlet, lexicon, category, voice] = Tally(120, 260, 900, 180_000)
    for month, lexicon, voice in product(months, LEXICONS, VOICES):
        summary.month_exposures[month, lexicon, voice] = Exposure(4_000, 2_800_000, 2_000_000_000)
        summary.month_tallies[month, lexicon, voice] = Tally(2_000, 7_000, 40_000, 5_000_000)
    transfers = tuple((f"{lexicon}:{CATEGORIES[0]}", 2) for lexicon in LEXICONS[:3])
    summary.rows = [
        ArticleRow(
            f"file-{number}-{'x' * 50}",
            f"{number} {WORD * 8}"[:110],
            outlets[number % N_OUTLETS],
            "2025-01-01",
            "ru",
            1_234,
            12,
            34,
            transfers,
        )
        for number in range(MAX_ROWS)
    ]
    failure = {"source": "x" * 200, "stage": "ingest", "error": "InputError", "message": WORD * 400}
    summary.failures = [failure] * MAX_FAILURES
    return summary


def make_large_shares() -> Table:
    """Shares of all categories, of all outlets, and of both crossed."""
    counts = {"n_articles": N_ARTICLES, "n_with_hits": 400_000, "n_in_both": 90_000}
    counts |= {"n_attributed_first": 50_000, "n_own_first": 50_000}
    shares = {f"{name}{which}": 0.2 for name in ("share", "ci_low", "ci_high") for which in ("", "_with_hits")}
    outlets = list(make_large_summary().outlets)[:200]
    places = [(None, None, None), *product(LEXICONS, CATEGORIES, [None]), *product([None], [None], outlets)]
    places += product(LEXICONS, CATEGORIES, outlets)
    names = ("lexicon", "category", "outlet")
    rows = [{**dict(zip(names, place, strict=True)), **counts, **shares} for place in places]
    return Table.from_rows(TRANSFER_SHARES, rows)
