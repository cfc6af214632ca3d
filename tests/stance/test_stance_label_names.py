"""Which labels training refuses: slips of the pen, and labels with too few rows or documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import InputError
from framing.stance import StanceModel, read_labels
from framing.stance.labelnames import check_label_names
from framing.stance.labels import LabelRow

STANCES = {"favor": 60, "neutral": 70, "against": 50}


def make(counts: dict[str, int], n_groups: int = 1000) -> list[LabelRow]:
    labels = [label for label, n in counts.items() for _ in range(n)]
    return [
        LabelRow(f"Text {number}.", label, f"g{number % n_groups}", place=f"labels.csv:{number + 2}")
        for number, label in enumerate(labels)
    ]


def check(counts: dict[str, int], stated: tuple[str, ...] = (), n_groups: int = 1000) -> tuple[str, ...]:
    rows = make(counts, n_groups)
    return check_label_names(rows, [row.group for row in rows], 5, stated)


@pytest.mark.parametrize(
    ("slip", "meant"), [("favour", "favor"), ("agianst", "against"), ("neutrl", "neutral"), ("favor.", "favor")]
)
@pytest.mark.parametrize("n", [1, 5])
def test_a_rare_label_like_a_stance_is_refused(slip: str, meant: str, n: int) -> None:
    """The error names file and line, the label that was meant, and the option that keeps both."""
    with pytest.raises(InputError) as caught:
        check({**STANCES, slip: n})
    places = "labels.csv:182" if n == 1 else "labels.csv:182, labels.csv:183, labels.csv:184 and 2 more"
    rows = "1 row" if n == 1 else "5 rows"
    said = f"{places}: label '{slip}' ({rows}) looks like a slip for '{meant}' ({STANCES[meant]} rows); correct it, or "
    assert str(caught.value).startswith(said)
    assert f"--label '{slip}'" in str(caught.value)


@pytest.mark.parametrize("other", ["Against", "AGAINST", "against\u00a0"])
@pytest.mark.parametrize("n", [1, 5, 50])
def test_labels_that_differ_in_capitals_are_refused(other: str, n: int) -> None:
    """However many rows each has, and in any set of labels."""
    with pytest.raises(InputError, match=r"differs only in capitals or blanks from 'against' \(50 rows\)"):
        check({**STANCES, other: n})
    with pytest.raises(InputError, match=r"label 'Sport' \(20 rows\) differs only in capitals or blanks from 'sport'"):
        check({"sport": 40, "Sport": 20, "politics": 40})


def test_stated_labels_are_no_slips() -> None:
    """With all labels named, a near one is learnt; what is not named is refused, and what no row has."""
    counts = {**STANCES, "favour": 5}
    assert check(counts, tuple(counts)) == ("against", "favor", "favour", "neutral")
    with pytest.raises(InputError, match=r"^labels.csv:182.*label 'favour' \(5 rows\) is not among those given"):
        check(counts, tuple(STANCES))
    with pytest.raises(InputError, match="--label 'mixed': no row has it; labels: against, favor, neutral"):
        check(STANCES, (*STANCES, "mixed"))


@pytest.mark.parametrize(
    "counts",
    [
        {"related": 90, "unrelated": 9},
        {"agree": 300, "disagree": 8, "discuss": 100, "unrelated": 900},
        {"topic 1": 200, "topic 2": 6},
        {"favour": 40, "neutral": 40, "against": 40},
        {**STANCES, "unclear": 6},
    ],
)
def test_other_sets_of_labels_are_free(counts: dict[str, int]) -> None:
    """Labels that look alike may mean the opposite: outside of stances only capitals and blanks are taken for slips."""
    assert check(counts) == tuple(sorted(counts))


def test_labels_with_too_few_rows_or_documents_are_refused() -> None:
    """What cross-validation cannot split is no class, in any set of labels, stated or not."""
    counts = {"sport": 40, "politics": 40, "weather": 4}
    for stated in ((), tuple(counts)):
        with pytest.raises(InputError, match=r"^labels.csv:82, .* and 1 more: label 'weather' has 4 rows, too few"):
            check(counts, stated)
    rows = [*make({"sport": 40}), *(LabelRow(f"Rain {n}", "weather", "g", place=f"w.csv:{n}") for n in range(9))]
    with pytest.raises(InputError, match=r"^w.csv:0.*label 'weather' has 9 rows, all of one document"):
        check_label_names(rows, [row.group for row in rows], 5)


def test_one_label_and_few_rows_name_their_files(train: Callable[..., StanceModel], tmp_path: Path) -> None:
    """The complaint begins with the file, and one row is one row."""
    path = tmp_path / "mine.csv"
    lines = [
        "text,label",
        *(f"Text number {n} of the paper about {'abcdefghijklmnopqrstuvwxyz'[n]},a" for n in range(25)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.csv: all 25 rows have the label 'a'; a model needs two labels or more"):
        train(tmp_path / "m", read_labels(path), group_by="document")
    path.write_text("\n".join(lines[:2]), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.csv: 1 row is too few; a model needs 20 rows"):
        train(tmp_path / "m", read_labels(path))
    assert not (tmp_path / "m").exists()
