"""Which model is the default of a working folder: promoted there, with its history, and the way back.

`models/promoted.json` is the truth and is replaced as a whole, with the newest entry of the history in it;
`models/history.jsonl` follows. A program that is killed between the two leaves an entry that the next one writes.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from framing.errors import InputError, ModelError
from framing.label_files import quote, read_text
from framing.stance.artefact import MANIFEST, digest_bytes, to_json
from framing.stance.naming import is_model_name
from framing.whole_files import write_whole

FORMAT = 1
PROMOTED, HISTORY, LOCK = "promoted.json", "history.jsonl", "registry.lock"
_PATIENCE = 30.0  # seconds that one program waits for another


@dataclass(frozen=True, slots=True)
class ModelReference:
    """A model as the registry names it.

    `place` is the name of a shipped model, or a folder, relative to the working folder where it lies below it;
    `digest` is the SHA-256 of its manifest, which holds the digests of all other files.
    """

    name: str
    place: str
    is_shipped: bool
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class State:
    """What is promoted. `before` are the models to go back to, the last first to go; None is the shipped default.

    `pinned` is the label file on which models are compared, with its SHA-256; `entry` the newest entry of the history.
    """

    model: ModelReference | None = None
    before: tuple[ModelReference | None, ...] = ()
    pinned: dict[str, str] | None = None
    entry: dict[str, Any] | None = None

    @property
    def n_entries(self) -> int:
        """How many entries the history has."""
        return int(self.entry["number"]) if self.entry else 0


class Registry:
    """The registry of the working folder `base`, in its folder `models`."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.folder = base / "models"

    def read(self) -> State:
        """What is promoted; an empty state where nothing is.

        Raises:
            ModelError: the file is damaged.
        """
        path = self.folder / PROMOTED
        if not path.exists():
            return State()
        try:
            content = json.loads(read_text(path))
            if content["format"] != FORMAT:
                raise ModelError(f"{path}: format {content['format']!r} is not known, this version reads {FORMAT}")
            before = tuple(_read_reference(each) for each in content["before"])
            pinned, entry = _read_pinned(content["pinned"]), content["entry"]
            return State(_read_reference(content["model"]), before, pinned, entry and _read_entry(entry))
        except (InputError, ValueError, KeyError, TypeError) as problem:
            fault = f"{path}: not a registry file ({_describe(problem)})"
            raise ModelError(f"{fault}; delete it to use the shipped model, then promote again") from problem

    def read_history(self) -> list[dict[str, Any]]:
        """All entries, the oldest first.

        Raises:
            ModelError: a line is damaged; with file and line.
        """
        path = self.folder / HISTORY
        entries: list[dict[str, Any]] = []
        try:
            lines = read_text(path).split("\n") if path.exists() else []
        except InputError as problem:
            raise ModelError(f"{problem}; move it away to begin a new history") from problem
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                entries.append(_read_entry(json.loads(line)))
            except json.JSONDecodeError as problem:
                raise ModelError(f"{path}:{number}: not JSON; delete the line to go on without it") from problem
            except (ValueError, KeyError, TypeError) as problem:
                raise ModelError(
                    f"{path}:{number}: not an entry of the history ({_describe(problem)}); delete the line to go on "
                    "without it"
                ) from problem
        newest = self.read().entry
        # Killed after the one file and before the other: the entry is known all the same.
        if newest and newest["number"] not in [entry.get("number") for entry in entries]:
            entries.append(newest)
        return entries

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other programs from writing until the end; a killed program leaves no lock.

        Raises:
            ModelError: another program does not finish.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        # A database that stays empty: its lock works alike on all systems and ends with the program.
        with closing(sqlite3.connect(self.folder / LOCK, timeout=_PATIENCE, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as problem:
                raise ModelError(
                    f"{self.folder / LOCK}: {problem}; wait for the other program and try again"
                ) from problem
            yield
            lock.execute("ROLLBACK")

    def write(self, state: State, expected: State) -> None:
        """Replace `expected` by `state`, whose entry gets the next number.

        Raises:
            ModelError: something else was promoted since `expected` was read.
        """
        with self.locked():
            if self.read() != expected:
                raise ModelError(
                    f"{self.folder / PROMOTED}: another model was promoted meanwhile; `framing models list` shows it, "
                    "then give the command again"
                )
            history = self.read_history()
            entry = {**(state.entry or {}), "number": expected.n_entries + 1}
            content = {
                "format": FORMAT,
                "model": state.model and state.model.as_dict(),
                "before": [each and each.as_dict() for each in state.before],
                "pinned": state.pinned,
                "entry": entry,
            }
            write_whole(self.folder / PROMOTED, to_json(content).encode())
            lines = [json.dumps(each, sort_keys=True, ensure_ascii=False) for each in (*history, entry)]
            write_whole(self.folder / HISTORY, ("\n".join(lines) + "\n").encode())

    def refer(self, folder: Path, name: str, shipped_name: str | None = None) -> ModelReference:
        """The reference to a model folder as it is now."""
        digest = digest_bytes((folder / MANIFEST).read_bytes())
        if shipped_name is not None:
            return ModelReference(name, shipped_name, True, digest)
        whole, base = folder.resolve(), self.base.resolve()
        place = whole.relative_to(base) if whole.is_relative_to(base) else whole
        return ModelReference(name, place.as_posix(), False, digest)

    def find_folder(self, model: ModelReference, shipped: dict[str, Path]) -> Path:
        """The folder of a referenced model, unchanged since it was promoted.

        Raises:
            ModelError: it is gone or was changed.
        """
        folder = shipped.get(model.place) if model.is_shipped else self.base / model.place
        mend = "`framing models promote` another, or `framing models rollback`"
        if folder is None or not (folder / MANIFEST).is_file():
            raise ModelError(f"{model.place}: the promoted model is gone; restore it, {mend}")
        if digest_bytes((folder / MANIFEST).read_bytes()) != model.digest:
            raise ModelError(
                f"{folder}: changed since it was promoted; promote it again to have it compared, restore it, {mend}"
            )
        return folder


def promote(state: State, model: ModelReference, pinned: dict[str, str] | None, entry: dict[str, Any]) -> State:
    """The state with another model, from which one can go back to the present one."""
    return State(model, (*state.before, state.model), pinned, entry)


def roll_back(state: State, entry: dict[str, Any]) -> State:
    """The state before the last promotion.

    Raises:
        ModelError: nothing was promoted.
    """
    if not state.before:
        raise ModelError(
            "nothing to go back to: no promotion stands in this folder (`framing models history` lists all there were)"
        )
    return replace(state, model=state.before[-1], before=state.before[:-1], entry=entry)


def _read_reference(content: dict[str, Any] | None) -> ModelReference | None:
    if content is None:
        return None
    found = ModelReference(**content)
    if not all(isinstance(text, str) and text for text in (found.name, found.place, found.digest)):
        raise TypeError("a model has no name, place or digest")
    if not is_model_name(found.name) or not found.place.isprintable():
        raise ValueError(f"{quote(found.name)} in {quote(found.place)} is no model")
    return found


def _read_pinned(content: Any) -> dict[str, str] | None:
    if content is None:
        return None
    return {name: str(content[name]) for name in ("labels", "sha256")}


def _read_entry(content: Any) -> dict[str, Any]:
    """An entry whose number, models and figures can be read."""
    if not isinstance(content, dict) or not isinstance(content.get("number"), int):
        raise TypeError("an entry is an object with a `number`")
    for name in ("model", "previous"):
        _read_reference(content.get(name))
    figures = content.get("figures") or {}
    if not isinstance(figures, dict) or not isinstance(figures.get("warnings", []), list):
        raise TypeError("its `figures` are no object")
    for measured in filter(None, (figures.get("candidate"), figures.get("default"))):
        for name in ("macro_f1", "accuracy"):
            float(measured[name])
        _read_pinned(content["pinned"])
    return content


def _describe(problem: Exception) -> str:
    return f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)
