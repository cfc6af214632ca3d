"""Datelines: the place, date and agency that agencies put before the first sentence."""

import re

import numpy as np
from numpy.typing import NDArray

from framing.text.layout import Layout

# A dateline opens the text after at most a headline, a subheading and a byline.
_N_PARAGRAPHS = 5
_LONGEST = 150

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_RU = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}\.?"
_YEAR = r"(?:,? \d{4}(?: ?(?:г\.|года))?)?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|\d{{1,2}} {_MONTH_RU}){_YEAR}"
_NAME = r"[A-ZА-ЯЁІЇЄ][\w'’.-]{1,25}"
_NAMES = rf"{_NAME}(?:[ /]{_NAME}){{0,3}}"
_PLACE = rf"{_NAMES}(?:, {_NAMES})?"
_CAPITALS = r"[A-ZА-ЯЁІЇЄ][A-ZА-ЯЁІЇЄ'’.-]{2,25}"
_CAPITAL_PLACE = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,3}}(?:, {_NAMES})?"
_AGENCY = r"(?:/[^/\n]{2,30}/\.?|\([^()\n]{2,40}\)\.?)"
_DASH = r"(?:--|[—–―-])"
_AGENCY_NAME = (
    r"(?:РИА Новости(?: [А-Я]\w{2,12})?|ИА [«\w .»]{2,20}|Интерфакс(?:-\w+)?"
    r"|Interfax(?:-\w+)?|RIA Novosti|Reuters|[A-ZА-ЯЁ]{2,9})"
)

_DATELINE = re.compile(
    rf"(?:{_PLACE}[.,] {_DATE}[.,]?(?: ?{_DASH})? ?(?:{_AGENCY}|{_AGENCY_NAME}[.,])(?:[ \t]*{_DASH})?"
    rf"|{_PLACE}[.,] {_DATE}\.?[ \t]*{_DASH}"
    rf"|{_PLACE} ?{_AGENCY}[ \t]*{_DASH}"
    rf"|{_CAPITAL_PLACE}[.,]?[ \t]*{_DASH}(?=[\s])"
    rf"|\([A-Z][\w .&/-]{{1,30}}\)[ \t]*{_DASH}"
    rf"|{_CAPITAL_PLACE},? ?{_AGENCY}"
    rf"|{_CAPITAL_PLACE}, {_DATE}\.?"
    r")\s?"
)


def find_datelines(layout: Layout, paragraph_starts: NDArray[np.intp]) -> dict[int, int]:
    """Ends of the datelines of a batch: by the token that opens the dateline, the first token after it.

    Args:
        layout: the tokens of the batch.
        paragraph_starts: numbers of the tokens that begin a paragraph.
    """
    first_of_document = np.searchsorted(paragraph_starts, layout.document_offsets[:-1])
    ends_of_document = np.searchsorted(paragraph_starts, layout.document_offsets[1:])
    datelines: dict[int, int] = {}
    # Without its line feed, so that a dateline ends where its document does.
    text_ends = np.append(layout.text_starts[1:] - 1, len(layout.text))[: len(layout.text_starts)].tolist()
    bounds = zip(first_of_document.tolist(), ends_of_document.tolist(), text_ends, strict=True)
    for first, end, text_end in bounds:
        tokens = paragraph_starts[first : min(end, first + _N_PARAGRAPHS)]
        for token, start in zip(tokens.tolist(), layout.start[tokens].tolist(), strict=True):
            found = _DATELINE.match(layout.text, start, min(start + _LONGEST, text_end))
            if found:
                # A token is a character at least. (To search all tokens for a plain number would copy them.)
                near = layout.start[token : token + _LONGEST + 1]
                datelines[token] = token + int(np.searchsorted(near, found.end()))
    return datelines
