"""File names for articles."""

import re
from hashlib import sha256

_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,79}[A-Za-z0-9_-])?")
# Windows keeps these names, with any ending; `index` is what a web server shows for a folder.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\..*)?", re.DOTALL | re.IGNORECASE)
# Ids that look like the names made here could be chosen to overwrite another article's page.
_LIKE_MADE = re.compile(r".*-[0-9a-f]{10}", re.DOTALL)
_UNSAFE_RUN = re.compile(r"[^a-z0-9]+")


def page_name(document_id: str) -> str:
    """The file name, without ending, of a document's page and JSON file; never a path.

    The id itself where every file system can hold it, otherwise a readable part of the id and ten digits of its
    SHA-256. Where a system takes `A1` and `a1` for one file, ids that differ in case only need packed pages.
    """
    if _SAFE.fullmatch(document_id) and not _RESERVED.fullmatch(document_id) and not _LIKE_MADE.fullmatch(document_id):
        return document_id
    slug = _UNSAFE_RUN.sub("-", document_id.lower())[:60].strip("-")
    digest = sha256(document_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{slug or 'document'}-{digest}"
