"""Rhetorical frames in news articles: which, in whose voice, with what stance, and the evidence for it."""

from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, InputError, LexiconError, ModelError

if TYPE_CHECKING:
    from framing.columns import Document
    from framing.report import ArticleReport
    from framing.run import analyse

__all__ = [
    "ArticleReport",
    "Document",
    "FramingError",
    "InputError",
    "LexiconError",
    "ModelError",
    "analyse",
]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: `framing --help` needs none of it.
    if name == "analyse":
        from framing.run import analyse

        return analyse
    if name == "Document":
        from framing.columns import Document

        return Document
    if name == "ArticleReport":
        from framing.report import ArticleReport

        return ArticleReport
    raise AttributeError(f"module 'framing' has no attribute {name!r}")
