"""What the corpus page needs of every batch: sums and a short row per document, nothing else is kept."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from framing.columns import VOICES, Table, as_list
from framing.rates import Exposure, Tally
from framing.report.names import page_name
from framing.report.records import Row
from framing.report.speakers import is_named
from framing.report.stretches import find_stretches
from framing.report.wording import shorten

MAX_ROWS = 10_000
MAX_FAILURES = 50
NO_OUTLET = ""
_MAX_SPEAKERS = 50_000
_MAX_TITLE = 110
_MAX_NAME = 60
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the article table."""

    name: str  # file name of its page, without ending
    title: str
    outlet: str
    date: str
    language: str
    n_words: int
    n_own: int
    n_attributed: int
    transfers: tuple[tuple[str, int], ...]  # number by `lexicon:category`


class CorpusSummary:
    """Sums over the documents of a run, batch after batch. Memory grows with outlets, hardly with documents.

    Attributes:
        tallies: hits by (outlet, lexicon, category, voice), voice being own or attributed.
        exposures: words by (outlet, lexicon, voice).
        month_tallies: hits of all categories by (month, lexicon, voice); the month is `2031-03`.
        month_exposures: words by (month, lexicon, voice).
        speaker_hits: hits attributed to each named speaker; speaker_articles: articles with such hits.
        stances: mentions by (target, voice, label), label being `uncertain` where the model abstained.
        rows: of the first `MAX_ROWS` documents.
        failures: the first `MAX_FAILURES`.
    """

    def __init__(self) -> None:
        self.n_documents = 0
        self.n_words = 0
        self.n_failures = 0
        self.n_duplicates = 0
        self.languages: Counter[str] = Counter()
        self.outlets: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.speaker_hits: Counter[str] = Counter()
        self.speaker_articles: Counter[str] = Counter()
        self.stances: Counter[tuple[str, str, str]] = Counter()
        self.tallies: dict[tuple[str, str, str, str], Tally] = {}
        self.exposures: dict[tuple[str, str, str], Exposure] = {}
        self.month_tallies: dict[tuple[str, str, str], Tally] = {}
        self.month_exposures: dict[tuple[str, str, str], Exposure] = {}
        self.first_date = ""
        self.last_date = ""
        self.rows: list[ArticleRow] = []
        self.failures: list[Row] = []

    def add(
        self,
        documents: Table,
        hits: Table,
        scores: Table,
        transfers: Table,
        stances: Table,
        failures: Table | None = None,
    ) -> None:
        """Count the tables of one batch, fresh or read back from its part."""
        outlets = dict(zip(documents["document_id"], map(_name_outlet, documents["outlet"]), strict=True))
        months = dict(zip(documents["document_id"], map(_find_month, documents["published"]), strict=True))
        hits_by_voice = self._add_scores(scores, outlets, months)
        pairs: dict[str, Counter[str]] = {}
        for document_id, category in zip(transfers["document_id"], transfers["category"], strict=True):
            pairs.setdefault(document_id, Counter())[category] += 1
        self._add_documents(documents, hits_by_voice, pairs)
        self._add_speakers(hits)
        for target, voice, label, abstained in zip(
            stances["target"], stances["voice"], stances["label"], stances["abstained"], strict=True
        ):
            self.stances[target, voice, "uncertain" if abstained else label] += 1
        if failures is not None:
            self.n_failures += len(failures)
            self.failures.extend(failures.take(slice(0, MAX_FAILURES - len(self.failures))).rows())

    def merge(self, other: "CorpusSummary") -> None:
        """Add the sums over the documents that follow those counted here.

        In whichever groups the summaries of successive batches are merged, the result is the same. The order of
        the batches decides only which rows and failures are the first, and which of two equal names comes first.
        Beyond 50,000 named speakers the rare ones are forgotten on the way: then the same batches must come one by
        one in the same order, as those of a run do.
        """
        for name in ("n_documents", "n_words", "n_failures", "n_duplicates"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("languages", "outlets", "hits", "speaker_hits", "speaker_articles", "stances"):
            getattr(self, name).update(getattr(other, name))
        for name in ("tallies", "month_tallies", "exposures", "month_exposures"):
            sums = getattr(self, name)
            for key, more in getattr(other, name).items():
                sums[key] = sums[key] + more if key in sums else more
        dates = [date for date in (self.first_date, other.first_date) if date]
        self.first_date = min(dates, default="")
        self.last_date = max(self.last_date, other.last_date)
        self.rows += other.rows[: MAX_ROWS - len(self.rows)]
        self.failures += other.failures[: MAX_FAILURES - len(self.failures)]
        self._forget_rare_speakers()

    def _add_documents(
        self, documents: Table, voices: Counter[tuple[str, str]], pairs: dict[str, Counter[str]]
    ) -> None:
        for document in documents.rows():
            document_id, date = document["document_id"], (document["published"] or "")[:10]
            self.n_documents += 1
            self.n_words += document["n_words"] or 0
            self.n_duplicates += document["duplicate_of"] is not None
            self.languages[document["language"]] += 1
            self.outlets[_name_outlet(document["outlet"])] += 1
            own, attributed = voices[document_id, "own"], voices[document_id, "attributed"]
            self.hits["own"] += own
            self.hits["attributed"] += attributed
            if _DATE.fullmatch(date):
                self.first_date = min(self.first_date or date, date)
                self.last_date = max(self.last_date, date)
            if len(self.rows) < MAX_ROWS:
                self.rows.append(_make_row(document, own, attributed, pairs.get(document_id, {})))

    def _add_scores(self, scores: Table, outlets: dict[str, str], months: dict[str, str]) -> Counter[tuple[str, str]]:
        """Count the scores; return the counted hits of each document and voice."""
        hits: Counter[tuple[str, str, str]] = Counter()
        # Most categories have no hit in an article.
        found = scores.take(np.flatnonzero(np.asarray(scores["n_hits"])))
        columns = ("document_id", "lexicon", "category", "voice", "n_hits", "n_words")
        for document_id, lexicon, category, voice, n_hits, n_words in zip(
            *(as_list(found[name]) for name in columns), strict=True
        ):
            if voice == "all":
                continue
            key = (outlets[document_id], lexicon, category, voice)
            self.tallies.setdefault(key, Tally()).add(n_hits, n_words)
            # Parents count the hits of their children already.
            if "/" not in category:
                hits[document_id, lexicon, voice] += n_hits
        words = _find_words(scores)
        for (document_id, lexicon, voice), n_words in words.items():
            self.exposures.setdefault((outlets[document_id], lexicon, voice), Exposure()).add(n_words)
            if months[document_id]:
                month = (months[document_id], lexicon, voice)
                self.month_exposures.setdefault(month, Exposure()).add(n_words)
                if hits[document_id, lexicon, voice]:
                    self.month_tallies.setdefault(month, Tally()).add(hits[document_id, lexicon, voice], n_words)
        by_voice: Counter[tuple[str, str]] = Counter()
        for (document_id, _, voice), n_hits in hits.items():
            by_voice[document_id, voice] += n_hits
        return by_voice

    def _add_speakers(self, hits: Table) -> None:
        articles: set[tuple[str, str]] = set()
        names = ("document_id", "speaker", "voice", "excluded_by")
        for document_id, speaker, voice, excluded_by in zip(*(hits[name] for name in names), strict=True):
            if voice == "attributed" and excluded_by is None and is_named(speaker):
                name = shorten(" ".join(speaker.split()), _MAX_NAME)
                self.speaker_hits[name] += 1
                articles.add((document_id, name))
        self.speaker_articles.update(name for _, name in articles)
        self._forget_rare_speakers()

    def _forget_rare_speakers(self) -> None:
        if len(self.speaker_hits) > _MAX_SPEAKERS:
            # Names met once or twice in a large corpus would fill the memory and never be shown.
            self.speaker_hits = Counter(dict(self.speaker_hits.most_common(_MAX_SPEAKERS // 2)))
            self.speaker_articles = Counter({name: self.speaker_articles[name] for name in self.speaker_hits})


def _make_row(document: Row, n_own: int, n_attributed: int, pairs: Mapping[str, int]) -> ArticleRow:
    title = document["title"] or document["text"][:300].strip() or document["document_id"]
    return ArticleRow(
        name=page_name(document["document_id"]),
        title=shorten(" ".join(title.split()), _MAX_TITLE),
        outlet=_name_outlet(document["outlet"]),
        date=(document["published"] or "")[:10],
        language=document["language"],
        n_words=document["n_words"] or 0,
        n_own=n_own,
        n_attributed=n_attributed,
        transfers=tuple(sorted(pairs.items())),
    )


def count_hits(scores: Table) -> int:
    """The hits that count in scores; those that a rule sets aside do not."""
    found = scores.take(np.flatnonzero(np.asarray(scores["n_hits"])))
    rows = zip(*(as_list(found[name]) for name in ("category", "voice", "n_hits")), strict=True)
    # Parents count the hits of their children already.
    return sum(n_hits for category, voice, n_hits in rows if voice == "all" and "/" not in category)


def _find_words(scores: Table) -> dict[tuple[str, str, str], int]:
    """Words of each document, lexicon and voice: all categories of a lexicon count the same words."""
    ids, lexicons, voices, n_words = (scores[name] for name in ("document_id", "lexicon", "voice", "n_words"))
    words: dict[tuple[str, str, str], int] = {}
    for start, end in find_stretches(ids, lexicons):
        found: dict[str, int] = {}
        for row in range(start, end):
            if voices[row] in VOICES:
                found[voices[row]] = int(n_words[row])
            if len(found) == len(VOICES):
                break
        words |= {(ids[start], lexicons[start], voice): n for voice, n in found.items()}
    return words


def _find_month(published: str | None) -> str:
    return published[:7] if published and _DATE.fullmatch(published[:10]) else ""


def _name_outlet(outlet: str | None) -> str:
    return shorten(" ".join((outlet or NO_OUTLET).split()), _MAX_NAME)
