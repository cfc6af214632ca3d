"""The arithmetic of benchmarks/speed.py and the lexicons it draws."""

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.lexicon import read_lexicon

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
TEXTS = [" ".join(f"{a}{b}word" for a in "abcdefghij" for b in "klmnopqrstuvwxyz"[shift:]) for shift in range(4)]


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("speed", "speed_measuring", "speed_lexicons", "speed_columns", "speed_report"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_ratios_are_taken_within_a_round() -> None:
    """The median of the ratios of the rounds, not the ratio of the medians."""
    import speed_measuring as speed

    assert speed.describe_ratios([1, 8, 30], [1, 2, 3]) == "4.0 × (1.0–10.0)"
    assert speed.describe([3, 1, 2]) == "2.00 (1.00–3.00)"


def test_repeated_articles_have_ids_of_their_own(tmp_path: Path) -> None:
    """A grown corpus has as many ids as articles."""
    import speed_measuring as speed

    speed.write_articles([{"id": "a", "text": "x"}, {"id": "b", "text": "y"}], 5, tmp_path / "grown.jsonl")
    articles = list(speed.read_articles(tmp_path / "grown.jsonl"))
    assert [article["id"] for article in articles] == ["a", "b", "a-1", "b-1", "a-2"]


def test_a_drawn_lexicon_has_its_size_and_is_read(tmp_path: Path) -> None:
    """The seed decides the entries, and the file that is written is a lexicon."""
    import speed_lexicons

    lexicon = speed_lexicons.make_lexicon(TEXTS, 50)
    assert lexicon == speed_lexicons.make_lexicon(TEXTS, 50) != speed_lexicons.make_lexicon(TEXTS, 50, seed=1)
    patterns = [pattern for found in lexicon.values() for pattern in found]
    assert len(set(patterns)) == len(patterns) == 50
    speed_lexicons.write_lexicon(lexicon, tmp_path, "drawn-50")
    assert len(read_lexicon(tmp_path / "drawn-50.yaml").entries) == 50


def test_rates_of_fewer_articles_are_compared_per_article() -> None:
    """A case on a tenth of the articles that takes as long is ten times as slow."""
    import speed_measuring as speed

    own = speed.Case("own", "ours", lambda: 0.0, 1_000, seconds=[1.0, 2.0])
    other = speed.Case("other", "theirs", lambda: 0.0, 100, "own", 4, seconds=[1.0, 2.0])
    row = speed.describe_case(other, {"own": own, "other": other})
    assert row == "| theirs | 100 | 15.00 (10.00–20.00) | 67 | 10.0 × (10.0–10.0) | 4 × |"


def test_a_chosen_case_comes_with_the_one_it_is_compared_with() -> None:
    """`--only` takes patterns, and a wrong name is answered with the right ones."""
    import speed

    cases = {key: speed.Case(key, key, lambda: 0.0, 1, beside) for key, beside in (("a", ""), ("b-1", "a"), ("c", ""))}
    assert list(speed.choose(cases, ["b*"])) == ["a", "b-1"]
    with pytest.raises(SystemExit, match="there are a, b-1, c"):
        speed.choose(cases, ["d"])


COLUMN_TEXTS = st.lists(st.text(st.sampled_from("abAÉçſİΣσ_1'-. \n\u00a0…中"), max_size=40), min_size=1, max_size=5)


@pytest.mark.parametrize("options", [{"ngram_range": (1, 3)}, {"analyzer": "char_wb", "ngram_range": (2, 5)}])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fit_on=COLUMN_TEXTS, texts=COLUMN_TEXTS)
def test_columns_of_ngrams_equal_those_of_scikit_learn(
    options: dict[str, Any], fit_on: list[str], texts: list[str]
) -> None:
    """The same cells with the same counts, when the chunks are new and when they are known."""
    import speed_columns
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(**options).fit([*fit_on, "ab ba ab"])
    make = speed_columns.PieceColumns if "analyzer" in options else speed_columns.WordColumns
    columns = make(vectorizer.vocabulary_)
    expected = vectorizer.transform(texts)
    for _ in range(2):
        counts = columns.count(texts)
        assert counts.shape == expected.shape
        assert (counts != expected).nnz == 0


def test_another_program_that_fails_is_named_and_left_out() -> None:
    """The table goes on without it; a failure of `framing` itself ends the measurement."""
    import speed

    def fail() -> float:
        raise speed.CommandError("peer.py: exit code 1: no such word")

    cases = {
        "own": speed.Case("own", "ours", lambda: 1.0, 1),
        "other": speed.Case("other", "theirs", fail, 1, "own", is_other=True),
    }
    notes: list[str] = []
    speed.measure_round(cases, notes, "round 1")
    assert list(cases) == ["own"]
    assert notes == ["Not measured: theirs; peer.py: exit code 1: no such word"]
    with pytest.raises(speed.CommandError):
        speed.measure_round({"own": speed.Case("own", "ours", fail, 1)}, notes, "round 1")


def test_a_command_that_fails_says_why_in_one_line() -> None:
    """Its name without folders, its exit code and the last line that it wrote."""
    import speed_measuring as speed

    with pytest.raises(speed.CommandError, match=r"^python\S* -c .*: exit code 3: why$"):
        speed.run_measured([sys.executable, "-c", "import sys; sys.stderr.write('first\\nwhy\\n'); sys.exit(3)"])


def test_the_report_says_what_of_a_run_the_naive_pipeline_is_compared_with() -> None:
    """All stages, those but voice and stance, and text and lexicon alone; and what 40 times would take."""
    import speed_report
    from speed_measuring import Case

    stages = {"text": [1.0], "lexicon": [1.0], "voice": [4.0], "stance": [4.0], "tables": [2.0]}
    cases = {"naive-1000": Case("naive-1000", "naive", lambda: 0.0, 10, seconds=[2.4])}
    found = speed_report.Findings(100, 1, "speed.py", stages, {1: [4.0], 2: [2.0]}, {}, ["Not measured: quanteda."])
    lines = list(speed_report.make_report(found, cases))
    assert "* Not measured: quanteda." in lines
    assert "| all | 120.00 (120.00–120.00) |" in lines
    assert "| all stages | 2.0 × (2.0–2.0) |" in lines
    assert any("but voice and stance" in line and "6.0 × (6.0–6.0)" in line for line in lines)
    assert any("text and lexicon" in line and "12.0 × (12.0–12.0)" in line for line in lines)
    assert "For 40 × the whole run would have to take 6.00 milliseconds an article." in lines[-2]
    assert "one process against two: 2.0 ×" in lines[-1]
