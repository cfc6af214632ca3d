"""`framing train` and `evaluate` on labels of other kinds than the project's own, invented, on held-back rows."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from invented_labels import Row, write_articles, write_pairs, write_posts
from typer.testing import CliRunner

from framing.cli.app import app


def framing(*arguments: object) -> Any:
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


KINDS = {
    "posts by topic": ("topic", write_posts(420, 1, False), write_posts(150, 2, True)),
    "headlines and bodies": ("topic", write_pairs(range(44), 3, False), write_pairs(range(44, 64), 4, True)),
    "articles": ("document", write_articles(200, 5), write_articles(100, 6)),
}
# Of macro-F1 and accuracy; always the commonest label has .23 and .50 at most.
FLOORS = {"posts by topic": 0.9, "headlines and bodies": 0.9, "articles": 0.75}


@pytest.mark.parametrize("kind", KINDS)
def test_plain_training_beats_the_baselines_on_held_back_rows(kind: str, tmp_path: Path) -> None:
    """The plain command finds the unit, and is far above the commonest label on rows that it did not learn from."""
    unit, known, held_back = KINDS[kind]
    assert not {row["text"] for row in known} & {row["text"] for row in held_back}
    if kind == "posts by topic":
        assert not any(row["target"] in row["text"] for row in known)
    framing("train", write(tmp_path / "train.csv", known), "--out", tmp_path / "model", "--quiet")
    assert json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf-8"))["unit"] == unit
    found = framing("evaluate", tmp_path / "model", write(tmp_path / "test.csv", held_back))
    assert found["n"] == len(held_back)
    assert found["in_training"] == {"rows": 0, "same_text": 0}
    assert found["accuracy"] > max(FLOORS[kind], found["majority_accuracy"] + 0.2)
    assert found["macro_f1"] > max(FLOORS[kind], found["majority_macro_f1"] + 0.4)
    # Sure, and not by chance: the whole interval lies above what the commonest label scores.
    assert found["accuracy_interval"][0] > found["majority_accuracy"]
