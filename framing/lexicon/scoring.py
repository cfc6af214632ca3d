"""Hits -> scores: counts and rates per document, category and voice."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.columns import SCORES, VOICES, Attribution, Coded, Nullable, Table, Tokens
from framing.lexicon.records import Lexicon

SCORE_VOICES = ("all", *VOICES)
_Counts = NDArray[np.int64]
_INTERVALS_PATH = Path(__file__).with_name("poisson_intervals.npy")


def score_hits(
    documents: Table, tokens: Tokens, attribution: Attribution, hits: Table, lexicons: Sequence[Lexicon]
) -> Table:
    """Rows of `SCORES`: every category of every lexicon in the document's language, for all words and by voice.

    A hit counts for its category and for the categories above it. Not counted: hits with `excluded_by`, and negated
    hits of a lexicon with `negation: drop`; with `negation: flip` a negated hit counts and its weight changes sign.

    per_1000_words = 1000 n_hits / n_words, range 0 upwards, null where n_words is 0. The words are those of the
    document in that voice, punctuation left out. ci_low and ci_high are the exact 95 % interval of a Poisson count
    (Garwood 1936) on the same scale; hits that come in bursts vary more than that, so it is a lower bound of the
    uncertainty. Rates of own and attributed words have different bases and do not add up to the rate of all words.
    Weights play no part in rates and intervals.

    Rows stand by document, then lexicon and category in the order given, then all, own, attributed.
    """
    n_words = _count_words(tokens, attribution)
    places = {document_id: number for number, document_id in enumerate(documents["document_id"])}
    columns = {
        (lexicon.name, category.name): number
        for number, (lexicon, category) in enumerate(
            (lexicon, category) for lexicon in lexicons for category in lexicon.categories
        )
    }
    counts, weights = _count_hits(hits, lexicons, places, columns)
    languages = np.array(documents["language"], dtype=object)
    wanted = np.array([lexicon.language for lexicon in lexicons for _ in lexicon.categories], dtype=object)
    document, column = np.nonzero(languages[:, None] == wanted[None, :]) if len(wanted) else (np.zeros(0, int),) * 2
    return _build_scores(documents, document, column, list(columns), (counts, weights, n_words))


def _count_words(tokens: Tokens, attribution: Attribution) -> _Counts:
    """Words per document and voice. Shape: (documents, 3)."""
    is_word = tokens.types.is_word[tokens.type_id]
    key = tokens.documents()[is_word].astype(np.int64) * len(VOICES) + attribution.voice[is_word]
    by_voice = np.bincount(key, minlength=tokens.n_documents * len(VOICES)).reshape(-1, len(VOICES))
    return np.concatenate((by_voice.sum(axis=1, keepdims=True), by_voice), axis=1)


def _count_hits(
    hits: Table,
    lexicons: Sequence[Lexicon],
    places: dict[str, int],
    columns: dict[tuple[str, str], int],
) -> tuple[_Counts, NDArray[np.float64]]:
    """Counted hits and their weights. Shape of both: (documents, categories, 3)."""
    policies = {lexicon.name: lexicon.negation for lexicon in lexicons}
    negated = np.asarray(hits["negated"], dtype=np.bool_)
    is_counted = np.array([pattern is None for pattern in hits["excluded_by"]], dtype=np.bool_)
    weight = np.array(hits["weight"], dtype=np.float64)
    for row in np.flatnonzero(negated).tolist():
        policy = policies[hits["lexicon"][row]]
        is_counted[row] &= policy != "drop"
        weight[row] *= -1 if policy == "flip" else 1
    shape = (len(places), len(columns), len(SCORE_VOICES))
    document = np.fromiter(map(places.__getitem__, hits["document_id"]), dtype=np.int64)
    column = np.fromiter(map(columns.__getitem__, zip(hits["lexicon"], hits["category"], strict=True)), dtype=np.int64)
    voice = np.fromiter(map(SCORE_VOICES.index, hits["voice"]), dtype=np.int64)
    cell = ((document * shape[1] + column) * shape[2] + voice)[is_counted]
    size = shape[0] * shape[1] * shape[2]
    counts = np.bincount(cell, minlength=size).reshape(shape)
    weights = np.bincount(cell, weights=weight[is_counted], minlength=size).astype(np.float64).reshape(shape)
    # Parents stand before their children, so that counting upwards from the last reaches every ancestor.
    for (name, category), number in reversed(columns.items()):
        if "/" in category:
            parent = columns[name, category.rpartition("/")[0]]
            counts[:, parent] += counts[:, number]
            weights[:, parent] += weights[:, number]
    counts[:, :, 0], weights[:, :, 0] = counts[:, :, 1:].sum(axis=2), weights[:, :, 1:].sum(axis=2)
    return counts, weights


def _build_scores(
    documents: Table,
    document: _Counts,
    column: _Counts,
    names: list[tuple[str, str]],
    figures: tuple[_Counts, NDArray[np.float64], _Counts],
) -> Table:
    counts, weights, n_words = figures
    n_hits = counts[document, column].reshape(-1)
    words = n_words[document].reshape(-1)
    low, high = find_poisson_interval(n_hits)
    per_word = 1000.0 / np.maximum(words, 1)
    empty = words == 0
    repeats = len(SCORE_VOICES)
    lexicons = list(dict.fromkeys(lexicon for lexicon, _ in names))
    lexicon_of = np.array([lexicons.index(lexicon) for lexicon, _ in names], dtype=np.int32)
    return Table(
        SCORES,
        {
            "document_id": Coded(documents["document_id"], np.repeat(document, repeats)),
            "lexicon": Coded(lexicons, np.repeat(lexicon_of[column], repeats)),
            "category": Coded([category for _, category in names], np.repeat(column, repeats)),
            "voice": Coded(SCORE_VOICES, np.tile(np.arange(repeats), len(document))),
            "n_hits": n_hits,
            "weight_sum": weights[document, column].reshape(-1),
            "n_words": words,
            "per_1000_words": _nullable(n_hits * per_word, empty),
            "ci_low": _nullable(low * per_word, empty),
            "ci_high": _nullable(high * per_word, empty),
        },
    )


def _nullable(values: NDArray[np.float64], is_null: NDArray[np.bool_]) -> Nullable:
    return Nullable(np.where(is_null, np.nan, values))


def find_poisson_interval(counts: _Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ends of the exact 95 % interval of the mean of a Poisson variable seen as each count (Garwood 1936).

    Lower end: chi-square quantile .025 with 2k degrees of freedom, halved, and 0 for k = 0; upper end: quantile .975
    with 2k + 2, halved.
    """
    low, high = _read_intervals()
    if counts.max(initial=0) >= len(low):
        counts, place = np.unique(counts, return_inverse=True)
        low, high = compute_poisson_intervals(counts)
        return low[place], high[place]
    return low[counts], high[counts]


def compute_poisson_intervals(counts: _Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The intervals by their formula."""
    from scipy.special import gammaincinv

    # Half a chi-square variable with 2k degrees of freedom is a gamma variable with shape k.
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), 0.025), 0.0)
    return low, gammaincinv(counts + 1, 0.975)


@cache
def _read_intervals() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The intervals of the counts that articles have: the library behind the formula takes long to load."""
    low, high = np.load(_INTERVALS_PATH)
    return low, high
