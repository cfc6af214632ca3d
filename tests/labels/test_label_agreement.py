"""Agreement and adjudication of label files."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.labels import Item, adjudicate, collect_answers, measure_agreement


def item(number: int, label: str | None, annotator: str, document: str | None = "d") -> tuple[Item, str]:
    place = f"f:{number}"
    return Item(f"Text {number}", label, document_id=document, annotator=annotator, place=place), annotator


def code(**coders: str) -> list[tuple[Item, str]]:
    """Coders' labels, a letter per item: a, n, f, or a blank."""
    names = {"a": "against", "n": "neutral", "f": "favor", " ": None}
    return [item(number, names[one], who) for who, said in coders.items() for number, one in enumerate(said)]


def test_measured_agreement() -> None:
    """Counts, shares, confusion and disputed items of three coders, by hand."""
    measured = measure_agreement(collect_answers(code(ann="aanff ", ben="anfff ", cy=" a   n")), n_draws=50)
    assert measured.labels == ("against", "neutral", "favor")
    assert (measured.n_items, measured.n_shared, measured.n_disputed, measured.n_unlabelled) == (6, 5, 2, 6)
    assert [one.metric for one in measured.alphas] == ["nominal", "ordinal"]
    assert measured.resampled == "document"
    assert measured.alphas[0].interval is None  # all items are of one document
    reason = "too few documents for an interval: 1 of at least 10"
    assert measured.as_dict()["alphas"]["nominal"]["no_interval"] == measured.alphas[0].no_interval == reason
    pair = measured.pairs[0]
    assert (pair.first, pair.second, pair.n, pair.n_same) == ("ann", "ben", 5, 3)
    assert pair.confusion == ((1, 1, 0), (0, 0, 1), (0, 0, 2))
    # Observed .6; expected (2*1 + 1*1 + 2*3)/25.
    assert pair.kappa == pytest.approx((0.6 - 9 / 25) / (1 - 9 / 25))
    assert measured.shares["cy"] == {"against": 1, "neutral": 1, "favor": 0}
    assert [one.item.text for one in measured.disputed] == ["Text 1", "Text 2"]
    assert measured.as_dict()["disputed"][0]["answers"] == {"ann": "against", "ben": "neutral", "cy": "against"}


def test_orders() -> None:
    """Other labels are ordered where an order is given, which must name them all; steps of one add interval alpha."""
    rows = [
        (Item(f"{number}", said, document_id=f"{number}"), who)
        for who, all_said in (("a", "1231"), ("b", "1232"))
        for number, said in enumerate(all_said)
    ]
    coded = collect_answers(rows)
    assert [one.metric for one in measure_agreement(coded, n_draws=9).alphas] == ["nominal"]
    found = measure_agreement(coded, order=["1", "2", "3"], n_draws=9).alphas
    assert [one.metric for one in found] == ["nominal", "ordinal", "interval"]
    with pytest.raises(InputError, match="--order leaves out 3"):
        measure_agreement(coded, order=["1", "2"])
    assert measure_agreement(coded, resample="item", n_draws=9).resampled == "item"
    nameless = [(Item("x", "1", document_id=document), who) for who in "ab" for document in ("d", None)]
    assert measure_agreement(collect_answers(nameless), n_draws=9).resampled == "item"


def test_contradictions_and_lone_coders() -> None:
    """Two labels of a coder for one item are refused; the same label twice is one answer; one coder is no agreement."""
    with pytest.raises(InputError, match="f:0: ann says favor of what f:0 calls against"):
        collect_answers([item(0, "against", "ann"), item(0, "favor", "ann")])
    coded = collect_answers([item(0, "against", "ann"), item(0, "against", "ann")])
    with pytest.raises(InputError, match=r"no item has answers of two coders \(found: ann\)"):
        measure_agreement(coded)
    with pytest.raises(InputError, match="f: 1 row without a label; fill in"):
        collect_answers([item(0, None, "ann")])
    # The same sentence in two documents is two items.
    assert len(collect_answers([item(0, "favor", "a", "d1"), item(0, "favor", "b", "d2")]).answers) == 2


def decided(rows: list[tuple[Item, str]], **options: str) -> dict[str, tuple[str, str, str]]:
    found = adjudicate(collect_answers(rows), **options)
    return {one.text[-1]: (one.label, one.annotator, one.extra["decided_by"]) for one in found.items}


def test_adjudication() -> None:
    """Votes, ties, a judge of ties, and a coder whose answers stand, item by item."""
    rows = code(ann="aaan ", ben="aafna", cy="an   ")
    votes = {
        "0": ("against", "vote", "3 of 3"),
        "1": ("against", "vote", "2 of 3"),
        "3": ("neutral", "vote", "2 of 2"),
        "4": ("against", "ben", "1 of 1"),
    }
    assert decided(rows) == votes
    assert [one.item.text for one in adjudicate(collect_answers(rows)).open] == ["Text 2"]
    assert decided(rows, ties="ben") == votes | {"2": ("favor", "ben", "tie, answer of ben")}
    assert decided(rows, ties="cy") == votes
    assert decided(rows, by="cy")["1"] == ("neutral", "cy", "answer of cy")
    assert decided(rows, by="cy")["3"] == votes["3"]
    with pytest.raises(InputError, match="dora: no coder of these files; there are ann, ben, cy"):
        decided(rows, ties="dora")


@given(st.lists(st.text("anf ", min_size=4, max_size=4).filter(str.strip), min_size=1, max_size=4))
def test_every_answered_item_is_decided_or_open(said: list[str]) -> None:
    """Decided and open items together are all answered ones; a decided label was given by a coder, and by most."""
    rows = code(**{f"c{number}": one for number, one in enumerate(said)})
    coded = collect_answers(rows)
    found = adjudicate(coded)
    assert len(found.items) + len(found.open) == len(coded.answers)
    assert sum(found.n_by_way.values()) == len(found.items)
    answers = {one.item.text: list(one.by_coder.values()) for one in coded.answers}
    for one in found.items:
        counts = {label: answers[one.text].count(label) for label in set(answers[one.text])}
        assert all(counts[one.label] > n for label, n in counts.items() if label != one.label)
    for one in found.open:
        counts = sorted((answers[one.item.text].count(label) for label in set(answers[one.item.text])), reverse=True)
        assert counts[0] == counts[1]


def test_coders_are_named_by_column_or_file(tmp_path: Path) -> None:
    """Rows without an annotator are the coder's who has the name of the file; files of one name keep their paths."""
    from framing.labels import read_answers

    for folder, name in product(("x", "y"), ("ann.jsonl",)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text('{"text": "A", "label": "favor"}\n', encoding="utf-8")
    (tmp_path / "both.csv").write_text("text,label,annotator\nA,favor,Ben\nA,against,Cy\nA,favor,\n", encoding="utf-8")
    paths = [tmp_path / "x" / "ann.jsonl", tmp_path / "both.csv"]
    assert read_answers(paths).coders == ("Ben", "Cy", "ann", "both")
    paths = [tmp_path / "x" / "ann.jsonl", tmp_path / "y" / "ann.jsonl"]
    assert read_answers(paths).coders == tuple(sorted(("ann", str(paths[1]))))


def test_items_that_were_shown_with_different_texts_are_told() -> None:
    """Two texts of one id are two items, and a note says so with both places; so it is with ids of whole documents."""

    def row(coder: str, text: str, **extra: str) -> tuple[Item, str]:
        return Item(text, "favor", annotator=coder, extra=extra, place=f"{coder}.csv:2"), coder

    for name in ("item", "id"):
        coded = collect_answers([row("ann", "The end.", **{name: "7"}), row("ben", "The  end.", **{name: "7"})])
        (note,) = adjudicate(coded).notes
        assert note.startswith("an item has different texts, as '7' at ann.csv:2 and ben.csv:2: coders were shown")
    same = [row("ann", "The end.", item="7"), row("ben", "The end.", item="7"), row("ben", "Another.", item="8")]
    assert collect_answers(same).notes == ()
    documents = [
        (Item(text, "favor", document_id="d", place=f"{coder}:1"), coder)
        for coder, text in (("ann", "One."), ("ben", "Two."))
    ]
    assert "as 'd' at ann:1 and ben:1" in collect_answers(documents).notes[0]
    # Sentences of one document have different texts.
    assert collect_answers([*documents, (Item("Three.", "favor", document_id="d", place="ann:2"), "ann")]).notes == ()


def test_one_row_is_one_row() -> None:
    """Without a label the complaint names the file, and counts."""
    with pytest.raises(InputError, match=r"^a.csv: 1 row without a label; fill in"):
        collect_answers([(Item("Text", None, place="a.csv:2"), "a")])
    with pytest.raises(InputError, match=r"^a.csv, b.csv: 2 rows without a label; fill in"):
        collect_answers([(Item("Text", None, place=f"{name}.csv:2"), name) for name in "ab"])
