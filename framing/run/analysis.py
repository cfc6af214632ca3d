"""All stages over one batch of documents, with the one place where a stage's failure on a document is caught."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import framing.lexicon
import framing.stance
import framing.text
import framing.voice
from framing.columns import (
    DOCUMENTS,
    FAILURES,
    HITS,
    QUOTATIONS,
    SCORES,
    STANCES,
    TRANSFERS,
    Attribution,
    Schema,
    Table,
    Tokens,
)
from framing.errors import LexiconError
from framing.run.instruments import LEXICON, STAGES, STANCE, Instruments

# The arrays of so many fit into the caches and into little memory, however large the shard is.
_MAX_DOCUMENTS = 128
_MAX_CHARACTERS = 1_000_000
ANALYSED = (DOCUMENTS, QUOTATIONS, HITS, SCORES, TRANSFERS, STANCES)


@dataclass(slots=True)
class Analysis:
    """The tables of one batch, what failed, and the sentences of each document as character spans."""

    tables: dict[str, Table]
    sentences: list[list[tuple[int, int]]]
    failures: Table
    clock: "Clock" = field(default_factory=lambda: Clock([]))

    @property
    def cpu_seconds(self) -> Mapping[str, float]:
        """CPU seconds by stage."""
        return self.clock.cpu_seconds


def analyse_batch(
    documents: Table,
    instruments: Instruments,
    stages: Collection[str] = STAGES,
    known: Mapping[str, Table] | None = None,
) -> Analysis:
    """The tables of a batch; those of stages not asked for are taken from `known`.

    A batch in which a stage raises is analysed again, one document at a time: the documents that fail
    become rows of `failures`, and the others lose nothing.

    Raises:
        LexiconError: a lexicon that only these documents need is wrong.
    """
    batches = list(_cut(documents))
    if len(batches) == 1:
        return _analyse_together(documents, instruments, stages, known or {})
    parts = []
    for batch in batches:
        ids = frozenset(batch["document_id"])
        rows = {name: table.where("document_id", ids) for name, table in (known or {}).items()}
        parts.append(_analyse_together(batch, instruments, stages, rows))
    return _join(parts)


def _cut(documents: Table) -> Iterator[Table]:
    """The documents in order, in pieces whose arrays take little memory."""
    start = n_characters = 0
    for row, text in enumerate(documents["text"]):
        if row > start and (n_characters + len(text) > _MAX_CHARACTERS or row - start == _MAX_DOCUMENTS):
            yield documents.take(slice(start, row))
            start, n_characters = row, 0
        n_characters += len(text)
    yield documents.take(slice(start, None))


def _analyse_together(
    documents: Table, instruments: Instruments, stages: Collection[str], known: Mapping[str, Table]
) -> Analysis:
    try:
        return _analyse(documents, instruments, stages, known)
    except LexiconError:  # of an instrument that is read when it is first needed, and no fault of an article
        raise
    except Exception:  # noqa: BLE001 - whatever a stage raises on an odd article, the other articles go on
        return _join([_analyse_one(documents.take([row]), instruments) for row in range(len(documents))])


def _analyse_one(document: Table, instruments: Instruments) -> Analysis:
    stage_of_failure = ["text"]
    try:
        return _analyse(document, instruments, STAGES, {}, stage_of_failure)
    except Exception as problem:  # noqa: BLE001 - see analyse_batch
        failure = {
            "source": document["source"][0],
            "stage": stage_of_failure[-1],
            "error": type(problem).__name__,
            "message": f"{problem}; the article is left out, please report it with its text",
        }
        empty = {schema.name: Table.from_rows(schema, []) for schema in ANALYSED}
        return Analysis(empty, [], Table.from_rows(FAILURES, [failure]))


def _analyse(
    documents: Table,
    instruments: Instruments,
    stages: Collection[str],
    known: Mapping[str, Table],
    stage_log: list[str] | None = None,
) -> Analysis:
    clock = Clock(stage_log if stage_log is not None else [])
    with clock.measure("text"):
        tokens = instruments.tokenizer.tokenize(documents)
        n_words, n_sentences = framing.text.count_words(tokens)
        documents = documents.with_columns(n_words=n_words, n_sentences=n_sentences)
        sentences = framing.text.all_sentence_spans(tokens)
    with clock.measure("voice"):
        attribution = instruments.tagger.find_quotations(documents, tokens)
    tables = {**known, "documents": documents, "quotations": attribution.quotations}
    if LEXICON in stages:
        with clock.measure("lexicon"):
            hits = instruments.matcher.find_hits(documents, tokens, attribution)
            scores = framing.lexicon.score_hits(documents, tokens, attribution, hits, instruments.lexicons)
        with clock.measure("voice"):
            transfers = framing.voice.find_transfers(documents, tokens, attribution, hits, instruments.transfer_scopes)
        tables |= {"hits": hits, "scores": scores, "transfers": transfers}
    if STANCE in stages:
        with clock.measure("stance"):
            tables["stances"] = _find_stances(documents, tokens, attribution, instruments)
    return Analysis(tables, sentences, Table.from_rows(FAILURES, []), clock)


def _find_stances(
    documents: Table,
    tokens: Tokens,
    attribution: Attribution,
    instruments: Instruments,
) -> Table:
    if instruments.model is None:
        return Table.from_rows(STANCES, [])
    return framing.stance.find_stances(documents, tokens, attribution, instruments.targets, instruments.model)


class Clock:
    """CPU seconds by stage, and the stages in the order in which they began."""

    def __init__(self, stage_log: list[str]) -> None:
        self.cpu_seconds: defaultdict[str, float] = defaultdict(float)
        self._stage_log = stage_log

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        self._stage_log.append(stage)
        start = time.process_time()
        try:
            yield
        finally:
            self.cpu_seconds[stage] += time.process_time() - start


def _join(parts: list[Analysis]) -> Analysis:
    def join(schema: Schema) -> Table:
        return Table.concat(schema, (part.tables[schema.name] for part in parts))

    clock = Clock([])
    for part in parts:
        for stage, seconds in part.cpu_seconds.items():
            clock.cpu_seconds[stage] += seconds
    return Analysis(
        tables={schema.name: join(schema) for schema in ANALYSED if schema.name in parts[0].tables},
        sentences=[spans for part in parts for spans in part.sentences],
        failures=Table.concat(FAILURES, (part.failures for part in parts)),
        clock=clock,
    )
