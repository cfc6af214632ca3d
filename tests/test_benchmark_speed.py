"""The arithmetic of benchmarks/speed.py and the lexicons it draws."""

import sys
from pathlib import Path

import pytest

from framing.lexicon import read_lexicon

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
TEXTS = [" ".join(f"{a}{b}word" for a in "abcdefghij" for b in "klmnopqrstuvwxyz"[shift:]) for shift in range(4)]


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("speed", "speed_lexicons"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_ratios_are_taken_within_a_round() -> None:
    """The median of the ratios of the rounds, not the ratio of the medians."""
    import speed

    assert speed.describe_ratios([1, 8, 30], [1, 2, 3]) == "4.0 × (1.0–10.0)"
    assert speed.describe([3, 1, 2]) == "2.00 (1.00–3.00)"


def test_repeated_articles_have_ids_of_their_own(tmp_path: Path) -> None:
    """A grown corpus has as many ids as articles."""
    import speed

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
