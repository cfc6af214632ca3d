"""Texts for measuring lexicons: the articles of a run folder, or files, tokenized and attributed batch by batch."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import framing.ingest
import framing.lexicon
import framing.text
import framing.voice
from framing import shipped
from framing.addresses import hide_credentials
from framing.columns import DOCUMENTS, Attribution, Table, Tokens
from framing.errors import InputError
from framing.remote import open_path
from framing.run.instruments import find_lexicons
from framing.run.manifest import read_manifest
from framing.run.store import Store


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Documents with their tokens and voices."""

    documents: Table
    tokens: Tokens
    attribution: Attribution


def is_run(path: str) -> bool:
    """Whether a path or address is that of a run folder rather than of texts."""
    place = open_path(path)
    return (place / "run.json").is_file() or (place / "tables").is_dir()


def read_documents(run_or_texts: str, language: str | None = None) -> Iterator[Table]:
    """The documents of a run folder, or of a file, folder or pattern as `framing run` reads them.

    Raises:
        InputError: nothing could be read.
    """
    if is_run(run_or_texts):
        store = Store(open_path(run_or_texts))
        for part in read_manifest(open_path(run_or_texts)).parts:
            yield store.read(DOCUMENTS, part)
        return
    n_documents, complaint = 0, "no article found"
    options = framing.ingest.IngestOptions(language=language)
    for batch in framing.ingest.read_batches(framing.ingest.find_sources([run_or_texts]), options):
        n_documents += len(batch.documents)
        if len(batch.failures):
            complaint = batch.failures["message"][0]
        if len(batch.documents):
            yield batch.documents
    if not n_documents:
        raise InputError(f"{hide_credentials(run_or_texts)}: {complaint}")


class TextReader:
    """Tokenizes and attributes batches of documents; all of them share one vocabulary."""

    def __init__(self) -> None:
        self._tokenizer = framing.text.Tokenizer()
        self._tagger = framing.voice.VoiceTagger(shipped.find_cue_paths())

    def read(
        self,
        tables: Iterator[Table],
        wanted: Collection[str] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Iterator[TextBatch]:
        """Batches of the wanted documents.

        Args:
            tables: documents.
            wanted: ids; None for all.
            texts: texts by id that stand in for the documents' own.
        """
        for table in tables:
            documents = table if wanted is None else table.where("document_id", wanted)
            if texts:
                pairs = zip(documents["document_id"], documents["text"], strict=True)
                documents = documents.with_columns(text=[texts.get(one, text) for one, text in pairs])
            if len(documents):
                tokens = self._tokenizer.tokenize(documents)
                yield TextBatch(documents, tokens, self._tagger.find_quotations(documents, tokens))


def read_lexicons(names: Sequence[str], run_or_texts: str | None = None) -> list[framing.lexicon.Lexicon]:
    """The named lexicons; without names those of the run, or the default ones.

    Raises:
        LexiconError: a lexicon is missing or wrong.
    """
    if not names and run_or_texts is not None and is_run(run_or_texts):
        names = read_manifest(open_path(run_or_texts)).choice.lexicons
    return [framing.lexicon.read_lexicon(path) for path in find_lexicons(names)]
