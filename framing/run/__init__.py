"""Running: shards of documents through all stages into a run folder, resumable; and one article in memory."""

from framing.doors import open_door

__getattr__ = open_door(__name__)
