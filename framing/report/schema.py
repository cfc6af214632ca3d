"""The JSON Schema of an article report, made from the schemas of the tables so that it cannot fall behind them."""

from typing import Any

from framing.columns import DOCUMENTS, HITS, QUOTATIONS, SCORES, STANCES, TRANSFERS, Column, Schema
from framing.report.records import SCHEMA_NAME

Node = dict[str, Any]
_JSON_TYPES = {"string": "string", "integer": "integer", "float": "number", "boolean": "boolean"}
_EVIDENCE: Node = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "start": {"type": "integer", "minimum": 0},
            "end": {"type": "integer", "minimum": 0},
            "feature": {"type": "string"},
            "contribution": {"type": "number"},
        },
        "required": ["start", "end", "feature", "contribution"],
    },
}


def report_schema() -> Node:
    """The JSON Schema (draft 2020-12) of `ArticleReport.to_dict()`."""
    text: Node = {"type": "string"}
    properties: Node = {
        "schema": {"const": SCHEMA_NAME},
        "document": _describe_row(DOCUMENTS, keep_id=True),
        "summary": _list_of(text, "sentences made from the tables; titles of categories stand between asterisks"),
        "notes": _list_of(text, "what was not analysed, and what makes figures uncertain"),
        "words": _describe_words(),
        "sentences": _list_of(
            {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
            "start and end of every sentence",
        ),
        "categories": _list_of(
            _describe_texts(["lexicon", "category", "code", "title", "definition"], ["mirror"]),
            "the categories that have hits, as their lexicons define them",
        ),
        "quotations": _list_rows(QUOTATIONS),
        "hits": _list_rows(HITS, {"id": {"type": "string", "description": "address of the hit on the page, after #"}}),
        "scores": _list_rows(SCORES),
        "transfers": _list_rows(TRANSFERS),
        "stances": _list_rows(STANCES),
        "provenance": _describe_provenance(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of one article",
        "description": "Offsets are Unicode code points into document.text, end excluded.",
        **_describe_object(properties),
    }


def _describe_object(properties: Node) -> Node:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(items: Node, description: str) -> Node:
    return {"type": "array", "items": items, "description": description}


def _list_rows(schema: Schema, more: Node | None = None) -> Node:
    return _list_of(_describe_row(schema, more=more), f"rows of the table {schema.name}")


def _describe_row(schema: Schema, *, keep_id: bool = False, more: Node | None = None) -> Node:
    columns = [column for column in schema.columns if keep_id or column.name != "document_id"]
    return _describe_object({**(more or {}), **{column.name: _describe_column(column) for column in columns}})


def _describe_column(column: Column) -> Node:
    if column.kind == "evidence":
        return {**_EVIDENCE, "description": column.meaning}
    name = _JSON_TYPES[column.kind]
    node: Node = {"type": [name, "null"] if column.nullable else name, "description": column.meaning}
    if column.allowed:
        node["enum"] = list(column.allowed)
    if column.kind == "integer":
        node["minimum"] = 0
    return node


def _describe_words() -> Node:
    number: Node = {"type": ["integer", "null"], "minimum": 0}
    described = _describe_object({"all": number, "own": number, "attributed": number})
    return {**described, "description": "words per voice; categories that scores leave out have 0 hits in them"}


def _describe_texts(names: list[str], nullable: list[str]) -> Node:
    properties: Node = {name: {"type": "string"} for name in names}
    return _describe_object({**properties, **{name: {"type": ["string", "null"]} for name in nullable}})


def _describe_provenance() -> Node:
    model = {
        **_describe_object(
            {
                "model_id": {"type": "string"},
                "name": {"type": "string"},
                "languages": {"type": "array", "items": {"type": "string"}},
                "figures": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
                "sha256": {"type": "string"},
            }
        ),
        "type": ["object", "null"],
    }
    return _describe_object(
        {
            "framing_version": {"type": "string"},
            "lexicons": _list_of(
                _describe_texts(["name", "version", "sha256", "title"], []), "lexicons for this language"
            ),
            "model": model,
            "targets_sha256": {"type": ["string", "null"]},
            "measurements": _list_of(
                _describe_texts(["part", "figure", "measured_on"], ["command"]), "how well each part did"
            ),
        }
    )
