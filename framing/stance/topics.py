"""Targets that need not occur in the text: what is asked about each unit, and word features of text and target."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.columns import IntArray, Tokens
from framing.stance.occurrences import Occurrences, join, occur
from framing.stance.pieces import PieceTable
from framing.stance.templates import (
    MOST_TOPICS,
    TEMPLATE_IDS,
    change_template,
    encode,
    encode_pieces,
    has_third_word,
    template_of,
)
from framing.stance.vocabulary import UNKNOWN, WordIds


def fold_target(target: str | None) -> str:
    """The target string without differences of case and white space; empty for none."""
    return " ".join((target or "").casefold().split())


@dataclass(frozen=True, slots=True)
class Asked:
    """The targets that units are asked about: tokens of distinct strings, and for each unit the number of its own."""

    names: tuple[str, ...]  # as `fold_target` gives them
    tokens: Tokens
    of_unit: IntArray

    def part(self, first: int, last: int) -> "Asked":
        """What units `first:last` are asked about."""
        return Asked(self.names, self.tokens, self.of_unit[first:last])

    def slots(self, topics: Sequence[str]) -> IntArray:
        """Per unit the number of its topic among `topics`, from 1; 0 for other targets."""
        number = {topic: place for place, topic in enumerate(topics, start=1)}
        of_name = np.array([number.get(name, 0) for name in self.names], dtype=np.int32)
        return of_name[self.of_unit]


def choose_topics(targets: Sequence[str], least: int) -> tuple[str, ...]:
    """Targets with so many rows, most rows first: they get weights of their own beside the shared ones.

    None where such targets hold less than half of the rows: then the next target is most likely a new one.
    """
    counts = Counter(target for target in targets if target)
    ranked = sorted((-count, target) for target, count in counts.items() if count >= least)[:MOST_TOPICS]
    return tuple(target for _, target in ranked) if -2 * sum(count for count, _ in ranked) >= len(targets) else ()


def copy_for_topics(words: Occurrences, slot: IntArray) -> Occurrences:
    """Words and pairs of the text once more, as features of the unit's own topic."""
    own = (slot[words.unit] > 0) & (template_of(words.key) == TEMPLATE_IDS["sentence"]) & ~has_third_word(words.key)
    template = TEMPLATE_IDS["words, topic 1"] + slot[words.unit[own]].astype(np.int64) - 1
    return Occurrences(words.unit[own], change_template(words.key[own], template), words.value[own], words.places[own])


def find_target_features(asked: Asked, word_ids: WordIds, pieces: PieceTable) -> Occurrences:
    """Words, pairs of words and pieces of the target of each unit. They rest on no place of the text."""
    tokens = asked.tokens
    is_word = tokens.types.is_word[tokens.type_id]
    where = np.flatnonzero(is_word)
    target, word = tokens.documents()[where], word_ids.of(tokens.types)[tokens.type_id[where]]
    known, number = word != UNKNOWN, TEMPLATE_IDS["target"]
    parts = [occur(target[known], encode(number, word[known]))]
    if len(where) > 1:
        pair = known[:-1] & known[1:] & (target[:-1] == target[1:])
        parts.append(occur(target[:-1][pair], encode(number, word[:-1][pair], word[1:][pair])))
    owner, found = pieces.gather(tokens.type_id[where])
    parts.append(occur(target[owner], encode_pieces(TEMPLATE_IDS["target piece"], found)))
    return spread_targets(join(parts), asked)


def spread_targets(of_targets: Occurrences, asked: Asked) -> Occurrences:
    """Occurrences in targets as occurrences in the units that are asked about them."""
    order = np.argsort(of_targets.unit, kind="stable")
    counts = np.bincount(of_targets.unit, minlength=len(asked.names))
    firsts = np.cumsum(counts) - counts
    lengths = counts[asked.of_unit]
    unit = np.repeat(np.arange(len(asked.of_unit), dtype=np.int32), lengths)
    within = np.arange(len(unit)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    chosen = order[np.repeat(firsts[asked.of_unit], lengths) + within]
    return Occurrences(unit, of_targets.key[chosen], of_targets.value[chosen], of_targets.places[chosen])
