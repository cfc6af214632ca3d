"""The profile of training data, and how far other texts are from it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_sentences import attribute_nothing

from framing.errors import ModelError
from framing.stance import (
    CorpusObserver,
    Labels,
    Profile,
    Sample,
    StanceModel,
    find_largest_gap,
    find_stability,
    load_model,
    measure_shift,
    read_profile,
    verify_model,
)
from framing.stance.clusters import estimate_means, find_design_effect
from framing.stance.documents import make_unit_batches
from framing.stance.scoring import predict_probabilities
from framing.stance.shift import ALPHA, MEASURES, find_divergence
from framing.text import Tokenizer


def observe(folder: Path, labels: Labels) -> tuple[Sample, CorpusObserver]:
    model, profile = load_model(folder), read_profile(folder)
    observer, probabilities, done = CorpusObserver(model, profile), [], 0
    texts = np.unique(np.array([row.group for row in labels.rows]), return_inverse=True)[1].astype(np.intp)
    order = np.argsort(texts, kind="stable")
    rows = [labels.rows[place] for place in order]
    for batch in make_unit_batches(rows, True, "en", Tokenizer().tokenize, attribute_nothing):
        observer.add(batch.tokens, batch.units, texts[order][done : done + len(batch.units)])
        probabilities.append(predict_probabilities(model, batch.tokens, batch.attribution, batch.units))
        done += len(batch.units)
    found = np.concatenate(probabilities)
    return observer.find_sample(found.argmax(axis=1), found.max(axis=1)), observer


def replace_words(labels: Labels, words: dict[str, str]) -> Labels:
    def change(text: str) -> str:
        for word, other in words.items():
            text = text.replace(word, other[: len(word)].ljust(len(word), "q"))
        return text

    return replace(labels, rows=tuple(replace(row, text=change(row.text)) for row in labels.rows))


def test_profile_is_part_of_the_model(model_dir: Path, labels: Labels) -> None:
    """The profile counts all rows, its shares sum to 1, and it is small and named in the manifest."""
    profile = read_profile(model_dir)
    assert (profile.unit, profile.n_units) == ("mention", len(labels.rows))
    for shares in (profile.coverage, profile.coverage_of_types):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)
    assert sum(profile.confidence_histogram) == pytest.approx(1, abs=1e-5)
    assert profile.given_shares == pytest.approx((1 / 3, 1 / 3, 1 / 3), abs=1e-5)
    assert sum(profile.predicted_shares) == pytest.approx(1, abs=1e-5)
    assert (model_dir / "profile.json").stat().st_size < 200_000
    assert "profile.json" in json.loads((model_dir / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert verify_model(model_dir) == []


def test_profile_holds_no_names_targets_or_sentences(model_dir: Path) -> None:
    """Of the training texts the profile holds single words, and neither targets, names nor function words."""
    words = {word for word, _ in read_profile(model_dir).words}
    assert {"praised", "attack", "timetable"} <= words
    assert not words & {"arvenia", "port", "lumen", "tolland", "ostmark", "dellin", "tuesday", "and", "for", "a"}
    assert not any(" " in word for word in words)


def test_same_training_same_profile(model_dir: Path, train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """Two trainings on the same labels write the same bytes; reading and writing a profile keeps them."""
    train(tmp_path / "again")
    content = (model_dir / "profile.json").read_text(encoding="utf-8")
    assert (tmp_path / "again" / "profile.json").read_text(encoding="utf-8") == content
    assert read_profile(model_dir).to_json() == content


def test_faulty_profiles_are_refused(model_dir: Path, tmp_path: Path) -> None:
    """A changed profile keeps the model from loading; a missing or odd one is a ModelError that says what to do."""
    folder = Path(shutil.copytree(model_dir, tmp_path / "model"))
    path = folder / "profile.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "confidence": 0.1}), encoding="utf-8")
    with pytest.raises(ModelError, match="changed since"):
        load_model(folder)
    for odd in ("{", "[]", "{}", json.dumps({**content, "format": 9}), json.dumps({**content, "seen": {"n": 3}})):
        path.write_text(odd, encoding="utf-8")
        with pytest.raises(ModelError, match=r"profile\.json"):
            read_profile(folder)
    path.unlink()
    with pytest.raises(ModelError, match="missing"):
        load_model(folder)
    with pytest.raises(ModelError, match="framing train"):
        read_profile(folder)


def test_training_texts_are_not_far(model_dir: Path, labels: Labels) -> None:
    """On its own training texts a model has its training's word frequencies, and everything was seen."""
    sample, observer = observe(model_dir, labels)
    shift = measure_shift(read_profile(model_dir), sample)
    by_name = {one.name: one for one in shift.measures}
    assert tuple(by_name) == MEASURES
    assert by_name["words"].corpus == pytest.approx(0, abs=1e-3)
    assert not by_name["words"].is_far
    assert not by_name["coverage"].is_far
    assert observer.coverage()["seen"] == 1
    assert observer.list_terms(5) == []


def test_unseen_words_are_found(model_dir: Path, labels: Labels) -> None:
    """Where words are exchanged for unseen ones, coverage falls, the alarm is raised, and the words are listed."""
    odd = replace_words(labels, {"praised": "zxbrgl", "attack": "zxwqrt", "grain": "zxvvt"})
    sample, observer = observe(model_dir, odd)
    shift = measure_shift(read_profile(model_dir), sample)
    coverage = next(one for one in shift.measures if one.name == "coverage")
    assert shift.is_far
    assert coverage.is_far
    assert coverage.corpus < coverage.training
    assert coverage.p_value < ALPHA / len(MEASURES)
    terms = {one.term: one for one in observer.list_terms(10)}
    assert set(terms) == {"zxbrglq", "zxwqrt", "zxvvt"}
    assert all(one.kind == "unknown" and one.n == 48 and 0 < one.n_texts <= one.n for one in terms.values())


def test_one_label_is_far(model_dir: Path, labels: Labels) -> None:
    """Texts that are all labelled alike differ in their labels, texts that are all unsure in confidence."""
    sample, _ = observe(model_dir, labels)
    profile = read_profile(model_dir)
    alike = measure_shift(profile, replace(sample, label=np.zeros_like(sample.label)))
    unsure = measure_shift(profile, replace(sample, confidence=np.full(len(sample.label), 0.34)))
    assert next(one for one in alike.measures if one.name == "labels").is_far
    assert next(one for one in unsure.measures if one.name == "confidence").is_far


def test_too_little_is_not_judged(model_dir: Path, labels: Labels) -> None:
    """Few mentions, or mentions of few documents, give neither alarm nor all-clear."""
    sample, _ = observe(model_dir, labels)
    profile = read_profile(model_dir)
    for texts in (0, 5, 9):
        part = sample.take(sample.text < texts)
        assert measure_shift(profile, part).is_far is None
    assert measure_shift(profile, sample.take(sample.text < 40)).is_far is not None


def make_null(profile: Profile, n_texts: int, generator: np.random.Generator) -> Sample:
    """A sample drawn from a profile: three mentions a text, independent of each other."""
    n = 3 * n_texts
    text = np.repeat(np.arange(n_texts, dtype=np.intp), 3)
    n_nearby = np.full(n, 8, dtype=np.int32)
    n_seen = generator.binomial(8, profile.coverage["seen"], n).astype(np.int32)
    shares = np.array(profile.predicted_shares)
    label = generator.choice(len(shares), n, p=shares / shares.sum()).astype(np.intp)
    bins = np.array(profile.confidence_histogram)
    place = generator.choice(len(bins), n, p=bins / bins.sum())
    edges = (place + generator.random(n)) / len(bins)
    confidence = edges - edges.mean() + profile.confidence
    counts = np.zeros(1001)
    tested = profile.tested_words
    counts[: len(tested)] = [count for _, count in tested]
    counts[-1] = profile.n_nearby - counts.sum()
    from scipy import sparse

    words = sparse.csr_matrix(generator.multinomial(24, counts / counts.sum(), n_texts))
    return Sample(text, label, confidence, n_nearby, n_seen, words)


@pytest.mark.parametrize("n_texts", [20, 100, 400])
def test_draws_from_the_profile_rarely_raise_the_alarm(model_dir: Path, n_texts: int) -> None:
    """Draws from the stored profile itself raise the alarm in a twentieth at most, whatever their size."""
    profile, generator = read_profile(model_dir), np.random.default_rng(n_texts)
    alarms = [measure_shift(profile, make_null(profile, n_texts, generator)).is_far for _ in range(60)]
    # Of 60 draws with a probability of .05, more than 7 are drawn once in 100 times.
    assert sum(map(bool, alarms)) <= 7


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40), st.lists(st.floats(0, 1), min_size=2, max_size=40))
@settings(max_examples=50)
def test_divergence_is_a_bounded_symmetric_measure(one: list[float], other: list[float]) -> None:
    """Divergence lies between 0 and 1, is the same both ways, and 0 of a distribution from itself."""
    n = min(len(one), len(other))
    sides = [np.array([values[:n]]) + 1e-9 for values in (one, other)]
    first, second = (side / side.sum() for side in sides)
    there, back = find_divergence(first, second)[0], find_divergence(second, first)[0]
    assert 0 <= there <= 1 + 1e-9
    assert there == pytest.approx(back)
    assert find_divergence(first, first)[0] == pytest.approx(0)
    assert find_divergence(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))[0] == pytest.approx(1)


def test_means_of_clusters_are_as_uncertain_as_their_number() -> None:
    """Ten copies of every unit in its cluster leave mean and variance as they are; single units give the usual one."""
    generator = np.random.default_rng(1)
    values, cluster = generator.random((50, 1)), np.arange(50)
    single = estimate_means(values, np.ones(50), cluster)
    copied = estimate_means(np.repeat(values, 10, axis=0), np.ones(500), np.repeat(cluster, 10))
    assert single.covariance[0, 0] == pytest.approx(values.var(ddof=1) / 50)
    assert copied.mean == pytest.approx(single.mean)
    assert copied.covariance == pytest.approx(single.covariance)


def test_design_effect_counts_repeated_words() -> None:
    """Words drawn one by one have an effect near 1, words that come three at a time one near 3."""
    generator = np.random.default_rng(2)
    from scipy import sparse

    counts = generator.multinomial(30, np.full(20, 0.05), 2000)
    assert find_design_effect(sparse.csr_matrix(counts)) == pytest.approx(1, abs=0.1)
    assert find_design_effect(sparse.csr_matrix(3 * counts)) == pytest.approx(3, abs=0.3)


def test_histograms_of_training_have_no_distance(model_dir: Path) -> None:
    """Stability index and largest gap of the training's own histogram are 0, and grow with distance."""
    profile = read_profile(model_dir)
    counts = np.round(np.array(profile.confidence_histogram) * profile.n_units).astype(int)
    own = np.repeat((np.arange(len(counts)) + 0.5) / len(counts), counts)
    assert find_stability(profile, own) == pytest.approx(0, abs=1e-4)
    assert find_largest_gap(profile, own) == pytest.approx(0, abs=1e-4)
    assert find_stability(profile, np.full(100, 0.1)) > 0.25
    assert find_largest_gap(profile, np.full(100, 0.1)) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("unit", ["document", "topic"])
def test_models_of_texts_have_a_profile(
    labels: Labels, train: Callable[..., StanceModel], tmp_path: Path, unit: str
) -> None:
    """The profile of a model of whole texts counts all their words, and has no share of attributed targets."""
    place = {"target_start": None, "target_end": None}
    target = (lambda row: row.target or "grain") if unit == "topic" else (lambda row: None)
    rows = replace(labels, rows=tuple(replace(row, **place, target=target(row)) for row in labels.rows))
    model = train(tmp_path / "model", rows)
    profile = read_profile(tmp_path / "model")
    assert model.unit == profile.unit == unit
    assert profile.attributed is None
    assert profile.n_units == len(labels.rows)
    assert {"praised", "arvenia"} <= {word for word, _ in profile.words}
