"""Training options, evaluation and the registry of models from the command line."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import framing
from typer.testing import CliRunner

from framing.cli.app import app
from framing.errors import FramingError, InputError, ModelError

WHO = ("The mayor", "A farmer", "The committee", "One reader", "The union", "Her neighbour", "The bishop", "A miner")
# Sentences that begin alike are near duplicates; these make ten groups, the least number that has an interval.
WHO += ("Two nurses", "Our teacher", "Every dean", "Some sailors", "Many tenants", "Both choirs", "Few pilots")
NAMES = ("Arvenia", "Port Lumen", "Dellin", "the Council")
SAID = {
    "favor": ("praised {} for a brave and honest decision", "thanked {} for generous help"),
    "against": ("blamed {} for a cruel attack", "accused {} of lies and fraud"),
    "neutral": ("met {} on Tuesday to talk about grain", "called {} about the new timetable"),
}


def read(*arguments: object, cwd: Path) -> Any:
    done = framing(*arguments, "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def write_labels(path: Path, turned: bool = False, names: tuple[str, ...] = NAMES) -> Path:
    """Sentences with labels; `turned` exchanges favor and against."""
    other = {"favor": "against", "against": "favor"} if turned else {}
    rows = []
    for number, who in enumerate(WHO):
        for name in names:
            for label, patterns in SAID.items():
                for pattern in patterns:
                    row = {"text": f"{who} {pattern.format(name)}.", "label": other.get(label, label), "target": name}
                    rows.append({**row, "document_id": f"d{number}", "outlet": f"=outlet{number % 4}"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with labels, a sound model and one that learnt the labels the wrong way round."""
    folder = tmp_path_factory.mktemp("trained")
    write_labels(folder / "labels.jsonl")
    write_labels(folder / "turned.jsonl", turned=True)
    write_labels(folder / "unseen.jsonl", names=("Ostmark", "Ms Tolland"))
    good = framing("train", "labels.jsonl", "--out", "models/good", "--suspects", "s.csv", cwd=folder)
    assert (good.returncode, good.stderr) == (0, "")
    assert "cross-validation, random split" in good.stdout
    bad = framing(
        *(
            "train",
            "turned.jsonl",
            "--from",
            "models/good",
            "--out",
            "models/bad",
            "--group-by",
            "document",
            "--pieces",
        ),
        *("--class-weight", "favor=2", "--class-weight", "against=1.5"),
        cwd=folder,
    )
    assert (bad.returncode, bad.stderr) == (0, "")
    return folder


@pytest.fixture
def place(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "place"))


def test_settings_are_continued(trained: Path) -> None:
    """--from takes settings, weights and vectors of a model; options given beside it go before."""
    good, bad = (json.loads((trained / "models" / name / "manifest.json").read_text()) for name in ("good", "bad"))
    expected = {"group_by": "document", "balanced": False, "class_weights": {"favor": 2.0, "against": 1.5}}
    pieces = {"mention_pieces": True, "text_pieces": True}
    assert bad["settings"] == {**good["settings"], **expected, **pieces}
    assert not good["settings"]["mention_pieces"]
    assert bad["files"]["vectors.npz"] == good["files"]["vectors.npz"]
    assert good["training"]["grouped_by"] == "duplicates"


@pytest.mark.parametrize("options", [("--class-weight", "favor"), ("--class-weight", "favor=0"), ("--weight", "x=nan")])
def test_wrong_numbers_are_wrong_usage(trained: Path, options: tuple[str, str]) -> None:
    """A weight that is no number above 0 is wrong usage."""
    done = framing("train", "labels.jsonl", "--out", "models/no", *options, cwd=trained)
    assert done.returncode == 2
    assert not (trained / "models" / "no").exists()


def test_evaluation_has_tables_and_files(trained: Path, tmp_path: Path) -> None:
    """Figures by voice, target and outlet, both baselines, and the errors in a file that no spreadsheet runs."""
    errors = tmp_path / "errors.csv"
    figures = read("evaluate", "models/bad", "labels.jsonl", "--errors", errors, cwd=trained)
    for name in (
        "macro_f1",
        "accuracy",
        "n",
        "per_label",
        "macro_f1_interval",
        "majority_accuracy",
        "keyword_accuracy",
    ):
        assert name in figures
    assert {part["name"] for part in figures["by_outlet"]} == {f"=outlet{number}" for number in range(4)}
    assert sum(part["n"] for part in figures["by_target"]) == figures["n"] == 360
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == round(360 * (1 - figures["accuracy"])) > 100
    assert {row["outlet"][:2] for row in rows} == {"'="}
    assert float(rows[0]["p_favor"]) + float(rows[0]["p_against"]) + float(rows[0]["p_neutral"]) == pytest.approx(
        1, abs=1e-3
    )
    printed = framing("evaluate", "models/bad", "labels.jsonl", cwd=trained)
    for part in ("by keywords", "voice", "=outlet0", "The errors that the model was surest of"):
        assert part in printed.stdout
    wrong = framing("evaluate", "models/bad", "labels.jsonl", "--errors", "errors.txt", cwd=trained)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)


def test_models_are_compared(trained: Path, tmp_path: Path) -> None:
    """The differences of two models are counted, tested and written."""
    compare = ("models", "compare", "models/bad", "models/good", "labels.jsonl")
    figures = read(*compare, "--differences", tmp_path / "d.csv", cwd=trained)
    assert figures["macro_f1"]["difference"] > 0.4
    assert figures["macro_f1"]["interval"][0] > 0.2
    assert figures["macro_f1"]["share_not_better"] == 0
    assert len((tmp_path / "d.csv").read_text(encoding="utf-8-sig").splitlines()) == figures["n_different"] + 1
    assert "only models/good" in framing(*compare, cwd=trained).stdout


@pytest.fixture
def call(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs a command of `framing models` in this process, in `place`; returns its JSON or raises its error."""
    monkeypatch.chdir(place)

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(app, ["models", *arguments, "--json"])
        if isinstance(done.exception, FramingError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


def find_default(call: Callable[..., Any]) -> str:
    (name,) = [row["name"] for row in call("list") if row["default"]]
    return str(name)


def test_promotion_refuses_what_is_worse(place: Path, call: Callable[..., Any]) -> None:
    """The loop: promote, refuse a worse model, promote it for a reason, go back; the history has it all."""
    with pytest.raises(InputError, match="--pinned LABELS"):
        call("promote", "models/good")
    call("promote", "models/good", "--pinned", "unseen.jsonl")
    assert find_default(call) == "good"
    with pytest.raises(ModelError, match="is the default already"):
        call("promote", "models/good")
    refused = framing("models", "promote", "models/bad", cwd=place)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "is below the default's" in refused.stderr
    assert find_default(call) == "good"
    with pytest.raises(InputError, match="need a reason"):
        call("promote", "models/bad", "--pinned", "turned.jsonl")
    forced = call("promote", "models/bad", "--why", "a trial")
    assert forced["figures"]["comparison"]["macro_f1"]["difference"] < 0
    assert find_default(call) == "bad"
    assert call("rollback", "--why", "it was worse")["model"]["name"] == find_default(call) == "good"
    call("rollback")
    assert find_default(call) == "stance-en"
    with pytest.raises(ModelError, match="nothing to go back to"):
        call("rollback")
    history = call("history")
    assert [entry["action"] for entry in history] == ["promote", "promote", "rollback", "rollback"]
    assert [entry["why"] for entry in history] == [None, "a trial", "it was worse", None]
    printed = framing("models", "history", cwd=place).stdout
    lines = printed.splitlines()
    entries = [number for number, line in enumerate(lines) if not line.startswith("warning: ")]
    assert [lines[number].partition(".")[0] for number in entries] == ["1", "2", "3", "4"]
    assert len(entries) == len(lines)
    assert "bad (models/bad, " in printed


def test_promotion_on_rows_that_the_model_learnt_from_needs_a_reason(place: Path, call: Callable[..., Any]) -> None:
    """Figures on training rows say nothing: with a reason it is promoted, and the history shows the warning."""
    with pytest.raises(ModelError, match=r"learnt from 360 of the 360 rows of labels\.jsonl"):
        call("promote", "models/good", "--pinned", "labels.jsonl")
    entry = call("promote", "models/good", "--pinned", "labels.jsonl", "--why", "a trial")
    assert "360 of 360 rows were in the training data of the new model" in entry["figures"]["warnings"][0]
    assert "warning: " in framing("models", "history", cwd=place).stdout


def test_a_model_trained_again_in_its_folder_is_compared_with_what_it_was(
    place: Path, call: Callable[..., Any]
) -> None:
    """The promoted model is no longer there, but what it scored on the pinned labels is."""
    call("promote", "models/good", "--pinned", "unseen.jsonl")
    shutil.rmtree(place / "models" / "good")
    shutil.copytree(place / "models" / "bad", place / "models" / "good")
    assert "changed since" in next(row["problem"] for row in call("list") if row["default"])
    with pytest.raises(ModelError, match="is below the default's"):
        call("promote", "models/good")
    assert call("promote", "models/good", "--why", "a trial")["figures"]["default"]["macro_f1"] > 0.5


def test_changed_pinned_labels_are_refused(place: Path, call: Callable[..., Any]) -> None:
    """Models are compared on the labels as they were pinned."""
    call("promote", "models/good", "--pinned", "unseen.jsonl")
    write_labels(place / "unseen.jsonl", turned=True)
    with pytest.raises(InputError, match="changed since it was pinned"):
        call("promote", "models/bad")


def test_a_run_uses_the_promoted_model(place: Path, call: Callable[..., Any]) -> None:
    """Without --model a run uses the model promoted in its folder; one that was changed since is refused by name."""
    call("promote", "models/good", "--why", "no labels yet")
    (place / "port.txt").write_text("Port\n\nThe union blamed Russia for a cruel attack.", encoding="utf-8")
    assert read("run", "port.txt", "--out", "out", cwd=place)["counts"]["documents"] == 1
    assert json.loads((place / "out" / "run.json").read_text())["instruments"]["model"].startswith("good@")
    with (place / "models" / "good" / "manifest.json").open("a") as file:
        file.write("\n")
    refused = framing("run", "port.txt", "--out", "other", cwd=place)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "changed since it was promoted" in refused.stderr
    assert not (place / "other" / "run.json").exists()
    call("rollback")
    assert find_default(call) == "stance-en"
