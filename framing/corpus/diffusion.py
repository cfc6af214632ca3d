"""Hits and documents -> who has a frame first, in whose voice, and who has it later."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from framing.columns import VOICES, Table

_OF_DOCUMENT = ("document_id", "title", "published", "language", "duplicate_of")
_OF_HIT = ("lexicon", "category", "entry_id", "start", "end", "speaker", "zone", "negated")
ORDERS = ("attributed-first", "own-first", "same-day")
_Row = dict[str, Any]
_Key = tuple[str, str, str]  # day, date or date and time as written, id


@dataclass(slots=True)
class _Uses:
    """Articles with a hit: how many on each day, and the first of them."""

    days: Counter[str] = field(default_factory=Counter)
    key: _Key | None = None
    first: _Row = field(default_factory=dict)

    def add(self, key: _Key, row: _Row) -> None:
        self.days[key[0]] += 1
        if self.key is None or key < self.key:
            self.key, self.first = key, row


@dataclass(slots=True)
class _Group:
    """What is known of an outlet, author or language."""

    days: Counter[str] = field(default_factory=Counter)
    n_undated: int = 0
    n_undated_with_hits: int = 0
    n_at_arms_length: int = 0
    n_in_both: int = 0
    uses: dict[str, _Uses] = field(default_factory=dict)  # by voice
    found: Counter[str] = field(default_factory=Counter)  # articles with a hit in either voice, by day


@dataclass(slots=True)
class _Speaker:
    uses: _Uses = field(default_factory=_Uses)
    groups: dict[str, str] = field(default_factory=dict)  # the first day in each


class Order(TypedDict):
    """How many groups have a frame in an order of the voices, and how many would by chance."""

    n: int
    expected: float


@dataclass(slots=True)
class Diffusion:
    """Who has a frame first, as far as the dates of articles tell: to the day.

    Attributes:
        n_articles: that name their group; n_undated: of these without a date, which stand in no order;
            n_undated_with_hits: of these with a hit; n_with_hits: of the dated ones; n_repeats: of these such as repeat
            the text of another article.
        n_without, n_without_with_hits: articles that name no group, and those of them with a hit; they count nowhere.
        begin, end: first and last day of a dated article; first_day: first day of a dated article with a hit;
            first_groups: who has it on that day, in which voices.
        orders: by `ORDERS` how many groups that have it in both voices have it in that order (`n`), and how many would
            on average if the days of their articles with a hit were exchanged at random (`expected`).
        groups: those with a hit by its day, then those without, the largest first. Each has `group`, `n_articles`,
            `n_undated`, `n_undated_with_hits`, `n_at_arms_length` (dated articles with a hit in scare quotes), `begin`
            and `end` (first and last day of its articles), `begins_later` (than `first_day`), `n_before` (its articles
            of earlier days than its first hit), `order` (one of `ORDERS`, `attributed-only`, `own-only`, or None),
            `days_between` (from attributed to own voice), and for each voice `n_articles` (dated, with a hit),
            `n_on_first_day`, `days_after_first` (of all groups, in either voice) and `first`: the article and its first
            hit in that voice, or None.
        speakers: named ones by the day on which they are first quoted with a hit: `speaker`, `n_articles`,
            `days_after_first`, `first`, and in `groups` the first day in each `group`.
    """

    n_articles: int = 0
    n_undated: int = 0
    n_undated_with_hits: int = 0
    n_with_hits: int = 0
    n_repeats: int = 0
    n_without: int = 0
    n_without_with_hits: int = 0
    begin: str | None = None
    end: str | None = None
    first_day: str | None = None
    first_groups: dict[str, list[str]] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    groups: list[_Row] = field(default_factory=list)
    speakers: list[_Row] = field(default_factory=list)


class DiffusionCounter:
    """Reads articles and their hits batch after batch, in any order.

    Own voice is here without words at arm's length (scare quotes, "so-called"): who writes them so does not take them
    up. Memory grows with groups, their days, and speakers, not with articles.

    Args:
        is_named: whether a speaker is named; others are left out of the list of speakers.
    """

    def __init__(self, is_named: Callable[[str | None], bool]) -> None:
        self._is_named = is_named
        self._totals = Diffusion()
        self._groups: dict[str, _Group] = {}
        self._speakers: dict[str, _Speaker] = {}

    def add(self, documents: Table, groups: Sequence[str | None], hits: Table, part: str = "") -> None:
        """Read the articles of one batch.

        Args:
            groups: of each document, such as its outlet.
            hits: the counted ones of the frame in these documents.
            part: where the batch stands; given back with each `first`.
        """
        by_document: dict[str, list[_Row]] = {}
        for hit in hits.rows():
            by_document.setdefault(hit["document_id"], []).append(hit)
        for document, name in zip(documents.rows(), groups, strict=True):
            found = sorted(by_document.get(document["document_id"], ()), key=_find_place)
            group = " ".join((name or "").split())
            if group:
                self._totals.n_articles += 1
                self._add_article({**document, "part": part}, group, found)
            else:
                self._totals.n_without += 1
                self._totals.n_without_with_hits += any(not _is_at_arms_length(hit) for hit in found)

    def _add_article(self, document: _Row, name: str, hits: list[_Row]) -> None:
        group = self._groups.setdefault(name, _Group())
        firsts = {hit["voice"]: hit for hit in reversed(hits) if not _is_at_arms_length(hit)}
        day = _read_day(document["published"])
        if day is None:
            group.n_undated += 1
            group.n_undated_with_hits += bool(firsts)
            return
        group.days[day] += 1
        group.n_at_arms_length += any(map(_is_at_arms_length, hits))
        if not firsts:
            return
        self._totals.n_with_hits += 1
        self._totals.n_repeats += document["duplicate_of"] is not None
        group.found[day] += 1
        group.n_in_both += len(firsts) == len(VOICES)
        key = (day, document["published"], document["document_id"])
        for voice, hit in firsts.items():
            group.uses.setdefault(voice, _Uses()).add(key, _describe(document, day, hit))
        self._add_speakers(document, name, key, hits)

    def _add_speakers(self, document: _Row, group: str, key: _Key, hits: Sequence[_Row]) -> None:
        quoted = [hit for hit in reversed(hits) if hit["voice"] == "attributed" and self._is_named(hit["speaker"])]
        for folded, hit in {_fold(hit["speaker"]): hit for hit in quoted}.items():
            speaker = self._speakers.setdefault(folded, _Speaker())
            speaker.uses.add(key, _describe(document, key[0], hit) | {"group": group})
            speaker.groups[group] = min(speaker.groups.get(group, key[0]), key[0])

    def summarize(self) -> Diffusion:
        """What was found in all batches."""
        groups = self._groups
        days = [day for group in groups.values() for day in (min(group.days, default=""), max(group.days, default=""))]
        found = self._totals
        found.begin, found.end = min(filter(None, days), default=None), max(filter(None, days), default=None)
        found.first_day = min((min(group.found) for group in groups.values() if group.found), default=None)
        found.n_undated = sum(group.n_undated for group in groups.values())
        found.n_undated_with_hits = sum(group.n_undated_with_hits for group in groups.values())
        found.groups = sorted((_summarize(name, groups[name], found.first_day) for name in groups), key=_order)
        found.first_groups = {
            row["group"]: [voice for voice in VOICES if row[voice]["days_after_first"] == 0]
            for row in found.groups
            if any(row[voice]["days_after_first"] == 0 for voice in VOICES)
        }
        found.orders = _count_orders(found.groups, groups)
        found.speakers = sorted(
            (
                {
                    "speaker": " ".join(speaker.uses.first["speaker"].split()),
                    "n_articles": speaker.uses.days.total(),
                    "days_after_first": _count_days(found.first_day, speaker.uses.first["day"]),
                    "first": speaker.uses.first,
                    "groups": [
                        {"group": group, "day": day}
                        for group, day in sorted(speaker.groups.items(), key=lambda one: (one[1], one[0]))
                    ],
                }
                for speaker in self._speakers.values()
            ),
            key=lambda row: (row["first"]["day"], -row["n_articles"], row["speaker"]),
        )
        return found


def _find_place(hit: _Row) -> tuple[Any, ...]:
    return tuple(hit[name] for name in ("start", "end", "lexicon", "category", "entry_id"))


def _is_at_arms_length(hit: _Row) -> bool:
    """The only quotations around words in own voice are scare quotes and "so-called"."""
    return hit["voice"] == "own" and hit["quotation"] is not None


def _read_day(published: str | None) -> str | None:
    with suppress(ValueError):
        return date.fromisoformat((published or "")[:10]).isoformat()
    return None


def _fold(speaker: str) -> str:
    return " ".join(speaker.casefold().split())


def _describe(document: Mapping[str, Any], day: str, hit: Mapping[str, Any]) -> _Row:
    about = {name: document[name] for name in (*_OF_DOCUMENT, "part")}
    return about | {"day": day} | {name: hit[name] for name in _OF_HIT}


def _count_days(begin: str | None, end: str | None) -> int | None:
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days if begin and end else None


def _summarize(name: str, group: _Group, first_day: str | None) -> _Row:
    begin, first_found = min(group.days, default=None), min(group.found, default=None)
    row: _Row = {
        "group": name,
        "n_articles": group.days.total() + group.n_undated,
        "n_undated": group.n_undated,
        "n_undated_with_hits": group.n_undated_with_hits,
        "n_at_arms_length": group.n_at_arms_length,
        "begin": begin,
        "end": max(group.days, default=None),
        "begins_later": bool(begin and first_day and begin > first_day),
        "n_before": sum(n for day, n in group.days.items() if first_found is None or day < first_found),
    }
    days: dict[str, str | None] = {}
    for voice in VOICES:
        uses = group.uses.get(voice, _Uses())
        day = days[voice] = uses.key[0] if uses.key else None
        row[voice] = {
            "n_articles": uses.days.total(),
            "n_on_first_day": uses.days[day] if day else 0,
            "days_after_first": _count_days(first_day, day),
            "first": uses.first or None,
        }
    between = _count_days(days["attributed"], days["own"])
    row["days_between"] = between
    if between is not None:
        row["order"] = ORDERS[0] if between > 0 else ORDERS[1] if between < 0 else ORDERS[2]
    else:
        row["order"] = next((f"{voice}-only" for voice in VOICES if days[voice]), None)
    return row


def _order(row: _Row) -> tuple[Any, ...]:
    days = [row[voice]["days_after_first"] for voice in VOICES if row[voice]["first"]]
    return (not days, min(days, default=0), -row["n_articles"], row["group"])


def _count_orders(rows: Sequence[_Row], groups: Mapping[str, _Group]) -> dict[str, Order]:
    orders: dict[str, Order] = {order: {"n": 0, "expected": 0.0} for order in ORDERS}
    for row in rows:
        if row["order"] in ORDERS:
            orders[row["order"]]["n"] += 1
            group = groups[row["group"]]
            n_attributed, n_own = (row[voice]["n_articles"] - group.n_in_both for voice in ("attributed", "own"))
            chances = _find_chances(n_attributed, n_own, group.found.total(), group.found[min(group.found)])
            for order, chance in zip(ORDERS, chances, strict=True):
                orders[order]["expected"] += chance
    return orders


def _find_chances(n_attributed: int, n_own: int, n: int, k: int) -> list[float]:
    """The chances of `ORDERS` where k of n articles, drawn at random, stand on the first day with a hit.

    Attributed speech comes first where all k are among those that have it there alone: C(n_attributed, k) / C(n, k).
    """
    chances = [math.prod((m - i) / (n - i) for i in range(k)) for m in (n_attributed, n_own)]
    return [*chances, max(0.0, 1 - math.fsum(chances))]
