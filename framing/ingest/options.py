"""What a user may say about the input files."""

from dataclasses import dataclass
from importlib.util import find_spec

from framing.errors import InputError
from framing.ingest.language import read_language

EXTRACTORS = ("trafilatura", "fast")


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How files become documents; a column that is None is guessed from the usual names."""

    text_column: str | None = None
    html_column: str | None = None  # of whole pages, in place of a text column
    id_column: str | None = None
    title_column: str | None = None
    outlet_column: str | None = None
    date_column: str | None = None
    author_column: str | None = None
    url_column: str | None = None
    language_column: str | None = None
    encoding: str | None = None  # None: UTF-8; "detect": guessed and reported; else the name of a codec
    language: str | None = None  # of all documents; None: the row's, else guessed from the text
    with_titles: bool = False  # put a row's separate title above its text
    limit: int | None = None  # documents to read
    max_characters: int = 5_000_000  # of one text; a longer one becomes a failure
    extractor: str = "trafilatura"  # of the articles of HTML pages; or "fast": resiliparse
    max_page_bytes: int = 5_000_000  # of one HTML page
    max_page_seconds: float = 20  # that the extractor may take for one page; most take less than 0.1

    def check(self) -> None:
        """Nothing, where the options can be used.

        Raises:
            InputError: an unknown codec or language, a size or limit below 1.
        """
        if self.encoding not in (None, "detect"):
            _check_codec(self.encoding)
        if self.language is not None and read_language(self.language) is None:
            raise InputError(f"unknown language {self.language!r}; give a code of two letters, such as en or ru")
        if self.limit is not None and self.limit < 1:
            raise InputError(f"the limit is {self.limit}; give the number of documents to read, 1 or more")
        if self.max_characters < 1:
            raise InputError(f"the most characters of an article are {self.max_characters}; give 1 or more")
        self._check_pages()

    def _check_pages(self) -> None:
        if self.max_page_bytes < 1 or self.max_page_seconds <= 0:
            raise InputError("no page is read within --max-page-bytes and --max-page-seconds; give 1 or more")
        if self.text_column is not None and self.html_column is not None:
            raise InputError("--text-column and --html-column are given; articles are taken from one of them")
        if self.extractor not in EXTRACTORS:
            raise InputError(f"unknown extractor {self.extractor!r}; give {' or '.join(EXTRACTORS)}")
        if self.extractor == "fast" and find_spec("resiliparse") is None:
            raise InputError("--extractor fast needs resiliparse: pip install 'framing-analysis[fast]'")


def _check_codec(name: str) -> None:
    try:
        "a".encode(name)
    except (LookupError, ValueError) as problem:
        raise InputError(
            f"unknown encoding {name!r}; name a codec such as utf-8, cp1251 or latin-1, or say detect"
        ) from problem
