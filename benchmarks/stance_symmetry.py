"""Whether exchanging the sides of a sentence changes its stances: mirrored pairs of the project's labelled sentences.

    python benchmarks/stance_symmetry.py [LABELS.jsonl] [MODEL]

In a mirrored pair the same sentence stands twice with its two sides exchanged (Russia and Ukraine, the United
States and China, ...), and a mention keeps its label with its place. Printed: the share of places that get one label
in both sentences, and the mean and largest difference of a probability between them. Other words than names may differ
("the Kremlin's army", "Kyiv's army"), so the difference need not be 0.
"""

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from framing.run.classifier import judge
from framing.run.instruments import load_named
from framing.stance import read_labels

LABELS = Path(__file__).parents[1] / "examples" / "labels" / "stance-en-test.jsonl"


def find_pairs(path: Path) -> list[tuple[int, int]]:
    """Rows of the same place in the two sentences of a mirrored pair."""
    rows = read_labels(path).rows
    sentences: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows):
        if (row.group or "").startswith("pair-"):
            sentences[row.group][row.text].append(number)
    pairs = []
    for two in sentences.values():
        if len(two) == 2:
            first, second = (sorted(found, key=lambda number: rows[number].target_start or 0) for found in two.values())
            pairs += list(zip(first, second, strict=True)) if len(first) == len(second) else []
    return pairs


def main(path: str = str(LABELS), model_name: str = "stance-en") -> None:
    pairs = np.array(find_pairs(Path(path)))
    probabilities = judge(load_named(model_name), read_labels(Path(path))).probabilities
    one, other = probabilities[pairs[:, 0]], probabilities[pairs[:, 1]]
    same = (one.argmax(axis=1) == other.argmax(axis=1)).mean()
    difference = np.abs(one - other).max(axis=1)
    print(f"{model_name}: {len(pairs)} places in mirrored pairs of {Path(path).name}")
    print(f"one label in both sentences {same:.3f}")
    print(f"largest difference of a probability: mean {difference.mean():.3f}, most {difference.max():.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
