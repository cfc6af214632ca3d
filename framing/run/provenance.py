"""What stands behind the numbers of a run, as reports state it."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

import framing.report
import framing.stance
from framing import shipped
from framing.errors import FramingError
from framing.marked_yaml import MarkedYaml
from framing.run.instruments import Instruments, find_version


class Measurement(BaseModel):
    """How well one part did on human-annotated data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: str  # voice, lexicon or stance
    language: str
    figure: str
    measured_on: str
    command: str


class _MeasurementFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    measurements: list[Measurement]


@cache
def read_measurements() -> tuple[Measurement, ...]:
    """The shipped figures of how well each part did, and the commands that reproduce them."""
    path = shipped.find_measurements_path()
    return tuple(MarkedYaml(path, FramingError).validate(_MeasurementFile).measurements)


def _describe_model(model: framing.stance.StanceModel) -> dict[str, Any]:
    return {
        "model_id": model.model_id,
        "name": model.name,
        "languages": list(model.languages),
        "figures": dict(model.manifest.get("figures", {})),
        "sha256": model.digest,
    }


def explain_unread(language: str, provenance: framing.report.Provenance) -> str | None:
    """That no lexicon, cue list or model reads the language, and which ones these read; None where one does."""
    readers = {
        "lexicons": {lexicon.language for lexicon in provenance.lexicons},
        "reporting cues": set(shipped.find_cue_paths()),
        "model": set(provenance.model["languages"]) if provenance.model else set(),
    }
    if any(language in read for read in readers.values()):
        return None
    told = ", ".join(f"{name} {' '.join(sorted(read)) or 'none'}" for name, read in readers.items())
    return f"no lexicon, reporting cues or model of this run read the language {language}; they read: {told}"


def make_provenance(instruments: Instruments) -> framing.report.Provenance:
    """Versions, digests, definitions and measured quality of the instruments."""
    return framing.report.Provenance(
        framing_version=find_version(),
        lexicons=[
            framing.report.LexiconSource(
                name=lexicon.name,
                version=lexicon.version,
                sha256=lexicon.sha256,
                language=lexicon.language,
                title=lexicon.title,
                negation=lexicon.negation,
                categories=[
                    {
                        "name": category.name,
                        "title": category.title,
                        "definition": category.definition,
                        "mirror": category.mirror,
                    }
                    for category in lexicon.categories
                ],
            )
            for lexicon in instruments.lexicons
        ],
        model=_describe_model(instruments.model) if instruments.model else None,
        targets_sha256=instruments.targets_sha256,
        targets=instruments.targets.titles,
        measurements=[measurement.model_dump() for measurement in read_measurements()],
    )
