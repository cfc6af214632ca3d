"""Lexicons: reading, matching, scoring, checking and exchange."""

from framing.lexicon.checking import Complaint, check_lexicon
from framing.lexicon.examples import find_example_faults
from framing.lexicon.matcher import Matcher
from framing.lexicon.reading import lexicon_schema, read_lexicon
from framing.lexicon.records import Category, Entry, Lexicon
from framing.lexicon.scoring import score_hits

__all__ = [
    "Category",
    "Complaint",
    "Entry",
    "Lexicon",
    "Matcher",
    "check_lexicon",
    "find_example_faults",
    "lexicon_schema",
    "read_lexicon",
    "score_hits",
]
