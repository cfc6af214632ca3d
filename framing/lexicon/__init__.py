"""Lexicons: reading, matching, scoring, checking and exchange."""

from framing.doors import open_door

__getattr__ = open_door(__name__)
