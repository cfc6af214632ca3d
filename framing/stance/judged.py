"""Label rows with what a model says about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from framing.stance.labels import LabelRow
from framing.stance.trained import Overlap

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """Label rows with a model's probabilities.

    Columns of `probabilities` are in the order of `names`. `voices` are those of the mentions, None for whole texts.
    `keyword_labels` are the answers of the keyword baseline, None where there is none. `in_training` says which of the
    rows the model learnt from, None where it does not tell; `sources` are the names of the label files.
    """

    rows: tuple[LabelRow, ...]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    probabilities: Floats
    threshold: float
    voices: tuple[str | None, ...]
    keyword_labels: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    in_training: Overlap | None = None
    sources: tuple[str, ...] | None = None

    def truth(self) -> NDArray[np.intp]:
        """The given labels as places among the names."""
        return self.number([row.label for row in self.rows])

    def predicted(self) -> NDArray[np.intp]:
        """The likeliest labels as places among the names."""
        return np.asarray(self.probabilities.argmax(axis=1))

    def number(self, labels: Sequence[str]) -> NDArray[np.intp]:
        """Labels as places among the names."""
        place = {name: number for number, name in enumerate(self.names)}
        return np.array([place[label] for label in labels], dtype=np.intp)

    def take(self, rows: slice) -> "Judged":
        """Some of the rows."""
        keyword_labels = None if self.keyword_labels is None else self.keyword_labels[rows]
        return replace(
            self,
            rows=self.rows[rows],
            groups=self.groups[rows],
            probabilities=self.probabilities[rows],
            voices=self.voices[rows],
            sources=None if self.sources is None else self.sources[rows],
            keyword_labels=keyword_labels,
        )
