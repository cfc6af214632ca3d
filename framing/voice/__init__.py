"""Tokens -> quotations: who speaks where; and the frames that stand in both voices."""

from framing.voice.evaluation import GOLD_SPANS, evaluate_quotations, make_gold_spans
from framing.voice.tagger import VoiceTagger
from framing.voice.transfers import find_transfers

__all__ = ["GOLD_SPANS", "VoiceTagger", "evaluate_quotations", "find_transfers", "make_gold_spans"]
