"""What `framing lexicon check`, `import` and `export` print and return."""

import json
from functools import partial
from pathlib import Path

import command_line
import pytest

framing = partial(command_line.framing, "lexicon")

LEXICON = """format: 1
name: harbour-en
version: "1"
language: en
title: Harbour words
description: For a test.
licence: Apache-2.0
source: Written for this test.
categories:
  storm:
    definition: Bad weather.
    source: Written for this test.
    mirror: calm
    should_hit: [A storm is coming.]
    should_miss: [The sun shone.]
    entries: [storm*, gale, {pattern: hail, rare: none fell}, typhoon]
  calm:
    definition: Good weather.
    source: Written for this test.
    mirror: storm
    should_hit: [A calm day.]
    should_miss: [A storm is coming.]
    entries: [calm, mild]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour-en.yaml").write_text(LEXICON, encoding="utf-8")
    texts = ["A storm reached the port.", "A gale, then hail.", "A calm day at sea.", "The old market burnt down."]
    rows = [{"id": f"d{number}", "text": text, "language": "en"} for number, text in enumerate(texts * 6)]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_check_without_texts(folder: Path) -> None:
    """A lexicon without a fault gives no complaint, and as JSON empty lists."""
    done = framing("check", "harbour-en.yaml", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 complaints\n", "")
    done = framing("check", "harbour-en.yaml", "--json", cwd=folder)
    assert json.loads(done.stdout) == {"complaints": [], "texts": []}


def test_check_on_texts(folder: Path) -> None:
    """With --run dead entries, outdated reasons, and both sides of mirrored pairs; warnings leave the exit code 0."""
    done = framing("check", "harbour-en.yaml", "--run", "texts.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    dead = "has no hit here; remove it, mend it, or give a reason under `rare`"
    assert done.stdout.splitlines() == [
        "warning: harbour-en.yaml:16: categories.storm.entries[hail]: marked rare but has 6 hits here; remove `rare`",
        f"warning: harbour-en.yaml:16: categories.storm.entries[typhoon]: {dead}",
        f"warning: harbour-en.yaml:23: categories.calm.entries[mild]: {dead}",
        "3 complaints: dead-entry 2, lively-rare-entry 1",
        "",
        "harbour-en (en): 24 articles, 114 words",
        "    hits  per 1,000 words (95 %)    entries with hits   mirrored categories",
        "      18  158 (93.6–250)            3 of 4              storm",
        "       6  52.6 (19.3–115)           1 of 2              calm (3.0 times)",
    ]


def test_check_on_texts_as_json(folder: Path) -> None:
    """All of it comes as JSON; several --run are counted together, and a run folder is what its articles are."""
    run = ("run", "texts.jsonl", "-l", "harbour-en.yaml", "-m", "none", "--out", "out")
    assert command_line.framing(*run, cwd=folder).returncode == 0
    options = ("--run", "texts.jsonl", "--run", "out", "--json")
    check = json.loads(framing("check", "harbour-en.yaml", *options, cwd=folder).stdout)
    assert {one["kind"] for one in check["complaints"]} == {"dead-entry", "lively-rare-entry"}
    place, what = "categories.storm.entries[hail]", "marked rare but has 12 hits here; remove `rare`"
    assert check["complaints"][0] == {
        "severity": "warning",
        "kind": "lively-rare-entry",
        "file": "harbour-en.yaml",
        "line": 16,
        "location": place,
        "what": what,
        "message": f"harbour-en.yaml:16: {place}: {what}",
    }
    (texts,) = check["texts"]
    assert (texts["lexicon"], texts["n_documents"], texts["n_words"]) == ("harbour-en", 48, 228)
    ((storm, calm),) = texts["mirrors"]
    assert (storm["category"], storm["n_hits"], calm["n_hits"], calm["n_live_entries"]) == ("storm", 36, 12, 1)


def test_check_on_texts_in_another_language(folder: Path) -> None:
    """A lexicon without an article in its language is not called dead; the output says that no text was tried."""
    done = framing("check", "harbour-en.yaml", "--run", "texts.jsonl", "--language", "ru", cwd=folder)
    lines = ["0 complaints", "", "harbour-en: no article in 'en', so that no text was tried"]
    assert (done.returncode, done.stdout.splitlines()) == (0, lines)


def test_two_lexicons_of_one_name_are_not_tried_together(folder: Path) -> None:
    """Hits of two versions under one name could not be told apart: one line, exit code 1."""
    (folder / "old").mkdir()
    (folder / "old" / "harbour-en.yaml").write_text(LEXICON, encoding="utf-8")
    names = ("harbour-en.yaml", "old/harbour-en.yaml")
    done = framing("check", *names, "--run", "texts.jsonl", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "lexicon name 'harbour-en' stands in harbour-en.yaml and old/harbour-en.yaml" in done.stderr
    assert framing("check", *names, cwd=folder).returncode == 0


def test_an_error_gives_exit_code_1(folder: Path) -> None:
    """An error among the complaints is exit code 1, with texts and without; a missing file is one line."""
    text = LEXICON.replace("mirror: storm", "mirror: fog")
    (folder / "harbour-en.yaml").write_text(text, encoding="utf-8")
    for options in ((), ("--run", "texts.jsonl"), ("--json",)):
        assert framing("check", "harbour-en.yaml", *options, cwd=folder).returncode == 1
    done = framing("check", "harbour-en.yaml", "--run", "none.jsonl", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_export_and_import_tell_the_format_by_the_name(folder: Path) -> None:
    """The ending of the file decides the format unless --format does; losses are lines, and their number is last."""
    done = framing("export", "harbour-en.yaml", "--out", "storm.ykd", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == f"Wrote storm.ykd; {len(lines) - 1} lost or changed"
    assert lines[0].startswith("harbour-en.yaml:1: lexicon: title, description, licence, source left out")
    done = framing("import", "storm.ykd", "--out", "back-en.yaml", cwd=folder)
    assert done.stdout.splitlines() == [
        "storm.ykd:3: category 'harbour-en' names the dictionary; what is below it moves up",
        "Wrote back-en.yaml; 1 lost or changed",
    ]
    assert framing("show", "back-en.yaml", cwd=folder).returncode == 0
    assert framing("export", "harbour-en.yaml", "--out", "list", "--format", "nrc", cwd=folder).returncode == 0
    refused = framing("export", "harbour-en.yaml", "--out", "list.doc", cwd=folder)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "unknown format '.doc'; allowed: csv, json" in refused.stderr
    again = framing("export", "harbour-en.yaml", "--out", "storm.ykd", cwd=folder)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
