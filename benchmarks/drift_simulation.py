"""How often `framing drift` raises the alarm: on held-out training labels, where it must not, and on shifted ones.

usage: drift_simulation.py LABELS [--other FILE]... [--articles FILE.jsonl.gz]... [--splits N] [--draws N] [--seed N]
    [--unshifted]

Per split half of the documents of LABELS train a model; whole documents of the other half are drawn until they hold
100, 300 or 1,000 mentions: as they are, and with 5, 10 and 20 % of their words (lower case, not function words, not
the target) replaced by made-up ones. From --other (labels) and --articles (with mentions of the shipped targets;
one row per topic of the most mentions) as many are drawn. Prints one Markdown row per kind of draw: the share of draws
with the alarm, its 95 % interval by bootstrap over splits (draws of one split share a model, and large ones most of
their documents), and which measures raised it. With --unshifted nothing is replaced: many splits then take little time.
"""

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from framing import shipped
from framing.run import find_model
from framing.run.classifier import name_source, open_doors
from framing.stance import (
    CorpusObserver,
    LabelRow,
    Profile,
    Sample,
    StanceModel,
    find_mentions,
    load_model,
    measure_shift,
    read_labels,
    read_profile,
    read_targets,
    read_vectors,
    read_word_classes,
    train_model,
)
from framing.stance.documents import make_documents, make_unit_batches
from framing.stance.scoring import predict_probabilities
from framing.stance.splits import group_rows

SIZES, RATES, N_TOPICS, MOST_ROWS = (100, 300, 1000), (0.05, 0.1, 0.2), 4, 4000
RESAMPLES = 2000
SHORTEST = 4  # letters of a word that is replaced; most shorter ones are function words
WORD = re.compile(r"\b[a-z]+\b")
TOKENIZE, ATTRIBUTE = open_doors()
CLASSES = read_word_classes(shipped.find_word_class_paths()["en"])
FUNCTION_WORDS = {
    word
    for name in ("negators", "be", "have", "modals", "adverbs", "prepositions", "determiners", "conjunctions")
    for word in getattr(CLASSES, name)
}


def replace_words(row: LabelRow, rate: float, generator: np.random.Generator) -> LabelRow:
    """The row with a share of its words replaced by made-up ones of the same length, so that the target stays."""

    def change(found: re.Match[str]) -> str:
        word = found.group()
        is_target = found.end() > row.target_start and found.start() < row.target_end
        if is_target or len(word) < SHORTEST or word in FUNCTION_WORDS or generator.random() >= rate:
            return word
        return "zx" + "".join(generator.choice(list("bcdfgkmnpqrtvwz"), len(word) - 2))

    return replace(row, text=WORD.sub(change, row.text))


def observe(model: StanceModel, profile: Profile, rows: list[LabelRow], groups: np.ndarray) -> Sample:
    """What a model says of label rows, each group a text."""
    order = np.argsort(groups, kind="stable")
    observer, parts, done = CorpusObserver(model, profile), [], 0
    chosen = [rows[place] for place in order]
    for batch in make_unit_batches(chosen, True, "en", TOKENIZE, ATTRIBUTE):
        observer.add(batch.tokens, batch.units, groups[order][done : done + len(batch.units)])
        parts.append(predict_probabilities(model, batch.tokens, batch.attribution, batch.units))
        done += len(batch.units)
    probabilities = np.concatenate(parts)
    return observer.find_sample(probabilities.argmax(axis=1), probabilities.max(axis=1))


def number_groups(rows: list[LabelRow]) -> np.ndarray:
    return np.unique(np.array(group_rows(rows)), return_inverse=True)[1].astype(np.intp)


def draw(sample: Sample, n: int, generator: np.random.Generator) -> Sample:
    """Whole texts in random order, until they hold `n` mentions."""
    numbers, counts = np.unique(sample.text, return_counts=True)
    order = generator.permutation(len(numbers))
    last = int(np.searchsorted(np.cumsum(counts[order]), n)) + 1
    return sample.take(np.isin(sample.text, numbers[order[:last]]))


def read_articles(path: Path) -> dict[str, list[LabelRow]]:
    """Sentences around mentions of the shipped targets, as rows without a label, by topic."""
    targets, found = read_targets(shipped.find_target_path()), defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [article for article in map(json.loads, lines) if article.get("topic")]
    topics = Counter(article["topic"] for article in articles).most_common(3 * N_TOPICS)
    articles = [article for article in articles if article["topic"] in dict(topics)]
    for first in range(0, len(articles), 256):
        part = articles[first : first + 256]
        documents = make_documents([article["text"] for article in part], "en")
        tokens = TOKENIZE(documents)
        for article, matches in zip(part, find_mentions(documents, tokens, targets, ("en",)), strict=True):
            for one in matches if len(found[article["topic"]]) < MOST_ROWS else ():
                # Enough characters for the sentence, as each row is tokenized by itself.
                begin = max(0, one.start - 500)
                text = article["text"][begin : one.end + 500]
                found[article["topic"]].append(
                    LabelRow(text, "neutral", article["id"], None, one.start - begin, one.end - begin)
                )
    ranked = sorted(found.items(), key=lambda item: -len({row.group for row in item[1]}))
    return dict(ranked[:N_TOPICS])


def make_corpora(
    others: dict[str, list[LabelRow]],
    held_out: list[LabelRow],
    rates: tuple[float, ...],
    generator: np.random.Generator,
) -> Iterator[tuple[str, list[LabelRow], np.ndarray]]:
    groups = number_groups(held_out)
    yield "no drift: held-out half", held_out, groups
    for rate in rates:
        yield f"{rate:.0%} of words replaced", [replace_words(row, rate, generator) for row in held_out], groups
    for name, rows in others.items():
        yield name, rows, np.unique(np.array([row.group for row in rows]), return_inverse=True)[1].astype(np.intp)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("labels", type=Path)
    parser.add_argument("--other", type=Path, action="append", default=[])
    parser.add_argument("--articles", type=Path, action="append", default=[])
    parser.add_argument("--splits", type=int, default=4)
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unshifted", action="store_true")
    given = parser.parse_args()
    labels, vectors = read_labels(given.labels), read_vectors(find_model(None) / "vectors.npz")
    groups = number_groups(list(labels.rows))
    others = {f"labels {name_source(path)}": list(read_labels(path).rows)[:MOST_ROWS] for path in given.other}
    for path in given.articles:
        others |= {f"{name_source(path)}, topic {topic}": rows for topic, rows in read_articles(path).items()}
    alarms: defaultdict[tuple[str, int], list[bool]] = defaultdict(list)
    reasons: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for split in range(given.splits):
        generator = np.random.default_rng((given.seed, split))
        trains = generator.permutation(groups.max() + 1)[groups] % 2 == 0
        part = replace(labels, rows=tuple(row for row, one in zip(labels.rows, trains, strict=True) if one))
        with tempfile.TemporaryDirectory() as folder:
            train_model(
                part, Path(folder), "half", tokenize=TOKENIZE, attribute=ATTRIBUTE, vectors=vectors,
                classes=CLASSES,
            )  # fmt: skip
            model, profile = load_model(Path(folder)), read_profile(Path(folder))
        held_out = [row for row, one in zip(labels.rows, trains, strict=True) if not one]
        for name, rows, texts in make_corpora(others, held_out, () if given.unshifted else RATES, generator):
            sample = observe(model, profile, rows, texts)
            for n in (size for size in SIZES if size <= len(rows)):
                for _ in range(given.draws):
                    shift = measure_shift(profile, draw(sample, n, generator))
                    alarms[name, n].append(bool(shift.is_far))
                    reasons[name, n].update(one.name for one in shift.measures if one.is_far)
    print(
        f"| {name_source(given.labels)}: corpus | mentions | alarms | splits × draws "
        "| coverage | confidence | labels | words |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for (name, n), raised in alarms.items():
        counts = [reasons[name, n][measure] for measure in ("coverage", "confidence", "labels", "words")]
        shares = " | ".join(f"{count / len(raised):.0%}" for count in counts)
        of_splits = np.reshape(raised, (given.splits, -1)).mean(axis=1)
        drawn = np.random.default_rng(0).choice(of_splits, (RESAMPLES, given.splits)).mean(axis=1)
        low, high = np.quantile(drawn, (0.025, 0.975))
        found = f"{np.mean(raised):.1%} ({low:.1%} to {high:.1%})"
        print(f"| {name} | {n:,} | {found} | {given.splits} × {given.draws} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
