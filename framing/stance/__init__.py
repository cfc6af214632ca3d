"""Stance towards named targets: targets, features, models, training, evaluation, explanation."""

from framing.stance.artefact import check_model_folder, load_model, read_manifest
from framing.stance.audit import open_pipelines
from framing.stance.comparison import Comparison, Difference, compare_judged
from framing.stance.documents import Attribute, Tokenize
from framing.stance.evaluation import Evaluation
from framing.stance.evidence import Contribution, explain
from framing.stance.grid import read_settings
from framing.stance.judged import Judged
from framing.stance.judging import evaluate_judged, evaluate_model, judge_labels
from framing.stance.labels import LabelRow, Labels, read_labels
from framing.stance.learning import Settings
from framing.stance.mistakes import list_errors, list_suspects
from framing.stance.model import StanceModel
from framing.stance.naming import check_model_name
from framing.stance.observing import CorpusObserver, Term
from framing.stance.profile import Profile, read_profile
from framing.stance.registry import ModelReference, Registry, State, promote, roll_back
from framing.stance.scoring import Scored, score_units
from framing.stance.shift import (
    ALLOWANCE,
    ALPHA,
    LEAST_TEXTS,
    LEAST_UNITS,
    MEASURES,
    Measure,
    Sample,
    Shift,
    find_coverage,
    find_largest_gap,
    find_stability,
    measure_shift,
    share_labels,
)
from framing.stance.sources import Source, merge_sources
from framing.stance.splits import GROUPINGS
from framing.stance.stances import find_mentions, find_stances, refuse_other_units
from framing.stance.tables import list_target_ids
from framing.stance.targets import Target, Targets, read_targets
from framing.stance.training import train_model
from framing.stance.vectors import WordVectors, learn_vectors, read_vectors
from framing.stance.verification import list_models, verify_model
from framing.stance.wordclasses import WordClasses, read_word_classes

__all__ = [
    "ALLOWANCE",
    "ALPHA",
    "GROUPINGS",
    "LEAST_TEXTS",
    "LEAST_UNITS",
    "MEASURES",
    "Attribute",
    "Comparison",
    "Contribution",
    "CorpusObserver",
    "Difference",
    "Evaluation",
    "Judged",
    "LabelRow",
    "Labels",
    "Measure",
    "ModelReference",
    "Profile",
    "Registry",
    "Sample",
    "Scored",
    "Settings",
    "Shift",
    "Source",
    "StanceModel",
    "State",
    "Target",
    "Targets",
    "Term",
    "Tokenize",
    "WordClasses",
    "WordVectors",
    "check_model_folder",
    "check_model_name",
    "compare_judged",
    "evaluate_judged",
    "evaluate_model",
    "explain",
    "find_coverage",
    "find_largest_gap",
    "find_mentions",
    "find_stability",
    "find_stances",
    "judge_labels",
    "learn_vectors",
    "list_errors",
    "list_models",
    "list_suspects",
    "list_target_ids",
    "load_model",
    "measure_shift",
    "merge_sources",
    "open_pipelines",
    "promote",
    "read_labels",
    "read_manifest",
    "read_profile",
    "read_settings",
    "read_targets",
    "read_vectors",
    "read_word_classes",
    "refuse_other_units",
    "roll_back",
    "score_units",
    "share_labels",
    "train_model",
    "verify_model",
]
