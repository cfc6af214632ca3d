"""Lexicons: reading, matching, scoring, checking and exchange."""

from framing.lexicon.checking import Complaint, check_lexicon
from framing.lexicon.comparing import LexiconChange, ScoreChange, diff_lexicons, diff_scores
from framing.lexicon.corpus_checking import check_on_corpus, find_dead_entries, find_ratio
from framing.lexicon.coverage import CorpusCounts, MirrorSide, compare_mirrors, count_entry_hits
from framing.lexicon.examples import find_example_faults
from framing.lexicon.exchange import (
    EXPORT_FORMATS,
    IMPORT_FORMATS,
    Exported,
    Imported,
    export_lexicon,
    find_format,
    import_lexicon,
)
from framing.lexicon.fields import lexicon_schema
from framing.lexicon.label_map import Measure, find_measures, read_label_map
from framing.lexicon.labels import LabelFile, LabelUnit, read_label_file
from framing.lexicon.matcher import Matcher
from framing.lexicon.mirroring import BrokenEntry, SwapResult, compare_swapped, list_mirrored_pairs
from framing.lexicon.precision import (
    CategoryReadings,
    EntryReadings,
    VersionNote,
    choose_readings,
    count_readings,
    find_reader_alpha,
)
from framing.lexicon.reading import make_pattern_lexicon, read_lexicon, read_lexicon_head
from framing.lexicon.records import Category, Entry, Lexicon
from framing.lexicon.sampling import HitSampler, SampledHit
from framing.lexicon.scoring import score_hits
from framing.lexicon.sheets import Reading, check_sheet_path, read_sheet, write_sheet
from framing.lexicon.suggesting import Suggestion, TermCounts
from framing.lexicon.swapping import Exchange, SwappedText, find_swap_path, read_exchanges
from framing.lexicon.units import ReadTexts, TextCollector, Units, drop_rare_entries, make_units
from framing.lexicon.validating import measure_validity
from framing.lexicon.validity import MeasureValidity, find_macro_f1, find_mean_auc, format_estimate

__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "BrokenEntry",
    "Category",
    "CategoryReadings",
    "Complaint",
    "CorpusCounts",
    "Entry",
    "EntryReadings",
    "Exchange",
    "Exported",
    "HitSampler",
    "Imported",
    "LabelFile",
    "LabelUnit",
    "Lexicon",
    "LexiconChange",
    "Matcher",
    "Measure",
    "MeasureValidity",
    "MirrorSide",
    "ReadTexts",
    "Reading",
    "SampledHit",
    "ScoreChange",
    "Suggestion",
    "SwapResult",
    "SwappedText",
    "TermCounts",
    "TextCollector",
    "Units",
    "VersionNote",
    "check_lexicon",
    "check_on_corpus",
    "check_sheet_path",
    "choose_readings",
    "compare_mirrors",
    "compare_swapped",
    "count_entry_hits",
    "count_readings",
    "diff_lexicons",
    "diff_scores",
    "drop_rare_entries",
    "export_lexicon",
    "find_dead_entries",
    "find_example_faults",
    "find_format",
    "find_macro_f1",
    "find_mean_auc",
    "find_measures",
    "find_ratio",
    "find_reader_alpha",
    "find_swap_path",
    "format_estimate",
    "import_lexicon",
    "lexicon_schema",
    "list_mirrored_pairs",
    "make_pattern_lexicon",
    "make_units",
    "measure_validity",
    "read_exchanges",
    "read_label_file",
    "read_label_map",
    "read_lexicon",
    "read_lexicon_head",
    "read_sheet",
    "score_hits",
    "write_sheet",
]
