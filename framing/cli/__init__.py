"""The command `framing`: options, one call, printing."""

from framing.cli.app import main

__all__ = ["main"]
