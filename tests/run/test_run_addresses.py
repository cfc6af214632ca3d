"""Runs over articles at addresses: the bytes of a run over files, on a local S3 server too; no credentials anywhere."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.run import Engine
from tests.run.address_runs import (
    SECRET,
    find_everywhere,
    kill_when,
    list_bytes,
    list_rows,
    read_environment,
    run,
    run_command,
    write_corpus,
)


def test_a_run_over_an_address_has_the_rows_of_one_over_files(memory: Any, tmp_path: Path) -> None:
    """All tables hold the same rows; only the documents' source is another."""
    folder = write_corpus(tmp_path / "corpus", 150)
    memory.put(str(folder), "/corpus", recursive=True)
    run((str(folder),), tmp_path / "files")
    run(("memory://corpus",), tmp_path / "address")
    for table in ("documents", "quotations", "hits", "scores", "transfers", "stances", "failures"):
        assert list_rows(tmp_path / "address", table) == list_rows(tmp_path / "files", table)


def test_credentials_stand_in_no_file_of_a_run(memory: Any, tmp_path: Path) -> None:
    """Nothing that a run writes holds the user or password of its input's address."""
    memory.put(str(write_corpus(tmp_path / "corpus", 30)), f"/anna:{SECRET}@corpus", recursive=True)
    run((f"memory://anna:{SECRET}@corpus",), tmp_path / "run")
    assert find_everywhere(tmp_path / "run", SECRET) == []
    assert find_everywhere(tmp_path / "run", "memory://***@corpus") != []
    assert find_everywhere(tmp_path / "run", "anna") == []
    manifest = json.loads((tmp_path / "run" / "run.json").read_text())
    assert manifest["options"]["inputs"] == ["memory://***@corpus"]
    assert [one["path"] for one in manifest["inputs"]] == [
        "memory://***@corpus/a.jsonl",
        "memory://***@corpus/b.parquet",
    ]


def test_memory_is_not_read_by_other_processes(memory: Any, tmp_path: Path) -> None:
    """What only this process sees is refused with more than one, before anything is written."""
    memory.put(str(write_corpus(tmp_path / "corpus", 3)), "/corpus", recursive=True)
    with pytest.raises(InputError, match="--jobs 1"):
        run(("memory://corpus",), tmp_path / "run", Engine(jobs=2))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_run_over_s3_has_the_rows_of_one_over_files(s3: Any, tmp_path: Path, n_jobs: int) -> None:
    """Ranges of JSON Lines and columns of Parquet come from the bucket, by each process on its own."""
    folder = write_corpus(tmp_path / "corpus", 150)
    s3.put(str(folder), "articles/corpus", recursive=True)
    run((str(folder),), tmp_path / "files")
    run(("s3://articles/corpus",), tmp_path / "s3", Engine(jobs=n_jobs))
    for table in ("documents", "quotations", "hits", "scores", "transfers", "stances", "failures"):
        assert list_rows(tmp_path / "s3", table) == list_rows(tmp_path / "files", table)
    assert find_everywhere(tmp_path / "s3", SECRET) == []


def test_a_killed_run_over_s3_goes_on(s3: Any, tmp_path: Path) -> None:
    """The same command after a kill ends with the bytes of an undisturbed run."""
    folder = write_corpus(tmp_path / "corpus", 3_000)
    s3.put(str(folder), "articles/corpus", recursive=True)
    command = run_command("s3://articles/corpus", "--out")
    subprocess.run([*command, str(tmp_path / "undisturbed")], env=read_environment(), check=True, timeout=120)
    killed = tmp_path / "killed"
    kill_when(lambda: any(killed.glob("tables/documents/part-*.parquet")), [*command, str(killed)])
    assert not (killed / "run.json").exists()
    subprocess.run([*command, str(killed)], env=read_environment(), check=True, timeout=120)
    shutil.rmtree(killed / "reading", ignore_errors=True)
    assert list_bytes(killed) == list_bytes(tmp_path / "undisturbed")
