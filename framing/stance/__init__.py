"""Stance towards named targets: targets, features, models, training, evaluation, explanation."""

from framing.stance.artefact import list_models, load_model, verify_model
from framing.stance.audit import open_pipeline
from framing.stance.evaluation import Evaluation, evaluate_model
from framing.stance.evidence import Contribution, explain
from framing.stance.labels import LabelRow, Labels, read_labels
from framing.stance.learning import Settings
from framing.stance.model import StanceModel
from framing.stance.sources import Source
from framing.stance.stances import find_mentions, find_stances, refuse_other_units
from framing.stance.targets import Target, Targets, read_targets
from framing.stance.training import train_model
from framing.stance.vectors import WordVectors, learn_vectors, read_vectors
from framing.stance.wordclasses import WordClasses, read_word_classes

__all__ = [
    "Contribution",
    "Evaluation",
    "LabelRow",
    "Labels",
    "Settings",
    "Source",
    "StanceModel",
    "Target",
    "Targets",
    "WordClasses",
    "WordVectors",
    "evaluate_model",
    "explain",
    "find_mentions",
    "find_stances",
    "learn_vectors",
    "list_models",
    "load_model",
    "open_pipeline",
    "read_labels",
    "read_targets",
    "read_vectors",
    "read_word_classes",
    "refuse_other_units",
    "train_model",
    "verify_model",
]
