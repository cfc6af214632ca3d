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
        pair = [_score(batch, matcher, lexicon) for matcher, lexicon in scorers]
        hit = {key for table in pair for key, n in zip(_list_keys(table), table["n_hits"], strict=True) if n}
        for tables, table in zip(scores, pair, strict=True):
            # Most scores count nothing in either version; a large corpus would not fit otherwise.
            tables.append(table.take([row for row, key in enumerate(_list_keys(table)) if key in hit]))
    moved = framing.lexicon.diff_scores(*(Table.concat(SCORES, tables) for tables in scores))
    return LexiconComparison(changes, moved, n_documents)


def _score(batch: TextBatch, matcher: framing.lexicon.Matcher, lexicon: Lexicon) -> Table:
    hits = matcher.find_hits(batch.documents, batch.tokens, batch.attribution)
    return framing.lexicon.score_hits(batch.documents, batch.tokens, batch.attribution, hits, [lexicon])


def _list_keys(scores: Table) -> list[tuple[str, str, str]]:
    return list(zip(scores["document_id"], scores["category"], scores["voice"], strict=True))
