"""Rates by outlet, run and time are those that adding up the tables row by row gives."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from framing.columns import DOCUMENTS, SCORES
from framing.errors import InputError
from framing.run import GROUPS, Choice, RateQuery, RunPlan, Store, measure_groups, read_manifest, run_corpus


@pytest.fixture(scope="module")
def run_dir(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("rates") / "run"
    plan = RunPlan((str(examples),), out, Choice(("war-narratives-en", "loaded-language-en"), "none"), pages="none")
    run_corpus(plan, lambda share, outcome: None, lambda note: None)
    return out


def read(run_dir: Path, schema: Any) -> list[dict[str, Any]]:
    return [row for part in read_manifest(run_dir).parts for row in Store(run_dir).read(schema, part).rows()]


def name_group(document: dict[str, Any], by: str) -> str | None:
    if by in ("outlet", "author", "language"):
        return document[by] and " ".join(document[by].split())
    if not document["published"]:
        return None
    day = date.fromisoformat(document["published"][:10])
    return {
        "day": day.isoformat(),
        "week": "{}-W{:02}".format(*day.isocalendar()),
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": f"{day.year}",
    }[by]


@pytest.mark.parametrize("by", sorted({*GROUPS} - {"run"}))
@pytest.mark.parametrize("category", [None, "war-narratives-en:blaming-russia"])
def test_groups_are_summed_as_row_by_row(run_dir: Path, by: str, category: str | None) -> None:
    """Articles, words and hits of each group, lexicon, category and voice."""
    documents = {row["document_id"]: name_group(row, by) for row in read(run_dir, DOCUMENTS)}
    hits: dict[tuple[Any, ...], int] = defaultdict(int)
    words: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for row in read(run_dir, SCORES):
        group, name = documents[row["document_id"]], row["category"]
        lexicon = row["lexicon"]
        if not f"{lexicon}:{name}/".startswith(f"{category}/") if category else "/" in name:
            continue
        key = (group, lexicon, name if category else None, row["voice"])
        hits[key] += row["n_hits"]
        words[key][row["document_id"]] = row["n_words"]
    found = measure_groups(RateQuery((run_dir,), by, category=category))
    counted = [row for row in found.rows if row["n_articles"]]
    assert {
        (row["group"], row["lexicon"], row["category"], row["voice"]): (
            row["n_hits"],
            row["n_words"],
            row["n_articles"],
        )
        for row in counted
    } == {key: (n, sum(words[key].values()), len(words[key])) for key, n in hits.items() if key[0] is not None}
    assert counted
    assert found.n_without == sum(group is None for group in documents.values())
    assert sum(found.groups.values()) + found.n_without == len(documents)


def test_times_are_in_order_and_others_by_size(run_dir: Path) -> None:
    """A timeline begins with the first month; outlets with many articles stand above those with few."""
    months = list(measure_groups(RateQuery((run_dir,), "month")).groups)
    assert months == sorted(months)
    sizes = list(measure_groups(RateQuery((run_dir,), "outlet")).groups.values())
    assert sizes == sorted(sizes, reverse=True)


def test_a_run_beside_itself_has_the_same_rates(run_dir: Path, tmp_path: Path) -> None:
    """Two runs are told apart by the names of their folders, or by their paths; ratios of equals are 1."""
    (tmp_path / "run").symlink_to(run_dir)
    found = measure_groups(RateQuery((run_dir, tmp_path / "run"), "run"))
    assert [*found.groups] == sorted(map(str, (run_dir, tmp_path / "run")))
    assert {row["times_others"] for row in found.rows if row["n_hits"]} == {1.0}


def test_articles_can_be_chosen(run_dir: Path) -> None:
    """By outlet in any case, by language and by day, both days included."""
    documents = read(run_dir, DOCUMENTS)
    days = sorted(row["published"][:10] for row in documents if row["published"])
    begin, end = days[2], days[-3]
    chosen = measure_groups(RateQuery((run_dir,), "day", begin=begin, end=end))
    assert sum(chosen.groups.values()) == sum(begin <= day <= end for day in days)
    outlet = next(row["outlet"] for row in documents if row["outlet"])
    one = measure_groups(RateQuery((run_dir,), "outlet", outlet=outlet.upper()))
    assert [*one.groups] == [outlet]
    assert [*measure_groups(RateQuery((run_dir,), "language", language="en")).groups] == ["en"]


def test_what_is_not_there_is_said(run_dir: Path) -> None:
    """A category, a lexicon or an outlet that the run does not have."""
    with pytest.raises(InputError, match=r"praise-of-rusia: no hit of this run .*:praise-of-russia"):
        measure_groups(RateQuery((run_dir,), "outlet", category="praise-of-rusia"))
    with pytest.raises(InputError, match="no-such-lexicon: no lexicon was used"):
        measure_groups(RateQuery((run_dir,), "outlet", lexicons=("no-such-lexicon",)))
    with pytest.raises(InputError, match="no article here fits"):
        measure_groups(RateQuery((run_dir,), "outlet", outlet="'; DROP TABLE x; --"))
