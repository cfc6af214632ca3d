"""A trained model, compiled from its scikit-learn pipeline to arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.channels import POLAR_CHANNELS, position_names, word_channels
from framing.stance.keyindex import KeyIndex
from framing.stance.matrices import FeatureFinder, Kinds
from framing.stance.pools import POLAR, POOLS
from framing.stance.templates import (
    BLOCK_NAMES,
    BLOCK_OF_TEMPLATE,
    IS_PIECE,
    SUBLINEAR_BLOCKS,
    KeyArray,
    name_feature,
    template_of,
)
from framing.stance.trained import TrainedRows
from framing.stance.vocabulary import Vocabulary

FloatArray = NDArray[np.float32]
MENTION, DOCUMENT, TOPIC = "mention", "document", "topic"
UNITS = (MENTION, DOCUMENT, TOPIC)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the pipeline learnt, on raw columns.

    Shapes: `keys`, `rarity` (features,), `words` (features, referents * labels), `dense` (pool columns, referents *
    labels), `intercept` (labels,). Weights of one referent stand together.
    """

    keys: KeyArray
    rarity: FloatArray  # inverse document frequency
    words: FloatArray
    dense: FloatArray
    intercept: NDArray[np.float64]


@dataclass(frozen=True)
class StanceModel:
    """A model that labels mentions of targets, documents, or documents towards a target; with its manifest.

    `trained` are digests of the rows that it learnt from, None where its folder holds none.
    """

    name: str
    digest: str
    labels: tuple[str, ...]
    languages: tuple[str, ...]
    unit: str  # one of UNITS
    threshold: float
    vocabulary: Vocabulary
    weights: Weights
    manifest: dict[str, Any]
    evaluation: dict[str, Any]
    trained: TrainedRows | None = None

    @property
    def model_id(self) -> str:
        """Name and digest, as in the column `model_id`."""
        return f"{self.name}@{self.digest[:12]}"

    @cached_property
    def finder(self) -> FeatureFinder:
        """Finds the features that this model knows."""
        has_pieces = bool(IS_PIECE[template_of(self.weights.keys)].any())
        return FeatureFinder(self.vocabulary, Kinds(has_pieces, self.unit == TOPIC, self.topics))

    @cached_property
    def key_index(self) -> KeyIndex:
        """Finds the columns of word features."""
        return KeyIndex(self.weights.keys)

    @property
    def topics(self) -> tuple[str, ...]:
        """Targets with weights of their own, of a model of topics."""
        return tuple(self.manifest.get("topics", ()))

    def name_feature(self, key: int) -> str:
        """The name of a word feature, with the topic that it belongs to in place of the topic's number."""
        name = name_feature(key, self.vocabulary.words)
        if not name.startswith("topic "):
            return name
        block, template, words = name.split("|", 2)
        kind, number = template.split(", topic ")
        return f"{block}|{kind}, {self.topics[int(number) - 1]}|{words}"

    @property
    def n_referents(self) -> int:
        """How many kinds of targets have weights of their own: 1, or one for each of `REFERENTS`."""
        return int(self.weights.words.shape[1]) // len(self.labels)

    @cached_property
    def pool_table(self) -> FloatArray:
        """What a word of weight 1 adds to the decision values, per pool.

        Shape: (pools, 2 words, referents * labels).
        """
        dimensions = self.vocabulary.vectors.shape[1]
        n_columns = self.weights.dense.shape[1]
        widths = [len(POLAR_CHANNELS) if kind == POLAR else dimensions for kind, _ in POOLS]
        firsts = np.cumsum([0, *widths])
        table = np.empty((len(POOLS), 2 * len(self.vocabulary.words), n_columns), dtype=np.float32)
        n_words = len(self.vocabulary.words)
        for kind in dict.fromkeys(kind for kind, _ in POOLS):
            pools = [number for number, (own, _) in enumerate(POOLS) if own == kind]
            # One product for all pools of a kind: channels are read once.
            parts = [self.weights.dense[firsts[pool] : firsts[pool + 1]] for pool in pools]
            filled = word_channels(self.vocabulary, kind) @ np.concatenate(parts, axis=1)
            for number, pool in enumerate(pools):
                part = filled[:, number * n_columns : (number + 1) * n_columns]
                table[pool, : len(part)] = part
                if len(part) == n_words:  # channels without a sign are the same for negated words
                    table[pool, n_words:] = part
        return table

    @cached_property
    def position_weights(self) -> FloatArray:
        """Weights of the columns of `position_matrix`. Shape: (columns, referents * labels)."""
        first = self._first_position()
        return self.weights.dense[first : first + len(position_names())]

    @cached_property
    def overlap_weights(self) -> FloatArray:
        """Weights of the columns of likeness of text and target. Shape: (columns, referents * labels)."""
        return self.weights.dense[self._first_position() + len(position_names()) :]

    def _first_position(self) -> int:
        dimensions = self.vocabulary.vectors.shape[1]
        return sum(len(POLAR_CHANNELS) if kind == POLAR else dimensions for kind, _ in POOLS)

    @cached_property
    def block_of_feature(self) -> NDArray[np.int64]:
        """Number of the block of each word feature."""
        return BLOCK_OF_TEMPLATE[template_of(self.weights.keys)].astype(np.int64)

    @cached_property
    def is_sublinear(self) -> NDArray[np.bool_]:
        """Whether counts enter as 1 + log, per block."""
        return np.array([name in SUBLINEAR_BLOCKS for name in BLOCK_NAMES])


def compile_weights(pipelines: Mapping[str, Any], keys: KeyArray) -> Weights:
    """Weights on raw columns, from fitted pipelines of weighting and classifier, one per referent."""
    weighting = next(iter(pipelines.values())).named_steps["weighting"]
    parts = [_read_classifier(pipeline.named_steps["classifier"]) for pipeline in pipelines.values()]
    coefficients = np.concatenate([coefficients for coefficients, _ in parts], axis=1)
    rarity = np.ones(len(keys), dtype=np.float64)
    scales = weighting.transformer_weights or {}
    for name, transformer, columns in weighting.transformers_:
        if name == "remainder":
            continue
        if columns.start < len(keys):
            rarity[columns] = transformer.idf_
            coefficients[columns] *= scales.get(name, 1.0)
        else:
            coefficients[columns] *= (scales.get(name, 1.0) / transformer.scale_)[:, None]
    return Weights(
        keys,
        rarity.astype(np.float32),
        coefficients[: len(keys)].astype(np.float32),
        coefficients[len(keys) :].astype(np.float32),
        parts[0][1],
    )


def _read_classifier(classifier: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients and intercepts for every label. Shapes: (columns, labels), (labels,)."""
    coefficients = np.asarray(classifier.coef_, dtype=np.float64).T
    intercept = np.asarray(classifier.intercept_, dtype=np.float64)
    if coefficients.shape[1] == 1:
        return np.concatenate((-coefficients / 2, coefficients / 2), axis=1), np.array(
            [-intercept[0] / 2, intercept[0] / 2]
        )
    return coefficients, intercept
