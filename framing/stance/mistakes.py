"""Errors of a model on labels, and suspected errors of the labels, row by row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from framing.stance.judged import Judged
from framing.stance.resampling import round_rate

_EXAMPLES = 3  # of each pair of labels
_PASSAGE = 300  # characters of a text shown as an example


def choose_examples(judged: Judged) -> Iterator[dict[str, Any]]:
    """Of each pair of labels the errors that the model was surest of."""
    pairs: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in list_errors(judged):
        pairs[row["label"], row["predicted"]].append(row)
    for pair in sorted(pairs):
        for row in pairs[pair][:_EXAMPLES]:
            yield {**row, "text": _cut_passage(row)}


def _cut_passage(row: Mapping[str, Any]) -> str:
    text, start = str(row["text"]), row["target_start"] or 0
    if len(text) <= _PASSAGE:
        return text
    first = max(0, min(start - _PASSAGE // 2, len(text) - _PASSAGE))
    return ("…" if first else "") + text[first : first + _PASSAGE] + ("…" if first + _PASSAGE < len(text) else "")


def list_rows(judged: Judged) -> list[dict[str, Any]]:
    """All rows with what people said and what the model says; `row` counts from 1 in its file."""
    predicted = judged.predicted()
    listed = []
    for number, (row, guess) in enumerate(zip(judged.rows, predicted.tolist(), strict=True)):
        p = judged.probabilities[number]
        listed.append(
            {
                **({} if judged.sources is None else {"source": judged.sources[number]}),
                "row": row.number or number + 1,
                "label": row.label,
                "predicted": judged.names[guess],
                "probability": round_rate(p[guess]),
                "probability_of_label": round_rate(p[judged.names.index(row.label)]),
                "probabilities": {name: round_rate(value) for name, value in zip(judged.names, p, strict=True)},
                "abstained": bool(p[guess] < judged.threshold),
                "target": row.target if row.target_start is None else row.text[row.target_start : row.target_end],
                "voice": judged.voices[number],
                "text": row.text,
                "target_start": row.target_start,
                "target_end": row.target_end,
                "document_id": row.document_id,
                "outlet": row.outlet,
                "date": row.date,
                "annotator": row.annotator,
            }
        )
    return listed


def list_errors(judged: Judged) -> list[dict[str, Any]]:
    """The rows whose likeliest label is not the given one, the surest first."""
    errors = [row for row in list_rows(judged) if row["label"] != row["predicted"]]
    return sorted(errors, key=lambda row: (-row["probability"], row["row"]))


def list_suspects(judged: Judged) -> list[dict[str, Any]]:
    """Suspected label errors: the rows that the model labels otherwise, the least likely given label first."""
    errors = [row for row in list_rows(judged) if row["label"] != row["predicted"]]
    return sorted(errors, key=lambda row: (row["probability_of_label"], row["row"]))
