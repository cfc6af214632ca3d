"""Documents made of texts, for the tests of this room."""

from framing.columns import DOCUMENTS, Table, Tokens
from framing.text import Tokenizer


def make_documents(texts: list[str], titles: list[str | None] | None = None) -> Table:
    columns = {column.name: [None] * len(texts) for column in DOCUMENTS.columns}
    columns |= {"document_id": [str(number) for number in range(len(texts))], "text": texts}
    columns |= {"title": titles or [None] * len(texts), "language": ["en"] * len(texts)}
    return Table(DOCUMENTS, columns)


def tokenize(*texts: str) -> Tokens:
    return Tokenizer().tokenize(make_documents(list(texts)))
