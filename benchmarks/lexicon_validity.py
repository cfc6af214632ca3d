"""How the shipped lexicons compare with people's labels, and how often they fire: the figures of docs/lexicon-packs.md.

Reads `../shared/data` beside the checkout. Article-level presence of a category (one hit or more) is set against the
labels of the SemEval-2025 Task 10 training articles; AUC uses hits per 1,000 words. The entries were written from the
same articles, so these are development figures.

    python benchmarks/lexicon_validity.py
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from framing.columns import DOCUMENTS, QUOTATIONS, Attribution, Table
from framing.lexicon import Lexicon, Matcher, read_lexicon
from framing.text import Tokenizer, count_words

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
BATCH = 256
NAMES_WAR = re.compile(r"russia|ukrain|putin|kremlin|moscow|kiev|kyiv|crimea|nato\b", re.IGNORECASE)

# Label prefix -> categories that stand for it.
MAPPING = {
    "Blaming the war on others rather than the invader": ["blaming-the-west-and-ukraine"],
    "Blaming the war on others rather than the invader: The West are the aggressors": [
        "blaming-the-west-and-ukraine/west-as-aggressor"
    ],
    "Blaming the war on others rather than the invader: Ukraine is the aggressor": [
        "blaming-the-west-and-ukraine/ukraine-as-aggressor"
    ],
    "Discrediting Ukraine": ["discrediting-ukraine"],
    "Discrediting Ukraine: Discrediting Ukrainian government and officials and policies": [
        "discrediting-ukraine/kyiv-regime",
        "discrediting-ukraine/ukrainian-leadership",
    ],
    "Discrediting Ukraine: Discrediting Ukrainian military": ["discrediting-ukraine/ukrainian-military"],
    "Discrediting Ukraine: Situation in Ukraine is hopeless": ["discrediting-ukraine/ukraine-hopeless"],
    "Discrediting Ukraine: Ukraine is a puppet of the West": ["discrediting-ukraine/puppet-of-the-west"],
    "Discrediting Ukraine: Ukraine is associated with nazism": ["discrediting-ukraine/ukrainian-nazism"],
    "Discrediting the West, Diplomacy": ["discrediting-the-west"],
    "Discrediting the West, Diplomacy: Diplomacy does/will not work": ["discrediting-the-west/west-against-peace"],
    "Discrediting the West, Diplomacy: The West does not care about Ukraine, only about its interests": [
        "discrediting-the-west/west-self-interest"
    ],
    "Discrediting the West, Diplomacy: The West is weak": ["discrediting-the-west/west-weak-and-divided"],
    "Discrediting the West, Diplomacy: West is tired of Ukraine": ["discrediting-the-west/west-tired-of-ukraine"],
    "Distrust towards Media": ["distrust-of-western-media"],
    "Hidden plots by secret schemes of powerful groups": ["hidden-plots-of-the-west", "hidden-plots-of-the-kremlin"],
    "Negative Consequences for the West": ["sanctions-backfire", "burden-on-the-west"],
    "Overpraising the West": ["overpraising-the-west"],
    "Praise of Russia": ["praise-of-russia"],
    "Praise of Russia: Praise of Russian military might": ["praise-of-russia/russian-army-praised"],
    "Praise of Russia: Russia has international support from a number of countries and people": [
        "praise-of-russia/russia-has-support"
    ],
    "Praise of Russia: Russia is a guarantor of peace and prosperity": ["praise-of-russia/russia-brings-peace"],
    "Russia is the Victim": ["russia-as-victim", "russophobia"],
    "Russia is the Victim: Russia actions in Ukraine are only self-defence": ["russia-as-victim/russia-self-defence"],
    "Russia is the Victim: The West is russophobic": ["russophobia", "russia-as-victim/hostility-to-russia"],
    "Russia is the Victim: UA is anti-RU extremists": ["russia-as-victim/attacks-on-russians"],
    "Speculating war outcomes": ["war-outcomes"],
    "Speculating war outcomes: Russian army is collapsing": ["war-outcomes/russian-defeat"],
    "Speculating war outcomes: Ukrainian army is collapsing": ["war-outcomes/ukrainian-defeat"],
    "Amplifying war-related fears": ["war-fears"],
    "Amplifying war-related fears: By continuing the war we risk WWIII": ["war-fears/world-war"],
    "Amplifying war-related fears: NATO should/will directly intervene": ["war-fears/nato-will-fight"],
    "Amplifying war-related fears: Russia will also attack other countries": ["war-fears/russia-will-attack-others"],
    "Amplifying war-related fears: There is a real possibility that nuclear weapons will be employed": [
        "war-fears/nuclear-threat"
    ],
}


def read_rows(name: str) -> list[dict]:
    """The rows of a data file."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Counts:
    """Hits per article and category (with all its parents) and per entry, and words per article."""

    def __init__(self, lexicons: list[Lexicon], texts: list[str], language: str) -> None:
        self.by_article: list[Counter[str]] = [Counter() for _ in texts]
        self.entries: list[list[tuple[str, str]]] = [[] for _ in texts]  # entry and category of each hit
        self.by_entry: dict[str, set[int]] = defaultdict(set)
        self.n_words: list[int] = []
        tokenizer, matcher = Tokenizer(), Matcher(lexicons)
        for first in range(0, len(texts), BATCH):
            documents = as_documents(texts[first : first + BATCH], language, first)
            tokens = tokenizer.tokenize(documents)
            self.n_words += count_words(tokens)[0]
            n_tokens, n_documents = len(tokens.type_id), tokens.n_documents
            # Voice does not matter here: everything counts as the outlet's own.
            attribution = Attribution(
                Table.from_rows(QUOTATIONS, []),
                np.zeros(n_documents + 1, np.int64),
                np.zeros(n_tokens, np.int8),
                np.full(n_tokens, -1, np.int32),
            )
            for hit in matcher.find_hits(documents, tokens, attribution).rows():
                if hit["excluded_by"] is None:
                    article = int(hit["document_id"])
                    self.entries[article].append((hit["entry_id"], hit["category"]))
                    self.by_entry[hit["entry_id"]].add(article)
                    for category in with_parents(hit["category"]):
                        self.by_article[article][f"{hit['lexicon']}:{category}"] += 1

    def rates(self, categories: list[str], elsewhere: set[str] | None = None) -> np.ndarray:
        """Hits per 1,000 words in the categories together, per article.

        With `elsewhere`, entries that stand in no other article, nor in `elsewhere`, do not count.
        """
        wanted = set(categories)
        kept = {entry for entry, articles in self.by_entry.items() if len(articles) > 1} | (elsewhere or set())
        n_hits = [
            sum(
                not wanted.isdisjoint(with_parents(category)) and (elsewhere is None or entry in kept)
                for entry, category in hits
            )
            for hits in self.entries
        ]
        return 1000 * np.array(n_hits) / np.maximum(self.n_words, 1)


def with_parents(category: str) -> Iterator[str]:
    """A category and its parents, by full path."""
    parts = category.split("/")
    for n_parts in range(1, len(parts) + 1):
        yield "/".join(parts[:n_parts])


def as_documents(texts: list[str], language: str, first: int) -> Table:
    """A batch of documents whose ids are their places."""
    return Table.from_rows(
        DOCUMENTS,
        [
            {
                "document_id": str(first + place),
                "text": text,
                "language": language,
                "source": f"validity:{first + place + 1}",
                "raw_sha256": "0",
                "text_sha256": "0",
            }
            for place, text in enumerate(texts)
        ],
    )


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """Chance that a labelled article scores above an unlabelled one, ties counting half."""
    above = (scores[truth][:, None] > scores[~truth][None, :]).mean()
    return float(above + (scores[truth][:, None] == scores[~truth][None, :]).mean() / 2)


def compare_with_labels(counts: Counts, rows: list[dict], elsewhere: set[str]) -> Iterator[tuple]:
    """Per label: categories, articles with label, precision, recall, F1 of presence, AUC of the rate.

    The last value is the AUC without entries that only the article itself could have suggested.
    """
    for label, categories in MAPPING.items():
        prefix = f"URW: {label}"
        truth = np.array([any(name.startswith(prefix) for name in row["subnarratives"]) for row in rows])
        if truth.sum() < 3:
            continue
        rates, shared = counts.rates(categories), counts.rates(categories, elsewhere)
        found = rates > 0
        right = int((found & truth).sum())
        precision, recall = right / max(int(found.sum()), 1), right / int(truth.sum())
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        yield label, categories, int(truth.sum()), precision, recall, f1, auc(rates, truth), auc(shared, truth)


def print_validity(lexicon: Lexicon, rows: list[dict], elsewhere: set[str]) -> None:
    """A table of labels against categories, and the share of labelled articles that any matching category finds."""
    counts = Counts([lexicon], [row["text"] for row in rows], lexicon.language)
    print(f"\n### {lexicon.name}: {len(rows)} labelled articles\n")
    print(
        "| label | categories | articles | precision | recall | F1 | AUC | AUC, shared |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    frequent = []
    for label, categories, n_articles, precision, recall, f1, area, shared in compare_with_labels(
        counts, rows, elsewhere
    ):
        if ": " not in label and n_articles >= 10:
            frequent.append((n_articles, area, shared, f1))
        names = ", ".join(categories)
        figures = " | ".join(f"{figure:.2f}" for figure in (precision, recall, f1, area, shared))
        print(f"| {label} | {names} | {n_articles} | {figures} |")
    frequent.sort(reverse=True)
    _, areas, shared_areas, scores = zip(*frequent, strict=True)
    print(f"\nMean AUC, {len(frequent)} narratives with 10 articles or more: {np.mean(areas):.3f}")
    print(f"Mean AUC of entries that another development article holds too: {np.mean(shared_areas):.3f}")
    print(f"AUC of the three most frequent: {', '.join(f'{area:.3f}' for area in areas[:3])}")
    print(f"Mean F1 of presence over these narratives: {np.mean(scores):.3f}")
    labelled = [
        (row, hits)
        for row, hits in zip(rows, counts.by_article, strict=True)
        if any(name.startswith("URW: ") for name in row["subnarratives"])
    ]
    n_found = sum(is_found(row, hits, lexicon.name) for row, hits in labelled)
    print(f"Labelled articles with a hit in a matching category: {n_found} of {len(labelled)}")


def is_found(row: dict, hits: Counter[str], lexicon: str) -> bool:
    """Whether a category that stands for one of the article's narratives has a hit."""
    return any(
        hits[f"{lexicon}:{category}"]
        for name in row["subnarratives"]
        for category in MAPPING.get(name.removeprefix("URW: ").split(": ")[0], [])
    )


def print_base_rates(lexicons: list[Lexicon], counts: Counts, texts: list[str]) -> None:
    """Per category: entries, hits per 1,000 words, share of articles with a hit; and false alarms of war narratives."""
    n_words = sum(counts.n_words)
    for lexicon in lexicons:
        n_rare = sum(bool(entry.rare) for entry in lexicon.entries)
        print(f"\n### {lexicon.name}: {len(lexicon.entries)} entries, {n_rare} of them rare\n")
        print(f"{len(texts)} articles, {n_words} words.\n")
        print("| category | entries | per 1,000 words | articles with a hit |\n|---|---|---|---|")
        n_entries = Counter(name for entry in lexicon.entries for name in with_parents(entry.category))
        for category in lexicon.categories:
            key = f"{lexicon.name}:{category.name}"
            n_hits = sum(hits[key] for hits in counts.by_article)
            share = sum(hits[key] > 0 for hits in counts.by_article) / len(texts)
            print(f"| {category.name} | {n_entries[category.name]} | {1000 * n_hits / n_words:.3f} | {share:.1%} |")
        if lexicon.name == "war-narratives-en":
            other = [place for place, text in enumerate(texts) if not NAMES_WAR.search(text)]
            prefix = f"{lexicon.name}:"
            fired = sum(any(key.startswith(prefix) for key in counts.by_article[place]) for place in other)
            print(f"\nFalse alarms: {fired} of {len(other)} articles that name no side ({fired / len(other):.1%})")


def main() -> None:
    """Print all figures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    labelled = read_rows("war-narratives-train.jsonl.gz")
    for language in ("en", "ru"):
        lexicons = [read_lexicon(path) for path in sorted((ROOT / "lexicons").glob(f"*-{language}.yaml"))]
        rows = [row for row in labelled if row["language"] == language]
        texts = [row["text"] for row in (rows if language == "ru" else read_rows("us-news-6000.jsonl.gz"))]
        counts = Counts(lexicons, texts, language)
        elsewhere = set(counts.by_entry) if language == "en" else set()
        for lexicon in lexicons:
            if lexicon.name.startswith("war-narratives"):
                print_validity(lexicon, rows, elsewhere)
        print_base_rates(lexicons, counts, texts)


if __name__ == "__main__":
    main()
