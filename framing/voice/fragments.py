"""What stands in quotation marks: speech, a name or title, or a fragment that may be at arm's length."""

import re
from typing import Literal

from framing.voice.batch import Batch, Span
from framing.voice.cues import CueLexicon
from framing.voice.marks import MarkSpan

Verdict = Literal["quotation", "fragment", "name"]
_MAX_FRAGMENT_WORDS = 4
_MAX_NAME_WORDS = 8
_SPEECH_FOLLOWS = re.compile("""(?:["]|,|-|,-)[DNZojPzdxM~]{0,6}[VES]""")  # a speaker and a cue, or an inverted cue
_WORDLESS = b'.,;:()-~"'
_BEFORE_SPEECH = '.:,-"'  # what stands before a sentence in marks
_SMALL = 'DpAnt~"-:,ab'  # letters of words that stay lower case inside a title


class FragmentJudge:
    """Judges spans between marks of one language by their shape and what stands beside them."""

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._is_russian = cues.language == "ru"

    def judge(self, batch: Batch, span: MarkSpan, document: Span) -> Verdict:
        """`quotation` for speech, `name` for names and titles of works, `fragment` for a few words in marks."""
        letters = batch.letters
        inner = letters[span.start : span.end].strip('"')
        n_words = len(inner.encode("latin-1").translate(None, _WORDLESS))
        if n_words == 0:
            return "name"
        before = letters[span.start - 1] if span.start > document[0] else "."
        after = letters[span.end] if span.end < document[1] else "."
        has_stop = inner[-1:] in (".", ",")
        if _SPEECH_FOLLOWS.match(letters, span.end - 1 if has_stop else span.end, min(span.end + 9, document[1])):
            return "quotation"
        if self._is_name(batch, span, inner, n_words, before, after):
            return "name"
        if self._is_russian and before not in _BEFORE_SPEECH and not has_stop and n_words <= _MAX_FRAGMENT_WORDS:
            first = letters.index(inner[0], span.start)
            if batch.is_title(first):  # inside a sentence only names begin with a capital: «Вечерний мост»
                return "name"
        is_listed = self._is_russian and before == "," and after in ",.A" and n_words <= 2 and not has_stop
        if is_listed and self._is_capitalized(batch, span, inner):  # «Мост», «Река»
            return "name"
        if n_words > _MAX_FRAGMENT_WORDS or (has_stop and before in ",:.") or not span.is_closed:
            return "quotation"
        if before in ":," and after in ".-,":
            return "quotation"
        return "fragment"

    def _is_name(self, batch: Batch, span: MarkSpan, inner: str, n_words: int, before: str, after: str) -> bool:
        first = batch.letters.index(inner[0], span.start)
        if not batch.is_title(first) or n_words > _MAX_NAME_WORDS:
            return False
        if n_words <= 2 and before in "NZ" and after in "NZ":
            return True
        if before in ":,VESG" or (inner[-1:] == "." and before in '."') or not self._is_capitalized(batch, span, inner):
            return before != "." and self._is_organisation(batch, span, n_words)
        return inner[-1:] != "," or before == "D"

    def _is_capitalized(self, batch: Batch, span: MarkSpan, inner: str) -> bool:
        first = batch.letters.index(inner[0], span.start)
        places = range(first, first + len(inner))
        return all(letter in _SMALL or batch.is_title(place) for letter, place in zip(inner, places, strict=True))

    def _is_organisation(self, batch: Batch, span: MarkSpan, n_words: int) -> bool:
        if not span.start or n_words > _MAX_NAME_WORDS:
            return False
        return batch.word(span.start - 1) in self._cues.words.get("organisations", frozenset())
