"""What each category of the shipped lexicons scored: writes lexicons/measured/categories.csv and docs/lexicon-packs.md.

Reads the corpora in `../shared/data` beside the checkout, people's labels of them, and what readers said of random
hits (`benchmarks/readings/`). The figures are those of `framing lexicon validate` and `framing lexicon precision`.

    python benchmarks/measure_lexicons.py            # prints a summary
    python benchmarks/measure_lexicons.py --write    # and writes both files
"""

import argparse
import csv
import gzip
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from framing.columns import DOCUMENTS, Table, attribute_nothing
from framing.lexicon import Lexicon, Matcher, MeasureValidity, read_lexicon
from framing.run import CategoryMeasurement, Validation, ValidationPlan, measure_precision, validate_lexicons
from framing.shipped import find_lexicon_paths
from framing.text import Tokenizer, count_words

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
HERE = Path(__file__).resolve().parent
MEASURED = ROOT / "lexicons" / "measured" / "categories.csv"
PAGE = ROOT / "docs" / "lexicon-packs.md"
BATCH = 256
NAMES_WAR = re.compile(r"russia|ukrain", re.IGNORECASE)
BEGIN, END = "<!-- written by benchmarks/measure_lexicons.py: {} -->", "<!-- end -->"


@dataclass(frozen=True)
class Labels:
    """One comparison with people's labels."""

    measured_on: str
    texts: tuple[Path, ...]
    labels: Path
    lexicons: tuple[str, ...]
    maps: tuple[str, ...] = ()
    label_columns: tuple[str, ...] = ()
    is_cut: bool = False  # rows of the labels say under `end` how far people read


WAR_NEWS, US_NEWS = DATA / "war-narratives-train.jsonl.gz", DATA / "us-news-6000.jsonl.gz"
WAR_MAP = str(ROOT / "lexicons" / "measured" / "war-narratives-labels.yaml")
WAR = ("war-narratives-en", "war-narratives-ru")
COMPARISONS = (
    Labels("SemEval-2025 Task 10 train, narratives", (WAR_NEWS,), WAR_NEWS, WAR, (WAR_MAP,), ("narratives",)),
    Labels("SemEval-2025 Task 10 train, sub-narratives", (WAR_NEWS,), WAR_NEWS, WAR, (WAR_MAP,), ("subnarratives",)),
    Labels(
        "beginnings of 48 articles marked for loaded language",
        (US_NEWS, WAR_NEWS),
        HERE / "loaded-language-gold.jsonl",
        ("loaded-language-en",),
        is_cut=True,
    ),
    Labels(
        "100 us-news articles labelled for frames", (US_NEWS,), HERE / "news-frames-en-gold.csv", ("news-frames-en",)
    ),
    Labels(
        "100 war news articles labelled for frames", (WAR_NEWS,), HERE / "news-frames-ru-gold.csv", ("news-frames-ru",)
    ),
)


def read_rows(path: Path) -> list[dict]:
    """The rows of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def compare(one: Labels) -> Validation:
    """The figures of `framing lexicon validate`; where people read only beginnings, on these."""
    plan = {"labels_path": one.labels, "lexicons": one.lexicons, "maps": one.maps, "label_columns": one.label_columns}
    if not one.is_cut:
        return validate_lexicons(ValidationPlan(str(one.texts[0]), **plan))
    ends = {row["document_id"]: row["end"] for row in read_rows(one.labels)}
    rows = [row for path in one.texts for row in read_rows(path) if row["id"] in ends]
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        lines = [
            json.dumps({"id": row["id"], "text": row["text"][: ends[row["id"]]], "language": "en"}) for row in rows
        ]
        texts.write_text("\n".join(lines), encoding="utf-8")
        return validate_lexicons(ValidationPlan(str(texts), **plan))


def read_readings(lexicons: dict[str, Lexicon]) -> Iterator[CategoryMeasurement]:
    """The precision of random hits by category, as readers judged them; 0 hits where there was none to read."""
    report = measure_precision(sorted((HERE / "readings").glob("*.csv")))
    read = {(one.readings.lexicon, one.readings.category): one for one in report.categories}
    for name, lexicon in lexicons.items():
        for category in dict.fromkeys(entry.category for entry in lexicon.entries):
            one = read.get((name, category))
            yield CategoryMeasurement(
                lexicon=name,
                lexicon_sha256=lexicon.sha256,
                categories=category,
                unit="hit",
                measured_on="random hits read in context",
                n_units=one.readings.n_read if one else 0,
                n_labelled=None,
                precision=one.precision.value if one else None,
                precision_low=one.precision.low if one else None,
                precision_high=one.precision.high if one else None,
                recall=None,
                f1=None,
                f1_low=None,
                f1_high=None,
                auc=None,
                auc_low=None,
                auc_high=None,
                alpha=one.readings.alpha if one else None,
                verdict="",
            )


def as_measurement(
    result: MeasureValidity, unit: str, measured_on: str, digests: dict[str, str]
) -> CategoryMeasurement:
    """The row of one measure."""
    group = result.groups[0]
    presence = group.presence
    f1 = result.span_overlap.f1 if result.span_overlap else presence.f1
    precision = result.span_overlap.precision if result.span_overlap else presence.precision
    recall = result.span_overlap.recall if result.span_overlap else presence.recall
    return CategoryMeasurement(
        lexicon=result.measure.lexicon,
        lexicon_sha256=digests[result.measure.lexicon],
        categories="+".join(result.measure.categories),
        unit="word" if unit == "span" else unit,
        measured_on=measured_on,
        n_units=presence.n_units,
        n_labelled=presence.n_labelled,
        precision=precision.value,
        precision_low=precision.low,
        precision_high=precision.high,
        recall=recall.value,
        f1=f1.value,
        f1_low=f1.low,
        f1_high=f1.high,
        auc=group.rate_auc.value,
        auc_low=group.rate_auc.low,
        auc_high=group.rate_auc.high,
        alpha=result.alpha,
        verdict=result.verdict,
    )


class Corpus:
    """Hits of lexicons in texts, by article and by entry; everything in one voice."""

    def __init__(self, lexicons: Sequence[Lexicon], texts: Sequence[str]) -> None:
        self.texts = texts
        self.by_article: list[Counter[str]] = [Counter() for _ in texts]  # by `lexicon:category`, all above it too
        self.n_words = 0
        tokenizer, matcher = Tokenizer(), Matcher(lexicons)
        for first in range(0, len(texts), BATCH):
            documents = as_documents(texts[first : first + BATCH], lexicons[0].language, first)
            tokens = tokenizer.tokenize(documents)
            self.n_words += sum(count_words(tokens)[0])
            for hit in matcher.find_hits(documents, tokens, attribute_nothing(tokens)).rows():
                if hit["excluded_by"] is None:
                    counts = self.by_article[int(hit["document_id"])]
                    counts.update(f"{hit['lexicon']}:{category}" for category in with_parents(hit["category"]))

    def describe(self, lexicon: Lexicon, category: str) -> tuple[float, float]:
        """Hits per 1,000 words, and the share of articles with a hit."""
        hits = [counts[f"{lexicon.name}:{category}"] for counts in self.by_article]
        return 1000 * sum(hits) / self.n_words, sum(n > 0 for n in hits) / len(hits)

    def find_false_alarms(self, lexicon: Lexicon) -> tuple[int, int]:
        """Articles with a hit, and articles, among those that name neither side."""
        other = [place for place, text in enumerate(self.texts) if not NAMES_WAR.search(text)]
        fired = sum(any(key.startswith(f"{lexicon.name}:") for key in self.by_article[place]) for place in other)
        return fired, len(other)


def with_parents(category: str) -> Iterator[str]:
    """A category and its parents, by full path."""
    parts = category.split("/")
    for n_parts in range(1, len(parts) + 1):
        yield "/".join(parts[:n_parts])


def as_documents(texts: Sequence[str], language: str, first: int) -> Table:
    """A batch of documents whose ids are their places."""
    shared = {"language": language, "raw_sha256": "0", "text_sha256": "0"}
    return Table.from_rows(
        DOCUMENTS,
        [
            {"document_id": str(first + place), "text": text, "source": f"measure:{first + place + 1}", **shared}
            for place, text in enumerate(texts)
        ],
    )


def describe_lexicon(lexicon: Lexicon, corpus: Corpus, measurements: Sequence[CategoryMeasurement]) -> str:
    """The table of a lexicon: what its categories count, how often they hit, and what they scored."""
    n_rare = sum(bool(entry.rare) for entry in lexicon.entries)
    n_entries = Counter(name for entry in lexicon.entries for name in with_parents(entry.category))
    sizes = f"{len(lexicon.entries):,} entries, {n_rare:,} of them marked `rare`"
    lines = [
        f"{sizes}. Rates: {len(corpus.texts):,} articles, {corpus.n_words:,} words.",
        "",
        "| category | what counts | entries | per 1,000 words | articles with a hit | scored |",
        "|---|---|---|---|---|---|",
    ]
    for category in lexicon.categories:
        rate, share = corpus.describe(lexicon, category.name)
        scored = "; ".join(
            one.figures
            for one in measurements
            if one.lexicon == lexicon.name and one.categories.split("+")[0] == category.name
        )
        definition = category.definition.replace("|", "\\|")
        cells = (
            f"`{category.name}`",
            definition,
            n_entries[category.name],
            f"{rate:.3f}",
            f"{share:.1%}",
            scored or "not measured",
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def show_interval(value: float | None, low: float | None, high: float | None) -> str:
    """The figure with its interval, or alone where it rests on few articles."""
    return show(value) if low is None or high is None else f"{show(value)} ({show(low)} to {show(high)})"


def describe_validation(validation: Validation) -> str:
    """The table of a comparison with labels, and its means."""
    lines = [
        "| category | labelled | found | precision | recall | F1 | F1, threshold | AUC of the rate | may it be used? |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in validation.results:
        group = result.groups[0]
        presence, shown = group.presence, result.span_overlap or group.presence
        cells = (
            f"`{'+'.join(result.measure.categories)}`",
            presence.n_labelled,
            presence.n_found,
            show(shown.precision.value),
            show(shown.recall.value),
            show(shown.f1.value),
            show(result.threshold_f1),
            show_interval(group.rate_auc.value, group.rate_auc.low, group.rate_auc.high),
            result.verdict,
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    if validation.unit == "span":
        return "\n".join(lines)
    for language in sorted({result.measure.lexicon[-2:] for result in validation.results}):
        own = [result for result in validation.results if result.measure.lexicon.endswith(language)]
        frequent = [result for result in own if result.groups[0].presence.n_labelled >= 10]
        frequent.sort(key=lambda result: -result.groups[0].presence.n_labelled)
        areas = [result.groups[0].rate_auc.value or 0.0 for result in frequent]
        scores = [result.threshold_f1 or 0.0 for result in own]
        first = ", ".join(f"{area:.3f}" for area in areas[:3])
        lines.append(
            f"\n{language}: mean AUC of the {len(areas)} with ten or more labelled units {np.mean(areas):.3f}; of the "
            f"three most frequent {first}; macro-F1 of {len(own)} at cross-validated thresholds {np.mean(scores):.3f}"
        )
    return "\n".join(lines)


def show(figure: float | None) -> str:
    """A figure with two decimals."""
    return "–" if figure is None else f"{figure:.2f}".removeprefix("0")


def replace_part(page: str, name: str, content: str) -> str:
    """The page with the part of that name exchanged."""
    begin = page.index(BEGIN.format(name)) + len(BEGIN.format(name))
    return f"{page[:begin]}\n\n{content}\n\n{page[page.index(END, begin) :]}"


def write_measurements(measurements: Sequence[CategoryMeasurement]) -> None:
    """Write the file that `framing doctor` reads."""
    with MEASURED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in fields(CategoryMeasurement)])
        for one in measurements:
            writer.writerow(["" if v is None else f"{v:.4f}" if isinstance(v, float) else v for v in astuple(one)])


def main() -> None:
    """Measure, print, and write on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write categories.csv and the tables of the page")
    write = parser.parse_args().write
    lexicons = {name: read_lexicon(path) for name, path in find_lexicon_paths().items()}
    digests = {name: lexicon.sha256 for name, lexicon in lexicons.items()}
    page = PAGE.read_text(encoding="utf-8")
    measurements = list(read_readings(lexicons))
    for number, one in enumerate(COMPARISONS):
        validation = compare(one)
        measurements += [
            as_measurement(result, validation.unit, one.measured_on, digests) for result in validation.results
        ]
        part = describe_validation(validation)
        print(f"\n{one.measured_on}\n{part}")
        page = replace_part(page, f"labels {number + 1}", part) if write else page
    measurements.sort(key=lambda row: (row.lexicon, row.categories, row.unit != "hit", row.measured_on))
    for language, path in (("en", US_NEWS), ("ru", WAR_NEWS)):
        own = [lexicon for lexicon in lexicons.values() if lexicon.language == language]
        corpus = Corpus(own, [row["text"] for row in read_rows(path) if row.get("language", "en") == language])
        for lexicon in own:
            part = describe_lexicon(lexicon, corpus, measurements)
            page = replace_part(page, lexicon.name, part) if write else page
            if lexicon.name == "war-narratives-en":
                fired, n_other = corpus.find_false_alarms(lexicon)
                part = (
                    f"{fired} of {n_other:,} articles that mention neither Russia nor Ukraine ({fired / n_other:.1%})."
                )
                print(f"\nFalse alarms: {part}")
                page = replace_part(page, "false alarms", part) if write else page
    if write:
        write_measurements(measurements)
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
