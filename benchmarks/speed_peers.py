"""One piece of another program's work on the same articles, alone in its process; imports nothing of this project.

usage: speed_peers.py spacy|empath|empath-own|count|words|characters ARTICLES.jsonl WARM.jsonl [LEXICON.json]
       speed_peers.py versions|empath-words
The caches of spaCy, which alone has any, are filled with the articles of WARM, which `words` and `characters` are
fitted on. Prints one JSON object: `cpu_seconds` of the work without imports and set-up, and `found` hits or cells; or
the versions of what is installed; or the single words of Empath's own categories. Wildcards are left out, which none
of these programs has.
"""

import importlib
import importlib.metadata
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGES = {"spacy": "spacy", "empath": "empath", "count": "scikit-learn", "words": "scikit-learn"}
Lexicon = dict[str, list[str]]


def find_versions() -> dict[str, str]:
    found = {}
    for package in sorted({*PACKAGES.values()}):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def set_up_spacy(lexicon: Lexicon, warm: list[str]) -> Callable[[list[str]], int]:
    spacy: Any = importlib.import_module("spacy")
    matcher_class = importlib.import_module("spacy.matcher").PhraseMatcher
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    matcher = matcher_class(language.vocab, attr="LOWER")
    for category, patterns in lexicon.items():
        matcher.add(category, list(language.tokenizer.pipe(patterns)))

    def run(texts: list[str]) -> int:
        hits = []
        for document in language.pipe(texts):
            for name, first, last in matcher(document):
                span = document[first:last]
                hits.append((name, span.start_char, span.end_char))
        return len(hits)

    run(warm)
    return run


def find_empath_words() -> Lexicon:
    """Empath's own categories under names that `framing` allows, words of plain letters alone."""
    cats: Lexicon = importlib.import_module("empath").Empath().cats
    return {
        name.replace("_", "-"): sorted({word for word in words if re.fullmatch("[a-z]+", word)})
        for name, words in cats.items()
    }


def set_up_empath(lexicon: Lexicon, _: list[str]) -> Callable[[list[str]], int]:
    """With the given lexicon, or its own where none is given."""
    empath = importlib.import_module("empath").Empath()
    if lexicon:
        empath.cats = {category: [one for one in found if " " not in one] for category, found in lexicon.items()}

    def run(texts: list[str]) -> int:
        return int(sum(sum((empath.analyze(text) or {}).values()) for text in texts))

    return run


def set_up_counts(lexicon: Lexicon, _: list[str]) -> Callable[[list[str]], int]:
    text = importlib.import_module("sklearn.feature_extraction.text")
    vocabulary = sorted({pattern for patterns in lexicon.values() for pattern in patterns})
    vectorizer = text.CountVectorizer(vocabulary=vocabulary, ngram_range=(1, 4), token_pattern=r"\w+")
    return lambda texts: int(vectorizer.transform(texts).sum())


def set_up_words(_: Lexicon, fit_on: list[str]) -> Callable[[list[str]], int]:
    text = importlib.import_module("sklearn.feature_extraction.text")
    vectorizer = text.CountVectorizer(ngram_range=(1, 3)).fit(fit_on)
    return lambda texts: int(vectorizer.transform(texts).nnz)


def set_up_characters(_: Lexicon, fit_on: list[str]) -> Callable[[list[str]], int]:
    text = importlib.import_module("sklearn.feature_extraction.text")
    vectorizer = text.CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit(fit_on)
    return lambda texts: int(vectorizer.transform(texts).nnz)


SET_UP = {
    "spacy": set_up_spacy,
    "empath": set_up_empath,
    "empath-own": set_up_empath,
    "count": set_up_counts,
    "words": set_up_words,
    "characters": set_up_characters,
}


def read_texts(path: str) -> list[str]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def main(kind: str, path: str = "", warm_path: str = "", lexicon_path: str = "") -> None:
    if not path:
        print(json.dumps(find_versions() if kind == "versions" else find_empath_words()))
        return
    texts = read_texts(path)
    lexicon: Lexicon = json.loads(Path(lexicon_path).read_text(encoding="utf-8")) if lexicon_path else {}
    literal = {name: [one for one in found if "*" not in one] for name, found in lexicon.items()}
    run = SET_UP[kind](literal, read_texts(warm_path))
    start = time.process_time()
    found = run(texts)
    print(json.dumps({"cpu_seconds": time.process_time() - start, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
