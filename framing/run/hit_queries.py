"""What questions about the hits of a run have in common: which lexicons and categories are meant, and what there is."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import framing.lexicon
from framing.errors import InputError
from framing.run.instruments import find_lexicons

_MAX_NAMED = 8


def choose_lexicons(wanted: Sequence[str], lexicons: Sequence[Mapping[str, str]], what: str = "") -> dict[str, str]:
    """The languages of the chosen lexicons of a run by name; all of them where none is wanted.

    Args:
        wanted: names or paths.
        lexicons: of the run, as its manifest has them.
        what: what they must have, for the complaint, such as ` with transfers`.

    Raises:
        InputError: a wanted lexicon was not used in the run.
    """
    languages = {one["name"]: one["language"] for one in lexicons}
    chosen: set[str] = set()
    for name in wanted:
        names = {name}
        if name not in languages and Path(name).exists():
            names = {framing.lexicon.read_lexicon(path).name for path in find_lexicons([name])}
        if not names & languages.keys():
            known = ", ".join(languages) or "none"
            raise InputError(f"{name}: no lexicon{what} was used in this run; there are {known}")
        chosen |= names
    return {name: language for name, language in languages.items() if name in chosen or not wanted}


def is_within(wanted: str, lexicon: str, category: str) -> bool:
    """Whether a category is the wanted one or below it.

    Args:
        wanted: the whole name of a category or the end of it, as reports show it; also after a lexicon and a colon.
    """
    own, _, name = wanted.rpartition(":")
    return own in ("", lexicon) and f"/{name}/" in f"/{category}/"


def explain_category(wanted: str, categories: Collection[str]) -> str:
    """That no hit is in a category, and what there is instead."""
    return f"{wanted}: no hit of this run is in such a category{name_some(wanted, categories)}"


def fold_name(name: str | None) -> str:
    """The name of an outlet as names are compared: without regard to case and blanks."""
    return " ".join((name or "").casefold().split())


def refuse_unknown_outlet(outlet: str | None, outlets: Collection[str]) -> None:
    """Refuse an outlet that a run does not have.

    Raises:
        InputError: with those that it has.
    """
    if outlet and fold_name(outlet) not in map(fold_name, outlets):
        raise InputError(f"{outlet}: no article of this run is from such an outlet{name_some(outlet, outlets)}")


def name_some(wanted: str, names: Collection[str]) -> str:
    """What there is instead, likest first."""
    if not names:
        return "; it has none"
    likest = difflib.get_close_matches(wanted, names, _MAX_NAMED, 0.0)
    return f"; there are {', '.join(likest)}{', ...' if len(names) > _MAX_NAMED else ''}"
