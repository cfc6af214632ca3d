"""The swap test of lexicons with mirrored categories, with the real tokenizer and matcher."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import framing.ingest
import framing.lexicon
import framing.text
from framing.columns import DOCUMENTS, HITS, Table, attribute_nothing
from framing.errors import InputError
from framing.lexicon import Exchange, Lexicon, SwappedText, SwapResult
from framing.run.lexicon_texts import read_documents, read_lexicons


@dataclass(frozen=True, slots=True)
class SwapTest:
    """The results of one lexicon, on how many of the texts."""

    lexicon: str
    n_documents: int
    results: list[SwapResult]


def run_swap_test(
    run_or_texts: str | None, lexicon_names: Sequence[str] = (), language: str | None = None
) -> list[SwapTest]:
    """What exchanging the sides' names does to mirrored categories, for every lexicon that has any.

    Args:
        run_or_texts: a run folder or articles; None for the lexicons' own `should_hit` sentences.
        lexicon_names: names or paths; none for the run's, or the default ones.
        language: of all articles; None to find it.

    Raises:
        InputError: no lexicon has mirrored categories and names to exchange.
        LexiconError: a lexicon or a file of names is wrong.
    """
    tests = []
    for lexicon in read_lexicons(lexicon_names, run_or_texts):
        path = framing.lexicon.find_swap_path(lexicon.language)
        pairs = framing.lexicon.list_mirrored_pairs(lexicon)
        if path and pairs:
            tables = [_make_examples(lexicon)] if run_or_texts is None else read_documents(run_or_texts, language)
            documents = Table.concat(DOCUMENTS, (table.where("language", {lexicon.language}) for table in tables))
            exchanges = framing.lexicon.read_exchanges(path)
            results = list(_try_exchanges(lexicon, exchanges, pairs, documents))
            tests += [SwapTest(lexicon.name, len(documents), results)] if results else []
    if not tests:
        raise InputError("none of the lexicons has mirrored categories that a file of names to exchange is meant for")
    return tests


def _try_exchanges(
    lexicon: Lexicon, exchanges: Sequence[Exchange], pairs: Sequence[tuple[str, str]], documents: Table
) -> Iterator[SwapResult]:
    left = list(pairs)
    before = _find_hits(lexicon, documents)
    for exchange in exchanges:
        fitting = [pair for pair in left if exchange.fits(*pair)]
        if not fitting:
            continue
        left = [pair for pair in left if pair not in fitting]
        swapped: dict[str, SwappedText] = {
            document_id: exchange.swap(text)
            for document_id, text in zip(documents["document_id"], documents["text"], strict=True)
        }
        texts = [swapped[document_id].text for document_id in documents["document_id"]]
        titles = [None if title is None else exchange.swap(title).text for title in documents["title"]]
        after = _find_hits(lexicon, documents.with_columns(text=texts, title=titles))
        yield from framing.lexicon.compare_swapped(lexicon, exchange, fitting, swapped, before, after)


def _find_hits(lexicon: Lexicon, documents: Table) -> Table:
    matcher = framing.lexicon.Matcher([lexicon])
    tokenizer = framing.text.Tokenizer()
    parts = []
    for first in range(0, len(documents), 256):
        batch = documents.take(slice(first, first + 256))
        tokens = tokenizer.tokenize(batch)
        # The exchange is the same whoever speaks.
        parts.append(matcher.find_hits(batch, tokens, attribute_nothing(tokens)))
    return Table.concat(HITS, parts)


def _make_examples(lexicon: Lexicon) -> Table:
    rows = [
        framing.ingest.read_document(text, document_id=f"{category.name}:{number}", language=lexicon.language)
        for category in lexicon.categories
        if category.mirror
        for number, text in enumerate(category.should_hit)
    ]
    return Table.concat(DOCUMENTS, rows)
