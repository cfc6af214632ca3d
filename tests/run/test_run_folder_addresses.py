"""Run folders at addresses: the bytes of those on this machine, continued after a kill, read by the commands."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import fsspec
import pytest

from framing.columns import DOCUMENTS, HITS
from framing.errors import InputError
from framing.remote import RemotePath
from framing.run import (
    ArticleReader,
    Engine,
    Store,
    export_articles,
    export_tables,
    read_manifest,
    rerun_stage,
)
from framing.run.folder import find_spool_dir
from tests.run.address_runs import (
    SECRET,
    find_everywhere,
    kill_when,
    list_bytes,
    read_environment,
    run,
    run_command,
    write_corpus,
)


def fetch(run_dir: RemotePath) -> dict[str, bytes]:
    """All files of a run folder but the one with the timings."""
    files = {name: path.read_bytes() for name, path in run_dir.find_files().items()}
    files.pop("run.json")
    return files


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    return str(write_corpus(tmp_path / "corpus", 150))


@pytest.mark.parametrize("pages", ["files", "packed", "none"])
def test_a_run_folder_in_memory_has_the_bytes_of_one_on_this_machine(
    memory: Any, tmp_path: Path, corpus: str, pages: str
) -> None:
    """The same files with the same bytes, and nothing else, however pages are kept."""
    out = RemotePath("memory://bucket/run")
    run((corpus,), tmp_path / "run", pages=pages)
    run((corpus,), out, pages=pages)
    assert fetch(out) == list_bytes(tmp_path / "run")
    assert read_manifest(out).parts == read_manifest(tmp_path / "run").parts


def test_pages_change_their_form_at_an_address(memory: Any, tmp_path: Path, corpus: str) -> None:
    """Files are packed, and packed reports become files again, with the bytes of other runs."""
    out = RemotePath("memory://bucket/run")
    run((corpus,), tmp_path / "files", pages="files")
    run((corpus,), tmp_path / "packed", pages="packed")
    run((corpus,), out, pages="files")
    run((corpus,), out, pages="packed")
    assert fetch(out) == list_bytes(tmp_path / "packed")
    run((corpus,), out, pages="auto")
    assert fetch(out) == list_bytes(tmp_path / "files")


def test_an_unchanged_run_takes_over_what_is_at_the_address(memory: Any, corpus: str) -> None:
    """The same command again analyses nothing; with a part less, that part; `--fresh` all."""
    out = RemotePath("memory://bucket/run")
    outcome = run((corpus,), out)
    before = fetch(out)
    assert run((corpus,), out).counts["reused_documents"] == outcome.counts["documents"]
    Store(out).part_path(HITS, outcome.parts[0]).unlink()
    again = run((corpus,), out)
    assert again.counts["reused_documents"] < outcome.counts["documents"]
    assert run((corpus,), out, is_fresh=True).counts["reused_documents"] == 0
    assert fetch(out) == before


def test_parts_of_articles_that_are_gone_are_deleted_at_the_address(memory: Any, tmp_path: Path, corpus: str) -> None:
    """A smaller corpus leaves the files of a run over it alone."""
    out = RemotePath("memory://bucket/run")
    run((corpus,), out)
    run((f"{corpus}/b.parquet",), out)
    run((f"{corpus}/b.parquet",), tmp_path / "run")
    assert fetch(out) == list_bytes(tmp_path / "run")


def test_stages_run_again_at_an_address(memory: Any, tmp_path: Path, corpus: str) -> None:
    """`score` and `report` read and replace parts and pages there."""
    out, here = RemotePath("memory://bucket/run"), tmp_path / "run"
    for run_dir in (out, here):
        run((corpus,), run_dir)
        rerun_stage(run_dir, "lexicon", {"lexicons": ("loaded-language-en", "rhetoric-en")}, lambda *_: None)
        rerun_stage(run_dir, "report", {}, lambda *_: None)
    assert fetch(out) == list_bytes(here)


def test_articles_and_tables_are_read_and_written_at_addresses(memory: Any, tmp_path: Path, corpus: str) -> None:
    """An article is found, and exports have the same bytes at an address as on this machine."""
    out, here = RemotePath("memory://bucket/run"), tmp_path / "run"
    for run_dir, exported in ((out, RemotePath("memory://bucket/export")), (here, tmp_path / "export")):
        run((corpus,), run_dir, pages="packed")
        for form in ("csv", "jsonl", "parquet", "xlsx"):
            export_tables(run_dir, exported, form)
        export_articles(run_dir, exported, "html", ["n7", "p3"])
    assert ArticleReader(out).find("n7") == ArticleReader(here).find("n7")
    exports = {name: path.read_bytes() for name, path in RemotePath("memory://bucket/export").find_files().items()}
    assert exports == list_bytes(tmp_path / "export")
    assert len(exports) == 30


def test_a_folder_with_other_files_is_not_written_into(memory: Any, corpus: str) -> None:
    """A folder of articles is no run folder, and nothing in it is touched."""
    memory.pipe("/bucket/articles/mine.txt", b"mine")
    with pytest.raises(InputError, match="holds other files"):
        run((corpus,), RemotePath("memory://bucket"))
    assert memory.find("/") == ["/bucket/articles/mine.txt"]


def test_a_run_that_was_killed_at_once_is_continued(memory: Any, corpus: str) -> None:
    """What a run writes first says that the folder is a run's, and that it is not finished."""
    out = RemotePath("memory://bucket/run")
    memory.pipe("/bucket/run/tables/begun", b"")
    memory.pipe("/bucket/run/articles/half.html", b"half")
    with pytest.raises(InputError, match="the run was not finished"):
        read_manifest(out)
    run((corpus,), out)
    assert not {"tables/begun", "articles/half.html"} & fetch(out).keys()


def test_memory_is_not_written_by_other_processes(memory: Any, corpus: str) -> None:
    """What only this process sees is refused with more than one, before anything is written."""
    with pytest.raises(InputError, match="--jobs 1"):
        run((corpus,), RemotePath("memory://bucket/run"), Engine(jobs=2))
    assert memory.find("/") == []


def test_a_damaged_part_is_written_anew(memory: Any, tmp_path: Path, corpus: str) -> None:
    """A part that is no Parquet file is no part."""
    out = RemotePath("memory://bucket/run")
    outcome = run((corpus,), out)
    before = fetch(out)
    Store(out).part_path(DOCUMENTS, outcome.parts[0]).write_bytes(b"PAR1")  # type: ignore[union-attr]
    with pytest.raises(InputError, match=r"memory://bucket/run/tables/documents/part-.*cannot be read"):
        Store(out).read(DOCUMENTS, outcome.parts[0])
    run((corpus,), out)
    assert fetch(out) == before


def test_what_was_read_does_not_stay_on_this_machine(memory: Any, cache: Path, corpus: str) -> None:
    """It waits in the cache of the user while the run is under way, and what a killed run left there is deleted."""
    run((corpus,), RemotePath("memory://bucket/run"))
    (left,) = (cache / "framing" / "reading").parent.iterdir()
    assert list(left.iterdir()) == []
    killed = find_spool_dir(RemotePath("memory://bucket/run"), has_other_machines=False)
    assert isinstance(killed, Path)
    killed.mkdir()
    (killed / "7").write_bytes(b"of a killed run")
    run((corpus,), RemotePath("memory://bucket/run"))
    assert list(left.iterdir()) == []


def test_credentials_of_a_run_folder_are_not_shown(memory: Any, tmp_path: Path, corpus: str) -> None:
    """No file of the run, and no line that is printed, holds the user or password of its address."""
    out = RemotePath(f"memory://anna:{SECRET}@bucket/run")
    run((corpus,), out)
    memory.get(f"/anna:{SECRET}@bucket/run", str(tmp_path / "fetched"), recursive=True)
    assert find_everywhere(tmp_path / "fetched", SECRET) == []
    command = [sys.executable, "-m", "framing"]
    asked = {
        "run": ["run", corpus, "--pages", "none", "--model", "none", "--out", out.address],
        "json": ["run", corpus, "--pages", "none", "--model", "none", "--json", "--out", out.address],
        "missing": ["show", f"memory://anna:{SECRET}@bucket/other", "n1"],
        "refused": ["train", f"{corpus}/a.jsonl", "--out", out.address],
        "unreachable": ["report", f"ftp://anna:{SECRET}@127.0.0.1:1/run"],
    }
    said = {
        name: subprocess.run([*command, *arguments], env=read_environment(), capture_output=True, text=True)
        for name, arguments in asked.items()
    }
    assert {name: done.returncode for name, done in said.items()} == dict.fromkeys(asked, 1) | {"run": 0, "json": 0}
    for done in said.values():
        assert "***@" in done.stdout + done.stderr
        assert not {"anna", SECRET} & set(re.findall(r"[\w-]+", done.stdout + done.stderr))
        assert "Traceback" not in done.stderr


class Folders(fsspec.get_filesystem_class("memory")):  # type: ignore[misc] # fsspec has no types
    """A store in which a file is seen before it is whole, and a folder must be made."""

    protocol = "folders"
    store: dict[str, Any] = {}  # noqa: RUF012 - as in the class above
    pseudo_dirs = [""]  # noqa: RUF012
    names: list[str] = []  # noqa: RUF012 - that were opened to be written

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return super()._strip_protocol(path.replace("folders://", "memory://"))

    def pipe_file(self, path: str, value: bytes, **_: Any) -> None:
        assert self.isdir(self._parent(path)), path
        self.names.append(path)
        super().pipe_file(path, value)


def test_stores_without_whole_writing_get_files_beside_their_names(cache: Path, tmp_path: Path, corpus: str) -> None:
    """There, a file is written under another name, with its folder, and then renamed."""
    fsspec.register_implementation("folders", Folders, clobber=True)
    out = RemotePath("folders://host/run")
    run((corpus,), tmp_path / "run")
    run((corpus,), out)
    run((corpus,), out)
    assert fetch(out) == list_bytes(tmp_path / "run")
    assert {name.rpartition(".")[2] for name in Folders.names} == {"unfinished"}


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_run_folder_on_s3_has_the_bytes_of_one_on_this_machine(
    s3: Any, tmp_path: Path, corpus: str, n_jobs: int
) -> None:
    """Every process writes its parts into the bucket; no file holds a credential."""
    out = RemotePath("s3://articles/run")
    run((corpus,), tmp_path / "run")
    run((corpus,), out, Engine(jobs=n_jobs))
    assert fetch(out) == list_bytes(tmp_path / "run")
    s3.get("articles/run", str(tmp_path / "fetched"), recursive=True)
    assert find_everywhere(tmp_path / "fetched", SECRET) == []
    assert ArticleReader(out).find("n7") == ArticleReader(tmp_path / "run").find("n7")
    pages = [name for name in s3.find("articles/run") if name.endswith(".html")]
    assert {s3.info(name, refresh=True)["ContentType"] for name in ("articles/run/index.html", *pages[:3])} == {
        "text/html"
    }


def test_a_killed_run_into_s3_goes_on(s3: Any, tmp_path: Path) -> None:
    """The same command after a kill ends with the bytes of an undisturbed run, from another machine's cache too."""
    corpus = write_corpus(tmp_path / "corpus", 3_000)
    command = run_command(str(corpus), "--json", "--out")
    subprocess.run([*command, str(tmp_path / "undisturbed")], env=read_environment(), check=True, timeout=120)
    out = RemotePath("s3://articles/run")
    documents = out / "tables" / "documents"
    kill_when(lambda: bool(documents.list_below()), [*command, out.address])
    assert not (out / "run.json").is_file()
    environment = {**read_environment(), "XDG_CACHE_HOME": str(tmp_path / "other")}
    done = subprocess.run([*command, out.address], env=environment, check=True, timeout=120, capture_output=True)
    assert b'"reused_documents"' in done.stdout
    assert fetch(out) == list_bytes(tmp_path / "undisturbed")
