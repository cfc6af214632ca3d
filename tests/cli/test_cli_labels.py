"""`framing labels` from a run to labels that training reads."""

import csv
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import command_line
import pytest

from framing import stance as framing_stance
from framing.cli.label_hints import find_odd_labels
from framing.run import Choice, LabelSamplePlan, RunPlan, find_model, run_corpus, sample_targets
from framing.stance import read_labels

framing = partial(command_line.framing, "labels")


def make_run(inputs: str, out: Path, model: str | None = None) -> Path:
    plan = RunPlan((inputs,), out, Choice(model=model), pages="none")
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return out


@pytest.fixture(scope="module")
def run_dir(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(str(examples), tmp_path_factory.mktemp("labels") / "run")


@pytest.fixture(scope="module")
def bare_run(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(str(examples), tmp_path_factory.mktemp("labels") / "bare", "none")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("strategy", ["random", "stratified", "uncertain", "rare", "mixed"])
def test_samples_are_blind_and_exact(run_dir: Path, tmp_path: Path, strategy: str) -> None:
    """Coders see sentence, target and context, and neither outlet, date, article nor prediction; the key has them."""
    done = framing("sample", run_dir, "--out", "s.jsonl", "--n", 30, "--strategy", strategy, "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    drawn = json.loads(done.stdout)
    rows, keys = read_jsonl(tmp_path / "s.jsonl"), {row["item"]: row for row in read_jsonl(tmp_path / "s.key.jsonl")}
    assert drawn["n_drawn"] == len(rows) == len(keys) == 30 == sum(one["n_drawn"] for one in drawn["strata"])
    import duckdb

    texts = dict(duckdb.sql(f"SELECT document_id, text FROM '{run_dir}/tables/documents/*.parquet'").fetchall())
    for row in rows:
        key = keys[row["item"]]
        allowed = {
            "text",
            "target",
            "target_start",
            "target_end",
            "document_id",
            "item",
            "context_before",
            "context_after",
        }
        assert row.keys() <= allowed
        shown = json.dumps({name: row[name] for name in row.keys() - {"text", "context_before", "context_after"}})
        assert key["document_id"] not in shown
        text = texts[key["document_id"]]
        assert row["text"][row["target_start"] : row["target_end"]] == row["target"]
        start = key["mention_start"] - row["target_start"]
        assert text[start : start + len(row["text"])] == row["text"]
        assert text[key["mention_start"] : key["mention_end"]] == row["target"]
        assert row.get("context_before", "") in text[:start]
        assert row.get("context_after", "") in text[start:]
        assert key["predicted"] in {"favor", "neutral", "against"}
    # Rows of one article share the name that says nothing of it.
    assert len({row["document_id"] for row in rows}) == len({one["document_id"] for one in keys.values()})


def test_runs_without_a_model(bare_run: Path, tmp_path: Path) -> None:
    """Without stances, targets found in the texts are drawn, Russian ones too; what needs predictions says so."""
    for strategy in ("random", "stratified"):
        assert (
            framing("sample", bare_run, "-o", f"{strategy}.jsonl", "-s", strategy, "--n", 500, cwd=tmp_path).returncode
            == 0
        )
    keys = read_jsonl(tmp_path / "random.key.jsonl")
    assert any(any("а" <= letter <= "я" for letter in row["text"]) for row in keys)
    assert not any("predicted" in row for row in keys)
    done = framing("sample", bare_run, "-o", "u.jsonl", "-s", "uncertain", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the run holds no predictions" in done.stderr
    done = framing("sample", bare_run, "-o", "u.jsonl", "-s", "disagreeing", "-m", "stance-en", cwd=tmp_path)
    assert "give two with --model A --model B" in done.stderr
    done = framing("sample", bare_run, "-o", "u.jsonl", "-t", "atlantis", cwd=tmp_path)
    assert "atlantis: no target of this run; there are" in done.stderr
    assert framing("sample", bare_run, "-o", "t.jsonl", "-t", "russia", "--context", 0, cwd=tmp_path).returncode == 0
    assert {row["target_id"] for row in read_jsonl(tmp_path / "t.key.jsonl")} == {"russia"}
    assert not any("context_before" in row for row in read_jsonl(tmp_path / "t.jsonl"))


def test_disagreeing_models(run_dir: Path, bare_run: Path, tmp_path: Path) -> None:
    """A model compared with the run's own predictions by it differs nowhere; with two models there are two answers."""
    same = framing("sample", run_dir, "-o", "d.jsonl", "-s", "disagreeing", "-m", "stance-en", cwd=tmp_path)
    assert "none to draw: the two models give all of them the same labels" in same.stderr
    both = ("-s", "disagreeing", "-m", "stance-en", "-m", "stance-en")
    assert "the same labels" in framing("sample", bare_run, "-o", "d.jsonl", *both, cwd=tmp_path).stderr
    assert not (tmp_path / "d.jsonl").exists()


def test_models_that_differ(run_dir: Path, bare_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mentions are drawn on which two models differ, or one and the run's predictions; the key says what each says."""
    plain = framing_stance.load_model(find_model("stance-en"))
    opposite = {"favor": "against", "neutral": "neutral", "against": "favor"}
    turned = replace(plain, labels=tuple(opposite[label] for label in plain.labels))
    models = {"stance-en": plain, "turned": turned}
    monkeypatch.setattr("framing.run.label_sampling.load_named", models.__getitem__)
    for name, run, asked in (("a", bare_run, ("stance-en", "turned")), ("b", run_dir, ("turned",))):
        plan = LabelSamplePlan(run, tmp_path / f"{name}.jsonl", "jsonl", 20, "disagreeing", models=asked)
        sample = sample_targets(plan)
        assert {one.stratum for one in sample.strata} == {"favor / against", "against / favor"}
        for row in read_jsonl(sample.key):
            first, second = row["models"]
            assert second == opposite[first] != first
            assert row.get("predicted", first) == first
    plan = LabelSamplePlan(bare_run, tmp_path / "c.jsonl", "jsonl", 20, "mixed", models=("stance-en", "turned"))
    assert {one.strategy for one in sample_targets(plan).strata if one.n_drawn} >= {"disagreeing", "stratified", "rare"}


def test_the_same_seed_gives_the_same_bytes(run_dir: Path, tmp_path: Path) -> None:
    """Samples and keys depend on the seed alone, and no file is overwritten."""
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        assert framing("sample", run_dir, "-o", f"{name}.csv", "--n", 9, "--seed", seed, cwd=tmp_path).returncode == 0
    for ending in ("csv", "key.jsonl"):
        a, b, c = ((tmp_path / f"{name}.{ending}").read_bytes() for name in "abc")
        assert a == b != c
    assert (
        framing("sample", run_dir, "-o", "d.csv", "--n", 9, "-x", "a.key.jsonl", "-x", "c.csv", cwd=tmp_path).returncode
        == 0
    )
    texts = [{row["text"] for row in read_jsonl(tmp_path / f"{name}.key.jsonl")} for name in "acd"]
    assert not texts[2] & (texts[0] | texts[1])
    done = framing("sample", run_dir, "-o", "a.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "framing: a.csv: is there already and may hold labels; give another name\n",
    )


def answer(path: Path, out: Path, label: str, annotator: str = "") -> None:
    """Fill in a CSV sample as a spreadsheet saves it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row |= {"label": label if number % 3 else "neutral", "annotator": annotator}
    rows[-1]["label"] = ""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_from_sample_to_training_labels(run_dir: Path, tmp_path: Path) -> None:
    """Sample, two coders, import, agreement, adjudication: the rows that training reads have their articles back."""
    assert framing("sample", run_dir, "-o", "s.csv", "--n", 12, cwd=tmp_path).returncode == 0
    answer(tmp_path / "s.csv", tmp_path / "ann.csv", "favor")
    answer(tmp_path / "s.csv", tmp_path / "ben.csv", "against", "Ben")
    done = framing("import", "ann.csv", "--key", "s.key.jsonl", "--annotator", "Ann", "-o", "ann.jsonl", cwd=tmp_path)
    assert done.stdout.splitlines() == [
        "11 labels in ann.jsonl; 1 row without an answer left out",
        "      7  favor",
        "      4  neutral",
    ]
    assert framing("import", "ben.csv", "-k", "s.key.jsonl", "-o", "ben.jsonl", cwd=tmp_path).returncode == 0
    keys = {row["document_id"] for row in read_jsonl(tmp_path / "s.key.jsonl")}
    assert {row.document_id for row in read_labels(tmp_path / "ann.jsonl").rows} <= keys
    figures = json.loads(framing("agreement", "ann.jsonl", "ben.jsonl", "--json", cwd=tmp_path).stdout)
    assert (figures["coders"], figures["n_shared"], figures["n_disputed"]) == (["Ann", "Ben"], 11, 7)
    assert figures["resampled"] == "document"
    assert figures["pairs"][0]["confusion"] == [[0, 0, 0], [0, 4, 0], [7, 0, 0]]
    # The answers as the coders gave them agree as much, whoever joined the key.
    again = json.loads(framing("agreement", "ann.csv", "ben.jsonl", "--json", cwd=tmp_path).stdout)
    assert again["alphas"]["nominal"]["value"] == figures["alphas"]["nominal"]["value"]
    printed = framing("agreement", "ann.jsonl", "ben.jsonl", "--disagreements", "d.csv", cwd=tmp_path)
    assert "Krippendorff's alpha; 95 % intervals by bootstrap over documents" in printed.stdout
    assert "Ann (rows) and Ben: 11 items, 36% the same" in printed.stdout
    assert "7 items with different answers" in printed.stdout
    assert len(list(csv.DictReader((tmp_path / "d.csv").open(encoding="utf-8-sig", newline="")))) == 7
    done = framing("adjudicate", "ann.jsonl", "ben.jsonl", "-o", "gold.jsonl", "--open", "o.jsonl", cwd=tmp_path)
    assert "4 labels in gold.jsonl\n      4  2 of 2\n7 ties left out" in done.stdout
    assert len(read_jsonl(tmp_path / "o.jsonl")) == 7
    assert (
        framing("adjudicate", "ann.jsonl", "ben.jsonl", "-o", "g2.jsonl", "--ties", "Ann", cwd=tmp_path).returncode == 0
    )
    rows = read_jsonl(tmp_path / "g2.jsonl")
    assert {row["decided_by"] for row in rows} == {"2 of 2", "tie, answer of Ann"}
    assert {row.label for row in read_labels(tmp_path / "g2.jsonl").rows} == {"favor", "neutral"}
    unknown = framing("adjudicate", "ann.jsonl", "-o", "g3.jsonl", "--by", "Cy", cwd=tmp_path)
    assert (unknown.returncode, unknown.stderr) == (1, "framing: Cy: no coder of these files; there are Ann\n")


@pytest.mark.parametrize("file_format", ["label-studio", "doccano", "prodigy", "brat"])
def test_samples_for_tools(run_dir: Path, tmp_path: Path, file_format: str) -> None:
    """A sample for a tool is answered as the tool answers it, and its labels get their articles from the key."""
    out = tmp_path / ("s" if file_format == "brat" else "s.json")
    assert framing("sample", run_dir, "-o", out, "-f", file_format, "--n", 4, cwd=tmp_path).returncode == 0
    none = framing("import", out, cwd=tmp_path)
    assert (none.returncode, none.stderr) == (1, f"framing: {out}: 4 rows, and no label in them\n")
    if file_format == "brat":
        path = out / "0002.ann"
        path.write_text(path.read_text(encoding="utf-8").replace("\tTarget ", "\tagainst "), encoding="utf-8")
    else:
        content = out.read_text(encoding="utf-8")
        if file_format == "label-studio":
            tasks = json.loads(content)
            tasks[1]["annotations"] = [{"result": [{"type": "choices", "value": {"choices": ["against"]}}]}]
        else:
            tasks = [json.loads(line) for line in content.splitlines()]
            added = {"accept": ["against"], "answer": "accept"} if file_format == "prodigy" else {}
            tasks[1] |= added or {"label": [[*tasks[1]["label"][0][:2], "against"]]}
        is_list = file_format == "label-studio"
        out.write_text(json.dumps(tasks) if is_list else "\n".join(map(json.dumps, tasks)), encoding="utf-8")
    done = framing("import", out, "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["n_by_label"] == {"against": 1}
    (row,) = read_labels(tmp_path / "labels.jsonl").rows
    (key,) = (one for one in read_jsonl(tmp_path / "s.key.jsonl") if one["text"] == row.text)
    found = (row.document_id, row.outlet, row.date, row.target, row.target_start)
    assert found == tuple(key[name] for name in ("document_id", "outlet", "date", "target", "target_start"))


def test_predictions_are_shown_on_request(run_dir: Path, tmp_path: Path) -> None:
    """With --show-prediction the label and its probability stand beside the text, and are no answer."""
    assert framing("sample", run_dir, "-o", "s.jsonl", "--n", 3, "--show-prediction", cwd=tmp_path).returncode == 0
    assert all(
        row["prediction"].split()[0] in {"favor", "neutral", "against"} for row in read_jsonl(tmp_path / "s.jsonl")
    )
    assert framing("import", "s.jsonl", cwd=tmp_path).returncode == 1


def test_export_and_wrong_usage(tmp_path: Path) -> None:
    """`export` goes from any format to any other; odd names and options are refused in one line."""
    row = {"text": "=Kyiv 😀 spoke.", "label": "favor", "target": "spoke", "document_id": "d"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    for source, out, *options in (
        ("a.jsonl", "b", "-f", "brat"),
        ("b", "c.jsonl", "-f", "doccano"),
        ("c.jsonl", "d.json"),
        ("d.json", "e.csv"),
        ("e.csv", "f.jsonl"),
    ):
        assert framing("export", source, "--out", out, *options, cwd=tmp_path).returncode == 0
    assert (tmp_path / "e.csv").read_bytes().splitlines()[1].startswith(b"'=Kyiv")
    assert read_jsonl(tmp_path / "f.jsonl") == [{**row, "target_start": 8, "target_end": 13}]
    for arguments, code, complaint in (
        (("export", "a.jsonl", "-o", "x.xml"), 1, "the name does not say the format"),
        (("export", "a.jsonl", "-o", "x.csv", "-f", "xml"), 2, "--format is one of csv, jsonl"),
        (("import", "a.jsonl", "-o", "x.csv"), 2, "give a name that ends in .jsonl"),
        (("import", "missing.jsonl"), 1, "missing.jsonl: cannot be read"),
        (("agreement", "a.jsonl"), 1, "no item has answers of two coders (found: a)"),
        (("import", "a.jsonl", "--offsets", "bytes"), 2, "--offsets is one of code-points, utf-16"),
    ):
        done = framing(*arguments, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        assert complaint in " ".join(done.stderr.replace("│", " ").split())


def test_labels_of_other_sets_are_told_beside_slips() -> None:
    """What is no slip, and not rare, is told too where the stances are among the labels; other sets are no news."""
    hints = find_odd_labels({"favor": 60, "against": 60, "FAVOUR": 10, "contra": 6, "1": 6})
    assert [hint.split(" (")[0] for hint in hints] == [
        "label “FAVOUR”",
        "besides against, neutral, favor there are 1 6, contra 6",
    ]
    assert find_odd_labels({"contra": 6, "pro": 6}) == []
