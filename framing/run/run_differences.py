"""What differs between two runs: in what they were made with, in their articles, and in what was found in these."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import framing.corpus
from framing.columns import LABELS, VOICES
from framing.remote import AnyPath
from framing.run import run_difference_queries as queries
from framing.run.manifest import read_manifest
from framing.run.run_pair import Chunk, RunPair, cut_chunks
from framing.run.setting_differences import compare_settings
from framing.run.store import Store

MENTION_OUTCOMES = (*LABELS, "abstained")
_REACH = 80  # characters of a passage on either side
_ALL = 1 << 62


@dataclass(frozen=True, slots=True)
class DiffQuery:
    """Which runs are compared, and how many articles and hits each list names at most (None: all)."""

    run_a: AnyPath
    run_b: AnyPath
    limit: int | None = None


@dataclass(slots=True)
class RunDifferences:
    """What differs between two runs, A and B; all but the first two over the articles that have the same text.

    Attributes:
        made_with: as `compare_settings` gives it.
        articles: `n_a`, `n_b`, `n_only_a`, `n_only_b`, `n_other_text`, `n_same`, and ids in `only_a`, `only_b` and
            `other_text`.
        quotations: `n_a`, `n_b`, `n_only_a`, `n_only_b`, `n_changed` (same span; another kind, speaker or cue).
        hits: `n_a`, `n_b`, `n_only_a`, `n_only_b`, `n_other_voice`, `n_other_counting` (set aside or negated in one run
            only); in `shared_lexicons` the same of lexicons that both runs used; and in `only_a` and `only_b` hits with
            their passages as `before`, `text`, `after`, those of shared lexicons first.
        counts: counted hits by lexicon, category and voice where they differ; None where the run did not count them.
        stances: mentions as `n_a`, `n_b`, `n_only_a`, `n_only_b`, `n_changed` (another label); `labels`, how many
            there are by target and label (one of `MENTION_OUTCOMES`), where the runs differ; `changes`, how many
            there are by target, `label_a` and `label_b`, where these differ; None is for no such mention.
        changed_most: articles by how many of their hits, stances and quotations differ, the most first; without hits
            of lexicons, and stances, that only one run looked for.
    """

    made_with: dict[str, Any]
    articles: dict[str, Any] = field(default_factory=dict)
    quotations: dict[str, int] = field(default_factory=dict)
    hits: dict[str, Any] = field(default_factory=dict)
    counts: list[dict[str, Any]] = field(default_factory=list)
    stances: dict[str, Any] = field(default_factory=dict)
    changed_most: list[dict[str, Any]] = field(default_factory=list)


def compare_runs(query: DiffQuery) -> RunDifferences:
    """What differs between two runs.

    Raises:
        InputError: one of them is no finished run, or cannot be read.
    """
    a, b = read_manifest(query.run_a), read_manifest(query.run_b)
    pair = RunPair(Store(query.run_a), Store(query.run_b))
    pair.refuse_missing(a.parts, b.parts)
    names = [{one["name"] for one in run.instruments["lexicons"]} for run in (a, b)]
    sums = _Sums(query.limit, names[0] & names[1], all(run.instruments["model"] for run in (a, b)))
    for chunk in cut_chunks(a.parts, b.parts):
        sums.add(pair, chunk)
    return sums.summarize(compare_settings(query.run_a, query.run_b))


class _Sums:
    """What the chunks add up to.

    Args:
        shared: lexicons that both runs used.
        has_models: whether both runs have stances.
    """

    def __init__(self, limit: int | None, shared: set[str], has_models: bool) -> None:
        self._limit, self._shared, self._has_models = limit, sorted(shared), has_models
        self._articles: Counter[str] = Counter()
        self._ids: dict[str, list[str]] = {"only_a": [], "only_b": [], "other_text": []}
        self._quotations: Counter[str] = Counter()
        self._hits: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}  # by whether the lexicon is shared
        self._only: dict[str, list[dict[str, Any]]] = {"only_a": [], "only_b": []}
        self._counts: dict[tuple[str, str, str], list[int | None]] = {}
        self._mentions: Counter[tuple[str, str | None, str | None]] = Counter()
        self._changed_most: list[dict[str, Any]] = []

    def add(self, pair: RunPair, chunk: Chunk) -> None:
        """Compare a chunk."""
        for kind, n, ids in pair.ask(queries.ARTICLES, chunk):
            self._articles[kind] += n
            if kind in self._ids:
                self._ids[kind] = self._keep(self._ids[kind], ids, str)
        changes: dict[str, Counter[str]] = defaultdict(Counter)
        for document_id, *numbers in pair.ask(queries.QUOTATIONS, chunk):
            self._quotations.update(dict(zip(_QUOTATION_SUMS, numbers, strict=True)))
            _note_changes(changes, document_id, "quotations", sum(numbers[2:]))
        found: Counter[str] = Counter()
        for document_id, is_shared, *numbers in pair.ask(queries.HITS, chunk, shared=self._shared):
            named = dict(zip(_HIT_SUMS, numbers, strict=True))
            self._hits[is_shared].update(named)
            found.update(named)
            _note_changes(changes, document_id, "hits", sum(numbers[2:]) if is_shared else 0)
        for side in self._only:
            if found[f"n_{side}"]:
                hits = self._list_only(pair, chunk, side == "only_b")
                self._only[side] = self._keep(self._only[side], hits, self._order_hit)
        for lexicon, category, voice, *both in pair.ask(queries.COUNTS, chunk):
            old = self._counts.get((lexicon, category, voice), [None, None])
            self._counts[lexicon, category, voice] = [_add(*numbers) for numbers in zip(old, both, strict=True)]
        for document_id, target, label_a, label_b, n in pair.ask(queries.STANCES, chunk):
            self._mentions[target, label_a, label_b] += n
            _note_changes(changes, document_id, "stances", n if label_a != label_b and self._has_models else 0)
        self._add_changes(pair, chunk, changes)

    def _keep(self, kept: list[Any], more: Iterable[Any], order: Callable[[Any], Any]) -> list[Any]:
        """The first of both, whatever the order in which parts are read."""
        return sorted([*kept, *more], key=order)[: self._limit]

    def _order_hit(self, hit: dict[str, Any]) -> tuple[Any, ...]:
        names = ("document_id", "start", "end", "lexicon", "category", "entry_id")
        return (hit["lexicon"] not in self._shared, *(hit[name] for name in names))

    def _list_only(self, pair: RunPair, chunk: Chunk, from_b: bool) -> Iterator[dict[str, Any]]:
        limit = _ALL if self._limit is None else self._limit
        # One character more than is shown tells that there is more.
        asked = {"limit": limit, "reach": _REACH + 1, "shared": self._shared}
        for *values, begin, around in pair.ask(queries.ONLY, chunk, from_b, **asked):
            hit = dict(zip(queries.ONLY_NAMES, values, strict=True))
            place = hit["start"] - begin, hit["end"] - begin
            yield {**hit, **framing.corpus.cut_passage(around, *place, reach=_REACH)._asdict()}

    def _add_changes(self, pair: RunPair, chunk: Chunk, changes: dict[str, Counter[str]]) -> None:
        if not changes:
            return
        rows = [
            {"document_id": document_id, "outlet": outlet, "title": title, "n_changes": changes[document_id].total()}
            | {f"n_{what}": changes[document_id][what] for what in ("hits", "stances", "quotations")}
            for document_id, outlet, title in pair.ask(queries.TITLES, chunk)
            if document_id in changes
        ]
        self._changed_most = self._keep(
            self._changed_most, rows, lambda row: (-row["n_changes"], -row["n_hits"], row["document_id"])
        )

    def summarize(self, made_with: dict[str, Any]) -> RunDifferences:
        """What all chunks together say."""
        n = self._articles
        in_both = n["same"] + n["other_text"]
        return RunDifferences(
            made_with,
            {"n_a": n["only_a"] + in_both, "n_b": n["only_b"] + in_both}
            | {f"n_{kind}": n[kind] for kind in (*self._ids, "same")}
            | self._ids,
            {name: self._quotations[name] for name in _QUOTATION_SUMS},
            {name: self._hits[True][name] + self._hits[False][name] for name in _HIT_SUMS}
            | {"shared_lexicons": {name: self._hits[True][name] for name in _HIT_SUMS}}
            | self._only,
            [
                _tell(
                    {"lexicon": lexicon, "category": category, "voice": voice}, *self._counts[lexicon, category, voice]
                )
                for lexicon, category, voice in sorted(self._counts, key=lambda key: (*key[:2], _VOICES.index(key[2])))
                if len({n or 0 for n in self._counts[lexicon, category, voice]}) > 1
            ],
            self._summarize_stances(),
            self._changed_most,
        )

    def _summarize_stances(self) -> dict[str, Any]:
        sums: Counter[str] = Counter(dict.fromkeys(_QUOTATION_SUMS, 0))
        labels: dict[str, Counter[tuple[str, str]]] = {"n_a": Counter(), "n_b": Counter()}
        for (target, *both), n in self._mentions.items():
            for side, label, other in zip(labels, both, both[::-1], strict=True):
                if label is not None:
                    labels[side][target, label] += n
                    sums[side] += n
                    sums[side.replace("n_", "n_only_")] += n if other is None else 0
            sums["n_changed"] += n if None not in both and both[0] != both[1] else 0
        differing = [key for key in labels["n_a"] | labels["n_b"] if labels["n_a"][key] != labels["n_b"][key]]
        return {
            **sums,
            "labels": [
                _tell({"target": target, "label": label}, labels["n_a"][target, label], labels["n_b"][target, label])
                for target, label in sorted(differing, key=lambda key: (key[0], MENTION_OUTCOMES.index(key[1])))
            ],
            "changes": [
                {"target": target, "label_a": label_a, "label_b": label_b, "n": n}
                for (target, label_a, label_b), n in sorted(
                    self._mentions.items(), key=lambda item: [one or "" for one in item[0]]
                )
                if label_a != label_b
            ],
        }


_VOICES = ("all", *VOICES)
_QUOTATION_SUMS = ("n_a", "n_b", "n_only_a", "n_only_b", "n_changed")
_HIT_SUMS = ("n_a", "n_b", "n_only_a", "n_only_b", "n_other_voice", "n_other_counting")


def _add(old: int | None, more: int | None) -> int | None:
    return old if more is None else (old or 0) + int(more)


def _note_changes(changes: dict[str, Counter[str]], document_id: str, what: str, n: int) -> None:
    if n:
        changes[document_id][what] += n


def _tell(row: dict[str, Any], n_a: int | None, n_b: int | None) -> dict[str, Any]:
    return {**row, "n_a": n_a, "n_b": n_b, "difference": (n_b or 0) - (n_a or 0)}
