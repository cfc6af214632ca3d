"""What a report is made of: the rows of one document, and where they come from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

SCHEMA_NAME = "framing/article/1"
Row = dict[str, Any]


@dataclass(frozen=True)
class LexiconSource:
    """A lexicon that was used: which, and what its categories mean.

    Attributes:
        categories: mappings with `name` (full path), `title`, `definition` and `mirror` (empty for none).
        negation: `drop` where negated hits do not count; `mark` or `flip` where they do.
    """

    name: str
    version: str
    sha256: str
    language: str
    title: str
    categories: Sequence[Mapping[str, str | None]] = ()
    negation: str = "mark"


# Compared and hashed as an object: pages of one run share it, and what is made from it is made once.
@dataclass(frozen=True, eq=False)
class Provenance:
    """What made the reports of a run.

    Attributes:
        model: the stance model with `model_id`, `name`, `languages`, `figures` and `sha256`; None for no stance.
        targets: titles of the stance targets by id.
        measurements: how well each part did on annotated data: mappings with `part` (voice, lexicon or stance),
            `figure` (with its name), `measured_on`, `language` (None for every language), and where known `command`.
    """

    framing_version: str
    lexicons: Sequence[LexiconSource] = ()
    model: Mapping[str, Any] | None = None
    targets_sha256: str | None = None
    targets: Mapping[str, str] = field(default_factory=dict)
    measurements: Sequence[Mapping[str, str | None]] = ()

    def lexicons_of(self, language: str) -> list[LexiconSource]:
        """The lexicons that apply to documents in `language`."""
        return [lexicon for lexicon in self.lexicons if lexicon.language == language]

    def has_model_for(self, language: str) -> bool:
        """Whether there is a stance model that knows `language`."""
        return self.model is not None and language in self.model["languages"]

    def measurements_of(self, language: str) -> list[Mapping[str, str | None]]:
        """The figures that hold for documents in `language`."""
        return [one for one in self.measurements if one.get("language") in (None, language)]

    def to_dict(self, language: str) -> Row:
        """The provenance of one document in `language`, without the definitions of categories."""
        return {
            "framing_version": self.framing_version,
            "lexicons": [
                {"name": one.name, "version": one.version, "sha256": one.sha256, "title": one.title}
                for one in self.lexicons_of(language)
            ],
            "model": {name: self.model[name] for name in _MODEL_FIELDS}
            if self.model and self.has_model_for(language)
            else None,
            "targets_sha256": self.targets_sha256,
            "measurements": [
                {name: one.get(name) for name in _MEASUREMENT_FIELDS} for one in self.measurements_of(language)
            ],
        }


_MODEL_FIELDS = ("model_id", "name", "languages", "figures", "sha256")
_MEASUREMENT_FIELDS = ("part", "figure", "measured_on", "command")


@dataclass(frozen=True)
class ArticleReport:
    """Everything that was found in one document. Rows are those of the tables, without `document_id`.

    Attributes:
        document: the row of `documents`.
        words: number of words per voice: `all`, `own`, `attributed`; the last two None where nothing was scored.
        sentences: start and end of every sentence.
        categories: title and definition of the categories that have hits.
        hits: with an `id`, which is also the address of the hit on the page.
        scores: of categories with at least one hit; other categories have 0 hits in `words`.
        summary: sentences made from the tables, `*...*` around titles of categories.
        notes: what was not analysed, and what makes figures uncertain.
    """

    document: Row
    words: dict[str, int | None]
    sentences: list[list[int]]
    categories: list[Row]
    quotations: list[Row]
    hits: list[Row]
    scores: list[Row]
    transfers: list[Row]
    stances: list[Row]
    summary: list[str]
    notes: list[str]
    provenance: Provenance

    def to_dict(self) -> Row:
        """The report as plain values, described by `report_schema()`."""
        return {**dict(self._list_parts()), "provenance": self.provenance.to_dict(self.document["language"])}

    def _list_parts(self) -> list[tuple[str, Any]]:
        """All parts but the provenance, in order."""
        return [
            ("schema", SCHEMA_NAME),
            ("document", self.document),
            ("summary", self.summary),
            ("notes", self.notes),
            ("words", self.words),
            ("sentences", self.sentences),
            ("categories", self.categories),
            ("quotations", self.quotations),
            ("hits", self.hits),
            ("scores", self.scores),
            ("transfers", self.transfers),
            ("stances", self.stances),
        ]

    def to_json(self) -> bytes:
        """The report as JSON with a line per part, the same bytes for the same report."""
        parts = [b'"%b": %b' % (key.encode(), _dump(value)) for key, value in self._list_parts()]
        parts.append(b'"provenance": %b' % _dump_provenance(self.provenance, self.document["language"]))
        return b"{\n%b\n}\n" % b",\n".join(parts)


def _dump(value: Any) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
    except orjson.JSONEncodeError:
        # JSON can write the lone surrogates of a damaged text only as escapes.
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()


@lru_cache(maxsize=64)
def _dump_provenance(provenance: Provenance, language: str) -> bytes:
    return _dump(provenance.to_dict(language))
