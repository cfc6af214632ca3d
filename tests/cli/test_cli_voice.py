"""What `framing voice evaluate` prints and returns."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "voice-measures.md").read_text(encoding="utf-8")
TEXT = "Ann Lee said the bridge is safe. The mayor wept. “The road is dry,” said Paul Novak."
ROW = {
    "id": "first",
    "language": "en",
    "text": TEXT,
    "attributions": [
        {"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 31]]},
        {"source": [[73, 83]], "cue": [[68, 72]], "content": [[49, 67]]},
        {"source": [[33, 42]], "cue": [], "content": [[43, 47]]},
    ],
}


def framing(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "framing", "voice", "evaluate", *map(str, arguments)],
        cwd=cwd,
        env={**{key: value for key, value in os.environ.items() if key != "COLUMNS"}, **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gold.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return tmp_path


def test_tables_and_examples(folder: Path) -> None:
    """It prints tables of at most 80 columns, without colours in a pipe, and one line per example."""
    done = framing("gold.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    tables, _, examples = done.stdout.partition("Contents missed")
    assert max(map(len, tables.splitlines())) <= 80
    assert "…" not in tables
    assert "\x1b" not in done.stdout
    assert "articles: 1 (en 1)\nwords: 17, of them attributed 9 in the gold, 8 found" in tables
    assert "first:43-47 1 words, indirect: is safe. The mayor [wept]. “The road is dry" in examples


def test_json_has_all_figures(folder: Path) -> None:
    """With --json it prints one object with figures, examples and articles; --examples bounds the lists."""
    figures = json.loads(framing("gold.jsonl", "--json", "--seed", "3", cwd=folder).stdout)
    assert figures["contents"]["all"]["overlap"]["recall"]["value"] == pytest.approx(2 / 3)
    assert figures["speakers"]["direct"]["right"]["value"] == 1
    assert [one["excerpt"] for one in figures["examples"]["missed"]] == ["is safe. The mayor [wept]. “The road is dry"]
    none = json.loads(framing("gold.jsonl", "--json", "--examples", "0", cwd=folder).stdout)
    assert {**figures, "examples": none["examples"], "articles": []} == none
    assert set(map(len, none["examples"].values())) == {0}


def test_texts_of_another_file(folder: Path) -> None:
    """Gold without texts is joined by id with --texts; without it one line says what to do."""
    apart = {key: value for key, value in ROW.items() if key != "text"}
    (folder / "apart.jsonl").write_text(json.dumps(apart) + "\n", encoding="utf-8")
    joined = framing("apart.jsonl", "--texts", "gold.jsonl", cwd=folder)
    assert joined.stdout == framing("gold.jsonl", cwd=folder).stdout
    refused = framing("apart.jsonl", cwd=folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "framing: apart.jsonl:1: `text` is missing; write it, or give --texts FILE\n"


def test_the_run_of_the_page_prints_what_it_shows(tmp_path: Path) -> None:
    """The command of docs/voice-measures.md, on the page's files, prints what stands below it."""
    for name, content in re.findall(r"```json (\S+)\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    command, output = re.findall(r"```console\n\$ framing voice evaluate (.*?)\n(.*?)```", PAGE, re.DOTALL)[0]
    assert framing(*command.split(), cwd=tmp_path).stdout == output
