"""Lexicons: reading, matching, scoring, checking and exchange."""

from framing.lexicon.matcher import Matcher
from framing.lexicon.reading import lexicon_schema, read_lexicon
from framing.lexicon.records import Category, Entry, Lexicon
from framing.lexicon.scoring import score_hits

__all__ = ["Category", "Entry", "Lexicon", "Matcher", "lexicon_schema", "read_lexicon", "score_hits"]
