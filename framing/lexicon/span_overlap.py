"""How far found and labelled spans cover each other, with intervals by bootstrap over documents."""

from dataclasses import dataclass

import numpy as np

from framing.lexicon.resampling import Bools, Draws, Estimate, Floats, Ints, make_estimate


@dataclass(frozen=True, slots=True)
class SpanOverlap:
    """How far found and labelled spans cover each other; longer spans weigh no more than short ones."""

    n_labelled: int
    n_found: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


def measure_spans(draws: Draws, document: Ints, is_labelled: Bools, is_found: Bools) -> SpanOverlap:
    """Precision, recall and F1 of spans with credit for partial overlap (Da San Martino et al. 2019), in words.

    precision = mean over found spans of the share of their words that are labelled; recall = mean over labelled spans
    of the share of their words that are found; F1 their harmonic mean, 0 where either is 0 or not defined. Range 0 to
    1; precision is not defined without found spans, recall without labelled ones, F1 where there are no spans at all.
    Spans are runs of words next to each other, so that adjoining spans count as one; the publication counts characters.
    """
    found, n_found = _sum_shares(draws, document, is_found, is_labelled)
    labelled, n_labelled = _sum_shares(draws, document, is_labelled, is_found)
    counts = np.stack((found, n_found, labelled, n_labelled), axis=1)
    values = _find_span_figures(counts.sum(axis=0, keepdims=True))[:, 0]
    sample = _find_span_figures(np.asarray(draws.weights @ counts.astype(np.float32), dtype=np.float64))
    has_found, has_labelled = n_found > 0, n_labelled > 0
    n_documents = [int(has.sum()) for has in (has_found, has_labelled, has_found | has_labelled)]
    estimates = [
        make_estimate(value, row, n) for value, row, n in zip(values.tolist(), sample, n_documents, strict=True)
    ]
    return SpanOverlap(int(n_labelled.sum()), int(n_found.sum()), *estimates)


def _sum_shares(draws: Draws, document: Ints, is_span: Bools, is_covered: Bools) -> tuple[Floats, Floats]:
    """Per document the sum over its spans of the share that is covered, and the number of spans."""
    words = np.flatnonzero(is_span)
    begins = np.flatnonzero((np.diff(words, prepend=-2) > 1) | (np.diff(document[words], prepend=-1) != 0))
    lengths = np.diff(np.append(begins, len(words)))
    covered = np.add.reduceat(is_covered[words].astype(np.int64), begins) if len(begins) else lengths
    owner = document[words[begins]]
    shares = np.bincount(owner, weights=covered / lengths, minlength=draws.n_documents).astype(np.float64)
    return shares, np.bincount(owner, minlength=draws.n_documents).astype(np.float64)


def _find_span_figures(counts: Floats) -> Floats:
    found, n_found, labelled, n_labelled = counts.T
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = found / n_found, labelled / n_labelled
        f1 = np.where(precision + recall > 0, 2 * precision * recall / (precision + recall), 0.0)
    return np.stack((precision, recall, np.where(n_found + n_labelled > 0, f1, np.nan)))
