"""What a user may say about the input files."""

from dataclasses import dataclass

from framing.errors import InputError
from framing.ingest.language import read_language


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How files become documents; a column that is None is guessed from the usual names."""

    text_column: str | None = None
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


def _check_codec(name: str) -> None:
    try:
        "a".encode(name)
    except (LookupError, ValueError) as problem:
        raise InputError(
            f"unknown encoding {name!r}; name a codec such as utf-8, cp1251 or latin-1, or say detect"
        ) from problem
