"""What a reader yields: a record for each article found, a failure for each that cannot be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from framing.ingest.options import IngestOptions
from framing.ingest.source import Source


@dataclass(slots=True)
class Record:
    """An article as read: `text` as stored, everything else as the file gives it."""

    source: str  # name of the source
    row: int  # in the source, from 1; 0 where the source is one article
    text: str
    raw_sha256: str
    fallback_id: str
    document_id: Any = None
    title: Any = None
    outlet: Any = None
    author: Any = None
    published: Any = None
    url: Any = None
    language: Any = None
    language_hint: str | None = None  # used only where the text itself does not decide

    @property
    def place(self) -> str:
        return f"{self.source}:{self.row}" if self.row else self.source


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article or a file could not be read, and how to mend it."""

    source: str
    error: str
    message: str


@dataclass(slots=True)
class Reading:
    """One source being read: what its reader needs, and what it reports beside records."""

    source: Source
    options: IngestOptions
    notes: list[str] = field(default_factory=list)
    tell: Callable[[], int] = int  # bytes of the file consumed so far
    has_unread_date: bool = False  # noted once per source


Items = Iterator[Record | Failure]
