"""Mentions of targets -> a sample of them for coders."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from framing.errors import InputError
from framing.labels.allocation import allocate, allocate_alike
from framing.labels.near import SeenSentences, digest, find_words

RANDOM, STRATIFIED, UNCERTAIN, DISAGREEING, RARE, MIXED = STRATEGIES = (
    "random",
    "stratified",
    "uncertain",
    "disagreeing",
    "rare",
    "mixed",
)
RARE_SHARE = 0.05  # of the mentions; what stands beside fewer is rare
_SPARE = 4  # kept per stratum for each row wanted, so that near duplicates can be passed over


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mention of a target with its sentence, offsets in it, and what the strategies look at.

    Attributes:
        probabilities: of the stored prediction, by label; none where there is no prediction.
        answers: the label that each of two models gives; none where they were not asked.
        categories: `lexicon:category` of hits in the sentence.
    """

    document_id: str
    mention_start: int
    sentence: str
    target_start: int
    target_end: int
    context_before: str
    context_after: str
    target_id: str
    outlet: str | None = None
    date: str | None = None
    voice: str | None = None
    label: str | None = None
    probabilities: Mapping[str, float] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A candidate that was drawn, and by what."""

    candidate: Candidate
    strategy: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many mentions a stratum has, and how many of them were drawn by the strategy."""

    strategy: str
    stratum: str
    n_found: int
    n_drawn: int


_Order = tuple[float, int, str, int]
_Rank = tuple[str, float]  # stratum, and what comes before chance within it


def _rank_uncertain(one: Candidate) -> list[_Rank]:
    ranked = sorted(one.probabilities.values(), reverse=True)
    return [("smallest margins", round(ranked[0] - ranked[1], 6))] if len(ranked) > 1 else []


def _rank_rare(one: Candidate) -> list[_Rank]:
    names = [*dict.fromkeys(one.categories), *([f"label {one.label}"] if one.label else [])]
    return [(name, 0.0) for name in names]


_RANKS: dict[str, Callable[[Candidate], list[_Rank]]] = {
    RANDOM: lambda _: [("all", 0.0)],
    STRATIFIED: lambda one: [(f"{one.outlet or '(no outlet)'} {one.date[:7] if one.date else '(no date)'}", 0.0)],
    UNCERTAIN: _rank_uncertain,
    DISAGREEING: lambda one: [(" / ".join(one.answers), 0.0)] if len(set(one.answers)) > 1 else [],
    RARE: _rank_rare,
}


class _Pool:
    """The first candidates of a stratum in a fixed order, one per sentence, whatever the order in which they come."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._best: dict[int, tuple[_Order, Candidate]] = {}
        self.n_found = 0

    def add(self, sentence: int, order: _Order, candidate: Candidate) -> None:
        self.n_found += 1
        known = self._best.get(sentence)
        if known is None or order < known[0]:
            self._best[sentence] = order, candidate
        if len(self._best) > 2 * self._size + 100:
            kept = sorted(self._best.items(), key=lambda pair: pair[1][0])[: self._size]
            self._best = dict(kept)

    def ordered(self) -> list[Candidate]:
        ranked = sorted(self._best.values(), key=lambda pair: pair[0])
        return [candidate for _, candidate in ranked[: self._size]]

    def __len__(self) -> int:
        return min(len(self._best), self._size)


class TargetSampler:
    """Draws mentions of targets while batches of texts pass.

    A mention's place in the order is a digest of the seed, its sentence and its target, so that the sample depends
    neither on the order nor on the batches in which texts are read. Of sentences that are alike but for numbers, or
    share four words in five, one is drawn. Memory is bounded by `n` rows per stratum.

    * `random`: all mentions alike.
    * `stratified`: by outlet and month, in proportion to their mentions, at least one of each.
    * `uncertain`: the smallest difference of the two highest probabilities.
    * `disagreeing`: mentions on which two models differ, each kind of difference alike.
    * `rare`: mentions in sentences with a category, or with a predicted label, that 5 % of the mentions or fewer have,
      each alike; where all are commoner, the rarest.
    * `mixed`: half stratified; the rest uncertain, disagreeing and rare in equal parts, as far as there are such.

    Args:
        strategy: one of STRATEGIES.
        n: rows to draw.
        seed: another seed gives another sample.
        exclude: sentences that were drawn before; neither they nor near duplicates of them are drawn again.
    """

    def __init__(self, strategy: str, n: int, seed: int, exclude: Iterable[str] = ()) -> None:
        self._strategy, self._n, self._seed = strategy, n, seed
        self._strategies = (STRATIFIED, UNCERTAIN, DISAGREEING, RARE) if strategy == MIXED else (strategy,)
        self._pools: defaultdict[str, dict[str, _Pool]] = defaultdict(dict)
        self._seen = SeenSentences()
        self._excluded = set()
        for sentence in exclude:
            self._seen.add(sentence)
            self._excluded.add(digest(_normalize(sentence)))
        self.n_mentions = 0

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Take in mentions."""
        for one in candidates:
            sentence = _normalize(one.sentence)
            key = digest(sentence)
            if key in self._excluded:
                continue
            self.n_mentions += 1
            chance = digest(self._seed, sentence, one.target_id, one.target_start)
            for strategy in self._strategies:
                for stratum, rank in _RANKS[strategy](one):
                    pool = self._pools[strategy].setdefault(stratum, _Pool(_SPARE * self._n + 50))
                    pool.add(key, (rank, chance, one.document_id, one.mention_start), one)

    def draw(self) -> tuple[list[Drawn], list[Stratum]]:
        """The sample, shuffled, so that neighbours say nothing of each other, and what each stratum gave.

        Raises:
            InputError: there is nothing to draw.
        """
        drawn: list[Drawn] = []
        for strategy, n in self._share_out():
            drawn += _draw(strategy, self._choose_pools(strategy), n or self._n - len(drawn), self._seen)
        if not drawn:
            raise InputError(_explain_nothing(self._strategy, self.n_mentions))
        counts = Counter((one.strategy, one.stratum) for one in drawn)
        strata = [
            Stratum(strategy, name, pool.n_found, counts[strategy, name])
            for strategy in self._strategies
            for name, pool in sorted(self._choose_pools(strategy).items())
        ]
        return sorted(drawn, key=self._shuffle), strata

    def _share_out(self) -> list[tuple[str, int]]:
        """Strategies in the order in which they draw, with their rows; 0 for all that are still wanted."""
        if self._strategy != MIXED:
            return [(self._strategy, 0)]
        special = [name for name in (DISAGREEING, UNCERTAIN, RARE) if self._pools[name]]
        each = (self._n // 2) // len(special) if special else 0
        return [*((name, each) for name in special if each), (STRATIFIED, 0)]

    def _choose_pools(self, strategy: str) -> dict[str, _Pool]:
        pools = self._pools[strategy]
        if strategy != RARE or not pools:
            return pools
        limit = max(RARE_SHARE * self.n_mentions, min(pool.n_found for pool in pools.values()))
        return {name: pool for name, pool in pools.items() if pool.n_found <= limit}

    def _shuffle(self, one: Drawn) -> tuple[int, str, int]:
        place = (one.candidate.document_id, one.candidate.mention_start)
        return (digest(self._seed, *place, purpose=b"order"), *place)


def _normalize(sentence: str) -> str:
    return " ".join(find_words(sentence)) or sentence


def _explain_nothing(strategy: str, n_mentions: int) -> str:
    if not n_mentions:
        return "no mention of a target to draw in this run; `framing run` with --targets FILE names what you study"
    need = {
        UNCERTAIN: "the run holds no predictions; make it with a model, or use --strategy stratified",
        DISAGREEING: "the two models give all of them the same labels",
        RARE: "no sentence with a mention has a hit, and there are no predictions",
    }
    return f"{n_mentions:,} mentions, but none to draw: {need.get(strategy, 'give another --strategy')}"


def _draw(strategy: str, pools: Mapping[str, _Pool], n: int, seen: SeenSentences) -> list[Drawn]:
    sizes = {name: len(pool) for name, pool in sorted(pools.items())}
    found = {name: pool.n_found for name, pool in pools.items()}
    quotas = allocate(found, n) if strategy == STRATIFIED else allocate_alike(found, n)
    waiting = {name: iter(pools[name].ordered()) for name in sizes}
    drawn = [
        Drawn(candidate, strategy, name)
        for name in sizes
        for candidate in _take(waiting[name], min(quotas[name], sizes[name]), seen)
    ]
    # What near duplicates and small strata leave open goes to those that have more, one each in turn.
    while len(drawn) < n:
        more: list[Drawn] = []
        for name in sorted(sizes, key=lambda name: (-found[name], name)):
            if len(drawn) + len(more) < n:
                more += [Drawn(candidate, strategy, name) for candidate in _take(waiting[name], 1, seen)]
        if not more:
            break
        drawn += more
    return drawn


def _take(candidates: Iterator[Candidate], n: int, seen: SeenSentences) -> list[Candidate]:
    taken: list[Candidate] = []
    while len(taken) < n:
        candidate = next(candidates, None)
        if candidate is None:
            break
        if seen.add(candidate.sentence):
            taken.append(candidate)
    return taken
