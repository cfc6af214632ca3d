"""`framing keyness` on a run of invented articles."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

QUOTED = "Ann Lee said that the storm had closed the road."


def make_articles() -> list[dict[str, Any]]:
    """Twelve articles of each outlet, of which one has harbour in own voice and storm in attributed speech."""
    rows: list[dict[str, Any]] = []
    for n in range(12):
        day = f"2031-{n + 1:02}-01"
        rows.append(
            {"id": f"bay-{n}", "outlet": "Bay  Post", "date": day, "text": f"The harbour has {n} boats. {QUOTED}"}
        )
        rows.append(
            {"id": f"hill-{n}", "outlet": "Hill News", "date": day, "text": f"The library has {n} maps on show."}
        )
    rows.append({**rows[0], "id": "copy", "outlet": "Hill News"})
    rows.append({"id": "nobody", "text": "The harbour is wide and nobody signs this text."})
    rows.append({"id": "ru", "outlet": "Hill News", "language": "ru", "text": "Порт закрыт до утра."})
    return [{"language": "en", **row} for row in rows]


def framing(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "framing", *arguments]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keyness")
    for name, rows in {
        "out": make_articles(),
        "hill": [r for r in make_articles() if r["id"].startswith("hill")],
    }.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        done = framing(folder, "run", f"{name}.jsonl", "--model", "none", "--out", name, "-q", "--pages", "none")
        assert (done.returncode, done.stderr) == (0, "")
    return folder


def read(folder: Path, *arguments: str) -> dict[str, Any]:
    done = framing(folder, "keyness", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def test_words_are_listed_with_both_sides(folder: Path) -> None:
    """Each word has its figures of both sides; repeats, other languages and articles without outlet are left out."""
    content = read(folder, "out", "--outlet", "bay post")
    assert content["n_articles"] == {"focus": 12, "reference": 12}
    assert [content[name] for name in ("n_repeats", "n_without", "n_other_language")] == [1, 1, 1]
    assert {term["term"] for term in content["more"]} >= {"harbour", "storm", "boats"}
    assert {term["term"] for term in content["less"]} == {"library", "maps", "on", "show"}
    harbour = next(term for term in content["more"] if term["term"] == "harbour")
    assert harbour["focus"] == {"count": 12, "n_articles": 12, "per_1000_words": pytest.approx(1000 / 15)}
    assert harbour["reference"] == {"count": 0, "n_articles": 0, "per_1000_words": 0}
    assert (harbour["log2_ratio"], harbour["ci_high"]) == (None, None)
    share = 0.025 ** (1 / 12)  # the least of which all of 12 occurrences are met in one in forty samples
    assert harbour["ci_low"] == pytest.approx(math.log2(share / (1 - share) * 84 / 180))
    assert 0 < harbour["q"] < 0.05
    shown = framing(folder, "keyness", "out", "--outlet", "bay post", "--limit", "1")
    assert "12 articles with 180 words against 12 articles with 84 words, language en" in shown.stdout
    assert f"Used more, 1 of {content['n_more']}" in shown.stdout
    assert "– (+" in shown.stdout


def test_voices_are_those_of_the_run(folder: Path) -> None:
    """A word of quoted people is none of the outlet's own."""
    own, attributed = (read(folder, "out", "--outlet", "Bay Post", "--voice", voice) for voice in ("own", "all"))
    assert "storm" in {term["term"] for term in attributed["more"]}
    assert "storm" not in {term["term"] for term in own["more"]}
    assert own["n_words"]["focus"] < attributed["n_words"]["focus"]
    done = framing(folder, "keyness", "out", "--outlet", "Bay Post", "--voice", "attributed")
    assert (done.returncode, "12 articles in language en and 0 words in the voice asked for" in done.stderr) == (
        1,
        True,
    )


def test_another_run_can_be_the_reference(folder: Path) -> None:
    """Against a run the rest of the first one plays no part; exchanged runs exchange more and less."""
    one = read(folder, "out", "--outlet", "Bay Post", "--against", "hill")
    assert one["n_articles"] == {"focus": 12, "reference": 12}
    assert one["more"] == read(folder, "out", "--outlet", "Bay Post")["more"]
    assert one["n_in_both"] == 0
    both = read(folder, "out", "--against", "hill"), read(folder, "hill", "--against", "out")
    assert [one["n_in_both"] for one in both] == [12, 12]
    assert "12 articles with the same text" in framing(folder, "keyness", "out", "--against", "hill").stdout
    assert [term["term"] for term in both[0]["more"]] == [term["term"] for term in both[1]["less"]]
    assert [term["ci_low"] for term in both[0]["more"]] == pytest.approx([-term["ci_high"] for term in both[1]["less"]])


def test_periods_pairs_and_thresholds(folder: Path) -> None:
    """--from and --to hold both days; undated articles are left out; pairs are neighbours; rare words are untested."""
    content = read(folder, "out", "--from", "2031-03-01", "--to", "2031-06-01")
    assert (content["n_articles"], content["n_without"]) == ({"focus": 8, "reference": 16}, 1)
    assert content["is_small"] is True
    assert "fewer than 10 articles" in framing(folder, "keyness", "out", "--from", "2031-11-01").stdout
    pairs = read(folder, "out", "--outlet", "Bay Post", "--ngram", "2")
    assert "harbour has" in {term["term"] for term in pairs["more"]}
    rare = read(folder, "out", "--outlet", "Bay Post", "--min-documents", "13", "--limit", "0")
    assert (rare["n_tested"], rare["more"]) == (2, [])  # has, the


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere", "--outlet", "Bay"], 1, "nowhere: no run.json: no run folder"),
        (["out"], 2, "name what to compare"),
        (
            ["out", "--outlet", "Bay"],
            1,
            "no article of this run is from such an outlet; there are Bay Post, Hill News",
        ),
        (["out", "--outlet", "Bay Post", "--language", "de"], 1, "no article is in this language; there are en, ru"),
        (["out", "--from", "2040-01-01"], 1, "0 articles in language en fit"),
        (["out", "--to", "2040-01-01"], 1, "0 articles in language en are left to compare with"),
        (["out", "--from", "May"], 2, "May"),
    ],
)
def test_questions_without_an_answer_say_why(folder: Path, arguments: list[str], code: int, message: str) -> None:
    """What the run does not have is exit code 1 and one line that says what there is; wrong usage is 2."""
    done = framing(folder, "keyness", *arguments)
    assert (done.returncode, done.stdout, message in done.stderr) == (code, "", True)
    assert code == 2 or done.stderr.count("\n") == 1


def test_words_do_not_steer_the_terminal(folder: Path) -> None:
    """Signs that steer a terminal come through in no word."""
    rows = [
        {
            "id": str(n),
            "outlet": "A" if n % 2 else "B",
            "language": "en",
            "text": "boat\u202ework boat " * (n % 2 * 9 + 1),
        }
        for n in range(8)
    ]
    (folder / "s.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert framing(folder, "run", "s.jsonl", "--model", "none", "--out", "s", "--pages", "none").returncode == 0
    printed = framing(folder, "keyness", "s", "--outlet", "A").stdout
    assert not [sign for sign in printed if not sign.isprintable() and sign != "\n"]
