"""What the commands that measure lexicons print and return."""

import json
from functools import partial
from pathlib import Path

import command_line
import pytest

from framing.cli.lexicon_figures import _cut_around

framing = partial(command_line.framing, "lexicon")

LEXICON = """format: 1
name: harbour-en
version: "1"
language: en
categories:
  storm:
    mirror: calm
    should_hit: [A storm is coming.]
    entries: [storm*, gale]
  calm:
    mirror: storm
    should_hit: [A calm day.]
    entries: [calm]
"""
ROWS = [
    ("a", "A storm reached the harbour. The mayor closed the bridge and the old market.", ["storm"]),
    ("b", "A calm day in the harbour. Children fed the gulls near the old market.", ["calm"]),
    ("c", "The gale broke two masts. The mayor closed the bridge again.", ["storm"]),
    ("d", "The council met about the budget of the library. Nobody minded.", []),
    ("e", "Heavy weather closed the bridge. The mayor said so on Monday.", ["bad weather"]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour-en.yaml").write_text(LEXICON, encoding="utf-8")
    rows = [{"id": name, "text": text, "labels": labels, "language": "en"} for name, text, labels in ROWS]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_validate(folder: Path) -> None:
    """`validate` prints a sentence and a table per category, and with --json all figures."""
    done = framing("validate", "texts.jsonl", "texts.jsonl", "-l", "harbour-en.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "harbour-en:storm cannot be judged: 2 of 5 articles have the label" in done.stdout
    assert "labels that mean no category: bad weather (1)" in done.stdout
    options = ("-l", "harbour-en.yaml", "--map", "bad*=storm", "--json")
    figures = json.loads(framing("validate", "texts.jsonl", "texts.jsonl", *options, cwd=folder).stdout)
    storm = next(one for one in figures["results"] if one["measure"] == "harbour-en:storm")
    presence = storm["groups"][0]["presence"]
    assert (presence["n_labelled"], presence["n_found"], presence["n_right"]) == (3, 2, 2)
    assert presence["recall"]["value"] == pytest.approx(2 / 3)
    assert [one["document_id"] for one in storm["misses"]] == ["e"]


def test_validate_on_a_run(folder: Path) -> None:
    """Validating a run folder gives what validating its articles gives."""
    run = ("run", "texts.jsonl", "-l", "harbour-en.yaml", "-m", "none", "--out", "out")
    assert command_line.framing(*run, cwd=folder).returncode == 0
    on_run = framing("validate", "out", "texts.jsonl", "--json", cwd=folder)
    on_texts = framing("validate", "texts.jsonl", "texts.jsonl", "-l", "harbour-en.yaml", "--json", cwd=folder)
    assert json.loads(on_run.stdout) == json.loads(on_texts.stdout)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ('{"id": "a", "labels": ["snow"]}\n', "no label is the name of a category: snow"),
        ('{"id": "z", "labels": ["storm"]}\n', "none of its 1 rows belongs to a text"),
        ('{"id": "a", "label": ["storm"]\n', "labels.jsonl:1: not JSON"),
    ],
)
def test_labels_that_cannot_be_used(folder: Path, rows: str, complaint: str) -> None:
    """Labels that cannot be used are one line on standard error and exit code 1."""
    (folder / "labels.jsonl").write_text(rows, encoding="utf-8")
    done = framing("validate", "texts.jsonl", "labels.jsonl", "-l", "harbour-en.yaml", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert complaint in done.stderr


def test_diff(folder: Path) -> None:
    """`diff` names changed entries, with --run articles whose scores move; a lexicon does not differ from itself."""
    (folder / "new").mkdir()
    (folder / "new" / "harbour-en.yaml").write_text(LEXICON.replace("gale", "mast*"), encoding="utf-8")
    done = framing("diff", "harbour-en.yaml", "new/harbour-en.yaml", "--run", "texts.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "removed entry: storm:gale\nadded entry: storm:mast*\n" in done.stdout
    same = framing("diff", "harbour-en.yaml", "harbour-en.yaml", "--run", "texts.jsonl", "--json", cwd=folder)
    assert json.loads(same.stdout) == {"changes": [], "score_changes": [], "n_documents": 5}
    (folder / "new" / "harbour-en.yaml").write_text(LEXICON.replace("gale", "bridge"), encoding="utf-8")
    moved = framing("diff", "harbour-en.yaml", "new/harbour-en.yaml", "--run", "texts.jsonl", "--json", cwd=folder)
    moves = {
        (one["document_id"], one["n_hits_before"], one["n_hits_after"])
        for one in json.loads(moved.stdout)["score_changes"]
    }
    assert moves == {("a", 1, 2), ("e", 0, 1)}


def test_suggest(folder: Path) -> None:
    """`suggest` lists uncovered terms beside the hits of a category, with lines in context, and never an entry."""
    options = ("-l", "harbour-en.yaml", "--category", "storm", "--min-count", "1", "--json")
    done = framing("suggest", "texts.jsonl", *options, cwd=folder)
    (found,) = json.loads(done.stdout)
    terms = {one["term"]: one for one in found["terms"]}
    assert (found["n_documents"], found["n_spans"]) == (5, 2)
    assert "broke two masts" in terms
    assert not {"storm", "gale", "calm"} & set(terms)
    assert terms["broke two masts"]["examples"][0][0] == "c"
    missing = framing("suggest", "texts.jsonl", "--target", "atlantis", cwd=folder)
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_swap_test(folder: Path) -> None:
    """`swap-test` tries shipped mirrored lexicons on their examples; a lexicon without sides is refused in one line."""
    (folder / "sides-en.yaml").write_text(
        LEXICON.replace("harbour-en", "sides-en")
        .replace("storm*, gale", "russia* near/3 storm")
        .replace("entries: [calm]", "entries: [ukrain* near/3 storm]")
        .replace("storm:", "russia-storm:")
        .replace("calm:", "ukraine-storm:")
        .replace("mirror: calm", "mirror: ukraine-storm")
        .replace("mirror: storm", "mirror: russia-storm")
        .replace("A storm is coming", "A storm over Russia")
        .replace("A calm day", "The storm reached Ukrainian ports"),
        encoding="utf-8",
    )
    done = framing("swap-test", "-l", "sides-en.yaml", "--json", cwd=folder)
    (test,) = json.loads(done.stdout)
    (result,) = test["results"]
    assert (test["n_documents"], result["n_before"], result["n_mirror_after"]) == (2, 1, 1)
    assert (result["difference"], result["broken"]) == (0, [])
    printed = framing("swap-test", "-l", "sides-en.yaml", cwd=folder).stdout
    assert "difference 0, exact in 2 of 2 texts" in printed
    refused = framing("swap-test", "-l", "harbour-en.yaml", cwd=folder)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_suggested_terms_stand_in_their_lines() -> None:
    """The line is cut around the whole term: not around "there" for "the 2016", nor another "the"."""
    sentence = "But for a while, there was nothing in the town's papers " + "of it " * 20 + "until the\n2016 elections."
    assert "the 2016 elections" in _cut_around(sentence, "the 2016")
    assert "town’s papers" in _cut_around(sentence.replace("'", "’"), "town's")
