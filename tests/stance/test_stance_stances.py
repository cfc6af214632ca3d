from pathlib import Path

import pytest
from invented_sentences import attribute_nothing

from framing.columns import LABELS, Table, find_faults
from framing.errors import ModelError
from framing.stance import Labels, StanceModel, Targets, find_stances, load_model
from framing.stance.documents import make_documents
from framing.stance.labels import LabelRow
from framing.text import Tokenizer

TEXTS = [
    "The mayor praised Russia for a brave decision. A farmer blamed NATO’s lies and thanked Poland.",
    "",
    "No target stands here.",
    "Germany.\n\nFrance and Germany accused Iran of fraud, the union said.",
]


@pytest.fixture(scope="module")
def model(model_dir: Path) -> StanceModel:
    return load_model(model_dir)


def run(documents: Table, targets: Targets, model: StanceModel) -> Table:
    tokens = Tokenizer().tokenize(documents)
    return find_stances(documents, tokens, attribute_nothing(documents, tokens), targets, model)


def test_the_table_is_valid(targets: Targets, model: StanceModel) -> None:
    """Rows stand in document order, probabilities sum to 1, spans reproduce, evidence lies in the text."""
    documents = make_documents(TEXTS, "en")
    table = run(documents, targets, model)
    assert find_faults(table) == []
    assert [row["target"] for row in table.rows()] == [
        "russia",
        "nato",
        "poland",
        "germany",
        "france",
        "germany",
        "iran",
    ]
    for row in table.rows():
        text = TEXTS[int(row["document_id"])]
        assert text[row["mention_start"] : row["mention_end"]] in {
            "Russia",
            "NATO",
            "Poland",
            "Germany",
            "France",
            "Iran",
        }
        assert sum(row[f"p_{label}"] for label in LABELS) == pytest.approx(1, abs=3e-6)
        assert row["label"] == max(LABELS, key=lambda label: row[f"p_{label}"])
        assert row["model_id"] == model.model_id
        *words, others, itself, constant = row["evidence"]
        assert len(words) <= 5
        for part in words:
            assert 0 <= part["start"] < part["end"] <= len(text)
            assert part["end"] <= row["mention_start"] or part["start"] >= row["mention_end"]
        assert others["feature"] == "(other words)"
        assert others["start"] <= row["mention_start"] < row["mention_end"] <= others["end"]
        for part in (itself, constant):
            assert part["start"] == row["mention_start"]
            assert text[row["mention_end"] : part["end"]] in {"", "'s", "’s"}  # the word that the mention begins


def test_batches_do_not_matter(targets: Targets, model: StanceModel) -> None:
    """Documents one by one give the same rows as together."""
    documents = make_documents(TEXTS, "en")
    together = list(run(documents, targets, model).rows())
    alone = [row for number in range(len(TEXTS)) for row in run(documents.take([number]), targets, model).rows()]
    assert alone == together


def test_other_languages_have_no_rows(targets: Targets, model: StanceModel) -> None:
    """A document in a language that the model was not trained on has no stance."""
    documents = make_documents(["Россия и Украина."], "ru")
    table = run(documents, targets, model)
    assert len(table) == 0
    assert find_faults(table) == []


def test_only_a_model_of_mentions_gives_stances(targets: Targets, train, tmp_path: Path) -> None:
    """A classifier of whole texts is refused with a reason."""
    rows = [
        LabelRow(f"day {day} was {word}", label, f"g{day}")
        for day in range(15)
        for word, label in (("long", "a"), ("short", "b"))
    ]
    model = train(tmp_path / "texts", Labels(tuple(rows), "0" * 64))
    with pytest.raises(ModelError, match="stances need a model of mentions"):
        run(make_documents(TEXTS, "en"), targets, model)
