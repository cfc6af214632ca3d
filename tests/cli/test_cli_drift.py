"""`framing drift` on a run of invented articles."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from framing.cli.app import app
from framing.errors import FramingError, InputError, ModelError

WHO = ("The mayor", "A farmer", "The committee", "One reader", "The union", "Her neighbour", "The bishop", "A miner")
SAID = {
    "favor": ("praised {} for a brave and honest decision", "thanked {} for generous help"),
    "against": ("blamed {} for a cruel attack", "accused {} of lies and fraud"),
    "neutral": ("met {} on Tuesday to talk about grain", "called {} about the new timetable"),
}
PATTERNS = [pattern for patterns in SAID.values() for pattern in patterns]
ODD = ("gave {} a zxqvort of brimmled flonk", "wumbled {} with a quorfled trisk", "asked {} for a vlonked snerp")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def read(*arguments: object) -> Any:
    done = call(*arguments, "--json", "--quiet")
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)


def write_articles(path: Path, patterns: Sequence[str], n: int = 60) -> Path:
    """Articles of three sentences on Russia and Ukraine, in two months and without a date; the last repeats another."""
    rows = []
    for number in range(n):
        sentences = [
            f"{WHO[(number + place) % len(WHO)]} {patterns[(number + place) % len(patterns)].format(name)}."
            for place, name in enumerate(("Russia", "Ukraine", "Russia"))
        ]
        published = ("2025-03-04", "2025-04-05", None)[number % 3]
        text = " ".join(sentences) + f" The paper of day {number} had {number} pages."
        rows.append({"id": f"a{number}", "published": published, "text": text})
    rows.append({**rows[0], "id": "copy"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model, a run of articles like its training texts, and one of others."""
    folder = tmp_path_factory.mktemp("drift")
    rows = [
        {"text": f"{who} {pattern.format(name)}.", "label": label, "target": name, "document_id": f"d{number}"}
        for number, who in enumerate(WHO * 3)
        for name in ("Russia", "Ukraine")
        for label, patterns in SAID.items()
        for pattern in patterns
    ]
    (folder / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = call("train", folder / "labels.jsonl", "--out", folder / "model", "--group-by", "document")
    assert done.exit_code == 0, done.exception
    for name, patterns in (("like", PATTERNS), ("odd", ODD)):
        articles = write_articles(folder / f"{name}.jsonl", patterns)
        done = call("run", articles, "--model", folder / "model", "--out", folder / name, "--pages", "none", "-q")
        assert done.exit_code == 0, (done.output, done.exception)
    return folder


def test_other_articles_raise_the_alarm(place: Path) -> None:
    """Articles of made-up words are far, with the words and a document of each; exit code 0, or 1 if asked for."""
    found = read("drift", place / "odd")
    assert found["is_far"] is True
    assert found["corpus"]["coverage"]["unknown"] > 0.3
    terms = {term["term"]: term for term in found["terms"]}
    assert {"zxqvort", "brimmled", "trisk"} <= set(terms)
    assert terms["zxqvort"]["kind"] == "unknown"
    assert terms["zxqvort"]["n_documents"] <= terms["zxqvort"]["n"]
    assert terms["zxqvort"]["document_id"].startswith("a")
    assert call("drift", place / "odd").exit_code == 0
    assert call("drift", place / "odd", "--fail-on-drift").exit_code == 1
    assert call("drift", place / "odd", "--fail-on-drift", "--json").exit_code == 1


def test_articles_like_the_training_are_covered(place: Path) -> None:
    """Articles of the training's own words have full coverage and lose nothing in it."""
    found = read("drift", place / "like")
    assert found["corpus"]["coverage"]["unknown"] < 0.02
    coverage = next(one for one in found["measures"] if one["name"] == "coverage")
    assert not coverage["is_far"]


def test_parts_add_up(place: Path) -> None:
    """Targets and months count every mention once, without repeated articles and without those that have no date."""
    found = read("drift", place / "like")
    assert (found["n_mentions"], found["n_documents"]) == (180, 60)
    assert {one["name"]: one["n_mentions"] for one in found["by_target"]} == {"russia": 120, "ukraine": 60}
    assert {one["name"]: one["n_mentions"] for one in found["by_month"]} == {"2025-03": 60, "2025-04": 60}
    for part in (*found["by_target"], *found["by_month"]):
        assert sum(part["label_shares"].values()) == pytest.approx(1, abs=1e-3)
    mean = sum(one["n_mentions"] * one["confidence"] for one in found["by_target"]) / 180
    assert found["corpus"]["confidence"] == pytest.approx(mean, abs=1e-3)
    assert sum(found["corpus"]["coverage"].values()) == pytest.approx(1, abs=1e-3)


def test_same_run_same_words(place: Path) -> None:
    """The same run gives the same result, which says how far and what to do, and never that labels are right."""
    one, other = (read("drift", place / "odd") for _ in range(2))
    assert one == other
    printed = call("drift", place / "odd").stdout
    for line in (*one["statement"], *one["advice"]):
        assert line in printed
    assert "Of 100 words beside targets" in printed
    assert "--strategy uncertain" in printed
    assert f"--from {place / 'model'}" in printed
    assert "not whether its labels are right" in printed


def test_advice_runs(place: Path, tmp_path: Path) -> None:
    """The commands of the advice are commands: sampling writes its files."""
    out = tmp_path / "uncertain.csv"
    done = call("labels", "sample", place / "odd", "--strategy", "uncertain", "--out", out)
    assert done.exit_code == 0, done.exception
    assert out.is_file()


def test_few_mentions_are_not_judged(place: Path, tmp_path: Path) -> None:
    """A run of few articles says that they are too few, and does not fail."""
    articles = write_articles(tmp_path / "few.jsonl", ODD, 5)
    call("run", articles, "--model", place / "model", "--out", tmp_path / "few", "--pages", "none", "-q")
    found = read("drift", tmp_path / "few")
    assert found["is_far"] is None
    assert found["measures"] == []
    assert "too few" in found["statement"][0]
    assert call("drift", tmp_path / "few", "--fail-on-drift").exit_code == 0
    one = write_articles(tmp_path / "one.jsonl", ODD, 1)
    call("run", one, "--model", place / "model", "--out", tmp_path / "one", "--pages", "none", "-q")
    assert read("drift", tmp_path / "one")["statement"][0].startswith("3 mentions in 1 document are too few")


def test_a_moved_model_is_named(place: Path, tmp_path: Path) -> None:
    """The run's model may lie elsewhere; another model is refused."""
    moved = shutil.copytree(place / "model", tmp_path / "moved")
    assert read("drift", place / "odd", "--model", moved) | {"advice": ()} == read("drift", place / "odd") | {
        "advice": ()
    }
    other = call("train", place / "labels.jsonl", "--out", tmp_path / "other", "--seed", "1", "--group-by", "document")
    assert other.exit_code == 0
    expect(InputError, "labelled by model@", "drift", place / "odd", "--model", tmp_path / "other")
    expect(ModelError, "no such model", "drift", place / "odd", "--model", tmp_path / "nowhere")
    expect(ModelError, "names no model", "drift", place / "odd", "--model", "none")


def test_what_cannot_be_compared(place: Path, tmp_path: Path) -> None:
    """No run, no model, no mention, and no profile: each a line that says what to do."""
    expect(InputError, "no run folder", "drift", tmp_path)
    call("run", place / "odd.jsonl", "--model", "none", "--out", tmp_path / "plain", "--pages", "none", "-q")
    expect(InputError, "without a model", "drift", tmp_path / "plain")
    (tmp_path / "empty.jsonl").write_text(
        json.dumps({"id": "a", "text": "The library opens at nine. The road is closed."}) + "\n", encoding="utf-8"
    )
    model = Path(shutil.copytree(place / "model", tmp_path / "model"))
    call("run", tmp_path / "empty.jsonl", "--model", model, "--out", tmp_path / "empty", "--pages", "none", "-q")
    expect(InputError, "mentions a target", "drift", tmp_path / "empty")
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["profile.json"]
    (model / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (model / "profile.json").unlink()
    call("run", place / "odd.jsonl", "--model", model, "--out", tmp_path / "old", "--pages", "none", "-q")
    expect(ModelError, "train the model again", "drift", tmp_path / "old")


def expect(kind: type[FramingError], message: str, *arguments: object) -> None:
    problem = call(*arguments).exception
    assert isinstance(problem, kind)
    assert message in str(problem)
    assert "\n" not in str(problem)


def test_hostile_ids_and_words_stay_on_their_line(place: Path, tmp_path: Path) -> None:
    """Ids and words with signs that steer a terminal are printed without them."""
    rows = [
        {
            "id": f"=cmd|'{number}\u001b[31m\u202e",
            "text": f"One reader praised Russia for a zx\u0301qv\u200b{number % 3}.",
        }
        for number in range(40)
    ]
    (tmp_path / "odd.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = call("run", tmp_path / "odd.jsonl", "--model", place / "model", "--out", tmp_path / "run", "-q")
    assert done.exit_code == 0, (done.output, done.exception)
    printed = call("drift", tmp_path / "run").stdout
    assert "Of 100 words" in printed
    assert "\u001b" not in printed
    assert "\u202e" not in printed
