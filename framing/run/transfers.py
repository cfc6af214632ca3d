"""The transfers of a run folder: a list with both passages, and the shares of articles that have some."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import framing.corpus
from framing.columns import DOCUMENTS, HITS, TRANSFER_SHARES, TRANSFERS, Table
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.hit_queries import choose_lexicons, explain_category, fold_name, is_within, refuse_unknown_outlet
from framing.run.manifest import read_manifest
from framing.run.store import Store

_HIT_NAMES = ("document_id", "lexicon", "category", "negated", "excluded_by")


@dataclass(frozen=True, slots=True)
class TransferQuery:
    """Which transfers of a run are wanted; the shares count articles under the same conditions.

    Attributes:
        lexicons: names or paths; none for all.
        category: with its children; `lexicon:category` or the category alone.
        outlet: articles of this outlet only.
        same_entry: only pairs of the same entry.
        limit: list at most so many; the shares count all.
    """

    run_dir: AnyPath
    lexicons: tuple[str, ...] = ()
    category: str | None = None
    outlet: str | None = None
    same_entry: bool = False
    limit: int | None = None


@dataclass(slots=True)
class TransferListing:
    """Shares as rows of `TRANSFER_SHARES`, the number of transfers, and the first of them.

    A listed transfer is its row of the table `transfers` with `outlet`, `title`, `attributed` and `own`, the last two
    being the passages as `before`, `text` and `after`.
    """

    shares: Table = field(default_factory=lambda: Table.from_rows(TRANSFER_SHARES, []))
    n_transfers: int = 0
    transfers: list[dict[str, Any]] = field(default_factory=list)


def list_transfers(query: TransferQuery) -> TransferListing:
    """The transfers of a run, in the order of its articles, and the shares of articles by category and outlet.

    Raises:
        InputError: no finished run stands there, or it has no such lexicon, category or outlet.
    """
    manifest = read_manifest(query.run_dir)
    with_transfers = [one for one in manifest.instruments["lexicons"] if one.get("transfers") != "none"]
    languages = choose_lexicons(query.lexicons, with_transfers, " with transfers")
    store, listing = Store(query.run_dir), TransferListing()
    counter = framing.corpus.TransferCounter(languages)
    categories: set[str] = set()
    outlets: set[str] = set()
    for part in manifest.parts:
        documents = store.read(DOCUMENTS, part, ("document_id", "outlet", "language"))
        hits, transfers = store.read(HITS, part, _HIT_NAMES), store.read(TRANSFERS, part)
        categories.update(f"{one}:{name}" for one, name in {*zip(hits["lexicon"], hits["category"], strict=True)})
        outlets.update(filter(None, documents["outlet"]))
        documents, hits, transfers = _select(query, languages, documents, hits, transfers)
        counter.add(documents, hits, transfers)
        listing.n_transfers += len(transfers)
        room = len(transfers) if query.limit is None else query.limit - len(listing.transfers)
        if len(transfers) and room > 0:
            listing.transfers += _add_passages(transfers.take(slice(0, room)), store, part)
    if query.category and not any(is_within(query.category, *name.split(":", 1)) for name in categories):
        raise InputError(explain_category(query.category, categories))
    refuse_unknown_outlet(query.outlet, outlets)
    listing.shares = counter.summarize()
    return listing


def _select(
    query: TransferQuery, languages: Mapping[str, str], documents: Table, hits: Table, transfers: Table
) -> tuple[Table, Table, Table]:
    """The rows that meet the conditions."""
    if query.outlet:
        wanted = [row for row, outlet in enumerate(documents["outlet"]) if fold_name(outlet) == fold_name(query.outlet)]
        documents = documents.take(wanted)
    kept = set(documents["document_id"])
    category = query.category
    is_wanted = {
        names: names[0] in languages and (category is None or is_within(category, *names))
        for names in {*zip(hits["lexicon"], hits["category"], strict=True)}
    }
    rows = zip(hits["document_id"], hits["lexicon"], hits["category"], strict=True)
    hits = hits.take([row for row, (one, *names) in enumerate(rows) if one in kept and is_wanted[tuple(names)]])
    pairs = zip(transfers["document_id"], transfers["category"], transfers["same_entry"], strict=True)
    return (
        documents,
        hits,
        transfers.take(
            [
                row
                for row, (one, names, same_entry) in enumerate(pairs)
                if one in kept and is_wanted[tuple(names.split(":", 1))] and (same_entry or not query.same_entry)
            ]
        ),
    )


def _add_passages(transfers: Table, store: Store, part: str) -> list[dict[str, Any]]:
    wanted = set(transfers["document_id"])
    documents = {
        row["document_id"]: row
        for row in store.read(DOCUMENTS, part, ("document_id", "text", "title", "outlet")).rows()
        if row["document_id"] in wanted
    }
    listed = []
    for row in transfers.rows():
        document = documents[row["document_id"]]
        passages = {
            side: framing.corpus.cut_passage(document["text"], row[f"{side}_start"], row[f"{side}_end"])._asdict()
            for side in ("attributed", "own")
        }
        listed.append({**row, "outlet": document["outlet"], "title": document["title"], **passages})
    return listed
