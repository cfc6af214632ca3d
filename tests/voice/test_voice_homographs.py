"""Words that are reporting verbs in one sentence and something else in the next."""

import pytest
from test_voice_quotations import attributed_text


@pytest.mark.parametrize(
    ("reporting", "content", "other"),
    [
        ("Ann repeated the claims of fraud.", "the claims of fraud", "Ann's repeated claims of fraud went nowhere."),
        ("She remarks that the port was closed.", "that the port was closed", "The remarks that were made hurt her."),
        ("The mayor wrote the bridge was unsafe.", "the bridge was unsafe", "The mayor wrote a book about the bridge."),
        ("The mayor opposed the plan.", "the plan", "The port, as opposed to the bridge, is old."),
        ("Do they support the plan?", "the plan", "Do you support the plan?"),
        ("The mayor praised the plan.", "the plan", "The mayor may praise the plan."),
        ("The mayor says the bridge is safe.", "the bridge is safe", "The mayor's comments were printed on Monday."),
        ("He states that the bridge is safe.", "that the bridge is safe", "Both states the bridge joins are poor."),
        ("The group supports the plan.", "the plan", "Supporting the plan was a mistake."),
    ],
)
def test_a_homograph_of_a_reporting_verb_reports_nothing(reporting: str, content: str, other: str) -> None:
    """The verb has its content; the noun, the adjective and the verb of no attitude held have none."""
    assert attributed_text(reporting) == content
    assert attributed_text(other) == ""
