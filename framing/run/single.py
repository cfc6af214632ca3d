"""One article, analysed in memory."""

from dataclasses import asdict
from functools import lru_cache

import framing.ingest
import framing.report
from framing.columns import Document
from framing.errors import InputError
from framing.run.analysis import analyse_batch
from framing.run.bench import make_reports
from framing.run.instruments import Choice, Instruments, load_instruments
from framing.run.provenance import make_provenance


def analyse(
    document: str | Document, *, lexicons: tuple[str, ...] = (), model: str | None = None
) -> framing.report.ArticleReport:
    """The report of one article: the same that `framing run` writes.

    Args:
        document: the text, or a `Document` with what else is known of it.
        lexicons: names or paths; none given means the default ones.
        model: name or folder of a stance model, `none` for no stance; None means the shipped one.

    Raises:
        InputError: the text is empty.
        LexiconError, ModelError: an instrument is missing or faulty.
    """
    known = asdict(document if isinstance(document, Document) else Document(document))
    documents = framing.ingest.read_document(known.pop("text"), **known)
    instruments = _load(Choice(tuple(lexicons), model))
    analysis = analyse_batch(documents, instruments)
    if len(analysis.failures):
        failure = next(analysis.failures.rows())
        raise InputError(f"{failure['source']}: {failure['stage']}: {failure['error']}: {failure['message']}")
    return next(make_reports(analysis, make_provenance(instruments)))


@lru_cache(maxsize=4)
def _load(choice: Choice) -> Instruments:
    return load_instruments(choice)
