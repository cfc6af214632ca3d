"""The kinds of features, their blocks, and features as 64-bit keys: a template and up to three word ids."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.columns import IntArray
from framing.stance.characters import name_piece

KeyArray = NDArray[np.int64]

# Template names by block. The features of a block are scaled to length 1 together.
BLOCKS: dict[str, tuple[str, ...]] = {
    "sentence": ("sentence",),
    "role": (
        "subject of",
        "subject, active",
        "subject, active, negated",
        "subject, passive",
        "follows its verb",
        "modal of its verb",
        "complement",
        "possessed",
        "object of",
        "preposition",
        "governed by",
        "agent of",
        "near its governor",
        "directly before",
        "directly after",
        "position",
    ),
    "voice": tuple(
        f"{word}, {target}, {speaks}"
        for word in ("own words", "attributed words")
        for target in ("target in own voice", "target in attributed speech")
        for speaks in ("target not speaking", "target speaking")
    ),
    "distance": ("near", "near on the left", "near on the right", "near, negated"),
    "clause": ("clause, left", "clause, right", "next clause"),
    "category": (
        "category",
        "category, left",
        "category, right",
        "category, near on the left",
        "category, near on the right",
        "category, clause, left",
        "category, clause, right",
        "category, clause, left, negated",
        "category, clause, right, negated",
        "category, next clause",
        "category, same voice",
        "category, other voice",
    ),
    "category in a role": (
        "subject of category",
        "subject of category, negated",
        "subject of category, passive",
        "object of category",
        "category as complement",
        "possesses category",
        "governed by category",
        "category directly before",
        "category directly after",
        "category after its verb",
        "category of its verb and object",
    ),
    "cue": ("speaks", "spoken of", "voice of the target"),
}
MENTION_TEMPLATES = tuple(template for templates in BLOCKS.values() for template in templates)
MOST_TOPICS = 24  # topics with words of their own; templates have room for 512
# Blocks of whole texts and topics stand last, so that the numbers of the others do not depend on them.
BLOCKS |= {
    "piece": ("piece",),
    "topic words": tuple(f"words, topic {number}" for number in range(1, MOST_TOPICS + 1)),
    "topic pieces": tuple(f"pieces, topic {number}" for number in range(1, MOST_TOPICS + 1)),
    "target": ("target", "target piece"),
    "overlap": ("near the target's words", "in the likest sentence", *(f"with overlap {n}" for n in range(1, 5))),
}
TEMPLATES = tuple(template for templates in BLOCKS.values() for template in templates)
TEMPLATE_IDS = {name: number for number, name in enumerate(TEMPLATES)}
BLOCK_OF_TEMPLATE = np.array([block for block, names in enumerate(BLOCKS.values()) for _ in names], dtype=np.int8)
BLOCK_NAMES = tuple(BLOCKS)
IS_PIECE = np.array(["piece" in name for name in TEMPLATES])  # keys with a piece in place of words
SUBLINEAR_BLOCKS = tuple(name for name in BLOCKS if name != "distance")  # weights of distance are no counts

FLAGS = (
    *("is subject", "is passive", "is object", "comes first", "speaks", "is spoken of", "is in attributed speech"),
    *("possesses", "has a complement"),
    *(f"stands in quarter {number}" for number in range(1, 5)),
    *(f"has {number} verbs {side}" for side in ("before", "after") for number in range(4)),
)

FEATURES_VERSION = 3  # to be raised when the same text gives other features under the same names
TEXT_FEATURES_VERSION = 1  # the same for blocks of whole texts and topics
_WORD_BITS = 18
MAX_WORDS = 1 << _WORD_BITS


def encode(
    template: int | IntArray, first: IntArray, second: IntArray | int = 0, third: IntArray | int = 0
) -> KeyArray:
    """Keys of features; a word id of 0 stands for no word."""
    key = np.asarray(template, dtype=np.int64)
    for word in (first, second, third):
        key = (key << _WORD_BITS) | np.asarray(word, dtype=np.int64)
    return key


def encode_pieces(template: int | IntArray, pieces: KeyArray) -> KeyArray:
    """Keys of pieces of words, in place of word ids."""
    return (np.asarray(template, dtype=np.int64) << (3 * _WORD_BITS)) | pieces


def template_of(keys: KeyArray) -> KeyArray:
    """Template ids of keys."""
    return keys >> (3 * _WORD_BITS)


def change_template(keys: KeyArray, template: KeyArray) -> KeyArray:
    """Keys with the same words under other templates."""
    return (template << (3 * _WORD_BITS)) | (keys & ((1 << 3 * _WORD_BITS) - 1))


def has_third_word(keys: KeyArray) -> NDArray[np.bool_]:
    """Whether keys hold three words."""
    return (keys & (MAX_WORDS - 1)) > 0


def words_of(key: int) -> tuple[int, ...]:
    """Word ids of one key, without the zeros."""
    ids = (key >> (2 * _WORD_BITS)) & (MAX_WORDS - 1), (key >> _WORD_BITS) & (MAX_WORDS - 1), key & (MAX_WORDS - 1)
    return tuple(word for word in ids if word)


def encode_flag(flag: str) -> int:
    """Key of a feature without words."""
    return (TEMPLATE_IDS["position"] << (3 * _WORD_BITS)) | ((FLAGS.index(flag) + 1) << (2 * _WORD_BITS))


def name_feature(key: int, words: Sequence[str]) -> str:
    """`block|template|words`, unique for a key but for pieces with rare characters."""
    template = int(key >> (3 * _WORD_BITS))
    block = BLOCK_NAMES[BLOCK_OF_TEMPLATE[template]]
    if IS_PIECE[template]:
        return f"{block}|{TEMPLATES[template]}|{name_piece(int(key) & ((1 << 3 * _WORD_BITS) - 1))}"
    if TEMPLATES[template] == "position":
        return f"{block}|position|{FLAGS[words_of(key)[0] - 1]}"
    return f"{block}|{TEMPLATES[template]}|{' '.join(words[word] for word in words_of(key))}"
