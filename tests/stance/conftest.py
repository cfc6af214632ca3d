"""A small model, trained on sentences written for these tests."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from invented_sentences import attribute_nothing, write_sentences

from framing.shipped import find_shipped_dir, find_target_path
from framing.stance import (
    Labels,
    Settings,
    StanceModel,
    Targets,
    WordClasses,
    WordVectors,
    learn_vectors,
    read_labels,
    read_targets,
    read_word_classes,
    train_model,
)
from framing.stance.documents import make_documents
from framing.stance.sources import Source
from framing.text import Tokenizer


@pytest.fixture(scope="session")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    return read_labels(write_sentences(tmp_path_factory.mktemp("labels") / "sentences.csv"))


@pytest.fixture(scope="session")
def classes() -> WordClasses:
    return read_word_classes(find_shipped_dir("lexicons") / "targets" / "words-en.yaml")


@pytest.fixture(scope="session")
def vectors(labels: Labels) -> WordVectors:
    tokens = Tokenizer().tokenize(make_documents([row.text for row in labels.rows], "en"))
    return learn_vectors([tokens], dimensions=12, min_count=5)


@pytest.fixture(scope="session")
def train(labels: Labels, classes: WordClasses, vectors: WordVectors) -> Callable[..., StanceModel]:
    def run(
        out: Path, rows: Labels | Sequence[Source] = labels, unit: str | None = None, **settings: object
    ) -> StanceModel:
        return train_model(
            rows,
            out,
            "test-model",
            tokenize=Tokenizer().tokenize,
            attribute=attribute_nothing,
            vectors=vectors,
            classes=classes,
            settings=Settings(**settings),
            unit=unit,
        )

    return run


@pytest.fixture(scope="session")
def model_dir(train: Callable[..., StanceModel], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "test-model"
    train(folder)
    return folder


@pytest.fixture(scope="session")
def targets() -> Targets:
    return read_targets(find_target_path())
