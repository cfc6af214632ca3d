"""The tables that cross rooms: their columns, kinds and units. No files, no printing, no analysis.

A stage is a function from columns to columns. All offsets are Unicode code points into the document's
text as stored, end excluded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["string", "integer", "float", "boolean", "evidence"]
IntArray = NDArray[np.int32]

ZONES = ("headline", "lede", "body")
HEADLINE, LEDE, BODY = range(3)
VOICES = ("own", "attributed")
OWN, ATTRIBUTED = range(2)
QUOTATION_KINDS = ("direct", "mixed", "indirect", "scare")
LABELS = ("against", "neutral", "favor")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, kind, unit or meaning, and the values it may take."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The name and columns of a table, in the order in which they are written."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Table:
    """Equally long columns under a schema. A column is a list, or a numpy array where a stage computed one.

    Rows of a batch stand document after document, in the order of the batch's documents, and within a
    document by `start` where there is one.
    """

    schema: Schema
    columns: Mapping[str, Sequence[Any] | NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns[self.schema.columns[0].name])

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries of plain Python values."""
        names = self.schema.names
        lists = [_as_list(self.columns[name]) for name in names]
        for values in zip(*lists, strict=True):
            yield dict(zip(names, values, strict=True))

    def take(self, indices: Sequence[int] | slice) -> "Table":
        """The rows at `indices`, in that order."""
        if isinstance(indices, slice):
            return Table(self.schema, {name: values[indices] for name, values in self.columns.items()})
        return Table(self.schema, {name: _pick(values, indices) for name, values in self.columns.items()})

    def with_columns(self, **columns: Sequence[Any] | NDArray[Any]) -> "Table":
        """The same rows with some columns replaced."""
        return Table(self.schema, {**self.columns, **columns})

    @classmethod
    def from_rows(cls, schema: Schema, rows: Iterable[Mapping[str, Any]]) -> "Table":
        """A table of rows; a nullable column that a row leaves out is null."""
        columns: dict[str, list[Any]] = {name: [] for name in schema.names}
        for row in rows:
            for column in schema.columns:
                columns[column.name].append(row.get(column.name) if column.nullable else row[column.name])
        return cls(schema, columns)

    @classmethod
    def concat(cls, schema: Schema, tables: Iterable["Table"]) -> "Table":
        """The rows of several tables of one schema, one table after another."""
        columns: dict[str, list[Any]] = {name: [] for name in schema.names}
        for table in tables:
            for name in schema.names:
                columns[name].extend(_as_list(table.columns[name]))
        return cls(schema, columns)


def _as_list(values: Sequence[Any] | NDArray[Any]) -> list[Any]:
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def _pick(values: Sequence[Any] | NDArray[Any], indices: Sequence[int]) -> Sequence[Any] | NDArray[Any]:
    return (
        values[np.asarray(indices, dtype=np.intp)] if isinstance(values, np.ndarray) else [values[i] for i in indices]
    )


_PYTHON_TYPES: dict[Kind, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "evidence": list,
}


def find_faults(table: Table) -> list[str]:
    """What breaks the table's schema, one sentence per fault; an empty list for a valid table."""
    faults = []
    if set(table.columns) != set(table.schema.names):
        faults.append(f"{table.schema.name}: columns {sorted(table.columns)} instead of {sorted(table.schema.names)}")
    lengths = {name: len(values) for name, values in table.columns.items()}
    if len(set(lengths.values())) > 1:
        faults.append(f"{table.schema.name}: columns of different lengths {lengths}")
    for column in table.schema.columns:
        for row, value in enumerate(_as_list(table.columns.get(column.name, []))):
            problem = _find_value_fault(column, value)
            if problem:
                faults.append(f"{table.schema.name}.{column.name} row {row}: {value!r} {problem}")
    return faults


def _find_value_fault(column: Column, value: Any) -> str:
    if value is None:
        return "" if column.nullable else "is null"
    if not isinstance(value, _PYTHON_TYPES[column.kind]) or (column.kind == "integer" and isinstance(value, bool)):
        return f"is not {column.kind}"
    if column.allowed and value not in column.allowed:
        return f"is none of {', '.join(column.allowed)}"
    return ""


def _string(name: str, meaning: str, nullable: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    return Column(name, "string", meaning, nullable, allowed)


def _integer(name: str, meaning: str, nullable: bool = False) -> Column:
    return Column(name, "integer", meaning, nullable)


def _float(name: str, meaning: str, nullable: bool = False) -> Column:
    return Column(name, "float", meaning, nullable)


_DOCUMENT_ID = _string("document_id", "the document that the row belongs to")
_VOICE = _string("voice", "whose words: the outlet's own, or a quoted or reported speaker's", allowed=VOICES)

DOCUMENTS = Schema(
    "documents",
    (
        _string("document_id", "unique in the run"),
        _string("text", "the text that all offsets count in"),
        _string("title", "headline as given with the document, or found in its text", nullable=True),
        _string("outlet", "who published it", nullable=True),
        _string("author", "byline", nullable=True),
        _string("published", "ISO 8601 date or date and time", nullable=True),
        _string("url", "address", nullable=True),
        _string("language", "ISO 639-1 code; `und` where undetermined"),
        _string("source", "the file, and after a colon the row in it, counted from 1"),
        _string("raw_sha256", "hexadecimal digest of the bytes or row as read"),
        _string("text_sha256", "hexadecimal digest of the text in UTF-8"),
        _integer("n_words", "words in the text; null before tokenizing", nullable=True),
        _integer("n_sentences", "sentences in the text; null before tokenizing", nullable=True),
        _string("duplicate_of", "document_id of the document that this one repeats", nullable=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One article as a caller hands it over; what is None is found in the text or stays null."""

    text: str
    document_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


QUOTATIONS = Schema(
    "quotations",
    (
        _DOCUMENT_ID,
        _integer("start", "first character of the content, marks included"),
        _integer("end", "after the last character of the content"),
        _string(
            "kind", "in marks, partly in marks, without marks, or a fragment at arm's length", allowed=QUOTATION_KINDS
        ),
        _string("speaker", "the speaker's name as canonical in this document", nullable=True),
        _integer("speaker_start", "where the speaker is named for this quotation", nullable=True),
        _integer("speaker_end", "after the speaker", nullable=True),
        _string("cue", "the reporting verb or marker as written", nullable=True),
        _integer("cue_start", "first character of the cue", nullable=True),
        _integer("cue_end", "after the cue", nullable=True),
        _string("cue_class", "neutral, endorsing, doubting, demanding, emotional", nullable=True),
        _string("rule", "the rule that decided, by name"),
    ),
)

HITS = Schema(
    "hits",
    (
        _DOCUMENT_ID,
        _string("lexicon", "name of the lexicon"),
        _string("category", "category, nested ones with their parents: `parent/child`"),
        _string("entry_id", "the entry, unique in its lexicon"),
        _integer("start", "first character of the hit"),
        _integer("end", "after the hit"),
        _string("text", "the characters of the hit"),
        _VOICE,
        _integer("quotation", "number of the quotation within the document, from 0; null outside", nullable=True),
        _string("speaker", "whom the quotation is attributed to", nullable=True),
        _string("zone", "where in the article", allowed=ZONES),
        Column("negated", "boolean", "inside the scope of a negation"),
        _string("excluded_by", "the `unless` pattern that takes the hit out of the scores", nullable=True),
        _float("weight", "weight of the entry"),
    ),
)

SCORES = Schema(
    "scores",
    (
        _DOCUMENT_ID,
        _string("lexicon", "name of the lexicon"),
        _string("category", "category; parents count the hits of their children"),
        _string("voice", "all words, or those of one voice", allowed=("all", *VOICES)),
        _integer("n_hits", "counted hits: not excluded, and not dropped for negation"),
        _float("weight_sum", "sum of the weights of these hits"),
        _integer("n_words", "words in that voice"),
        _float("per_1000_words", "1000 n_hits / n_words; null without words", nullable=True),
        _float("ci_low", "lower end of the 95 % Poisson interval of per_1000_words", nullable=True),
        _float("ci_high", "upper end of that interval", nullable=True),
    ),
)

TRANSFERS = Schema(
    "transfers",
    (
        _DOCUMENT_ID,
        _string("category", "`lexicon:category` that stands in both voices"),
        _integer("attributed_start", "first character of the attributed hit"),
        _integer("attributed_end", "after the attributed hit"),
        _integer("own_start", "first character of the hit in the outlet's own voice"),
        _integer("own_end", "after that hit"),
        _string("direction", "which stands first in the text", allowed=("attributed-first", "own-first")),
        Column("same_entry", "boolean", "both hits come from the same entry"),
        _integer("sentences_apart", "sentences between the two, 0 within one sentence"),
        _string("own_zone", "zone of the own-voice hit", allowed=ZONES),
        _string("speaker", "whom the attributed hit is attributed to", nullable=True),
    ),
)

# Over a corpus; made from the tables of a run and not stored among them.
TRANSFER_SHARES = Schema(
    "transfer_shares",
    (
        _string("lexicon", "name of the lexicon; null for all counted lexicons together", nullable=True),
        _string("category", "category, parents with their children; null for any of the lexicon", nullable=True),
        _string("outlet", "the outlet; null for all articles", nullable=True),
        _integer("n_articles", "articles in the language of the lexicon"),
        _integer("n_with_hits", "of these with a hit in either voice, neither negated nor set aside"),
        _integer("n_in_both", "of these with a transfer"),
        _integer("n_attributed_first", "of these with a transfer in which attributed speech stands first"),
        _integer("n_own_first", "of these with a transfer in which own voice stands first; some count in both"),
        _float("share", "n_in_both / n_articles; null without articles", nullable=True),
        _float("ci_low", "lower end of its 95 % Wilson interval", nullable=True),
        _float("ci_high", "upper end of that interval", nullable=True),
        _float("share_with_hits", "n_in_both / n_with_hits; null without hits", nullable=True),
        _float("ci_low_with_hits", "lower end of its 95 % Wilson interval", nullable=True),
        _float("ci_high_with_hits", "upper end of that interval", nullable=True),
    ),
)

STANCES = Schema(
    "stances",
    (
        _DOCUMENT_ID,
        _string("target", "target id"),
        _integer("mention_start", "first character of the mention"),
        _integer("mention_end", "after the mention"),
        _VOICE,
        _string("speaker", "whose sentence it is, when attributed", nullable=True),
        _string("label", "the likeliest label", allowed=LABELS),
        _float("p_favor", "calibrated probability"),
        _float("p_neutral", "calibrated probability"),
        _float("p_against", "calibrated probability"),
        Column("abstained", "boolean", "the likeliest label is below the model's threshold"),
        Column("evidence", "evidence", "features with span and contribution to the label's decision value"),
        _string("model_id", "name and digest of the model"),
    ),
)

FAILURES = Schema(
    "failures",
    (
        _string("source", "the file, and after a colon the row in it"),
        _string("stage", "ingest, text, voice, lexicon, stance or report"),
        _string("error", "kind of error"),
        _string("message", "what is wrong and how to mend it"),
    ),
)

TABLES = (DOCUMENTS, QUOTATIONS, HITS, SCORES, TRANSFERS, STANCES, FAILURES)


@dataclass(frozen=True, slots=True)
class Types:
    """The vocabulary as far as one batch needs it: facts per distinct word form, by type id.

    A type id means the same form in every batch of one `generation`; a vocabulary that outgrew its cap
    starts a new generation. The lists are shared with later batches and may be longer than `n_types`.
    """

    generation: int
    n_types: int
    forms: list[str]  # as written
    folded: list[str]  # lower case, straight apostrophes and hyphens, е for ё
    is_word: NDArray[np.bool_]  # holds a letter or a digit; punctuation marks do not
    is_title: NDArray[np.bool_]  # begins with a capital
    is_upper: NDArray[np.bool_]  # two or more letters, all capitals


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and punctuation marks of a batch, document after document; white space is not a token.

    Shapes: `document_offsets` has one element more than documents, all else one element per token.
    """

    types: Types
    document_offsets: NDArray[np.int64]  # tokens of document i: document_offsets[i]:document_offsets[i + 1]
    type_id: IntArray
    start: IntArray
    end: IntArray
    sentence: IntArray  # number within the document, from 0
    paragraph: IntArray  # number within the document, from 0
    zone: NDArray[np.int8]  # index into ZONES

    @property
    def n_documents(self) -> int:
        return len(self.document_offsets) - 1

    def documents(self) -> IntArray:
        """For each token the index of its document in the batch."""
        counts = np.diff(self.document_offsets)
        return np.repeat(np.arange(self.n_documents, dtype=np.int32), counts)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks where in a batch: the quotations, and per token the voice and the quotation it stands in.

    `quotation_offsets` has one element more than documents: document i owns rows
    `quotation_offsets[i]:quotation_offsets[i + 1]` of `quotations`. `quotation` is the row of the innermost
    quotation around the token, -1 outside; a token in a scare quotation has a row and stays in own voice.
    """

    quotations: Table
    quotation_offsets: NDArray[np.int64]
    voice: NDArray[np.int8]  # index into VOICES
    quotation: IntArray


class TypeFacts:
    """One number per type, computed once per type however often the type occurs.

    Args:
        compute: number of a type from its form as written and folded.
        dtype: numpy type of the number.
    """

    def __init__(self, compute: Callable[[str, str], Any], dtype: Any) -> None:
        self._compute = compute
        self._generation = -1
        self._known: NDArray[Any] = np.zeros(0, dtype=dtype)

    def of(self, types: Types) -> NDArray[Any]:
        """The numbers of all types of the vocabulary. Shape: (n_types,)."""
        if types.generation != self._generation:
            self._generation, self._known = types.generation, self._known[:0]
        n_known = len(self._known)
        if n_known < types.n_types:
            pairs = zip(types.forms[n_known : types.n_types], types.folded[n_known : types.n_types], strict=True)
            new = np.fromiter((self._compute(form, folded) for form, folded in pairs), self._known.dtype)
            self._known = np.concatenate((self._known, new))
        return self._known[: types.n_types]
