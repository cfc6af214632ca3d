"""The keyword baseline: for each label the words that chi-squared ties to it, and the label that has most of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stance.documents import UnitBatch

_KEYWORDS = 200  # of a label; more than 50 or 100 make the baseline harder to beat on news sentences
_LEAST_ROWS = 3  # that a keyword occurs in
WordSets = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords by label, and the number of training rows with each label."""

    words: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]

    def as_dict(self) -> dict[str, str]:
        """The words as one text per label, for a manifest."""
        return {label: " ".join(words) for label, words in sorted(self.words.items())}

    def predict(self, rows: WordSets) -> tuple[str, ...]:
        """For each row the label with most keywords in it; of equals, and without any, the commonest in training."""
        # The commonest first: `max` keeps the first of equals.
        ranked = sorted(self.words, key=lambda label: (-self.counts.get(label, 0), label))
        sets = {label: frozenset(words) for label, words in self.words.items()}
        return tuple(max(ranked, key=lambda label: len(row & sets[label])) for row in rows)


def read_keywords(manifest: Mapping[str, Any]) -> Keywords | None:
    """The keywords of a model's manifest; None where it has none."""
    if "keywords" not in manifest:
        return None
    words = {label: tuple(text.split()) for label, text in manifest["keywords"].items()}
    return Keywords(words, manifest["training"]["counts"])


def find_word_sets(batch: UnitBatch) -> list[frozenset[str]]:
    """The words of each unit in small letters, without the target."""
    tokens, units = batch.tokens, batch.units
    found = []
    for number in range(len(units)):
        first, last = int(units.first[number]), int(units.last[number])
        own, end = int(units.target_first[number]), int(units.target_last[number])
        ids = tokens.type_id[first:last] if end <= own else np.r_[tokens.type_id[first:own], tokens.type_id[end:last]]
        found.append(
            frozenset(tokens.types.folded[place] for place in set(ids.tolist()) if tokens.types.is_word[place])
        )
    return found


def choose_keywords(rows: WordSets, labels: Sequence[str]) -> Keywords:
    """The words most tied to each label by chi-squared, each word with the label in which it is most frequent."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_selection import chi2

    names, answers, sizes = np.unique(np.array(labels), return_inverse=True, return_counts=True)
    counts = {str(name): int(size) for name, size in zip(names, sizes, strict=True)}
    frequent = _find_frequent(rows)
    if not frequent:
        return Keywords(dict.fromkeys(counts, ()), counts)
    vectorizer = DictVectorizer(dtype=np.float64)
    matrix = vectorizer.fit_transform([dict.fromkeys(sorted(row & frequent), 1) for row in rows])
    rates = np.stack([np.asarray(matrix[answers == number].mean(axis=0))[0] for number in range(len(names))])
    belongs = rates.argmax(axis=0)
    words = {}
    for number, label in enumerate(counts):
        scores = np.where(belongs == number, chi2(matrix, answers == number)[0], -1.0)
        best = np.argsort(-scores, kind="stable")[:_KEYWORDS]
        words[label] = tuple(str(vectorizer.feature_names_[place]) for place in best if scores[place] > 0)
    return Keywords(words, counts)


def _find_frequent(rows: WordSets) -> frozenset[str]:
    counts: dict[str, int] = {}
    for row in rows:
        for word in row:
            counts[word] = counts.get(word, 0) + 1
    # A word with a space in it could not be read back from a manifest.
    return frozenset(word for word, count in counts.items() if count >= _LEAST_ROWS and len(word.split()) == 1)


def predict_keywords_out_of_fold(
    rows: WordSets, labels: Sequence[str], folds: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]]
) -> tuple[str, ...]:
    """The label of each row by keywords of the other folds."""
    predicted = list(labels)
    for train, test in folds:
        keywords = choose_keywords([rows[row] for row in train], [labels[row] for row in train])
        for row, label in zip(test, keywords.predict([rows[row] for row in test]), strict=True):
            predicted[row] = label
    return tuple(predicted)
