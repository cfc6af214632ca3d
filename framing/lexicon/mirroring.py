"""Whether exchanging the sides' names in a text exchanges the hits of mirrored categories."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from framing.columns import Table
from framing.lexicon.records import Lexicon
from framing.lexicon.swapping import Exchange, SwappedText

Hit = Mapping[str, Any]
Kind = Literal["lost", "gained", "nameless"]
_Broken = defaultdict[tuple[str, Kind], list[tuple[Hit, str]]]


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry with hits that have no counterpart at the same place of the other text.

    `kind`: "lost" hits stand in the original and the mirrored category misses them after the exchange; "gained" hits
    stand in the exchanged text and the mirrored category missed them before; "nameless" ones hold no name that could be
    exchanged, so that they stay on their side.
    """

    entry_id: str
    category: str
    kind: Kind
    n: int
    document_id: str
    text: str  # of one such hit
    counterpart: str  # the words at its place in the exchanged text


@dataclass(frozen=True, slots=True)
class SwapResult:
    """Hits of a mirrored pair before and after an exchange, categories below not included.

    The exchange is exact where `n_before` equals `n_mirror_after` and `n_mirror_before` equals `n_after` in every
    document, which `n_exact` of the `n_documents` with any of these hits fulfil. `difference` is the sum over documents
    of what is missing to that, in hits; 0 is exact.
    """

    exchange: str
    category: str
    mirror: str
    n_before: int
    n_mirror_after: int
    n_mirror_before: int
    n_after: int
    n_documents: int
    n_exact: int
    difference: int
    broken: tuple[BrokenEntry, ...]


def list_mirrored_pairs(lexicon: Lexicon) -> list[tuple[str, str]]:
    """Names of mirrored categories, each pair once, in the order of the file."""
    names = {category.name for category in lexicon.categories}
    places = {category.name: place for place, category in enumerate(lexicon.categories)}
    pairs = [(category.name, category.mirror) for category in lexicon.categories if category.mirror in names]
    return [(left, right) for left, right in pairs if places[left] < places[right]]


def compare_swapped(
    lexicon: Lexicon,
    exchange: Exchange,
    pairs: Iterable[tuple[str, str]],
    swapped: Mapping[str, SwappedText],
    before: Table,
    after: Table,
) -> list[SwapResult]:
    """What the exchange did to each mirrored pair.

    Args:
        lexicon: the lexicon.
        exchange: the exchange that was made.
        pairs: mirrored categories that it is meant for.
        swapped: the exchanged texts by document id.
        before: hits in the original texts.
        after: hits in the exchanged texts.
    """
    old, new = _group(lexicon, before), _group(lexicon, after)
    results = []
    for category, mirror in pairs:
        broken: _Broken = defaultdict(list)
        n = [0, 0, 0, 0]
        n_documents = n_exact = difference = 0
        for document_id, text in swapped.items():
            groups = [groups[one, document_id] for one in (category, mirror) for groups in (old, new)]
            left_old, left_new, right_old, right_new = groups
            n = [total + len(group) for total, group in zip(n, groups, strict=True)]
            missing = abs(len(left_old) - len(right_new)) + abs(len(right_old) - len(left_new))
            n_documents += any(groups)
            n_exact += any(groups) and not missing
            difference += missing
            for source, target in ((left_old, right_new), (right_old, left_new)):
                _add_unmatched(broken, text, source, target)
        listed = [_describe(key, hits) for key, hits in broken.items()]
        results.append(
            SwapResult(
                exchange.name,
                category,
                mirror,
                n_before=n[0],
                n_mirror_after=n[3],
                n_mirror_before=n[2],
                n_after=n[1],
                n_documents=n_documents,
                n_exact=n_exact,
                difference=difference,
                broken=tuple(sorted(listed, key=lambda one: (-one.n, one.entry_id, one.kind))),
            )
        )
    return results


def _group(lexicon: Lexicon, hits: Table) -> defaultdict[tuple[str, str], list[Hit]]:
    groups: defaultdict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits.rows():
        is_dropped = hit["excluded_by"] is not None or (hit["negated"] and lexicon.negation == "drop")
        if hit["lexicon"] == lexicon.name and not is_dropped:
            groups[hit["category"], hit["document_id"]].append(hit)
    return groups


def _add_unmatched(
    broken: _Broken,
    text: SwappedText,
    source: Sequence[Hit],
    target: Sequence[Hit],
) -> None:
    """Add the hits that have none of the mirrored category at their place in the other text."""
    mapped = [text.map_span(hit["start"], hit["end"]) for hit in source]
    for hit, (start, end) in zip(source, mapped, strict=True):
        if not any(other["start"] < end and start < other["end"] for other in target):
            kind: Kind = "lost" if text.has_name(hit["start"], hit["end"], is_after=False) else "nameless"
            broken[hit["entry_id"], kind].append((hit, text.text[start:end]))
    for hit in target:
        is_matched = any(start < hit["end"] and hit["start"] < end for start, end in mapped)
        # Nameless hits stand in both texts and are counted in the original.
        if not is_matched and text.has_name(hit["start"], hit["end"], is_after=True):
            broken[hit["entry_id"], "gained"].append((hit, hit["text"]))


def _describe(key: tuple[str, Kind], hits: list[tuple[Hit, str]]) -> BrokenEntry:
    (hit, counterpart), (entry_id, kind) = hits[0], key
    return BrokenEntry(entry_id, hit["category"], kind, len(hits), hit["document_id"], hit["text"], counterpart)
