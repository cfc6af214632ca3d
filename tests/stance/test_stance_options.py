import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from invented_sentences import attribute_nothing

from framing.errors import InputError, ModelError
from framing.stance import Judged, Labels, Settings, StanceModel, WordClasses, WordVectors, read_settings, train_model
from framing.text import Tokenizer


@pytest.fixture(scope="module")
def searched(
    labels: Labels, vectors: WordVectors, classes: WordClasses, tmp_path_factory: pytest.TempPathFactory
) -> tuple[StanceModel, Judged]:
    kept: list[Judged] = []
    model = train_model(
        labels,
        tmp_path_factory.mktemp("searched") / "m",
        "m",
        tokenize=Tokenizer().tokenize,
        attribute=attribute_nothing,
        vectors=vectors,
        classes=classes,
        settings=Settings(balanced=False, class_weights={"favor": 2.0}),
        grid=True,
        on_judged=kept.append,
    )
    return model, kept[0]


def test_the_search_keeps_the_best(searched: tuple[StanceModel, Judged]) -> None:
    """Every trial is kept with its figure; the model has the settings of the best trial, the first of equals."""
    manifest = searched[0].manifest
    best = max(manifest["grid"], key=lambda trial: trial["macro_f1"])
    assert manifest["penalty"] == best["penalty"]
    for name in ("polarity_scale", "vector_scale", "min_units"):
        assert manifest["settings"][name] == best[name]
    assert len(manifest["grid"]) == len({json.dumps(trial) for trial in manifest["grid"]}) == 5 + 2 + 2 + 2
    figures = searched[0].evaluation["cross-validation"]
    assert figures["macro_f1"] == pytest.approx(best["macro_f1"], abs=0.02)


def test_settings_can_be_continued_from(searched: tuple[StanceModel, Judged]) -> None:
    """The manifest gives back all settings, with the chosen penalty alone; unknown ones are refused."""
    manifest = searched[0].manifest
    settings = read_settings(manifest)
    assert settings.mention_penalties == (manifest["penalty"],)
    assert (settings.balanced, settings.class_weights) == (False, {"favor": 2.0})
    assert settings.text_penalties == Settings().text_penalties
    with pytest.raises(ModelError, match="unknown to this version: colour"):
        read_settings({**manifest, "settings": {**manifest["settings"], "colour": 1}})


def test_rows_are_judged_out_of_fold(searched: tuple[StanceModel, Judged], labels: Labels) -> None:
    """The rows that training hands out are all rows, with the probabilities behind the stored figures."""
    model, judged = searched
    assert judged.rows == labels.rows
    np.testing.assert_allclose(judged.probabilities.sum(axis=1), 1)
    accuracy = (judged.truth() == judged.predicted()).mean()
    assert model.evaluation["cross-validation"]["accuracy"] == pytest.approx(accuracy, abs=1e-4)
    assert set(judged.voices) == {"own"}


def test_stored_figures_have_baselines_and_no_texts(searched: tuple[StanceModel, Judged], labels: Labels) -> None:
    """Every stored evaluation has both baselines beside it, and no text of a label file stands in a model folder."""
    stored = searched[0].evaluation
    assert {"cross-validation", "cross-validation, random split"} <= set(stored)
    assert stored["cross-validation"]["keyword_accuracy"] > stored["cross-validation"]["majority_accuracy"]
    assert all(part["n"] >= 10 for part in stored["cross-validation"]["by_target"])
    assert all("examples" not in figures or not figures["examples"] for figures in stored.values())
    assert not any(row.text in json.dumps(stored) for row in labels.rows)


def test_a_weight_moves_answers_to_its_label(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """A label whose rows count more is said more often; a weight for a label that no row has is refused."""
    counts = []
    for weight in (0.02, 50.0):
        model = train(tmp_path / f"w{weight}", balanced=False, class_weights={"neutral": weight})
        confusion = np.array(model.evaluation["cross-validation"]["confusion"])
        counts.append(int(confusion[:, model.labels.index("neutral")].sum()))
    assert counts[0] <= counts[1]
    with pytest.raises(InputError, match="a class weight for 'blue', which no row has"):
        train(tmp_path / "blue", class_weights={"blue": 2.0})


def test_what_rows_are_grouped_by_is_kept(train: Callable[..., StanceModel], labels: Labels, tmp_path: Path) -> None:
    """The manifest and the card say what cross-validation kept together."""
    model = train(tmp_path / "d", group_by="document")
    assert model.manifest["training"]["grouped_by"] == "document"
    assert model.manifest["training"]["groups"] == len({row.group for row in labels.rows})
    assert "split by document;" in (tmp_path / "d" / "README.md").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="have no `outlet`"):
        train(tmp_path / "o", group_by="outlet")
