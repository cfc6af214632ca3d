"""Real articles, where they are at hand."""

import gzip
import json
from pathlib import Path

import pytest
from ingest_reading import read, read_one

from framing.ingest.language import guess_language

DATA = Path(__file__).parents[2].parent / "shared" / "data"
EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")


@needs_data
def test_the_seed_article_has_title_and_agency():
    """Title line and dateline of an agency report are recognized, and its date without year is not guessed."""
    document = read_one(DATA / "seed-article.txt")
    assert document["title"].startswith("Baikonur")
    assert (document["outlet"], document["published"], document["language"]) == ("TASS", None, "en")


@needs_data
@pytest.mark.parametrize(("name", "n"), [("us-news-6000", 2000), ("polnear-dev", 84), ("war-narratives-train", 416)])
def test_real_rows_are_read_without_failure(name, n):
    """Every row becomes a document with its text as given."""
    path = DATA / f"{name}.jsonl.gz"
    documents, failures, _ = read(path, limit=n)
    assert failures == []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for document, line in zip(documents, file, strict=False):
            assert document["text"] == json.loads(line)["text"]
    assert len(documents) == n


@needs_data
def test_the_language_of_real_articles_is_guessed():
    """English and Russian articles are told apart without a column."""
    with gzip.open(DATA / "war-narratives-train.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    assert [row["id"] for row in rows if guess_language(row["text"]) != row["language"]] == []


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="no example articles")
def test_the_examples_are_read():
    """All formats among the examples give titles, outlets and languages."""
    documents, failures, notes = read(EXAMPLES)
    assert (failures, notes) == ([], [])
    assert len(documents) >= 30
    assert all(document["title"] and document["outlet"] for document in documents)
    assert {document["language"] for document in documents} == {"en", "ru"}
