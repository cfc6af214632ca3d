"""Figures of lexicons against people's labels."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon_cases import make_attribution, make_documents, make_lexicon

from framing.coder_agreement import find_alpha
from framing.columns import HITS, Table
from framing.errors import InputError
from framing.lexicon import (
    Matcher,
    ReadTexts,
    TextCollector,
    Units,
    drop_rare_entries,
    find_measures,
    make_units,
    measure_validity,
    read_label_file,
    read_label_map,
)
from framing.lexicon.resampling import (
    Draws,
    Estimate,
    Presence,
    find_threshold_f1,
    measure_auc,
    measure_many,
    measure_presence,
)
from framing.lexicon.span_overlap import measure_spans
from framing.lexicon.units import assign_hits
from framing.lexicon.validity import GroupValidity, format_estimate, judge
from framing.text import Tokenizer, sentence_spans

BODY = """categories:
  wet:
    entries: [hail]
    categories:
      rain: {entries: [rain*]}
  dry: {entries: [drought, sunshine]}
"""
TEXTS = [
    "Rain fell on the town. Nobody minded.",
    "Sunshine all day. Hail came later.",
    "Nothing happened here.",
    "Hail broke the window. The rain stopped.",
    "The drought goes on.",
]


def collect(lexicons, texts, attributed=(), outlets=None, language="en"):
    documents = make_documents(texts, language)
    if outlets:
        documents = documents.with_columns(outlet=outlets)
    tokens = Tokenizer().tokenize(documents)
    attribution = make_attribution(tokens, attributed)
    hits = Matcher(lexicons).find_hits(documents, tokens, attribution)
    collector = TextCollector()
    collector.add(documents, tokens, attribution, hits, [sentence_spans(tokens, n) for n in range(len(texts))])
    return collector.finish()


def write_labels(folder, rows, name="labels.jsonl"):
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def validate(folder, rows, texts=TEXTS, *, label_map=None, unit=None, **columns):
    lexicon = make_lexicon(folder, BODY)
    labels = read_label_file(write_labels(folder, rows), unit=unit)
    names = {label for row in labels.rows for label in (*row.labels, *(span.label for span in row.spans))}
    of_label = find_measures(sorted(names), label_map or {}, [lexicon])
    measures = sorted({measure for meant in of_label.values() for measure in meant}, key=lambda one: one.name)
    read = collect([lexicon], texts, **columns)
    units = make_units(labels, read, measures, of_label)
    results = measure_validity(units, read, [lexicon], measures, of_label)
    return {"+".join(result.measure.categories): result for result in results}, units


def values(presence):
    return [one.value for one in (presence.precision, presence.recall, presence.f1, presence.auc)]


def test_labels_equal_to_hits_give_perfect_figures(tmp_path):
    """Where people label exactly the articles with hits, precision, recall, F1 and AUC are 1, with their intervals."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"] if n % 5 in (0, 1, 3) else []} for n in range(20)]
    result = validate(tmp_path, rows, TEXTS * 4)[0]["wet"]
    presence = result.groups[0].presence
    assert values(presence) == [1, 1, 1, 1]
    assert {(one.low, one.high) for one in (presence.precision, presence.recall, presence.f1)} == {(1, 1)}
    assert (result.groups[0].rate_auc.value, result.false_hits, result.misses) == (1, (), ())


def test_labels_opposite_to_hits_give_zero(tmp_path):
    """Where people label exactly the articles without hits, precision, recall, F1 and AUC are 0."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"] if n in (2, 4) else []} for n in range(5)]
    result = validate(tmp_path, rows)[0]["wet"]
    assert values(result.groups[0].presence) == [0, 0, 0, 0]
    assert [example.text for example in result.misses] == [TEXTS[2], TEXTS[4]]


def test_counts_of_a_category_and_its_entries(tmp_path):
    """Figures of a category count units with any of its hits; those of an entry only the entry's own."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"] if n in (0, 2, 3) else []} for n in range(5)]
    result = validate(tmp_path, rows)[0]["wet"]
    presence = result.groups[0].presence
    assert (presence.n_units, presence.n_labelled, presence.n_found, presence.n_right) == (5, 3, 3, 2)
    entries = {entry.entry_id: entry.presence for entry in result.entries}
    assert {name: (one.n_found, one.n_right) for name, one in entries.items()} == {
        "wet:hail": (2, 1),
        "wet/rain:rain*": (2, 2),
    }
    assert values(entries["wet:hail"]) == [1 / 2, 1 / 3, 2 / 5, (1 + 1 / 3 - 1 / 2) / 2]
    assert [(one.document_id, one.text) for one in result.false_hits] == [
        ("d1", "Sunshine all day. [Hail] came later.")
    ]
    assert [one.document_id for one in result.misses] == ["d2"]


def test_a_label_of_a_child_counts_for_its_parent(tmp_path):
    """Labels roll up as hits do, and a label that names no category is left out."""
    rows = [
        {"document_id": "d0", "labels": ["wet/rain", "wind"]},
        {"document_id": "d1", "labels": ["wet"]},
        {"document_id": "d2", "labels": []},
    ]
    results, units = validate(tmp_path, rows)
    assert results["wet"].groups[0].presence.n_labelled == 2
    assert results["wet/rain"].groups[0].presence.n_labelled == 1
    assert results["wet"].labels == ("wet", "wet/rain")
    assert len(units.document) == 3


def test_voices(tmp_path):
    """Hits of one voice are those that begin in it; all hits together are found where either is."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"] if n == 3 else []} for n in range(5)]
    lexicon_tokens = Tokenizer().tokenize(make_documents(TEXTS))
    first = int(lexicon_tokens.document_offsets[3])
    result = validate(tmp_path, rows, attributed=[first, first + 1])[0]["wet"]
    found = {group.voice: (group.presence.n_found, group.presence.n_right) for group in result.groups}
    assert found == {"all": (3, 1), "own": (3, 1), "attributed": (1, 1)}


def test_outlets(tmp_path):
    """Figures of an outlet are those of its articles alone."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"] if n in (0, 2) else []} for n in range(5)]
    result = validate(tmp_path, rows, outlets=["A", "A", "B", "B", None])[0]["wet"]
    counts = {g.outlet: (g.presence.n_units, g.presence.n_found, g.presence.n_right) for g in result.groups if g.outlet}
    assert counts == {"A": (2, 2, 1), "B": (2, 1, 0)}


def test_sentences(tmp_path):
    """Labelled sentences are found in the texts whatever their white space; others are listed by line."""
    rows = [
        {"text": "Rain  fell on the town.", "labels": ["rain"]},
        {"text": "Nobody minded.", "labels": []},
        {"text": "Hail came\nlater.", "labels": ["wet"]},
        {"text": "This stands nowhere.", "labels": ["wet"]},
    ]
    results, units = validate(tmp_path, rows)
    assert (units.kind, units.lost_rows) == ("sentence", (4,))
    assert values(results["wet"].groups[0].presence) == [1, 1, 1, 1]
    assert results["wet"].groups[0].presence.n_units == 3


def test_spans_are_measured_by_word(tmp_path):
    """Of span labels the units are words: a word is found inside a hit and labelled inside a span."""
    rows = [
        {"document_id": "d0", "start": 0, "end": 9, "category": "rain"},
        {"id": "d3", "spans": [{"start": 23, "end": 31, "label": "rain"}], "text": TEXTS[3]},
        {"document_id": "d4", "spans": []},
    ]
    result = validate(tmp_path, rows)[0]["wet/rain"]
    presence = result.groups[0].presence
    # Words: 7 of d0, 7 of d3, 4 of d4. Labelled: Rain fell, The rain. Found: Rain, rain.
    assert (presence.n_units, presence.n_labelled, presence.n_found, presence.n_right) == (18, 4, 2, 2)
    assert values(presence)[:2] == [1, 0.5]
    spans = result.span_overlap
    assert (spans.n_labelled, spans.n_found) == (2, 2)
    assert (spans.precision.value, spans.recall.value, spans.f1.value) == (1, 0.5, pytest.approx(2 / 3))
    assert [one.text for one in result.misses] == [
        "Rain [fell] on the town. Nobody minded.",
        "Hail broke the window. [The] rain stopped.",
    ]


def test_a_span_outside_its_text_is_refused(tmp_path):
    """A span that ends after its text is refused with the line."""
    rows = [{"document_id": "d4", "start": 4, "end": 400, "category": "dry"}]
    with pytest.raises(InputError, match=r"labels.jsonl:1: span 4:400 lies outside the text of 20 characters"):
        validate(tmp_path, rows)


def test_half_of_the_annotators_decide_and_agreement_is_reported(tmp_path):
    """With several annotators a unit has a label that at least half of them gave; alpha stands beside."""
    rows = [
        {"document_id": "d0", "annotator": "a", "labels": ["wet"]},
        {"document_id": "d0", "annotator": "b", "labels": []},
        {"document_id": "d1", "annotator": "a", "labels": []},
        {"document_id": "d1", "annotator": "b", "labels": []},
        {"document_id": "d3", "annotator": "a", "labels": ["wet"]},
        {"document_id": "d3", "annotator": "b", "labels": ["wet"]},
    ]
    result = validate(tmp_path, rows)[0]["wet"]
    assert result.groups[0].presence.n_labelled == 2
    assert result.alpha == pytest.approx(find_alpha([[1, 1], [0, 2], [2, 0]]))
    assert validate(tmp_path, rows[::2])[0]["wet"].alpha is None


def find_auc_slowly(is_labelled, score):
    units = list(zip(score, is_labelled, strict=True))
    pairs = [(a > b) + (a == b) / 2 for a, x in units if x for b, y in units if not y]
    return sum(pairs) / len(pairs) if pairs else None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=30))
def test_auc_is_the_share_of_pairs_in_order(rows):
    """AUC equals the share of pairs of a labelled and an unlabelled unit that the score puts in order."""
    is_labelled = np.array([row[0] for row in rows])
    score = np.array([row[1] for row in rows], dtype=np.float64)
    document = np.arange(len(rows))
    draws = Draws(len(rows), n_draws=20)
    wanted = find_auc_slowly(is_labelled.tolist(), score.tolist())
    assert measure_auc(draws, document, is_labelled, score).value == (None if wanted is None else pytest.approx(wanted))
    found = score > 0
    wanted = find_auc_slowly(is_labelled.tolist(), found.tolist())
    presence = measure_presence(draws, document, is_labelled, found)
    assert presence.auc.value == (None if wanted is None else pytest.approx(wanted))
    many = measure_many(
        draws,
        (is_labelled & found)[:, None] * 1,
        (~is_labelled & found)[:, None] * 1,
        is_labelled * 1,
        document * 0 + 1,
    )
    assert many == [presence]


def test_intervals_widen_where_units_come_from_few_documents():
    """The interval is that of documents: the same units from fewer documents give a wider one."""
    is_labelled = np.arange(100) % 2 == 0
    is_found = is_labelled ^ (np.arange(100) < 20)
    alone = measure_presence(Draws(100), np.arange(100), is_labelled, is_found).f1
    together = measure_presence(Draws(10), np.arange(100) // 10, is_labelled, is_found).f1
    assert alone.value == together.value
    assert together.high - together.low > alone.high - alone.low > 0


def test_figures_of_few_documents_have_no_interval():
    """Each figure counts the documents that it rests on: with a hit, with the label, with either, with both kinds."""
    is_labelled, is_found = np.arange(40) < 20, np.arange(40) < 9
    presence = measure_presence(Draws(40), np.arange(40), is_labelled, is_found)
    figures = [presence.precision, presence.recall, presence.f1, presence.auc]
    assert [one.n_documents for one in figures] == [9, 20, 20, 20]
    assert [one.low is None for one in figures] == [one.high is None for one in figures] == [True, False, False, False]
    assert (format_estimate(presence.precision), presence.precision.value) == ("1.00", 1)
    assert judge(GroupValidity("all", None, presence, presence.auc)) == "with care"
    together = measure_presence(Draws(4), np.arange(40) // 10, is_labelled, is_found)
    assert judge(GroupValidity("all", None, together, together.auc)) == "too few labels"


def test_thresholds_come_from_other_folds():
    """A score that is 1 in labelled and 0 in other units has F1 1 at a threshold learnt elsewhere; noise does not."""
    is_labelled = np.arange(50) % 2 == 0
    assert find_threshold_f1(np.arange(50), is_labelled, is_labelled * 1.0) == 1
    assert find_threshold_f1(np.arange(50), ~is_labelled & False, is_labelled * 1.0) is None
    assert find_threshold_f1(np.arange(50), is_labelled, np.zeros(50)) == 0


def test_what_labels_mean(tmp_path):
    """Keys of a map may hold `*`; `+` joins categories into one measure; other labels mean their namesakes."""
    lexicon = make_lexicon(tmp_path, BODY)
    path = tmp_path / "map.yaml"
    path.write_text('"W: *": wet+dry\n"W: Dry*": [dry]\n', encoding="utf-8")
    label_map = read_label_map(path)
    found = find_measures(["W: wet", "w: dry spell", "Rain", "test-en:dry", "fog", "Test"], label_map, [lexicon])
    assert {label: [measure.name for measure in meant] for label, meant in found.items()} == {
        "W: wet": ["test-en:wet+dry"],
        "w: dry spell": ["test-en:wet+dry", "test-en:dry"],
        "Rain": ["test-en:wet/rain"],
        "test-en:dry": ["test-en:dry"],
        "fog": [],
        "Test": ["test-en:*"],
    }
    (whole,) = found["Test"]
    assert all(whole.covers(category.name) for category in lexicon.categories)
    assert whole.includes(found["Rain"][0])
    with pytest.raises(InputError, match="no such category"):
        find_measures([], {"x": ["snow"]}, [lexicon])


def test_a_map_that_is_no_mapping_names_its_line(tmp_path):
    """A value that is no category is refused with file and line."""
    path = tmp_path / "map.yaml"
    path.write_text("a: wet\nb: {c: d}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"map.yaml:2: b"):
        read_label_map(path)


def test_csv_and_gzip(tmp_path):
    """A CSV cell holds several labels between semicolons; the file may be packed."""
    path = tmp_path / "labels.csv.gz"
    path.write_bytes(gzip.compress(b"document_id,labels,annotator\nd0,wet; dry,a\nd1,,a\n"))
    labels = read_label_file(path)
    assert (labels.unit, [row.labels for row in labels.rows]) == ("article", [("wet", "dry"), ()])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "no rows"),
        ("{]\n", ":1: not JSON"),
        pytest.param(f'{{"labels": {"[" * 100_000}{"]" * 100_000}}}\n', ":1: nested too deeply", id="deep"),
        ('{"document_id": "a"}\n', "no column"),
        ('{"labels": ["a"]}\n', "need `document_id`"),
        ('{"document_id": "a", "labels": 3}\n', ":1: `labels` is text or a list"),
        ('{"document_id": "a", "spans": [{"start": 3, "end": 2, "label": "x"}]}\n', ":1: a span begins before"),
        ('{"document_id": "a", "spans": [{"start": 3}]}\n', ":1: a span needs"),
        ('{"document_id": "a", "spans": 7}\n', ":1: `spans` is a list"),
        ('{"id": "a", "labels": []}\n{"labels": []}\n', ":2: a row that labels articles needs"),
    ],
)
def test_faulty_label_files(tmp_path, content, complaint):
    """A label file that cannot be used is refused with the file, the line and what is wanted."""
    path = tmp_path / "labels.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_label_file(path)


def test_verdicts(tmp_path):
    """Ten labelled and ten other units are needed; good presence may be used, chance may not."""
    texts = ["Rain fell."] * 12 + ["Nothing fell."] * 12
    rows = [{"document_id": f"d{n}", "labels": ["rain"] if n < 12 else []} for n in range(24)]
    result = validate(tmp_path, rows, texts)[0]["wet/rain"]
    assert result.verdict == "measures presence"
    assert result.sentence.startswith("test-en:wet/rain may be used as a measure of presence: F1 1.00")
    mixed = [{"document_id": f"d{n}", "labels": ["rain"] if n % 2 else []} for n in range(24)]
    assert validate(tmp_path, mixed, texts)[0]["wet/rain"].verdict == "does not measure"
    assert validate(tmp_path, rows[9:], texts)[0]["wet/rain"].verdict == "too few labels"


def test_entries_of_single_articles_can_be_left_out(tmp_path):
    """Hits of entries that stand in fewer articles than asked for are left out, and only those."""
    lexicon = make_lexicon(tmp_path, BODY)
    read = collect([lexicon], TEXTS)
    entries = {number: set(drop_rare_entries(read, number).hits["entry_id"]) for number in (1, 2, 3)}
    assert entries[1] == {"wet:hail", "wet/rain:rain*", "dry:drought", "dry:sunshine"}
    assert entries[2] == {"wet:hail", "wet/rain:rain*"}
    assert entries[3] == set()


def measure_spans_slowly(document, is_labelled, is_found):
    def list_spans(marked):
        words = [(document[n], n) for n in range(len(marked)) if marked[n]]
        spans = []
        for owner, n in words:
            if spans and spans[-1][-1] == (owner, n - 1):
                spans[-1].append((owner, n))
            else:
                spans.append([(owner, n)])
        return [[n for _, n in span] for span in spans]

    def find_mean_share(spans, covered):
        return sum(sum(covered[n] for n in span) / len(span) for span in spans) / len(spans) if spans else None

    return find_mean_share(list_spans(is_found), is_labelled), find_mean_share(list_spans(is_labelled), is_found)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_overlap_of_spans_equals_counting_span_by_span(rows):
    """Precision and recall by overlap are the mean shares that going through the spans one by one gives."""
    document, is_labelled, is_found = (
        np.array(column) for column in zip(*sorted(rows, key=lambda row: row[0]), strict=True)
    )
    found = measure_spans(Draws(3, n_draws=10), document, is_labelled, is_found)
    wanted = measure_spans_slowly(document.tolist(), is_labelled.tolist(), is_found.tolist())
    for one, value in zip((found.precision, found.recall), wanted, strict=True):
        assert one.value == (None if value is None else pytest.approx(value))


_SPANS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 9)), max_size=12)


@settings(max_examples=80)
@given(_SPANS, _SPANS)
def test_hits_belong_to_the_units_that_they_overlap(unit_spans, hit_spans):
    """Each hit is given to exactly those units of its document that share a character with it."""
    units_of = sorted({(document, start, start + length) for document, start, length in unit_spans})
    hits_of = [(document, start, start + length) for document, start, length in hit_spans]
    hits = [dict.fromkeys(HITS.names, "") | {"start": start, "end": end, "voice": "own"} for _, start, end in hits_of]
    texts = ReadTexts(
        make_documents(["x" * 40] * 3),
        [],
        *[np.zeros(0, np.int64)] * 4,
        Table.from_rows(HITS, hits),
        np.array([one[0] for one in hits_of], dtype=np.int64),
    )
    document, start, end = np.array(units_of, dtype=np.int64).reshape(-1, 3).T
    empty = np.zeros((len(units_of), 0), dtype=np.int16)
    units = Units("sentence", document, start, end, None, np.ones(len(units_of), dtype=np.int64), empty, ())
    found = assign_hits(units, texts, range(len(hits)))
    wanted = {
        (number, row)
        for number, unit in enumerate(units_of)
        for row, hit in enumerate(hits_of)
        if unit[0] == hit[0] and unit[1] < hit[2] and hit[1] < unit[2]
    }
    assert sorted(zip(found.unit.tolist(), found.row.tolist(), strict=True)) == sorted(wanted)


def test_a_lexicon_is_measured_in_its_language_only(tmp_path):
    """Articles in other languages play no part in a lexicon's figures."""
    rows = [{"document_id": f"d{n}", "labels": ["wet"]} for n in range(5)]
    results, units = validate(tmp_path, rows, language="ru")
    assert len(units.document) == 5
    assert results["wet"].groups[0].presence.n_units == 0
    assert (results["wet"].verdict, results["wet"].threshold_f1) == ("too few labels", None)
    assert validate(tmp_path, rows)[0]["wet"].groups[0].presence.n_units == 5


def test_a_word_of_nearly_all_articles_is_no_measure():
    """Where most articles have the label, hits everywhere give a high F1; the verdict asks for order, too."""
    whole = Estimate(0.9, 0.85, 0.95)
    presence = Presence(
        100, 87, 100, 87, Estimate(0.87, 0.8, 0.93), Estimate(1.0, 1.0, 1.0), whole, Estimate(0.5, 0.5, 0.5)
    )
    assert judge(GroupValidity("all", None, presence, Estimate(0.5, 0.4, 0.6))) == "does not measure"
    assert judge(GroupValidity("all", None, presence, Estimate(0.8, 0.7, 0.9))) == "measures presence"
