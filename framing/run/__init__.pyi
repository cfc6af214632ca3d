"""Running: shards of documents through all stages into a run folder, resumable; and one article in memory."""

from framing.run.articles import ArticleReader
from framing.run.category_measurements import CategoryMeasurement, read_category_measurements
from framing.run.classifier import evaluate, train
from framing.run.concordance import ORDERS, Concordance, ConcordanceQuery, list_concordance
from framing.run.corpus_run import MAX_PAGE_FILES, Outcome
from framing.run.diffusion import DIFFUSION_GROUPS, DiffusionListing, DiffusionQuery, trace_diffusion
from framing.run.drift import Drift, DriftPart, DriftPlan, MissingTerm, measure_drift
from framing.run.drift_words import describe_limit, explain_measures
from framing.run.engines import Engine
from framing.run.examples import find_example_faults
from framing.run.export import ARTICLE_FORMATS, TABLE_FORMATS, export_articles, export_tables
from framing.run.group_rates import GROUPS, PERIODS, GroupRates, RateQuery, measure_groups
from framing.run.instruments import (
    Choice,
    Instruments,
    find_lexicons,
    find_model,
    find_named,
    find_version,
    load_instruments,
)
from framing.run.jobs import RunPlan, run_corpus
from framing.run.keyness import KeynessListing, KeynessQuery, LeftOut, find_key_terms
from framing.run.label_sampling import LabelSample, LabelSamplePlan, sample_targets
from framing.run.lexicon_check import LexiconCheck, TextCheck, check_lexicons
from framing.run.lexicon_comparison import LexiconComparison, compare_lexicons
from framing.run.lexicon_readings import (
    CategoryPrecision,
    CategorySample,
    PrecisionReport,
    SamplePlan,
    measure_precision,
    sample_hits,
)
from framing.run.lexicon_suggestions import SuggestionPlan, Suggestions, suggest_terms
from framing.run.lexicon_validation import Validation, ValidationPlan, validate_lexicons
from framing.run.manifest import read_manifest
from framing.run.pages import PageStore
from framing.run.provenance import Measurement, read_measurements
from framing.run.registry import compare_models, list_models, promote_model, read_model_history, roll_back_model
from framing.run.run_differences import MENTION_OUTCOMES, DiffQuery, RunDifferences, compare_runs
from framing.run.single import analyse
from framing.run.stages import rerun_stage
from framing.run.store import Store
from framing.run.swap_test import SwapTest, run_swap_test
from framing.run.transfers import TransferListing, TransferQuery, list_transfers
from framing.run.voice_evaluation import evaluate_voice

__all__ = [
    "ARTICLE_FORMATS",
    "DIFFUSION_GROUPS",
    "GROUPS",
    "MAX_PAGE_FILES",
    "MENTION_OUTCOMES",
    "ORDERS",
    "PERIODS",
    "TABLE_FORMATS",
    "ArticleReader",
    "CategoryMeasurement",
    "CategoryPrecision",
    "CategorySample",
    "Choice",
    "Concordance",
    "ConcordanceQuery",
    "DiffQuery",
    "DiffusionListing",
    "DiffusionQuery",
    "Drift",
    "DriftPart",
    "DriftPlan",
    "Engine",
    "GroupRates",
    "Instruments",
    "KeynessListing",
    "KeynessQuery",
    "LabelSample",
    "LabelSamplePlan",
    "LeftOut",
    "LexiconCheck",
    "LexiconComparison",
    "Measurement",
    "MissingTerm",
    "Outcome",
    "PageStore",
    "PrecisionReport",
    "RateQuery",
    "RunDifferences",
    "RunPlan",
    "SamplePlan",
    "Store",
    "SuggestionPlan",
    "Suggestions",
    "SwapTest",
    "TextCheck",
    "TransferListing",
    "TransferQuery",
    "Validation",
    "ValidationPlan",
    "analyse",
    "check_lexicons",
    "compare_lexicons",
    "compare_models",
    "compare_runs",
    "describe_limit",
    "evaluate",
    "evaluate_voice",
    "explain_measures",
    "export_articles",
    "export_tables",
    "find_example_faults",
    "find_key_terms",
    "find_lexicons",
    "find_model",
    "find_named",
    "find_version",
    "list_concordance",
    "list_models",
    "list_transfers",
    "load_instruments",
    "measure_drift",
    "measure_groups",
    "measure_precision",
    "promote_model",
    "read_category_measurements",
    "read_manifest",
    "read_measurements",
    "read_model_history",
    "rerun_stage",
    "roll_back_model",
    "run_corpus",
    "run_swap_test",
    "sample_hits",
    "sample_targets",
    "suggest_terms",
    "trace_diffusion",
    "train",
    "validate_lexicons",
]
