"""Tokens -> quotations: who speaks where; and the frames that stand in both voices."""

from framing.voice.tagger import VoiceTagger
from framing.voice.transfers import find_transfers

__all__ = ["VoiceTagger", "find_transfers"]
