"""Two versions of a lexicon, and what the change does to the scores of articles."""

from dataclasses import dataclass

import framing.lexicon
from framing.columns import SCORES, Table
from framing.lexicon import Lexicon, LexiconChange, ScoreChange
from framing.run.lexicon_texts import TextBatch, TextReader, read_documents, read_lexicons


@dataclass(frozen=True, slots=True)
class LexiconComparison:
    """Differences of two lexicons; with texts also the scores that differ, the largest difference of rates first."""

    changes: list[LexiconChange]
    score_changes: list[ScoreChange]
    n_documents: int | None  # compared; None without texts


def compare_lexicons(before: str, after: str, run_or_texts: str | None = None) -> LexiconComparison:
    """What differs between two lexicons given by name or path, and how the scores of articles move.

    Raises:
        LexiconError: a lexicon is missing or wrong.
        InputError: no article could be read.
    """
    old, new = (read_lexicons([name])[0] for name in (before, after))
    changes = framing.lexicon.diff_lexicons(old, new)
    if run_or_texts is None:
        return LexiconComparison(changes, [], None)
    scorers = [(framing.lexicon.Matcher([one]), one) for one in (old, new)]
    scores: tuple[list[Table], list[Table]] = ([], [])
    n_documents = 0
    for batch in TextReader().read(read_documents(run_or_texts)):
        n_documents += len(batch.documents)
        for tables, (matcher, lexicon) in zip(scores, scorers, strict=True):
            tables.append(_drop_empty(_score(batch, matcher, lexicon)))
    moved = framing.lexicon.diff_scores(*(Table.concat(SCORES, tables) for tables in scores))
    return LexiconComparison(changes, moved, n_documents)


def _score(batch: TextBatch, matcher: framing.lexicon.Matcher, lexicon: Lexicon) -> Table:
    hits = matcher.find_hits(batch.documents, batch.tokens, batch.attribution)
    return framing.lexicon.score_hits(batch.documents, batch.tokens, batch.attribution, hits, [lexicon])


def _drop_empty(scores: Table) -> Table:
    # Most rows count nothing, and a missing row means just that; a large corpus would not fit otherwise.
    return scores.take([row for row, n in enumerate(scores["n_hits"]) if n])
