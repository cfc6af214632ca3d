"""The sentences that a category must hit and must leave alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from framing.lexicon.records import Category, Lexicon, is_within

FindHits = Callable[[list[str]], Sequence[Sequence[Mapping[str, Any]]]]


def find_example_faults(lexicon: Lexicon, find_hits: FindHits) -> list[str]:
    """What is wrong with the `should_hit` and `should_miss` sentences, a line `file:line: path: fault` each.

    Args:
        lexicon: the lexicon.
        find_hits: for each of the given sentences its hits, rows of `HITS` with this lexicon's name or others'.
    """
    return [
        f"{lexicon.path}:{line}: {place}: {message}"
        for line, place, message in find_failing_examples(lexicon, find_hits)
    ]


def find_failing_examples(lexicon: Lexicon, find_hits: FindHits) -> list[tuple[int, str, str]]:
    """For each failing sentence its line, its place in the file, and what is wrong."""
    examples = [
        (category, key, number, line, sentence)
        for category in lexicon.categories
        for (key, number, sentence), line in zip(_list_examples(category), category.example_lines, strict=True)
    ]
    faults = []
    found = find_hits([example[-1] for example in examples]) if examples else []
    for (category, key, number, line, sentence), hits in zip(examples, found, strict=True):
        counted = [hit for hit in hits if _is_counted(hit, lexicon) and is_within(hit["category"], category.name)]
        place = f"{locate(category)}.{key}[{number}]"
        if key == "should_hit" and not counted:
            faults.append((line, place, f"no hit in {sentence!r}; add an entry or change the sentence"))
        if key == "should_miss" and counted:
            hit = counted[0]
            what = f"{hit['text']!r} is hit by {hit['entry_id']!r} in {sentence!r}"
            faults.append((line, place, f"{what}; narrow the entry or change the sentence"))
    return faults


def _list_examples(category: Category) -> list[tuple[str, int, str]]:
    return [
        (key, number, sentence)
        for key, sentences in (("should_hit", category.should_hit), ("should_miss", category.should_miss))
        for number, sentence in enumerate(sentences)
    ]


def _is_counted(hit: Mapping[str, Any], lexicon: Lexicon) -> bool:
    is_dropped = hit["negated"] and lexicon.negation == "drop"
    return hit["lexicon"] == lexicon.name and hit["excluded_by"] is None and not is_dropped


def locate(category: Category) -> str:
    """The place of a category in its file: `categories.a.categories.b`."""
    return ".".join(f"categories.{name}" for name in category.name.split("/"))
