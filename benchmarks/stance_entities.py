"""Stance towards entities of war news: favour against against, neutral predictions forced to the likelier side.

usage: stance_entities.py WAR-NARRATIVES.jsonl.gz [MODEL]
The file has rows with text, language and entities (mention, start, end, role), of which those in the model's language
count. Antagonists count as against, protagonists and innocents as favour. Prints accuracy, balanced accuracy with a
95 % bootstrap interval over articles, the area under the curve, and what always saying "against" would give.
"""

import gzip
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from framing.run import find_model
from framing.run.classifier import open_doors
from framing.stance import load_model, read_labels
from framing.stance.documents import make_unit_batches
from framing.stance.scoring import predict_probabilities

CONTEXT = 1500  # characters on each side of an entity: enough for its sentence


def read_entities(path: str, language: str) -> list[dict[str, object]]:
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            for entity in article["entities"] if article["language"] == language else ():
                found = find_mention(article["text"], entity["mention"], entity["start"])
                if found is None:
                    continue
                start, end = found
                first = max(0, start - CONTEXT)
                rows.append(
                    {
                        "text": article["text"][first : end + CONTEXT],
                        "target": article["text"][start:end],
                        "target_start": start - first,
                        "target_end": end - first,
                        "label": "against" if entity["role"] == "Antagonist" else "favor",
                        "document_id": article["id"],
                    }
                )
    return rows


def find_mention(text: str, mention: str, start: int) -> tuple[int, int] | None:
    """The place of the mention nearest to where the file says it is: its offsets slip in many articles."""
    places = [match.start() for match in re.finditer(re.escape(mention), text)]
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(mention)


def balanced_accuracy(is_favor: np.ndarray, said_favor: np.ndarray) -> float:
    return float((said_favor[is_favor].mean() + (~said_favor[~is_favor]).mean()) / 2)


def main(path: str, model_name: str | None = None) -> None:
    model = load_model(find_model(model_name))
    rows = read_entities(path, model.languages[0])
    with tempfile.TemporaryDirectory() as folder:
        labels_path = Path(folder) / "entities.jsonl"
        labels_path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        labels = read_labels(labels_path)
    batches = make_unit_batches(labels.rows, True, model.languages[0], *open_doors())
    parts = [predict_probabilities(model, one.tokens, one.attribution, one.units) for one in batches]
    probabilities = np.concatenate(parts)
    names = list(model.labels)
    said_favor = probabilities[:, names.index("favor")] > probabilities[:, names.index("against")]
    is_favor = np.array([row["label"] == "favor" for row in rows])
    articles = np.unique([row["document_id"] for row in rows], return_inverse=True)[1]
    random = np.random.default_rng(0)
    places = [np.flatnonzero(articles == number) for number in range(articles.max() + 1)]
    resampled = []
    for _ in range(1000):
        picked = np.concatenate([places[number] for number in random.integers(0, len(places), len(places))])
        resampled.append(balanced_accuracy(is_favor[picked], said_favor[picked]))
    low, high = np.quantile(resampled, (0.025, 0.975))
    print(f"{model.model_id}: {len(rows)} entities in {len(places)} articles")
    print(f"balanced accuracy {balanced_accuracy(is_favor, said_favor):.3f} ({low:.3f}-{high:.3f}); chance .500")
    area = roc_auc_score(is_favor, probabilities[:, names.index("favor")] - probabilities[:, names.index("against")])
    print(f"area under the curve of p(favor) - p(against) {area:.3f}; chance .500")
    print(f"accuracy {(said_favor == is_favor).mean():.3f}; always against {(~is_favor).mean():.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
