"""The shipped lexicons on the development corpora: no dead entries, few false alarms, the seed article."""

import gzip
import json
import re
from pathlib import Path

import pytest

from framing.columns import DOCUMENTS, Table, attribute_nothing
from framing.lexicon import Lexicon, Matcher, read_lexicon
from framing.shipped import find_lexicon_paths
from framing.text import Tokenizer

FOLDER = Path(__file__).parents[2] / "lexicons"
DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the development corpora are not beside this checkout")
NAMES_SIDE = re.compile(r"russia|ukrain", re.IGNORECASE)
BATCH = 256


def read_lexicons(language: str) -> list[Lexicon]:
    return [read_lexicon(path) for name, path in find_lexicon_paths().items() if name.endswith(f"-{language}")]


def read_rows(name: str) -> list[dict]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def find_hits(lexicons: list[Lexicon], texts: list[str]) -> list[dict]:
    """All hits; `document_id` is the place of the text."""
    tokenizer, matcher, found = Tokenizer(), Matcher(lexicons), []
    for first in range(0, len(texts), BATCH):
        documents = Table.from_rows(
            DOCUMENTS,
            [
                {
                    "document_id": str(first + place),
                    "text": text,
                    "language": lexicons[0].language,
                    "source": f"test:{first + place + 1}",
                    "raw_sha256": "0",
                    "text_sha256": "0",
                }
                for place, text in enumerate(texts[first : first + BATCH])
            ],
        )
        tokens = tokenizer.tokenize(documents)
        found += list(matcher.find_hits(documents, tokens, attribute_nothing(tokens)).rows())
    return found


@pytest.fixture(scope="module")
def news() -> list[str]:
    """US news, English war news, in this order."""
    war = [row["text"] for row in read_rows("war-narratives-train.jsonl.gz") if row["language"] == "en"]
    return [*(row["text"] for row in read_rows("us-news-6000.jsonl.gz")), *war]


@pytest.fixture(scope="module")
def english_hits(news: list[str]) -> list[dict]:
    return find_hits(read_lexicons("en"), news)


def find_dead(lexicons: list[Lexicon], hits: list[dict]) -> list[str]:
    """Entries that had no hit of their own, nor one that a longer entry of their category took over."""
    seen = {(hit["lexicon"], hit["entry_id"]) for hit in hits}
    return [
        f"{lexicon.name}: {entry.entry_id}"
        for lexicon in lexicons
        for entry in lexicon.entries
        if not entry.rare and (lexicon.name, entry.entry_id) not in seen
    ]


def keep_all(lexicons: list[Lexicon], folder: Path) -> list[Lexicon]:
    """The same lexicons with `overlap: all`, so that no entry is hidden by a longer one."""
    changed = []
    for lexicon in lexicons:
        path = folder / lexicon.path.name
        text = lexicon.path.read_text(encoding="utf-8")
        path.write_text(text.replace("overlap: longest", "overlap: all", 1), encoding="utf-8")
        changed.append(read_lexicon(path))
    return changed


@needs_data
def test_no_english_entry_is_dead(news: list[str], tmp_path: Path) -> None:
    """Every English entry occurs in the development corpora or states why it is kept."""
    lexicons = keep_all(read_lexicons("en"), tmp_path)
    assert find_dead(lexicons, find_hits(lexicons, news)) == []


@needs_data
def test_no_russian_entry_is_dead(tmp_path: Path) -> None:
    """Every Russian entry occurs in the development articles or states why it is kept."""
    texts = [row["text"] for row in read_rows("war-narratives-train.jsonl.gz") if row["language"] == "ru"]
    lexicons = keep_all(read_lexicons("ru"), tmp_path)
    assert find_dead(lexicons, find_hits(lexicons, texts)) == []


@needs_data
def test_war_narratives_stay_silent_elsewhere(news: list[str], english_hits: list[dict]) -> None:
    """War-narrative categories fire in less than 3 % of news articles that name neither side."""
    other = {str(place) for place, text in enumerate(news[:6000]) if not NAMES_SIDE.search(text)}
    fired = {
        hit["document_id"]
        for hit in english_hits
        if hit["lexicon"].startswith("war-narratives") and hit["document_id"] in other and hit["excluded_by"] is None
    }
    assert len(other) > 1000
    assert len(fired) < 0.03 * len(other)


@needs_data
def test_seed_article_shows_its_frames() -> None:
    """The seed article has the frame in subheading, lede and quotation, and the bloc beside it."""
    text = (DATA / "seed-article.txt").read_text(encoding="utf-8")
    hits = find_hits(read_lexicons("en"), [text])
    places = {hit["start"] for hit in hits if hit["category"] == "russophobia"}
    assert places == {match.start() for match in re.finditer("Russophobia", text)}
    assert len(places) == 3
    blocs = {text[hit["start"] : hit["end"]].lower() for hit in hits if hit["category"] == "collective-west"}
    assert "collective west" in blocs


@needs_data
def test_russian_frames_are_found_in_most_labelled_articles() -> None:
    """Eight of ten Russian articles with a narrative label hold a war-narrative hit."""
    rows = [row for row in read_rows("war-narratives-train.jsonl.gz") if row["language"] == "ru" and row["narratives"]]
    hits = find_hits([read_lexicon(FOLDER / "war-narratives-ru.yaml")], [row["text"] for row in rows])
    assert len({hit["document_id"] for hit in hits}) >= 0.8 * len(rows)
