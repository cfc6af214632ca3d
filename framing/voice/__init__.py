"""Tokens -> quotations: who speaks where; and the frames that stand in both voices."""

from framing.voice.evaluation import evaluate_quotations
from framing.voice.gold import GOLD_SPANS, make_gold_spans
from framing.voice.tagger import VoiceTagger
from framing.voice.transfers import find_transfers

__all__ = ["GOLD_SPANS", "VoiceTagger", "evaluate_quotations", "find_transfers", "make_gold_spans"]
