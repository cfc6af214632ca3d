"""Lexicons of a given size over the vocabulary of articles: words, phrases and words with a wildcard, by a seed."""

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

WORD = re.compile(r"[a-z]+")
SHARES = {"phrase": 0.28, "wildcard": 0.17}  # the rest are words
N_CATEGORIES = {50: 5, 1_000: 20, 20_000: 100}
LONGEST_PHRASE, SHORTEST_STEM, SKIPPED = 4, 4, 100  # most frequent words, nearly all function words

Lexicon = dict[str, list[str]]  # patterns by category


def choose_patterns(texts: Sequence[str], size: int, seed: int = 0) -> list[str]:
    """`size` different patterns, fewer only where the texts have too few words; no phrase of function words alone."""
    generator = random.Random(seed)
    running = [WORD.findall(text.lower()) for text in texts]
    counts = Counter(word for words in running for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    skipped = set(ranked[:SKIPPED])
    words = [word for word in ranked[SKIPPED:] if len(word) >= SHORTEST_STEM]
    if not words:
        return []
    n_wildcards, n_phrases = (round(size * SHARES[kind]) for kind in ("wildcard", "phrase"))
    chosen = set(generator.sample(words, min(len(words), size - n_wildcards - n_phrases)))
    for _ in range(50 * size):
        if len(chosen) >= size:
            break
        if size - len(chosen) > n_wildcards:
            phrase = _cut_phrase(running[generator.randrange(len(running))], generator)
            chosen |= {" ".join(phrase)} if set(phrase) - skipped else set()
        else:
            chosen.add(generator.choice(words)[: SHORTEST_STEM + generator.randrange(3)] + "*")
    return sorted(chosen)


def _cut_phrase(words: list[str], generator: random.Random) -> list[str]:
    """Two to four neighbouring words of a text, none of a text that is too short."""
    length = generator.randint(2, LONGEST_PHRASE)
    if len(words) < length:
        return []
    first = generator.randrange(len(words) - length + 1)
    return words[first : first + length]


def make_lexicon(texts: Sequence[str], size: int, seed: int = 0) -> Lexicon:
    patterns = choose_patterns(texts, size, seed)
    random.Random(seed).shuffle(patterns)
    n = N_CATEGORIES.get(size, max(1, size // 50))
    return {f"category-{number}": patterns[number::n] for number in range(n)}


def write_lexicon(lexicon: Lexicon, folder: Path, name: str) -> None:
    """Writes `NAME.json` (patterns by category), `NAME.tsv` (one pattern a line) and `NAME.yaml` for `framing`."""
    source = "Drawn from the articles of the measurement."
    fields = {"format": 1, "name": name, "version": "1", "language": "en", "title": name, "description": source}
    fields |= {"licence": "CC0-1.0", "source": source, "overlap": "all", "negation": "mark"}
    categories = {
        category: {"title": category, "definition": source, "source": source, "entries": patterns}
        for category, patterns in lexicon.items()
    }
    (folder / f"{name}.json").write_text(json.dumps(lexicon), encoding="utf-8")
    rows = (f"{category}\t{pattern}\n" for category, patterns in lexicon.items() for pattern in patterns)
    (folder / f"{name}.tsv").write_text("".join(rows), encoding="utf-8")
    # Every JSON document is YAML.
    (folder / f"{name}.yaml").write_text(json.dumps(fields | {"categories": categories}), encoding="utf-8")
