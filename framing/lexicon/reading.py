"""Lexicon files -> lexicons, with every mistake reported at its place."""

import hashlib
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from framing.errors import LexiconError
from framing.lexicon.patterns import Pattern, PatternError, parse_pattern
from framing.lexicon.records import Category, Entry, Lexicon, NegationPolicy, Overlap
from framing.marked_yaml import Location, MarkedYaml

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class EntryFields(BaseModel):
    """An entry in its long form."""

    model_config = ConfigDict(extra="forbid", title="Entry")
    pattern: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] | None = None
    weight: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    case: bool = False
    unless: list[Text] = []
    note: Text = ""
    source: Text = ""
    rare: Text = ""


def _lengthen(value: Any) -> Any:
    """The long form of an entry that is written as a mere pattern."""
    return {"pattern": value} if isinstance(value, str) else value


class CategoryFields(BaseModel):
    """A category and what lies below it."""

    model_config = ConfigDict(extra="forbid", title="Category")
    title: Text = ""
    definition: Text = ""
    source: Text = ""
    mirror: Text = ""
    should_hit: list[Text] = []
    should_miss: list[Text] = []
    entries: list[Annotated[EntryFields, BeforeValidator(_lengthen)]] = []
    categories: dict[Name, "CategoryFields"] = {}


class LexiconFields(BaseModel):
    """A lexicon file."""

    model_config = ConfigDict(extra="forbid", title="Lexicon")
    format: Literal["1"]
    name: Name
    version: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    title: Text = ""
    description: Text = ""
    licence: Text = ""
    source: Text = ""
    overlap: Overlap = "longest"
    negation: NegationPolicy = "mark"
    categories: Annotated[dict[Name, CategoryFields], Field(min_length=1)]


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file.

    Raises:
        LexiconError: the file cannot be read, or is wrong; one line `file:line: path: fault` per fault.
    """
    marked = MarkedYaml(path, LexiconError)
    fields = _validate(marked)
    complaints: list[str] = []
    if fields.name != path.stem:
        complaints.append(
            marked.complaint(("name",), f"{fields.name!r} differs from the file name; rename one of them")
        )
    reader = _CategoryReader(marked)
    reader.read_all(fields.categories, (), "")
    complaints += reader.complaints
    if complaints:
        raise LexiconError("\n".join(complaints))
    return Lexicon(
        name=fields.name,
        version=fields.version,
        language=fields.language,
        title=fields.title,
        description=fields.description,
        licence=fields.licence,
        source=fields.source,
        overlap=fields.overlap,
        negation=fields.negation,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        path=path,
        categories=tuple(reader.categories),
        entries=tuple(reader.entries),
    )


class _CategoryReader:
    """Collects categories, entries and complaints in the order of the file."""

    def __init__(self, marked: MarkedYaml) -> None:
        self._marked = marked
        self._ids: dict[str, int] = {}
        self.categories: list[Category] = []
        self.entries: list[Entry] = []
        self.complaints: list[str] = []

    def read_all(self, fields: dict[str, CategoryFields], where: Location, parent: str) -> None:
        """Read categories and all below them."""
        for key, category in fields.items():
            here = (*where, "categories", key)
            name = f"{parent}/{key}" if parent else key
            self.categories.append(
                Category(
                    name=name,
                    parent=parent,
                    title=category.title,
                    definition=category.definition,
                    source=category.source,
                    mirror=category.mirror,
                    should_hit=tuple(category.should_hit),
                    should_miss=tuple(category.should_miss),
                    line=self._line(here),
                    example_lines=tuple(
                        self._line((*here, key, number))
                        for key in ("should_hit", "should_miss")
                        for number in range(len(getattr(category, key)))
                    ),
                )
            )
            for number, entry in enumerate(category.entries):
                self._read_entry(entry, (*here, "entries", number), name)
            self.read_all(category.categories, here, name)

    def _read_entry(self, fields: EntryFields, where: Location, category: str) -> None:
        parsed = self._parse(fields.pattern, fields.case, (*where, "pattern"))
        unless = [self._parse(text, False, (*where, "unless", place)) for place, text in enumerate(fields.unless)]
        written = " ".join(fields.pattern.split())
        entry_id = fields.id or f"{category}:{written}"
        line = self._line(where)
        if entry_id in self._ids:
            first = self._ids[entry_id]
            what = f"entry id {entry_id!r}" if fields.id else f"entry {written!r}"
            self._complain(
                where,
                f"{what} stands twice, first on line {first}; remove one" + ("" if fields.id else " or give it an id"),
            )
        self._ids.setdefault(entry_id, line)
        if parsed is None or None in unless:
            return
        self.entries.append(
            Entry(
                entry_id=entry_id,
                category=category,
                pattern=written,
                parsed=parsed,
                weight=fields.weight,
                case=fields.case,
                unless=tuple(fields.unless),
                parsed_unless=tuple(pattern for pattern in unless if pattern is not None),
                note=fields.note,
                source=fields.source,
                rare=fields.rare,
                line=line,
            )
        )

    def _parse(self, text: str, case: bool, where: Location) -> Pattern | None:
        try:
            return parse_pattern(text, case)
        except PatternError as problem:
            self._complain(where, str(problem))
            return None

    def _complain(self, where: Location, message: str) -> None:
        self.complaints.append(self._marked.complaint(where, message))

    def _line(self, where: Location) -> int:
        return find_line(self._marked, where)


def find_line(marked: MarkedYaml, where: Location) -> int:
    """The line of a value, taken from the complaint that would be made about it."""
    rest = marked.complaint(where, "")[len(str(marked.path)) + 1 :]
    return int(rest.split(":", 1)[0])


def _validate(marked: MarkedYaml) -> LexiconFields:
    try:
        return LexiconFields.model_validate(marked.data)
    except ValidationError as problem:
        errors = problem.errors()
        # A misspelt key is one mistake, not a missing key and an unknown one.
        meant = {
            (*error["loc"][:-1], _find_near_key(error["loc"])) for error in errors if error["type"] == "extra_forbidden"
        }
        complaints = [
            marked.complaint(location, message)
            for error in errors
            if error["type"] != "missing" or error["loc"] not in meant
            for location, message in _explain(tuple(error["loc"]), error)
        ]
        raise LexiconError("\n".join(dict.fromkeys(complaints))) from problem


def _explain(where: Location, error: Any) -> Iterator[tuple[Location, str]]:
    """The place and the sentence about one fault that pydantic found."""
    where = tuple(part for part in where if part != "[key]")
    kind, value = error["type"], error.get("input")
    if kind == "extra_forbidden":
        yield where, _explain_key(where)
    elif kind == "missing":
        yield where, "is missing; write this key"
    elif kind == "literal_error":
        yield where, f"{value!r} is not allowed; allowed: {error['ctx']['expected']}"
    elif kind == "string_pattern_mismatch":
        wanted = (
            "two lower-case letters, as en"
            if where == ("language",)
            else "lower-case letters, digits and single hyphens"
        )
        yield where, f"{value!r} is not allowed; allowed: {wanted}"
    elif kind == "string_type":
        yield where, "must be text; put it in quotation marks"
    elif kind in ("list_type", "dict_type", "model_type"):
        wanted = "a list, each item after `- `" if kind == "list_type" else "keys and values"
        yield where, f"must be {wanted}"
    else:
        yield where, f"{error['msg'][0].lower()}{error['msg'][1:]}; found {value!r}"


def _explain_key(where: Location) -> str:
    allowed = ", ".join(_allowed_keys(where))
    near = _find_near_key(where)
    return f"unknown key; did you mean {near!r}? Allowed: {allowed}" if near else f"unknown key; allowed: {allowed}"


def _allowed_keys(where: Location) -> list[str]:
    if len(where) == 1:
        return list(LexiconFields.model_fields)
    return list(EntryFields.model_fields if isinstance(where[-2], int) else CategoryFields.model_fields)


def _find_near_key(where: Location) -> str:
    near = get_close_matches(str(where[-1]), _allowed_keys(where), n=1, cutoff=0.6)
    return near[0] if near else ""


def lexicon_schema() -> dict[str, Any]:
    """JSON Schema of lexicon files, for editors that complete and check YAML.

    A file holds text only; the schema allows what editors take for numbers and truth values where they may stand.
    """
    schema = LexiconFields.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["format"] = {"enum": [1, "1"], "title": "Format"}
    entry = schema["$defs"]["EntryFields"]["properties"]
    entry["case"] = {"enum": [True, False, "true", "false"], "default": False, "title": "Case"}
    entry["weight"] = {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$", "default": 1.0, "title": "Weight"}
    entries = schema["$defs"]["CategoryFields"]["properties"]["entries"]
    entries["items"] = {"anyOf": [{"type": ["string", "number", "boolean"], "minLength": 1}, entries["items"]]}
    return schema
