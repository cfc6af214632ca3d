"""Dates as newspapers and databases write them, as ISO 8601; what can be read in two ways is not read."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января янв січня",
            "february feb февраля фев февр лютого",
            "march mar марта мар березня",
            "april apr апреля апр квітня",
            "may мая травня",
            "june jun июня июн червня",
            "july jul июля июл липня",
            "august aug августа авг серпня",
            "september sep sept сентября сен сент вересня",
            "october oct октября окт жовтня",
            "november nov ноября ноя нояб листопада",
            "december dec декабря дек грудня",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_WEEKDAY = r"(?:[^\W\d_]+\.?,?\s+)?"
_TIME = r"(?:\s*(?:г\.|года|року))?(?:[\s,|–—-]+(?:at\s+|в\s+|о\s+)?\d{1,2}[:.]\d\d.{0,20})?"
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTH})\.?,?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.](\d{{1,2}})[/.](\d{{1,2}}){_TIME}")
_MAIL = re.compile(r"(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?|Z)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?")
_YEARS = range(1500, 2101)  # earlier ones are the zero dates of databases, later ones slips such as 3026
_ISO_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")


def parse_date(value: Any) -> str | None:
    """An ISO 8601 date, or date and time where a time other than midnight is known; None where unsure.

    Read are ISO 8601, `June 2, 2025`, `2 June 2025`, `2 июня 2025`, `02.06.2025` (day first), `2025/06/02`,
    the dates of mail and feeds, and seconds or milliseconds since 1970 (in UTC). Never read is
    `05/06/2026`, which means May in one country and June in another, nor a date without a year.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime):
        return _write(value)
    if isinstance(value, date):
        return value.isoformat() if value.year in _YEARS else None
    text = " ".join(str(value).split())
    if not 8 <= len(text) <= 60:
        return None
    if _NUMBER.fullmatch(text):
        return _from_epoch(float(text))
    return _from_iso(text) or _from_mail(text) or parse_written_date(text)


def parse_written_date(text: str) -> str | None:
    """The date that a whole text is, written with the month's name or the day, month and year by dots."""
    if found := _MONTH_FIRST.fullmatch(text):
        return _make(found[3], str(_MONTHS[found[1].lower()]), found[2])
    if found := _DAY_FIRST.fullmatch(text):
        return _make(found[3], str(_MONTHS[found[2].lower()]), found[1])
    if found := _DOTTED.fullmatch(text):
        return _make(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return _make(found[1], found[2], found[3])
    return None


def find_date_in_name(name: str) -> str | None:
    """The one ISO date in the last part of a file's path, `press/2025-06-02-grain-talks`; None for none or several."""
    found = _ISO_IN_NAME.findall(name.rsplit("/", 1)[-1])
    return _make(*found[0]) if len(found) == 1 else None


def make_date(year: str, month: str, day: str) -> str | None:
    """The date of a year, a month's name and a day; None where there is no such day."""
    return _make(year, str(_MONTHS[month.lower()]), day)


def _make(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _from_iso(text: str) -> str | None:
    if not text[:4].isdecimal():
        return None
    try:
        return _write(datetime.fromisoformat(text.replace(" UTC", "+00:00")))
    except ValueError:
        return None


def _from_epoch(seconds: float) -> str | None:
    if seconds >= 1e11:  # milliseconds: as seconds this would lie after the year 5000
        seconds /= 1000
    try:
        return _write(datetime.fromtimestamp(seconds, UTC).replace(microsecond=0))
    except (ValueError, OverflowError, OSError):
        return None


def _from_mail(text: str) -> str | None:
    if not _MAIL.fullmatch(text):
        return None
    try:
        return _write(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None


def _write(moment: datetime) -> str | None:
    if moment.year not in _YEARS:
        return None
    is_day = moment.tzinfo is None and (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if is_day else moment.isoformat()
