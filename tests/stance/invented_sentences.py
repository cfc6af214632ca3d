"""Labelled sentences written for these tests, and an attribution without quotations."""

from pathlib import Path

import framing.columns
from framing.columns import Attribution, Table, Tokens

PRAISE = (
    "praised {} for a brave and honest decision",
    "thanked {} for generous help",
    "said {} had kept its word, a success",
)
BLAME = (
    "blamed {} for a cruel and reckless attack",
    "accused {} of lies and fraud",
    "said {} had broken its promise, a failure",
)
PLAIN = (
    "met {} on Tuesday to talk about grain",
    "said {} would publish the figures in March",
    "called {} about the new timetable",
)
WHO = ("The mayor", "A farmer", "The committee", "One reader", "The union", "Her neighbour", "The bishop", "A miner")
NAMES = ("Arvenia", "Port Lumen", "Ms Tolland", "the Ostmark League", "Dellin", "Northbridge Council")


def write_sentences(path: Path) -> Path:
    """A CSV of 432 labelled sentences with the target's place, two or three sentences a document."""
    lines = ["document_id,text,label,target_start,target_end"]
    number = 0
    for who in WHO:
        for name in NAMES:
            for label, patterns in (("favor", PRAISE), ("against", BLAME), ("neutral", PLAIN)):
                for pattern in patterns:
                    text = f"{who} {pattern.format(name)}."
                    start = text.index(name)
                    lines.append(f'd{number // 3},"{text}",{label},{start},{start + len(name)}')
                    number += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def attribute_nothing(documents: Table, tokens: Tokens) -> Attribution:
    """Own voice everywhere."""
    return framing.columns.attribute_nothing(tokens)
