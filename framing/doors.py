"""Doors of rooms that open one by one: a name is loaded with its module when it is first asked for.

The stub `__init__.pyi` of such a room lists what the door shows, for type checkers and for `open_door` alike.
"""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def open_door(room: str) -> Callable[[str], Any]:
    """The `__getattr__` of a room, which imports a name of its stub from the module that the stub names."""
    door = sys.modules[room]
    stub = Path(str(door.__file__)).with_suffix(".pyi")
    homes = {
        alias.name: node.module
        for node in ast.parse(stub.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }

    def find(name: str) -> Any:
        if name == "__all__":
            return sorted(homes)
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name]), name)
        setattr(door, name, value)
        return value

    return find
