"""Wildcards in words: `*` is any run of characters, `?` one character."""

import re
from collections.abc import Callable


def compile_glob(glob: str) -> Callable[[str], object]:
    """A test of whole forms, which no wildcard and no form can make slow.

    Every piece between two `*` is taken where it first fits and never tried elsewhere: a later place leaves less of
    the form to the pieces behind it. So the time grows with the length of the form times that of the wildcard.
    """
    first, *others = (re.escape(piece).replace(r"\?", ".") for piece in glob.split("*"))
    inner = "".join(f"(?>.*?{piece})" for piece in others[:-1] if piece)
    return re.compile(first + inner + (f".*{others[-1]}" if others else ""), re.DOTALL).fullmatch
