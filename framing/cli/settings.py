"""Settings of a project: `framing.yaml` in the working folder gives defaults for options."""

from pathlib import Path
from typing import Any

SETTINGS_PATH = Path("framing.yaml")


def read_settings(command: Any, path: Path = SETTINGS_PATH) -> dict[str, Any]:
    """Defaults per command, as the command line library takes them; empty where there is no file.

    A key at the top holds for every command with that option, a section named after a command for that command.

    Raises:
        FramingError: the file is no YAML, or names an option that no command has, with file and line.
    """
    if not path.is_file():
        return {}
    # Only people with a settings file pay for reading YAML.
    from framing.errors import FramingError
    from framing.marked_yaml import MarkedYaml

    file = MarkedYaml(path, FramingError)
    if not isinstance(file.data, dict):
        raise FramingError(file.complaint((), "must hold `option: value` lines"))
    known: set[str] = set()
    defaults = _make_defaults(command, {_to_name(key): value for key, value in file.data.items()}, known)
    for key in file.data:
        if _to_name(key) not in known:
            options = ", ".join(sorted(name.replace("_", "-") for name in known))
            raise FramingError(file.complaint((key,), f"no command has this option; allowed are {options}"))
    return defaults


def _make_defaults(command: Any, settings: dict[str, Any], known: set[str]) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name not in {"help", "version"}:
            known.add(parameter.name)
            if isinstance(settings.get(parameter.name), (str, list)):
                defaults[parameter.name] = settings[parameter.name]
    for name, child in getattr(command, "commands", {}).items():
        known.add(_to_name(name))
        own = settings.get(_to_name(name))
        own_settings = {_to_name(key): value for key, value in own.items()} if isinstance(own, dict) else {}
        defaults[name] = _make_defaults(child, {**settings, **own_settings}, known)
    return defaults


def _to_name(key: str) -> str:
    return key.replace("-", "_")
