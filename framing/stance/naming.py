"""Names of models: they stand in tables, pages and files, and never lead out of a folder."""

import re

from framing.errors import InputError
from framing.label_files import quote

MOST = 80  # characters
ALLOWED = f"letters, digits, blanks and the signs . _ - + ( ), a letter or digit first, at most {MOST}; and not none"
_NAME = re.compile(r"[^\W_][\w .+()-]*")


def is_model_name(name: str) -> bool:
    """Whether a model may be called so."""
    return bool(_NAME.fullmatch(name)) and len(name) <= MOST and name == name.rstrip() and name.casefold() != "none"


def check_model_name(name: str, where: str) -> None:
    """Raises InputError where a model may not be called so; `where` says where the name is from."""
    if not is_model_name(name):
        raise InputError(f"{where} {quote(name)} is no name for a model; allowed are {ALLOWED}")
