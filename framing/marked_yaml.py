"""YAML files of people: all scalars stay text, duplicate keys are refused, every value knows its line."""

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
    """

    def __init__(self, path: Path, error: type[FramingError]) -> None:
        self.path = path
        self._error = error
        self._lines: dict[Location, int] = {}
        try:
            text = path.read_text(encoding="utf-8")
            self._check_shape(text)
            node = yaml.compose(text, Loader=_LOADER)
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
        self.data = self._read(node, ()) if node is not None else {}

    def _check_shape(self, text: str) -> None:
        """Refuse what would grow beyond measure when it is composed: deep nesting, and aliases of aliases."""
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise self._error(f"{self.path}:{line}: aliases (*{event.anchor}) are not allowed; write the value out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise self._error(f"{self.path}:{line}: nested deeper than {_MAX_DEPTH} levels")

    def _read(self, node: yaml.Node, where: Location) -> Any:
        self._lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(item, (*where, number)) for number, item in enumerate(node.value)]
        return node.value

    def _read_mapping(self, node: yaml.MappingNode, where: Location) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in mapping:
                first = self._lines[(*where, key)]
                place = f"{self.path}:{line}: {format_location((*where, key))}"
                raise self._error(f"{place}: key stands twice, first on line {first}; remove or rename one")
            mapping[key] = self._read(value_node, (*where, key))
            self._lines[(*where, key)] = line
        return mapping

    def complaint(self, where: Location, message: str) -> str:
        """`file:line: path: message`, with the line of the innermost value that exists."""
        known = where
        while known and known not in self._lines:
            known = known[:-1]
        return f"{self.path}:{self._lines.get(known, 1)}: {format_location(where)}: {message}"

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
        for part in loc:
            if (*path, part) in self._lines or part == loc[-1]:
                path = (*path, part)
        return path


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
