"""Lexicons: reading, matching, scoring, checking and exchange."""

from framing.lexicon.checking import Complaint, check_lexicon
from framing.lexicon.comparing import LexiconChange, ScoreChange, diff_lexicons, diff_scores
from framing.lexicon.coverage import MirrorSide, compare_mirrors, count_entry_hits, find_dead_entries
from framing.lexicon.examples import find_example_faults
from framing.lexicon.exchange import (
    EXPORT_FORMATS,
    IMPORT_FORMATS,
    Exported,
    Imported,
    export_lexicon,
    import_lexicon,
)
from framing.lexicon.fields import lexicon_schema
from framing.lexicon.matcher import Matcher
from framing.lexicon.reading import read_lexicon
from framing.lexicon.records import Category, Entry, Lexicon
from framing.lexicon.scoring import score_hits
from framing.lexicon.suggesting import Suggestion, TermCounts

__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "Category",
    "Complaint",
    "Entry",
    "Exported",
    "Imported",
    "Lexicon",
    "LexiconChange",
    "Matcher",
    "MirrorSide",
    "ScoreChange",
    "Suggestion",
    "TermCounts",
    "check_lexicon",
    "compare_mirrors",
    "count_entry_hits",
    "diff_lexicons",
    "diff_scores",
    "export_lexicon",
    "find_dead_entries",
    "find_example_faults",
    "import_lexicon",
    "lexicon_schema",
    "read_lexicon",
    "score_hits",
]
