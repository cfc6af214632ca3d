"""An invented article with hand-made tables, as the other rooms would give them."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal

from framing.columns import DOCUMENTS, FAILURES, HITS, QUOTATIONS, SCORES, STANCES, TABLES, TRANSFERS, Table
from framing.corpus import TransferCounter
from framing.report import ArticleReport, CorpusSummary, LexiconSource, Provenance, build_reports, render_index

TABLE_NAMES = [schema.name for schema in TABLES]
TEXT = (Path(__file__).parent / "sample_article.txt").read_text(encoding="utf-8")
TITLE = TEXT.partition("\n")[0]

CATEGORIES = [
    {
        "name": "union-as-victim",
        "title": "The Union as a victim",
        "definition": "The Union suffers hostility, contempt or neglect. Losses in trade alone do not count.",
        "mirror": "league-as-victim",
    },
    {
        "name": "union-as-victim/contempt",
        "title": "Contempt for the Union",
        "definition": "Others despise the Union or its people.",
        "mirror": "",
    },
    {
        "name": "league-as-victim",
        "title": "The League as a victim",
        "definition": "The League suffers hostility, contempt or neglect.",
        "mirror": "union-as-victim",
    },
    {
        "name": "blame-the-league",
        "title": "The League is to blame",
        "definition": "The League breaks its word or looks away.",
        "mirror": "",
    },
    {
        "name": "conspiracy",
        "title": "Conspiracy",
        "definition": "Hidden plans of powerful groups explain what happens.",
        "mirror": "",
    },
    {
        "name": "flood-metaphor",
        "title": "Flood metaphors",
        "definition": "Goods or people are told as water that drowns or floods.",
        "mirror": "",
    },
]

PROVENANCE = Provenance(
    framing_version="0.1.0",
    lexicons=[
        LexiconSource("delta-en", "2026.11.1", "ab" * 32, "en", "Frames of the delta dispute (English)", CATEGORIES)
    ],
    model={
        "model_id": "sample-1a2b3c4d",
        "name": "sample",
        "languages": ["en"],
        "figures": {"macro_f1": 0.68, "n": 442},
        "sha256": "cd" * 32,
    },
    targets_sha256="ef" * 32,
    targets={"union": "Delta Union", "league": "the League"},
    measurements=[
        {"part": "voice", "language": "en", "figure": "F1 0.83 per word", "measured_on": "84 sample articles"},
        {"part": "stance", "language": "en", "figure": "macro-F1 0.68", "measured_on": "442 sample mentions"},
    ],
)


def _find(part: str, nth: int = 0) -> tuple[int, int]:
    places = [found.start() for found in re.finditer(re.escape(part), TEXT)]
    return places[nth], places[nth] + len(part)


def _quotation(part: str, kind: str, speaker: tuple[str, str] | None, cue: str | None, rule: str) -> dict[str, Any]:
    start, end = _find(part)
    row: dict[str, Any] = {"document_id": "sample", "start": start, "end": end, "kind": kind, "rule": rule}
    if speaker:
        row["speaker"] = speaker[0]
        row["speaker_start"], row["speaker_end"] = _find(speaker[1])
    if cue:
        row["cue"], row["cue_class"] = cue, "neutral"
        row["cue_start"], row["cue_end"] = _find(cue)
    return row


_RUN_ON = TEXT[TEXT.index("“Our people") : TEXT.index("” she added") + 1]
QUOTATION_ROWS = [
    _quotation("“a wall of contempt”", "mixed", ("Ilse Maren", "Envoy"), "sees", "marks-cue"),
    _quotation("‘gesture’", "scare", None, None, "scare-fragment"),
    _quotation(
        "“For two years we met nothing but a wall of contempt, and the great powers of the north looked away,”",
        "direct",
        ("Ilse Maren", "Ilse Maren"),
        "said",
        "marks-cue",
    ),
    _quotation(_RUN_ON, "direct", ("Ilse Maren", "she"), "added", "marks-run-on"),
    _quotation(
        "the Union had kept every promise it made under the spring treaty and that the League had broken most of them",
        "indirect",
        ("Ilse Maren", "The envoy"),
        "noted",
        "verb-that",
    ),
    _quotation(
        "eleven ships are waiting in the roads", "indirect", ("Piet Ost", "Piet Ost"), "According to", "according"
    ),
    _quotation("there was no plot against the Delta Union", "indirect", None, None, "verb-clause"),
]


def _hit(part: str, nth: int, category: str, entry: str, **facts: Any) -> dict[str, Any]:
    start, end = _find(part, nth)
    around = [n for n, row in enumerate(QUOTATION_ROWS) if row["start"] <= start < row["end"]]
    quotation = around[0] if around else None
    attributed = quotation is not None and QUOTATION_ROWS[quotation]["kind"] != "scare"
    zone = "headline" if end <= len(TITLE) else "lede" if start < TEXT.index("“For two") else "body"
    return {
        "document_id": "sample",
        "lexicon": "delta-en",
        "category": category,
        "entry_id": entry,
        "start": start,
        "end": end,
        "text": part,
        "voice": "attributed" if attributed else "own",
        "quotation": quotation,
        "speaker": QUOTATION_ROWS[quotation].get("speaker") if quotation is not None else None,
        "zone": zone,
        "negated": False,
        "excluded_by": None,
        "weight": 1.0,
        **facts,
    }


HIT_ROWS = sorted(
    [
        _hit("wall of contempt", 0, "union-as-victim/contempt", "contempt:wall of contempt"),
        _hit("wall of contempt", 1, "union-as-victim/contempt", "contempt:wall of contempt"),
        _hit("wall of contempt", 2, "union-as-victim/contempt", "contempt:wall of contempt"),
        _hit("contempt, and the great powers", 0, "conspiracy", "conspiracy:contempt near powers"),
        _hit("great powers of the north looked away", 0, "blame-the-league", "blame:powers looked away"),
        _hit("beggars", 0, "union-as-victim/contempt", "contempt:beggar*", negated=True),
        _hit("League had broken", 0, "blame-the-league", "blame:league broke"),
        _hit("plot", 0, "conspiracy", "conspiracy:plot", negated=True),
        _hit("plot", 0, "blame-the-league", "blame:plot", excluded_by="no plot"),
        _hit("flood of cheap barley that keeps drowning", 0, "flood-metaphor", "flood:flood near drown*"),
        _hit("drowning", 0, "flood-metaphor", "flood:drown*"),
        _hit("League that has not paid", 0, "blame-the-league", "blame:not paid"),
    ],
    key=lambda row: (row["start"], -row["end"], row["category"]),
)

N_WORDS = {"own": 151, "attributed": 71}


def _scores() -> list[dict[str, Any]]:
    rows = []
    for category in (definition["name"] for definition in CATEGORIES):
        below = [h for h in HIT_ROWS if f"{h['category']}/".startswith(f"{category}/") and h["excluded_by"] is None]
        for voice in ("all", "own", "attributed"):
            n_hits = sum(voice in ("all", hit["voice"]) for hit in below)
            n_words = N_WORDS.get(voice, sum(N_WORDS.values()))
            rows.append(
                {
                    "document_id": "sample",
                    "lexicon": "delta-en",
                    "category": category,
                    "voice": voice,
                    "n_hits": n_hits,
                    "weight_sum": float(n_hits),
                    "n_words": n_words,
                    "per_1000_words": 1000 * n_hits / n_words,
                    "ci_low": 1000 * max(0.0, n_hits - 1.96 * n_hits**0.5) / n_words,
                    "ci_high": 1000 * (n_hits + 1.96 * n_hits**0.5 + 2) / n_words,
                }
            )
    return rows


def _transfer(category: str, attributed: tuple[str, int], own: tuple[str, int], **facts: Any) -> dict[str, Any]:
    (attributed_start, attributed_end), (own_start, own_end) = _find(*attributed), _find(*own)
    return {
        "document_id": "sample",
        "category": f"delta-en:{category}",
        "attributed_start": attributed_start,
        "attributed_end": attributed_end,
        "own_start": own_start,
        "own_end": own_end,
        "direction": "attributed-first" if attributed_start < own_start else "own-first",
        **facts,
    }


TRANSFER_ROWS = [
    _transfer(
        "union-as-victim/contempt",
        ("wall of contempt", 0),
        ("wall of contempt", 1),
        same_entry=True,
        sentences_apart=2,
        own_zone="lede",
        speaker="Ilse Maren",
    ),
    _transfer(
        "blame-the-league",
        ("League had broken", 0),
        ("League that has not paid", 0),
        same_entry=False,
        sentences_apart=4,
        own_zone="body",
        speaker="Ilse Maren",
    ),
]


def _stance(
    part: str, nth: int, target: str, label: str, p: tuple[float, float, float], **facts: Any
) -> dict[str, Any]:
    start, end = _find(part, nth)
    around = [row for row in QUOTATION_ROWS if row["start"] <= start < row["end"]]
    word_start, word_end = _find("promise" if target == "union" else "broken")
    return {
        "document_id": "sample",
        "target": target,
        "mention_start": start,
        "mention_end": end,
        "voice": "attributed" if around else "own",
        "speaker": around[0].get("speaker") if around else None,
        "label": label,
        "p_favor": p[0],
        "p_neutral": p[1],
        "p_against": p[2],
        "abstained": max(p) < 0.5,
        "evidence": [
            {"start": word_start, "end": word_end, "feature": "promise", "contribution": 0.4123456789},
            {"start": start, "end": end, "feature": "kept", "contribution": -0.12},
            {"start": start, "end": end, "feature": "(other words)", "contribution": 0.02},
            {"start": start, "end": end, "feature": "(constant of the label)", "contribution": -0.05},
        ],
        "model_id": "sample-1a2b3c4d",
        **facts,
    }


STANCE_ROWS = [
    _stance("Delta Union", 0, "union", "neutral", (0.2, 0.7, 0.1)),
    _stance("League", 0, "league", "against", (0.1, 0.32, 0.58)),
    _stance("Union", 1, "union", "favor", (0.81, 0.15, 0.04)),
    _stance("League", 1, "league", "against", (0.02, 0.08, 0.9)),
    _stance("League", 2, "league", "neutral", (0.26, 0.41, 0.33)),
    _stance("Delta Union", 1, "union", "favor", (0.45, 0.35, 0.2)),
    _stance("League", 3, "league", "against", (0.2, 0.2, 0.6)),
]

DOCUMENT_ROW = {
    "document_id": "sample",
    "text": TEXT,
    "title": TITLE,
    "outlet": "Delta Courier",
    "author": "R. Halden",
    "published": "2031-03-04",
    "url": "https://example.org/lowmark?a=1&b=2",
    "language": "en",
    "source": "articles/sample.txt",
    "raw_sha256": "01" * 32,
    "text_sha256": "23" * 32,
    "n_words": 222,
    "n_sentences": 17,
    "duplicate_of": None,
}


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of a text, roughly: good enough for pages."""
    return [(found.start(), found.end()) for found in re.finditer(r"[^\s](?:[^.\n]|\.(?!\s))*[.]?", text)]


def make_tables() -> dict[str, Table]:
    """The tables of a batch that holds the sample article."""
    return {
        "documents": Table.from_rows(DOCUMENTS, [DOCUMENT_ROW]),
        "quotations": Table.from_rows(QUOTATIONS, sorted(QUOTATION_ROWS, key=lambda row: row["start"])),
        "hits": Table.from_rows(HITS, HIT_ROWS),
        "scores": Table.from_rows(SCORES, _scores()),
        "transfers": Table.from_rows(TRANSFERS, TRANSFER_ROWS),
        "stances": Table.from_rows(STANCES, STANCE_ROWS),
        "failures": Table.from_rows(FAILURES, []),
    }


def build(**replaced: Table) -> ArticleReport:
    """The report of the sample article, with some of its tables replaced."""
    tables = {**make_tables(), **replaced}
    order = ("quotations", "hits", "scores", "transfers", "stances")
    sentences = [find_sentences(text) for text in tables["documents"]["text"]]
    return next(build_reports(tables["documents"], sentences, *(tables[name] for name in order), PROVENANCE))


def add_to(summary: CorpusSummary, tables: dict[str, Table]) -> CorpusSummary:
    """The summary with the tables of one batch counted."""
    order = ("documents", "hits", "scores", "transfers", "stances", "failures")
    summary.add(*(tables[name] for name in order))
    return summary


def count_shares(*batches: dict[str, Table]) -> Table:
    """The shares of articles with transfers in the given batches."""
    counter = TransferCounter({lexicon.name: lexicon.language for lexicon in PROVENANCE.lexicons})
    for tables in batches:
        counter.add(tables["documents"], tables["hits"], tables["transfers"])
    return counter.summarize()


def render_corpus(tables: dict[str, Table], pages: Literal["files", "packed", "none"] = "files") -> str:
    """The corpus page of one batch."""
    summary = add_to(CorpusSummary(), tables)
    return render_index(summary, count_shares(tables), PROVENANCE, pages=pages)


def repeat_sample(n: int, filled: Collection[str] = TABLE_NAMES) -> dict[str, Table]:
    """The tables of a batch of `n` articles that are like the sample; those not in `filled` are empty."""
    tables = {}
    for name, table in make_tables().items():
        rows = [
            {
                **row,
                "document_id": f"sample-{number}",
                **({"outlet": f"Outlet {number % 3}"} if name == "documents" else {}),
            }
            for number in range(n if name in filled else 0)
            for row in table.rows()
        ]
        tables[name] = Table.from_rows(table.schema, rows)
    return tables
