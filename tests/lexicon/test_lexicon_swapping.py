"""Exchanging the sides' names, and what it does to mirrored categories."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon_cases import find, make_lexicon

from framing.errors import LexiconError
from framing.lexicon import compare_swapped, find_swap_path, list_mirrored_pairs, read_exchanges
from framing.marked_yaml import MarkedYaml

BODY = """categories:
  wet: {mirror: dry, entries: [rain near/4 north, flood*]}
  dry: {mirror: wet, entries: [rain near/4 south, desert*]}
"""
NAMES = """format: 1
language: en
exchanges:
  poles:
    categories: ["*"]
    pairs:
      - [North, the South]
      - [northern*, southern*]
    one-way:
      Arctic: the South
"""


@pytest.fixture
def exchange(tmp_path):
    path = tmp_path / "swap.yaml"
    path.write_text(NAMES, encoding="utf-8")
    return read_exchanges(path)[0]


def test_names_change_places(exchange):
    """Names change places as written, capitalized and in capitals, inside compounds and before endings too."""
    swapped = exchange.swap("The South, northerners, NORTH; anti-North, Northampton and the Arctic's ice.")
    assert swapped.text == "North, southerners, THE SOUTH; anti-the South, Northampton and the the South's ice."
    assert exchange.swap("Up North.").places == ((3, 8, 3, 12),)


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(["Russia", "Ukrainian", "Kyiv", "Vladimir Putin", "the Kremlin", "RUSSIA", "rain", "a", "."])
    )
)
def test_exchanging_twice_is_the_identity(words):
    """The shipped exchange of Russia and Ukraine, made twice, gives the text back."""
    exchange = read_exchanges(find_swap_path("en"))[-1]
    text = " ".join(words)
    assert exchange.swap(exchange.swap(text).text).text == text


def test_russian_names_keep_their_case():
    """Russian names are exchanged in their grammatical case, told by a preposition where one form serves two."""
    exchange = read_exchanges(find_swap_path("ru"))[-1]
    text = "Россия и Украина. В России, к Украине, российские и украинского, Киеву и Москвой, ВСУ."
    assert exchange.swap(text).text == (
        "Украина и Россия. В Украине, к России, украинские и российского, Москве и Киевом, ВС РФ."
    )
    assert exchange.swap(exchange.swap(text).text).text == text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_shipped_pairs_go_both_ways(language):
    """Each pair of a shipped file gives its other side, both ways, alone in a text."""
    path = find_swap_path(language)
    for name, exchange in zip(
        data := MarkedYaml(path, LexiconError).data["exchanges"], read_exchanges(path), strict=True
    ):
        for left, right in data[name]["pairs"]:
            for old, new in ((left, right), (right, left)):
                swapped = exchange.swap(f"x {old.rstrip('*')} x").text
                assert swapped == f"x {new.rstrip('*')} x"


@settings(max_examples=80)
@given(st.text(alphabet="North South\nthe", max_size=60))
def test_places_are_found_again(text):
    """Spans outside names hold the same characters after the exchange, and names lie where the places say."""
    exchange = read_exchanges(find_swap_path("en"))[-1]
    text = text.replace("North", "Russia").replace("South", "Kyiv")
    swapped = exchange.swap(text)
    for start, end, new_start, new_end in swapped.places:
        assert swapped.map_span(start, end) == (new_start, new_end)
        assert exchange.swap(text[start:end]).text == swapped.text[new_start:new_end]
    inside = {position for start, end, _, _ in swapped.places for position in range(start, end)}
    for position in set(range(len(text))) - inside:
        start, end = swapped.map_span(position, position + 1)
        assert swapped.text[start:end] == text[position]


def compare(folder, exchange, texts):
    lexicon = make_lexicon(folder, BODY)
    swapped = {f"d{number}": exchange.swap(text) for number, text in enumerate(texts)}
    before = find([lexicon], texts)[0]
    after = find([lexicon], [one.text for one in swapped.values()])[0]
    return compare_swapped(lexicon, exchange, list_mirrored_pairs(lexicon), swapped, before, after)


def test_mirrored_entries_are_exchanged(tmp_path, exchange):
    """Where every entry has a counterpart, the hits of both categories change places and nothing is broken."""
    (result,) = compare(tmp_path, exchange, ["Rain in the North.", "Rain over the South and rain in the South."])
    assert (result.n_before, result.n_mirror_after, result.n_mirror_before, result.n_after) == (1, 1, 2, 2)
    assert (result.n_documents, result.n_exact, result.difference, result.broken) == (2, 2, 0, ())


def test_entries_that_break_the_mirror_are_named(tmp_path, exchange):
    """Hits without a name stay on their side; hits with one that the mirror lacks are lost."""
    (result,) = compare(tmp_path, exchange, ["Floods in the North.", "Nothing."])
    assert (result.n_before, result.n_mirror_after, result.n_after, result.difference) == (1, 0, 1, 2)
    assert [(one.kind, one.entry_id, one.n) for one in result.broken] == [("nameless", "wet:flood*", 1)]


def test_hits_that_the_other_side_lacks_are_lost_or_gained(tmp_path, exchange):
    """An entry whose names are exchanged, and whose mirror has no entry for the result, is named with both wordings."""
    lexicon = make_lexicon(tmp_path, BODY.replace("rain near/4 south", "snow"))
    texts = {"d0": "Rain in the North.", "d1": "Rain in the South."}
    swapped = {name: exchange.swap(text) for name, text in texts.items()}
    before = find([lexicon], list(texts.values()))[0]
    after = find([lexicon], [one.text for one in swapped.values()])[0]
    (result,) = compare_swapped(lexicon, exchange, list_mirrored_pairs(lexicon), swapped, before, after)
    assert [(one.kind, one.document_id, one.text, one.counterpart) for one in result.broken] == [
        ("gained", "d1", "Rain in North", "Rain in North"),
        ("lost", "d0", "Rain in the North", "Rain in the the South"),
    ]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("- [North, the South]", "- [North, the South]\n      - [North, East]"), "'North' has two counterparts"),
        (("southern*]", "southern]"), "only one side a final"),
        (("language: en", "language: en\nword: x"), "word: is not a key"),
    ],
)
def test_faulty_files_of_names(tmp_path, change, complaint):
    """A file of names that cannot be used is refused with file, line and the mend."""
    path = tmp_path / "swap.yaml"
    path.write_text(NAMES.replace(*change), encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint) as problem:
        read_exchanges(path)
    assert str(problem.value).startswith(f"{path}:")
