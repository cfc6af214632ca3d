"""Word lists made to fill the memory, to take long, or to come out as a file that cannot be read."""

import time

import pytest
from exchange_cases import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.errors import LexiconError
from framing.lexicon.exchange import IMPORT_FORMATS, import_lexicon, source_text

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<dictionary><cnode name="&c;"><pnode name="x"/></cnode></dictionary>'
)


@pytest.mark.parametrize("suffix", [".ykd", ".lcd"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_their_entities_are_refused(tmp_path, suffix, encoding):
    """An XML file that declares entities is refused before one is expanded, in any encoding."""
    content = BOMB.encode(encoding)
    if suffix == ".lcd" and encoding == "utf-16":
        content = BOMB.encode()
    with pytest.raises(LexiconError, match=r"list\.\w+:2: document types are not read"):
        bring_in(tmp_path, content, suffix)


@pytest.mark.parametrize("suffix", [".dic", ".cat", ".lc3", ".csv", ".tsv"])
def test_one_line_of_fifty_megabytes_is_refused(tmp_path, suffix):
    """A line that no list has is refused within seconds."""
    begin = time.process_time()
    with pytest.raises(LexiconError, match=r":1: a line of 50,000,000 characters"):
        bring_in(tmp_path, b"%1(<*a\t \n"[:5] * 10_000_000, suffix)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("unit", ["(", "<", "a ", "1 ", "(1 ", "<a", "\t1", "# 1", "*", "x_", "|"])
@pytest.mark.parametrize("suffix", [".dic", ".cat", ".lc3", ".tsv", ".csv"])
def test_a_long_line_takes_linear_time(tmp_path, suffix, unit):
    """A line of 200,000 signs is read in a moment, whatever stands in it, and its report is short."""
    line = unit * (200_000 // len(unit))
    frames = {
        ".dic": f"%\n1 a\n%\nx 1\n{line}\n",
        ".cat": f"A\n\tX (1)\n\t{line} (1)\n",
        ".lc3": f"+a\nx\n{line}\n",
        ".tsv": f"x\ta\t1\n{line}\ta\t1\n",
        ".csv": f'word,category\nx,a\n"{line[:100_000]}",a\n',
    }
    begin = time.process_time()
    _, patterns, losses = bring_in(tmp_path, frames[suffix], suffix)
    assert time.process_time() - begin < 3
    assert patterns["a"][0] == "x"
    assert all(len(loss) < 400 for loss in losses)


@pytest.mark.parametrize("suffix", [".lc3", ".ykd", ".yml", ".json"])
def test_a_file_beyond_the_limit_is_refused_unread(tmp_path, suffix):
    """Files are read up to a size, YAML and JSON up to a smaller one; a missing file is one line."""
    path = tmp_path / f"list{suffix}"
    with pytest.raises(LexiconError, match="cannot be read"):
        import_lexicon(path, "a", "en")
    with path.open("wb") as file:
        file.truncate((source_text.MAX_BYTES if suffix in (".lc3", ".ykd") else source_text.MAX_YAML_BYTES) + 1)
    with pytest.raises(LexiconError, match=r"larger than (50|10) MB"):
        import_lexicon(path, "a", "en")


@pytest.mark.parametrize("suffix", [".dic", ".cat", ".lc3", ".csv", ".tsv", ".ykd", ".yml", ".json"])
def test_a_binary_file_is_refused(tmp_path, suffix):
    """A file that is no text is refused in one line."""
    with pytest.raises(LexiconError, match="list") as caught:
        bring_in(tmp_path, bytes(range(256)) * 40, suffix)
    assert "\n" not in str(caught.value)


def test_a_zero_byte_is_no_text(tmp_path):
    """A zero byte among letters makes a file binary, however much of it could be read."""
    with pytest.raises(LexiconError, match="is not text"):
        bring_in(tmp_path, b"+a\nx\0y\nz\n", ".lc3")


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".cat", "".join("\t" * depth + f"C{depth}\n" for depth in range(3000)) + "\t" * 3000 + "X (1)\n"),
        (".dic", "%\n" + "".join("\t" * depth + f"{depth}\tc{depth}\n" for depth in range(3000)) + "%\nx\t2999\n"),
        (".ykd", "<dictionary>" + '<cnode name="a">' * 100_000 + "</cnode>" * 100_000 + "</dictionary>"),
        (".yml", "a: " * 1 + "[" * 5000 + "x" + "]" * 5000 + "\n"),
        (".csv", "word,category\nx," + "a/" * 3000 + "a\n"),
    ],
)
def test_nesting_beyond_measure_is_refused(tmp_path, suffix, content):
    """Categories that nest deeper than a lexicon file can are refused in one line."""
    with pytest.raises(LexiconError, match="nest"):
        bring_in(tmp_path, content, suffix)


def test_categories_by_the_thousand_are_read_in_time(tmp_path):
    """5,000 categories with words that stand in all of them are read within seconds."""
    header = "".join(f"{number}\tc{number}\n" for number in range(1, 5001))
    words = "".join(f"w{word}\t" + "\t".join(map(str, range(1, 5001))) + "\n" for word in range(4))
    begin = time.process_time()
    _, patterns, losses = bring_in(tmp_path, f"%\n{header}%\n{words}", ".dic")
    assert time.process_time() - begin < 40
    assert len(patterns) == 5000
    assert patterns["c5000"] == ["w0", "w1", "w2", "w3"]
    assert losses == []


def test_titles_that_come_to_one_name_stay_apart(tmp_path):
    """Blanks, capitals, slashes and other alphabets become names without collision; each is reported, and kept."""
    titles = [
        "Two Words",
        "two-words",
        "TWO/WORDS",
        "Émotion",
        "emotion",
        "Страх",
        "恐れ",
        "!!",
        "category",
        "two words 2",
    ]
    content = "".join(f"+{title}\nword{number}\n" for number, title in enumerate(titles))
    lexicon, patterns, losses = bring_in(tmp_path, content, ".lc3")
    assert [category.title for category in lexicon.categories] == titles
    assert [patterns[category.name] for category in lexicon.categories] == [[f"word{number}"] for number in range(10)]
    assert len(losses) == len(
        [title for title, one in zip(titles, lexicon.categories, strict=True) if title != one.name]
    )
    assert losses[0] == "1: category 'Two Words' is named 'two-words' here; its name is kept as the title"


def test_thousands_of_titles_without_a_letter_are_named_in_time(tmp_path):
    """20,000 titles that all come to the same name are numbered within seconds."""
    content = "".join(f"+{'!' * (number % 150 + 1)}{'?' * (number // 150)}\nx\n" for number in range(20_000))
    path = tmp_path / "list.lc3"
    path.write_text(content, encoding="utf-8")
    begin = time.process_time()
    imported = import_lexicon(path, "many-en", "en")
    assert time.process_time() - begin < 15
    assert "  category-20000:\n" in imported.text


def test_duplicate_categories_and_entries_are_put_together(tmp_path):
    """A category that comes twice is one, with a line; an entry that comes twice is one, in either case."""
    _, patterns, losses = bring_in(tmp_path, "A\n\tRain (1)\nB\n\tx (1)\nA\n\train (1)\n\tSUN (2)\n\tsun (3)\n", ".cat")
    assert patterns == {"a": ["rain", "sun"], "b": ["x"]}
    assert losses[-2:] == [
        "5: category 'A' stands twice; its entries are put together",
        "8: 'sun' has two weights; kept 2",
    ]
    assert bring_in(tmp_path, "+a\nRain\nrain\nRAIN\n", ".lc3")[1:] == ({"a": ["Rain"]}, [])


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="%\n\t 1a+<>()[]{}/\"'*?|:,;#~_@-\u00e9\u0436\u2028\x0b\x1c\x85", max_size=120).map(
            str.encode
        ),
        st.text(max_size=80).map(
            lambda text: f"%\n1 a\n%\n{text}\t1\n+{text}\n{text}\ta\t1\n".encode("utf-8", "ignore")
        ),
    ),
    file_format=st.sampled_from(IMPORT_FORMATS),
)
def test_any_bytes_are_read_or_refused_in_one_line(tmp_path, content, file_format):
    """Whatever a file holds, it becomes a lexicon that can be read, or is refused with a line about it."""
    refusal = ""
    try:
        lexicon, _, losses = bring_in(tmp_path, content, ".txt", file_format)
    except LexiconError as problem:
        refusal = str(problem)
    if refusal:
        assert refusal.startswith(f"{tmp_path}/list.txt")
    else:
        assert lexicon.categories
        assert all(loss.split(":")[0].isdecimal() for loss in losses)
