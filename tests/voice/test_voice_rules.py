"""The page about the rules and the rules agree."""

import re
from pathlib import Path

import pytest
from test_voice_quotations import tag

from framing.voice.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "voice.md"
ROWS = re.findall(r"^\| `([a-z-]+)` \| (en|ru) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_explains_every_rule_once() -> None:
    """The table of rules in docs/voice.md and RULES have the same names and explanations."""
    assert {name: meaning for name, _, _, meaning in ROWS} == RULES
    assert len(ROWS) == len(RULES)


@pytest.mark.parametrize(("rule", "language", "example"), [row[:3] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_example_of_a_rule_yields_it(rule: str, language: str, example: str) -> None:
    """Tagging the example of a rule gives a row that names the rule."""
    rows, _, _ = tag(example.replace("\\n", "\n"), language)
    assert rule in [row["rule"] for row in rows]
