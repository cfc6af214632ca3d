"""Models of whole texts and of topics: pieces of words, targets that need not occur, overlap of text and target."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_sentences import attribute_nothing

from framing.errors import InputError
from framing.stance import Evaluation, Labels, StanceModel, evaluate_model, explain, load_model, open_pipelines
from framing.stance.characters import LONGEST, SHORTEST, cut_words, name_piece
from framing.stance.documents import UnitBatch, make_unit_batches
from framing.stance.evidence import sum_by_place
from framing.stance.labels import LabelRow
from framing.stance.learning import softmax
from framing.stance.matrices import build_matrix, name_columns
from framing.stance.overlap import OVERLAP_NAMES
from framing.stance.scoring import score_units
from framing.stance.topics import choose_topics
from framing.text import Tokenizer

TONES = (("shut the new ferry down at once", "ferry"), ("open the old mill again soon, not later", "mill"))
HARD = (
    LabelRow("Ferry, ferry, FERRY! The ferry is late; the mill isn't.", "for", "g", "ferry line"),
    LabelRow("", "for", "g", "new mill"),
    LabelRow("zzq unseen 😀 words", "for", "g", "a target that nobody saw"),
    LabelRow("The ferry sailed. The mill was never closed, officials said.", "for", "g", ""),
)


def make_rows() -> Labels:
    """Texts for and against two topics, half of which name the topic."""
    rows = []
    for day in range(14):
        for wish, topic in TONES:
            for target in ("ferry line", "new mill"):
                label = "for" if (topic in target) == wish.startswith("open") else "against"
                text = f"On day {day} a reader told us to {wish}. {'The ferry was late.' * (day % 3)}"
                rows.append(LabelRow(text, label, f"g{day}", target))
    return Labels(tuple(rows), "0" * 64)


def lay(rows: Sequence[LabelRow], with_topics: bool) -> UnitBatch:
    (batch,) = make_unit_batches(rows, False, "en", Tokenizer().tokenize, attribute_nothing, with_topics)
    return batch


def evaluate(model: StanceModel, labels: Labels) -> Evaluation:
    return evaluate_model(model, labels, tokenize=Tokenizer().tokenize, attribute=attribute_nothing)


@pytest.fixture(scope="module", params=["document", "topic", "many topics"])
def folder(
    request: pytest.FixtureRequest, train: Callable[..., StanceModel], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = Path(tmp_path_factory.mktemp("texts") / request.param.replace(" ", "-"))
    least = 1000 if request.param == "many topics" else 10
    train(folder, make_rows(), unit="document" if request.param == "document" else None, topic_rows=least)
    return folder


def test_columns_of_texts_give_the_decision_values_of_the_pipeline(folder: Path) -> None:
    """For whole texts and topics too, prediction on columns equals the stored pipeline on the matrix."""
    model = load_model(folder)
    batch = lay([*make_rows().rows, *HARD], model.unit == "topic")
    scored = score_units(model, batch.tokens, batch.attribution, batch.units, batch.asked)
    matrix = build_matrix(scored.found, model.weights.keys, model.vocabulary)
    assert matrix.shape[1] == len(name_columns(model.weights.keys, model.vocabulary, model.unit == "topic"))
    probabilities = open_pipelines(folder / "pipeline.skops")["all"].predict_proba(matrix)
    np.testing.assert_allclose(softmax(scored.decision), probabilities, atol=1e-5)


def test_contributions_of_texts_sum_to_the_decision_value(folder: Path) -> None:
    """Contributions add up, lie on whole words of the text, and what rests on the target is named."""
    model = load_model(folder)
    batch = lay(HARD, model.unit == "topic")
    scored = score_units(model, batch.tokens, batch.attribution, batch.units, batch.asked)
    for number, label in enumerate(model.labels):
        every = np.full(len(HARD), number, dtype=np.int32)
        places = sum_by_place(model, scored, every)
        by_place = np.bincount(scored.found.layout.unit, weights=places, minlength=len(HARD))
        for unit, row in enumerate(HARD):
            listed = explain(model, batch.tokens, scored, unit, label)
            assert sum(part.contribution for part in listed) == pytest.approx(scored.decision[unit, number], abs=1e-6)
            tied = [part for part in listed if part.start is not None]
            assert by_place[unit] == pytest.approx(sum(part.contribution for part in tied), abs=1e-6)
            assert all(0 <= part.start < part.end <= len(row.text) for part in tied)
            assert all(part.feature.startswith("(") for part in listed if part.start is None)


def test_a_repeated_word_shares_its_pieces(folder: Path) -> None:
    """Pieces of a word that occurs twice rest on both places, in equal shares."""
    model = load_model(folder)
    text = "The ferry was late, and the ferry was full."
    batch = lay([LabelRow(text, "for", "g", "ferry line")], model.unit == "topic")
    scored = score_units(model, batch.tokens, batch.attribution, batch.units, batch.asked)
    listed = [part for part in explain(model, batch.tokens, scored, 0, "for") if part.feature == "piece|piece|_ferr"]
    assert [(part.start, part.end) for part in listed] == [(4, 9), (28, 33)]
    assert listed[0].contribution == listed[1].contribution != 0


@given(st.lists(st.text(st.characters(max_codepoint=1400, categories=["L", "N", "P"]), min_size=1, max_size=12)))
def test_pieces_are_the_characters_of_the_word(words: list[str]) -> None:
    """The pieces of a word are its stretches of two to five characters between its edges, each exactly once."""
    counts, pieces = cut_words(words)
    assert counts.sum() == len(pieces)
    named = [name_piece(piece) for piece in pieces.tolist()]
    first = 0
    for word, count in zip(words, counts.tolist(), strict=True):
        edged = f"_{word}_"
        wanted = [edged[a : a + n] for n in range(SHORTEST, LONGEST + 1) for a in range(len(edged) - n + 1)]
        assert sorted(named[first : first + count]) == sorted(wanted)
        first += count


def test_hostile_words_have_pieces() -> None:
    """Lone surrogates, emoji, long addresses and empty words are cut without an error, into 54 bits."""
    counts, pieces = cut_words(["\ud800x", "😀", "", "a" * 10_000, "\0\1"])
    assert len(counts) == 5
    assert counts[3] < 200
    assert pieces.min() > 0
    assert pieces.max() < 1 << 54


def test_targets_that_need_not_occur_make_a_topic_model(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """Half of the rows with a target, but not with a mention, give a model of topics; it learns text by target."""
    labels = make_rows()
    model = train(tmp_path / "topics", labels, topic_rows=10)
    assert (model.unit, model.topics) == ("topic", ("ferry line", "new mill"))
    assert model.manifest["topics"] == ["ferry line", "new mill"]
    assert evaluate(model, labels).accuracy == 1
    named = [model.name_feature(key) for key in model.weights.keys.tolist()]
    assert "topic words|words, new mill|old mill" in named
    assert "topic pieces|pieces, ferry line|_mill" in named
    assert "target|target|new mill" in named
    assert len(set(named)) == len(named)
    unseen = Labels((LabelRow("Open the old mill again soon.", "for", "g", "Old Windmill"),), "0" * 64)
    assert evaluate(model, unseen).n == 1


def test_a_topic_model_needs_targets(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """Labels without targets are refused by training and by evaluation, with what is missing."""
    model = train(tmp_path / "topics", make_rows())
    bare = Labels(tuple(LabelRow(row.text, row.label, row.group) for row in make_rows().rows), "0" * 64)
    with pytest.raises(InputError, match="the file needs a column `target`"):
        evaluate(model, bare)
    with pytest.raises(InputError, match="a model of topics needs `target`"):
        train(tmp_path / "bare", bare, unit="topic")
    with pytest.raises(InputError, match="a model of mentions needs `target_start`"):
        train(tmp_path / "bare", make_rows(), unit="mention")
    with pytest.raises(InputError, match="unit 'page' is not known"):
        train(tmp_path / "bare", bare, unit="page")
    assert not (tmp_path / "bare").exists()


def test_topics_with_many_rows_get_weights_of_their_own() -> None:
    """Only where the frequent targets hold half of the rows or more; most frequent first."""
    assert choose_topics(["a"] * 3 + ["b"] * 5 + ["c"], 3) == ("b", "a")
    assert choose_topics(["a"] * 3 + list("defghij"), 3) == ()
    assert choose_topics(["", ""], 1) == ()


def measure(text: str, target: str, model: StanceModel) -> dict[str, float]:
    batch = lay([LabelRow(text, "for", "g", target)], True)
    found = model.finder.find(batch.tokens, batch.attribution, batch.units, batch.asked)
    return dict(zip(OVERLAP_NAMES, found.overlap[0].tolist(), strict=True))


def test_overlap_of_text_and_target(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """Shares are 1 for a text that repeats the target and 0 for one that shares nothing; endings do not matter."""
    model = train(tmp_path / "topics", make_rows())
    same = measure("Nothing new. Ferries sailed to Port Lumen.", "Ferry sails to Port Lumen", model)
    assert same["words of the target in the text"] == pytest.approx(1)
    assert same["words in the likest sentence"] == pytest.approx(1)
    assert same["pairs of the target in the text"] == pytest.approx(1)
    none = measure("Nothing new today.", "Ferry sails to Port Lumen", model)
    assert none["words of the target in the text"] == 0
    denied = measure("The ferry has not sailed.", "Ferry sails", model)
    assert denied["negation beside shared words"] == 1
    assert denied["one of both is negated"] == 1
    assert measure("", "", model)["words of the target in the text"] == 0


def test_mentions_can_have_pieces(labels: Labels, train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """With the setting, pieces of the words around a mention are features; the target's own are not."""
    model = train(tmp_path / "pieces", labels, mention_pieces=True)
    (batch,) = make_unit_batches(labels.rows[:50], True, "en", Tokenizer().tokenize, attribute_nothing)
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    matrix = build_matrix(scored.found, model.weights.keys, model.vocabulary)
    probabilities = open_pipelines(tmp_path / "pieces" / "pipeline.skops")["all"].predict_proba(matrix)
    np.testing.assert_allclose(softmax(scored.decision), probabilities, atol=1e-5)
    names = name_columns(model.weights.keys, model.vocabulary)
    assert "piece|piece|_prai" in names
    assert "piece|piece|_arve" not in names
