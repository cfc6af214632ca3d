"""Reports and what made them, read back from the JSON that they were written as."""

import json
from dataclasses import asdict
from typing import Any

import orjson

from framing.errors import InputError
from framing.report.records import SCHEMA_NAME, ArticleReport, LexiconSource, Provenance


def load_report(content: str | bytes, provenance: Provenance) -> ArticleReport:
    """The report that `ArticleReport.to_json` wrote; its page is the same as that of the first report.

    Args:
        provenance: of the run that wrote it. The report's own holds no definitions, so it cannot stand in for it.

    Raises:
        InputError: the content is no report of this version.
    """
    parts = _load(content)
    if parts.pop("schema", None) != SCHEMA_NAME:
        raise InputError(f"no report of the kind {SCHEMA_NAME}; make the run again with `framing run`")
    return ArticleReport(**{**parts, "provenance": provenance})


def find_document_id(content: str | bytes) -> str:
    """The id of the article that a report is about.

    Raises:
        InputError: the content is no report.
    """
    try:
        return str(_load(content)["document"]["document_id"])
    except (KeyError, TypeError) as problem:
        raise InputError("no report; make the run again with `framing run`") from problem


def dump_provenance(provenance: Provenance) -> str:
    """The provenance of a run as JSON, whole: `load_provenance` gives it back."""
    return json.dumps(asdict(provenance), ensure_ascii=False, indent=1) + "\n"


def load_provenance(content: str) -> Provenance:
    """The provenance that `dump_provenance` wrote.

    Raises:
        InputError: the content is none.
    """
    try:
        fields = _load(content)
        return Provenance(**{**fields, "lexicons": [LexiconSource(**one) for one in fields["lexicons"]]})
    except (TypeError, KeyError) as problem:
        raise InputError(
            f"no provenance of this version ({problem}); make the run again with `framing run`"
        ) from problem


def _load(content: str | bytes) -> dict[str, Any]:
    try:
        loaded = orjson.loads(content)
    except orjson.JSONDecodeError:
        # Lone surrogates of a damaged text stand in it as escapes, which only the slower reader takes.
        loaded = _load_damaged(content)
    if not isinstance(loaded, dict):
        raise InputError("no JSON object; make the run again with `framing run`")
    return loaded


def _load_damaged(content: str | bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as problem:
        raise InputError(f"not JSON ({problem}); make the run again with `framing run`") from problem
