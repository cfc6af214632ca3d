"""Stances towards the targets that documents mention: tokens in, a table out."""

from typing import Any

import numpy as np

from framing.columns import ATTRIBUTED, LABELS, STANCES, VOICES, Attribution, Table, Tokens
from framing.errors import ModelError
from framing.stance.aliases import Match
from framing.stance.evidence import find_evidence
from framing.stance.layout import Units
from framing.stance.learning import softmax
from framing.stance.model import DOCUMENT, MENTION, TOPIC, StanceModel
from framing.stance.scoring import score_units
from framing.stance.targets import Targets
from framing.stance.units import find_mention_units

_DIGITS = 6
_UNITS_AT_ONCE = 1024
_UNIT_NAMES = {MENTION: "mentions", DOCUMENT: "whole texts", TOPIC: "whole texts towards a target"}


def find_mentions(documents: Table, tokens: Tokens, targets: Targets, languages: tuple[str, ...]) -> list[list[Match]]:
    """Per document the mentions of targets in order; none where the document's language is not among `languages`."""
    written = documents["language"]
    prepared = {
        language: targets.matchers[language].prepare(tokens)
        for language in sorted(set(languages) & set(written) & set(targets.matchers))
    }
    offsets = tokens.document_offsets.tolist()
    found: list[list[Match]] = []
    for number, language in enumerate(written):
        if language not in prepared:
            found.append([])
            continue
        first, last = offsets[number], offsets[number + 1]
        matches = targets.matchers[language].find(tokens, first, last, prepared[language])
        found.append(
            [match for match in matches if not (match.is_city and _begins_dateline(tokens, match, first, last))]
        )
    return found


def _begins_dateline(tokens: Tokens, match: Match, first: int, last: int) -> bool:
    """Whether a city begins a paragraph as datelines do: `MOSCOW, June 2. /TASS/.`, `Kyiv (AP) -`."""
    if match.last >= last or (
        match.first > first and tokens.paragraph[match.first - 1] == tokens.paragraph[match.first]
    ):
        return False
    following = tokens.types.forms[tokens.type_id[match.last]]
    is_shouted = tokens.types.forms[tokens.type_id[match.first]].isupper()
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
    mentions = find_mentions(documents, tokens, targets, model.languages)
    found = [(number, match) for number, matches in enumerate(mentions) for match in matches]
    columns: dict[str, list[Any]] = {name: [] for name in STANCES.names}
    _fill_mentions(columns, documents, attribution, targets, found)
    units = find_mention_units(
        tokens,
        np.array([number for number, _ in found], dtype=np.int32),
        np.array([match.start for _, match in found], dtype=np.int32),
        np.array([match.end for _, match in found], dtype=np.int32),
    )
    for first in range(0, len(units), _UNITS_AT_ONCE):
        _fill_stances(columns, tokens, attribution, units.part(first, first + _UNITS_AT_ONCE), model)
    columns["model_id"] = [model.model_id] * len(found)
    return Table(STANCES, columns)


def _fill_mentions(
    columns: dict[str, list[Any]],
    documents: Table,
    attribution: Attribution,
    targets: Targets,
    found: list[tuple[int, Match]],
) -> None:
    speakers = attribution.quotations["speaker"]
    for number, match in found:
        voice, quotation = int(attribution.voice[match.first]), int(attribution.quotation[match.first])
        columns["document_id"].append(documents["document_id"][number])
        columns["target"].append(targets.targets[match.owner].target_id)
        columns["mention_start"].append(match.start)
        columns["mention_end"].append(match.end)
        columns["voice"].append(VOICES[voice])
        columns["speaker"].append(speakers[quotation] if voice == ATTRIBUTED and quotation >= 0 else None)


def _fill_stances(
    columns: dict[str, list[Any]], tokens: Tokens, attribution: Attribution, units: Units, model: StanceModel
) -> None:
    scored = score_units(model, tokens, attribution, units)
    probabilities = softmax(scored.decision)
    likeliest = probabilities.argmax(axis=1).astype(np.int32)
    columns["label"] += [model.labels[number] for number in likeliest.tolist()]
    for label in LABELS:
        columns[f"p_{label}"] += np.round(probabilities[:, model.labels.index(label)], _DIGITS).tolist()
    columns["abstained"] += (probabilities.max(axis=1) < model.threshold).tolist()
    columns["evidence"] += find_evidence(model, tokens, scored, likeliest)
