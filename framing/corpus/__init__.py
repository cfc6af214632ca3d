"""Hits and documents -> findings over many articles."""

from framing.corpus.passages import Passage, cut_passage
from framing.corpus.shares import Share, find_share
from framing.corpus.transfers import TransferCounter

__all__ = ["Passage", "Share", "TransferCounter", "cut_passage", "find_share"]
