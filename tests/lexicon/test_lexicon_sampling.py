"""Which hits are drawn for reading, and what the files hold."""

import csv
import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicon_cases import make_attribution, make_documents, make_lexicon

from framing.cells import defuse_cell, restore_cell
from framing.columns import HITS, Table
from framing.errors import InputError
from framing.lexicon import (
    HitSampler,
    Matcher,
    SampledHit,
    read_sheet,
    write_sheet,
)
from framing.lexicon.sampling import MAX_PER_ENTRY, cut_context
from framing.text import Tokenizer

BODY = """negation: {policy}
categories:
  storm:
    entries: [storm*, gale]
    categories: {{sea: {{entries: [wave*]}}}}
  calm:
    entries: [{{pattern: calm, unless: ["calm down"]}}]
"""
CATEGORIES = [("test-en", "storm"), ("test-en", "storm/sea"), ("test-en", "calm")]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    return make_lexicon(tmp_path_factory.mktemp("lexicon"), BODY.format(policy="mark"))


def sample_texts(lexicon, texts, n, seed=0, plain=False):
    documents = make_documents(texts)
    tokens = Tokenizer().tokenize(documents)
    sampler = HitSampler([lexicon], n, seed, CATEGORIES, plain=plain)
    sampler.add(documents, Matcher([lexicon]).find_hits(documents, tokens, make_attribution(tokens)))
    return sampler


def make_hits(places):
    """Documents d0, d1, ... of blanks, and hits in them as (document, entry, start)."""
    n_documents = max((place[0] for place in places), default=0) + 1
    documents = make_documents([" " * 40] * n_documents)
    fields = {"lexicon": "test-en", "category": "storm", "voice": "own", "zone": "body", "negated": False}
    rows = [
        {**fields, "document_id": f"d{document}", "entry_id": f"e{entry}", "start": start, "end": start + 1}
        | {"text": " ", "weight": 1.0}
        for document, entry, start in sorted(places)
    ]
    return documents, Table.from_rows(HITS, rows)


def draw_from(lexicon, batches, n, seed=0, plain=False):
    sampler = HitSampler([lexicon], n, seed, CATEGORIES, plain=plain)
    for documents, hits in batches:
        sampler.add(documents, hits)
    return sampler


PLACES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.integers(0, 5)), max_size=60, unique=True)


@given(PLACES, st.integers(1, 30), st.integers(0, 3), st.booleans())
def test_as_many_as_there_are_and_no_hit_twice(lexicon, places, n, seed, plain):
    """N hits are drawn, or all there are, none of them twice; another n keeps them and adds some."""
    sampler = draw_from(lexicon, [make_hits(places)], n, seed, plain)
    drawn = [(hit.document_id, hit.entry_id, hit.start) for hit in sampler.draw()]
    assert sampler.n_hits["test-en", "storm"] == len(places)
    assert len(drawn) == len(set(drawn)) == min(n, len(places))
    assert set(drawn) <= {(f"d{document}", f"e{entry}", start) for document, entry, start in places}


@given(PLACES, st.integers(1, 30), st.integers(0, 3), st.booleans(), st.data())
def test_the_sample_depends_on_the_seed_alone(lexicon, places, n, seed, plain, data):
    """Documents in several batches, in any order, give the sample and the order that one batch gives."""
    documents, hits = make_hits(places)
    order = data.draw(st.permutations(range(len(documents))))
    cut = data.draw(st.integers(0, len(documents)))
    batches = []
    for some in (order[:cut], order[cut:]):
        ids = [f"d{number}" for number in some]
        rows = [row for one in ids for row, owner in enumerate(hits["document_id"]) if owner == one]
        batches.append((documents.take(some), hits.take(rows)))
    assert (
        draw_from(lexicon, batches, n, seed, plain).draw()
        == draw_from(lexicon, [(documents, hits)], n, seed, plain).draw()
    )


@given(PLACES, st.integers(1, 30), st.integers(0, 3))
def test_limits_hold_where_there_are_enough(lexicon, places, n, seed):
    """At most three hits of an entry, one from an article; the limit per entry rises by as much as is needed."""
    drawn = draw_from(lexicon, [make_hits(places)], n, seed).draw()
    articles = Counter(entry for _, entry in {(document, entry) for document, entry, _ in places})
    if sum(articles.values()) < min(n, len(places)):
        return  # only then may an entry come twice from an article
    assert max(Counter((hit.document_id, hit.entry_id) for hit in drawn).values(), default=1) == 1
    limit = MAX_PER_ENTRY
    while sum(min(limit, count) for count in articles.values()) < min(n, len(places)):
        limit += 1
    assert max(Counter(hit.entry_id for hit in drawn).values(), default=0) <= limit


def test_the_limit_rises_one_by_one(lexicon):
    """Where three hits of an entry are too few, five of each are drawn before a common entry fills the sample."""
    places = [(document, entry, 0) for entry, n in enumerate((60, 6, 6, 6)) for document in range(n)]
    drawn = draw_from(lexicon, [make_hits(places)], 20).draw()
    assert Counter(hit.entry_id for hit in drawn) == {"e0": 5, "e1": 5, "e2": 5, "e3": 5}
    names = [hit.entry_id for hit in drawn]
    assert names not in (sorted(names), sorted(names, reverse=True))  # rows are not grouped


def test_seeds_and_plain_draws_differ(lexicon):
    """Another seed draws other hits, in another order than that of the texts; a plain draw knows no limit per entry."""
    places = [(document, int(document % 10 == 0), 0) for document in range(200)]
    drawn = [draw_from(lexicon, [make_hits(places)], 6, seed).draw() for seed in (0, 1)]
    assert {hit.document_id for hit in drawn[0]} != {hit.document_id for hit in drawn[1]}
    assert all(Counter(hit.entry_id for hit in one) == {"e0": 3, "e1": 3} for one in drawn)
    many = draw_from(lexicon, [make_hits(places)], 100, plain=True).draw()
    assert 80 <= Counter(hit.entry_id for hit in many)["e0"] <= 99
    numbers = [int(hit.document_id[1:]) for hit in many]
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))


def test_a_plain_draw_gives_each_hit_the_same_chance(lexicon):
    """Over many seeds, each of ten hits of two articles is drawn about equally often."""
    places = [(0, 0, start) for start in range(8)] + [(1, 1, 0), (1, 1, 1)]
    counts = Counter(
        (hit.document_id, hit.start)
        for seed in range(400)
        for hit in draw_from(lexicon, [make_hits(places)], 5, seed, plain=True).draw()
    )
    # 200 expected, standard deviation 10.
    assert len(counts) == 10
    assert all(150 < count < 250 for count in counts.values())


def test_repeated_articles_count_as_one(lexicon):
    """An article with the text of another gives a second hit of an entry only where there are no others."""
    documents, hits = make_hits([(0, 0, 0), (1, 0, 0), (2, 0, 0)])
    documents = documents.with_columns(duplicate_of=[None, "d0", None])
    for seed in range(10):
        drawn = draw_from(lexicon, [(documents, hits)], 2, seed).draw()
        assert "d2" in {hit.document_id for hit in drawn}
    assert len(draw_from(lexicon, [(documents, hits)], 3).draw()) == 3


def test_own_counted_hits_only(tmp_path, lexicon):
    """A category's own hits are drawn, children apart; excluded hits, and those dropped for negation, are not."""
    texts = ["A storm and a wave. Calm down, said the calm mayor.", "There was no gale."]
    sampler = sample_texts(lexicon, texts, 10)
    assert [sampler.n_hits[key] for key in CATEGORIES] == [2, 1, 1]
    drawn = {(hit.category, hit.hit) for hit in sampler.draw()}
    assert drawn == {("storm", "storm"), ("storm", "gale"), ("storm/sea", "wave"), ("calm", "calm")}
    dropping = sample_texts(make_lexicon(tmp_path, BODY.format(policy="drop")), texts, 10)
    assert [hit.hit for hit in dropping.draw() if hit.category == "storm"] == ["storm"]


@given(
    st.lists(
        st.sampled_from(["storm", "gale", "«wave»", "and", "the", "\n", "\n\n", ".", "Буря", "🌊", "  "]), max_size=80
    )
)
def test_rows_hold_the_characters_of_the_text(lexicon, words):
    """The hit is the slice of the text at its place, with what stands beside it but for white space."""
    text = " ".join(words)
    for hit in sample_texts(lexicon, [text], 100).draw():
        assert hit.hit == text[hit.start : hit.end] != ""
        before, after = hit.before.removeprefix("…").split(), hit.after.removesuffix("…").split()
        assert text[: hit.start].split()[len(text[: hit.start].split()) - len(before) :] == before
        assert text[hit.end :].split()[: len(after)] == after
        assert max(len(hit.before), len(hit.after)) <= 151
        assert hit.lexicon_sha256 == lexicon.sha256


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("one one two X three four", "… two ", " three…"),
        ("aaaa aaaaaaa X", "…aaaaaaa ", ""),
        ("X", "", ""),
        ("aaaaaaaaaaaaX", "…aaaaaaaa", ""),
        ("Xbbbbbbbbbbbb", "", "bbbbbbbb…"),
        ("a\n\nb X\tc", "a b ", " c"),
    ],
)
def test_context_is_cut_at_blanks(text, before, after):
    """What stands beside a hit is one line, cut at a blank where there is one, with an ellipsis where it is cut."""
    at = text.index("X")
    assert cut_context(text, at, at + 1, 8) == (before, after)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-backed", "@SUM(A1)", "\t=1", "\rx", " =1", "＝1", "'=1", "''@x", '=HYPERLINK("x")']
)
def test_formulas_are_defused(cell):
    """A cell that a spreadsheet would take for a formula begins with an apostrophe, and reading gives it back."""
    assert defuse_cell(cell) == "'" + cell
    assert restore_cell(defuse_cell(cell)) == cell


@given(st.text(alphabet=" '=+-@\t\n\rab1«"))
def test_defusing_is_undone(cell):
    """Every cell comes back as it was; plain words stay as they are."""
    assert restore_cell(defuse_cell(cell)) == cell
    assert not defuse_cell(cell).lstrip(" \t\r\n").startswith(("=", "+", "-", "@"))
    if cell[:1].isalnum():
        assert defuse_cell(cell) == cell


HIT = SampledHit("l-en", "ab", "c/d", '=e;"1"', "-7", 12, 15, "own", "", "=2+3, said ", "a\nb", "; and «so»")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_files_are_read_as_written(tmp_path, suffix):
    """A written file reads back hit by hit, without answers; its columns are those of the page."""
    path = tmp_path / "new" / f"hits{suffix}"
    hits = [HIT, replace(HIT, start=13, speaker="+Ann")]
    write_sheet(path, hits)
    readings = read_sheet(path)
    assert [(one.entry_id, one.document_id, one.start, one.is_right) for one in readings] == [
        (hit.entry_id, hit.document_id, hit.start, None) for hit in hits
    ]
    if suffix == ".csv":
        assert path.read_bytes().startswith(
            b"\xef\xbb\xbflexicon,lexicon_sha256,category,entry_id,document_id,start,end,"
        )
        with path.open(encoding="utf-8-sig", newline="") as file:
            row = next(csv.DictReader(file))
        assert (row["before"], row["hit"], row["entry_id"]) == ("'=2+3, said ", "a\nb", '\'=e;"1"')
    else:
        row = json.loads(path.read_text(encoding="utf-8").split("\n")[0])
        assert (row["before"], row["start"]) == ("=2+3, said ", 12)
    assert list(row)[-4:] == ["after", "right", "annotator", "note"]


def test_files_are_not_overwritten(tmp_path):
    """A file that is there stays as it is; a name with another ending is refused."""
    path = tmp_path / "hits.csv"
    path.write_text("answers", encoding="utf-8")
    with pytest.raises(InputError, match="stands there already"):
        write_sheet(path, [HIT])
    assert path.read_text(encoding="utf-8") == "answers"
    with pytest.raises(InputError, match=r"ends in \.csv or \.jsonl"):
        write_sheet(tmp_path / "hits.xlsx", [HIT])
