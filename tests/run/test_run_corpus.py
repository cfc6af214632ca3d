"""The whole run: the same bytes each time, nothing lost by kills and odd articles, only what changed done again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import framing
from framing.columns import DOCUMENTS, FAILURES, HITS, SCORES, TABLES, find_faults
from framing.errors import InputError
from framing.run import (
    ArticleReader,
    Choice,
    Outcome,
    PageStore,
    RunPlan,
    Store,
    corpus_run,
    read_manifest,
    rerun_stage,
    run_corpus,
)
from framing.run.folder import hold_run_dir
from framing.voice import VoiceTagger


def run(inputs: Path, out: Path, **options: Any) -> Outcome:
    return run_corpus(RunPlan((str(inputs),), out, **options), lambda share, outcome: None, lambda note: None)


def rerun(out: Path, stage: str, **changes: Any) -> Outcome:
    return rerun_stage(out, stage, changes, lambda share, outcome: None)


def read_bytes(out: Path) -> dict[str, bytes]:
    """Every file of a run folder but the manifest, which holds timings."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def write_corpus(path: Path, numbers: range, changed: int | None = None) -> None:
    rows = []
    for number in numbers:
        text = f"Harbour report {number}\n\nThe mayor said that a wave of Russophobia had reached port {number}."
        rows.append(
            {"id": f"port-{number}", "outlet": "Gazette", "text": text + (" Late news." if number == changed else "")}
        )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def finished(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("finished") / "run"
    run(examples, out)
    return out


def test_every_table_is_valid(finished: Path) -> None:
    """All parts follow their schemas, and every hit is the text that stands at its span."""
    store = Store(finished)
    for schema in TABLES:
        for part in store.list_parts(schema):
            assert find_faults(store.read(schema, part)) == []
    for part in store.list_parts(DOCUMENTS):
        texts = dict(zip(store.read(DOCUMENTS, part)["document_id"], store.read(DOCUMENTS, part)["text"], strict=True))
        for hit in store.read(HITS, part).rows():
            assert texts[hit["document_id"]][hit["start"] : hit["end"]] == hit["text"]


def test_own_and_attributed_are_all(finished: Path) -> None:
    """In every score, hits and words of the two voices add up to those of all words."""
    store = Store(finished)
    for part in store.list_parts(SCORES):
        sums: dict[tuple[str, str, str], list[int]] = {}
        for row in store.read(SCORES, part).rows():
            sign = 1 if row["voice"] == "all" else -1
            total = sums.setdefault((row["document_id"], row["lexicon"], row["category"]), [0, 0])
            total[0] += sign * row["n_hits"]
            total[1] += sign * row["n_words"]
        assert set(map(tuple, sums.values())) == {(0, 0)}


def test_the_same_run_gives_the_same_bytes(examples: Path, finished: Path, tmp_path: Path) -> None:
    """A second run into another folder writes the same parts and pages, byte for byte."""
    run(examples, tmp_path / "again")
    assert read_bytes(tmp_path / "again") == read_bytes(finished)


def test_a_repeated_run_reuses_everything(examples: Path, finished: Path) -> None:
    """The same command again analyses nothing and changes nothing."""
    before = read_bytes(finished)
    outcome = run(examples, finished)
    assert outcome.counts["reused_documents"] == outcome.counts["documents"]
    assert read_bytes(finished) == before


def test_changed_articles_cost_their_shards_only(tmp_path: Path) -> None:
    """After a change and additions the folder equals a fresh run, and most articles are taken over."""
    corpus, out = tmp_path / "corpus.jsonl", tmp_path / "run"
    write_corpus(corpus, range(2500))
    run(corpus, out, pages="none")
    write_corpus(corpus, range(2502), changed=1200)
    outcome = run(corpus, out, pages="none")
    assert outcome.counts["reused_documents"] >= 1000
    run(corpus, tmp_path / "fresh", pages="none")
    assert read_bytes(out) == read_bytes(tmp_path / "fresh")


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_killed_run_continues(tmp_path: Path) -> None:
    """A run that is killed leaves whole parts only; the same command ends with the bytes of an undisturbed run."""
    corpus, out = tmp_path / "corpus.jsonl", tmp_path / "run"
    write_corpus(corpus, range(4000))
    command = [sys.executable, "-m", "framing", "run", str(corpus), "--out", str(out), "--quiet"]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 120
    while not list((out / "tables").glob("documents/part-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    n_whole = len(Store(out).list_parts(DOCUMENTS))
    assert n_whole >= 1
    assert not (out / "run.json").exists()
    with pytest.raises(InputError, match="not finished"):
        read_manifest(out)
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["counts"].get("reused_documents", 0) > 0
    subprocess.run([*command[:5], "--out", str(tmp_path / "fresh"), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    assert read_bytes(out) == read_bytes(tmp_path / "fresh")


def test_one_failing_article_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article on which a stage raises becomes a row of failures; the others are analysed as without it."""
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, range(20))
    find_quotations = VoiceTagger.find_quotations

    def fail_on_seven(self: VoiceTagger, documents: Any, tokens: Any) -> Any:
        if "port-7" in documents["document_id"]:
            raise ZeroDivisionError("seven")
        return find_quotations(self, documents, tokens)

    run(corpus, tmp_path / "good")
    monkeypatch.setattr(VoiceTagger, "find_quotations", fail_on_seven)
    outcome = run(corpus, tmp_path / "run")
    failures = [row for part in outcome.parts for row in Store(tmp_path / "run").read(FAILURES, part).rows()]
    assert [(row["source"], row["stage"], row["error"]) for row in failures] == [
        (f"{corpus}:8", "voice", "ZeroDivisionError")
    ]
    assert outcome.counts["documents"] == 19
    for number in (6, 8):
        name = f"articles/port-{number}.json"
        assert (tmp_path / "run" / name).read_bytes() == (tmp_path / "good" / name).read_bytes()


def test_analyse_gives_the_report_of_the_command(examples: Path, finished: Path) -> None:
    """`framing.analyse` finds what `framing run` finds in the file; id and place, which a file gives, differ."""
    path = next(iter(sorted((examples / "vostok-press").glob("*.txt"))))
    written = json.loads(next(finished.glob(f"articles/*{path.stem}*.json")).read_text(encoding="utf-8"))
    known = framing.Document(path.read_text(encoding="utf-8"), published=written["document"]["published"])
    report = framing.analyse(known).to_dict()
    report = json.loads(json.dumps(report))
    for name in ("document_id", "source"):
        written["document"].pop(name), report["document"].pop(name)
    assert report == written


def test_stages_work_alone(examples: Path, tmp_path: Path) -> None:
    """Another lexicon is scored without reading the articles again, and the way back gives the first run's bytes."""
    articles = tmp_path / "articles"
    shutil.copytree(examples / "vostok-press", articles)
    out = tmp_path / "run"
    run(articles, out)
    before = read_bytes(out)
    shutil.rmtree(articles)
    rerun(out, "lexicon", lexicons=("loaded-language-en",))
    names = {row["lexicon"] for part in Store(out).list_parts(HITS) for row in Store(out).read(HITS, part).rows()}
    assert names == {"loaded-language-en"}
    rerun(out, "report")
    assert read_bytes(out) != before
    for stage in ("voice", "stance"):
        rerun(out, stage)
    rerun(out, "lexicon", lexicons=())
    rerun(out, "report")
    assert read_bytes(out) == before


def test_stages_work_alone_on_large_parts(tmp_path: Path) -> None:
    """Parts that are analysed in several batches can be scored again: stage by stage they become those of a new run."""
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, range(300))
    first = run(corpus, tmp_path / "run")
    run(corpus, tmp_path / "other", choice=Choice(lexicons=("loaded-language-en",)))
    assert rerun(tmp_path / "run", "lexicon").counts["counted_hits"] == first.counts["counted_hits"] > 0
    rerun(tmp_path / "run", "lexicon", lexicons=("loaded-language-en",))
    for stage in ("voice", "stance", "report"):
        rerun(tmp_path / "run", stage)
    assert read_bytes(tmp_path / "run") == read_bytes(tmp_path / "other")


def test_a_report_of_stale_rows_is_refused(tmp_path: Path) -> None:
    """Pages are not written with a provenance that the rows do not have."""
    lexicon = tmp_path / "harbour.yaml"
    lexicon.write_text(LEXICON.format(word="harbour"), encoding="utf-8")
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, range(3))
    run(corpus, tmp_path / "run", choice=Choice(lexicons=(str(lexicon),)))
    lexicon.write_text(LEXICON.format(word="mayor"), encoding="utf-8")
    with pytest.raises(InputError, match="framing score"):
        rerun(tmp_path / "run", "report")


def test_many_pages_are_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit all pages lie in archives, below it all are files, whatever an earlier run left."""
    corpus, out = tmp_path / "corpus.jsonl", tmp_path / "run"
    monkeypatch.setattr(corpus_run, "MAX_PAGE_FILES", 700)
    write_corpus(corpus, range(1000))
    run(corpus, out)
    assert {path.suffix for path in (out / "articles").iterdir()} == {".parquet"}
    packed = read_bytes(out)
    run(corpus, out)
    assert read_bytes(out) == packed
    write_corpus(corpus, range(600))
    run(corpus, out)
    assert {path.suffix for path in (out / "articles").iterdir()} == {".html", ".json"}
    run(corpus, tmp_path / "fresh")
    assert read_bytes(out) == read_bytes(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("repeats", "first_form"),
    [
        ([1] * 1000, "archive"),
        ([1] * 600, "files"),
        ([1] * 300 + [9] * 300, "archive"),
        ([9] * 100 + [1] * 700, "files"),
    ],
)
def test_the_form_of_pages_is_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repeats: list[int], first_form: str
) -> None:
    """The size of the input tells the form in which pages are written; where it misleads, they change it in the end."""
    monkeypatch.setattr(corpus_run, "MAX_PAGE_FILES", 700)
    forms: list[str] = []
    for name, form in (("write_files", "files"), ("write_archive", "archive")):
        written = getattr(PageStore, name)

        def record(*arguments: Any, form: str = form, written: Any = written) -> None:
            forms.append(form)
            written(*arguments)

        monkeypatch.setattr(PageStore, name, record)
    text = "Harbour report {}\n\nThe mayor said that a wave of Russophobia had reached the port."
    rows = ({"id": f"port-{n}", "text": text.format(n) + " Late news." * times} for n, times in enumerate(repeats))
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run(tmp_path / "corpus.jsonl", tmp_path / "run", portion_bytes=20_000)
    pages = "packed" if len(repeats) > 700 else "files"
    assert forms[0] == first_form
    assert set(forms) == {first_form, "archive" if pages == "packed" else "files"}
    run(tmp_path / "corpus.jsonl", tmp_path / "told", pages=pages, portion_bytes=20_000)
    assert read_bytes(tmp_path / "run") == read_bytes(tmp_path / "told")


def test_a_run_without_pages_leaves_no_folder_for_them(tmp_path: Path) -> None:
    """Pages of an earlier run are deleted with their folder."""
    write_corpus(tmp_path / "corpus.jsonl", range(3))
    run(tmp_path / "corpus.jsonl", tmp_path / "run")
    run(tmp_path / "corpus.jsonl", tmp_path / "run", pages="none")
    assert not (tmp_path / "run" / "articles").exists()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    """A run is not written into a folder that holds something else."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine", encoding="utf-8")
    write_corpus(tmp_path / "corpus.jsonl", range(1))
    with pytest.raises(InputError, match="no run folder"):
        run(tmp_path / "corpus.jsonl", tmp_path / "out")


LEXICON = """
format: 1
name: harbour
version: "1"
language: en
title: Harbours
description: For a test.
licence: Apache-2.0
source: written for a test
categories:
  water:
    title: Water
    definition: Words about water.
    source: written for a test
    should_hit: [The {word} is here.]
    should_miss: [Nothing is here.]
    entries: [{word}]
"""


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    """A second run, or stage, into the folder of one that is at work is refused and disturbs nothing."""
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, range(20))
    refused: list[str] = []

    def try_both(share: float, outcome: Outcome) -> None:
        with pytest.raises(InputError, match="another run is at work in this folder") as found:
            run(corpus, tmp_path / "run")
        refused.append(str(found.value))

    plan = RunPlan((str(corpus),), tmp_path / "run")
    run_corpus(plan, try_both, lambda note: None)
    assert refused
    run(corpus, tmp_path / "other")
    assert read_bytes(tmp_path / "run") == read_bytes(tmp_path / "other")
    with hold_run_dir(tmp_path / "run"), pytest.raises(InputError, match="another run"):
        rerun(tmp_path / "run", "stance")


def test_a_damaged_report_is_named(tmp_path: Path) -> None:
    """A report that is no JSON, is gone or is another article's is named, with the command that mends it."""
    write_corpus(tmp_path / "a.jsonl", range(2))
    run(tmp_path / "a.jsonl", tmp_path / "out")
    path, other = (tmp_path / "out" / "articles" / f"port-{number}.json" for number in range(2))
    whole = path.read_bytes()
    for damage in (b"x", whole[:50], b"[]", b"{}", b"\xff"):
        path.write_bytes(damage)
        with pytest.raises(InputError, match=r"port-0[.]json: no report.*`framing report .*out` writes it anew"):
            ArticleReader(tmp_path / "out").find("port-0")
    path.unlink()
    with pytest.raises(InputError, match=r"port-0[.]json: no report"):
        ArticleReader(tmp_path / "out").find("port-0")
    path.write_bytes(other.read_bytes())
    with pytest.raises(InputError, match="the report of 'port-1', not of 'port-0'"):
        ArticleReader(tmp_path / "out").find("port-0")
    rerun(tmp_path / "out", "report")
    assert path.read_bytes() == whole


@pytest.mark.parametrize("table", ["hits", "quotations"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, table: str, is_gone: bool) -> None:
    """`framing report` names the file that is cut or gone, and the same run writes it again."""
    write_corpus(tmp_path / "a.jsonl", range(2))
    run(tmp_path / "a.jsonl", tmp_path / "out")
    (path,) = (tmp_path / "out" / "tables" / table).glob("*.parquet")
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    if is_gone:
        path.unlink()
    with pytest.raises(InputError, match=f"{table}/part-.*cannot be read: .*the same `framing run` command again"):
        rerun(tmp_path / "out", "report")
    run(tmp_path / "a.jsonl", tmp_path / "out")
    assert path.read_bytes() == whole
