"""Label Studio's tasks: its JSON and JSON-MIN exports in, tasks out.

It is JavaScript, so its offsets are units of UTF-16 (github.com/HumanSignal/label-studio/issues/1347); a line break of
two characters counts as two (its documentation of the tag `Text`). A judgement of the task's own target is a choice and
needs no offsets: those that the task was made with stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.errors import InputError
from framing.label_files import Record, quote, quote_names
from framing.labels.counting import UTF_16, read_span, to_utf16
from framing.labels.plain import find_objects
from framing.labels.records import UNLABELLED

_CONTROL = "label"  # of the choices
_CONTEXT = ("context_before", "context_after")
_BOOKKEEPING = frozenset(("id", "annotation_id", "created_at", "updated_at", "lead_time"))


def read_tasks(rows: Iterator[Record], countings: Sequence[str] = (UTF_16,)) -> Iterator[Record]:
    """One record per answer: of each annotation the choice, and each span that carries a label.

    Raises:
        InputError: a task has no data, or an annotation cannot be read.
    """
    for place, task in rows:
        data = task.get("data")
        if data is None and "annotations" not in task:
            yield from _read_flat(place, task, countings)
            continue
        if not isinstance(data, dict):
            raise InputError(f"{place}: no `data`; a task is an object with `data` and `annotations`")
        annotations = find_objects(place, "annotations", task.get("annotations", task.get("completions")))
        finished = [one for one in annotations if not one.get("was_cancelled")]
        if not finished:
            yield place, {**data, "label": None}
        for annotation in finished:
            who = _name(annotation.get("completed_by")) or data.get("annotator")
            for record in _read_results(
                place, data, find_objects(place, "result", annotation.get("result")), countings
            ):
                yield place, {**record, "annotator": who}


def _read_flat(place: str, task: Mapping[str, Any], countings: Sequence[str]) -> Iterator[Record]:
    """A row of JSON-MIN: what a control found stands under the control's name."""
    data = {name: value for name, value in task.items() if name not in _BOOKKEEPING and name != "annotator"}
    results: list[dict[str, Any]] = []
    for name, value in list(data.items()):
        if isinstance(value, list) and value and all(isinstance(one, dict) and "start" in one for one in value):
            results += [{"id": f"{name} {number}", "value": one} for number, one in enumerate(value)]
            del data[name]
        elif isinstance(value, dict) and "choices" in value:
            results.append({"value": value})
            del data[name]
    if isinstance(data.get("label"), str):
        results.append({"value": {"choices": [data["label"]]}})
    for record in _read_results(place, data, results, countings):
        yield place, {**record, "annotator": _name(task.get("annotator"))}


def _read_results(
    place: str, data: Mapping[str, Any], results: Sequence[dict[str, Any]], countings: Sequence[str]
) -> Iterator[dict[str, Any]]:
    whole: dict[str, list[str]] = {}  # choices by control
    more: dict[str, Any] = {}
    regions: dict[str, dict[str, Any]] = {}
    for number, result in enumerate(results):
        value = result.get("value")
        if not isinstance(value, dict):
            continue
        if "start" in value:
            regions.setdefault(str(result.get("id", number)), {}).update(value)
        elif "choices" in value:
            whole.setdefault(str(result.get("from_name", _CONTROL)), []).extend(_list_names(place, value, "choices"))
        elif isinstance(value.get("text"), list):  # what was typed into a text area
            more[str(result.get("from_name", "note"))] = " ".join(map(str, value["text"]))
    n_found = 0
    for region in regions.values():
        judged = [name for name in _list_names(place, region, "labels") if name != UNLABELLED]
        names = _list_names(place, region, "choices") or judged
        if names:
            start, end = _find_span(place, data, region, countings)
            span = {"target": data["text"][start:end], "target_start": start, "target_end": end}
            yield {**data, **more, **span, "label": _take_one(place, names)}
            n_found += 1
    if whole or not n_found:
        yield {**data, **more, "label": _choose(place, whole) if whole else None}


def _list_names(place: str, value: Mapping[str, Any], key: str) -> list[str]:
    names = value.get(key) or []
    if not isinstance(names, list) or not all(isinstance(name, (str, int)) for name in names):
        raise InputError(f"{place}: `{key}` is a list of names, not {quote(names)}")
    return [str(name) for name in names]


def _choose(place: str, whole: Mapping[str, Sequence[str]]) -> str:
    if len(whole) > 1 and _CONTROL not in whole:
        raise InputError(f"{place}: choices of several controls ({', '.join(whole)}); call the one `{_CONTROL}`")
    return _take_one(place, whole[_CONTROL] if _CONTROL in whole else next(iter(whole.values())))


def _find_span(
    place: str, data: Mapping[str, Any], region: Mapping[str, Any], countings: Sequence[str]
) -> tuple[int, int]:
    text = data.get("text")
    if not isinstance(text, str):
        raise InputError(f"{place}: `data.text` is missing, so that spans cannot be placed")
    try:
        span = int(region["start"]), int(region["end"])
    except (KeyError, TypeError, ValueError) as problem:
        raise InputError(f"{place}: a region needs whole numbers `start` and `end`") from problem
    marked = region.get("text")
    # Which of the two ways it counted is seen from the characters, where it writes them.
    ways = tuple(dict.fromkeys((*countings, "code-points"))) if isinstance(marked, str) else countings
    return read_span(place, text, span, ways, marked if isinstance(marked, str) else None)


def _take_one(place: str, names: Sequence[Any]) -> str:
    distinct = sorted({str(name) for name in names})
    if len(distinct) != 1:
        raise InputError(f"{place}: {len(distinct)} answers to one question ({quote_names(distinct)}); allow only one")
    return distinct[0]


def _name(person: Any) -> str | None:
    if isinstance(person, dict):
        person = person.get("email") or person.get("username") or person.get("id")
    return None if person is None else str(person)


def make_tasks(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tasks with the target as a prediction of the control `target`, and an answer as one of the control `label`."""
    tasks = []
    # A configuration may show these, and then each task must have them.
    shown_names = [name for name in _CONTEXT if any(name in record for record in records)]
    for record in records:
        data = dict.fromkeys(shown_names, "") | {name: value for name, value in record.items() if name != "label"}
        shown = _mark_target(record)
        task: dict[str, Any] = {"data": data}
        if record.get("label") is None:
            task["predictions"] = [{"model_version": "framing", "result": shown}] if shown else []
        else:
            choice = {"from_name": "label", "to_name": "text", "type": "choices"}
            task["annotations"] = [{"result": [*shown, {**choice, "value": {"choices": [record["label"]]}}]}]
        tasks.append(task)
    return tasks


def _mark_target(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    text, start, end = record["text"], record.get("target_start"), record.get("target_end")
    if start is None or end is None:
        return []
    value = {"start": to_utf16(text, start), "end": to_utf16(text, end), "text": text[start:end]}
    region = {"id": "target", "from_name": "target", "to_name": "text", "type": "labels"}
    return [{**region, "value": {**value, "labels": [UNLABELLED]}}]
