"""Lines of hits and of patterns are those of the tables, each between its own words."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.columns import DOCUMENTS, HITS
from framing.errors import InputError, LexiconError
from framing.run import Choice, ConcordanceQuery, RunPlan, Store, list_concordance, read_manifest, run_corpus
from framing.run.concordance import _Chooser

LEXICON = """format: 1
name: {name}
version: "1"
language: {language}
categories:
  looked-for:
    entries:
      - pattern: "{pattern}"
"""


def run_with(examples: Path, out: Path, *lexicons: str) -> Path:
    plan = RunPlan((str(examples),), out, Choice(lexicons, "none"), pages="none")
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return out


@pytest.fixture(scope="module")
def run_dir(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_with(examples, tmp_path_factory.mktemp("kwic") / "run", "war-narratives-en", "loaded-language-en")


def read(run_dir: Path, schema: Any) -> list[dict[str, Any]]:
    return [row for part in read_manifest(run_dir).parts for row in Store(run_dir).read(schema, part).rows()]


def place(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("document_id", "start", "end", "voice", "speaker", "negated"))


def test_without_a_pattern_the_hits_of_the_run_are_listed(run_dir: Path) -> None:
    """All that no rule sets aside, in the order of the articles, each with its own characters in the middle."""
    hits = [row for row in read(run_dir, HITS) if row["excluded_by"] is None]
    found = list_concordance(ConcordanceQuery(run_dir, limit=None))
    assert [place(line) for line in found.lines] == list(map(place, hits))
    assert (found.n_found, found.n_articles) == (len(hits), len({row["document_id"] for row in hits}))
    texts = {row["document_id"]: row["text"] for row in read(run_dir, DOCUMENTS)}
    for line in found.lines:
        assert line["text"] == " ".join(texts[line["document_id"]][line["start"] : line["end"]].split())


@pytest.mark.parametrize(("pattern", "language"), [("russia*", "en"), ("russia* near/12 said", "en"), ("запад*", "ru")])
def test_a_pattern_finds_what_a_lexicon_of_it_finds(
    run_dir: Path, examples: Path, tmp_path: Path, pattern: str, language: str
) -> None:
    """The same places, voices, speakers and negation as a run with a lexicon that holds the pattern alone."""
    lexicon = tmp_path / "one.yaml"
    lexicon.write_text(LEXICON.format(name="one", language=language, pattern=pattern), encoding="utf-8")
    hits = read(run_with(examples, tmp_path / "run", str(lexicon)), HITS)
    found = list_concordance(ConcordanceQuery(run_dir, pattern, language=language, limit=None))
    assert sorted(map(place, found.lines), key=repr) == sorted(map(place, hits), key=repr)
    assert found.lines


def test_lines_are_chosen_and_ordered(run_dir: Path) -> None:
    """By category with its children, voice and outlet; by the words beside, those next to the hit first."""
    lines = list_concordance(ConcordanceQuery(run_dir, limit=None)).lines
    category = "war-narratives-en:blaming-russia"
    own = list_concordance(ConcordanceQuery(run_dir, category=category, voice="own", limit=None)).lines
    wanted = [line for line in lines if f"{line['lexicon']}:{line['category']}/".startswith(f"{category}/")]
    assert own == [line for line in wanted if line["voice"] == "own"]
    assert own
    outlet = next(line["outlet"] for line in lines if line["outlet"])
    of_outlet = list_concordance(ConcordanceQuery(run_dir, outlet=outlet.upper(), limit=None)).lines
    assert of_outlet == [line for line in lines if line["outlet"] == outlet]
    left = list_concordance(ConcordanceQuery(run_dir, limit=None, order="left")).lines
    assert [line["before"].casefold().split()[::-1] for line in left] == sorted(
        line["before"].casefold().split()[::-1] for line in lines
    )


@given(st.lists(st.integers(0, 9), max_size=8), st.one_of(st.none(), st.integers(0, 12)), st.none() | st.integers(0, 9))
def test_the_first_lines_or_a_sample_are_taken(sizes: list[int], limit: int | None, seed: int | None) -> None:
    """As many as there is room for, none twice; without a seed the first."""
    choose, taken, n = _Chooser(limit, seed), dict[int, tuple[int, int]](), 0
    for part, size in enumerate(sizes):
        places, rows = choose.take(list(range(size)))
        taken |= {at: (part, row) for at, row in zip(places, rows, strict=True)}
        n += size
    room = n if limit is None else min(n, limit)
    assert sorted(taken) == list(range(room))
    assert len({*taken.values()}) == room
    if seed is None:
        everything = [(part, row) for part, size in enumerate(sizes) for row in range(size)]
        assert [taken[at] for at in range(room)] == everything[:room]


def test_each_line_is_drawn_as_often_as_others() -> None:
    """Of 20 rows 5 are drawn: each about 500 times in 2,000 samples, standard deviation 19."""
    counts: Counter[int] = Counter()
    for seed in range(2000):
        choose, kept = _Chooser(5, seed), dict[int, int]()
        for first in (0, 7, 14):
            places, rows = choose.take(list(range(first, min(first + 7, 20))))
            kept |= dict(zip(places, rows, strict=True))
        counts.update(kept.values())
    assert set(counts) == set(range(20))
    assert max(abs(n - 500) for n in counts.values()) < 90


def test_what_is_not_there_is_said(run_dir: Path) -> None:
    """A category, lexicon or outlet that the run does not have, and a text that is no pattern."""
    with pytest.raises(InputError, match="no hit of this run is in such a category; there are"):
        list_concordance(ConcordanceQuery(run_dir, category="praise-of-rusia"))
    with pytest.raises(InputError, match="no lexicon was used in this run"):
        list_concordance(ConcordanceQuery(run_dir, lexicons=("none-such",)))
    with pytest.raises(InputError, match="no article of this run is from such an outlet"):
        list_concordance(ConcordanceQuery(run_dir, outlet="None Such"))
    with pytest.raises(LexiconError, match="near/"):
        list_concordance(ConcordanceQuery(run_dir, "a near/5 b near/5 c"))
