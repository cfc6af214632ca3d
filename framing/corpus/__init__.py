"""Hits and documents -> findings over many articles."""

from framing.corpus.diffusion import ORDERS, Diffusion, DiffusionCounter
from framing.corpus.keyness import Keyness, find_keyness
from framing.corpus.passages import Passage, cut_passage
from framing.corpus.term_counts import FOCUS, REFERENCE, TermCounter, TermSums
from framing.corpus.transfers import TransferCounter

__all__ = [
    "FOCUS",
    "ORDERS",
    "REFERENCE",
    "Diffusion",
    "DiffusionCounter",
    "Keyness",
    "Passage",
    "TermCounter",
    "TermSums",
    "TransferCounter",
    "cut_passage",
    "find_keyness",
]
