"""The tables that cross rooms: their columns, kinds and units. No files, no printing, no analysis.

A stage is a function from columns to columns. All offsets are Unicode code points into the document's
text as stored, end excluded.
"""

from dataclasses import dataclass

import numpy as np

from framing.computed import Coded, Evidence, Nullable
from framing.table import Column, Kind, Schema, Table, as_list, find_faults
from framing.tokens import Attribution, IntArray, Tokens, TypeFacts, Types

__all__ = [
    "ATTRIBUTED",
    "BODY",
    "DOCUMENTS",
    "FAILURES",
    "HEADLINE",
    "HITS",
    "LABELS",
    "LEDE",
    "OWN",
    "QUOTATIONS",
    "QUOTATION_KINDS",
    "SCORES",
    "STANCES",
    "TABLES",
    "TRANSFERS",
    "TRANSFER_SHARES",
    "VOICES",
    "ZONES",
    "Attribution",
    "Coded",
    "Column",
    "Document",
    "Evidence",
    "IntArray",
    "Kind",
    "Nullable",
    "Schema",
    "Table",
    "Tokens",
    "TypeFacts",
    "Types",
    "as_list",
    "attribute_nothing",
    "find_faults",
]

ZONES = ("headline", "lede", "body")
HEADLINE, LEDE, BODY = range(3)
VOICES = ("own", "attributed")
OWN, ATTRIBUTED = range(2)
QUOTATION_KINDS = ("direct", "mixed", "indirect", "scare")
LABELS = ("against", "neutral", "favor")


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


def attribute_nothing(tokens: Tokens) -> Attribution:
    """An attribution in which nobody is quoted, for all that does not depend on voices."""
    n_tokens = len(tokens.type_id)
    return Attribution(
        Table.from_rows(QUOTATIONS, []),
        quotation_offsets=np.zeros(tokens.n_documents + 1, dtype=np.int64),
        voice=np.full(n_tokens, OWN, dtype=np.int8),
        quotation=np.full(n_tokens, -1, dtype=np.int32),
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
        Column("evidence", "evidence", "features with span and contribution to the label's decision value, their sum"),
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
