"""Stances towards the targets that documents mention: tokens in, a table out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.columns import ATTRIBUTED, LABELS, STANCES, VOICES, Attribution, Coded, Schema, Table, Tokens
from framing.errors import ModelError
from framing.stance.aliases import Match, Matches, join_matches
from framing.stance.evidence import find_evidence
from framing.stance.layout import Units
from framing.stance.learning import softmax
from framing.stance.model import DOCUMENT, MENTION, TOPIC, StanceModel
from framing.stance.scoring import score_units
from framing.stance.targets import Targets
from framing.stance.units import find_mention_units

_DIGITS = 6
_UNITS_AT_ONCE = 1024  # fewer at once make more calls, more at once take memory and leave the processor's cache
_JUDGED = Schema(STANCES.name, STANCES.columns[STANCES.names.index("label") :])
_UNIT_NAMES = {MENTION: "mentions", DOCUMENT: "whole texts", TOPIC: "whole texts towards a target"}


def find_mentions(documents: Table, tokens: Tokens, targets: Targets, languages: tuple[str, ...]) -> list[list[Match]]:
    """Per document the mentions of targets in order; none where the document's language is not among `languages`."""
    document, matches = _find_matches(documents, tokens, targets, languages)
    found: list[list[Match]] = [[] for _ in range(len(documents))]
    for number, match in zip(document.tolist(), matches.rows(), strict=True):
        found[number].append(match)
    return found


def _find_matches(
    documents: Table, tokens: Tokens, targets: Targets, languages: tuple[str, ...]
) -> tuple[NDArray[np.intp], Matches]:
    """The mentions of targets in order, and the document of each."""
    written = documents["language"]
    sought = sorted(set(languages) & set(written) & set(targets.matchers))
    matches = join_matches(
        targets.matchers[language].find(tokens, np.array([one == language for one in written], dtype=np.bool_))
        for language in sought
    )
    document = np.searchsorted(tokens.document_offsets, matches.first, side="right") - 1
    bounds = (tokens.document_offsets[:-1][document].tolist(), tokens.document_offsets[1:][document].tolist())
    is_dateline = np.zeros(len(matches), dtype=np.bool_)
    for row in np.flatnonzero(matches.is_city).tolist():
        is_dateline[row] = _begins_dateline(
            tokens, int(matches.first[row]), int(matches.last[row]), bounds[0][row], bounds[1][row]
        )
    kept = np.flatnonzero(~is_dateline)
    return document[kept], matches.take(kept)


def _begins_dateline(tokens: Tokens, first: int, last: int, begin: int, end: int) -> bool:
    """Whether a city begins a paragraph of a document as datelines do: `MOSCOW, June 2. /TASS/.`, `Kyiv (AP) -`.

    The city is the tokens `first:last`, the document `begin:end`.
    """
    if last >= end or (first > begin and tokens.paragraph[first - 1] == tokens.paragraph[first]):
        return False
    following = tokens.types.forms[tokens.type_id[last]]
    is_shouted = tokens.types.forms[tokens.type_id[first]].isupper()
    return following in ("(", "–", "—", "--", "/") or (is_shouted and following == ",")


def refuse_other_units(model: StanceModel) -> None:
    """Refuse a model that gives no stances towards mentions.

    Raises:
        ModelError: the model has other labels than favor, neutral and against, or labels whole texts.
    """
    if model.unit != MENTION or set(model.labels) != set(LABELS):
        raise ModelError(
            f"model {model.name} labels {_UNIT_NAMES[model.unit]} with {', '.join(model.labels)}; stances"
            f" need a model of mentions with {', '.join(LABELS)}; `framing evaluate` measures any model on labels"
        )


def find_stances(
    documents: Table, tokens: Tokens, attribution: Attribution, targets: Targets, model: StanceModel
) -> Table:
    """The stance table of a batch: one row per mention of a target, for documents in the model's languages.

    Raises:
        ModelError: the model has other labels than favor, neutral and against, or labels whole texts.
    """
    refuse_other_units(model)
    document, matches = _find_matches(documents, tokens, targets, model.languages)
    units = find_mention_units(tokens, document.astype(np.int32), matches.start, matches.end)
    parts = (_judge(tokens, attribution, part, model) for part in units.split(_UNITS_AT_ONCE))
    judged = Table.concat(_JUDGED, parts)
    return Table(STANCES, {**_list_mentions(documents, attribution, targets, document, matches), **judged.columns})


def _list_mentions(
    documents: Table, attribution: Attribution, targets: Targets, document: NDArray[np.intp], matches: Matches
) -> dict[str, Any]:
    """The columns that say where a mention stands, of whom, and who speaks."""
    voice, quotation = attribution.voice[matches.first], attribution.quotation[matches.first]
    speakers = attribution.quotations["speaker"]
    row_of_speaker = np.where(voice == ATTRIBUTED, quotation, -1)
    return {
        "document_id": Coded(documents["document_id"], document),
        "target": Coded([target.target_id for target in targets.targets], matches.owner),
        "mention_start": matches.start,
        "mention_end": matches.end,
        "voice": Coded(VOICES, voice),
        "speaker": [speakers[row] if row >= 0 else None for row in row_of_speaker.tolist()],
    }


def _judge(tokens: Tokens, attribution: Attribution, units: Units, model: StanceModel) -> Table:
    """The columns that say what the model makes of mentions."""
    scored = score_units(model, tokens, attribution, units)
    probabilities = softmax(scored.decision)
    likeliest = probabilities.argmax(axis=1).astype(np.int32)
    columns = {
        "label": Coded(model.labels, likeliest),
        **{f"p_{label}": np.round(probabilities[:, model.labels.index(label)], _DIGITS) for label in LABELS},
        "abstained": probabilities.max(axis=1) < model.threshold,
        "evidence": find_evidence(model, tokens, scored, likeliest),
        "model_id": Coded([model.model_id], np.zeros(len(units), dtype=np.int8)),
    }
    return Table(_JUDGED, columns)
