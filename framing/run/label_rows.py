"""A drawn mention as the row that coders see, and as the row of the key that they do not see."""

from dataclasses import replace
from typing import Any

import framing.labels
from framing.labels import Candidate, Drawn, Item


def _name_item(candidate: Candidate) -> str:
    return f"{framing.labels.name_document(candidate.document_id)}-{candidate.mention_start}"


def make_item(drawn: Drawn, file_format: str, *, show_prediction: bool) -> Item:
    """The row that coders see: no outlet, date or id of the article, and no prediction unless it is asked for."""
    one = drawn.candidate
    start, end = one.target_start, one.target_end
    extra = {"item": _name_item(one), "context_before": one.context_before, "context_after": one.context_after}
    item = Item(
        one.sentence,
        target=one.sentence[start:end],
        target_start=start,
        target_end=end,
        document_id=framing.labels.name_document(one.document_id),
        extra={name: value for name, value in extra.items() if value},
    )
    if file_format == framing.labels.CSV:
        marked = f"{one.sentence[:start]}⟦{one.sentence[start:end]}⟧{one.sentence[end:]}"
        item = replace(item, extra={**item.extra, framing.labels.MARKED: marked})
    if show_prediction and one.label:
        item = replace(item, extra={**item.extra, "prediction": f"{one.label} {one.probabilities[one.label]:.2f}"})
    return item


def make_key_row(drawn: Drawn) -> dict[str, Any]:
    """The row of the key: where the mention is from, why it was drawn, and what models say of it."""
    one = drawn.candidate
    row: dict[str, Any] = {
        "item": _name_item(one),
        "document_id": one.document_id,
        "outlet": one.outlet,
        "date": one.date,
        "text": one.sentence,
        "target": one.sentence[one.target_start : one.target_end],
        "target_start": one.target_start,
        "target_end": one.target_end,
        "target_id": one.target_id,
        "mention_start": one.mention_start,
        "mention_end": one.mention_start + one.target_end - one.target_start,
        "voice": one.voice,
        "strategy": drawn.strategy,
        "stratum": drawn.stratum,
        "predicted": one.label,
        **{f"p_{label}": value for label, value in one.probabilities.items()},
        "models": list(one.answers) or None,
    }
    return {name: value for name, value in row.items() if value is not None}
