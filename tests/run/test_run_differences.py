"""What differs between two runs is what comparing their tables row by row gives."""

import json
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from framing.columns import DOCUMENTS, HITS, QUOTATIONS, SCORES, STANCES
from framing.corpus import cut_passage
from framing.errors import InputError
from framing.remote import RemotePath
from framing.run import Choice, DiffQuery, RunPlan, Store, compare_runs, read_manifest, run_corpus, run_pair

LEXICON = """
format: 1
name: {name}
version: "{version}"
language: en
categories:
  water:
    should_hit: [A flood of lorries.]
    entries: [{entries}]
"""
TEXT = (
    "The flood of cars is a disgrace. “We want Ukraine to win,” Ann Lee said on Monday, number {n}.\n\n"
    "A wave of letters came from Russia. Nobody praised the great man {n} of Moscow."
)
HIT = ("document_id", "lexicon", "category", "entry_id", "start", "end")


def write_lexicon(folder: Path, version: str, entries: str, name: str = "traffic-en") -> str:
    path = folder / version / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(LEXICON.format(name=name, version=version, entries=entries), encoding="utf-8")
    return str(path)


def run(folder: Path, name: str, articles: list[dict[str, str]], choice: Choice) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    run_corpus(RunPlan((str(path),), folder / name, choice, pages="none"), lambda *_: None, lambda note: None)
    return folder / name


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs with other articles, lexicons and targets; some of their parts hold the same articles, others not."""
    folder = tmp_path_factory.mktemp("differences")
    articles = [{"id": f"n{n:04}", "title": f"Title {n}", "text": TEXT.format(n=n)} for n in range(900)]
    changed = [
        {**one, "text": one["text"] + " A tide of rain."} if n in (550, 610) else one for n, one in enumerate(articles)
    ]
    changed = [*changed[:600], *changed[603:], {"id": "new", "text": TEXT.format(n="new")}]
    targets = folder / "targets.yaml"
    shipped = (Path(__file__).resolve().parents[2] / "lexicons" / "targets" / "default.yaml").read_text(
        encoding="utf-8"
    )
    targets.write_text(re.sub(r"Moscow", "Muscovy", shipped), encoding="utf-8")
    old = write_lexicon(folder, "1", "flood, wave, {pattern: great man, unless: [of Moscow]}")
    new = write_lexicon(folder, "2", "flood, letters, {pattern: great man}")
    other = write_lexicon(folder, "1", "cars", "other-en")
    return (
        run(folder, "a", articles, Choice((old, "loaded-language-en"))),
        run(folder, "b", changed, Choice((new, other), targets=str(targets))),
    )


def read(run_dir: Path, schema: Any, documents: set[str] | None = None) -> list[dict[str, Any]]:
    rows = [row for part in read_manifest(run_dir).parts for row in Store(run_dir).read(schema, part).rows()]
    return rows if documents is None else [row for row in rows if row["document_id"] in documents]


def find_same(a: Path, b: Path) -> set[str]:
    digests = [{(row["document_id"], row["text_sha256"]) for row in read(run_dir, DOCUMENTS)} for run_dir in (a, b)]
    return {document_id for document_id, _ in digests[0] & digests[1]}


@pytest.mark.parametrize("parts_in_bucket", [32, 1])
def test_differences_are_those_found_row_by_row(
    runs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, parts_in_bucket: int
) -> None:
    """Articles, quotations, hits, counts and stances, however many articles are compared at once."""
    monkeypatch.setattr(run_pair, "_PARTS_IN_BUCKET", parts_in_bucket)
    parts = [set(read_manifest(one).parts) for one in runs]
    assert parts[0] & parts[1]
    assert parts[0] - parts[1]
    same = find_same(*runs)
    found = compare_runs(DiffQuery(*runs))
    assert {name: n for name, n in found.articles.items() if name.startswith("n_")} == {
        "n_a": 900,
        "n_b": 898,
        "n_only_a": 3,
        "n_only_b": 1,
        "n_other_text": 2,
        "n_same": len(same),
    }
    assert found.articles["only_a"] == ["n0600", "n0601", "n0602"]
    assert found.articles["other_text"] == ["n0550", "n0610"]
    assert found.articles["only_b"] == ["new"]
    hits = [{tuple(row[name] for name in HIT): row for row in read(one, HITS, same)} for one in runs]
    for side, (own, other) in {"a": hits, "b": hits[::-1]}.items():
        only = found.hits[f"only_{side}"]
        assert {tuple(row[name] for name in HIT) for row in only} == own.keys() - other.keys()
        assert found.hits[f"n_only_{side}"] == len(only) > 0
        assert found.hits[f"n_{side}"] == len(own)
        shared = [key for key in own.keys() - other.keys() if key[1] == "traffic-en"]
        assert found.hits["shared_lexicons"][f"n_only_{side}"] == len(shared)
        assert {row["lexicon"] for row in only[: len(shared)]} == {"traffic-en"}
    both = hits[0].keys() & hits[1].keys()
    counting = [key for key in both if bool(hits[0][key]["excluded_by"]) != bool(hits[1][key]["excluded_by"])]
    assert found.hits["n_other_counting"] == len(counting) > 0
    counts = [Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()]
    for sums, one in zip(counts, runs, strict=True):
        for row in read(one, SCORES, same):
            sums[row["lexicon"], row["category"], row["voice"]] += row["n_hits"]
    assert {(row["lexicon"], row["category"], row["voice"]): (row["n_a"], row["n_b"]) for row in found.counts} == {
        key: tuple(sums.get(key) for sums in counts)
        for key in counts[0] | counts[1]
        if counts[0][key] != counts[1][key]
    }
    spans = [{(row["document_id"], row["start"], row["end"]) for row in read(one, QUOTATIONS, same)} for one in runs]
    assert found.quotations["n_a"] == len(spans[0])
    assert found.quotations["n_changed"] == 0


def test_mentions_are_paired(runs: tuple[Path, Path]) -> None:
    """Mentions of one run only, and numbers of labels by target."""
    same = find_same(*runs)
    found = compare_runs(DiffQuery(*runs)).stances
    mentions = [
        {
            (row["document_id"], row["target"], row["mention_start"]): "abstained" if row["abstained"] else row["label"]
            for row in read(one, STANCES, same)
        }
        for one in runs
    ]
    pairs = Counter(
        (key[1], mentions[0].get(key), mentions[1].get(key)) for key in mentions[0].keys() | mentions[1].keys()
    )
    assert {(row["target"], row["label_a"], row["label_b"]): row["n"] for row in found["changes"]} == {
        key: n for key, n in pairs.items() if key[1] != key[2]
    }
    assert found["n_only_a"] == len(mentions[0].keys() - mentions[1].keys()) > 0
    assert found["n_only_b"] == len(mentions[1].keys() - mentions[0].keys())
    assert all(row["difference"] == row["n_b"] - row["n_a"] != 0 for row in found["labels"])
    assert sum(row["difference"] for row in found["labels"]) == found["n_b"] - found["n_a"]


def test_passages_are_those_of_the_whole_text(runs: tuple[Path, Path]) -> None:
    """What stands around a hit is what is cut from the whole article."""
    texts = {row["document_id"]: row["text"] for row in read(runs[0], DOCUMENTS)}
    for hit in compare_runs(DiffQuery(*runs)).hits["only_a"]:
        passage = cut_passage(texts[hit["document_id"]], hit["start"], hit["end"])
        assert (hit["before"], hit["text"], hit["after"]) == passage


def test_a_limit_keeps_the_first_of_each_list(runs: tuple[Path, Path]) -> None:
    """Whatever is compared together, and with the same sums."""
    whole, short = (compare_runs(DiffQuery(*runs, limit)) for limit in (None, 2))
    for name in ("only_a", "only_b"):
        assert short.hits[name] == whole.hits[name][:2]
        assert short.articles[name] == whole.articles[name][:2]
    assert short.changed_most == whole.changed_most[:2]
    assert (short.hits["n_only_a"], short.stances, short.counts) == (
        whole.hits["n_only_a"],
        whole.stances,
        whole.counts,
    )
    assert [row["n_changes"] for row in whole.changed_most] == sorted(
        (row["n_changes"] for row in whole.changed_most), reverse=True
    )


def test_instruments_and_options_are_told(runs: tuple[Path, Path]) -> None:
    """Lexicons with another version, or of one run only; options by name; inputs by their content."""
    told = compare_runs(DiffQuery(*runs)).made_with
    versions = {row["name"]: tuple(row[side] and row[side]["version"] for side in "ab") for row in told["lexicons"]}
    shipped = read_manifest(runs[0]).instruments["lexicons"][1]["version"]
    assert versions == {"traffic-en": ("1", "2"), "loaded-language-en": (shipped, None), "other-en": (None, "1")}
    names = {row["name"] for row in told["settings"]}
    assert names == {"choice.lexicons", "choice.targets", "instruments.stage_keys.stance"}
    assert told["inputs"] == {"n_a": 1, "n_b": 1, "n_same": 0}


def test_a_run_does_not_differ_from_itself(runs: tuple[Path, Path]) -> None:
    """Nor does one without any article in common with another differ in what was found."""
    found = asdict(compare_runs(DiffQuery(runs[0], runs[0])))
    assert found.pop("made_with") == {"settings": [], "lexicons": [], "inputs": {"n_a": 1, "n_b": 1, "n_same": 1}}
    assert found.pop("articles")["n_same"] == 900
    assert (found["counts"], found["changed_most"], found["stances"]["changes"]) == ([], [], [])
    for table in ("quotations", "hits", "stances"):
        assert found[table]["n_a"] == found[table]["n_b"] > 0
        assert found[table]["n_only_a"] == found[table]["n_only_b"] == 0


def test_a_run_at_an_address_is_compared_with_one_here(memory: Any, runs: tuple[Path, Path]) -> None:
    """The result is that of two runs on this machine, in either order."""
    there = RemotePath("memory://bucket/run")
    for path in runs[1].rglob("*"):
        if path.is_file():
            memory.pipe_file(f"/bucket/run/{path.relative_to(runs[1]).as_posix()}", path.read_bytes())
    here = compare_runs(DiffQuery(*runs, 5))
    assert compare_runs(DiffQuery(runs[0], there, 5)) == here
    assert compare_runs(DiffQuery(there, runs[0], 5)) == compare_runs(DiffQuery(runs[1], runs[0], 5))


def test_a_run_that_is_missing_unfinished_or_damaged_is_refused(runs: tuple[Path, Path], tmp_path: Path) -> None:
    """The error names the run and what to do."""
    with pytest.raises(InputError, match=r"nowhere: no run\.json: no run folder"):
        compare_runs(DiffQuery(runs[0], tmp_path / "nowhere"))
    (tmp_path / "unfinished" / "tables").mkdir(parents=True)
    with pytest.raises(InputError, match="the run was not finished"):
        compare_runs(DiffQuery(tmp_path / "unfinished", runs[0]))
    article = [{"id": "x", "text": TEXT.format(n=1)}]
    damaged = run(tmp_path, "damaged", article, Choice(("loaded-language-en",), "none"))
    assert compare_runs(DiffQuery(runs[0], damaged)).articles["n_only_b"] == 1
    (part,) = (damaged / "tables" / "hits").iterdir()
    part.write_bytes(part.read_bytes()[:50])
    with pytest.raises(InputError, match="give the same `framing run` command again"):
        compare_runs(DiffQuery(damaged, damaged))
    part.unlink()
    with pytest.raises(InputError, match=r"damaged/tables/hits/part-.*: is missing; make the run again"):
        compare_runs(DiffQuery(runs[0], damaged))
