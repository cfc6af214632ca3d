"""Types -> one letter each: what a word can be in a clause. The clause rules are patterns over these letters."""

from framing.voice.cues import CueLexicon
from framing.voice.russian_grammar import open_letter

# Marks, by code of the opening and closing characters; see marks.py.
MARKS = {
    '"': 1,
    "“": 2,
    "”": 3,
    "„": 4,
    "«": 5,
    "»": 6,
    "‹": 7,
    "›": 8,
    "'": 9,
    "‘": 10,
    "’": 11,
    "`": 12,
    "‟": 2,
    "＂": 1,
    "''": 1,
    "``": 2,
    "‚": 13,
}
QUOTED = "Q"
_BYTE_ORDER_MARK = "\ufeff"  # may cling to the first word of an article

_PUNCTUATION = {
    **dict.fromkeys(",، ", ","),
    **dict.fromkeys(";", ";"),
    **dict.fromkeys(":", ":"),
    **dict.fromkeys((".", "!", "?", "…", "...", "?!", "!!"), "."),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys(("-", "–", "—", "--", "---", "‒", "―"), "-"),
}
# Closed lists in the order in which they are asked; the first that holds the word gives its letter.
_CLOSED = (
    ("distancing", "H"),
    ("that", "T"),
    ("relative", "R"),
    ("plurals", "z"),
    ("numerals", "o"),
    ("question", "w"),
    ("pronouns", "P"),
    ("possessives", "D"),
    ("determiners", "D"),
    ("be", "b"),
    ("auxiliaries", "x"),
    ("as", "a"),
    ("concessives", "C"),
    ("subordinators", "c"),
    ("adversatives", "B"),
    ("coordinators", "A"),
    ("times", "y"),
)
_LATE = (("prepositions", "p"), ("adverbs", "d"))


class LetterFacts:
    """Gives the letter of a word form in one language.

    Letters: `T` that, `w` question word, `R` relative pronoun, `P` pronoun, `D` determiner, `b` be, `x` auxiliary,
    `t` to, `a` as, `C` concessive and `c` other subordinator, `B` but, `A` and, `p` preposition, `y` time word,
    `d` adverb, `K` word of a marker, `H` "so-called", `V E U S I G` verb cue by shape (`W` Russian
    active participle), `M` noun cue, `J` adjective
    cue, `v` other finite verb, `e` -ed word, `g` -ing word, `N` capitalized word (`Z` ending in s), `n` number, `z`
    word in -s, `j` word with the ending of an adjective, `i` Russian infinitive, `o` other word, `"` quotation mark,
    `~` other sign; punctuation stands for itself.
    """

    def __init__(self, cues: CueLexicon) -> None:
        self._cues = cues
        self._closed: dict[str, str] = {}
        for names in (_CLOSED, _LATE):
            for name, letter in names:
                for word in cues.words.get(name, ()):
                    self._closed.setdefault(word, letter)
        self._verbs = cues.words.get("verbs", frozenset())
        self._marker_words = {max(words, key=len) for markers in cues.markers.values() for words, _ in markers}
        self._marker_words |= cues.words.get("perspectives", frozenset())

    def letter(self, form: str, folded: str) -> int:
        """Code point of the letter of a form."""
        if form[0] == _BYTE_ORDER_MARK:
            form, folded = form.lstrip(_BYTE_ORDER_MARK) or form, folded.lstrip(_BYTE_ORDER_MARK)
        return ord(self._letter(form, folded))

    def _letter(self, form: str, folded: str) -> str:
        if form in MARKS:
            return '"'
        if form in _PUNCTUATION:
            return _PUNCTUATION[form]
        if not form.isalnum() and not any(map(str.isalnum, form)):
            return "." if form[0] in ".!?…" else "-" if form[0] in "-–—" else "~"
        if folded == "to" and self._cues.language == "en":
            return "t"
        if folded in self._closed:
            return self._closed[folded]
        if folded in self._marker_words:
            return "K"
        return self._cue_letter(form, folded) or self._open_letter(form, folded)

    def _cue_letter(self, form: str, folded: str) -> str:
        shape = self._cues.shapes.get(folded, "")
        if self._cues.language == "ru" and folded in self._cues.adjectives:  # уверен, of уверить and by itself
            return "J"
        is_title = form[0].isupper() and self._cues.language != "ru"
        if shape:
            # "United States", "Washington Post": capitalized base forms are names far more often than verbs.
            return "" if is_title and (shape == "I" or folded in self._cues.words["proper"]) else shape
        if folded in self._cues.nouns:
            return "" if is_title else "M"
        if folded in self._cues.adjectives:
            return "" if is_title else "J"
        return ""

    def _open_letter(self, form: str, folded: str) -> str:
        plural = folded.endswith("s") and not folded.endswith(("ss", "us", "is", "'s"))
        if form[0].isdigit():
            return "n"
        if form[0].isupper():
            return "Z" if plural else "N"
        if self._cues.language == "ru":
            return "v" if folded in self._verbs else open_letter(folded, self._cues.words["mute"])
        if folded in self._verbs:
            return "v"
        if folded.endswith("ly") and len(folded) > 4:
            return "d"
        if folded.endswith("ing") and len(folded) > 5:
            return "g"
        if folded.endswith("ed") and len(folded) > 4:
            return "e"
        if folded.endswith(_ADJECTIVES) and len(folded) > _MIN_ADJECTIVE:
            return "j"
        return "z" if plural else "o"


_ADJECTIVES = ("ous", "ful", "able", "ible", "less", "ical")
_MIN_ADJECTIVE = 5  # letters; "table" and "able" are no such adjectives
