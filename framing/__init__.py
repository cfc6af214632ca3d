"""Rhetorical frames in news articles: which, in whose voice, with what stance, and the evidence for it."""
