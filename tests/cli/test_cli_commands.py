"""What the commands print and return."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import framing

LEXICON = Path(__file__).parents[2] / "lexicons" / "loaded-language-en.yaml"
TEXT = "Port report\n\nThe mayor said that a wave of Russophobia had reached the port. It was a disgrace, she added."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "port.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_run_and_show(article: Path, tmp_path: Path) -> None:
    """A run names the page to open; `show` prints the article, and with --json its report."""
    done = framing("run", article, "--out", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Open out/index.html" in done.stdout
    assert (tmp_path / "out" / "index.html").is_file()
    shown = framing("show", "out", "port", cwd=tmp_path)
    assert shown.returncode == 0
    assert "Russophobia" in shown.stdout
    report = json.loads(framing("show", "out", "port", "--json", cwd=tmp_path).stdout)
    assert report["document"]["text"] == TEXT
    missing = framing("show", "out", "harbour", cwd=tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_stages_alone_say_what_they_did(article: Path, tmp_path: Path) -> None:
    """Each stage prints its counts as the run did, and that the pages are still the old ones; `report` writes them."""
    run = framing("run", article, "--out", "out", cwd=tmp_path)
    for stage in ("tokenize", "score", "stance", "report"):
        done = framing(stage, "out", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        *counts, last = done.stdout.splitlines()
        assert counts[0].split(", ")[0] == "1 article"
        assert set(counts[0].split(", ")) <= set(run.stdout.splitlines()[0].split(", "))
        assert last == ("Open out/index.html" if stage == "report" else last)
        assert ("framing report out" in last) == (stage != "report")


def test_articles_do_not_steer_the_terminal(tmp_path: Path) -> None:
    """Escapes and signs that turn text round come through in no title, outlet or text."""
    said = "The wave of Russophobia is a disaster, the mayor said. Russophobia\u202e reigns.\u001b[2J"
    row = {"id": "t", "title": "A\x1b]0;pwned\x07B", "outlet": "Gaz\x9bette", "text": said}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert framing("run", "a.jsonl", "--out", "out", cwd=tmp_path).returncode == 0
    for command in (("show", "out", "t"), ("transfers", "out")):
        printed = framing(*command, cwd=tmp_path).stdout
        assert "Russophobia" in printed
        assert not [sign for sign in printed if not sign.isprintable() and sign != "\n"]


def test_brackets_and_colons_of_articles_are_printed_as_they_stand(tmp_path: Path) -> None:
    """No title, outlet, id, speaker or text is taken for markup or for the name of an emoji."""
    said = "The wave of Russophobia [/is] a :smile: disaster, said Ann [red]Lee. Russophobia reigns [sic] here."
    row = {"id": "t[/i]", "title": "All [/sic] [sic] [red]y :smile:", "outlet": "Gaz[/b]ette :car:", "text": said}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert framing("run", "a.jsonl", "--out", "out", cwd=tmp_path).returncode == 0
    shown = framing("show", "out", "t", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(
        part in shown.stdout for part in (row["title"], row["outlet"], row["id"], said[:20], "[red]Lee", "[sic]")
    )
    pairs = framing("transfers", "out", cwd=tmp_path).stdout
    assert "t[/i] · Gaz[/b]ette :car:" in pairs
    assert "] [/is] a :smile: disaster" in pairs


def test_machine_readable_output(article: Path, tmp_path: Path) -> None:
    """With --json standard output is one JSON value."""
    run = framing("run", article, "--out", "out", "--json", cwd=tmp_path)
    assert json.loads(run.stdout)["counts"]["documents"] == 1
    for command in (("lexicon", "list"), ("models", "list"), ("doctor",)):
        assert json.loads(framing(*command, "--json", cwd=tmp_path).stdout)
    models = json.loads(framing("models", "list", "--json", cwd=tmp_path).stdout)
    assert [model["name"] for model in models if model["default"]] == ["stance-en"]
    for schema in ("article", "lexicon", "tables"):
        assert json.loads(framing("schema", schema, cwd=tmp_path).stdout)


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "large.txt": b"word " * 4_000_000,
    "latin.txt": "Ein Märchen aus alten Zeiten\n".encode("latin-1"),
    "table.csv": b"headline,day\nOne,1\n",
    "broken.jsonl": b'{"id": 1, "text": "unfinished\n',
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_input_alone(name: str, tmp_path: Path) -> None:
    """A file that cannot be used gives one line with its name and exit code 1."""
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = framing("run", name, "--out", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr


def test_bad_input_among_good(article: Path, tmp_path: Path) -> None:
    """Bad files are listed as failures with exit code 3, and the good article is reported."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    article.rename(folder / "port.txt")
    for name, content in BAD_FILES.items():
        (folder / name).write_bytes(content)
    done = framing("run", "mixed", "--out", "out", "--json", cwd=tmp_path)
    assert done.returncode == 3
    counts = json.loads(done.stdout)["counts"]
    assert (counts["documents"], counts["failures"]) == (1, len(BAD_FILES))
    assert (tmp_path / "out" / "articles" / "port.html").is_file()


def test_missing_input_and_wrong_usage(tmp_path: Path) -> None:
    """A missing file is exit code 1, an unknown option exit code 2."""
    assert framing("run", "nowhere.txt", cwd=tmp_path).returncode == 1
    assert framing("run", "--no-such-option", cwd=tmp_path).returncode == 2


def test_a_faulty_lexicon_names_its_line(article: Path, tmp_path: Path) -> None:
    """A key that stands twice in a lexicon is one line with file, line and path."""
    (tmp_path / "mine.yaml").write_text(LEXICON.read_text(encoding="utf-8") + "\ntitle: again\n", encoding="utf-8")
    n_lines = len(LEXICON.read_text(encoding="utf-8").splitlines()) + 2
    done = framing("run", article, "--lexicon", "mine.yaml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"framing: mine.yaml:{n_lines}: title: key stands twice")
    assert done.stderr.count("\n") == 1


def test_a_changed_model_is_refused(article: Path, tmp_path: Path) -> None:
    """A model folder in which a file was changed is refused in one line that names the file."""
    shipped = Path(__file__).parents[2] / "models" / "stance-en"
    folder = tmp_path / "model"
    folder.mkdir()
    for path in shipped.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    card = folder / "evaluation.json"
    card.write_bytes(card.read_bytes() + b" ")
    done = framing("run", article, "--model", folder, "--out", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "evaluation.json" in done.stderr


def test_settings_file_and_environment(article: Path, tmp_path: Path) -> None:
    """An option goes before the environment, the environment before framing.yaml."""
    (tmp_path / "framing.yaml").write_text("out: from-file\nrun:\n  pages: none\n", encoding="utf-8")
    assert "Open from-file" in framing("run", article, cwd=tmp_path).stdout
    assert not (tmp_path / "from-file" / "articles").exists()
    assert "Open from-env" in framing("run", article, cwd=tmp_path, FRAMING_OUT="from-env").stdout
    assert "Open given" in framing("run", article, "--out", "given", cwd=tmp_path, FRAMING_OUT="from-env").stdout
    (tmp_path / "framing.yaml").write_text("out: one\nlexicon: loaded-language-en\n", encoding="utf-8")
    assert "Open one" in framing("run", article, cwd=tmp_path).stdout
    (tmp_path / "framing.yaml").write_text("out: x\nlexicon: {a: b}\n", encoding="utf-8")
    assert (
        "framing.yaml:2: lexicon.a: `framing lexicon` has no such option; allowed are"
        in framing("run", article, cwd=tmp_path).stderr
    )
    (tmp_path / "framing.yaml").write_text("lexicon:\n  sample: {m: 5}\n", encoding="utf-8")
    complaint = "framing.yaml:2: lexicon.sample.m: `framing lexicon sample` has no such option; allowed are"
    assert complaint in framing("run", article, cwd=tmp_path).stderr
    (tmp_path / "framing.yaml").write_text("out: {a: b}\n", encoding="utf-8")
    assert "framing.yaml:1: out: must be a value or a list" in framing("run", article, cwd=tmp_path).stderr
    (tmp_path / "framing.yaml").write_text("out: x\nlexicons: y\n", encoding="utf-8")
    done = framing("run", article, cwd=tmp_path)
    complaint = "framing.yaml:2: lexicons: no command has this option; did you mean lexicon?; allowed are "
    assert (done.returncode, complaint in done.stderr) == (1, True)


def test_a_language_that_nothing_reads_is_told(article: Path, tmp_path: Path) -> None:
    """The run goes on, and one note says what reads which languages."""
    done = framing("run", article, "--language", "xx", "--pages", "none", "--out", "out", cwd=tmp_path)
    note = "framing: no lexicon, reporting cues or model of this run read the language xx; they read: lexicons en ru, "
    assert (done.returncode, done.stderr.count("\n"), done.stderr.startswith(note)) == (0, 1, True)
    assert framing("run", article, "--language", "ru", "--pages", "none", "--out", "out", cwd=tmp_path).stderr == ""


CORPUS = [
    ("a", "Bay Post", "It is a disgrace. Ann Lee said that the disgrace had begun in June."),
    ("b", "Bay Post", "Ann Lee said that the disgrace had begun in June. It is a disgrace. It is a monster."),
    ("c", "Hill News", "The library opens at nine."),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("transfers")
    rows = [{"id": name, "outlet": outlet, "language": "en", "text": text} for name, outlet, text in CORPUS]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = framing("run", "articles.jsonl", "-l", LEXICON, "--model", "none", "--out", "out", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def list_transfers(corpus: Path, *arguments: object) -> dict[str, Any]:
    done = framing("transfers", "out", *arguments, "--json", cwd=corpus)
    assert (done.returncode, done.stderr) == (0, "")
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def test_transfers_are_listed_with_their_shares(corpus: Path) -> None:
    """`transfers` prints shares and both passages; with --json they are one object, the first share that of all."""
    content = list_transfers(corpus)
    assert [(row["document_id"], row["direction"]) for row in content["transfers"]] == [
        ("a", "own-first"),
        ("b", "attributed-first"),
    ]
    first = content["transfers"][0]
    assert (first["attributed"]["text"], first["speaker"], first["outlet"]) == ("disgrace", "Ann Lee", "Bay Post")
    whole = content["shares"][0]
    assert [whole[name] for name in ("n_articles", "n_with_hits", "n_in_both")] == [3, 2, 2]
    assert whole["ci_low"] < whole["share"] < whole["ci_high"]
    shown = framing("transfers", "out", "--limit", "1", cwd=corpus)
    assert "3 articles, 2 with a hit, 2 with a category in both voices: 66.7 (20.8–93.9) % of all" in shown.stdout
    assert "The first 1 of 2 transfers" in shown.stdout
    assert "Ann Lee: " in shown.stdout
    assert "own voice first, 1 sentence apart, same entry" in shown.stdout
    one = framing("show", "out", "b", cwd=corpus).stdout
    assert "Frames in both voices" in one
    assert "attributed first, 1 sentence apart, same entry" in one


@pytest.mark.parametrize(
    ("arguments", "counts"),
    [
        (["--category", "outrage"], [3, 2, 2, 2]),
        (["--category", "loaded-language-en:demonising"], [3, 1, 0, 0]),
        (["--outlet", "hill  news"], [1, 0, 0, 0]),
        (["--outlet", "Bay Post", "--same-entry"], [2, 2, 2, 2]),
        (["--lexicon", "loaded-language-en"], [3, 2, 2, 2]),
        (["--lexicon", LEXICON, "--limit", "0"], [3, 2, 2, 2]),
    ],
)
def test_conditions_hold_for_list_and_shares(corpus: Path, arguments: list[object], counts: list[int]) -> None:
    """Lexicon, category and outlet choose articles and hits of the shares as well as transfers of the list."""
    content = list_transfers(corpus, *arguments)
    whole = content["shares"][0]
    found = [*(whole[name] for name in ("n_articles", "n_with_hits", "n_in_both")), content["n_transfers"]]
    assert found == counts


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: no run.json: no run folder"),
        (["out", "-l", "weather"], "weather: no lexicon with transfers was used in this run; there are loaded-"),
        (
            ["out", "-c", "outrages"],
            "outrages: no hit of this run is in such a category; there are loaded-language-en:",
        ),
        (
            ["out", "--outlet", "Bay"],
            "Bay: no article of this run is from such an outlet; there are Bay Post, Hill News",
        ),
    ],
)
def test_conditions_that_nothing_can_meet_are_named(corpus: Path, arguments: list[str], message: str) -> None:
    """An unknown run, lexicon, category or outlet is exit code 1 and one line that says what there is."""
    done = framing("transfers", *arguments, cwd=corpus)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"framing: {message}")


def test_what_pages_cost_is_told(article: Path, tmp_path: Path) -> None:
    """A run with HTML pages ends with their number and share of the CPU time; one without says nothing of it."""
    (tmp_path / "port.html").write_text(f"<article><h1>Port report</h1><p>{TEXT[13:]}</p></article>", encoding="utf-8")
    done = framing("run", tmp_path / "port.html", "--out", "html", "--max-page-seconds", "30", cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"^HTML: 1 page, \d+\.\d s of \d+\.\d s CPU \(\d+ %\)$", done.stdout, re.MULTILINE)
    assert "HTML" not in framing("run", article, "--out", "text", cwd=tmp_path).stdout
    done = framing("run", tmp_path / "port.html", "--out", "small", "--max-page-bytes", "20", cwd=tmp_path)
    assert (done.returncode, "raise --max-page-bytes" in done.stderr) == (1, True)
    assert framing("run", article, "--extractor", "slow", cwd=tmp_path).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="pipes of this kind")
@pytest.mark.parametrize("command", [("doctor",), ("lexicon", "list"), ("--version",), ("schema", "article")])
def test_a_reader_of_a_pipe_may_leave(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Who has seen enough, as `head` has, ends a command without a complaint and without a failure."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "framing", *command], cwd=tmp_path, stdout=closed, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (0, "")
