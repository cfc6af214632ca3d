from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from framing.errors import InputError
from framing.stance import Labels, StanceModel, learn_vectors, read_vectors
from framing.stance.documents import make_documents
from framing.stance.evaluation import Answers, calibration_error, evaluate_probabilities, expect_calibration_error
from framing.stance.labels import LabelRow
from framing.stance.learning import fit_calibration, softmax
from framing.stance.normalize import find_relative, normalize_word
from framing.stance.resampling import macro_f1
from framing.text import Tokenizer


def rows(n: int, labels: tuple[str, ...] = ("a", "b")) -> Labels:
    made = [LabelRow(f"Text number {number} here.", labels[number % len(labels)], f"g{number}") for number in range(n)]
    return Labels(tuple(made), "0" * 64)


def test_labels_that_cannot_be_learnt_are_refused(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """One label alone, or too few rows, is an input error that says how many are needed."""
    with pytest.raises(InputError, match="two labels or more"):
        train(tmp_path / "one", rows(40, ("a",)))
    with pytest.raises(InputError, match="8 rows are too few; a model needs 20"):
        train(tmp_path / "few", rows(8))
    assert not (tmp_path / "few").exists()


def test_vectors_place_words_by_company(tmp_path: Path) -> None:
    """Words that keep the same company have near vectors; a file gives back what was written."""
    generator = np.random.default_rng(0)
    fruit, metal, extra = (
        ("apple", "pear", "plum"),
        ("iron", "zinc", "lead"),
        [f"filler{'abcdefghij'[n]}" for n in range(10)],
    )
    texts = []
    for _ in range(400):
        kind, verb = (fruit, "ripe sweet juicy") if generator.random() < 0.5 else (metal, "hard grey heavy")
        texts.append(f"the {generator.choice(kind)} is {generator.choice(verb.split())} {generator.choice(extra)} .")
    tokens = Tokenizer().tokenize(make_documents(texts, "en"))
    vectors = learn_vectors([tokens], dimensions=5, min_count=10)
    values = dict(zip(vectors.words, vectors.values.astype(float) / 127, strict=True))
    assert values["apple"] @ values["pear"] > values["apple"] @ values["iron"] + 0.3
    vectors.write(tmp_path / "vectors.npz")
    again = read_vectors(tmp_path / "vectors.npz")
    assert again.words == vectors.words
    np.testing.assert_array_equal(again.values, vectors.values)


def test_too_little_text_gives_no_vectors() -> None:
    """Without enough frequent words there is one clear line."""
    with pytest.raises(InputError, match="too little text to learn word vectors from"):
        learn_vectors([Tokenizer().tokenize(make_documents(["Three words here."], "en"))])
    with pytest.raises(InputError, match="too little text"):
        learn_vectors([])


@pytest.mark.parametrize(
    ("folded", "word"),
    [
        ("country's", "country"),
        ("it's", "it's"),
        ("states'", "states"),
        ("2,000", "#"),
        ("anti-russian", "anti-russian"),
    ],
)
def test_forms_are_known_by_their_words(folded: str, word: str) -> None:
    """Possessive endings are dropped, numbers are one word."""
    assert normalize_word(folded) == word


@pytest.mark.parametrize(
    ("word", "relative"),
    [
        ("engulfs", "engulfed"),
        ("smearing", "smear"),
        ("decried", None),
        ("zzqx", None),
        ("praises", "praise"),
        ("os", None),
    ],
)
def test_unknown_forms_are_read_as_their_relatives(word: str, relative: str | None) -> None:
    """A form that is not known counts as a known word with another ending."""
    assert find_relative(word, {"engulfed", "smear", "praise", "o"}) == relative


def test_calibration_finds_the_scale() -> None:
    """Decision values that are three times too small are scaled back."""
    generator = np.random.default_rng(0)
    truth = generator.normal(size=(4000, 3))
    answers = np.array([generator.choice(3, p=row) for row in softmax(truth)])
    fitted = fit_calibration(truth / 3, answers)
    assert fitted[0] == pytest.approx(3, abs=0.3)
    probabilities = softmax(fitted[0] * truth / 3 + fitted[1:])
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == answers
    assert calibration_error(confidence, right) < 0.03


@pytest.mark.parametrize("rows", [60, 343, 2000])
def test_calibration_error_by_chance_is_that_of_exact_confidences(rows: int) -> None:
    """What is expected of few rows agrees with trials in which each row is right as often as it says."""
    generator = np.random.default_rng(2)
    confidence = generator.uniform(1 / 3, 1, size=rows)
    trials = [calibration_error(confidence, generator.random(rows) < confidence) for _ in range(2000)]
    assert expect_calibration_error(confidence) == pytest.approx(np.mean(trials), rel=0.08)


def test_figures_equal_those_of_scikit_learn() -> None:
    """Macro-F1 and accuracy are the usual ones, and the majority baseline is of the same labels."""
    from sklearn.metrics import accuracy_score, f1_score

    generator = np.random.default_rng(1)
    names = ("against", "favor", "neutral")
    probabilities = softmax(generator.normal(size=(200, 3)))
    labels = tuple(names[number] for number in generator.integers(0, 3, 200))
    result = evaluate_probabilities(probabilities, Answers(names, labels, labels), 0.4)
    predicted = [names[number] for number in probabilities.argmax(axis=1)]
    assert result.macro_f1 == pytest.approx(f1_score(labels, predicted, average="macro"), abs=1e-4)
    assert result.accuracy == pytest.approx(accuracy_score(labels, predicted), abs=1e-4)
    assert result.majority_accuracy == pytest.approx(max(labels.count(name) for name in names) / 200, abs=1e-4)
    assert result.coverage == pytest.approx((probabilities.max(axis=1) >= 0.4).mean(), abs=1e-4)


def test_macro_f1_of_a_perfect_and_an_empty_label() -> None:
    """All right is 1; a label that neither occurs nor is predicted does not count."""
    assert macro_f1(np.diag([3, 4, 0])) == 1
    assert macro_f1(np.array([[2, 0], [2, 0]])) == pytest.approx(1 / 3)
