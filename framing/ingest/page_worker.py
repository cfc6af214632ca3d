"""A process that finds the article in HTML pages: a page a line on standard input, its article a line back.

Started by path, so that it needs nothing of the package. It dies with a page that breaks it, and is killed
with a page that takes too long; its parent then starts another.
"""

import json
import os
import re
import sys
from typing import Any

_LANGUAGE = re.compile(r"<html\b[^>]{0,2000}?\b(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3})", re.IGNORECASE)


def find_article(page: str) -> dict[str, Any]:
    """The main text of a page and what the page says about it; `text` is null where there is none."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        # The parent reads the date: the extractor also takes digits of a footer, and guesses at 05/06/2026.
        date_extraction_params={"extensive_search": False},
    )
    language = _LANGUAGE.search(page[:20_000])
    found: dict[str, Any] = {"text": None, "language": language[1] if language else None}
    if document is not None:
        for field in ("text", "title", "author", "sitename", "hostname", "url"):
            found[field] = getattr(document, field)
    return found


def main() -> None:
    """Answers every line until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    for line in sys.stdin.buffer:
        answers.write(json.dumps(find_article(json.loads(line))).encode("ascii") + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
