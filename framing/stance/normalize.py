"""The word under which vectors and features know a folded form."""

_KEPT_CONTRACTIONS = frozenset(
    f"{word}'s" for word in ("it", "that", "what", "he", "she", "let", "there", "here", "who", "how", "where", "this")
)


def normalize_word(folded: str) -> str:
    """The folded form without a possessive ending; any form with a digit is `#`.

    `country's` counts as `country`, because few possessives are frequent enough to be learnt on their own.
    `it's` stays: its ending is a verb.
    """
    if any(character.isdigit() for character in folded):
        return "#"
    if folded.endswith("'s") and len(folded) > 2 and folded not in _KEPT_CONTRACTIONS:
        return folded[:-2]
    if folded.endswith("s'") and len(folded) > 3:
        return folded[:-1]
    return folded
