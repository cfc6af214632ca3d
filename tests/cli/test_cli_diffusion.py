"""`framing diffusion` on a run of invented articles."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAID = "“A wave of cars has come,” Ann Lee said on Monday."
ARTICLES: list[dict[str, Any]] = [
    {"id": "a", "outlet": "Bay Post", "date": "2031-03-02", "text": f"The council met. {SAID}"},
    {"id": "b", "outlet": "Bay Post", "date": "2031-03-09T10:00:00", "text": "A wave of cars keeps the town awake."},
    {"id": "c", "outlet": "Bay Post", "date": "2031-03-09", "text": "The wave of cars has passed the old bridge."},
    {"id": "d", "outlet": "Hill News", "date": "2031-03-01", "text": "The library opens at nine on Monday."},
    {"id": "e", "outlet": "Hill News", "date": "2031-03-02", "text": "The wave of cars is over, and the road is open."},
    {"id": "f", "outlet": "Late Star", "date": "2031-03-20", "text": f"The town is awake. {SAID}"},
    {"id": "g", "outlet": "Late Star", "date": "2031-03-20", "text": "The wave of cars is over, and the road is open."},
    {"id": "h", "outlet": "Hill News", "text": "The wave of cars came by night and left by day."},
    {"id": "i", "date": "2031-03-01", "text": "Nobody signs this text of the town."},
]
HOSTILE = {
    "id": "x\u202ey\x1b[2J",
    "title": "A\x1b]0;pwned\x07B\nC",
    "outlet": "Gaz\x9bette\n[red]",
    "date": "2031-03-02",
    "text": "The wave\x1b[31m of cars\u202e came, Ann\u202e Lee said on Monday. The wave is\u202e over.",
}

PRINTED = """\
Left out: 1 without a date, 1 of them with a hit; 1 without outlet, 0 of them with a hit
First, on 2031-03-02: Bay Post (attributed speech), Hill News (own voice)
Of 2 outlets with both voices: 1 attributed speech first (0.3), 0 own voice first (0.7), 1 both on one day (1.0)
2031-03-02     +0        1  2031-03-09     +7        2       +7      0      3  2031-03-02  Bay Post
–                        0  2031-03-02     +0        1        –      1      2  2031-03-01  Hill News
2031-03-20    +18        1  2031-03-20    +18        1       +0      0      2  2031-03-20* Late Star
  2031-03-09 own voice · lede · c · one of 2 that day
    The [wave] of cars is over, and the road is open.
    the same text in 1 other article: 2031-03-02 · Hill News · e
2031-03-02     +0        2  Ann Lee: Bay Post 2031-03-02, Late Star 2031-03-20
"""


def framing(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "framing", *arguments]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diffusion")
    for name, rows in {"out": ARTICLES, "hostile": [HOSTILE]}.items():
        lines = [json.dumps({"language": "en", **row}) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        lexicon = ("--lexicon", "loaded-language-en")
        done = framing(
            folder, "run", f"{name}.jsonl", "--model", "none", *lexicon, "--out", name, "-q", "--pages", "none"
        )
        assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_firsts_are_printed(folder: Path) -> None:
    """The day, who has it, which voice first; what is left out, cannot be first, or stands elsewhere, too."""
    done = framing(folder, "diffusion", "out", "--pattern", "wave")
    assert (done.returncode, done.stderr) == (0, "")
    sizes = "7 dated articles of 3 outlets, 2031-03-01 to 2031-03-20; 6 articles of 3 outlets have a hit"
    assert f"{sizes}; 1 with the text of an earlier one in the input\n" in done.stdout
    assert set(PRINTED.splitlines()) <= set(done.stdout.splitlines())


def test_machine_readable(folder: Path) -> None:
    """One object with all groups and speakers; the limit cuts both."""
    done = framing(folder, "diffusion", "out", "--pattern", "wave", "--json")
    told = json.loads(done.stdout)
    assert [row["group"] for row in told["groups"]] == ["Bay Post", "Hill News", "Late Star"]
    assert (told["by"], told["first_day"], told["n_undated_with_hits"]) == ("outlet", "2031-03-02", 1)
    first = told["groups"][0]["attributed"]["first"]
    assert (first["speaker"], first["text"], first["document_id"]) == ("Ann Lee", "wave", "a")
    cut = json.loads(framing(folder, "diffusion", "out", "--pattern", "wave", "--limit", "1", "--json").stdout)
    assert (len(cut["groups"]), cut["n_groups"], cut["n_groups_with_hits"]) == (1, 3, 3)
    shown = framing(folder, "diffusion", "out", "--pattern", "wave", "--limit", "1").stdout
    assert "The first 1 of 3 outlets with a hit" in shown


def test_articles_do_not_steer_the_terminal(folder: Path) -> None:
    """No sign of a title, id, outlet, speaker or text does, and none of them begins a line of its own."""
    printed = framing(folder, "diffusion", "hostile", "--pattern", "wave").stdout
    assert "[red]" in printed
    assert not [sign for sign in printed if not sign.isprintable() and sign != "\n"]
    assert not [line for line in printed.splitlines() if line.startswith(("C", "[red]"))]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "name what to follow"),
        (["--pattern", "wave", "--category", "emotive"], 2, "not with a pattern"),
        (["--category", "emotivity"], 1, "emotivity: no hit of this run is in such a category"),
        (["--entry", "wave"], 1, "wave: no hit of this run is of such an entry"),
        (["--pattern", "wave", "--outlet", "Bay Pst"], 1, "Bay Pst: no article of this run is from such an outlet"),
        (["--pattern", "wave", "--by", "author"], 1, "no article here fits and names its author"),
        (["--pattern", "wave", "--limit", "-1"], 2, "--limit"),
        (["--pattern", "a near/5 b near/5 c"], 1, "near/"),
    ],
)
def test_what_cannot_be_answered(folder: Path, arguments: list[str], code: int, said: str) -> None:
    """The exit code, and one line of why."""
    done = framing(folder, "diffusion", "out", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in " ".join(done.stderr.split())
    assert code == 2 or done.stderr.count("\n") == 1


def test_words_that_nobody_has(folder: Path) -> None:
    """That there are none is an answer."""
    done = framing(folder, "diffusion", "out", "--pattern", "harbour")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 articles of 0 outlets have a hit" in done.stdout
