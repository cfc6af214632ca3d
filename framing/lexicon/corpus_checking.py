"""What looks wrong in a lexicon when it is tried on a corpus. All of it are warnings: the corpus may be at fault."""

from collections import Counter
from collections.abc import Iterator

from framing.lexicon.checking import Complaint, about_category, about_entry
from framing.lexicon.coverage import CorpusCounts, EntryCounts, MirrorSide, compare_mirrors
from framing.lexicon.records import Lexicon

# Below these counts shares and rates are chance.
_MIN_HITS = 20
_MIN_ARTICLES = 20
_MAX_SHARE_OF_CATEGORY = 0.5
_MAX_SHARE_OF_ARTICLES = 0.3
_MAX_RATIO = 5


def check_on_corpus(lexicon: Lexicon, counts: CorpusCounts) -> list[Complaint]:
    """Complaints in the order of the file; none where the corpus has no article in the lexicon's language."""
    if not counts.n_documents[lexicon.language]:
        return []
    complaints = [
        *find_dead_entries(lexicon, counts.n_hits),
        *_find_dominant_entries(lexicon, counts),
        *_find_broad_entries(lexicon, counts),
        *_find_uneven_mirrors(lexicon, counts),
    ]
    return sorted(complaints, key=Complaint.find_order)


def find_dead_entries(lexicon: Lexicon, counts: EntryCounts) -> list[Complaint]:
    """Complaints about entries without a hit that give no reason under `rare`, and about reasons that no longer hold.

    Hits that went to a longer entry do not count, so an entry can also be dead because others leave it nothing.

    Args:
        lexicon: the lexicon.
        counts: hits by lexicon name and entry id on a corpus, as `count_entry_hits` gives them.
    """
    complaints = []
    for entry in lexicon.entries:
        n_hits = counts.get((lexicon.name, entry.entry_id), 0)
        if n_hits and entry.rare:
            message = f"marked rare but has {n_hits} hits here; remove `rare`"
            complaints.append(about_entry(lexicon, "warning", "lively-rare-entry", entry, message))
        elif not n_hits and not entry.rare:
            message = "has no hit here; remove it, mend it, or give a reason under `rare`"
            complaints.append(about_entry(lexicon, "warning", "dead-entry", entry, message))
    return complaints


def _find_dominant_entries(lexicon: Lexicon, counts: CorpusCounts) -> Iterator[Complaint]:
    """Entries with more than half of the hits of their category and of those below it."""
    parents = {category.name: category.parent for category in lexicon.categories}
    totals: Counter[str] = Counter()
    for entry in lexicon.entries:
        name = entry.category
        while name:
            totals[name] += counts.n_hits[lexicon.name, entry.entry_id]
            name = parents[name]
    for entry in lexicon.entries:
        n_hits, total = counts.n_hits[lexicon.name, entry.entry_id], totals[entry.category]
        if total >= _MIN_HITS and n_hits > _MAX_SHARE_OF_CATEGORY * total:
            message = (
                f"has {n_hits} of the {total} hits of its category, which measures this entry; add more or narrow it"
            )
            yield about_entry(lexicon, "warning", "dominant-entry", entry, message)


def _find_broad_entries(lexicon: Lexicon, counts: CorpusCounts) -> Iterator[Complaint]:
    n_documents = counts.n_documents[lexicon.language]
    if n_documents < _MIN_ARTICLES:
        return
    for entry in lexicon.entries:
        n_articles = counts.n_articles[lexicon.name, entry.entry_id]
        if n_articles > _MAX_SHARE_OF_ARTICLES * n_documents:
            message = f"stands in {n_articles} of {n_documents} articles; a word so common tells no frame, narrow it"
            yield about_entry(lexicon, "warning", "broad-entry", entry, message)


def _find_uneven_mirrors(lexicon: Lexicon, counts: CorpusCounts) -> Iterator[Complaint]:
    by_name = {category.name: category for category in lexicon.categories}
    for pair in compare_mirrors(lexicon, counts.n_hits, counts.n_words[lexicon.language]):
        if min(side.n_hits for side in pair) < _MIN_HITS:
            continue
        larger, smaller = sorted(pair, key=lambda side: -side.n_hits)
        ratio = find_ratio(larger, smaller)
        if ratio is not None and ratio > _MAX_RATIO:
            category = by_name[larger.category]
            message = (
                f"{larger.n_hits} hits against {smaller.n_hits} of its mirror {smaller.category!r}, {ratio:.1f} times; "
                "read hits of both for wordings that only one side has"
            )
            yield about_category(lexicon, "warning", "uneven-mirror", category, message)


def find_ratio(one: MirrorSide, other: MirrorSide) -> float | None:
    """How many times the rate of the other side one side has; None where the other has none."""
    return one.n_hits / other.n_hits if other.n_hits else None
