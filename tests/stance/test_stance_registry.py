import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ModelError
from framing.stance import ModelReference, Registry, State, promote, roll_back


def model(name: str) -> ModelReference:
    return ModelReference(name, f"models/{name}", False, name * 4)


def put(registry: Registry, name: str) -> State:
    state = registry.read()
    registry.write(promote(state, model(name), {"labels": "pin.csv", "sha256": "0"}, {"action": "promote"}), state)
    return registry.read()


@settings(max_examples=30)
@given(st.lists(st.sampled_from("abc<"), max_size=12))
def test_rollback_undoes_promotion(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    """After any promotions and rollbacks the default is the top of the pile, and the history has every step."""
    registry = Registry(tmp_path_factory.mktemp("base"))
    pile: list[ModelReference | None] = [None]
    for number, step in enumerate(steps, start=1):
        state = registry.read()
        if step != "<":
            pile.append(put(registry, step).model)
        elif len(pile) > 1:
            registry.write(roll_back(state, {"action": "rollback"}), state)
            pile.pop()
        else:
            with pytest.raises(ModelError, match="nothing to go back to"):
                roll_back(state, {})
            return
        assert registry.read().model == pile[-1]
        history = registry.read_history()
        assert [entry["number"] for entry in history] == list(range(1, number + 1))
    assert not list(registry.base.rglob("*.unfinished"))


def test_a_killed_program_loses_nothing(tmp_path: Path) -> None:
    """Killed after the registry file and before the history, the entry is shown, and written by the next one."""
    registry = Registry(tmp_path)
    put(registry, "a")
    history = registry.folder / "history.jsonl"
    before = history.read_bytes()
    put(registry, "b")
    history.write_bytes(before)
    assert [entry["number"] for entry in registry.read_history()] == [1, 2]
    put(registry, "c")
    assert [json.loads(line)["number"] for line in history.read_text().splitlines()] == [1, 2, 3]


def test_one_of_two_promotions_at_once_wins(tmp_path: Path) -> None:
    """Of many programs that read the same state one writes, the others are told; the history stays whole."""
    registry = Registry(tmp_path)
    state = put(registry, "a")

    def attempt(name: str) -> str | None:
        try:
            registry.write(promote(state, model(name), None, {}), state)
        except ModelError as problem:
            return str(problem)
        return None

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(attempt, "bcdefghi"))
    assert results.count(None) == 1
    assert all("promoted meanwhile" in result for result in results if result)
    assert [entry["number"] for entry in registry.read_history()] == [1, 2]
    assert registry.read().before == (None, model("a"))


def test_a_killed_program_leaves_no_lock(tmp_path: Path) -> None:
    """A program killed while it holds the lock does not stop the next one."""
    code = (
        "import os, sys; from pathlib import Path; from framing.stance import Registry\n"
        "with Registry(Path(sys.argv[1])).locked(): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == 9
    assert put(Registry(tmp_path), "a").model == model("a")


def test_damaged_files_are_named(tmp_path: Path) -> None:
    """A registry or history file that is no such file is one line with the place and the mend."""
    registry = Registry(tmp_path)
    put(registry, "a")
    (registry.folder / "history.jsonl").write_text('{"number": 1}\n{"numb', encoding="utf-8")
    with pytest.raises(ModelError, match=r"history\.jsonl:2: not JSON"):
        registry.read_history()
    for content in ("{", "[]", '{"format": 9}', '{"format": 1}'):
        (registry.folder / "promoted.json").write_text(content, encoding="utf-8")
        with pytest.raises(ModelError, match=r"promoted\.json: "):
            registry.read()


def test_a_changed_folder_is_refused(model_dir: Path, tmp_path: Path) -> None:
    """The promoted model is found while it is as it was; changed or gone, it is named with the mend."""
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    for path in model_dir.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    registry = Registry(tmp_path)
    reference = registry.refer(folder, "mine")
    assert reference.place == "models/mine"
    assert registry.find_folder(reference, {}) == folder
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    with pytest.raises(ModelError, match="changed since it was promoted"):
        registry.find_folder(reference, {})
    manifest.unlink()
    with pytest.raises(ModelError, match="is gone"):
        registry.find_folder(reference, {})
    with pytest.raises(ModelError, match="is gone"):
        registry.find_folder(ModelReference("s", "s", True, "0"), {})
