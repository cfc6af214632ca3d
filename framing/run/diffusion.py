"""Who has a frame, an entry or a pattern first in the articles of a run, in whose voice, and who has it later."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import framing.corpus
import framing.report
from framing.columns import DOCUMENTS, VOICES
from framing.corpus import Diffusion
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.hit_finders import PatternHits, StoredHits
from framing.run.hit_queries import choose_lexicons, fold_name, refuse_unknown_outlet
from framing.run.manifest import read_manifest
from framing.run.store import Store

DIFFUSION_GROUPS = ("outlet", "author", "language")
_ABOUT = ("document_id", "title", "outlet", "author", "published", "language", "duplicate_of")
# Repeats name the first document with the text in the order of the input, whatever its date.
_SAME_TEXT = """
SELECT coalesce(duplicate_of, document_id) AS original, document_id, outlet, published FROM {documents}
WHERE list_contains($originals, coalesce(duplicate_of, document_id)) ORDER BY published NULLS LAST, document_id
"""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DiffusionQuery:
    """What is followed, and through which articles.

    Attributes:
        by: one of `DIFFUSION_GROUPS`.
        pattern: of a lexicon, looked for in the articles; None for counted hits of the run.
        lexicons: names or paths; none for all. Not with a pattern.
        category: with its children; `lexicon:category` or the category alone. Not with a pattern.
        entries: any of these; `lexicon:entry` or the id alone. Not with a pattern.
        outlet, language: only such articles.
        begin, end: only articles from this day, and up to this day; written 2031-03-01.
        limit: name at most so many groups and speakers; None for all.
        reach: characters on either side of a hit.
    """

    run_dir: AnyPath
    by: str = "outlet"
    pattern: str | None = None
    lexicons: tuple[str, ...] = ()
    category: str | None = None
    entries: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    begin: str | None = None
    end: str | None = None
    limit: int | None = 20
    reach: int = 80


@dataclass(frozen=True, slots=True)
class DiffusionListing:
    """What was found, its `groups` and `speakers` cut to the limit.

    Each `first` has the passage, too, as `before`, `text` and `after`, and in `same_text` the other articles of the run
    with the same text: their number as `n_articles`, and `document_id`, `outlet` and `published` of the earliest.

    Attributes:
        n_groups, n_speakers: before they were cut; n_groups_with_hits: of these with a dated article with a hit.
    """

    found: Diffusion
    n_groups: int
    n_groups_with_hits: int
    n_speakers: int


def trace_diffusion(query: DiffusionQuery, progress: Progress | None = None) -> DiffusionListing:
    """Who has what a query follows first, and who later.

    Args:
        progress: told what is done, how many parts of it, and of how many.

    Raises:
        InputError: no finished run stands there, it has no such lexicon, category, entry or outlet, or no article fits.
        LexiconError: the pattern is none.
    """
    manifest = read_manifest(query.run_dir)
    store = Store(query.run_dir)
    lexicons = choose_lexicons(query.lexicons, manifest.instruments["lexicons"])
    finder: PatternHits | StoredHits
    if query.pattern is not None:
        finder = PatternHits(store, query.pattern)
    else:
        finder = StoredHits(store, lexicons, query.category, query.entries, only_counted=True)
    counter = framing.corpus.DiffusionCounter(framing.report.is_named)
    outlets: set[str] = set()
    for number, part in enumerate(manifest.parts):
        if progress:
            progress("reading", number, len(manifest.parts))
        documents = store.read(DOCUMENTS, part, _ABOUT)
        outlets.update(filter(None, documents["outlet"]))
        documents = documents.take([row for row, one in enumerate(documents.rows()) if _fits(one, query)])
        about = {row["document_id"]: row for row in documents.rows()}
        counter.add(documents, documents[query.by], finder.find(part, about), part)
    refuse_unknown_outlet(query.outlet, outlets)
    finder.refuse_unknown()
    found = counter.summarize()
    _refuse_nothing(found, query.by)
    sizes = (len(found.groups), sum(row["order"] is not None for row in found.groups), len(found.speakers))
    found.groups, found.speakers = found.groups[: query.limit], found.speakers[: query.limit]
    firsts = [row[voice]["first"] for row in found.groups for voice in VOICES if row[voice]["first"]]
    _add_texts(store, manifest.parts, [*firsts, *(row["first"] for row in found.speakers)], query.reach)
    return DiffusionListing(found, *sizes)


def _fits(document: Mapping[str, Any], query: DiffusionQuery) -> bool:
    day = (document["published"] or "")[:10]
    return (
        (query.outlet is None or fold_name(document["outlet"]) == fold_name(query.outlet))
        and (query.language is None or document["language"] == query.language)
        and (query.begin is None or day >= query.begin)
        and (query.end is None or "" < day <= query.end)
    )


def _refuse_nothing(found: Diffusion, by: str) -> None:
    if not found.n_articles:
        raise InputError(f"no article here fits and names its {by}" if found.n_without else "no article here fits")
    if found.begin is None:
        raise InputError(f"none of the {found.n_articles:,} articles here has a date, so that none is first")


def _add_texts(store: Store, parts: list[str], firsts: Iterable[dict[str, Any]], reach: int) -> None:
    """Add to each first hit its passage, and what other articles have the same text."""
    by_part: dict[str, list[dict[str, Any]]] = {}
    originals = set()
    for first in firsts:
        by_part.setdefault(first.pop("part"), []).append(first)
        originals.add(first["duplicate_of"] or first["document_id"])
    copies: dict[str, list[dict[str, Any]]] = {}
    for original, *about in store.query(_SAME_TEXT, parts, {"originals": sorted(originals)}, {}):
        copies.setdefault(original, []).append(dict(zip(("document_id", "outlet", "published"), about, strict=True)))
    for part, of_part in by_part.items():
        documents = store.read(DOCUMENTS, part, ("document_id", "text"))
        texts = dict(zip(documents["document_id"], documents["text"], strict=True))
        for first in of_part:
            document_id = first["document_id"]
            passage = framing.corpus.cut_passage(texts[document_id], first["start"], first["end"], reach)
            others = [one for one in copies[first["duplicate_of"] or document_id] if one["document_id"] != document_id]
            first |= passage._asdict() | {"same_text": {"n_articles": len(others), **others[0]} if others else None}
