import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented_sentences import attribute_nothing

from framing.shipped import find_model_dirs
from framing.stance import StanceModel, explain, load_model
from framing.stance.documents import UnitBatch, make_unit_batches
from framing.stance.labels import LabelRow
from framing.stance.layout import Layout
from framing.stance.learning import softmax
from framing.stance.matrices import FeatureFinder, Found
from framing.stance.normalize import normalize_word
from framing.stance.pools import POOLS
from framing.stance.scoring import score_units
from framing.stance.templates import name_feature
from framing.text import Tokenizer

WORDS = (
    "praised",
    "blamed",
    "not",
    "the",
    "report",
    "by",
    "lies",
    "Dellin",
    "and",
    ",",
    "help",
    "was",
    "Berlin",
    "zzqx",
)


@pytest.fixture(scope="module")
def model() -> StanceModel:
    return load_model(find_model_dirs()["stance-en"])


def lay(*marked: str) -> UnitBatch:
    """Units of texts in which the target stands in brackets."""
    rows = []
    for text in marked:
        start, end = text.index("["), text.index("]") - 1
        plain = text.replace("[", "").replace("]", "")
        rows.append(LabelRow(plain, "neutral", plain, None, start, end))
    (batch,) = make_unit_batches(rows, True, "en", Tokenizer().tokenize, attribute_nothing)
    return batch


def find(model: StanceModel, *marked: str) -> tuple[UnitBatch, Found]:
    batch = lay(*marked)
    return batch, FeatureFinder(model.vocabulary).find(batch.tokens, batch.attribution, batch.units)


def forms(batch: UnitBatch, layout: Layout, places: np.ndarray) -> list[str]:
    types = batch.tokens.types
    return [types.forms[batch.tokens.type_id[layout.token[place]]] for place in places.tolist()]


def list_features(model: StanceModel, found: Found, prefix: str) -> Counter[str]:
    names = [name_feature(key, model.vocabulary.words) for key in found.words.key.tolist()]
    return Counter(name.removeprefix(prefix) for name in names if name.startswith(prefix))


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.sampled_from(WORDS), max_size=8))
def test_sentence_ngrams_equal_a_slow_count(model: StanceModel, left: list[str], right: list[str]) -> None:
    """N-grams of the masked sentence are those that a plain loop over its words finds."""
    batch, found = find(model, " ".join([*left, "[Arvenia]", *right]))
    layout = found.layout
    symbols = []
    for place in range(len(layout.unit)):
        form = forms(batch, layout, np.array([place]))[0]
        if not form[0].isalnum():
            continue
        known = form.lower() in model.vocabulary.words
        masked = "_target_" if layout.is_target[place] else "_name_" if layout.is_name[place] else form.lower()
        symbols.append(masked if known or masked.startswith("_") else None)
    expected: Counter[str] = Counter()
    for length in (1, 2, 3):
        for first in range(len(symbols) - length + 1):
            part = symbols[first : first + length]
            if None not in part and part != ["_target_"]:
                expected[" ".join(part)] += 1
    assert list_features(model, found, "sentence|sentence|") == expected


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.sampled_from(WORDS), max_size=8))
def test_pools_have_length_one(model: StanceModel, left: list[str], right: list[str]) -> None:
    """The weights of a pool that holds a word have a sum of squares of 1, and stand on its side of the target."""
    _, found = find(model, " ".join([*left, "[Arvenia]", *right]))
    pooled, layout = found.pooled, found.layout
    for number, (_, name) in enumerate(POOLS):
        mine = pooled.pool == number
        if mine.any():
            assert math.isclose((pooled.weight[mine].astype(float) ** 2).sum(), 1, abs_tol=1e-5)
        if name.endswith("left") or name.startswith("left"):
            assert (layout.order[pooled.place[mine]] < 0).all()
        if name.endswith("right") or name.startswith("right"):
            assert (layout.order[pooled.place[mine]] > 0).all()


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(alphabet="abcZ ’.-7", min_size=1, max_size=12), st.text(max_size=60))
@example("", " ", "")
def test_any_text_can_be_scored_and_explained(model: StanceModel, left: str, target: str, right: str) -> None:
    """Whatever stands around a mention, probabilities sum to 1 and contributions to the decision value."""
    row = LabelRow(left + target + right, "neutral", "g", None, len(left), len(left) + len(target))
    (batch,) = make_unit_batches([row], True, "en", Tokenizer().tokenize, attribute_nothing)
    scored = score_units(model, batch.tokens, batch.attribution, batch.units)
    assert softmax(scored.decision).sum() == pytest.approx(1)
    for number, label in enumerate(model.labels):
        listed = explain(model, batch.tokens, scored, 0, label)
        assert sum(part.contribution for part in listed) == pytest.approx(scored.decision[0, number], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("[Arvenia] has repeatedly condemned the plan.", "subject_of", "condemned"),
        ("[Arvenia] was accused of fraud.", "subject_of", "accused"),
        ("[Arvenia]’s attack failed.", "subject_of", None),
        ("The mayor praised the former minister [Tolland].", "object_of", "praised"),
        ("The town was attacked by [Arvenia].", "governor", "attacked"),
        ("The town was attacked by [Arvenia].", "preposition", "by"),
        ("Prices fell, [Arvenia] said on Monday.", "speaks", "said"),
        ("[Arvenia] is not reliable.", "complement", "reliable"),
        ("A hostile [Arvenia] waits.", "before", "hostile"),
    ],
)
def test_roles_are_found_by_position(model: StanceModel, text: str, role: str, expected: str | None) -> None:
    """The verb, governor, complement or reporting verb of a target stands where English puts it."""
    batch, found = find(model, text)
    place = getattr(found.roles, role)
    assert (forms(batch, found.layout, place) if place[0] >= 0 else [None]) == [expected]
    if text.startswith("[Arvenia] was accused"):
        assert found.roles.is_passive[0]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("[Arvenia] did not break the rules, the court said.", ["break", "the", "rules"]),
        ("Nobody blamed [Arvenia].", ["blamed", "Arvenia"]),
        ("[Arvenia] broke the rules.", []),
    ],
)
def test_negation_reaches_to_the_next_mark(model: StanceModel, text: str, negated: list[str]) -> None:
    """A negator covers at most five tokens, and no further than the next punctuation mark."""
    batch, found = find(model, text)
    layout = found.layout
    assert forms(batch, layout, np.flatnonzero(layout.is_negated & layout.is_kept)) == negated


def test_names_and_targets_are_masked(model: StanceModel) -> None:
    """Capitalised words are names inside a sentence; at its start only words that are mostly names."""
    batch, found = find(model, "Berlin and Tolland met [Arvenia] on Monday. ", "Critics of [Arvenia] met Tolland.")
    layout = found.layout
    assert forms(batch, layout, np.flatnonzero(layout.is_name)) == ["Berlin", "Tolland", "Monday", "Tolland"]


def test_units_of_a_batch_do_not_touch(model: StanceModel) -> None:
    """Features of a unit are the same alone and among others."""
    texts = ["The mayor praised [Arvenia].", "[Arvenia]", "Not one critic of [Arvenia] spoke, a lie."]
    batch = lay(*texts)
    together = score_units(model, batch.tokens, batch.attribution, batch.units).decision
    for number, text in enumerate(texts):
        alone = lay(text)
        decision = score_units(model, alone.tokens, alone.attribution, alone.units).decision
        np.testing.assert_allclose(decision[0], together[number], atol=1e-9)


def test_speed_on_one_core(model: StanceModel) -> None:
    """At least 1,500 mentions a second from columns, with evidence."""
    import time

    from framing.shipped import find_target_path
    from framing.stance import find_stances, read_targets
    from framing.stance.documents import make_documents

    sentence = (
        "On Tuesday officials of Ukraine blamed Moscow for the attack and thanked Poland for its help, NATO said. "
    )
    documents = make_documents([sentence * 10] * 64, "en")
    tokens = Tokenizer().tokenize(documents)
    attribution, targets = attribute_nothing(documents, tokens), read_targets(find_target_path())
    find_stances(documents.take([0]), Tokenizer().tokenize(documents.take([0])), attribution, targets, model)
    started = time.process_time()
    table = find_stances(documents, tokens, attribution, targets, model)
    assert len(table) == 64 * 10 * 4
    assert len(table) / (time.process_time() - started) > 1500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Arvenia] attacked two villages.", "category in a role|subject of category|‹attack›"),
        ("[Arvenia] did not attack them.", "category in a role|subject of category, negated|‹attack›"),
        ("[Arvenia] was attacked at dawn.", "category in a role|subject of category, passive|‹attack›"),
        ("They praised [Arvenia] again.", "category in a role|object of category|‹praise›"),
        ("We know [Arvenia]'s courage.", "category in a role|possesses category|‹heroism›"),
        ("[Arvenia] bombed the hospital.", "category in a role|category of its verb and object|‹attack› ‹innocent›"),
        ("No threats against [Arvenia] here.", "category|category, clause, left, negated|‹threaten›"),
        ("Help came, and [Arvenia] slept.", "category|category, left|‹help›"),
    ],
)
def test_categories_by_role_and_place(model: StanceModel, text: str, expected: str) -> None:
    """Each example has the feature that its words stand for, and its places are those of the words."""
    _, found = find(model, text)
    names = [name_feature(key, model.vocabulary.words) for key in found.words.key.tolist()]
    assert expected in names
    places = found.words.places[names.index(expected)]
    kinds = model.vocabulary.kinds[found.layout.word[places[places >= 0]]]
    assert len(kinds)
    assert kinds.all()


@pytest.mark.parametrize(
    "forms",
    [
        ("обвинил", "обвинила", "обвинить", "обвиняют", "обвинён"),
        ("агрессия", "агрессии", "агрессию"),
        ("российский", "российская", "российских"),
        ("страдает", "страдают", "страдать"),
    ],
)
def test_russian_forms_share_a_stem(forms: tuple[str, ...]) -> None:
    """Forms of one Russian word are one word to the features, and short words stay as they are."""
    assert len({normalize_word(form) for form in forms}) == 1
    assert [normalize_word(word) for word in ("не", "без", "он")] == ["не", "без", "он"]
