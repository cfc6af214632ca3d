"""Prodigy's tasks: JSON Lines for its choice interface, as `db-out` writes them.

It is Python on the side that writes, and counts code points.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.errors import InputError
from framing.label_files import Record, quote_names
from framing.labels.counting import CODE_POINTS, read_span
from framing.labels.plain import find_objects
from framing.labels.records import UNLABELLED

TARGET_SPAN = "TARGET"
_OWN = frozenset(("spans", "options", "accept", "answer", "tokens", "meta", "label", "html", "config", "version"))
_SHOWN = {"before": "context_before", "after": "context_after", "prediction": "prediction"}


def read_tasks(rows: Iterator[Record], countings: Sequence[str] = (CODE_POINTS,)) -> Iterator[Record]:
    """One record per task with its choice, or per span with a label. Ignored and rejected tasks have no label.

    Raises:
        InputError: several options are accepted, or a span stands outside the text.
    """
    for place, task in rows:
        record = {name: value for name, value in task.items() if name not in _OWN and not name.startswith("_")}
        meta = task.get("meta")
        if isinstance(meta, dict):
            record |= {name: value for name, value in meta.items() if name not in _SHOWN and name not in record}
        who = task.get("_annotator_id") or task.get("_session_id")
        record |= {"annotator": str(who)} if who else {}
        for answer in _read_answers(place, task, countings):
            yield place, {**record, **answer}


def _read_answers(place: str, task: Mapping[str, Any], countings: Sequence[str]) -> Iterator[dict[str, Any]]:
    if task.get("answer", "accept") != "accept":
        yield {"label": None}
        return
    accepted = task.get("accept")
    chosen = sorted({str(one) for one in accepted}) if isinstance(accepted, list) else []
    if len(chosen) > 1:
        raise InputError(f"{place}: {len(chosen)} answers to one question ({quote_names(chosen)}); allow only one")
    # A task of the binary interface carries its label, and the answer says whether it is right.
    if not chosen and isinstance(task.get("label"), str):
        chosen = [task["label"]]
    if chosen:
        yield {"label": chosen[0]}
        return
    spans = find_objects(place, "spans", task.get("spans"))
    labelled = [one for one in spans if one.get("label") not in (None, TARGET_SPAN, UNLABELLED)]
    if not labelled or not isinstance(task.get("text"), str):
        yield {"label": None}
        return
    for one in labelled:
        if type(one.get("start")) is not int or type(one.get("end")) is not int:
            raise InputError(f"{place}: a span needs whole numbers `start` and `end`")
        start, end = read_span(place, task["text"], (one["start"], one["end"]), countings)
        span = {"target": task["text"][start:end], "target_start": start, "target_end": end}
        yield {"label": str(one["label"]), **span}


def make_tasks(records: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> list[dict[str, Any]]:
    """Tasks with the target as a span and `labels` as options. The sentences around stand in `meta`, which is shown."""
    options = [{"id": label, "text": label} for label in labels]
    made = []
    for record in records:
        rest = {name: value for name, value in record.items() if name != "label"}
        task: dict[str, Any] = {**rest, "options": options}
        if record.get("target_start") is not None:
            span = {"start": record["target_start"], "end": record["target_end"], "label": TARGET_SPAN}
            task["spans"] = [span]
        meta = {name: record[column] for name, column in _SHOWN.items() if record.get(column)}
        if meta:
            task["meta"] = meta
        if record.get("label") is not None:
            task |= {"accept": [record["label"]], "answer": "accept"}
        made.append(task)
    return made
