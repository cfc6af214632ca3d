"""Tests of which speakers count as named."""

import pytest

from framing.report.speakers import is_named


@pytest.mark.parametrize(
    "speaker",
    [
        "Ann Lee",
        "the Union",
        "White House",
        "The Lee administration",
        "foreign ministry of Russia",
        "Club for Bridges",
        "State Department",
        "The US",
        "Adel al-Lee",
        "Ursula von der Novak",
        "D’Arcy O'Neil-Lee",
        "J. T. McLee",
        "Анна Новак",
        "Ли",
        "МИД России",
        "Министерство обороны",
        "пресс-служба Кремля",
    ],
)
def test_people_and_institutions_are_named(speaker: str) -> None:
    """Persons and institutions count, in Latin and Cyrillic letters, with the small words inside their names."""
    assert is_named(speaker)


@pytest.mark.parametrize(
    "speaker",
    [
        None,
        "",
        "—",
        "he",
        "They",
        "the engineer",
        "The move",
        "Protests",
        "Five",
        "direct",
        "years of U.S.",
        "praise Lee's bridge",
        "U.S. help on the bridge",
        "Lee’s lawyers",
        "LeeLee",
        "Novak2020 Senators",
        "The administration",
        "Ann Novak Paul NovakSenators",
        "WATCH Lee",
        "Meet Ann Lee",
        "FILE PHOTO",
        "Council opens a new bridge Senators",
        "Bank of the Union of the Roads of Peru",
        "A B C D E F G H I Lee",
        "Эксперты",
        "Министр обороны",
        "который",
    ],
)
def test_common_words_and_headlines_name_nobody(speaker: str | None) -> None:
    """Capitals of sentences and headlines, groups of unnamed people and names run together do not count."""
    assert not is_named(speaker)
