"""Dictionaries in lines of plain text: WordStat .cat, Lexicoder .lc3."""

import re

from framing.lexicon.exchange.draft import Draft, DraftCategory, show
from framing.lexicon.exchange.source_text import read_content
from framing.lexicon.exchange.trees import read_yoshikoder

_WEIGHTED = re.compile(r"(.*\S)\s*\(([-+]?\d+(?:[.,]\d+)?)\)")
_RULE = re.compile(r"@|[^\[]*\[[^\]]*\]\s*$")


def read_wordstat(draft: Draft) -> None:
    """Read a categorization dictionary of WordStat: indentation nests, `WORD_WORD (2)` is a weighted entry."""
    open_: list[tuple[int, DraftCategory]] = []
    for number, line in enumerate(draft.read_text().split("\n"), start=1):
        text = line.strip()
        if not text:
            continue
        # Tabs and blanks are mixed in real files; both come to the same columns.
        depth = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        entry = _WEIGHTED.fullmatch(text)
        pattern, weight = entry.groups() if entry else (text, "1")
        if _RULE.match(pattern):
            draft.lose(number, f"{show(text)} is a rule; write it with `near/` or `unless`")
        elif entry and not open_:
            draft.lose(number, f"{show(text)} stands in no category")
        elif entry and re.search(r"[#~]", pattern):
            draft.lose(number, f"{show(text)}: `#` and `~` are no wildcards here; write the entry with `*` or `?`")
        elif entry:
            value = float(weight.replace(",", "."))
            draft.add_entry(open_[-1][1], pattern.replace("_", " ").lower(), number, value)
        else:
            parent = open_[-1][1] if open_ else draft.root
            open_.append((depth, draft.open_category(parent, text, number)))


def read_lexicoder(draft: Draft) -> None:
    """Read a dictionary of Lexicoder: `+category`, then a pattern on each line; or XML, as version 2 has it."""
    if read_content(draft.path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        read_yoshikoder(draft)
        return
    category: DraftCategory | None = None
    for number, line in enumerate(draft.read_text().split("\n"), start=1):
        text = line.strip()
        if text.startswith("+") and text.strip("+ "):
            category = draft.open_category(draft.root, text.strip("+ "), number)
        elif text and category is None:
            draft.lose(number, f"{show(text)} stands before the first `+category`")
        elif "?" in text:
            draft.lose(number, f"{show(text)}: `?` stands for one sign here; write the entry")
        elif text and category is not None:
            draft.add_entry(category, text, number)
