"""Persons and collectives among targets, and the weights that each has of its own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from invented_sentences import attribute_nothing

from framing.shipped import find_model_dirs, find_target_path
from framing.stance import (
    Labels,
    StanceModel,
    WordClasses,
    explain,
    load_model,
    open_pipelines,
    read_targets,
    verify_model,
)
from framing.stance.documents import UnitBatch, make_unit_batches
from framing.stance.labels import LabelRow
from framing.stance.learning import softmax
from framing.stance.linear import fit_linear, make_columns
from framing.stance.matrices import build_matrix
from framing.stance.referents import COLLECTIVE, PERSON, REFERENTS
from framing.stance.scoring import score_units
from framing.stance.sources import Source
from framing.text import Tokenizer


@pytest.fixture(scope="module")
def shipped() -> StanceModel:
    return load_model(find_model_dirs()["stance-en"])


def lay(*rows: LabelRow) -> UnitBatch:
    (batch,) = make_unit_batches(rows, True, "en", Tokenizer().tokenize, attribute_nothing)
    return batch


def mention(text: str, target: str) -> LabelRow:
    start = text.index(target)
    return LabelRow(text, "neutral", text, target, start, start + len(target))


def find_referents(model: StanceModel, *targets: str) -> list[int]:
    batch = lay(*(mention(f"They say that {target} came.", target) for target in targets))
    return model.finder.find(batch.tokens, batch.attribution, batch.units).layout.referent.tolist()


@pytest.mark.parametrize(
    ("target", "referent"),
    [
        ("Ada Tolland", PERSON),
        ("she", PERSON),
        ("Russian President Ivan Zorin", PERSON),
        ("the French foreign minister", PERSON),
        ("the Kremlin spokesman", PERSON),
        ("Russia", COLLECTIVE),
        ("Russia's", COLLECTIVE),
        ("Ukrainians", COLLECTIVE),
        ("the Zorin administration", COLLECTIVE),
        ("the ministers", COLLECTIVE),
        ("NATO", COLLECTIVE),
        ("the U.S.", COLLECTIVE),
        ("the harvest", COLLECTIVE),
    ],
)
def test_what_a_mention_refers_to(shipped: StanceModel, target: str, referent: int) -> None:
    assert find_referents(shipped, target) == [referent]


def test_names_of_shipped_targets_have_one_referent(shipped: StanceModel) -> None:
    """States, armies and peoples on every side are collectives, so that exchanging sides exchanges nothing else."""
    mixed = {}
    for target in read_targets(find_target_path()).targets:
        names = [name.strip("*") for name in (*target.aliases.get("en", ()), *target.cities.get("en", ()))]
        found = dict(zip(names, find_referents(shipped, *names), strict=True)) if names else {}
        if len(set(found.values())) > 1:  # states some of whose names are those of their leaders
            mixed[target.target_id] = {name for name, referent in found.items() if referent == PERSON}
    leaders = ("Orb", "Erdo", "Sandu", "Tokayev", "Pashinyan", "Aliyev", "Netanyahu", "Kim", "Modi", "Assad")
    assert all(any(leader in name for leader in leaders) for names in mixed.values() for name in names), mixed


def test_exchanging_names_of_one_referent_changes_no_probability(shipped: StanceModel) -> None:
    sentence = "The envoy said that {} had shelled the village, and few believed it."
    for names in (("Russia", "Ukraine", "NATO", "Kyiv"), ("Tolland", "Zorin", "Putin")):
        batch = lay(*(mention(sentence.format(name), name) for name in names))
        decision = score_units(shipped, batch.tokens, batch.attribution, batch.units).decision
        np.testing.assert_allclose(decision, decision[:1].repeat(len(names), axis=0), atol=1e-9)


@pytest.fixture(scope="module")
def folder(train: Callable[..., StanceModel], labels: Labels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("referents") / "model")
    half = len(labels.rows) // 2
    sources = [
        Source(name, replace(labels, rows=rows), 1.0)
        for name, rows in (("one", labels.rows[:half]), ("other", labels.rows[half:]))
    ]
    train(folder, sources, referent_rows=20)
    return folder


def test_each_referent_has_a_pipeline_that_columns_equal(folder: Path, labels: Labels) -> None:
    model = load_model(folder)
    assert verify_model(folder) == []
    batch = lay(*labels.rows[:200])
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    matrix = build_matrix(scored.found, model.weights.keys, model.vocabulary)
    pipelines = open_pipelines(folder / "pipeline.skops")
    assert list(pipelines) == list(REFERENTS)
    referent = scored.found.layout.referent
    assert set(referent.tolist()) == {PERSON, COLLECTIVE}
    for number, name in enumerate(REFERENTS):
        rows = np.flatnonzero(referent == number)
        expected = pipelines[name].predict_proba(matrix[rows])
        np.testing.assert_allclose(softmax(scored.decision[rows]), expected, atol=1e-5)
    for unit in range(5):
        for number, label in enumerate(model.labels):
            parts = explain(model, batch.tokens, scored, unit, label)
            assert sum(part.contribution for part in parts) == pytest.approx(scored.decision[unit, number], abs=1e-6)


def test_weights_are_those_of_the_sources_that_tell_of_a_referent() -> None:
    """Two sources differ in what a column says; persons follow the one that is about persons, as far as it is."""
    random = np.random.default_rng(0)
    from scipy import sparse

    matrix = random.normal(size=(800, 2))
    source, referent = np.arange(800) // 400, (np.arange(800) % 10 < 3).astype(np.intp)  # 3 collectives of 10, and
    referent = np.where(source == 1, 1 - referent, referent)  # 7 of 10
    answers = (matrix[np.arange(800), source] > 0).astype(np.intp)  # a column each decides
    columns = make_columns(sparse.csr_matrix(matrix), referent, source, 200)
    np.testing.assert_allclose(columns.shares, [[0.7, 0.3], [0.3, 0.7]])
    linear = fit_linear(columns, answers, 1.0, 0)
    assert linear.weights.shape == (2, 2, 2)
    person, collective = linear.weights[:, 1]
    assert person[0] > 1.3 * person[1] > 0
    assert collective[1] > 1.3 * collective[0] > 0


def test_one_source_or_few_rows_of_a_referent_have_one_set_of_weights() -> None:
    from scipy import sparse

    matrix, source = sparse.csr_matrix(np.ones((10, 1))), np.arange(10) % 2
    referent = (np.arange(10) < 5).astype(np.intp)
    assert make_columns(matrix, referent, source, 5).shares.shape == (2, 2)
    assert make_columns(matrix, referent, source, 6).shares.shape == (1, 1)
    assert make_columns(matrix, referent, np.zeros_like(source), 5).shares.shape == (1, 1)


def test_ratings_count_for_all_forms(classes: WordClasses) -> None:
    """A rating of a base form holds for its forms, and goes before the seeds of polarity."""
    rated = classes.model_copy(update={"ratings": {"shell": (-2, -1, 2)}})
    rates = rated.rate(("shell", "shelled", "shelling", "zzqx", classes.positive[0]))
    np.testing.assert_allclose(rates[:3], np.tile([-1, -0.5, 1], (3, 1)))
    np.testing.assert_allclose(rates[3:], [[0, 0, 0], [1, 0, 0]])
