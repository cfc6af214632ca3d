"""Where the content of a Russian cue begins and ends, to the right of the cue."""

import re

from framing.voice.batch import Batch
from framing.voice.content import NONE, Start, skip_adverbs, strip_stop
from framing.voice.cues import Cue
from framing.voice.russian_noun_phrases import FINITE

_INFINITIVE = re.compile(r"[^,;:\-(vVESQbx]*?[iI]")
_EMPTY = re.compile("D(?:[yd.,vp]|$)|$")
_SPEECH = frozenset(("clause", "quote", "that"))
_MAX_GAP = 25  # tokens between a cue and content announced by "что", a colon or a mark
_MAX_WHETHER = 4  # tokens of a clause up to "ли"
_GAP_BREAKS = frozenset("vVESiIGWQ;.(")
_SUBORDINATE = frozenset("TRwcCaGWgK")  # letters that begin a clause which does not stand by itself
_CORRELATIVES = frozenset(("том", "то", "тому", "тем", "того", "факт", "факте"))
# What ends objects, infinitives and the content of nouns and adjectives inside a sentence.
_PHRASE_END = re.compile(r"[;:]|[,-](?=[BKGWC])|,(?=A?[dy]*[PD])|-(?=[PDT])")
_CLAUSE_END = re.compile(r";|,(?=K)")
_INFINITIVE_REACH = 14  # tokens between a cue and its infinitive: "призвал Киев немедленно прекратить"


def find_start(batch: Batch, at: int, entry: Cue, end: int) -> Start:
    """Where the content after the cue at `at` begins; (-1, "") where none of its frames fits."""
    letters, frames = batch.letters, entry.frames
    j = skip_adverbs(letters, at + 1, end)
    if j >= end or letters[j] in ".)":
        return NONE
    letter = letters[j]
    if letter == ":":
        return (j + 1, "colon") if frames & _SPEECH or entry.part == "noun" else NONE
    if letter == "Q":
        is_cut = (
            "quote" in frames and not frames & {"clause", "object", "that"} and not batch.is_title(min(j + 1, end - 1))
        )
        return NONE if is_cut else (j, "quote")  # "продолжат «латать» мост"
    announced = _find_announced(batch, j, entry, end)
    if announced[0] >= 0:
        return announced
    near = _after_particle(batch, j, entry, end)
    if near >= 0:
        # "вспомнил об этом" refers to what stands elsewhere
        return NONE if _EMPTY.match(letters, near, end) else (near, "particle")
    if letter in "wR" and "question" in frames:
        return j, "question"
    if "infinitive" in frames:
        infinitive = _find_infinitive(letters, j, min(end, j + _INFINITIVE_REACH))
        if infinitive >= 0:
            return infinitive, "infinitive"
    later = _find_particle(batch, j, entry, end)
    if later >= 0:
        return later, "particle"
    is_reflexive = entry.lemma.endswith("ся")
    is_passive = letters[at] == "U" or (batch.word(at).endswith(("тся", "лось")) and not is_reflexive)
    is_object = "object" in frames and letter not in ",-(;TABypw" and not is_passive
    return (j, "object") if is_object else NONE


def _find_infinitive(letters: str, j: int, reach: int) -> int:
    """Where "Киев прекратить огонь" or, behind "от Киева", "прекратить огонь" begins; -1 where no infinitive stands."""
    match = _INFINITIVE.match(letters, j, reach)
    if match is None:
        return -1
    at = match.end() - 1
    if letters[j] != "p":
        return j
    while letters[at - 1] in "dy":
        at -= 1
    return at


def _find_announced(batch: Batch, j: int, entry: Cue, end: int) -> Start:
    """Content after ", что", a colon or an opening mark that may stand behind a listener or an inverted subject."""
    letters, frames = batch.letters, entry.frames
    reach = min(end, j + _MAX_GAP)
    takes_clause = bool(frames & {"clause", "that", "question"}) or bool(entry.particles)
    for k in range(j, reach):
        letter = letters[k]
        if letter == "," and takes_clause:
            after = letters[k + 1 : min(k + 2, end)]
            is_question = after == "w" and ("question" in frames or _is_correlative(batch, k))
            is_question |= "question" in frames and _asks_whether(batch, k + 1, end)
            if after == "T" or is_question:
                return _with_correlative(batch, k, j, entry), "that"
            if after == "Q":
                return (k + 1, "quote") if k == j else NONE
            if after == "-":
                return NONE
        elif letter == ":" and frames & _SPEECH:
            is_time = letters[k - 1] == "n" and letters[k + 1 : k + 2] == "n"
            return (k + 1, "colon") if k - j < _MAX_GAP // 2 and not is_time else NONE
        elif letter == "T" and k == j and takes_clause and batch.word(k) != "чтобы":
            return k, "that"
        elif letter in _GAP_BREAKS:
            return (k, "quote") if letter == "Q" and k > j and frames & _SPEECH and letters[k - 1] not in ",-" else NONE
    return NONE


def _asks_whether(batch: Batch, begin: int, end: int) -> bool:
    """Whether "ли" stands behind the first words of a clause: "спросил, может ли ..."."""
    return any(batch.word(k) == "ли" for k in range(begin + 1, min(end, begin + _MAX_WHETHER)))


def _is_correlative(batch: Batch, comma: int) -> bool:
    return batch.word(comma - 1) in _CORRELATIVES


def _with_correlative(batch: Batch, comma: int, j: int, entry: Cue) -> int:
    """First token of "что ..." or "о том, что ..."; "обвинил X в том, что" begins with X where X is an object."""
    if not _is_correlative(batch, comma):
        return comma + 1
    first = comma - 1
    if first > j and batch.letters[first - 1] == "p":
        first -= 1
    is_accusation = "object" in entry.frames and not entry.frames & _SPEECH
    return j if is_accusation else max(first, j)


def _after_particle(batch: Batch, j: int, entry: Cue, end: int) -> int:
    """First token after a particle of the cue at `j`; -1 where there is none. "по поводу" stands for "о"."""
    if batch.word(j) in entry.particles:
        return j + 1
    is_about = "о" in entry.particles and batch.word(j) == "по" and j + 2 < end and batch.word(j + 1) == "поводу"
    return j + 2 if is_about else -1


def _find_particle(batch: Batch, j: int, entry: Cue, end: int) -> int:
    """First token after a particle of the cue that stands behind the subject or a listener; -1 where there is none."""
    letters = batch.letters
    if not entry.particles or entry.part != "verb" or "object" in entry.frames:
        return -1
    for k in range(j, min(end, j + _MAX_GAP // 2)):
        if letters[k] in ",;:-(vVESQ":
            return -1
        if letters[k] == "p" and batch.word(k) in entry.particles and k + 1 < end:
            return k + 1
    return -1


def find_end(letters: str, right: Start, is_embedded: bool, is_noun: bool, end: int) -> int:
    """Where the content that begins at `right` ends.

    Args:
        letters: one letter per token.
        right: first token of the content, and its frame.
        is_embedded: whether a clause around the cue goes on after the content.
        is_noun: whether the cue is a noun.
        end: after the last token of the sentence.
    """
    begin, frame = right
    stop = strip_stop(letters, begin, end)
    is_clause = frame in ("that", "question", "colon", "quote")
    pattern = _CLAUSE_END if is_clause else _PHRASE_END
    match = pattern.search(letters, begin + 1, stop)
    if match and not (frame == "colon" and letters[begin] == "-"):  # a list after a colon runs to its end
        stop = match.start()
    if is_noun and letters[begin] == "Q":
        while begin < stop and letters[begin] == "Q":
            begin += 1
        return begin
    if not is_clause:
        return _end_of_phrase(letters, begin, stop, is_noun)
    return _end_of_embedded(letters, begin, stop) if is_embedded else stop


def _end_of_phrase(letters: str, begin: int, stop: int, is_noun: bool) -> int:
    """Before a finite verb that the phrase is the subject of, and before a clause of its own after a comma."""
    for k in range(begin, stop):
        letter = letters[k]
        if letter in FINITE and is_noun:
            return k if k > begin else stop
        if letter == "," and k + 1 < stop:
            if letters[k + 1] in _SUBORDINATE or letters[k + 1 : k + 3] == "dw" or "R" in letters[k + 1 : k + 3]:
                return _end_of_embedded(letters, begin, stop, k + 1) if is_noun else stop
            following = letters.find(",", k + 1, stop)
            following = following if following >= 0 else stop
            if not FINITE.isdisjoint(letters[k + 1 : following]):
                return k
    return stop


def _end_of_embedded(letters: str, begin: int, stop: int, after: int = -1) -> int:
    """Before the comma after which the clause around goes on: it has its verb there, and no conjunction."""
    first = after if after >= 0 else begin
    has_verb = False
    k = first
    while k < stop:
        letter = letters[k]
        if letter in FINITE:
            has_verb = True
        elif letter in ",-" and has_verb and k + 1 < stop:
            following = k + 1
            while following < stop and letters[following] not in ",-":
                following += 1
            goes_on = (
                letters[k + 1] not in _SUBORDINATE and letters[k + 1] not in "AB-" and "R" not in letters[k + 1 : k + 3]
            )
            if goes_on and not FINITE.isdisjoint(letters[k + 1 : following]):
                return k
        k += 1
    return stop
