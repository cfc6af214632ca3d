"""Clauses beside what they comment on: "as X put it, ...", and words that somebody gives a name: "what X calls ..."."""

import re

from framing.voice.batch import Batch, Finding, Sentence, Span
from framing.voice.content import is_over, skip_adjuncts, skip_adverbs, skip_listener, strip_stop
from framing.voice.cues import Cue

_REPORTING = frozenset(("clause", "that", "quote"))
_VERBAL = frozenset("bxvVESUegiQ")  # letters that make a stretch of words a clause
_OPENING = 2  # tokens that may stand before "as" where it opens the sentence ("But as X said, ...")
_MIN_CONTENT = 2  # tokens after "as X said," that can be content
_WORDS = "[NZojznMJIegd]"
_NAMED = re.compile(rf'D?{_WORDS}*(?:Q+|"[^"]+")|D?{_WORDS}+(?:pD?{_WORDS}+){{0,2}}')
_MAX_NAMED = 14  # tokens, marks included; more are no name given but a statement


def read_as_clause(batch: Batch, at: int, entry: Cue, sentence: Sentence, speaker: Span | None) -> Finding | None:
    """ "As X put it, ...", "..., as X noted" and "..., as X told the paper, ..."; None for any other "as"."""
    letters, start, end = batch.letters, sentence.start, sentence.end
    if speaker is None or speaker[0] <= start or letters[speaker[0] - 1] != "a" or not entry.frames & _REPORTING:
        return None
    as_at = speaker[0] - 1
    cue_end = at + 2 if at + 1 < end and batch.word(at + 1) == "it" else at + 1
    stop = skip_adjuncts(letters, cue_end, end)
    if "listener" in entry.frames and stop == cue_end:
        stop = skip_adjuncts(letters, skip_listener(letters, stop, end), end)
    if not is_over(letters, stop, end):
        return None
    parts: list[Span] = []
    if as_at - start > _OPENING:
        if letters[as_at - 1] not in ",-(":
            return None
        parts.append((start, as_at - 1))
    if stop < end and letters[stop] in ",-" and (not parts or _VERBAL.isdisjoint(letters[start:as_at])):
        right = (stop + 1, strip_stop(letters, stop + 1, end))
        if right[1] - right[0] >= _MIN_CONTENT:
            parts.append(right)
    return Finding(tuple(parts), (at, cue_end), entry, speaker, "as-clause") if parts else None


def read_naming(batch: Batch, at: int, entry: Cue, sentence: Sentence, speaker: Span | None) -> Finding | None:
    """ "what X called a victory": the name that somebody gives, which the article keeps at arm's length."""
    letters, start = batch.letters, sentence.start
    if speaker is None or speaker[0] <= start or batch.word(speaker[0] - 1) != "what":
        return None
    begin = skip_adverbs(letters, at + 1, sentence.end)
    begin += letters[begin : begin + 1] == "a"  # "what X described as"
    match = _NAMED.match(letters, begin, sentence.end)
    if match is None or match.end() - match.start() > _MAX_NAMED:
        return None
    return Finding((match.span(),), (at, at + 1), entry, speaker, "what-they-called")
