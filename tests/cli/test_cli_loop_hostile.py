"""The retraining loop with input and places that cannot be used: one line, the right exit code, nothing lost."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from framing.cli.app import app
from framing.errors import FramingError
from framing.run import Choice, RunPlan, run_corpus

TOP = Path(__file__).resolve().parents[2]
HOSTILE = {
    "../../x": "=Russia praised the plans of the union yesterday.",
    "=cmd": "+NATO has built a bridge near the northern harbour.",
    "a\nb": "-Ukraine asked all its neighbours for warm blankets.",
    "/etc/x": "@China doubted whether the envoy would ever return.",
}
LABELS = TOP / "examples" / "labels" / "tutorial-train.jsonl"
Call = Callable[..., tuple[int, str]]


def make_run(inputs: str, out: Path, model: str | None = None) -> Path:
    run_corpus(RunPlan((inputs,), out, Choice(model=model), pages="none"), lambda *_: None, lambda _: None)
    return out


@pytest.fixture(scope="module")
def runs(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run folders: `run` whole, `bare` without stances, `quiet` without a mention, `ids` with hostile ids."""
    folder = tmp_path_factory.mktemp("runs")
    make_run(str(examples / "archive"), folder / "run")
    make_run(str(examples / "archive"), folder / "bare", "none")
    (folder / "quiet.txt").write_text("A calm day in the garden.", encoding="utf-8")
    make_run(str(folder / "quiet.txt"), folder / "quiet")
    rows = [{"id": one, "outlet": "=cmd|' /C calc'!A0", "title": "+1", "text": text} for one, text in HOSTILE.items()]
    (folder / "ids.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    make_run(str(folder / "ids.jsonl"), folder / "ids")
    return folder


@pytest.fixture
def place(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the runs, a file, a folder that holds something, labels and their answers."""
    folder = Path(shutil.copytree(runs, tmp_path / "place"))
    (folder / "file").write_text("kept", encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "README.md").write_text("kept", encoding="utf-8")
    (folder / "mine").mkdir()
    (folder / "mine" / "manifest.json").write_text("{}", encoding="utf-8")
    shutil.copy(LABELS, folder / "l.jsonl")
    (folder / "coded.csv").write_text("text,label,annotator\nOne,a,Ann\nOne,b,Ben\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def call(place: Path) -> Call:
    """Runs a command in this process; returns the exit code and the complaint."""

    def run(*arguments: str) -> tuple[int, str]:
        before = list_files(place)
        done: Result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300", "NO_COLOR": "1"})
        if isinstance(done.exception, (FramingError, OSError)):
            code, complaint = 1, str(done.exception)
            assert "\n" not in complaint
            assert list_files(place) == before  # what fails neither changes nor leaves anything
        else:
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            code, complaint = done.exit_code, " ".join(done.stderr.replace("│", " ").split())
        return code, complaint

    return run


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("labels sample gone -o s.csv", "gone: no run.json: no run folder"),
        ("labels sample file -o s.csv", "file: no run.json: no run folder"),
        ("labels sample quiet -o s.csv", "quiet: no mention of a target to draw in this run"),
        ("labels sample bare -o s.csv -s uncertain", "bare: the run holds no predictions; make it with a model"),
        ("labels sample run -o file/s.csv", "file is a file, not a folder; give another name"),
        ("labels sample run -o coded.csv", "coded.csv: is there already and may hold labels"),
        ("labels sample run -o full -f brat", "full: is there already and may hold labels"),
        ("labels sample run -o s.csv -t ../x", "../x: no target of this run"),
        ("labels sample run -o s.csv -s disagreeing -m ../x", "../x: no such model"),
        ("labels sample run -o s.csv -x gone.csv", "gone.csv: cannot be read"),
        ("drift gone", "gone: no run.json"),
        ("drift bare", "bare: made without a model, so that there are no stances"),
        ("drift quiet", "quiet: no article of the run mentions a target"),
        ("drift run -m file", "file: no such model"),
        ("drift run -m ../x", "../x: no such model"),
        ("drift run -m full", "full: no model here, manifest.json is missing"),
        ("models rollback", "nothing to go back to: no promotion stands in this folder"),
        ("models verify file", "file: no such model"),
        ("models show ../x", "../x: no such model"),
        ("models promote file --why x", "file: no such model"),
        ("models promote ../x --why x", "../x: no such model"),
        ("models promote full --why x", "full: no model here"),
        ("models promote none --why x", "none: names no model"),
        ("models compare stance-en ../x l.jsonl", "../x: no such model"),
        ("models compare stance-en stance-en full", "full: cannot be read: Is a directory"),
        ("models compare stance-en stance-en l.jsonl --differences file/d.csv", "file is a file, not a folder"),
        ("models compare stance-en stance-en l.jsonl --differences d.txt", "give a name that ends in .csv or .jsonl"),
        ("evaluate stance-en l.jsonl --errors file/e.csv", "file is a file, not a folder"),
        ("evaluate ../x l.jsonl", "../x: no such model"),
        ("train l.jsonl --out file", "file is a file, not a folder"),
        ("train l.jsonl --out full", "full: holds 'README.md' and no model; give a new folder"),
        (
            "train l.jsonl --out mine",
            "mine: holds a model already; give a new folder with --out, or --fresh to replace",
        ),
        ("train l.jsonl --out run", "run: holds 'index.html' and no model; give a new folder"),
        ("train l.jsonl --out m --name ../x", "--name '../x' is no name for a model"),
        ("train l.jsonl --out m --suspects file/s.csv", "file is a file, not a folder"),
        ("labels agreement coded.csv --disagreements l.jsonl", "l.jsonl: is there already"),
        ("labels adjudicate coded.csv -o gold.jsonl --open file/o.csv", "file is a file, not a folder"),
    ],
)
def test_what_cannot_be_done_is_one_line(call: Call, arguments: str, complaint: str) -> None:
    """Missing, empty and wrong folders, places that are taken, names that are paths: exit code 1, nothing changed."""
    code, said = call(*arguments.split())
    assert code == 1
    assert complaint in said


@pytest.mark.parametrize(
    "arguments",
    [
        "labels sample run -o s.csv --n 0",
        "labels sample run -o s.csv -s best",
        "labels agreement coded.csv --disagreements d.txt",
        "labels adjudicate coded.csv -o gold.jsonl --open o.txt",
        "drift run --terms -1",
        "models compare stance-en",
    ],
)
def test_wrong_usage_writes_nothing(place: Path, call: Call, arguments: str) -> None:
    """Exit code 2, and no half of the result that would be in the way of the mended command."""
    before = list_files(place)
    code, _ = call(*arguments.split())
    assert (code, list_files(place)) == (2, before)


@pytest.mark.parametrize("table", ["documents", "stances"])
@pytest.mark.parametrize("damage", ["cut", "gone", "other columns"])
@pytest.mark.parametrize("command", ["labels sample run -o s.csv", "drift run"])
def test_a_damaged_part_is_named(place: Path, call: Call, table: str, damage: str, command: str) -> None:
    """A part that is cut, gone or another table is named, with the command that makes it again."""
    for path in (place / "run" / "tables" / table).glob("*.parquet"):
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:100])
        else:
            path.unlink()
        if damage == "other columns":
            duckdb.sql(f"COPY (SELECT 1 AS x) TO '{path}' (FORMAT parquet)")
    code, said = call(*command.split())
    assert code == 1
    assert f"tables/{table}/part-" in said
    assert "give the same `framing run` command again, and if that does not do, with --fresh" in said


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("promoted.json", "{", "promoted.json: not a registry file"),
        ("promoted.json", "[]", "promoted.json: not a registry file"),
        ("promoted.json", "\xff", "promoted.json: not a registry file"),
        ("promoted.json", '{"format": 9}', "format 9 is not known"),
        *(
            ("promoted.json", f'{{"format": 1, "model": null, "before": {before}}}', "not a registry file")
            for before in (
                '[null], "pinned": null, "entry": {"a": 1}',
                '[null], "pinned": null, "entry": [1]',
                '[null], "pinned": 3, "entry": null',
                '5, "pinned": null, "entry": null',
            )
        ),
        ("history.jsonl", "\xff", "history.jsonl:1: not UTF-8"),
        ("history.jsonl", "[1]", "history.jsonl:1: not an entry of the history"),
        ("history.jsonl", '{"a": 1}', "history.jsonl:1: not an entry of the history"),
        ("history.jsonl", '{"number": 1, "model": {"name": "a"}}', "history.jsonl:1: not an entry of the history"),
        ("history.jsonl", '{"number": 1, "figures": {"candidate": {"n": 1}}}', "('macro_f1' is missing)"),
    ],
)
def test_a_damaged_registry_is_one_line(place: Path, call: Call, name: str, content: str, complaint: str) -> None:
    """Neither file of the registry can end a command with a traceback."""
    (place / "models").mkdir()
    (place / "models" / name).write_text(content, encoding="latin-1")
    code, said = call("models", "history")
    assert code == 1
    assert complaint in said


def test_registry_files_that_are_folders(place: Path, call: Call) -> None:
    """A folder in place of a file is said, not taken for an empty registry."""
    for name in ("promoted.json", "history.jsonl"):
        (place / "models" / name).mkdir(parents=True)
        code, said = call("models", "history")
        assert (code, f"{name}: cannot be read: Is a directory" in said) == (1, True)
        (place / "models" / name).rmdir()
    assert call("models", "history") == (0, "")


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "label-studio", "doccano", "prodigy", "brat"])
def test_hostile_ids_neither_leave_the_folder_nor_run(place: Path, call: Call, file_format: str) -> None:
    """Ids with `../` and formulas come back whole, through files that no spreadsheet runs."""
    out = "s" if file_format == "brat" else "s.jsonl" if file_format != "csv" else "s.csv"
    before = set(list_files(place.parent))
    assert call("labels", "sample", "ids", "-o", out, "-f", file_format, "--n", "50") == (0, "")
    new = set(list_files(place.parent)) - before
    assert all(Path(path).resolve().is_relative_to(place) for path in new)
    assert not any(path.endswith("/x") for path in new)
    key = [json.loads(line) for line in (place / "s.key.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["document_id"] for row in key} == {" ".join(one.split()) for one in HOSTILE}
    if file_format == "csv":
        assert not any(
            line.lstrip('"').startswith(tuple("=+-@")) for line in (place / out).read_text("utf-8-sig").splitlines()
        )
    code, said = call("drift", "ids", "--quiet")
    assert (code, said) == (0, "")


def test_a_model_is_replaced_only_when_asked(place: Path, call: Call) -> None:
    """`--fresh` lets training begin where a model stands; without it the model is left."""
    (place / "few.jsonl").write_text('{"text": "One.", "label": "a"}\n', encoding="utf-8")
    assert "holds a model already" in call("train", "few.jsonl", "--out", "mine")[1]
    assert "holds a model already" not in call("train", "few.jsonl", "--out", "mine", "--fresh")[1]


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("setpriv"), reason="needs setpriv")
@pytest.mark.parametrize(
    "arguments",
    [
        "labels sample run -o ro/s.csv",
        "labels import coded.csv -o ro/l.jsonl",
        "models compare stance-en stance-en l.jsonl --differences ro/d.csv",
        "evaluate stance-en l.jsonl --errors ro/e.csv",
        "train l.jsonl --out ro/m",
        "labels adjudicate coded.csv -o ro/g.jsonl",
    ],
)
def test_folders_that_are_read_only_are_told(place: Path, arguments: str) -> None:
    """Before the work is done, in one line, with the folder."""
    (place / "ro").mkdir(mode=0o555)
    # Root may write everywhere, but not without this capability.
    lame = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*lame, sys.executable, "-m", "framing", *arguments.split()], cwd=place, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert "nothing can be written in" in done.stderr
    assert list((place / "ro").iterdir()) == []
