"""`run.json`: what a run folder was made from, with what, how many and how fast. Written last."""

import hashlib
import json
import os
import platform
import resource
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import framing.ingest
from framing.errors import InputError
from framing.remote import AnyPath, RemotePath
from framing.run.instruments import Choice, Instruments, digest_code, find_version
from framing.whole_files import write_whole

FORMAT = 1
_LIBRARIES = ("duckdb", "numpy", "scikit-learn", "trafilatura", "py3langid")


@dataclass(slots=True)
class Manifest:
    """The content of `run.json`."""

    inputs: list[dict[str, Any]]
    options: dict[str, Any]
    choice: Choice
    parts: list[str]  # of the documents table, in the order of the input
    counts: dict[str, int]
    timings: dict[str, Any]
    instruments: dict[str, Any] = field(default_factory=dict)
    seed: int = 0
    set_aside: list[dict[str, Any]] = field(default_factory=list)  # input that no worker survived

    def to_json(self) -> str:
        """The text of `run.json`."""
        content = {
            "format": FORMAT,
            "framing_version": find_version(),
            "code_sha256": digest_code(),
            "python": platform.python_version(),
            "libraries": {name: version(name) for name in self._list_libraries()},
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            **asdict(self),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def _list_libraries(self) -> list[str]:
        is_fast = self.options.get("ingest", {}).get("extractor") == "fast"
        return [*_LIBRARIES, "resiliparse"] if is_fast else [*_LIBRARIES]


def write_manifest(run_dir: AnyPath, manifest: Manifest) -> None:
    """Write `run.json` in one step."""
    write_whole(run_dir / "run.json", manifest.to_json().encode())


def read_manifest(run_dir: AnyPath) -> Manifest:
    """The manifest of a finished run.

    Raises:
        InputError: the folder is no run folder, its run was not finished, or another version made it.
    """
    path = run_dir / "run.json"
    if not path.is_file():
        hint = (
            "the run was not finished; give the same `framing run` command again"
            if (run_dir / "tables").is_dir()
            else "no run folder"
        )
        raise InputError(f"{run_dir}: no run.json: {hint}")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise InputError(
                f"{path}: format {content['format']} instead of {FORMAT}; make the run again with `framing run`"
            )
        names = Manifest.__dataclass_fields__
        choice = Choice(**{**content["choice"], "lexicons": tuple(content["choice"]["lexicons"])})
        return Manifest(**{**{name: content[name] for name in names}, "choice": choice})
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError(
            f"{path}: not a manifest of this version ({problem}); make the run again with `framing run`"
        ) from problem


def describe_instruments(instruments: Instruments) -> dict[str, Any]:
    """Names, versions and digests of lexicons and model; of lexicons also what their transfers must share."""
    model = instruments.model
    return {
        "lexicons": [
            {
                "name": lexicon.name,
                "version": lexicon.version,
                "language": lexicon.language,
                "transfers": lexicon.transfers,
                "sha256": lexicon.sha256,
            }
            for lexicon in instruments.lexicons
        ],
        "model": model.model_id if model else None,
        "stage_keys": dict(instruments.stage_keys),
    }


def describe_inputs(paths: Iterable[AnyPath]) -> list[dict[str, Any]]:
    """Path, size in bytes and SHA-256 of each input file that can still be read.

    A file at an address is not read for it a second time: what its store calls its version stands for the SHA-256.
    """
    described: list[dict[str, Any]] = []
    for path in paths:
        if isinstance(path, RemotePath):
            with suppress(OSError):
                described.append({"path": str(path), "bytes": path.find_size(), "version": path.describe_version()})
        elif path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            name = framing.ingest.write_name(str(path))
            described.append({"path": name, "bytes": path.stat().st_size, "sha256": digest})
    return described


def measure_peak_memory() -> int:
    """Largest resident memory of this process so far, in bytes; 0 where the system does not tell."""
    if os.name != "posix":
        return 0
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
