"""Classifiers of whole texts and of topics beside a plain scikit-learn baseline, on proxies made from ../shared/data.

    python benchmarks/own_labels.py [--only NAME] [--folds 3]

Each proxy is a label file of `text,label` or `text,target,label`. Both sides see the same grouped folds. The baseline
is TF-IDF of words (1-2) and of characters (`char_wb`, 2-5), of the target too where there is one, and a balanced
LinearSVC with the C that is best on the same folds; `framing train` is run as it is, and never sees the test part.
"""

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
Row = dict[str, str]
FIGURES = {
    "Trump": r"Trump",
    "Obama": r"Obama",
    "Clinton": r"Clinton",
    "Republicans": r"Republican|GOP",
    "Democrats": r"Democrat",
}
LEANING = {
    "left": ("CNN (Web News)", "Vox", "HuffPost", "New York Times - News", "Washington Post", "Politico", "Guardian"),
    "right": ("Washington Times", "Fox Online News", "Fox News", "National Review", "Breitbart News", "Townhall"),
    "centre": ("USA TODAY", "Reuters", "The Hill", "NPR Online News", "Christian Science Monitor", "BBC News"),
}


def read(name: str) -> Iterator[dict[str, Any]]:
    """Rows of a file of the shared data."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def mentions() -> Iterator[tuple[str, str, str, str]]:
    """Text, target, label and article of NewsMTSC train."""
    names = {2: "against", 4: "neutral", 6: "favor"}
    for row in read("newsmtsc-train.jsonl.gz"):
        group = "_".join(row["primary_gid"].split("_")[:3])
        for target in row["targets"]:
            yield row["sentence_normalized"], target["mention"], names[int(target["polarity"])], group


def sentiment() -> list[Row]:
    """Sentences of news, the target not told."""
    return [{"text": text, "label": label, "document_id": group} for text, _, label, group in mentions()]


def persons() -> list[Row]:
    """Sentences towards one of five targets, by its usual name."""
    rows = []
    for text, mention, label, group in mentions():
        target = next((name for name, pattern in FIGURES.items() if re.search(pattern, mention)), None)
        if target:
            rows.append({"text": text, "target": target, "label": label, "document_id": group})
    return rows


def any_target() -> list[Row]:
    """Sentences towards any of thousands of targets, without places."""
    return [{"text": a, "target": b, "label": c, "document_id": d} for a, b, c, d in mentions()]


def articles() -> list[dict[str, Any]]:
    """Articles in an order of chance that is always the same."""
    rows = [row for row in read("us-news-6000.jsonl.gz") if row["title"] and len(row["text"]) > 400]
    random.Random(0).shuffle(rows)
    return rows


def by_topic(what: Callable[[dict[str, Any]], str], n_topics: int, n_rows: int) -> list[Row]:
    """Articles of the commonest topics, with the topic as label."""
    listed = [row for row in articles() if row["topic"]]
    common = {topic for topic, _ in Counter(row["topic"] for row in listed).most_common(n_topics)}
    return [{"text": what(row), "label": row["topic"]} for row in listed if row["topic"] in common][:n_rows]


def leaning() -> list[Row]:
    """The beginning of articles, with the leaning of the outlet as label; the outlet's own name is taken out."""
    of_outlet = {outlet: side for side, outlets in LEANING.items() for outlet in outlets}
    names = re.compile("CNN|Fox|Vox|NPR|Reuters|Politico|HuffPost|The Hill|BBC|USA TODAY|Times|Post", re.IGNORECASE)
    return [
        {"text": names.sub("", row["text"][:1500]), "label": of_outlet[row["outlet"]]}
        for row in articles()
        if row["outlet"] in of_outlet
    ][:2500]


def pairs(n_bodies: int = 600, length: int = 3000) -> list[Row]:
    """Headlines and bodies: of one article, of two on one topic, of two on different topics."""
    listed = [row for row in articles() if row["topic"]][:n_bodies]
    chance = random.Random(1)
    rows = []
    for number, row in enumerate(listed):
        same = [other for other in listed if other["topic"] == row["topic"] and other is not row]
        others = [other for other in listed if other["topic"] != row["topic"]]
        chosen = [("matched", row), ("unrelated", chance.choice(others)), ("unrelated", chance.choice(others))]
        chosen += [("same topic", chance.choice(same))] if same else []
        for label, title in chosen:
            rows.append(
                {"text": row["text"][:length], "target": title["title"], "label": label, "document_id": str(number)}
            )
    return rows


def few() -> list[Row]:
    """Headlines on three topics, in parts of a hundred."""
    return by_topic(lambda row: row["title"], 3, 800)


PROXIES: dict[str, tuple[Callable[[], list[Row]], str | None]] = {
    "sentiment of sentences": (sentiment, None),
    "five targets": (persons, "topic"),
    "any target": (any_target, "topic"),
    "headlines by topic": (lambda: by_topic(lambda row: row["title"], 12, 4000), None),
    "articles by topic": (lambda: by_topic(lambda row: row["text"][:3000], 10, 2500), None),
    "leaning of outlets": (leaning, None),
    "headline and body": (pairs, None),
    "a hundred headlines": (few, None),
}


def split(rows: list[Row], n_folds: int, is_small: bool) -> list[tuple[Any, Any]]:
    """Folds by document, to learn from all but one and test on that; turned round where `is_small`."""
    from sklearn.model_selection import GroupKFold

    groups = [row.get("document_id", row["text"]) for row in rows]
    folds = list(GroupKFold(n_folds, shuffle=True, random_state=0).split(rows, groups=groups))
    return [(test, train) for train, test in folds] if is_small else folds


def score_baseline(rows: list[Row], folds: list[tuple[Any, Any]]) -> tuple[float, float]:
    """Macro-F1 over all folds with the best C, and that C."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import confusion_matrix
    from sklearn.svm import LinearSVC

    from framing.stance.evaluation import macro_f1

    answers = np.array([row["label"] for row in rows])
    names = sorted(set(answers))
    confusions: dict[float, Any] = dict.fromkeys(PENALTIES, 0)
    for train, test in folds:
        blocks: tuple[list[Any], list[Any]] = ([], [])
        for field in ("text", "target") if "target" in rows[0] else ("text",):
            for options in ({"ngram_range": (1, 2)}, {"analyzer": "char_wb", "ngram_range": (2, 5)}):
                vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, **options)
                blocks[0].append(vectorizer.fit_transform([rows[number][field] for number in train]))
                blocks[1].append(vectorizer.transform([rows[number][field] for number in test]))
        seen, unseen = (sparse.hstack(block).tocsr() for block in blocks)
        for penalty in PENALTIES:
            machine = LinearSVC(C=penalty, class_weight="balanced").fit(seen, answers[train])
            found = confusion_matrix(answers[test], machine.predict(unseen), labels=names)
            confusions[penalty] = confusions[penalty] + found
    scores = {penalty: macro_f1(found) for penalty, found in confusions.items()}
    best = max(scores, key=lambda penalty: scores[penalty])
    return float(scores[best]), best


def score_framing(rows: list[Row], folds: list[tuple[Any, Any]], unit: str | None) -> tuple[float, dict[str, Any]]:
    """Macro-F1 over all folds of `framing train` and `framing evaluate`, and facts of the last model."""
    from framing.run import evaluate, train
    from framing.stance.evaluation import macro_f1

    total: Any = 0
    facts: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for part in folds:
            paths = [Path(folder, name) for name in ("train.jsonl", "test.jsonl")]
            for path, chosen in zip(paths, part, strict=True):
                path.write_text("".join(json.dumps(rows[number]) + "\n" for number in chosen), encoding="utf-8")
            began = time.time()
            model = train(paths[0], Path(folder, "model"), unit=unit, is_fresh=True)
            seconds = time.time() - began
            total = total + np.array(evaluate(str(Path(folder, "model")), paths[1]).confusion)
            size = sum(path.stat().st_size for path in Path(folder, "model").iterdir()) / 1e6
            facts = {"unit": model.unit, "penalty": model.manifest["penalty"], "seconds": seconds, "megabytes": size}
    return macro_f1(total), facts


def main() -> None:
    """Print one line of a Markdown table per proxy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="proxies whose name contains this")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"{DATA}: absent; the proxies are made from it")
    print("| labels | rows | unit | baseline (C) | `framing train` | C | seconds | MB |\n" + "|---" * 8 + "|")
    for name, (make, unit) in PROXIES.items():
        if options.only in name:
            rows = make()
            is_small = name == "a hundred headlines"
            folds = split(rows, 8 if is_small else options.folds, is_small)
            plain, penalty = (0.0, 0.0) if options.no_baseline else score_baseline(rows, folds)
            own, facts = score_framing(rows, folds, unit)
            print(
                f"| {name} | {len(rows)} | {facts['unit']} | {plain:.3f} ({penalty:g}) | {own:.3f}"
                f" | {facts['penalty']:g} | {facts['seconds']:.0f} | {facts['megabytes']:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
