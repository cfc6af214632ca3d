"""Where content ends because its speaker goes on to report in a clause of the same sentence."""

from framing.voice.batch import Finding


def cut_next_clause(letters: str, finding: Finding, other: Finding) -> Finding | None:
    """The finding without ", saying ...", "and called ..." or "... but she said ..." at its end; None where `other`,
    whose cue stands in its last part, is no such clause."""
    at, begin = other.cue[0], finding.parts[-1][0]
    j = at
    while letters[j - 1] in "dx":
        j -= 1
    if other.speaker and begin < other.speaker[0] < at:  # "... but she said ..."
        j = other.speaker[0]
        is_next = letters[j - 1] in "AB"
    else:
        is_next = other.speaker == finding.speaker and letters[j - 1] in ",AB"
    if not is_next or j - 1 <= begin:
        return None
    return finding._replace(parts=(*finding.parts[:-1], (begin, j - 1)))
