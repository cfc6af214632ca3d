"""The keys and values of lexicon files, as pydantic models; what is wrong with a file, in plain words."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from framing.errors import LexiconError
from framing.lexicon.records import NegationPolicy, Overlap, TransferScope
from framing.marked_yaml import Location, MarkedYaml

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_SCALARS = ["string", "number", "boolean"]

MAX_WEIGHT = 1000.0


class EntryFields(BaseModel):
    """An entry in its long form."""

    model_config = ConfigDict(extra="forbid", title="Entry")
    pattern: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] | None = None
    weight: Annotated[float, Field(ge=-MAX_WEIGHT, le=MAX_WEIGHT)] = 1.0
    case: bool = False
    unless: list[Text] = Field(default_factory=list, json_schema_extra={"default": []})  # not copied each time
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
    transfers: TransferScope = "category"
    lists: dict[Name, Annotated[list[Text], Field(min_length=1)]] = {}
    categories: Annotated[dict[Name, CategoryFields], Field(min_length=1)]


def validate_fields(marked: MarkedYaml) -> LexiconFields:
    """The fields of a lexicon file.

    Raises:
        LexiconError: a key or value is wrong; one line per fault.
    """
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


_WANTED = {
    "bool_parsing": "must be true or false",
    "float_parsing": "must be a number, as 2.5",
    "greater_than_equal": f"must lie between {-MAX_WEIGHT:g} and {MAX_WEIGHT:g}",
    "less_than_equal": f"must lie between {-MAX_WEIGHT:g} and {MAX_WEIGHT:g}",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty; write at least one or remove the key",
}


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
    elif kind in _WANTED:
        yield where, f"{_WANTED[kind]}; found {value!r}"
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
    It keeps to draft 7, the latest that the YAML extensions of editors know in full.
    """
    schema: dict[str, Any] = _allow_scalars(LexiconFields.model_json_schema())
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["properties"]["format"] = {"enum": [1, "1"], "title": "Format"}
    entry = schema["$defs"]["EntryFields"]["properties"]
    entry["case"] = {"enum": [True, False, "true", "false"], "default": False, "title": "Case"}
    entry["weight"] = {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$", "default": 1.0, "title": "Weight"}
    entries = schema["$defs"]["CategoryFields"]["properties"]["entries"]
    entries["items"] = {"anyOf": [{"type": _SCALARS, "minLength": 1}, entries["items"]]}
    return schema


def _allow_scalars(schema: Any) -> Any:
    """The schema with every free text open to what editors take for a number or a truth value: `no`, `1984`."""
    if isinstance(schema, list):
        return [_allow_scalars(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    opened = {key: _allow_scalars(value) for key, value in schema.items()}
    if opened.get("type") == "string" and not {"pattern", "enum", "const"} & set(opened):
        opened["type"] = _SCALARS
    return opened
