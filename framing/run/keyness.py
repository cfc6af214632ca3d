"""Keyness over run folders: words that one group of articles uses more than the rest, or than those of another run."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

import framing.corpus
import framing.text
from framing.columns import ATTRIBUTED, DOCUMENTS, QUOTATIONS, VOICES, Table, Tokens
from framing.corpus import FOCUS, REFERENCE
from framing.errors import InputError
from framing.few_groups import LEAST_GROUPS
from framing.remote import AnyPath
from framing.run.hit_queries import fold_name, refuse_unknown_outlet
from framing.run.instruments import MAX_TYPES
from framing.run.manifest import read_manifest
from framing.run.store import Store

_ABOUT = ("document_id", "outlet", "published", "language", "duplicate_of", "text_sha256")
_LEAST_ARTICLES = 2  # a spread takes two
_MAX_Q = 0.05


@dataclass(frozen=True, slots=True)
class KeynessQuery:
    """Which articles are compared with which, and how.

    Attributes:
        outlets: articles of these outlets are the focus; none for all.
        begin, end: articles from this day, and up to this day, are the focus; written 2031-03-01.
        against: a run whose articles are the reference; None for all other articles of the run.
        voice: `all`, `own` or `attributed`.
        language: None for the commonest of the run.
        n_words: of a term, 1 or 2.
        min_articles: terms that fewer articles have, both groups together, are not tested.
        limit: list at most so many terms on either side.
    """

    run_dir: AnyPath
    outlets: tuple[str, ...] = ()
    begin: str | None = None
    end: str | None = None
    against: AnyPath | None = None
    voice: str = "all"
    language: str | None = None
    n_words: int = 1
    min_articles: int = 5
    limit: int | None = 30

    @property
    def has_period(self) -> bool:
        return self.begin is not None or self.end is not None


@dataclass(slots=True)
class LeftOut:
    """Articles that stand in neither group, each counted under the first reason that fits."""

    n_other_language: int = 0
    n_repeats: int = 0  # the text of an earlier article
    n_without: int = 0  # no outlet or date, where one is asked for


@dataclass(frozen=True, slots=True)
class KeynessListing:
    """The terms that the focus uses more and less than the reference.

    Attributes:
        n_articles, n_words: of the focus and of the reference; words are those of the voice asked for.
        n_in_both: articles of the other run whose text the focus has too; they make differences smaller.
        n_tested: terms in enough articles.
        n_more, n_less: of these with a rate that is higher or lower, the interval leaving out 0.
        n_likely: of these with a q of at most .05.
        more, less: the first of them, farthest from 0 first; see `framing.corpus.Keyness.describe`.
        is_small: a group has so few articles that intervals are too narrow.
    """

    language: str
    n_articles: tuple[int, int]
    n_words: tuple[int, int]
    n_in_both: int
    left_out: LeftOut
    n_tested: int
    n_more: int
    n_less: int
    n_likely: int
    is_small: bool
    more: list[Mapping[str, Any]] = field(default_factory=list)
    less: list[Mapping[str, Any]] = field(default_factory=list)


def find_key_terms(query: KeynessQuery) -> KeynessListing:
    """The terms of a query. The articles are tokenized again, part by part; voices are those of the run.

    Raises:
        InputError: no finished run stands there, it has no such outlet or language, or a group has no articles.
    """
    language = query.language or _find_commonest_language(query.run_dir)
    counter, left_out = framing.corpus.TermCounter(query.n_words), LeftOut()
    tokenizer = framing.text.Tokenizer(MAX_TYPES)
    texts: tuple[set[str], set[str]] = set(), set()
    for store, part, about, group in _read_groups(query, language, left_out):
        rows = np.flatnonzero(group >= 0)
        if len(rows):
            if query.against is not None:
                for row in rows.tolist():
                    texts[group[row]].add(about["text_sha256"][row])
            documents = store.read(DOCUMENTS, part, ("document_id", "text", "title")).take(rows)
            tokens = tokenizer.tokenize(documents)
            is_chosen = np.ones(len(tokens.type_id), dtype=np.bool_)
            if query.voice != "all":
                is_attributed = _find_attributed(about["document_id"], rows, tokens, store.read(QUOTATIONS, part))
                is_chosen = is_attributed == (VOICES.index(query.voice) == ATTRIBUTED)
            counter.add(tokens, group[rows], is_chosen)
    sums = counter.total(query.min_articles)
    n_articles, n_words = sums.of_groups[:, 0].tolist(), sums.of_groups[:, 1].tolist()
    _check_groups(query, language, n_articles, n_words)
    found = framing.corpus.find_keyness(sums)
    more, less = found.list_more(), found.list_more(-1)
    return KeynessListing(
        language,
        tuple(n_articles),
        tuple(n_words),
        len(texts[FOCUS] & texts[REFERENCE]),
        left_out,
        n_tested=len(sums.terms),
        n_more=len(more),
        n_less=len(less),
        n_likely=int((found.q <= _MAX_Q).sum()),
        is_small=min(n_articles) < LEAST_GROUPS,
        more=[found.describe(row) for row in more[: query.limit]],
        less=[found.describe(row) for row in less[: query.limit]],
    )


def _find_commonest_language(run_dir: AnyPath) -> str:
    store = Store(run_dir)
    languages: Counter[str] = Counter()
    for part in read_manifest(run_dir).parts:
        languages.update(store.read(DOCUMENTS, part, ("language",))["language"])
    if not languages:
        raise InputError(f"{run_dir}: this run has no articles")
    return min(languages, key=lambda language: (-languages[language], language))


def _read_groups(
    query: KeynessQuery, language: str, left_out: LeftOut
) -> Iterator[tuple[Store, str, Table, NDArray[np.int8]]]:
    """Part by part the documents, without their texts, and the group of each; -1 for neither."""
    wanted = {fold_name(outlet) for outlet in query.outlets}
    outlets: set[str] = set()
    languages: set[str] = set()
    for run_dir, is_reference in ((query.run_dir, False), (query.against, True)):
        if run_dir is None:
            continue
        store = Store(run_dir)
        for part in read_manifest(run_dir).parts:
            about = store.read(DOCUMENTS, part, _ABOUT)
            languages.update(about["language"])
            if not is_reference:
                outlets.update(filter(None, about["outlet"]))
            groups = [
                _find_group(query, wanted, is_reference, document)
                if _is_counted(document, language, left_out)
                else None
                for document in about.rows()
            ]
            left_out.n_without += sum(group == _UNKNOWN for group in groups)
            yield store, part, about, np.array([-1 if one is None else one for one in groups], dtype=np.int8)
    for outlet in query.outlets:
        refuse_unknown_outlet(outlet, outlets)
    if language not in languages:
        raise InputError(f"{language}: no article is in this language; there are {', '.join(sorted(languages))}")


_UNKNOWN = -2


def _is_counted(document: Mapping[str, Any], language: str, left_out: LeftOut) -> bool:
    is_other = document["language"] != language
    left_out.n_other_language += is_other
    left_out.n_repeats += not is_other and document["duplicate_of"] is not None
    return not is_other and document["duplicate_of"] is None


def _find_group(query: KeynessQuery, wanted: set[str], is_reference: bool, document: Mapping[str, Any]) -> int | None:
    """The group of an article; None for neither, `_UNKNOWN` where it does not tell."""
    if is_reference:
        return REFERENCE
    if (wanted and not fold_name(document["outlet"])) or (query.has_period and not document["published"]):
        return _UNKNOWN
    day = (document["published"] or "")[:10]
    is_focus = (
        (not wanted or fold_name(document["outlet"]) in wanted)
        and (query.begin is None or day >= query.begin)
        and (query.end is None or day <= query.end)
    )
    # Against another run the rest of this one plays no part.
    return FOCUS if is_focus else REFERENCE if query.against is None else None


def _find_attributed(
    document_ids: Sequence[str], rows: NDArray[np.intp], tokens: Tokens, quotations: Table
) -> NDArray[np.bool_]:
    """Which tokens stand in attributed speech, from the quotations that the run has found."""
    places = {document_ids[row]: place for place, row in enumerate(rows.tolist())}
    is_attributed = np.zeros(len(tokens.type_id), dtype=np.bool_)
    columns = (quotations[name] for name in ("document_id", "start", "end", "kind"))
    for document_id, start, end, kind in zip(*columns, strict=True):
        if kind != "scare" and document_id in places:
            low, high = tokens.document_offsets[places[document_id] :][:2].tolist()
            first, after = low + np.searchsorted(tokens.start[low:high], (start, end))
            is_attributed[first:after] = True
    return is_attributed


def _check_groups(query: KeynessQuery, language: str, n_articles: Sequence[int], n_words: Sequence[int]) -> None:
    for group, what in ((FOCUS, "fit"), (REFERENCE, "are left to compare with")):
        if n_articles[group] < _LEAST_ARTICLES or not n_words[group]:
            voice = "" if query.voice == "all" else f" and {n_words[group]:,} words in the voice asked for"
            raise InputError(
                f"{n_articles[group]:,} articles in language {language}{voice} {what}; a comparison takes "
                f"{_LEAST_ARTICLES} with words on either side"
            )
