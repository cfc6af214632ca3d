"""Rates of frames by outlet, language, run or time, each with its interval and beside the rate of all others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from framing.columns import VOICES
from framing.errors import InputError
from framing.rates import Exposure, Tally, find_rate, find_ratio
from framing.remote import AnyPath
from framing.run.hit_queries import choose_lexicons, explain_category, is_within
from framing.run.manifest import read_manifest
from framing.run.store import Store

_DAY = "TRY_CAST(left(published, 10) AS DATE)"
PERIODS = {
    "day": f"strftime({_DAY}, '%Y-%m-%d')",
    "week": f"strftime({_DAY}, '%G-W%V')",
    "month": f"strftime({_DAY}, '%Y-%m')",
    "quarter": f"strftime({_DAY}, '%Y') || '-Q' || quarter({_DAY})",
    "year": f"strftime({_DAY}, '%Y')",
}
RUN = "run"
_GROUPS = {
    **PERIODS,
    "outlet": "nullif(trim(regexp_replace(outlet, '\\s+', ' ', 'g')), '')",
    "author": "nullif(trim(regexp_replace(author, '\\s+', ' ', 'g')), '')",
    "language": "language",
    RUN: "''",
}
GROUPS = tuple(_GROUPS)
# A hit in several categories counts in each, as everywhere; parents have the hits of their children already.
_QUERY = """
WITH chosen AS (SELECT document_id, {group} AS name, duplicate_of FROM {documents} WHERE {where}),
counts AS (
    SELECT document_id, lexicon, category, voice, n_hits, n_words FROM {scores}
    UNION ALL
    SELECT document_id, lexicon, NULL, voice, sum(n_hits), any_value(n_words) FROM {scores}
    WHERE NOT contains(category, '/') GROUP BY document_id, lexicon, voice
)
SELECT name, lexicon, category, voice, count(*), sum(n_words), sum(n_words::HUGEINT * n_words),
    count(*) FILTER (n_hits > 0), sum(n_hits), sum(n_hits::HUGEINT * n_hits), sum(n_hits::HUGEINT * n_words)
FROM counts JOIN chosen USING (document_id) WHERE name IS NOT NULL
GROUP BY name, lexicon, category, voice
"""
_SIZES = "SELECT {group} AS name, count(*), count(duplicate_of) FROM {documents} WHERE {where} GROUP BY name"
_WHERE = (
    "($outlet IS NULL OR lower(trim(outlet)) = lower(trim($outlet)))"
    " AND ($language IS NULL OR language = $language)"
    f" AND ($begin IS NULL OR {_DAY} >= $begin::DATE) AND ($end IS NULL OR {_DAY} <= $end::DATE)"
)


@dataclass(frozen=True, slots=True)
class RateQuery:
    """Which rates are wanted.

    Attributes:
        run_dirs: one run, or with `by` "run" several to be compared.
        by: one of `GROUPS`.
        lexicons: names or paths; none for all.
        category: with its children; `lexicon:category` or the category alone; None for all hits of each lexicon.
        outlet, language: only such articles.
        begin, end: only articles from this day, and up to this day; written 2031-03-01.
    """

    run_dirs: tuple[AnyPath, ...]
    by: str
    lexicons: tuple[str, ...] = ()
    category: str | None = None
    outlet: str | None = None
    language: str | None = None
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class GroupRates:
    """Rates by group, and what they are made of.

    Attributes:
        groups: articles by group, the largest first; of times in order.
        n_without: articles that name no outlet, author or date.
        n_repeats: articles whose text repeats that of an earlier one; they count as any other.
        rows: by lexicon, category (None: all hits of the lexicon), voice (all, own, attributed) and group:
            `n_articles`, `n_words`, `n_hits`, `n_with_hits`, `per_1000_words`, `ci_low`, `ci_high`, and in
            `times_others`, `times_low`, `times_high` the ratio to the rate of all other groups together.
    """

    groups: Mapping[str, int]
    n_without: int
    n_repeats: int
    rows: Sequence[Mapping[str, Any]]


class _Key(NamedTuple):
    lexicon: str
    category: str | None
    voice: str


_Sums = tuple[Tally, Exposure]


def measure_groups(query: RateQuery) -> GroupRates:
    """The rates of a query.

    Raises:
        InputError: no finished run stands there, it has no such lexicon or category, or no article fits.
    """
    sums: dict[_Key, dict[str, _Sums]] = {}
    groups: dict[str, int] = {}
    n_without = n_repeats = 0
    for name, run_dir in zip(_name_runs(query.run_dirs), query.run_dirs, strict=True):
        manifest = read_manifest(run_dir)
        languages = choose_lexicons(query.lexicons, manifest.instruments["lexicons"])
        store = Store(run_dir)
        options = {"outlet": query.outlet, "language": query.language, "begin": query.begin, "end": query.end}
        words = {"group": _GROUPS[query.by], "where": _WHERE}
        for group, n, n_repeated in store.query(_SIZES, manifest.parts, options, words):
            n_repeats += n_repeated
            if group is None:
                n_without += n
            else:
                key = name if query.by == RUN else group
                groups[key] = groups.get(key, 0) + n
        for group, lexicon, category, voice, *numbers in store.query(_QUERY, manifest.parts, options, words):
            if lexicon in languages:
                of_group = sums.setdefault(_Key(lexicon, category, voice), {})
                of_group[name if query.by == RUN else group] = _read_sums(*map(int, numbers))
    if not groups:
        kind = query.by if query.by not in PERIODS else "date"
        raise InputError(f"no article here fits and names its {kind}" if n_without else "no article here fits")
    wanted = _choose_keys(query, sums)
    order = sorted(groups, key=lambda group: group if query.by in PERIODS else (-groups[group], group))
    rows = [row for key in wanted for row in _compare(key, sums[key], order)]
    return GroupRates({group: groups[group] for group in order}, n_without, n_repeats, rows)


def _name_runs(run_dirs: Sequence[AnyPath]) -> list[str]:
    """The names of the folders where they differ, otherwise the paths."""
    names = [path.name for path in run_dirs]
    return names if len(set(names)) == len(names) else [str(path) for path in run_dirs]


def _read_sums(*numbers: int) -> _Sums:
    n_articles, words, words_squared, n_with_hits, hits, hits_squared, hits_times_words = numbers
    return Tally(n_with_hits, hits, hits_squared, hits_times_words), Exposure(n_articles, words, words_squared)


def _choose_keys(query: RateQuery, sums: Mapping[_Key, Any]) -> list[_Key]:
    keys = sorted(sums, key=lambda key: (key.lexicon, key.category or "", ("all", *VOICES).index(key.voice)))
    if query.category is None:
        return [key for key in keys if key.category is None]
    wanted = [key for key in keys if key.category and is_within(query.category, key.lexicon, key.category)]
    if not wanted:
        raise InputError(explain_category(query.category, {f"{key.lexicon}:{key.category}" for key in keys}))
    return wanted


def _compare(key: _Key, sums: Mapping[str, _Sums], order: Sequence[str]) -> list[dict[str, Any]]:
    all_hits = sum((tally for tally, _ in sums.values()), Tally())
    all_words = sum((exposure for _, exposure in sums.values()), Exposure())
    rows = []
    for group in order:
        tally, exposure = sums.get(group, (Tally(), Exposure()))
        rate = asdict(find_rate(tally, exposure))
        ratio = find_ratio(tally, exposure, all_hits - tally, all_words - exposure)
        row = {"group": group, **key._asdict(), "n_articles": exposure.n_articles, "n_words": exposure.words}
        row |= {"n_hits": rate.pop("n_hits"), "n_with_hits": rate.pop("n_articles"), **rate}
        rows.append({**row, "times_others": ratio.value, "times_low": ratio.ci_low, "times_high": ratio.ci_high})
    return rows
