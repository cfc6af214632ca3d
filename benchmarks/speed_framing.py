"""One piece of this project's work on articles, alone in its process.

usage: speed_framing.py lexicon|words|characters ARTICLES.jsonl WARM.jsonl [LEXICON.yaml]

Caches are filled with the articles of WARM, which `words` and `characters` are also fitted on. Prints one JSON object:
`cpu_seconds` of the work without imports and set-up, `found` hits or cells.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from speed_columns import PieceColumns, WordColumns, count_in_batches

from framing.collector import collect_rarely
from framing.columns import attribute_nothing
from framing.lexicon import Matcher, read_lexicon
from framing.stance.documents import make_documents
from framing.text import Tokenizer

BATCH = 256
Work = Callable[[list[str]], int]


def read_texts(path: str) -> list[str]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def find_hits_of(lexicon: str) -> Work:
    """Tokens, then hits with offsets; also sentences, zones and negation, which are not switched off."""
    tokenizer, matcher = Tokenizer(), Matcher([read_lexicon(Path(lexicon))])

    def run(texts: list[str]) -> int:
        found = 0
        for first, end in pairwise([*range(0, len(texts), BATCH), len(texts)]):
            documents = make_documents(texts[first:end], "en", first)
            tokens = tokenizer.tokenize(documents)
            found += len(matcher.find_hits(documents, tokens, attribute_nothing(tokens)))
        return found

    return run


def count_ngrams(kind: str, fit_on: list[str]) -> Work:
    """Counts in the columns that scikit-learn finds in other articles."""
    from sklearn.feature_extraction.text import CountVectorizer

    columns: WordColumns | PieceColumns
    if kind == "words":
        columns = WordColumns(CountVectorizer(ngram_range=(1, 3)).fit(fit_on).vocabulary_)
    else:
        columns = PieceColumns(CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit(fit_on).vocabulary_)
    return lambda texts: count_in_batches(columns, texts, BATCH)


def main(kind: str, path: str, warm_path: str, lexicon: str = "") -> None:
    collect_rarely()  # as `framing run` does
    texts, warm = read_texts(path), read_texts(warm_path)
    run = find_hits_of(lexicon) if kind == "lexicon" else count_ngrams(kind, warm)
    run(warm)
    start = time.process_time()
    found = run(texts)
    print(json.dumps({"cpu_seconds": time.process_time() - start, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
