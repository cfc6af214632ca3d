"""How a lexicon fares on a corpus: hits of its entries, and mirrored pairs side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from framing.columns import Table, Tokens
from framing.lexicon.records import Category, Lexicon, is_within
from framing.lexicon.scoring import find_poisson_interval

EntryCounts = Mapping[tuple[str, str], int]


@dataclass(slots=True)
class CorpusCounts:
    """What was counted on a corpus: by language, and by lexicon name and entry id. Excluded hits are left out."""

    n_documents: Counter[str] = field(default_factory=Counter)
    n_words: Counter[str] = field(default_factory=Counter)
    n_hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    n_articles: Counter[tuple[str, str]] = field(default_factory=Counter)  # with at least one hit of the entry

    def add(self, documents: Table, tokens: Tokens, hits: Table) -> None:
        """Count a batch too."""
        self.n_documents.update(documents["language"])
        words = tokens.documents()[tokens.types.is_word[tokens.type_id]]
        for language, n in zip(documents["language"], np.bincount(words, minlength=len(documents)), strict=True):
            self.n_words[language] += int(n)
        self.n_hits.update(count_entry_hits(hits))
        columns = (hits[name] for name in ("lexicon", "entry_id", "document_id", "excluded_by"))
        places = {tuple(row[:3]) for row in zip(*columns, strict=True) if row[3] is None}
        self.n_articles.update((lexicon, entry_id) for lexicon, entry_id, _ in places)


@dataclass(frozen=True, slots=True)
class MirrorSide:
    """One side of a mirrored pair on a corpus, categories below included; rates per 1,000 words, null without words."""

    category: str
    n_entries: int
    n_live_entries: int  # with at least one hit
    n_hits: int
    per_1000_words: float | None
    ci_low: float | None  # 95 % Poisson interval of the rate
    ci_high: float | None


def count_entry_hits(hits: Table) -> Counter[tuple[str, str]]:
    """Hits by lexicon name and entry id, excluded ones left out. Counts of batches add up."""
    rows = zip(hits["lexicon"], hits["entry_id"], hits["excluded_by"], strict=True)
    return Counter((lexicon, entry_id) for lexicon, entry_id, excluded_by in rows if excluded_by is None)


def compare_mirrors(lexicon: Lexicon, counts: EntryCounts, n_words: int) -> list[tuple[MirrorSide, MirrorSide]]:
    """Mirrored pairs, each once, in the order of the file.

    A difference of rates can lie in the articles as well as in the lexicon; it asks for reading, and proves nothing.

    Args:
        lexicon: the lexicon.
        counts: hits by lexicon name and entry id on a corpus.
        n_words: words of the corpus in the lexicon's language.
    """
    by_name = {category.name: category for category in lexicon.categories}
    pairs = []
    seen: set[str] = set()
    for category in lexicon.categories:
        other = by_name.get(category.mirror)
        if other is not None and category.name not in seen:
            seen |= {category.name, other.name}
            pairs.append((_measure(lexicon, category, counts, n_words), _measure(lexicon, other, counts, n_words)))
    return pairs


def _measure(lexicon: Lexicon, category: Category, counts: EntryCounts, n_words: int) -> MirrorSide:
    n_hits = [
        counts.get((lexicon.name, entry.entry_id), 0)
        for entry in lexicon.entries
        if is_within(entry.category, category.name)
    ]
    total = sum(n_hits)
    low, high = find_poisson_interval(np.array([total]))
    rates = [1000 * float(value) / n_words if n_words else None for value in (total, low[0], high[0])]
    return MirrorSide(category.name, len(n_hits), sum(n > 0 for n in n_hits), total, *rates)
