"""From a sample of hits over a person's answers to precision."""

import csv
import json
import subprocess
from functools import partial
from pathlib import Path

import command_line
import pytest

from framing.cells import restore_cell

framing = partial(command_line.framing, "lexicon")

LEXICON = """format: 1
name: harbour-en
version: "1"
language: en
categories:
  weather:
    entries: [weather]
    categories:
      storm:
        entries: [storm*, "=gale"]
  calm:
    entries: [calm]
  snow:
    entries: [snow]
"""
TEXTS = {
    **{f"-{number}": f"-- A storm reached harbour {number}. Nobody was hurt." for number in range(6)},
    "bulletin": 'The weather is calm. "A calm day," said Ann Lee. Another calm, and a storm of applause.',
}


def sample(folder: Path, out: str, *options: object, texts: str = "texts.jsonl") -> subprocess.CompletedProcess[str]:
    return framing("sample", texts, "-l", "harbour-en.yaml", "--out", out, *options, cwd=folder)


def read_cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: Path, filled: Path, answer: str, column: str = "hit", **cells: str) -> None:
    """Answer 1 where the column holds `answer`, else 0, and save as spreadsheets do where commas are for decimals."""
    rows = read_cells(path)
    with filled.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "right": "1" if answer in row[column] else "0", **cells} for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbour-en.yaml").write_text(LEXICON, encoding="utf-8")
    rows = [{"id": name, "text": text, "language": "en"} for name, text in TEXTS.items()]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_sample(folder: Path) -> None:
    """`sample` writes hits with what stands beside them, and says how many there are, and of which there are few."""
    done = sample(folder, "hits.csv", "--n", 4)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "    1 of 1 hits: harbour-en:weather  (fewer than 4)",
        "    4 of 7 hits: harbour-en:weather/storm",
        "    3 of 3 hits: harbour-en:calm  (fewer than 4)",
        "    0 of 0 hits: harbour-en:snow  (fewer than 4)",
        "3 of 4 categories have fewer than 4 hits",
        "hits.csv: 8 hits to read; write 1 or 0 into the column `right`",
    ]
    rows = read_cells(folder / "hits.csv")
    assert len({(row["document_id"], row["start"], row["entry_id"]) for row in rows}) == len(rows) == 8
    for row in rows:
        text = TEXTS[restore_cell(row["document_id"])]
        assert row["hit"] == text[int(row["start"]) : int(row["end"])]
        assert restore_cell(row["before"]) + row["hit"] + restore_cell(row["after"]) == text
        assert (row["right"], row["annotator"], row["note"]) == ("", "", "")
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert {(row["voice"], row["speaker"]) for row in rows} == {("own", ""), ("attributed", "Ann Lee")}


def test_the_same_seed_gives_the_same_file(folder: Path) -> None:
    """The same seed gives the same bytes, on a run folder too; another seed another file."""
    run = ("run", "texts.jsonl", "-l", "harbour-en.yaml", "-m", "none", "--out", "out")
    assert command_line.framing(*run, cwd=folder).returncode == 0
    for out, options in (("a.csv", ()), ("b.csv", ("--seed", 0)), ("c.csv", ("--seed", 1))):
        assert sample(folder, out, "--n", 3, *options).returncode == 0
    assert framing("sample", "out", "--n", 3, "--out", "d.csv", cwd=folder).returncode == 0
    a, b, c, d = ((folder / f"{name}.csv").read_bytes() for name in "abcd")
    assert a == b == d != c


def test_categories(folder: Path) -> None:
    """`--category` takes in the categories below, each drawn apart, with or without the name of the lexicon."""
    for number, (name, found) in enumerate(
        {"weather": {"weather", "weather/storm"}, "harbour-en:weather/storm": {"weather/storm"}}.items()
    ):
        out = f"{number}.jsonl"
        assert sample(folder, out, "--category", name).returncode == 0
        rows = [json.loads(line) for line in (folder / out).read_text(encoding="utf-8").splitlines()]
        assert {row["category"] for row in rows} == found
        assert len(rows) == len(found) + 6


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--out", "texts.csv"), "texts.csv: stands there already"),
        (("--out", "hits.txt"), "hits.txt: give a name that ends in .csv or .jsonl"),
        (("--out", "hits.csv", "-c", "stor"), "stor: none of the lexicons has this category"),
        (("--out", "hits.csv", "-c", "snow"), "none of these categories has a hit"),
    ],
)
def test_samples_that_cannot_be_drawn(folder: Path, options: tuple[str, ...], complaint: str) -> None:
    """A file that is there, another ending, an unknown category, or no hit: one line, and nothing is written."""
    (folder / "texts.csv").write_text("mine", encoding="utf-8")
    done = framing("sample", "texts.jsonl", "-l", "harbour-en.yaml", *options, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert complaint in done.stderr
    assert (folder / "texts.csv").read_text(encoding="utf-8") == "mine"
    assert not (folder / "hits.csv").exists()


def test_from_sample_to_precision(folder: Path) -> None:
    """Answers written into a sample come back as precision by category, and as entries that were wrong."""
    sample(folder, "hits.csv")
    fill(folder / "hits.csv", folder / "filled.csv", "hurt", "after")
    figures = json.loads(framing("precision", "filled.csv", "-l", "harbour-en.yaml", "--json", cwd=folder).stdout)
    found = {one["category"]: (one["n_read"], one["n_right"]) for one in figures["categories"]}
    assert found == {"weather": (1, 0), "weather/storm": (7, 6), "calm": (3, 0)}
    storm = next(one for one in figures["categories"] if one["category"] == "weather/storm")
    # Wilson's interval of 6 of 7, from the formula by hand.
    assert (storm["ci_low"], storm["ci_high"]) == (pytest.approx(0.4869, abs=1e-4), pytest.approx(0.9743, abs=1e-4))
    assert (figures["n_rows"], figures["n_empty"], figures["versions"]) == (11, 0, [])
    printed = framing("precision", "filled.csv", "-l", "harbour-en.yaml", cwd=folder)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "take hits as independent" in printed.stdout
    assert "    7      6  .86 (.49–.97)     harbour-en:weather/storm\n" in printed.stdout
    assert "harbour-en:calm\n       wrong in 3 of 3: calm\n" in printed.stdout
    assert "wrong in 1" not in printed.stdout


def test_several_people(folder: Path) -> None:
    """Files of several people are counted by majority; a file that names nobody is one person."""
    sample(folder, "hits.csv", "-c", "calm")
    fill(folder / "hits.csv", folder / "ann.csv", "calm", annotator="Ann")
    fill(folder / "hits.csv", folder / "ben.csv", "", annotator="Ben")
    fill(folder / "hits.csv", folder / "cy.csv", "day", "after")
    # Of nine answers one is no: alpha = 1 - 8 * 2 / (81 - 65).
    files = ("ann.csv", "ben.csv", "cy.csv")
    printed = framing("precision", *files, "-l", "harbour-en.yaml", cwd=folder).stdout
    assert "9 rows, 0 of them not answered; 3 hits read by 3 people\n" in printed
    assert "3 hits read by several people: the majority counts, a tie as wrong; agreement (alpha) .00\n" in printed
    assert "    3      3  1.00 (.44–1.00)   .00    harbour-en:calm\n" in printed


def test_other_versions_and_empty_files(folder: Path) -> None:
    """Rows for another version count where their entry still stands, and it says so; no answer at all is refused."""
    sample(folder, "hits.csv")
    none = framing("precision", "hits.csv", cwd=folder)
    assert (none.returncode, none.stderr.count("\n")) == (1, 1)
    assert "hits.csv: no answer yet" in none.stderr
    fill(folder / "hits.csv", folder / "filled.csv", "storm")
    unknown = framing("precision", "filled.csv", cwd=folder).stdout
    assert "harbour-en: no such lexicon here" in unknown
    (folder / "harbour-en.yaml").write_text(LEXICON.replace("[calm]", "[calm day]"), encoding="utf-8")
    changed = framing("precision", "filled.csv", "-l", "harbour-en.yaml", cwd=folder).stdout
    assert "harbour-en: 11 rows read for another version; 3 left out, whose entry or category is gone\n" in changed
    assert "harbour-en:calm" not in changed
    assert "    7      7  1.00 (.65–1.00)   harbour-en:weather/storm\n" in changed
