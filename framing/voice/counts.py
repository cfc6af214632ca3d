"""What is counted in a document where gold and found attributions are compared."""

from collections import Counter
from collections.abc import Sequence

from framing.voice.comparison import Comparison, equals, is_name_right, overlaps
from framing.voice.resampling import Key
from framing.voice.stretches import Span, Stretch


def count(one: Comparison) -> Counter[Key]:
    """Numbers by key of everything that the figures are made of; spans and their parts also under the kind `all`."""
    counts: Counter[Key] = Counter()
    _count_words(one, counts)
    for gold in one.gold:
        _add(counts, gold.kind, "gold")
        _count_parts(counts, gold, "gold")
    for found in one.found:
        _add(counts, found.kind, "found")
        _count_parts(counts, found, "found")
        counts["rule", "n", str(found.rule)] += 1
        counts["rule", "false", str(found.rule)] += not one.is_gold[slice(*found.words)].any()
    for at, other in one.pairs:
        _count_pair(one.text, one.gold[at], one.found[other], counts)
    for gold, holder in zip(one.gold, one.holders, strict=True):
        _count_held(one.text, gold, None if holder is None else one.found[holder], counts)
    return counts


def _add(counts: Counter[Key], kind: str, *key: str) -> None:
    counts[*key, kind] += 1
    counts[*key, "all"] += 1


def _count_parts(counts: Counter[Key], stretch: Stretch, side: str) -> None:
    for part, spans in (("source", stretch.sources), ("cue", stretch.cues)):
        if spans:
            _add(counts, stretch.kind, part, side)


def _count_words(one: Comparison, counts: Counter[Key]) -> None:
    n_gold, n_found = int(one.is_gold.sum()), int(one.is_found.sum())
    both = int((one.is_gold & one.is_found).sum())
    counts.update({("words", "both"): both, ("words", "gold"): n_gold, ("words", "found"): n_found})
    counts["words", "right"] = len(one.words) - n_gold - n_found + 2 * both
    counts["words", "n"] = len(one.words)
    for side, group, of, is_right in (
        ("gold words", one.gold, "kind", one.is_found),
        ("found words", one.found, "kind", one.is_gold),
        ("rule words", one.found, "rule", one.is_gold),
    ):
        places: dict[str, list[Span]] = {}
        for stretch in group:
            places.setdefault(getattr(stretch, of), []).append(stretch.words)
        for name, ranges in places.items():
            is_covered = one.words.cover(ranges)
            counts[side, "n", name] = int(is_covered.sum())
            counts[side, "right", name] = int((is_covered & is_right).sum())


def _count_pair(text: str, gold: Stretch, found: Stretch, counts: Counter[Key]) -> None:
    """Counts of a content that matched: right by kind of either side, conditional ones by kind of the gold."""
    is_exact = gold.words == found.words
    counts["kinds", "n"] += 1
    counts["kinds", "right"] += gold.kind == found.kind
    counts["kinds", gold.kind, found.kind] += 1
    for side, kind in (("gold", gold.kind), ("found", found.kind)):
        _add(counts, kind, "overlap", side)
        if is_exact:
            _add(counts, kind, "exact", side)
    for part, ours, theirs in (("source", gold.sources, found.sources), ("cue", gold.cues, found.cues)):
        outcome = _judge_part(ours, theirs)
        _add(counts, gold.kind, part, "with" if ours else "without")
        _add(counts, gold.kind, part, outcome)
        is_equal = equals(text, ours, theirs)
        for side, kind in (("gold", gold.kind), ("found", found.kind)):
            if outcome == "right":
                _add(counts, kind, part, "overlap", side)
            if is_equal:
                _add(counts, kind, part, "exact", side)


def _judge_part(ours: Sequence[Span], theirs: Sequence[Span]) -> str:
    if not ours:
        return "spurious" if theirs else "none"
    if not theirs:
        return "missing"
    return "right" if overlaps(ours, theirs) else "elsewhere"


def _count_held(text: str, gold: Stretch, found: Stretch | None, counts: Counter[Key]) -> None:
    if found:
        _add(counts, gold.kind, "held")
    if gold.sources or gold.speaker:
        _add(counts, gold.kind, "speaker", "n")
        if found:
            _add(counts, gold.kind, "speaker", "held")
            if is_name_right(text, gold, found):
                _add(counts, gold.kind, "speaker", "right")
