"""The example sentences of a lexicon, run through the real tokenizer and matcher."""

from collections.abc import Callable
from typing import Any

import framing.ingest
import framing.lexicon
import framing.text
from framing.columns import DOCUMENTS, Table, attribute_nothing


def find_example_faults(lexicon: framing.lexicon.Lexicon) -> list[str]:
    """The `should_hit` and `should_miss` sentences that a lexicon gets wrong, a line each with its place."""
    return framing.lexicon.find_example_faults(lexicon, _make_finder(lexicon))


def check_lexicon(lexicon: framing.lexicon.Lexicon) -> list[framing.lexicon.Complaint]:
    """What is doubtful in a lexicon, failing examples included."""
    return framing.lexicon.check_lexicon(lexicon, _make_finder(lexicon))


def _make_finder(lexicon: framing.lexicon.Lexicon) -> Callable[[list[str]], list[list[dict[str, Any]]]]:
    matcher = framing.lexicon.Matcher([lexicon])

    def find_hits(sentences: list[str]) -> list[list[dict[str, Any]]]:
        rows = [
            framing.ingest.read_document(text, document_id=str(number), language=lexicon.language)
            for number, text in enumerate(sentences)
        ]
        documents = Table.concat(DOCUMENTS, rows)
        tokens = framing.text.Tokenizer().tokenize(documents)
        hits = matcher.find_hits(documents, tokens, attribute_nothing(tokens))
        found: list[list[dict[str, Any]]] = [[] for _ in sentences]
        for hit in hits.rows():
            found[int(hit["document_id"])].append(hit)
        return found

    return find_hits
