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
    commands = {_to_name(name) for name in getattr(command, "commands", {})}
    for key, value in file.data.items():
        if _to_name(key) not in known | commands:
            raise FramingError(file.complaint((key,), f"no command has this option; {_allow(known | commands)}"))
        if isinstance(value, dict):
            if _to_name(key) not in commands:
                raise FramingError(file.complaint((key,), "must be a value or a list of values, not keys and values"))
            own: set[str] = set()
            child = next(child for name, child in command.commands.items() if _to_name(name) == _to_name(key))
            _make_defaults(child, {}, own)
            own |= {_to_name(name) for name in getattr(child, "commands", {})}
            for option in value:
                if _to_name(option) not in own:
                    complaint = f"`framing {key}` has no such option; {_allow(own)}"
                    raise FramingError(file.complaint((key, option), complaint))
    return defaults


def _allow(names: set[str]) -> str:
    return f"allowed are {', '.join(sorted(name.replace('_', '-') for name in names))}"


def _make_defaults(command: Any, settings: dict[str, Any], known: set[str]) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.name in {"help", "version"}:
            continue
        names = [_to_name(name.removeprefix("--")) for name in parameter.opts if name.startswith("--")]
        known.update(names)
        value = next((settings[name] for name in names if isinstance(settings.get(name), (str, list))), None)
        if value is not None:
            # An option that may be repeated takes a list; one value is a list of one.
            defaults[parameter.name] = [value] if parameter.multiple and isinstance(value, str) else value
    for name, child in getattr(command, "commands", {}).items():
        own = settings.get(_to_name(name))
        own_settings = {_to_name(key): value for key, value in own.items()} if isinstance(own, dict) else {}
        defaults[name] = _make_defaults(child, {**settings, **own_settings}, known)
    return defaults


def _to_name(key: str) -> str:
    return key.replace("-", "_")
