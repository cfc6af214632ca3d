from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.dates import find_date_in_name, parse_date


@pytest.mark.parametrize(
    "value",
    [
        "2025-06-02",
        "20250602",
        20250602,
        "2025-06-02 00:00:00",
        "June 2, 2025",
        "june 2 2025",
        "Jun. 2, 2025",
        "Monday, June 2, 2025 10:30 AM",
        "2 June 2025",
        "2nd June 2025",
        "2 июня 2025",
        "2 июня 2025 г., 10:30",
        "2 червня 2025",
        "02.06.2025",
        "2.6.2025 10:30",
        "2025/06/02",
        date(2025, 6, 2),
        datetime(2025, 6, 2),
    ],
)
def test_ways_to_write_a_day(value):
    """A day is read in each way that has one meaning only."""
    assert parse_date(value) == "2025-06-02"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-06-02T10:30:00Z", "2025-06-02T10:30:00+00:00"),
        ("2025-06-02 10:30:00 UTC", "2025-06-02T10:30:00+00:00"),
        ("2025-06-02T10:30:00+03:00", "2025-06-02T10:30:00+03:00"),
        ("Mon, 02 Jun 2025 10:30:00 +0300", "2025-06-02T10:30:00+03:00"),
        ("02 Jun 2025 10:30:00 GMT", "2025-06-02T10:30:00+00:00"),
        (1748860200, "2025-06-02T10:30:00+00:00"),
        (1748860200.0, "2025-06-02T10:30:00+00:00"),
        ("1748860200", "2025-06-02T10:30:00+00:00"),
        (1748860200123, "2025-06-02T10:30:00+00:00"),
        (datetime(2025, 6, 2, 10, 30, tzinfo=UTC), "2025-06-02T10:30:00+00:00"),
    ],
)
def test_times_are_kept_with_their_zone(value, expected):
    """A time other than midnight stays, and so does its zone; numbers are seconds or milliseconds since 1970."""
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    "value",
    ["05/06/2026", "25/12/2025", "9/20/17", "June 2", "2025", "2025-06", 2025, "31.02.2025", "13.13.2025", "yesterday",
     "", "0001-01-01", None, True, "NaT", "2 foo 2025", "10:30", "9" * 40, ["2025-06-02"], float("nan")],
)  # fmt: skip
def test_what_could_mean_two_days_or_none_is_not_read(value):
    """Days and months by slashes, dates without year or day, and impossible dates give none."""
    assert parse_date(value) is None


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.from_regex(r"[0-9.:/ -]{8,25}", fullmatch=True)))
def test_any_value_gives_a_date_or_none(value):
    """No value breaks the reading, and what comes back can be read as ISO 8601 again."""
    found = parse_date(value)
    assert found is None or 1500 <= datetime.fromisoformat(found).year <= 2100


@settings(max_examples=100)
@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2100, 12, 31)))
def test_iso_dates_stay_as_they_are(day):
    """Reading is the identity on ISO dates."""
    assert parse_date(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize("value", ["3026-01-01", "2101-01-01T10:00:00", "1 June 3026", date(3026, 1, 1), date(1, 1, 1)])
def test_years_of_no_newspaper_are_no_dates(value):
    """A slip of a digit must not make a month of the year 3026."""
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("press/2025-06-02-grain-talks", "2025-06-02"),
        ("grain_2025-06-02", "2025-06-02"),
        ("2025-06-02/grain", None),
        ("from-2025-06-02-to-2025-06-09", None),
        ("2025-13-02-grain", None),
        ("12025-06-02", None),
    ],
)
def test_a_date_in_a_file_name(name: str, date: str | None) -> None:
    """The one ISO date in a file's own name is its date when the article gives none; of several, none is."""
    assert find_date_in_name(name) == date
