"""The mentions of a run, as its model labelled them, with the words beside them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

import framing.stance
import framing.text
from framing.columns import ATTRIBUTED, DOCUMENTS, STANCES, VOICES, Table
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.instruments import MAX_TYPES
from framing.run.manifest import Manifest
from framing.run.store import Store

_COLUMNS = tuple(name for name in STANCES.names if name not in {"speaker", "evidence"})


class DriftReader:
    """Reads the stances of a run with the words beside the mentions.

    `documents` are the ids of the documents with mentions, in order; `targets` and `months` have one element per
    mention, a month being empty where the document has no date.
    """

    def __init__(
        self,
        run_dir: AnyPath,
        manifest: Manifest,
        model: framing.stance.StanceModel,
        profile: framing.stance.Profile,
    ) -> None:
        self._run_dir, self._manifest, self._model = run_dir, manifest, model
        self._store, self._tokenizer = Store(run_dir), framing.text.Tokenizer(max_types=MAX_TYPES)
        self._numbers = {label: number for number, label in enumerate(profile.labels)}
        self.observer = framing.stance.CorpusObserver(model, profile)
        self.documents: list[str] = []
        self.targets: list[str] = []
        self.months: list[str] = []
        self._labels: list[int] = []
        self._confidence: list[float] = []
        self.n_attributed = 0
        self.n_abstained = 0

    def read(self) -> Iterator[None]:
        """Read part after part of the run."""
        for part in self._manifest.parts:
            stances = self._store.read(STANCES, part, _COLUMNS)
            if len(stances):
                self._read_part(self._store.read(DOCUMENTS, part), stances)
            yield

    def _read_part(self, documents: Table, stances: Table) -> None:
        rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in stances.rows():
            if row["model_id"] != self._model.model_id:
                raise InputError(
                    f"{self._run_dir}: some stances are of {row['model_id']}; "
                    f"`framing stance {self._run_dir}` labels all again"
                )
            rows[row["document_id"]].append(row)
        # What repeats another article of the run would count twice.
        documents = documents.where("duplicate_of", {None}).where("document_id", rows.keys())
        if not len(documents):
            return
        ids = documents["document_id"]
        months = [(published or "")[:7] for published in documents["published"]]
        mentions = [(place, row) for place, document_id in enumerate(ids) for row in rows[document_id]]
        place = np.array([place for place, _ in mentions], dtype=np.int32)
        starts, ends = (
            np.array([row[name] for _, row in mentions], dtype=np.int32) for name in ("mention_start", "mention_end")
        )
        text = (place + len(self.documents)).astype(np.intp)
        self.observer.add_mentions(self._tokenizer.tokenize(documents), place, starts, ends, text)
        self.documents += ids
        for number, row in mentions:
            self.targets.append(row["target"])
            self.months.append(months[number])
            self._labels.append(self._numbers[row["label"]])
            self._confidence.append(max(row[f"p_{label}"] for label in self._numbers))
            self.n_attributed += row["voice"] == VOICES[ATTRIBUTED]
            self.n_abstained += row["abstained"]

    def sample(self) -> framing.stance.Sample:
        """All mentions read."""
        labels = np.array(self._labels, dtype=np.intp)
        return self.observer.find_sample(labels, np.array(self._confidence, dtype=np.float64))
