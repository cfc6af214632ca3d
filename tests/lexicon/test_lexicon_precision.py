"""What answers about hits amount to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicon_cases import make_lexicon

from framing.coder_agreement import find_alpha
from framing.errors import InputError
from framing.lexicon import Reading, choose_readings, count_readings, find_reader_alpha, read_sheet

HEADER = "lexicon,lexicon_sha256,category,entry_id,document_id,start,end,right,annotator\n"


def read(start, answer, annotator="Ann", **fields):
    names = {"lexicon": "l-en", "lexicon_sha256": "", "category": "c", "entry_id": "c:e", "document_id": "d"} | fields
    return Reading(f"f:{start}", **names, start=start, end=start + 1, annotator=annotator, is_right=answer)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("written", "is_right"),
    [(word, True) for word in ("1", "1.0", "yes", "Y", "TRUE", "right", " x ", "да", "ИСТИНА")]
    + [(word, False) for word in ("0", "0.0", "no", "N", "False", "wrong", "нет", "ЛОЖЬ")]
    + [("", None), ("  ", None)],
)
def test_answers(tmp_path, written, is_right, separator):
    """The words for yes and no count in any case and with any separator; an empty cell is no answer."""
    path = tmp_path / "a.csv"
    text = f"{HEADER}l-en,ab,c,c:e,d,3,4.0,{written},\n,,,,,,,,\n".replace(",", separator)
    path.write_text(text, encoding="utf-8-sig")
    (reading,) = read_sheet(path)
    assert (reading.is_right, reading.start, reading.end, reading.annotator) == (is_right, 3, 4, str(path))


@pytest.mark.parametrize(
    ("written", "is_right"), [("true", True), ("0", False), ("1", True), ("null", None), ('""', None)]
)
def test_answers_in_json(tmp_path, written, is_right):
    """In JSON Lines, true, false, 1 and 0 are answers, null and empty text none."""
    path = tmp_path / "a.jsonl"
    fields = '"lexicon":"l-en","category":"c","entry_id":"c:e","document_id":"d","start":3,"end":4'
    path.write_text(f'{{{fields},"right":{written},"annotator":"Ann"}}\n', encoding="utf-8")
    (reading,) = read_sheet(path)
    assert (reading.is_right, reading.annotator) == (is_right, "Ann")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{HEADER}l-en,ab,c,c:e,d,3,4,1,\nl-en,ab,c,c:e,d,5,6,maybe,\n", "a.csv:3: right: 'maybe' is no answer"),
        (f"{HEADER}l-en,ab,c,c:e,d,3,4,2,\n", "a.csv:2: right: '2' is no answer"),
        (f"{HEADER}l-en,ab,c,c:e,d,x,4,1,\n", "a.csv:2: start: 'x' is no place"),
        (HEADER.replace(",right", "") + "l-en,ab,c,c:e,d,3,4,\n", "a.csv:2: no column right"),
    ],
)
def test_wrong_rows(tmp_path, text, complaint):
    """What is no answer, or no row of a sample, is refused with file, line and column."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_sheet(path)
    assert complaint in str(refusal.value)


def test_counts_by_category_and_entry():
    """Each category has its own figures; entries wrong twice, or in half of two or more hits, are suspects."""
    readings = [
        *(read(start, start > 1, entry_id="c:twice") for start in range(9)),
        *(read(start, start > 0, entry_id="c:half") for start in range(2)),
        *(read(start, start > 0, entry_id="c:third") for start in range(3)),
        read(0, False, entry_id="c:once"),
        read(0, True, category="b", entry_id="b:e"),
    ]
    b, c = count_readings(readings)
    assert (b.category, b.n_read, b.n_right, b.n_several, b.alpha) == ("b", 1, 1, 0, None)
    assert (c.category, c.n_read, c.n_right) == ("c", 15, 10)
    assert [(one.entry_id, one.n_read, one.n_right, one.is_suspect) for one in c.entries] == [
        ("c:twice", 9, 7, True),
        ("c:half", 2, 1, True),
        ("c:once", 1, 0, False),
        ("c:third", 3, 2, False),
    ]


def test_majorities_and_agreement():
    """Of several people the majority counts, a tie as wrong, and a repeated answer once; alpha is over shared hits."""
    answers = {0: (True, True, False), 1: (True, False), 2: (False, False), 3: (True, True), 4: (True,)}
    readings = [
        read(start, answer, person)
        for start, given in answers.items()
        for person, answer in zip(("Ann", "Ben", "Cy"), given, strict=False)
    ]
    (category,) = count_readings([*readings, *readings[:3]])
    assert (category.n_read, category.n_right, category.n_several) == (5, 3, 4)
    alpha = find_alpha([(2, 1), (1, 1), (0, 2), (2, 0)])
    assert category.alpha == find_reader_alpha(readings) == pytest.approx(alpha)


def test_contradictions_are_refused():
    """A person who says yes and no of one hit is asked which, with both lines."""
    with pytest.raises(InputError, match=r"^f:1: right: Ann said otherwise of this hit at f:1$"):
        count_readings([read(1, True), read(1, False)])


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.booleans()), unique_by=lambda one: one[:2]))
def test_one_hit_counts_once(answers):
    """However many people read a hit, it is one hit; right ones are never more than read ones, entries add up."""
    for category in count_readings([read(start, answer, person) for start, person, answer in answers]):
        assert category.n_read == len({start for start, _, _ in answers}) >= category.n_right
        assert sum(entry.n_read for entry in category.entries) == category.n_read
        assert sum(entry.n_right for entry in category.entries) == category.n_right


def test_other_versions(tmp_path):
    """Answers for another version count where the entry still stands in its category; unknown lexicons are kept."""
    present = make_lexicon(tmp_path, "categories: {c: {entries: [storm]}, d: {entries: [gale]}}\n")
    rows = [
        read(0, True, lexicon="test-en", lexicon_sha256=present.sha256, entry_id="c:storm"),
        read(1, True, lexicon="test-en", lexicon_sha256="old", entry_id="c:storm"),
        read(2, True, lexicon="test-en", lexicon_sha256="old", entry_id="c:rain"),
        read(3, True, lexicon="test-en", lexicon_sha256="old", entry_id="d:gale"),
        read(4, True, lexicon="test-en", entry_id="c:storm"),
        read(5, None, lexicon="test-en", lexicon_sha256="old", entry_id="c:rain"),
        read(6, False, lexicon="lost-en", lexicon_sha256="old"),
    ]
    kept, notes = choose_readings(rows, {"test-en": present})
    assert [one.start for one in kept] == [0, 1, 4, 6]
    assert [(one.lexicon, one.n_other, one.n_kept, one.is_found) for one in notes] == [
        ("lost-en", 0, 0, False),
        ("test-en", 3, 1, True),
    ]
    assert choose_readings(rows[:1], {"test-en": present})[1] == []
