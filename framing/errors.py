"""The errors that a user can mend. Only `framing.cli` catches them, and prints one line."""


class FramingError(Exception):
    """Something in the user's files or options is wrong; the message says where, what and how to mend it."""


class InputError(FramingError):
    """An article file cannot be read, or the input as a whole cannot be used."""


class LexiconError(FramingError):
    """A lexicon, cue or target file is wrong; the message begins with `file:line: path:`."""


class ModelError(FramingError):
    """A model folder is incomplete, changed, untrusted, or made by other library versions."""
