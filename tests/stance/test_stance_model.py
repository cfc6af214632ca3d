import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from invented_sentences import attribute_nothing

from framing.errors import ModelError
from framing.stance import (
    Labels,
    StanceModel,
    evaluate_model,
    explain,
    list_models,
    load_model,
    open_pipelines,
    verify_model,
)
from framing.stance.artefact import write_manifest
from framing.stance.documents import UnitBatch, make_unit_batches
from framing.stance.evidence import CONSTANT, OTHER_WORDS, TARGET_ITSELF, find_evidence, sum_by_place
from framing.stance.labels import LabelRow
from framing.stance.learning import softmax
from framing.stance.matrices import build_matrix
from framing.stance.scoring import score_units
from framing.text import Tokenizer


@pytest.fixture(scope="module")
def model(model_dir: Path) -> StanceModel:
    return load_model(model_dir)


def lay(rows: list[LabelRow]) -> UnitBatch:
    (batch,) = make_unit_batches(rows, True, "en", Tokenizer().tokenize, attribute_nothing)
    return batch


def mention(text: str, target: str, label: str = "neutral") -> LabelRow:
    start = text.index(target)
    return LabelRow(text, label, text, target, start, start + len(target))


HARD = [
    mention("The mayor praised Arvenia, which Dellin had accused of lies, for its honest help.", "Arvenia"),
    mention("Arvenia", "Arvenia"),
    mention("Arvenia's farmers never thanked the union!", "Arvenia"),
    mention('"Not a success," said Ms Tolland.', "Ms Tolland"),
    mention("unseen words everywhere zzz Dellin qqq", "Dellin"),
]


def test_columns_give_the_decision_values_of_the_pipeline(model: StanceModel, model_dir: Path, labels: Labels) -> None:
    """Prediction on columns equals the stored scikit-learn pipeline on the matrix of the same units."""
    batch = lay([*labels.rows[:200], *HARD])
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    pipeline = open_pipelines(model_dir / "pipeline.skops")["all"]
    matrix = build_matrix(scored.found, model.weights.keys, model.vocabulary)
    np.testing.assert_allclose(softmax(scored.decision), pipeline.predict_proba(matrix), atol=1e-5)
    assert pipeline.classes_.tolist() == list(model.labels)


def test_contributions_sum_to_the_decision_value(model: StanceModel) -> None:
    """What `explain` lists adds up to the decision value, and spans lie in the text."""
    batch = lay(HARD)
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    for unit, row in enumerate(HARD):
        for number, label in enumerate(model.labels):
            listed = explain(model, batch.tokens, scored, unit, label)
            assert sum(part.contribution for part in listed) == pytest.approx(scored.decision[unit, number], abs=1e-6)
            for part in listed:
                assert part.start is None or 0 <= part.start < part.end <= len(row.text)


def test_the_evidence_of_a_mention_adds_up_to_its_decision_value(model: StanceModel, labels: Labels) -> None:
    """The words shown, other words, the target's place and role, and the constant; each is what `explain` lists."""
    batch = lay([*labels.rows[:200], *HARD])
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    n_units = len(scored.decision)
    for number, label in enumerate(model.labels):
        evidence = find_evidence(model, batch.tokens, scored, np.full(n_units, number, dtype=np.int32)).tolist()
        for unit in range(n_units):
            total = sum(part["contribution"] for part in evidence[unit])
            assert total == pytest.approx(scored.decision[unit, number], abs=2e-6)
        for unit in range(n_units - len(HARD), n_units):
            listed = explain(model, batch.tokens, scored, unit, label)
            untied = sum(part.contribution for part in listed if part.start is None and part.feature != CONSTANT)
            *words, others, itself, constant = evidence[unit]
            assert [part["feature"] for part in (others, itself, constant)] == [OTHER_WORDS, TARGET_ITSELF, CONSTANT]
            assert itself["contribution"] == pytest.approx(untied, abs=2e-5)
            assert constant["contribution"] == pytest.approx(float(model.weights.intercept[number]), abs=1e-6)
            assert all(not part["feature"].startswith("(") for part in words)


def test_place_sums_are_the_tied_contributions(model: StanceModel) -> None:
    """Sums by place hold all contributions with a span but those of features on the target alone."""
    batch = lay(HARD)
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    label = np.zeros(len(HARD), dtype=np.int32)
    by_place = np.bincount(scored.found.layout.unit, weights=sum_by_place(model, scored, label), minlength=len(HARD))
    for unit in range(len(HARD)):
        tied = [
            part.contribution
            for part in explain(model, batch.tokens, scored, unit, model.labels[0])
            if part.start is not None
        ]
        assert by_place[unit] == pytest.approx(sum(tied), abs=1e-6)


def test_the_targets_name_is_no_evidence(model: StanceModel) -> None:
    """Exchanging the name of the target changes no probability."""
    texts = "The union blamed {} for a cruel attack, but a farmer thanked the bishop."
    batch = lay([mention(texts.format(name), name) for name in ("Arvenia", "Russia", "Victor Orlow", "Zxqv")])
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    np.testing.assert_allclose(scored.decision, scored.decision[:1].repeat(4, axis=0), atol=1e-9)


def test_other_names_are_no_evidence(model: StanceModel) -> None:
    """Exchanging another name in the sentence changes no probability."""
    texts = "On Monday the bishop and {} blamed Arvenia for a cruel attack."
    batch = lay([mention(texts.format(name), "Arvenia") for name in ("Dellin", "Trump", "Zxqv")])
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    np.testing.assert_allclose(scored.decision, scored.decision[:1].repeat(3, axis=0), atol=1e-9)


def test_the_model_learns_what_its_labels_say(model: StanceModel, labels: Labels) -> None:
    """On its own sentences the model is right, and its evaluation is consistent."""
    result = evaluate_model(model, labels, tokenize=Tokenizer().tokenize, attribute=attribute_nothing)
    assert result.n == 432
    assert result.macro_f1 > 0.95
    assert sum(sum(row) for row in result.confusion) == 432
    assert result.accuracy_interval is not None
    assert result.accuracy_interval[0] <= result.accuracy <= result.accuracy_interval[1]
    assert set(result.per_label) == {"favor", "neutral", "against"}
    assert json.loads(json.dumps(result.as_dict()))["accuracy"] == result.accuracy


def test_training_twice_gives_the_same_bytes(
    model_dir: Path, train: Callable[..., StanceModel], tmp_path: Path
) -> None:
    """Same labels, settings and versions give the same folder, byte for byte."""
    train(tmp_path / "again")
    names = sorted(path.name for path in model_dir.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (model_dir / name).read_bytes(), name


def test_rows_without_targets_train_a_text_classifier(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """A file of text and label only, with any labels, trains and evaluates a classifier of whole texts."""
    rows = [LabelRow(f"The {word} was {tone} on day {day}.", label, f"g{day}") for day in range(12)
            for word in ("harvest", "ferry") for tone, label in (("late", "delay"), ("early", "on time"))]  # fmt: skip
    model = train(tmp_path / "texts", Labels(tuple(rows), "0" * 64))
    assert model.unit == "document"
    assert model.labels == ("delay", "on time")
    assert verify_model(tmp_path / "texts") == []
    result = evaluate_model(
        model, Labels(tuple(rows), "0" * 64), tokenize=Tokenizer().tokenize, attribute=attribute_nothing
    )
    assert result.accuracy == 1


def test_rows_without_a_mention_are_counted(model: StanceModel, labels: Labels) -> None:
    """An evaluation says how many rows name no mention; a file in which most do not is no file of mentions."""
    whole = LabelRow("The ferry was late.", "neutral", "g")
    some = Labels((*labels.rows[:30], whole), "0" * 64)
    result = evaluate_model(model, some, tokenize=Tokenizer().tokenize, attribute=attribute_nothing)
    assert result.notes[0].startswith("rows without a target: 1 of 31 (")
    assert some.has_targets
    assert not Labels((whole, whole, labels.rows[0]), "0" * 64).has_targets


def test_a_sound_model_has_no_faults(model_dir: Path) -> None:
    """`verify_model` finds nothing in a model as trained, and `list_models` shows its facts."""
    assert verify_model(model_dir) == []
    (listed,) = list_models([model_dir])
    assert listed["name"] == "test-model"
    assert listed["problem"] is None


@pytest.fixture
def copied(model_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_dir, tmp_path / "copied"))


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize("name", ["pipeline.skops", "weights.npz", "vectors.npz", "evaluation.json", "README.md"])
def test_a_changed_or_missing_file_is_refused(copied: Path, name: str) -> None:
    """A file that changed by a byte, or is gone, is named in one line."""
    path = copied / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match=rf"{name}: changed since") as caught:
        load_model(copied)
    assert "\n" not in str(caught.value)
    path.unlink()
    with pytest.raises(ModelError, match=rf"{name}: missing"):
        load_model(copied)


def test_other_versions_are_refused(copied: Path) -> None:
    """An unknown format, foreign features or an unreadable scikit-learn version is refused with the mend."""
    change_manifest(copied, format=99)
    with pytest.raises(ModelError, match=r"format 99 is not known.*train the model again"):
        load_model(copied)
    change_manifest(copied, format=1, libraries={"scikit-learn": "0.24.2"})
    with pytest.raises(ModelError, match=r"made by scikit-learn 0\.24\.2"):
        load_model(copied)
    change_manifest(copied, libraries={"scikit-learn": "1.9.1"}, features="0" * 64)
    with pytest.raises(ModelError, match="other features"):
        load_model(copied)


def test_an_untrusted_type_is_refused(copied: Path) -> None:
    """A pipeline that names a type outside the allow-list is refused, although its digest is right."""
    path = copied / "pipeline.skops"
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content["schema.json"] = content["schema.json"].replace(b'"LogisticRegression"', b'"SGDClassifier"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    facts = json.loads((copied / "manifest.json").read_text())
    write_manifest(copied, facts)
    with pytest.raises(ModelError, match="untrusted types"):
        load_model(copied)


def test_a_pickle_is_refused(copied: Path) -> None:
    """A pipeline file that is no skops file is refused."""
    import pickle

    (copied / "pipeline.skops").write_bytes(pickle.dumps({"a": 1}))
    write_manifest(copied, json.loads((copied / "manifest.json").read_text()))
    with pytest.raises(ModelError, match="not a skops file"):
        load_model(copied)


def test_arrays_that_differ_from_the_pipeline_are_found(copied: Path) -> None:
    """`verify_model` compares the arrays with the pipeline, although every digest is right."""
    path = copied / "weights.npz"
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays["intercept"] = arrays["intercept"] + 0.5
    np.savez(path, **arrays)
    write_manifest(copied, json.loads((copied / "manifest.json").read_text()))
    load_model(copied)
    assert [fault.split(": ")[1] for fault in verify_model(copied)] == [
        "`intercept` differs from pipeline.skops; train the model again"
    ]


def test_parts_that_do_not_fit_together_are_found(copied: Path) -> None:
    """`verify_model` names figures and cards of another model, and files that are no part of one."""
    evaluation = json.loads((copied / "evaluation.json").read_text())
    evaluation["cross-validation"]["macro_f1"] = 0.99
    (copied / "evaluation.json").write_text(json.dumps(evaluation))
    (copied / "README.md").write_text("# another\n")
    (copied / "extra.pkl").write_bytes(b"")
    facts = json.loads((copied / "manifest.json").read_text())
    write_manifest(copied, facts)
    faults = verify_model(copied)
    assert [Path(fault.split(": ")[0]).name for fault in faults] == ["evaluation.json", "README.md", "extra.pkl"]
    for content in ("{", "[]"):
        (copied / "evaluation.json").write_text(content)
        write_manifest(copied, facts)
        assert "evaluation.json: " in verify_model(copied)[0]


def test_a_folder_without_model_is_refused(tmp_path: Path) -> None:
    """A folder without a manifest is named."""
    with pytest.raises(ModelError, match=r"manifest\.json is missing"):
        load_model(tmp_path)
