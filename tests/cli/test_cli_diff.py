"""`framing diff`."""

import json
from pathlib import Path

import pytest
from command_line import framing


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the runs `a` and `b`; the articles of `b` are two of those of `a`."""
    folder = tmp_path_factory.mktemp("diff")
    text = "The mayor said that a wave of Russophobia had reached \x1b[31mthe port. It was a disgrace, she added."
    rows = [
        {"id": name, "title": f"{name} \x1b]0;title", "text": f"{name}. {text}"} for name in ("one", "two", "x\x1b[2J")
    ]
    for name, lexicons in (("a", ["loaded-language-en", "war-narratives-en"]), ("b", ["loaded-language-en"])):
        articles = rows if name == "a" else rows[1:]
        (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
        chosen = [one for lexicon in lexicons for one in ("--lexicon", lexicon)]
        done = framing("run", "articles.jsonl", "--out", name, *chosen, "--pages", "none", "--quiet", cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder


def test_what_differs_is_printed_and_the_exit_code_is_0(folder: Path) -> None:
    """Counts in lines, hits with their passages, and no sign that steers a terminal."""
    done = framing("diff", "a", "b", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "Articles: 3 in A, 2 in B; 2 with the same text, 0 with another text, 1 only in A, 0 only in B" in done.stdout
    )
    assert "only in A: one" in done.stdout
    assert "lexicon war-narratives-en: version" in done.stdout
    assert "[Russophobia]" in done.stdout
    assert "\x1b" not in done.stdout
    same = framing("diff", "a", "a", cwd=folder)
    assert (same.returncode, "are the same" in same.stdout) == (0, True)


def test_the_json_has_all(folder: Path) -> None:
    """Every list stands in it whole, unless a limit is given."""
    told = json.loads(framing("diff", "a", "b", "--json", cwd=folder).stdout)
    assert (told["a"], told["b"]) == ("a", "b")
    assert len(told["hits"]["only_a"]) == told["hits"]["n_only_a"] > 1
    assert {row["name"]: row["b"] for row in told["lexicons"]} == {"war-narratives-en": None}
    short = json.loads(framing("diff", "a", "b", "--json", "--limit", "1", cwd=folder).stdout)
    assert short["hits"]["only_a"] == told["hits"]["only_a"][:1]


def test_what_is_no_run_is_refused(folder: Path) -> None:
    """One line on standard error and exit code 1."""
    done = framing("diff", "a", "nowhere", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "framing: nowhere: no run.json: no run folder\n")
