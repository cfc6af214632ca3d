from dataclasses import replace

import numpy as np
import pytest

from framing.errors import InputError
from framing.stance import compare_judged, evaluate_judged, list_errors, list_suspects
from framing.stance.comparison import find_mcnemar_p
from framing.stance.judged import Judged
from framing.stance.keywords import Keywords, choose_keywords, predict_keywords_out_of_fold, read_keywords
from framing.stance.labels import LabelRow
from framing.stance.learning import softmax
from framing.stance.tables import tabulate

NAMES = ("against", "favor", "neutral")


def make(n: int = 200, seed: int = 0, skill: float = 1.0) -> Judged:
    generator = np.random.default_rng(0)
    truth = generator.integers(0, 3, n)
    rows = tuple(
        LabelRow(f"Text {number} about Arvenia.", NAMES[label], f"g{number // 3}", "Arvenia", outlet=f"o{number % 4}")
        for number, label in enumerate(truth)
    )
    values = np.random.default_rng(seed).normal(size=(n, 3)) + skill * np.eye(3)[truth]
    voices = tuple("own" if number % 3 else "attributed" for number in range(n))
    groups = tuple(row.group for row in rows)
    keyword_labels = tuple(NAMES[number % 3] for number in range(n))
    return Judged(rows, NAMES, groups, softmax(values), 0.5, voices, keyword_labels)


def test_a_model_equals_itself() -> None:
    """A model against itself: no difference, no row, and no draw in which it is better than itself."""
    comparison = compare_judged(make(), make())
    assert comparison.differences == ()
    for figure in (comparison.macro_f1, comparison.accuracy):
        assert (figure.difference, figure.interval, figure.share_not_better) == (0, (0, 0), 1)
    assert comparison.p_value == 1


def test_exchanging_the_models_exchanges_the_result() -> None:
    """B against A is A against B with the sign turned; counts add up to all rows."""
    one, other = make(seed=1, skill=0.5), make(seed=2, skill=2.0)
    there, back = compare_judged(one, other), compare_judged(other, one)
    assert there.macro_f1.difference == -back.macro_f1.difference > 0
    assert there.accuracy.interval == pytest.approx([-back.accuracy.interval[1], -back.accuracy.interval[0]], abs=2e-4)
    assert there.macro_f1.share_not_better < 0.01 < 0.99 < back.macro_f1.share_not_better
    assert (there.n_only_first_right, there.p_value) == (back.n_only_second_right, back.p_value)
    counts = (there.n_both_right, there.n_only_first_right, there.n_only_second_right, there.n_both_wrong)
    assert sum(counts) == there.n == 200
    assert len(there.differences) == int((one.predicted() != other.predicted()).sum())
    rights = [row["right"] for row in there.differences]
    assert (rights.count("first"), rights.count("second")) == (there.n_only_first_right, there.n_only_second_right)


def test_labels_may_stand_in_another_order() -> None:
    """A model that names its labels in another order is compared by their names, one with others is refused."""
    judged = make()
    turned = replace(judged, names=NAMES[::-1], probabilities=judged.probabilities[:, ::-1])
    assert compare_judged(judged, turned).differences == ()
    with pytest.raises(InputError, match="other labels"):
        compare_judged(judged, replace(judged, names=("against", "favor", "other")))


def test_mcnemar_is_the_sign_test() -> None:
    """Six to nought has a p of 2/64; equal counts have 1."""
    assert find_mcnemar_p(6, 0) == pytest.approx(2 / 64)
    assert find_mcnemar_p(5, 5) == find_mcnemar_p(0, 0) == 1


def test_tables_add_up() -> None:
    """The parts of a table hold all rows once, and their right rows; small parts have no interval."""
    judged = make(201)
    result = evaluate_judged(judged, {"arvenia": "arv"})
    for table in (result.by_voice, result.by_outlet, result.by_target):
        assert sum(part["n"] for part in table) == 201
        assert sum(part["n"] * part["accuracy"] for part in table) == pytest.approx(result.accuracy * 201, abs=0.1)
    (target,) = result.by_target
    assert target["name"] == "arv"
    assert target["macro_f1_interval"] == list(result.macro_f1_interval)
    few = tabulate(["x"] * 9 + [None] * 192, judged.truth(), judged.predicted(), judged.groups, 3)
    assert [(part["n"], part["accuracy_interval"]) for part in few] == [(9, None)]


@pytest.mark.parametrize("n", [3, 27])
def test_few_groups_have_no_interval(n: int) -> None:
    """Below ten groups there is neither an interval nor a share of draws, and the reason stands in the JSON."""
    judged = make(n)  # three rows a group
    reason = f"too few groups for an interval: {n // 3} of at least 10"
    figures = evaluate_judged(judged).as_dict()
    assert (figures["macro_f1_interval"], figures["accuracy_interval"], figures["no_interval"]) == (None, None, reason)
    (part,) = figures["by_target"]
    assert (part["macro_f1_interval"], part["accuracy_interval"], part["no_interval"]) == (None, None, reason)
    compared = compare_judged(judged, make(n, seed=1)).as_dict()
    assert compared["no_interval"] == reason
    assert [compared[name][key] for name in ("macro_f1", "accuracy") for key in ("interval", "share_not_better")] == (
        [None] * 4
    )
    whole = evaluate_judged(make(30))
    assert whole.no_interval is None
    assert whole.accuracy_interval is not None


def test_examples_and_suspects_are_the_errors() -> None:
    """Examples are the three surest errors of each pair; suspects are all errors, the least likely label first."""
    judged = make()
    result = evaluate_judged(judged)
    errors, suspects = list_errors(judged), list_suspects(judged)
    assert sorted(row["row"] for row in errors) == sorted(row["row"] for row in suspects)
    assert len(errors) == round(200 * (1 - result.accuracy))
    likely = [row["probability_of_label"] for row in suspects]
    assert likely == sorted(likely)
    for label in NAMES:
        for guess in NAMES:
            pair = [row for row in errors if (row["label"], row["predicted"]) == (label, guess)]
            shown = [row for row in result.examples if (row["label"], row["predicted"]) == (label, guess)]
            assert [row["row"] for row in shown] == [row["row"] for row in pair[:3]]
    assert evaluate_judged(judged, with_examples=False).examples == ()


def test_keywords_tell_labels_apart() -> None:
    """Words of one label are its keywords, words of all are none; without any the commonest label is said."""
    rows = [frozenset(words.split()) for words in ("good day", "good night", "bad day", "bad night") * 5]
    rows += [frozenset(("day", "bad"))]
    labels = ["favor", "favor", "against", "against"] * 5 + ["against"]
    keywords = choose_keywords(rows, labels)
    assert keywords.words["favor"][0] == "good"
    assert keywords.words["against"][0] == "bad"
    assert keywords.predict([frozenset({"good"}), frozenset({"bad"}), frozenset()]) == ("favor", "against", "against")
    manifest = {"keywords": keywords.as_dict(), "training": {"counts": {"favor": 10, "against": 11}}}
    assert read_keywords(manifest) == Keywords(keywords.words, manifest["training"]["counts"])
    assert read_keywords({}) is None


def test_keywords_out_of_fold_see_no_row_of_the_fold() -> None:
    """A word that only the tested rows have tells nothing about them."""
    rows = [frozenset({f"only{number // 4}"}) for number in range(24)]
    labels = ["a", "b"] * 12
    labels[:4] = ["b"] * 4
    folds = [
        (np.array([n for n in range(24) if n // 4 != fold]), np.arange(4 * fold, 4 * fold + 4)) for fold in range(6)
    ]
    assert predict_keywords_out_of_fold(rows, labels, folds)[:4] == ("a",) * 4
