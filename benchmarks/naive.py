"""What a user would write first: NLTK, one regex per category, scikit-learn per document, Jinja2, a file each.

usage: naive.py ARTICLES.jsonl OUT [LIMIT [LEXICON...]]
Without LEXICON the English ones that `framing run` uses when none is named.
Prints one JSON object: articles, cpu_seconds (the work without imports and set-up).
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import jinja2
import punkt
from nltk.tokenize import NLTKWordTokenizer
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from framing.lexicon import read_lexicon
from framing.shipped import find_default_lexicon_paths

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ r.title }}</title></head>
<body><h1>{{ r.title }}</h1>
<table>{% for name, rate in r.scores.items() %}<tr><td>{{ name }}</td><td>{{ rate }}</td></tr>{% endfor %}</table>
<p>{{ r.label }}: {% for word, weight in r.words %}{{ word }} {{ weight }} {% endfor %}</p>
<div>{% for piece in pieces %}{% if piece.category %}<mark title="{{ piece.category }}">{{ piece.text }}</mark>
{%- else %}{{ piece.text }}{% endif %}{% endfor %}</div></body></html>"""


def read_articles(path: str, limit: int) -> list[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit), lines, strict=False)]


def make_splitter() -> PunktSentenceTokenizer:
    model = punkt.load_model("english")
    parameters = PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = {tuple(pair) for pair in model.collocations}
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update({word: int(flags) for word, flags in dict(model.ortho_context).items()})
    return PunktSentenceTokenizer(parameters)


def make_patterns(paths: list[Path]) -> dict[str, re.Pattern[str]]:
    """One alternation per category, from the globs and phrases of lexicons."""
    terms: dict[str, list[str]] = {}
    for path in paths:
        for entry in read_lexicon(path).entries:
            if not re.search(r"re:|lemma:|near/|before/", entry.pattern):
                words = [re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w") for word in entry.pattern.split()]
                terms.setdefault(f"{path.stem}:{entry.category}", []).append(r"\s+".join(words))
    return {
        name: re.compile(r"\b(?:" + "|".join(sorted(found, key=len, reverse=True)) + r")\b", re.IGNORECASE)
        for name, found in terms.items()
    }


def analyse(article: dict[str, Any], tools: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    text = article["text"]
    words, sentences = [], list(tools["splitter"].span_tokenize(text))
    for start, end in sentences:
        try:
            words += [(start + a, start + b) for a, b in tools["tokenizer"].span_tokenize(text[start:end])]
        except ValueError:  # NLTK cannot place the tokens of some sentences with mixed quotation marks
            words += [(start + m.start(), start + m.end()) for m in re.finditer(r"\w+", text[start:end])]
    quotations = [match.span() for match in QUOTED.finditer(text)]
    hits = []
    for category, pattern in tools["patterns"].items():
        for match in pattern.finditer(text):
            quoted = any(start <= match.start() < end for start, end in quotations)
            hits.append(
                {
                    "category": category,
                    "start": match.start(),
                    "end": match.end(),
                    "voice": "quote" if quoted else "own",
                }
            )
    hits.sort(key=lambda hit: hit["start"])
    counts = {name: sum(hit["category"] == name for hit in hits) for name in tools["patterns"]}
    row = tools["vectorizer"].transform([text])
    label = tools["model"].predict(row)[0]
    contributions = row.toarray()[0] * tools["model"].coef_[0]
    top = abs(contributions).argsort()[::-1][:10]
    report = {
        "id": article["id"],
        "title": article["title"],
        "sentences": sentences,
        "quotations": quotations,
        "hits": hits,
        "scores": {name: 1000 * count / max(1, len(words)) for name, count in counts.items()},
        "label": str(label),
        "words": [(tools["names"][i], float(contributions[i])) for i in top],
    }
    pieces, last = [], 0
    for hit in hits:
        if hit["start"] >= last:
            pieces.append({"text": text[last : hit["start"]], "category": ""})
            pieces.append({"text": text[hit["start"] : hit["end"]], "category": hit["category"]})
            last = hit["end"]
    pieces.append({"text": text[last:], "category": ""})
    return report, pieces


def main(path: str, out: str, limit: str = "1000", *lexicons: str) -> None:
    paths = [Path(lexicon) for lexicon in lexicons]
    paths = paths or [path for name, path in find_default_lexicon_paths().items() if name.endswith("-en")]
    articles = read_articles(path, int(limit))
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    sample = articles[:500]
    model = LogisticRegression(max_iter=200).fit(
        vectorizer.fit_transform(article["text"] for article in sample), [len(a["text"]) > 4000 for a in sample]
    )
    tools = {
        "splitter": make_splitter(),
        "tokenizer": NLTKWordTokenizer(),
        "patterns": make_patterns(paths),
        "vectorizer": vectorizer,
        "model": model,
        "names": vectorizer.get_feature_names_out(),
    }
    template = jinja2.Environment(autoescape=True).from_string(PAGE)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    start = time.process_time()
    for article in articles:
        report, pieces = analyse(article, tools)
        content = json.dumps(report, indent=2, ensure_ascii=False)
        (folder / f"{article['id']}.json").write_text(content, encoding="utf-8")
        (folder / f"{article['id']}.html").write_text(template.render(r=report, pieces=pieces), encoding="utf-8")
    print(json.dumps({"articles": len(articles), "cpu_seconds": time.process_time() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])
