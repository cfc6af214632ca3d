"""Hits of a run, or words looked for in its articles, each between the words beside it (key word in context)."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import framing.corpus
from framing.columns import DOCUMENTS, Table
from framing.remote import AnyPath
from framing.run.hit_finders import PatternHits, StoredHits
from framing.run.hit_queries import choose_lexicons, fold_name, refuse_unknown_outlet
from framing.run.manifest import read_manifest
from framing.run.store import Store

_ABOUT = ("document_id", "title", "outlet", "published", "language")
_OF_HIT = ("lexicon", "category", "entry_id", "start", "end", "voice", "speaker", "zone", "negated")
ORDERS = ("article", "left", "right")


@dataclass(frozen=True, slots=True)
class ConcordanceQuery:
    """Which lines are wanted.

    Attributes:
        pattern: of a lexicon (docs/lexicons.md), looked for in the articles; None for the hits of the run that no rule
            sets aside, negated ones too.
        lexicons: names or paths; none for all. Not with a pattern.
        category: with its children; `lexicon:category` or the category alone. Not with a pattern.
        voice: `own` or `attributed`; None for both.
        outlet, language: only such articles.
        reach: characters on either side.
        limit: so many lines at most; None for all.
        seed: draw the lines at random instead of taking the first.
        order: one of `ORDERS`: by article, or by the words to the left or right, those next to the hit first.
    """

    run_dir: AnyPath
    pattern: str | None = None
    lexicons: tuple[str, ...] = ()
    category: str | None = None
    voice: str | None = None
    outlet: str | None = None
    language: str | None = None
    reach: int = 60
    limit: int | None = 50
    seed: int | None = None
    order: str = "article"


@dataclass(slots=True)
class Concordance:
    """What was found.

    Attributes:
        n_found: lines that fit; n_articles: articles that have them.
        lines: those listed: the columns of the hit, `document_id`, `title`, `outlet`, `published`, and the passage as
            `before`, `text` and `after`.
    """

    n_found: int = 0
    n_articles: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)


def list_concordance(query: ConcordanceQuery) -> Concordance:
    """The lines of a query.

    Raises:
        InputError: no finished run stands there, or it has no such lexicon, category or outlet.
        LexiconError: the pattern is none.
    """
    manifest = read_manifest(query.run_dir)
    store, found = Store(query.run_dir), Concordance()
    lexicons = choose_lexicons(query.lexicons, manifest.instruments["lexicons"])
    finder: StoredHits | PatternHits
    finder = (
        PatternHits(store, query.pattern) if query.pattern is not None else StoredHits(store, lexicons, query.category)
    )
    choose = _Chooser(query.limit, query.seed)
    outlets: set[str] = set()
    for part in manifest.parts:
        documents = store.read(DOCUMENTS, part, _ABOUT)
        outlets.update(filter(None, documents["outlet"]))
        about = {row["document_id"]: row for row in documents.rows() if _fits(row, query)}
        hits = finder.find(part, about)
        rows = np.flatnonzero([query.voice in (None, voice) for voice in hits["voice"]])
        found.n_found += len(rows)
        found.n_articles += len({hits["document_id"][row] for row in rows.tolist()})
        places, chosen = choose.take(rows.tolist())
        for place, line in zip(places, _write_lines(store, part, about, hits.take(chosen), query.reach), strict=True):
            found.lines[place : place + 1] = [line]
    refuse_unknown_outlet(query.outlet, outlets)
    finder.refuse_unknown()
    _sort(found.lines, query.order)
    return found


class _Chooser:
    """The first rows, or a random sample of all (reservoir sampling, Vitter 1985, algorithm R)."""

    def __init__(self, limit: int | None, seed: int | None) -> None:
        self._limit, self._n_seen = limit, 0
        self._random = None if seed is None else random.Random(seed)  # noqa: S311 - a sample

    def take(self, rows: list[int]) -> tuple[list[int], list[int]]:
        """The places that rows get in the list, and these rows; a later row takes the place of an earlier one."""
        chosen: dict[int, int] = {}
        for row in rows:
            place = self._n_seen
            self._n_seen += 1
            if self._limit is not None and place >= self._limit:
                place = self._random.randrange(self._n_seen) if self._random else self._limit
                if place >= self._limit:
                    continue
            chosen[place] = row
        places = sorted(chosen)
        return places, [chosen[place] for place in places]


def _fits(document: Mapping[str, Any], query: ConcordanceQuery) -> bool:
    return (query.outlet is None or fold_name(document["outlet"]) == fold_name(query.outlet)) and (
        query.language is None or document["language"] == query.language
    )


def _write_lines(
    store: Store, part: str, about: Mapping[str, Mapping[str, Any]], hits: Table, reach: int
) -> Iterator[dict[str, Any]]:
    if not len(hits):
        return
    documents = store.read(DOCUMENTS, part, ("document_id", "text"))
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    for hit in hits.rows():
        passage = framing.corpus.cut_passage(texts[hit["document_id"]], hit["start"], hit["end"], reach)
        line = {name: about[hit["document_id"]][name] for name in _ABOUT} | {name: hit[name] for name in _OF_HIT}
        yield {**line, **passage._asdict()}


def _sort(lines: list[dict[str, Any]], order: str) -> None:
    if order == "left":
        lines.sort(key=lambda line: (line["before"].casefold().split()[::-1], line["text"].casefold()))
    elif order == "right":
        lines.sort(key=lambda line: (line["text"].casefold(), line["after"].casefold().split()))
