"""Transfers of many articles -> in which share of articles a category stands in both voices."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from framing.columns import TRANSFER_SHARES, Table
from framing.shares import find_share

# Lexicon and category: a category; a lexicon and None: any category of it; None twice: any category at all.
_Scope = tuple[str | None, str | None]
_ALL: _Scope = (None, None)
_COUNTS = ("n_with_hits", "n_in_both", "n_attributed_first", "n_own_first")


class TransferCounter:
    """Counts the articles with transfers, batch after batch, by category and outlet.

    Memory grows with outlets and categories, not with articles.

    Args:
        languages: the language of each lexicon to count; hits and transfers of other lexicons are passed over.
        overall: the lexicons that "any category at all" takes in; None for all of `languages`.
    """

    def __init__(self, languages: Mapping[str, str], overall: Collection[str] | None = None) -> None:
        self._languages = languages
        self._overall = frozenset(languages if overall is None else overall) & languages.keys()
        # Keys begin with the outlet; None stands for all articles, also those without an outlet.
        self._articles: Counter[tuple[str | None, str]] = Counter()  # and the language
        self._counts: dict[str, Counter[tuple[str | None, _Scope]]] = {name: Counter() for name in _COUNTS}
        self._scopes: dict[tuple[str, str], tuple[_Scope, ...]] = {}

    def add(self, documents: Table, hits: Table, transfers: Table) -> None:
        """Count the tables of one batch; of documents only id, outlet and language are read."""
        groups: dict[str, tuple[str | None, ...]] = {}
        for document_id, name, language in zip(
            documents["document_id"], documents["outlet"], documents["language"], strict=True
        ):
            outlet = " ".join((name or "").split())
            groups[document_id] = (None, outlet) if outlet else (None,)
            self._articles.update((group, language) for group in groups[document_id])
        columns = ("document_id", "lexicon", "category", "excluded_by", "negated")
        rows = zip(*(hits[name] for name in columns), strict=True)
        counted = {row[:3] for row in rows if row[3] is None and not row[4]}
        self._count("n_with_hits", groups, counted)
        names = (category.split(":", 1) for category in transfers["category"])
        pairs = {
            (document_id, lexicon, category, direction)
            for document_id, (lexicon, category), direction in zip(
                transfers["document_id"], names, transfers["direction"], strict=True
            )
        }
        self._count("n_in_both", groups, {pair[:3] for pair in pairs})
        for name, direction in zip(_COUNTS[2:], ("attributed-first", "own-first"), strict=True):
            self._count(name, groups, {pair[:3] for pair in pairs if pair[3] == direction})

    def merge(self, other: "TransferCounter") -> None:
        """Add what another counter of the same lexicons counted in other articles; in any order and grouping."""
        self._articles.update(other._articles)  # noqa: SLF001 - of this class
        for name, counts in other._counts.items():  # noqa: SLF001 - of this class
            self._counts[name].update(counts)

    def _count(
        self, name: str, groups: Mapping[str, tuple[str | None, ...]], found: Collection[tuple[str, str, str]]
    ) -> None:
        """Count each article once for every scope that a category found in it belongs to."""
        articles = {(document_id, scope) for document_id, *names in found for scope in self._find_scopes(*names)}
        self._counts[name].update((group, scope) for document_id, scope in articles for group in groups[document_id])

    def _find_scopes(self, lexicon: str, category: str) -> tuple[_Scope, ...]:
        """What an article with the category counts for: it, its parents, its lexicon, and all."""
        key = (lexicon, category)
        if key not in self._scopes:
            parts = category.split("/")
            paths = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
            scopes = [(lexicon, path) for path in (None, *paths)] if lexicon in self._languages else []
            self._scopes[key] = (*scopes, *([_ALL] if lexicon in self._overall else []))
        return self._scopes[key]

    def summarize(self) -> Table:
        """The shares, as rows of `TRANSFER_SHARES`.

        First all lexicons together, then each lexicon and, after it, its categories with a hit. Each of them first
        over all articles, then by outlet, those with most articles first. Categories have no row for outlets without
        a hit of theirs, and lexicons none for outlets without an article in their language.
        """
        found = {scope for group, scope in self._counts["n_with_hits"] if group is None and scope[1] is not None}
        scopes = {_ALL, *((lexicon, None) for lexicon in self._languages), *found}
        sizes: Counter[str | None] = Counter()
        for (group, _), n in self._articles.items():
            sizes[group] += n
        outlets = sorted((group for group in sizes if group is not None), key=lambda outlet: (-sizes[outlet], outlet))
        rows = []
        for scope in sorted(scopes, key=lambda scope: (scope[0] or "", scope[1] or "")):
            lexicons = self._overall if scope[0] is None else {scope[0]}
            languages = {self._languages[lexicon] for lexicon in lexicons}
            for group in (None, *outlets):
                n_articles = sum(self._articles[group, language] for language in languages)
                counts = [self._counts[name][group, scope] for name in _COUNTS]
                if group is None or (n_articles and (counts[0] or scope[1] is None)):
                    rows.append(_make_row(scope, group, n_articles, counts))
        return Table.from_rows(TRANSFER_SHARES, rows)


def _make_row(scope: _Scope, outlet: str | None, n_articles: int, counts: list[int]) -> dict[str, Any]:
    n_with_hits, n_in_both = counts[:2]
    of_all, of_hits = find_share(n_in_both, n_articles), find_share(n_in_both, n_with_hits)
    return {
        "lexicon": scope[0],
        "category": scope[1],
        "outlet": outlet,
        "n_articles": n_articles,
        **dict(zip(_COUNTS, counts, strict=True)),
        "share": of_all.value,
        "ci_low": of_all.low,
        "ci_high": of_all.high,
        "share_with_hits": of_hits.value,
        "ci_low_with_hits": of_hits.low,
        "ci_high_with_hits": of_hits.high,
    }
