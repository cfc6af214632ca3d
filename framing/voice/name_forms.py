"""The forms in which an article writes one name: with or without a middle name, in capitals, with a possessive."""

from collections.abc import Mapping


def fold_name(word: str) -> str:
    """A word of a name without its possessive ending, in small letters: one key for all forms of a surname."""
    return word.lower().replace("’", "'").removesuffix("'s")


def is_initial(word: str) -> bool:
    """Whether a word is a letter with or without a stop, as in "James A. Novak"."""
    return len(word.rstrip(".")) == 1 and word[0].isupper()


def _list_words(name: str) -> set[str]:
    """The words of a name in small letters, without middle initials."""
    first, *others = name.split()
    return {first.lower(), *(word.lower() for word in others if not is_initial(word))}


def is_nested(some: set[str], others: set[str]) -> bool:
    """Whether one of two sets of words holds the other."""
    return some <= others or others <= some


def merge_forms(counts: Mapping[str, int]) -> dict[str, str]:
    """Each name of several words with the same surname -> the form that stands for the person.

    "Ann B. Lee", "Ann Berta Lee" and "ANN LEE" are "Ann Lee"; "Ann B. Lee" and "Ann C. Lee" are two. Written in small
    letters goes before capitals, then the most frequent form, then the shortest.

    Args:
        counts: how often each name stands in the article.
    """
    merged: dict[str, str] = {}
    kept_by_first: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (name.isupper(), -counts[name], len(name), name)):
        kept = kept_by_first.setdefault(name.split()[0].lower(), [])
        merged[name] = next((other for other in kept if _is_same(name, other)), name)
        if merged[name] == name:
            kept.append(name)
    return merged


def _is_same(some: str, others: str) -> bool:
    words, kept = some.lower().split(), others.lower().split()
    if words[0] != kept[0] or words[-1] != kept[-1]:
        return False
    initials = [{word.rstrip(".") for word in name.split()[1:] if is_initial(word)} for name in (some, others)]
    return is_nested(_list_words(some), _list_words(others)) and is_nested(*initials)
