"""The language of an article: as given, or guessed from its letters and commonest words."""

import re
from typing import Any

_SAMPLE = 1200  # characters in which the words decide
# Characters in which they decide where those did not, as in lists of names, and then py3langid, which is slow to load.
_LONG_SAMPLE = 2000
_MIN_LETTERS = 20
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = "\u2019\u201c\u201d\u2014\u2013\u2018\u2026\u00a0\u2022"  # often all in an English text that is not ASCII
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_CYRILLIC = re.compile("[а-ԯ]+")
# Words that these languages use all the time; the letters tell them from their neighbours.
_ENGLISH_WORDS = "the of and that with for was were which would from have has had their they this by said"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_RUSSIAN_WORDS = (
    "в на с а у о через и что не как это его или из был была были от для по при также который которые только к"
)
_RUSSIAN = frozenset(_RUSSIAN_WORDS.split())
_UKRAINIAN_WORDS = (
    "в на з а до через і та що не як це його або із був була були від для за при також який які тільки й у"
)
_UKRAINIAN = frozenset(_UKRAINIAN_WORDS.split())
_ENOUGH = 0.06  # share of words; prose has about 0.2
_NOT_RUSSIAN = re.compile("[ѐђ-ԯ]")  # all Cyrillic letters but the Russian ones
_UKRAINIAN_LETTERS = re.compile("[іїєґ]")
_RUSSIAN_LETTERS = re.compile("[ыэё]")
_LETTERS_OF = (("uk", "їєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "јљњђћџ"), ("kk", "ғқңәөұүһ"))
_FEW = 0.004  # share of letters: a foreign name or two

_NAMES = {
    "eng": "en", "english": "en", "rus": "ru", "russian": "ru", "русский": "ru", "ukr": "uk", "ukrainian": "uk",
    "deu": "de", "ger": "de", "german": "de", "fra": "fr", "fre": "fr", "french": "fr", "spa": "es", "spanish": "es",
    "ita": "it", "italian": "it", "por": "pt", "portuguese": "pt", "pol": "pl", "polish": "pl", "bul": "bg",
    "bulgarian": "bg", "srp": "sr", "serbian": "sr", "bel": "be", "belarusian": "be", "kaz": "kk", "kazakh": "kk",
    "tur": "tr", "turkish": "tr", "zho": "zh", "chi": "zh", "chinese": "zh", "ara": "ar", "arabic": "ar",
    "hin": "hi", "hindi": "hi", "nld": "nl", "dut": "nl", "dutch": "nl", "ces": "cs", "cze": "cs", "czech": "cs",
}  # fmt: skip


def read_language(value: Any) -> str | None:
    """The two-letter code that a value of people means (`en`, `en-US`, `eng`, `English`); None where unclear."""
    if not isinstance(value, str):
        return None
    name = re.split(r"[-_]", value.strip().lower())[0]
    if name == "und":
        return None
    return name if re.fullmatch("[a-z]{2}", name) else _NAMES.get(name)


def guess_language(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of the text's language; `und` with fewer than 20 letters.

    English, Russian and Ukrainian prose is known by letters and function words; all else goes to py3langid.

    Args:
        text: the article.
        hint: the code that its page declares, believed where the words do not decide.
    """
    for length in (_SAMPLE, _LONG_SAMPLE):
        sample = text[:length].lower()
        words = _find_words(sample)
        n_in_words = sum(map(len, words))
        if n_in_words < _MIN_LETTERS:
            return hint or "und"
        if language := _find_surely(sample, words, n_in_words):
            return language
    return hint or _classify(text[:_LONG_SAMPLE])


def _find_words(sample: str) -> list[str]:
    """The runs of letters in lower case."""
    if not sample.isascii():
        for mark in _MARKS:
            sample = sample.replace(mark, " ")
        if not sample.isascii():
            return _WORD.findall(sample)
    return sample.translate(_NO_LETTERS).split()  # takes less than half the time of the pattern


def _find_surely(sample: str, words: list[str], n_in_words: int) -> str | None:
    enough = max(3.0, _ENOUGH * len(words))
    n_letters = 0 if sample.isascii() else _count(_CYRILLIC, sample)
    n_others = n_in_words - n_letters
    if n_others > 3 * n_letters:
        return "en" if sum(map(_ENGLISH.__contains__, words)) >= enough else None
    if n_letters < max(_MIN_LETTERS, n_others):
        return None
    few = max(1.0, _FEW * n_letters)
    n_russian_letters = len(_RUSSIAN_LETTERS.findall(sample))
    if n_russian_letters > few and len(_NOT_RUSSIAN.findall(sample)) <= few:
        return "ru" if sum(map(_RUSSIAN.__contains__, words)) >= enough else None
    if n_russian_letters <= few < len(_UKRAINIAN_LETTERS.findall(sample)):
        return "uk" if sum(map(_UKRAINIAN.__contains__, words)) >= enough else None
    return None


def _count(letters: re.Pattern[str], sample: str) -> int:
    return sum(map(len, letters.findall(sample)))


def _classify(sample: str) -> str:
    import py3langid

    language = str(py3langid.classify(sample)[0])
    if language not in ("ru", "uk", "bg", "mk", "sr", "be", "kk", "ky", "mn"):
        return language
    # Neighbours in one script: their own letters outweigh the model, which hears Russian too often.
    n_letters = max(1, _count(_CYRILLIC, sample.lower()))
    for code, letters in _LETTERS_OF:
        if sum(sample.lower().count(letter) for letter in letters) > _FEW * n_letters:
            return language if language in ("ky", "mn") and code == "kk" else code
    return language
