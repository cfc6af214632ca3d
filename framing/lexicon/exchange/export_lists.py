"""Lexicons -> word lists of other programs, with a report of what those cannot hold."""

import re
from typing import Any
from xml.sax.saxutils import quoteattr

import yaml

from framing.lexicon.exchange.trees import OWN_PATTERNS
from framing.lexicon.exchange.written_words import (
    Exported,
    Losses,
    collect_words,
    has_final_wildcard_only,
    write_number,
)
from framing.lexicon.records import Category, Lexicon, is_within

Words = dict[str, dict[str, float]]
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_quanteda(lexicon: Lexicon) -> Exported:
    """Nested names over lists of glob patterns, as quanteda's `dictionary(file = )` reads them."""
    losses = Losses(lexicon)
    losses.add_keys()
    words = collect_words(losses, lambda text: "_" not in text)
    tree = {category.name: _nest(losses, category, words) for category in _children(lexicon, "")}
    return Exported(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=120), losses.list())


def _nest(losses: Losses, category: Category, words: Words) -> list[str] | dict[str, Any]:
    below = {_last(child): _nest(losses, child, words) for child in _children(losses.lexicon, category.name)}
    own = list(words[category.name])
    if not below:
        return own
    if own:
        losses.add(category, f"its own words stand in a category {OWN_PATTERNS!r} below it, as quanteda writes them")
    return {**({OWN_PATTERNS: own} if own else {}), **below}


def write_liwc(lexicon: Lexicon) -> Exported:
    """A .dic file: numbered categories, and words under the numbers of their category and all above it."""
    losses = Losses(lexicon)
    losses.add_keys()
    by_category = collect_words(losses, lambda text: has_final_wildcard_only(text) and not re.search(r"[()<>]", text))
    numbers = {category.name: number for number, category in enumerate(lexicon.categories, start=1)}
    header = ["\t" * name.count("/") + f"{number}\t{name.rpartition('/')[2]}" for name, number in numbers.items()]
    words: dict[str, set[int]] = {}
    for name, own in by_category.items():
        above = [other for other in numbers if is_within(name, other)]
        for word in own:
            words.setdefault(word, set()).update(numbers[other] for other in above)
            for other in above[:-1]:
                if word in by_category[other]:
                    losses.add(lexicon.category(name), f"{word!r} is also a word of {other!r}, where it counts once")
    lines = ["\t".join((word, *map(str, sorted(above)))) for word, above in sorted(words.items())]
    return Exported("\n".join(["%", *header, "%", *lines]) + "\n", losses.list())


def write_wordstat(lexicon: Lexicon) -> Exported:
    """A .cat file: categories by indentation, words in capitals with `_` for blanks and their weight in brackets."""
    losses = Losses(lexicon)
    losses.add_keys(entry_keys=("weight",))
    words = collect_words(losses, lambda text: not re.search(r"[_#~@()\[\]]", text), has_weights=True)
    lines: list[str] = []
    for category in lexicon.categories:
        depth = category.name.count("/")
        lines.append("\t" * depth + _last(category).upper())
        for text, weight in words[category.name].items():
            lines.append("\t" * (depth + 1) + f"{text.upper().replace(' ', '_')} ({write_number(weight)})")
    return Exported("\n".join(lines) + "\n", losses.list())


def write_lexicoder(lexicon: Lexicon) -> Exported:
    """A .lc3 file: `+category`, then its words. The format does not nest: categories stand under their full names."""
    losses = Losses(lexicon)
    losses.add_keys()
    _report_nesting(losses)
    words = collect_words(losses, lambda text: has_final_wildcard_only(text) and not text.startswith("+"))
    blocks = ["".join(f"{line}\n" for line in (f"+{name}", *own)) for name, own in words.items() if own]
    return Exported("".join(blocks), losses.list())


def write_yoshikoder(lexicon: Lexicon) -> Exported:
    """A .ykd file: categories with their definitions, patterns with weights as scores, below one named as the lexicon.

    Yoshikoder knows `*` anywhere in a word, and no `?`.
    """
    losses = Losses(lexicon)
    losses.add_keys(category_keys=("definition",), entry_keys=("weight",))
    words = collect_words(losses, lambda text: "?" not in text and not _NO_XML.search(text), has_weights=True)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<dictionary style="050805" patternengine="substring">',
        f'<cnode name="{lexicon.name}" desc={_quote(lexicon.title)}>',
    ]
    for category in _children(lexicon, ""):
        lines += _write_node(lexicon, category, words)
    return Exported("\n".join([*lines, "</cnode>", "</dictionary>"]) + "\n", losses.list())


def _write_node(lexicon: Lexicon, category: Category, words: Words) -> list[str]:
    lines = [f'<cnode name="{_last(category)}" desc={_quote(category.definition)}>']
    for text, weight in words[category.name].items():
        score = "" if weight == 1 else f' score="{write_number(weight)}"'
        lines.append(f"<pnode name={_quote(text)}{score}/>")
    for child in _children(lexicon, category.name):
        lines += _write_node(lexicon, child, words)
    return [*lines, "</cnode>"]


def _quote(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))


def write_nrc(lexicon: Lexicon) -> Exported:
    """Tab-separated lines of word, category and weight under a header. The format knows no wildcards."""
    losses = Losses(lexicon)
    losses.add_keys(entry_keys=("weight",))
    _report_nesting(losses)
    words = collect_words(losses, lambda text: "*" not in text and "?" not in text, has_weights=True)
    for entry in lexicon.entries:
        if not entry.weight:
            losses.add(entry, "weight 0 means there that the word does not belong")
    rows = [f"{text}\t{name}\t{write_number(weight)}\n" for name, own in words.items() for text, weight in own.items()]
    return Exported("".join(["word\tcategory\tweight\n", *rows]), losses.list())


def _report_nesting(losses: Losses) -> None:
    for category in losses.lexicon.categories:
        if category.parent:
            losses.add(category, f"stands beside {category.parent!r}, not below it; add up their counts")


def _children(lexicon: Lexicon, parent: str) -> list[Category]:
    return [category for category in lexicon.categories if category.parent == parent]


def _last(category: Category) -> str:
    return category.name.rpartition("/")[2]
