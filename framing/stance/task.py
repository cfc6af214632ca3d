"""What a model is to learn: answers, the unit that they are about, and the settings that suit it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError
from framing.stance.evaluation import Answers
from framing.stance.labelnames import check_label_names
from framing.stance.labels import name_file
from framing.stance.learning import Settings
from framing.stance.linear import EXACT, Floats, Stop
from framing.stance.matrices import Kinds
from framing.stance.model import DOCUMENT, MENTION, TOPIC, UNITS
from framing.stance.sources import Source, all_rows
from framing.stance.splits import DATE, DUPLICATES, OUTLET, group_rows
from framing.stance.topics import choose_topics, fold_target

_LEAST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be learnt: people's answers, whether they are about mentions or texts, and the settings."""

    people: Answers
    unit: str
    settings: Settings
    sources: tuple[Source, ...]
    threshold_on: str | None = None
    kinds: Kinds = field(default_factory=Kinds)

    def numbers(self) -> NDArray[np.intp]:
        """The answers as places among the names."""
        return np.array([self.people.names.index(label) for label in self.people.labels], dtype=np.intp)

    def label_weights(self) -> Floats:
        """What each row counts for its label. Shape: (rows,)."""
        return np.array([self.settings.class_weights.get(label, 1.0) for label in self.people.labels])

    def penalties(self) -> tuple[float, ...]:
        """The penalties to try."""
        if self.unit == MENTION:
            return self.settings.mention_penalties
        return self.settings.text_penalties if self._has_many_rows() else (self.settings.few_penalty,)

    def text_scales(self) -> tuple[float | None, ...]:
        """The scales of pools in whole texts to try."""
        scales = self.settings.text_scales
        if self.unit == MENTION:
            return (None,)
        if self._has_many_rows():
            return scales
        texts = [row.text for row in all_rows(self.sources)]
        is_short = _count_words(texts) <= self.settings.short_text
        return (max(scales) if is_short else min(scales),)

    def _has_many_rows(self) -> bool:
        return len(self.people.labels) >= self.settings.few_rows

    def stop(self) -> Stop:
        """When fitting stops."""
        return EXACT if self.unit == MENTION else Stop(self.settings.text_tolerance, self.settings.text_steps)


def make_task(
    sources: list[Source], settings: Settings, threshold_on: str | None, unit: str | None, names: Sequence[str] = ()
) -> Task:
    """What is to be learnt from these sources, with groups that are not split and the unit that is labelled.

    Args:
        names: all labels that the model is to have; none where the rows decide.

    Raises:
        InputError: too few rows, groups or labels, a label that looks like a slip, an unknown unit, or a threshold or
            weight for nothing there is.
    """
    if threshold_on is not None and threshold_on not in [source.name for source in sources]:
        listed = ", ".join(source.name for source in sources)
        raise InputError(f"the threshold is to be fixed on {threshold_on!r}, which is no source; sources: {listed}")
    rows = all_rows(sources)
    groups = group_rows(rows, settings.group_by)
    if len(rows) < _LEAST_ROWS or len(set(groups)) < 2:
        files = ", ".join(dict.fromkeys(name_file(source.labels) for source in sources))
        found = f"{len(rows)} row{' is' if len(rows) == 1 else 's are'} too few"
        if len(rows) >= _LEAST_ROWS and settings.group_by in {OUTLET, DATE}:
            raise InputError(
                f"{files}: all rows are of one {settings.group_by}, or near duplicates of rows that are, so that no "
                f"model can be tested on another; group by {DUPLICATES} instead"
            )
        raise InputError(
            f"{files}: {found}; a model needs {_LEAST_ROWS} rows of two documents or more that are no near duplicates; "
            "`--group-by document` takes near duplicates apart"
        )
    names = check_label_names(rows, groups, settings.folds, names)
    unknown = sorted(set(settings.class_weights) - set(names))
    if unknown:
        raise InputError(f"a class weight for {unknown[0]!r}, which no row has; labels: {', '.join(names)}")
    people = Answers(names, tuple(row.label for row in rows), groups)
    unit = _choose_unit(sources, len(rows), unit)
    topics = choose_topics([fold_target(row.target) for row in rows], settings.topic_rows) if unit == TOPIC else ()
    has_pieces = settings.mention_pieces if unit == MENTION else settings.text_pieces
    # Where each target is another, the likeness of text and target decides, and pieces of long texts only take time.
    is_short = _count_words([row.text for row in rows]) <= settings.most_piece_words
    has_pieces &= unit != TOPIC or bool(topics) or is_short
    kinds = Kinds(has_pieces, unit == TOPIC, topics)
    return Task(people, unit, settings, tuple(sources), threshold_on, kinds)


def _count_words(texts: Sequence[str]) -> float:
    """Mean number of words of texts, as far as spaces show."""
    return sum(text.count(" ") + 1 for text in texts) / len(texts)


def _choose_unit(sources: Sequence[Source], n_rows: int, wanted: str | None) -> str:
    """What is labelled: `wanted`, or what half of the rows or more allow, mentions first."""
    can_be = {
        MENTION: 2 * sum(source.labels.n_without_mention for source in sources) <= n_rows,
        TOPIC: 2 * sum(source.labels.n_without_target for source in sources) <= n_rows,
        DOCUMENT: True,
    }
    if wanted is None:
        return next(unit for unit, holds in can_be.items() if holds)
    if wanted not in UNITS:
        raise InputError(f"unit {wanted!r} is not known; units: {', '.join(UNITS)}")
    if not can_be[wanted]:
        needed = "`target_start` and `target_end`" if wanted == MENTION else "`target`"
        raise InputError(f"a model of {wanted}s needs {needed} in half of the rows or more")
    return wanted
