"""Lexicons from and for other programs."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lexicon_cases import make_lexicon

from framing.errors import LexiconError
from framing.lexicon import read_lexicon
from framing.lexicon.exchange import EXPORT_FORMATS, export_lexicon, import_lexicon


def bring_in(folder, content, suffix, file_format=None):
    """Import a file; the lexicon as read back, its patterns by category, and the losses without the path."""
    source = folder / f"list{suffix}"
    source.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    imported = import_lexicon(source, "back-en", "en", file_format)
    path = folder / "back-en.yaml"
    path.write_text(imported.text, encoding="utf-8")
    lexicon = read_lexicon(path)
    return lexicon, by_category(lexicon), [loss.removeprefix(f"{source}:") for loss in imported.losses]


def by_category(lexicon):
    patterns = {category.name: [] for category in lexicon.categories}
    for entry in lexicon.entries:
        patterns[entry.category].append(entry.pattern)
    return patterns


FLAT_DIC = "%\n01\tPosEmo\n02\tNegEmo\n%\nhappy\t01\nsad*\t2\nall right\t1\nbittersweet\t1\t2\nodd\t9\nlone\n"
BLANK_DIC = (
    "\ufeff% \r\n1 PosEmo\r\n2 NegEmo\r\n%\r\nhappy 1\r\nsad*   2\r\nall right 1\r\nbittersweet 1 2\r\nodd 9\r\nlone"
)


@pytest.mark.parametrize("content", [FLAT_DIC, BLANK_DIC])
def test_liwc_dictionaries_are_read_with_tabs_or_blanks(tmp_path, content):
    """Words, phrases and wildcards of a .dic file keep their categories; lines that make no sense are reported."""
    _, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {"posemo": ["happy", "all right", "bittersweet"], "negemo": ["sad*", "bittersweet"]}
    assert losses == [
        "9: 'odd': category number 9 is not in the header",
        "10: 'lone' has no category numbers at its end",
    ]


def test_nested_liwc_words_stay_under_their_deepest_category(tmp_path):
    """Indentation nests categories; a word listed under child and parent is kept once."""
    content = "%\n1\tfunction (Function Words)\n\t2\tpronoun (Pronouns)\n3\taffect\n%\nshe\t1\t2\nthe\t1\njoy*\t3\n"
    lexicon, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {
        "function-function-words": ["the"],
        "function-function-words/pronoun-pronouns": ["she"],
        "affect": ["joy*"],
    }
    assert lexicon.categories[1].title == "pronoun (Pronouns)"
    assert losses == []


def test_conditions_of_liwc_words_are_reported(tmp_path):
    """Words that count only beside other words are left out with a line."""
    _, patterns, losses = bring_in(tmp_path, "%\n1 a\n%\nkind (of) 1\nlike 1\n", ".dic")
    assert patterns == {"a": ["like"]}
    assert losses[0].startswith("4: 'kind (of)' depends on neighbouring words")


def test_quanteda_dictionaries_are_read_with_their_nesting(tmp_path):
    """Names over lists nest, patterns may stand beside categories, and `_` joins words."""
    content = "Weather:\n  - storm*\n  - Wet: [heavy rain, Hail_stone]\nOther:\n  Dry: [no, sun]\n"
    _, patterns, losses = bring_in(tmp_path, content, ".yml")
    assert patterns == {
        "weather": ["storm*"],
        "weather/wet": ["heavy rain", "Hail stone"],
        "other": [],
        "other/dry": ["no", "sun"],
    }
    assert losses == []


def test_wordstat_weights_are_kept_and_rules_reported(tmp_path):
    """Indentation nests, a number in brackets is a weight, and rules are left out with a line."""
    content = "WEATHER\n\tWET\n\t\tRAIN* (1)\n\t\tHEAVY_RAIN (2)\n\t\t@NOTDRY [DRY AFTER NOT] (1)\n\tDRY\n\t\tSUN (1)\n"
    lexicon, patterns, losses = bring_in(tmp_path, content, ".cat")
    assert patterns == {"weather": [], "weather/wet": ["rain*", "heavy rain"], "weather/dry": ["sun"]}
    assert [entry.weight for entry in lexicon.entries] == [1.0, 2.0, 1.0]
    assert losses[0].startswith("5: '@NOTDRY")


def test_lexicoder_and_yoshikoder_are_read(tmp_path):
    """Both list patterns below named categories."""
    assert bring_in(tmp_path, "+NEG\nsad*\nnot good\n+POS\nglad\n", ".lc3")[1] == {
        "neg": ["sad*", "not good"],
        "pos": ["glad"],
    }
    content = (
        '<?xml version="1.0"?><dictionary><cnode name="Top"><cnode name="Neg"><pnode name="sad*"/></cnode>'
        '<pnode name="mood"/></cnode></dictionary>'
    )
    assert bring_in(tmp_path, content, ".ykd")[1] == {"top": ["mood"], "top/neg": ["sad*"]}
    with pytest.raises(LexiconError, match="document types are not read"):
        bring_in(tmp_path, '<!DOCTYPE x [<!ENTITY a "b">]><dictionary/>', ".ykd")


def test_tables_keep_weights_and_drop_zeros(tmp_path):
    """CSV and NRC-style lists give patterns and weights; a zero means that the word does not belong."""
    lexicon, patterns, losses = bring_in(
        tmp_path, "Category;Word;Score;Year\nmood/low;sad*;2,5;1999\nmood;tone;1;2000\n", ".csv"
    )
    assert patterns == {"mood": ["tone"], "mood/low": ["sad*"]}
    assert sorted(entry.weight for entry in lexicon.entries) == [1.0, 2.5]
    assert losses == ["1: the column 'Year' is not carried over"]
    _, patterns, losses = bring_in(tmp_path, "abandon\tfear\t1\nabandon\tjoy\t0\nawe\tjoy\t1\nodd line\n", ".tsv")
    assert patterns == {"fear": ["abandon"], "joy": ["awe"]}
    assert losses == ["4: 'odd line' has not three columns separated by tabs"]


def test_an_old_encoding_is_read_and_reported(tmp_path):
    """A Windows-1252 file is read, with a line about it."""
    _, patterns, losses = bring_in(tmp_path, "+A\ncafé\n".encode("cp1252"), ".lc3")
    assert patterns == {"a": ["café"]}
    assert "Windows-1252" in losses[0]


@pytest.mark.parametrize(
    ("content", "suffix", "message"),
    [
        ("nothing here", ".dic", "is this a LIWC dictionary"),
        ("[a, b]", ".yml", "must be categories"),
        ("", ".lc3", "no category with entries found"),
        ("a,b\n1,2\n", ".csv", "no columns `pattern` and `category`"),
        ("<a", ".ykd", "not valid XML"),
        ("x", ".doc", "unknown format '.doc'"),
        ("[1]", ".json", "must be an object"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, suffix, message):
    """What is not in the format gives one line that says so."""
    with pytest.raises(LexiconError, match="list") as caught:
        bring_in(tmp_path, content, suffix)
    assert message in str(caught.value)


RICH = """description: d
overlap: all
lists: {storm: [gale, "lemma:storm"], bad: [heavy, <storm>, so very bad]}
categories:
  wet:
    definition: d
    mirror: dry
    should_hit: [Rain fell.]
    entries: [rain*, {pattern: hail, weight: 2, unless: [no hail], id: x, rare: r}, "lemma:pour", a near/3 b]
    categories: {deep: {entries: [heavy|strong rain, "st?rm", "*fall"]}}
  dry: {mirror: wet, entries: [{pattern: SUN, case: true}, no, <bad> near/3 <storm>]}
"""


def test_json_gives_back_the_same_lexicon(tmp_path):
    """A lexicon written as JSON and read in again has the same categories and entries, options included."""
    lexicon = make_lexicon(tmp_path, RICH, name="back-en")
    exported = export_lexicon(lexicon, "json")
    assert exported.losses == ()
    assert json.loads(exported.text)["overlap"] == "all"
    back, _, losses = bring_in(tmp_path, exported.text, ".json")
    assert losses == []
    for one, other in zip(lexicon.entries, back.entries, strict=True):
        for key in (
            "entry_id",
            "category",
            "pattern",
            "weight",
            "case",
            "unless",
            "rare",
            "patterns",
            "unless_patterns",
        ):
            assert getattr(one, key) == getattr(other, key)
    for one, other in zip(lexicon.categories, back.categories, strict=True):
        for key in ("name", "title", "definition", "mirror", "should_hit"):
            assert getattr(one, key) == getattr(other, key)


def test_losses_of_an_export_name_the_entry_and_its_line(tmp_path):
    """What a format cannot hold is one line for each entry, with its place."""
    lexicon = make_lexicon(tmp_path, RICH, name="back-en")
    quanteda = export_lexicon(lexicon, "quanteda")
    assert yaml.safe_load(quanteda.text) == {
        "wet": ["rain*", "hail", {"deep": ["heavy rain", "strong rain", "st?rm", "*fall"]}],
        "dry": ["SUN", "no"],
    }
    lost = [loss.removeprefix(f"{lexicon.path}:") for loss in quanteda.losses]
    assert lost[1:] == [
        "13: 'hail': unless, weight left out",
        "15: 'SUN': case left out",
        "13: 'lemma:pour' cannot be written in this format",
        "13: 'a near/3 b' cannot be written in this format",
        "15: '<bad> near/3 <storm>' cannot be written in this format",
    ]
    liwc = export_lexicon(lexicon, "liwc")
    assert liwc.text.startswith("%\n1\twet\n\t2\tdeep\n3\tdry\n%\n")
    assert "heavy rain\t1\t2\n" in liwc.text
    assert any("'st?rm' cannot be written" in loss for loss in liwc.losses)
    with pytest.raises(LexiconError, match="allowed: csv"):
        export_lexicon(lexicon, "word")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(
        st.sampled_from(("a", "b", "b2")),
        st.lists(st.sampled_from(("rain", "rain*", "heavy rain", "no", "x y z", "1984")), min_size=1, unique=True),
        min_size=1,
    ),
    file_format=st.sampled_from(EXPORT_FORMATS),
)
def test_plain_lexicons_survive_every_format(tmp_path, data, file_format):
    """A lexicon of words, phrases and final wildcards comes back whole from every format."""
    body = yaml.safe_dump({"categories": {name: {"entries": entries} for name, entries in data.items()}})
    lexicon = make_lexicon(tmp_path, body, name="back-en")
    exported = export_lexicon(lexicon, file_format)
    _, patterns, _ = bring_in(tmp_path, exported.text, ".txt", file_format)
    assert {name: sorted(entries) for name, entries in patterns.items()} == {
        name: sorted(entries) for name, entries in data.items()
    }
