"""Word lists of other programs in the shapes in which they are found, with invented words."""

import codecs

import pytest
from exchange_cases import bring_in

from framing.errors import LexiconError

FLAT_DIC = "%\n01\tpos\n02\tneg\n%\n\nhappy\t01\nsad*\t2\n\nall right\t1\nbittersweet\t1\t2\nodd\t9\nlone\n"
BLANK_DIC = (
    "\ufeff% \r\n1 pos\r\n2 neg\r\n%\r\n\r\nhappy 1\r\nsad*   2\r\n\r\nall right 1\r\nbittersweet 1 2\r\nodd 9\r\nlone"
)


@pytest.mark.parametrize("content", [FLAT_DIC, BLANK_DIC])
def test_liwc_dictionaries_are_read_with_tabs_or_blanks(tmp_path, content):
    """Words, phrases and wildcards of a .dic file keep their categories; lines that make no sense are reported."""
    _, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {"pos": ["happy", "all right", "bittersweet"], "neg": ["sad*", "bittersweet"]}
    assert losses == [
        "11: 'odd': category number 9 is not in the header",
        "12: 'lone' has no category numbers at its end",
    ]


def test_nested_liwc_words_stay_under_their_deepest_category(tmp_path):
    """Indentation nests categories; a word listed under child and parent is kept once."""
    content = "%\n1\tfunction (Function Words)\n\t2\tpronoun\n\t\t4\tppron\n3\taffect\n%\n"
    content += "she\t1\t2\t4\nthe\t1\njoy*\t3\n1984\t3\n7 eleven 3\n42 3\n"
    lexicon, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {
        "function-function-words": ["the"],
        "function-function-words/pronoun": [],
        "function-function-words/pronoun/ppron": ["she"],
        "affect": ["joy*", "1984", "7 eleven", "42"],
    }
    assert lexicon.categories[0].title == "function (Function Words)"
    assert losses == [
        "2: category 'function (Function Words)' is named 'function-function-words' here; its name is kept as the title"
    ]


def test_conditions_of_liwc_words_become_phrases_or_are_reported(tmp_path):
    """A condition on the next word is carried over with `unless`; one on the word before is left out with a line."""
    content = "%\n125\taffect\n126\tposemo\n131\tcogmech\n253\ttime\n464\tfiller\n%\n"
    content += "soft\t<of>131/125\t<of>135/126\nfond\t(02 134)125/464\t(02 134)126 253\nkind (of) 125\nwhat? 126\n"
    lexicon, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {"affect": ["soft"], "posemo": ["soft"], "cogmech": ["soft of"], "time": ["fond"]}
    assert [entry.unless for entry in lexicon.entries] == [("soft of",), ("soft of",), (), ()]
    assert [loss.split(";")[0] for loss in losses] == [
        "6: category 'filler' has no entries",
        "8: 'soft': '<of>131/125' is written as the entry 'soft of' and as `unless`",
        "8: 'soft': '<of>135/126' is written as the entry 'soft of' and as `unless`",
        "8: 'soft': category number 135 is not in the header",
        "9: 'fond': '(02 134)125/464' depends on the word before",
        "9: 'fond': '(02 134)126' depends on the word before",
        "10: 'kind (of)' depends on neighbouring words",
        "11: 'what?': `?` stands for one sign here",
    ]


def test_remarks_and_stray_lines_of_liwc_files_are_reported(tmp_path):
    """What stands above the header, behind the numbers, or is no heading is left out with a line."""
    content = "My list\n%\n1 calm\nno number\n1 again\n2 storm (bad)\n3 storm (bad)\n%\nsea 1 // a remark\n"
    content += "gale\t2\t# check\nwind\t3 x\n"
    _, patterns, losses = bring_in(tmp_path, content, ".dic")
    assert patterns == {"calm": ["sea"], "storm-bad": ["gale", "wind"]}
    assert losses == [
        "1: 'My list' stands before the header",
        "4: 'no number' is no line `number name` of a header",
        "5: category number 1 stands twice; kept the first",
        "6: category 'storm (bad)' is named 'storm-bad' here; its name is kept as the title",
        "7: category 'storm (bad)' stands twice; its entries are put together",
        "9: the remark '// a remark' is left out",
        "10: the remark '# check' is left out",
        "11: 'wind': 'x' is no category number",
    ]


def test_quanteda_dictionaries_are_read_with_their_nesting(tmp_path):
    """Names over lists or single patterns nest, patterns may stand beside categories or under `__`, `_` joins words."""
    content = (
        "weather:\n  - storm*\n  - wet: [heavy rain, Hail_stone]\nother:\n  dry: [no, sun]\n"
        "written:\n  one: single\n  two:\n    - a b\n    - c*\n  __:\n    - own\n  empty: ~\n"
    )
    _, patterns, losses = bring_in(tmp_path, content, ".yml")
    assert patterns == {
        "weather": ["storm*"],
        "weather/wet": ["heavy rain", "Hail stone"],
        "other": [],
        "other/dry": ["no", "sun"],
        "written": ["own"],
        "written/one": ["single"],
        "written/two": ["a b", "c*"],
    }
    assert losses == ["13: category 'empty' has no entries; it is left out"]


def test_signs_that_mean_something_else_here_are_reported(tmp_path):
    """A plain sign of another program is not taken for an operator of this one."""
    content = "a:\n  - rain|snow\n  - 're:x+'\n  - 'lemma:go'\n  - near/5 x\n  - 'x <of> y'\n  - rain\n"
    _, patterns, losses = bring_in(tmp_path, content, ".yml")
    assert patterns == {"a": ["rain"]}
    assert [loss.split(";")[0] for loss in losses] == [
        "2: 'rain|snow': 'n|s' has a meaning of its own here",
        "3: 're:x+': 're:' has a meaning of its own here",
        "4: 'lemma:go': 'lemma:g' has a meaning of its own here",
        "5: 'near/5 x': 'near/5' has a meaning of its own here",
        "6: 'x <of> y': '<of>' has a meaning of its own here",
    ]


def test_wordstat_weights_are_kept_and_rules_reported(tmp_path):
    """Indentation nests whatever it is made of, a number in brackets is a weight; rules and marks are reported."""
    content = (
        "LOOSE (1)\nWEATHER\n   \tWET\n   \t\tRAIN* (1)\n\t\tHEAVY_RAIN (2)\n   \t\tSouth Rain (0.5)\n"
        "\t\t@NOTDRY [DRY AFTER NOT /C5] (1)\n\t\tRA#N (1)\n\t\t~RAIN (1)\n\tDRY\n\t\tNOT_WET (1)\n\tNOTHING\n"
    )
    lexicon, patterns, losses = bring_in(tmp_path, content, ".cat")
    assert patterns == {"weather": [], "weather/wet": ["rain*", "heavy rain", "south rain"], "weather/dry": ["not wet"]}
    assert [entry.weight for entry in lexicon.entries] == [1.0, 2.0, 0.5, 1.0]
    assert [loss.split(";")[0] for loss in losses if "is named" not in loss] == [
        "1: 'LOOSE (1)' stands in no category",
        "7: '@NOTDRY [DRY AFTER NOT /C5] (1)' is a rule",
        "8: 'RA#N (1)': `#` and `~` are no wildcards here",
        "9: '~RAIN (1)': `#` and `~` are no wildcards here",
        "12: category 'NOTHING' has no entries",
    ]


def test_lexicoder_files_are_read_in_lines_and_in_xml(tmp_path):
    """Version 3 lists patterns below `+category`, version 2 has them in XML; both may end in .lcd."""
    content = "stray\n+neg\nsad*\nnot good \n\n+pos\nglad\nwhy?\n"
    _, patterns, losses = bring_in(tmp_path, content, ".lc3")
    assert patterns == {"neg": ["sad*", "not good"], "pos": ["glad"]}
    assert [loss.split(";")[0] for loss in losses] == [
        "1: 'stray' stands before the first `+category`",
        "8: 'why?': `?` stands for one sign here",
    ]
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<dictionary style="Lexicoder" name="topics">\n'
        '<cnode name="t100">\n<pnode name="open sea "></pnode>\n<pnode name=" RNLI "></pnode>\n</cnode></dictionary>'
    )
    assert bring_in(tmp_path, content, ".lcd")[1] == {"t100": ["open sea", "RNLI"]}


YOSHIKODER = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<dictionary style="050805" patternengine="{engine}">\n'
    '<cnode name="New dictionary" desc="all">\n<cnode name="neg" desc="Bad &amp; worse.">\n'
    '<pnode name="sad*" score="-1.5"/>\n<pnode name="café"/>\n<pnode name="a.b"/>\n</cnode>\n'
    '<cnode name="pos" score="2"><pnode name="glad" score="x"/></cnode>\n</cnode>\n</dictionary>\n'
)


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"])
def test_yoshikoder_keeps_scores_and_descriptions(tmp_path, encoding):
    """Scores of patterns are weights, descriptions definitions; the category that names the dictionary moves out."""
    content = YOSHIKODER.format(encoding=encoding, engine="substring").encode(encoding)
    lexicon, patterns, losses = bring_in(tmp_path, content, ".ykd")
    assert patterns == {"neg": ["sad*", "café", "a.b"], "pos": ["glad"]}
    assert lexicon.entries[0].weight == -1.5
    assert lexicon.category("neg").definition == "Bad & worse."
    assert [loss.split(";")[0] for loss in losses] == [
        "3: category 'New dictionary' is named 'new-dictionary' here",
        "3: category 'New dictionary' names the dictionary",
        "9: category 'pos': its score '2' is left out",
        "9: 'glad': 'x' is no number",
    ]


def test_regular_expressions_of_yoshikoder_are_reported(tmp_path):
    """With the engine for regular expressions only plain words are carried over."""
    content = YOSHIKODER.format(encoding="UTF-8", engine="regexp")
    _, patterns, losses = bring_in(tmp_path, content, ".ykd")
    assert patterns == {"neg": ["café"], "pos": ["glad"]}
    assert "5: 'sad*' is a regular expression; write it after `re:`" in losses


def test_a_category_with_patterns_of_its_own_is_no_root(tmp_path):
    """The top category of a Yoshikoder file stays where it has patterns itself, or is not alone."""
    inner = '<cnode name="top"><cnode name="neg"><pnode name="sad*"/></cnode>{}</cnode>{}'
    for inside, behind, wanted in (
        ('<pnode name="mood"/>', "", {"top": ["mood"], "top/neg": ["sad*"]}),
        ("", '<cnode name="c"><pnode name="y"/></cnode>', {"top": [], "top/neg": ["sad*"], "c": ["y"]}),
    ):
        content = f"<dictionary>{inner.format(inside, behind)}</dictionary>"
        assert bring_in(tmp_path, content, ".ykd")[1] == wanted


@pytest.mark.parametrize(
    ("content", "wanted", "weights", "lost"),
    [
        ("abash\tfear\t1\nabash\tjoy\t0\nawe\tjoy\t1\n", {"fear": ["abash"], "joy": ["awe"]}, [1, 1], []),
        (
            "Terms of use.\nabash\tfear\t1\nodd line\nawe\tfear\tmuch\n",
            {"fear": ["abash"]},
            [1],
            ["1: 'Terms of use.' has no columns", "3: 'odd line' has no pattern", "4: 'awe': 'much' is no number"],
        ),
        ("term\tscore\tAffectDimension\nawe\t0.75\tjoy\n", {"joy": ["awe"]}, [0.75], []),
        ("English-Word\temotion\temotion-intensity-score\nawe\tjoy\t.5\n", {"joy": ["awe"]}, [0.5], []),
        (
            "Word\tValence\tArousal\tDominance\nawe\t0.5\t0.25\t0\n",
            {"valence": ["awe"], "arousal": ["awe"]},
            [0.5, 0.25],
            ["2: category 'Valence' is named", "2: category 'Arousal' is named"],
        ),
        (
            "a flood of\t-0.5\t0.25\t1\n",
            {"valence": ["a flood of"], "arousal": ["a flood of"], "dominance": ["a flood of"]},
            [-0.5, 0.25, 1],
            ["1: no header"],
        ),
        ("awe\t3\nabash\t-2\n", {"list": ["awe", "abash"]}, [3, -2], []),
        ("awe\tjoy\nabash\tfear\n", {"joy": ["awe"], "fear": ["abash"]}, [1, 1], []),
        (
            "awe\tjoy/bliss\t1\nawe\tJoy bliss\t1\n",
            {"joy-bliss": ["awe"], "joy-bliss-2": ["awe"]},
            [1, 1],
            ["1:", "2:"],
        ),
    ],
)
def test_nrc_lists_are_read_in_their_many_forms(tmp_path, content, wanted, weights, lost):
    """Columns are told by their names, or by what stands in them; zeros are left out, other numbers are weights."""
    lexicon, patterns, losses = bring_in(tmp_path, content, ".tsv")
    assert patterns == wanted
    assert [entry.weight for entry in lexicon.entries] == weights
    assert len(losses) == len(lost)
    assert all(loss.startswith(beginning) for loss, beginning in zip(losses, lost, strict=True))


def test_csv_tables_are_read_long_and_wide(tmp_path):
    """A column of categories, or a column for each category with numbers or marks; other columns are reported."""
    lexicon, patterns, losses = bring_in(
        tmp_path, "Category;Word;Score;Year\nmood/low;sad*;2,5;1999\nmood;tone;1;2000\n;x;1;2\n", ".csv"
    )
    assert patterns == {"mood": ["tone"], "mood/low": ["sad*"]}
    assert sorted(entry.weight for entry in lexicon.entries) == [1.0, 2.5]
    assert losses == [
        "1: the column 'Year' is not carried over",
        "4: ' | x | 1 | 2' has no pattern or no category",
    ]
    wide = 'Entry,correct,wrong,Remark\nrope*,1,,by hand\n"candle, stick",,X,\nknife,0.5,1,\n'
    lexicon, patterns, losses = bring_in(tmp_path, wide, ".dicx")
    assert patterns == {"correct": ["rope*", "knife"], "wrong": ["candle, stick", "knife"]}
    assert [entry.weight for entry in lexicon.entries] == [1.0, 0.5, 1.0, 1.0]
    assert losses == ["1: the column 'Remark' is not carried over"]


@pytest.mark.parametrize(
    ("content", "language", "wanted", "lost"),
    [
        ("+a\ncafé\n".encode("cp1252"), "en", "café", ["1: the file is not UTF-8 and was read as Windows-1252"]),
        ("+a\nбуря\n".encode("cp1251"), "ru", "буря", ["1: the file is not UTF-8 and was read as Windows-1251"]),
        (codecs.BOM_UTF8 + "+a\ncafé\n".encode(), "en", "café", []),
        ("+a\r\ncafé\r\n".encode("utf-16"), "en", "café", []),
        ("+a\rcafé\r".encode(), "en", "café", []),
    ],
)
def test_encodings_and_line_ends_of_windows_and_the_mac_are_read(tmp_path, content, language, wanted, lost):
    """Byte order marks, UTF-16, code pages and all kinds of line ends are read; a guess is reported."""
    _, patterns, losses = bring_in(tmp_path, content, ".lc3", language=language)
    assert patterns == {"a": [wanted]}
    assert [loss.split(";")[0] for loss in losses] == lost


@pytest.mark.parametrize(
    ("content", "suffix", "message"),
    [
        ("nothing here", ".dic", "is this a LIWC dictionary"),
        ("[a, b]", ".yml", "must be categories"),
        ("", ".lc3", "no category with entries found"),
        ("", ".csv", "no columns `pattern` and `category`; found: nothing"),
        ("", ".tsv", "no columns separated by tabs"),
        ("", ".cat", "no category with entries found"),
        ("", ".dic", "is this a LIWC dictionary"),
        ("", ".yml", "no category with entries found"),
        ("a,b\n1,2\n", ".csv", "no columns `pattern` and `category`"),
        ("word,remark\nrain,wet\n", ".csv", "no column `category`, and none of numbers"),
        ("<a", ".ykd", "not valid XML"),
        ("", ".ykd", "not valid XML"),
        ("x", ".doc", "unknown format '.doc'"),
        ("x", "", "no format; allowed: csv"),
        ("[1]", ".json", "must be an object"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, suffix, message):
    """What is not in the format gives one line that says so."""
    with pytest.raises(LexiconError, match="list") as caught:
        bring_in(tmp_path, content, suffix)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
