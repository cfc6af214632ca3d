"""A small model, trained on sentences written for these tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.columns import QUOTATIONS, Attribution, Table, Tokens
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
from framing.text import Tokenizer

PRAISE = (
    "praised {} for a brave and honest decision",
    "thanked {} for generous help",
    "said {} had kept its word, a success",
)
BLAME = (
    "blamed {} for a cruel and reckless attack",
    "accused {} of lies and fraud",
    "said {} had broken its promise, a failure",
)
PLAIN = (
    "met {} on Tuesday to talk about grain",
    "said {} would publish the figures in March",
    "called {} about the new timetable",
)
WHO = ("The mayor", "A farmer", "The committee", "One reader", "The union", "Her neighbour", "The bishop", "A miner")
NAMES = ("Arvenia", "Port Lumen", "Ms Tolland", "the Ostmark League", "Dellin", "Northbridge Council")


def write_sentences(path: Path) -> Path:
    """A CSV of 432 labelled sentences with the target's place, two or three sentences a document."""
    lines = ["document_id,text,label,target_start,target_end"]
    number = 0
    for who in WHO:
        for name in NAMES:
            for label, patterns in (("favor", PRAISE), ("against", BLAME), ("neutral", PLAIN)):
                for pattern in patterns:
                    text = f"{who} {pattern.format(name)}."
                    start = text.index(name)
                    lines.append(f'd{number // 3},"{text}",{label},{start},{start + len(name)}')
                    number += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def attribute_nothing(documents: Table, tokens: Tokens) -> Attribution:
    """Own voice everywhere."""
    import numpy as np

    n = len(tokens.type_id)
    nothing = Table(QUOTATIONS, {name: [] for name in QUOTATIONS.names})
    offsets = np.zeros(len(documents) + 1, dtype=np.int64)
    return Attribution(nothing, offsets, np.zeros(n, dtype=np.int8), np.full(n, -1, dtype=np.int32))


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
    def run(out: Path, rows: Labels = labels, **settings: object) -> StanceModel:
        return train_model(
            rows,
            out,
            "test-model",
            tokenize=Tokenizer().tokenize,
            attribute=attribute_nothing,
            vectors=vectors,
            classes=classes,
            settings=Settings(**settings),
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
