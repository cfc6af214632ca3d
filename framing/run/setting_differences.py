"""What two runs were made with, as far as it differs: versions, options, lexicons, model and inputs."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from framing.remote import AnyPath

_FOLLOWING = {"instruments.stage_keys.lexicon", "instruments.stage_keys.report"}  # from others that are compared
_COMPARED = ("framing_version", "code_sha256", "python", "libraries", "seed", "options", "choice", "instruments")


def compare_settings(run_a: AnyPath, run_b: AnyPath) -> dict[str, Any]:
    """What differs in `run.json` of two finished runs.

    `settings` are values by name, such as `options.ingest.limit`; `lexicons` those with another version or digest, or
    in one run only; `inputs` counts files, and those that both runs read with the same content.
    """
    a, b = (json.loads((run / "run.json").read_text(encoding="utf-8")) for run in (run_a, run_b))
    settings = [dict(_flatten({name: content.get(name) for name in _COMPARED})) for content in (a, b)]
    lexicons = [{one["name"]: one for one in content["instruments"]["lexicons"]} for content in (a, b)]
    digests = [Counter(one.get("sha256") or one.get("version") for one in content["inputs"]) for content in (a, b)]
    return {
        "settings": _list_differences(*settings),
        "lexicons": _list_differences(*lexicons),
        "inputs": {
            "n_a": digests[0].total(),
            "n_b": digests[1].total(),
            "n_same": (digests[0] & digests[1]).total(),
        },
    }


def _flatten(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Values by their names; lists are values, and lexicons are compared one by one."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{above}{name}.")
        elif f"{above}{name}" not in {*_FOLLOWING, "instruments.lexicons"}:
            yield f"{above}{name}", value


def _list_differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = [*a, *(name for name in b if name not in a)]
    return [{"name": name, "a": a.get(name), "b": b.get(name)} for name in names if a.get(name) != b.get(name)]
