"""Whether a word form that may be a verb, a noun or a participle stands where a verb stands."""


def is_verbal(letters: str, at: int, start: int, end: int) -> bool:
    """Whether the cue form at `at` is used as a verb, judged by the word before it.

    Args:
        letters: one letter per token.
        at: token of the form.
        start: first token of the sentence.
        end: after its last token.
    """
    letter = letters[at]
    if letter in "VU":
        return True
    j = at - 1
    while j >= start and letters[j] == "d":
        j -= 1
    if j < start:
        return letter in "GE"
    before = letters[j]
    if letter == "G":
        return before not in "DR"
    if letter == "E":
        return before not in "Dpn"
    if letter == "S":
        is_noun = before in 'oMIJz"' and at + 1 < end and letters[at + 1] in "bxvp"
        return before not in "Djpntx" and not is_noun
    if before == ",":  # "Farmers, for instance, argue that"
        opening = letters.rfind(",", start, j)
        return opening > start and letters[opening - 1] in "zZ"
    # "critics argue that", "the police say that"; "what critics call ..."
    if (at + 1 < end and letters[at + 1] == "T") or (j > start and letters[j - 1] in "wRT"):
        return before in 'txPZzRA"MoNS'
    return before in 'txPZzRA"'


def is_after_be(letters: str, at: int, start: int) -> bool:
    """Whether a form of "be" stands before the form at `at`, adverbs and auxiliaries aside."""
    j = at - 1
    while j >= start and letters[j] in "dx":
        j -= 1
    return j >= start and letters[j] == "b"


def has_auxiliary(letters: str, at: int, start: int) -> bool:
    """Whether an auxiliary stands before the participle at `at`."""
    j = at - 1
    while j >= start and letters[j] == "d":
        j -= 1
    return j >= start and letters[j] in "xb"
