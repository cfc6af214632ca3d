"""YAML files of people: all scalars stay text, duplicate keys are refused, every value knows its line."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from framing.errors import FramingError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
_MAX_DEPTH = 50
# The parser in C is several times faster; wheels have it, some builds from source do not.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MarkedYaml:
    """The data of one file, and the line of every value in it.

    `data` holds dictionaries, lists and strings only: YAML 1.1 would turn the words `no` and `off` into
    booleans.

    Args:
        path: the file.
        error: what is raised about it.
        leave_out: passages of whole lines that are not read; the lines of all else stay as they are in the file.

    Raises:
        FramingError: of the given kind: the file cannot be read, is no YAML, is nested too deep or uses aliases.
    """

    def __init__(self, path: Path, error: type[FramingError], leave_out: re.Pattern[str] | None = None) -> None:
        self.path = path
        self._error = error
        try:
            text = path.read_text(encoding="utf-8")
            if leave_out:
                text = leave_out.sub(lambda passage: "\n" * passage.group().count("\n"), text)
            reader = _Reader(text)
            self.data, self._line, self._lines = reader.read()
        except OSError as problem:
            raise error(f"{path}: cannot be read: {problem.strerror}") from problem
        except UnicodeDecodeError as problem:
            raise error(f"{path}: not UTF-8 at byte {problem.start}; save the file as UTF-8") from problem
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 1
            raise error(f"{path}:{line}: not valid YAML: {problem.problem or problem.context}") from problem
        except yaml.YAMLError as problem:
            what = " ".join(str(problem).split())
            raise error(f"{path}: not valid YAML: {what}; remove control characters") from problem
        except _RefusedError as problem:
            raise error(f"{path}:{problem}") from problem
        if reader.repeated:
            where, line, first = reader.repeated
            place = f"{path}:{line}: {format_location(where)}"
            raise error(f"{place}: key stands twice, first on line {first}; remove or rename one")

    def line(self, where: Location) -> int:
        """The line of a value, or of the innermost value around it that exists."""
        line, lines = self._line, self._lines
        for part in where:
            known = _look_up(lines, part)
            if known is None:
                break
            line, lines = known
        return line

    def complaint(self, where: Location, message: str) -> str:
        """`file:line: path: message`, with the line of the innermost value that exists."""
        return f"{self.path}:{self.line(where)}: {format_location(where)}: {message}"

    def validate(self, model: type[Model]) -> Model:
        """The data as a pydantic record.

        Raises:
            FramingError: of the given kind, with one complaint per fault, a line each.
        """
        try:
            return model.model_validate(self.data)
        except ValidationError as problem:
            # A loc of pydantic may hold names of union members, which are no part of the file's path.
            complaints = [self.complaint(self._path_of(item["loc"]), _say(item)) for item in problem.errors()]
            raise self._error("\n".join(dict.fromkeys(complaints))) from problem

    def _path_of(self, loc: Location) -> Location:
        path: Location = ()
        lines = self._lines
        for part in loc:
            known = _look_up(lines, part)
            if known or part == loc[-1]:
                path = (*path, part)
                lines = known[1] if known else None
        return path


class _RefusedError(Exception):
    """What stands in the file and is not allowed, after its line."""


class _Reader:
    """Makes data and lines out of the events of the parser, in one pass.

    What would grow beyond measure is refused as it comes: deep nesting, and aliases of aliases.
    """

    def __init__(self, text: str) -> None:
        self._next = _LOADER(text).get_event
        self.repeated: tuple[Location, int, int] | None = None  # the first key that stands twice: line, first line

    def read(self) -> tuple[Any, int, "_Lines"]:
        """The data of the only document, its line, and the lines of what is in it."""
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return {}, 1, None
        event: Any = self._next()
        line = event.start_mark.line + 1
        data, lines = self._read(event, ())
        self._next()  # the document ends
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise yaml.MarkedYAMLError(problem="but found another document", problem_mark=event.start_mark)
        return data, line, lines

    def _read(self, event: Any, where: Location) -> tuple[Any, "_Lines"]:
        if type(event) is yaml.ScalarEvent:
            return event.value, None
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(f"{line}: aliases (*{event.anchor}) are not allowed; write the value out")
        if len(where) == _MAX_DEPTH:
            raise _RefusedError(f"{line}: nested deeper than {_MAX_DEPTH} levels")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        return self._read_mapping(where) if is_mapping else self._read_sequence(where)

    def _read_sequence(self, where: Location) -> tuple[list[Any], "_Lines"]:
        values: list[Any] = []
        lines: list[tuple[int, _Lines]] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            value, below = self._read(event, (*where, len(values)))
            values.append(value)
            lines.append((event.start_mark.line + 1, below))
        return values, lines

    def _read_mapping(self, where: Location) -> tuple[dict[str, Any], "_Lines"]:
        mapping: dict[str, Any] = {}
        lines: dict[str, tuple[int, _Lines]] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = str(self._read(event, (*where, ""))[0])
            line = event.start_mark.line + 1
            here = (*where, key)
            if key in mapping and not self.repeated:
                self.repeated = (here, line, lines[key][0])
            mapping[key], below = self._read(self._next(), here)
            lines[key] = (line, below)
        return mapping, lines


# Lines of the values of a mapping or a list, each with the lines of what is in it.
_Lines = dict[str, tuple[int, "_Lines"]] | list[tuple[int, "_Lines"]] | None


def _look_up(lines: _Lines, part: str | int) -> tuple[int, _Lines] | None:
    if isinstance(lines, dict):
        return lines.get(part) if isinstance(part, str) else None
    return lines[part] if isinstance(lines, list) and isinstance(part, int) and part < len(lines) else None


def _say(item: Any) -> str:
    """What pydantic finds wrong, in the words of someone who edits the file."""
    if item["type"] == "missing":
        return "is missing; write this key"
    if item["type"] == "extra_forbidden":
        return "is not a key that is read here; remove it or mend its name"
    if item["type"] in {"model_type", "model_attributes_type", "dict_type"}:
        return "must hold `key: value` lines"
    return str(item["msg"])


def format_location(where: Location) -> str:
    """A path into a file as people write it: `categories.fear.entries[3].weight`."""
    written = ""
    for part in where:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return written or "file"
