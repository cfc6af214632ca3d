"""What a reader yields: a record for each article found, a failure for each that cannot be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing.ingest.options import IngestOptions
from framing.ingest.source import WHOLE, Range, Source

if TYPE_CHECKING:
    from framing.ingest.page import PageReader


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

    def to_row(self) -> dict[str, str]:
        """The row of FAILURES."""
        return {"source": self.source, "stage": "ingest", "error": self.error, "message": self.message}


@dataclass(slots=True)
class Reading:
    """One source, or a range of it, being read: what its reader needs, and what it reports beside records.

    Attributes:
        tell: bytes of the file consumed so far.
        notes_once: those of the notes that are said once per source, by what they are about.
        pages: what reads HTML; None where rows are looked at and their pages are not.
        columns_seen: of a range of JSON rows, the fields that some row has a column for; None where no row has a text.
    """

    source: Source
    options: IngestOptions
    range: Range = WHOLE
    notes: list[str] = field(default_factory=list)
    tell: Callable[[], int] = int
    notes_once: dict[str, str] = field(default_factory=dict)
    columns_seen: set[str] | None = None
    pages: "PageReader | None" = None

    def note_once(self, about: str, note: str) -> None:
        """Add a note unless the source has one about this."""
        if about not in self.notes_once:
            self.notes_once[about] = note
            self.notes.append(note)


Items = Iterator[Record | Failure]
