"""Who has a frame first in a run is what its tables say."""

import json
from pathlib import Path
from typing import Any

import pytest

from framing.columns import DOCUMENTS, HITS, SCORES
from framing.errors import InputError, LexiconError
from framing.run import (
    Choice,
    DiffusionListing,
    DiffusionQuery,
    RunPlan,
    Store,
    read_manifest,
    run_corpus,
    trace_diffusion,
)

LEXICON = """format: 1
name: {name}
version: "1"
language: en
negation: {negation}
categories:
  water:
    should_hit: [A flood of lorries.]
    entries:
      - {{id: flood, pattern: flood}}
      - {{id: wave, pattern: wave, unless: [sound]}}
    categories:
      high:
        should_hit: [The tide of cars.]
        entries: [tide]
"""
ARTICLES: list[dict[str, Any]] = [
    {"id": "a", "outlet": "Bay Post", "date": "2031-03-05", "text": "There is no flood of lorries in the town."},
    {"id": "b", "outlet": "Bay Post", "date": "2031-03-09", "text": "“The flood is here,” Ann Lee said on Monday."},
    {
        "id": "c",
        "outlet": "Hill News",
        "date": "2031-03-07",
        "text": "A flood of lorries keeps the town awake at night.",
    },
    {
        "id": "d",
        "outlet": "Dale Mail",
        "date": "2031-03-06",
        "text": "A flood of lorries keeps the town awake at night.",
    },
    {"id": "e", "outlet": "Dale Mail", "date": "2031-03-01", "text": "The tide has turned for the town and the road."},
    {"id": "f", "outlet": "Dale Mail", "text": "A flood of letters has reached the council of the town."},
]


def write(folder: Path, negation: str) -> Path:
    """A run of the articles with the lexicon under a rule for negated hits."""
    lexicon, articles, out = folder / f"water-{negation}.yaml", folder / "articles.jsonl", folder / negation
    lexicon.write_text(LEXICON.format(name=f"water-{negation}", negation=negation), encoding="utf-8")
    articles.write_text("\n".join(json.dumps({"language": "en", **row}) for row in ARTICLES), encoding="utf-8")
    plan = RunPlan((str(articles),), out, Choice((str(lexicon),), "none"), pages="none", portion_bytes=300)
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("diffusion")
    return {negation: write(folder, negation) for negation in ("mark", "drop", "flip")}


@pytest.fixture(scope="module")
def run_dir(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("diffusion") / "run"
    plan = RunPlan((str(examples),), out, Choice(("war-narratives-en", "loaded-language-en"), "none"), pages="none")
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return out


def read(run_dir: Path, schema: Any) -> list[dict[str, Any]]:
    return [row for part in read_manifest(run_dir).parts for row in Store(run_dir).read(schema, part).rows()]


def find_firsts(listing: DiffusionListing) -> dict[tuple[str, str], str]:
    return {
        (row["group"], voice): row[voice]["first"]["document_id"]
        for row in listing.found.groups
        for voice in ("own", "attributed")
        if row[voice]["first"]
    }


@pytest.mark.parametrize("by", ["outlet", "author", "language"])
@pytest.mark.parametrize("category", ["war-narratives-en:russophobia", "demonising"])
def test_articles_with_a_hit_are_those_that_scores_count(run_dir: Path, by: str, category: str) -> None:
    """By group and voice as many, those whose hits are all at arm's length aside."""
    documents = {row["document_id"]: row for row in read(run_dir, DOCUMENTS)}
    scored = {
        (row["document_id"], row["voice"])
        for row in read(run_dir, SCORES)
        if row["n_hits"] and category in (row["category"], f"{row['lexicon']}:{row['category']}")
    }
    firm = {
        row["document_id"]
        for row in read(run_dir, HITS)
        if row["voice"] == "own" and row["quotation"] is None
        if category in (row["category"].split("/")[0], f"{row['lexicon']}:{row['category'].split('/')[0]}")
    }
    if not any(documents[one][by] for one, _ in scored):
        with pytest.raises(InputError, match=f"no article here fits and names its {by}"):
            trace_diffusion(DiffusionQuery(run_dir, by, category=category))
        return
    found = trace_diffusion(DiffusionQuery(run_dir, by, category=category, limit=None)).found
    assert found.groups
    for row in found.groups:
        for voice in ("own", "attributed"):
            wanted = {
                one
                for one, score_voice in scored
                if score_voice == voice and documents[one][by] and " ".join(documents[one][by].split()) == row["group"]
                if documents[one]["published"] and (voice == "attributed" or one in firm)
            }
            assert row[voice]["n_articles"] == len(wanted)
            if wanted:
                assert row[voice]["first"]["day"] == min(documents[one]["published"][:10] for one in wanted)


def test_first_hits_have_their_passages(run_dir: Path) -> None:
    """The characters in the middle are those of the hit, in groups and at speakers alike."""
    texts = {row["document_id"]: row["text"] for row in read(run_dir, DOCUMENTS)}
    found = trace_diffusion(DiffusionQuery(run_dir, category="russophobia", limit=None)).found
    firsts = [row[voice]["first"] for row in found.groups for voice in ("own", "attributed") if row[voice]["first"]]
    assert found.speakers
    for first in (*firsts, *(row["first"] for row in found.speakers)):
        text = texts[first["document_id"]][first["start"] : first["end"]]
        assert first["text"] == " ".join(text.split())
        assert "part" not in first


def test_negated_hits_count_where_scores_count_them(runs: dict[str, Path]) -> None:
    """A lexicon that drops negated hits has its first later; with `mark` and `flip` they count and are told."""
    firsts = {name: find_firsts(trace_diffusion(DiffusionQuery(run, entries=("flood",)))) for name, run in runs.items()}
    others = {("Bay Post", "attributed"): "b", ("Hill News", "own"): "c", ("Dale Mail", "own"): "d"}
    assert firsts["drop"] == others
    assert firsts["mark"] == firsts["flip"] == {**others, ("Bay Post", "own"): "a"}
    marked = trace_diffusion(DiffusionQuery(runs["mark"], entries=("water-mark:flood",))).found.groups[0]
    assert (marked["group"], marked["own"]["first"]["negated"]) == ("Bay Post", True)


def test_parents_have_the_hits_of_their_children(runs: dict[str, Path]) -> None:
    """A category is followed with those below it; an entry alone."""
    by_category = {
        name: find_firsts(trace_diffusion(DiffusionQuery(runs["drop"], category=name)))[("Dale Mail", "own")]
        for name in ("water", "water-drop:water", "water/high")
    }
    assert by_category == {"water": "e", "water-drop:water": "e", "water/high": "e"}
    assert (
        find_firsts(trace_diffusion(DiffusionQuery(runs["drop"], lexicons=("water-drop",))))["Dale Mail", "own"] == "e"
    )


def test_texts_that_others_printed_are_told(runs: dict[str, Path]) -> None:
    """On both sides, whichever the input has first; the copy that the input has later may be the earlier one."""
    found = trace_diffusion(DiffusionQuery(runs["drop"], entries=("flood",))).found
    same = {row["group"]: row["own"]["first"] and row["own"]["first"]["same_text"] for row in found.groups}
    assert same == {
        "Hill News": {"n_articles": 1, "document_id": "d", "outlet": "Dale Mail", "published": "2031-03-06"},
        "Dale Mail": {"n_articles": 1, "document_id": "c", "outlet": "Hill News", "published": "2031-03-07"},
        "Bay Post": None,
    }
    assert (found.n_repeats, found.n_undated_with_hits) == (1, 1)


def test_a_pattern_is_followed_like_an_entry(runs: dict[str, Path]) -> None:
    """The words of an entry give the firsts of the entry, its lexicon keeping negated hits."""
    by_entry = trace_diffusion(DiffusionQuery(runs["mark"], entries=("flood",)))
    by_pattern = trace_diffusion(DiffusionQuery(runs["mark"], pattern="flood"))
    assert find_firsts(by_entry) == find_firsts(by_pattern)
    assert by_entry.found.orders == by_pattern.found.orders


def test_articles_and_lengths_of_lists_can_be_chosen(runs: dict[str, Path]) -> None:
    """By outlet in any case, by day, both days included; the limit cuts lists alone."""
    query = DiffusionQuery(runs["drop"], entries=("flood",), begin="2031-03-07", end="2031-03-09")
    assert find_firsts(trace_diffusion(query)) == {("Hill News", "own"): "c", ("Bay Post", "attributed"): "b"}
    one = trace_diffusion(DiffusionQuery(runs["drop"], entries=("flood",), outlet="HILL  news"))
    assert [row["group"] for row in one.found.groups] == ["Hill News"]
    cut = trace_diffusion(DiffusionQuery(runs["drop"], entries=("flood",), limit=1))
    assert ([row["group"] for row in cut.found.groups], cut.n_groups, cut.n_groups_with_hits) == (["Dale Mail"], 3, 3)
    assert trace_diffusion(query).found.n_undated == 0


def test_what_is_not_there_is_said(runs: dict[str, Path]) -> None:
    """A category, entry, lexicon or outlet that the run does not have, no fitting article, and no pattern."""
    for options, what in (
        ({"category": "watr"}, "watr: no hit of this run is in such a category; there are water-drop:water"),
        ({"entries": ("floods",)}, "floods: no hit of this run is of such an entry; there are water-drop:flood"),
        ({"entries": ("flood",), "category": "water/high"}, "no hit of this run is of such an entry"),
        ({"lexicons": ("none-such",)}, "no lexicon was used in this run"),
        ({"category": "water", "outlet": "Hil News"}, "from such an outlet; there are Hill News"),
        ({"category": "water", "language": "ru"}, "no article here fits"),
        ({"category": "water", "by": "author"}, "no article here fits and names its author"),
        ({"category": "water", "end": "2030-01-01"}, "no article here fits"),
    ):
        with pytest.raises(InputError, match=what):
            trace_diffusion(DiffusionQuery(runs["drop"], **options))
    with pytest.raises(LexiconError, match="near/"):
        trace_diffusion(DiffusionQuery(runs["drop"], pattern="a near/5 b near/5 c"))


def test_without_dates_none_is_first(tmp_path: Path) -> None:
    """That no article has a date is said, not answered with an empty list."""
    articles = tmp_path / "a.jsonl"
    articles.write_text(json.dumps({"id": "a", "outlet": "Bay Post", "text": "A disaster for the town."}))
    plan = RunPlan((str(articles),), tmp_path / "run", Choice(("loaded-language-en",), "none"), pages="none")
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    with pytest.raises(InputError, match="none of the 1 articles here has a date"):
        trace_diffusion(DiffusionQuery(tmp_path / "run", pattern="disaster"))
