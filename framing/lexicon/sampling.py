"""Hits -> a random sample of them for a person to read."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from framing.columns import Table
from framing.lexicon.records import Lexicon

MAX_PER_ENTRY = 3
_REACH = 150  # characters beside a hit: about a sentence and a half on either side
_REPEATED = 1 << 62  # level of a hit whose entry is drawn from the same article already


@dataclass(frozen=True, slots=True)
class SampledHit:
    """A hit with the characters around it, white space before and after it as single blanks."""

    lexicon: str
    lexicon_sha256: str
    category: str
    entry_id: str
    document_id: str
    start: int
    end: int
    voice: str
    speaker: str
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A hit that may be drawn. `article` is the first of the articles with the same text."""

    priority: int
    article: str
    hit: SampledHit

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        return (self.priority, self.hit.document_id, self.hit.start, self.hit.end, self.hit.entry_id)


class HitSampler:
    """Draws hits of each category, its own without those of categories below it, while batches of texts pass.

    Each counted hit (not excluded, nor dropped for negation) has a priority: a digest of the seed, its entry and its
    place. The hits with the lowest are drawn, at most one of an entry from an article, and at most `MAX_PER_ENTRY` of
    an entry. Where these are fewer than `n`, the limit per entry rises one by one; where that does not do, several
    hits of an entry are drawn from one article. Articles that repeat another's text count as that article.

    So the sample depends neither on the order nor on the batches in which texts are read, and a change to some entries
    leaves most of it as it was. Memory is bounded by `n` hits per entry.

    Args:
        lexicons: whose hits.
        n: hits to draw per category.
        seed: another seed gives another sample.
        plain: draw from all hits alike. Precision in the sample then estimates that of the hits as they occur;
            otherwise common entries weigh less than they do in the texts.
        categories: pairs of lexicon and category to draw from.
    """

    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        n: int,
        seed: int,
        categories: Collection[tuple[str, str]],
        *,
        plain: bool = False,
    ) -> None:
        self._lexicons = {lexicon.name: lexicon for lexicon in lexicons}
        self._n, self._seed, self._is_plain = n, seed, plain
        self._pools: dict[tuple[str, str], list[_Candidate]] = {key: [] for key in categories}
        self.n_hits = Counter(dict.fromkeys(categories, 0))  # counted hits, drawn or not

    def add(self, documents: Table, hits: Table) -> None:
        """Take in the hits of a batch of documents."""
        columns = (documents[name] for name in ("document_id", "text", "duplicate_of"))
        texts = {one: (text, repeats or one) for one, text, repeats in zip(*columns, strict=True)}
        found: dict[tuple[str, str], dict[tuple[str, int, int, str], _Candidate]] = {}
        for row in hits.rows():
            key = (row["lexicon"], row["category"])
            lexicon = self._lexicons[row["lexicon"]]
            is_dropped = row["negated"] and lexicon.negation == "drop"
            if key not in self._pools or row["excluded_by"] is not None or is_dropped:
                continue
            text, article = texts[row["document_id"]]
            start, end = row["start"], row["end"]
            place = (row["document_id"], start, end, row["entry_id"])
            before, after = cut_context(text, start, end)
            names = (row["lexicon"], lexicon.sha256, row["category"], row["entry_id"], row["document_id"])
            voice, speaker = row["voice"], row["speaker"] or ""
            hit = SampledHit(*names, start, end, voice, speaker, before, text[start:end], after)
            found.setdefault(key, {})[place] = _Candidate(self._digest(hit), article, hit)
        for key, candidates in found.items():
            self.n_hits[key] += len(candidates)
            self._pools[key] = self._keep([*self._pools[key], *candidates.values()])

    def draw(self) -> list[SampledHit]:
        """The sample of all categories, shuffled together, so that neighbours say nothing of each other."""
        drawn: list[SampledHit] = []
        for pool in self._pools.values():
            ranked = sorted(self._find_levels(pool), key=lambda pair: pair[0])  # stable: by priority within a level
            drawn += [candidate.hit for _, candidate in ranked[: self._n]]
        return sorted(drawn, key=lambda hit: (self._digest(hit, b"order"), hit.lexicon, hit.entry_id))

    def _digest(self, hit: SampledHit, purpose: bytes = b"") -> int:
        place = (self._seed, hit.lexicon, hit.entry_id, hit.document_id, hit.start, hit.end)
        content = "\0".join(map(str, place)).encode()
        return int.from_bytes(hashlib.blake2b(content, digest_size=8, person=purpose).digest())

    def _keep(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """The candidates that can still be drawn, whatever hits follow: they sort before all that are left out."""
        candidates.sort(key=lambda one: one.order)
        levels = enumerate(self._find_levels(candidates))
        return [candidate for place, (level, candidate) in levels if place < self._n or level < self._n]

    def _find_levels(self, candidates: Sequence[_Candidate]) -> Iterator[tuple[int, _Candidate]]:
        """The candidates, sorted by priority, with the number of times that the limit must rise to admit each."""
        n_taken: Counter[str] = Counter()
        seen: set[tuple[str, str]] = set()
        for candidate in candidates:
            entry = candidate.hit.entry_id
            key = (candidate.article, entry)
            if self._is_plain or key in seen:
                yield _REPEATED, candidate
                continue
            seen.add(key)
            yield max(0, n_taken[entry] - MAX_PER_ENTRY + 1), candidate
            n_taken[entry] += 1


def cut_context(text: str, start: int, end: int, reach: int = _REACH) -> tuple[str, str]:
    """What stands before and after a span, as one line each: `reach` characters, cut at a blank, with an ellipsis."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if start > reach:
        before = "…" + before[max(0, before.find(" ", 0, -1)) :]
    if len(text) > end + reach:
        blank = after.rfind(" ")
        after = after[: blank if blank > 0 else reach] + "…"
    return _join_lines(before), _join_lines(after)


def _join_lines(text: str) -> str:
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"
