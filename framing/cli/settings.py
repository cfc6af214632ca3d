"""Settings of a project: `framing.yaml` in the working folder gives defaults for options."""

from difflib import get_close_matches
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
    settings = {_to_name(key): value for key, value in file.data.items()}
    _check(command, file.data, (), file, FramingError)
    return _make_defaults(command, settings)


def _check(command: Any, section: dict[str, Any], where: tuple[str, ...], file: Any, error: type[Exception]) -> None:
    """Refuse keys that are neither an option of the command, or of one below it, nor the name of one below it."""
    commands = {_to_name(name): child for name, child in getattr(command, "commands", {}).items()}
    options = _find_options(command)
    for key, value in section.items():
        name, place = _to_name(key), (*where, key)
        if isinstance(value, dict) and name in commands:
            _check(commands[name], value, place, file, error)
        elif name not in options | commands.keys():
            allowed = ", ".join(sorted(one.replace("_", "-") for one in options | commands.keys()))
            near = get_close_matches(name.replace("_", "-"), allowed.split(", "), n=1)
            guess = f"; did you mean {near[0]}?" if near else ""
            owner = f"`framing {' '.join(where)}`" if where else "no command"
            raise error(
                file.complaint(
                    place, f"{owner} has {'no such' if where else 'this'} option{guess}; allowed are {allowed}"
                )
            )
        elif isinstance(value, dict):
            raise error(file.complaint(place, "must be a value or a list of values, not keys and values"))


def _find_options(command: Any) -> set[str]:
    """Long names of the options of a command and of all below it."""
    own = {name for parameter in command.params for name in _name_option(parameter)}
    return own.union(*map(_find_options, getattr(command, "commands", {}).values()))


def _name_option(parameter: Any) -> list[str]:
    if parameter.param_type_name != "option" or parameter.name in {"help", "version"}:
        return []
    return [_to_name(name.removeprefix("--")) for name in parameter.opts if name.startswith("--")]


def _make_defaults(command: Any, settings: dict[str, Any]) -> dict[str, Any]:
    defaults: dict[str, Any] = {}
    for parameter in command.params:
        named = (settings[name] for name in _name_option(parameter) if isinstance(settings.get(name), (str, list)))
        value = next(named, None)
        if value is not None:
            # An option that may be repeated takes a list; one value is a list of one.
            defaults[parameter.name] = [value] if parameter.multiple and isinstance(value, str) else value
    for name, child in getattr(command, "commands", {}).items():
        own = settings.get(_to_name(name))
        own_settings = {_to_name(key): value for key, value in own.items()} if isinstance(own, dict) else {}
        defaults[name] = _make_defaults(child, {**settings, **own_settings})
    return defaults


def _to_name(key: str) -> str:
    return key.replace("-", "_")
