import json
from pathlib import Path

import numpy as np
import pytest
from invented_sentences import attribute_nothing

from framing.errors import InputError
from framing.stance import Labels, Source, WordClasses, WordVectors, merge_sources, read_labels, train_model
from framing.stance.sources import find_threshold, list_sources, propose_weights
from framing.text import Tokenizer


def test_threshold_is_the_lowest_that_keeps_the_accuracy() -> None:
    """Above the threshold three in four are right, and one row more would be too many; else the best tenth counts."""
    generator = np.random.default_rng(0)
    confidence = generator.uniform(0.3, 1, 1000)
    right = generator.uniform(size=1000) < confidence
    threshold = find_threshold(confidence, right)
    assert right[confidence >= threshold].mean() >= 0.75
    lower = np.sort(confidence[confidence < threshold])
    assert all(right[confidence >= other].mean() < 0.75 for other in lower)
    hopeless = find_threshold(confidence, np.zeros(1000, dtype=bool))
    assert (confidence >= hopeless).sum() >= 100


def test_only_open_weights_are_tried(labels: Labels) -> None:
    """A given weight stays; without any, the first source counts 1."""
    open_pair = [Source("a", labels), Source("b", labels)]
    assert propose_weights(open_pair) == [(1.0, 0.5), (1.0, 1.0), (1.0, 2.0)]
    assert propose_weights([Source("a", labels, 1.0), Source("b", labels, 3.0)]) == [(1.0, 3.0)]
    with pytest.raises(InputError, match="weights lie above 0"):
        list_sources([Source("a", labels, 0.0)])
    with pytest.raises(InputError, match="same name"):
        list_sources([Source("a", labels), Source("a", labels)])


def test_sources_have_their_own_figures(
    labels: Labels, vectors: WordVectors, classes: WordClasses, tmp_path: Path
) -> None:
    """Weights and figures by source, figures on held-out labels, and where the threshold was fixed, are written."""
    half = len(labels.rows) // 2
    parts = [Labels(labels.rows[:half], "0" * 64), Labels(labels.rows[half:], "1" * 64)]
    sources = [Source("news", parts[0], 1.0), Source("own", parts[1], 2.0)]
    model = train_model(
        sources,
        tmp_path / "m",
        "m",
        tokenize=Tokenizer().tokenize,
        attribute=attribute_nothing,
        vectors=vectors,
        classes=classes,
        threshold_on="own",
        held_out={"kept": parts[0]},
    )
    parts_of_it = {f"cross-validation, {name}" for name in ("news", "own", "random split")}
    assert set(model.evaluation) == {"cross-validation", "kept"} | parts_of_it
    assert model.manifest["threshold_on"] == "own"
    assert model.manifest["training"]["sources"]["own"] == {
        "rows": len(parts[1].rows),
        "weight": 2.0,
        "sha256": "1" * 64,
    }
    assert "own (" in (tmp_path / "m" / "README.md").read_text()


def test_rows_that_stand_twice_count_once_and_contradictions_are_told(tmp_path: Path) -> None:
    """A file is read as it is; training drops what stands twice, and keeps what two rows say differently."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("text,label\nA calm day.,calm\nA calm day.,calm\nA storm.,wild\nA storm.,calm\n")
    second.write_text("text,label\nA storm.,wild\nA calm day.,wild\nRain.,wild\n")
    read = read_labels(first)
    assert [row.label for row in read.rows] == ["calm", "calm", "wild", "calm"]
    assert [note.partition(";")[0] for note in read.notes] == [
        f"rows that stand twice: 1, as {first}:3 repeats {first}:2",
        f"rows that contradict another about the same text and target: 1, as {first}:5 ('calm') and {first}:4 ('wild')",
    ]
    merged, notes = merge_sources([Source("first", read), Source("second", read_labels(second))])
    assert [len(source.labels.rows) for source in merged] == [3, 2]
    assert notes[-1] == "each row counts once: 5 of 7 are left"
    assert notes[0].startswith("rows that stand twice: 2, ")
    assert notes[1].startswith("rows that contradict another about the same text and target: 2, ")


def test_answers_of_two_people_are_no_contradiction(tmp_path: Path) -> None:
    """Each answer is a row; the note says on how many items the people differ."""
    path = tmp_path / "both.csv"
    path.write_text("text,label,annotator\nRain.,wild,ann\nRain.,calm,ben\nSun.,calm,ann\nSun.,calm,ben\n")
    (note,) = read_labels(path).notes
    assert note.startswith("items with answers of several annotators: 2, with different ones: 1;")


def test_a_line_that_names_a_target_twice_is_told_as_one_line(tmp_path: Path) -> None:
    """A NewsMTSC line is as many rows as it has targets; a target given twice is not one line repeating itself."""
    path = tmp_path / "news.jsonl"
    targets = [{"from": 0, "to": 4, "polarity": polarity} for polarity in (2, 2, 6)]
    path.write_text(json.dumps({"sentence_normalized": "Rain falls.", "targets": targets}) + "\n")
    notes = read_labels(path).notes
    assert notes[0] == f"rows that stand twice: 1, as the target 'Rain' that {path}:1 names twice"
    assert f"1, as {path}:1 calls one target 'against' and 'favor'; " in notes[1]
