"""Documents, attributions and lexicons for the tests of this room."""

from pathlib import Path

import numpy as np

from framing.columns import DOCUMENTS, QUOTATIONS, Attribution, Table, Tokens, find_faults
from framing.lexicon import Matcher, read_lexicon, score_hits
from framing.text import Tokenizer

HEADER = 'format: 1\nname: {name}\nversion: "1"\nlanguage: {language}\n'


def make_documents(texts, language="en"):
    return Table.from_rows(
        DOCUMENTS,
        [
            {
                "document_id": f"d{number}",
                "text": text,
                "language": language,
                "source": f"x:{number}",
                "raw_sha256": "",
                "text_sha256": "",
            }
            for number, text in enumerate(texts)
        ],
    )


def make_attribution(tokens: Tokens, attributed=()):
    """All words in own voice, except the tokens with the given numbers, which stand in one quotation each document."""
    voice = np.zeros(len(tokens.type_id), dtype=np.int8)
    quotation = np.full(len(tokens.type_id), -1, dtype=np.int32)
    voice[list(attributed)] = 1
    document = tokens.documents()
    owners = sorted({int(document[token]) for token in attributed})
    for token in attributed:
        quotation[token] = owners.index(int(document[token]))
    rows = [
        {"document_id": f"d{owner}", "start": 0, "end": 1, "kind": "direct", "speaker": f"S{owner}", "rule": "test"}
        for owner in owners
    ]
    offsets = np.searchsorted(owners, np.arange(tokens.n_documents + 1)).astype(np.int64)
    return Attribution(Table.from_rows(QUOTATIONS, rows), offsets, voice, quotation)


def write_lexicon(folder: Path, body: str, name: str = "test-en", language: str = "en") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(HEADER.format(name=name, language=language) + body, encoding="utf-8")
    return path


def make_lexicon(folder: Path, body: str, name: str = "test-en", language: str = "en"):
    return read_lexicon(write_lexicon(folder, body, name, language))


def find(lexicons, texts, language="en", attributed=()):
    """Hits and scores, after checking both against their schemas and every hit against the text."""
    documents = make_documents(texts, language)
    tokens = Tokenizer().tokenize(documents)
    attribution = make_attribution(tokens, attributed)
    hits = Matcher(lexicons).find_hits(documents, tokens, attribution)
    assert find_faults(hits) == []
    for row in hits.rows():
        text = texts[int(row["document_id"][1:])]
        assert text[row["start"] : row["end"]] == row["text"] != ""
    scores = score_hits(documents, tokens, attribution, hits, lexicons)
    assert find_faults(scores) == []
    return hits, scores


def find_texts(folder, entries, text, language="en", options=""):
    """Texts of the counted hits of entries given as YAML."""
    body = options + "categories:\n  c:\n    entries:\n" + "".join(f"      - {entry}\n" for entry in entries)
    hits, _ = find([make_lexicon(folder, body, language=language)], [text], language)
    return [row["text"] for row in hits.rows() if row["excluded_by"] is None]


def find_rows(matcher: Matcher, texts, language="en"):
    """Rows of hits for each text, all in own voice."""
    documents = make_documents(texts, language)
    tokens = Tokenizer().tokenize(documents)
    hits = matcher.find_hits(documents, tokens, make_attribution(tokens))
    by_text = [[] for _ in texts]
    for row in hits.rows():
        by_text[int(row["document_id"][1:])].append(row)
    return by_text
