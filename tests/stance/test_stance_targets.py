import itertools
from pathlib import Path

import pytest

from framing.errors import LexiconError
from framing.shipped import find_target_path
from framing.stance import Targets, find_mentions, read_targets
from framing.stance.documents import make_documents
from framing.text import Tokenizer


def mentions(targets: Targets, text: str, language: str = "en") -> list[tuple[str, str]]:
    documents = make_documents([text], language)
    (found,) = find_mentions(documents, Tokenizer().tokenize(documents), targets, (language,))
    return [(targets.targets[match.owner].target_id, text[match.start : match.end]) for match in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys of Russia and Ukraine met.", [("russia", "Russia"), ("ukraine", "Ukraine")]),
        ("It lies west of the road.", []),
        ("The gap between the West and Moscow grew.", [("the-west", "the West"), ("russia", "Moscow")]),
        ("Clashes in the West Bank went on.", []),
        ("They told us that the US would pay.", [("usa", "the US")]),
        ("Russia’s neighbours", [("russia", "Russia")]),
        ("RUSSIAN FORCES WITHDREW", [("russian-army", "RUSSIAN FORCES")]),
        ("Kiev regime officials", [("ukraine", "Kiev regime")]),
        ("The Washington Post reported it.", []),
        ("Aides in Moscow slept.", []),
        ("MOSCOW, June 2. /Agency/. Moscow replied.", [("russia", "Moscow")]),
        ("Kyiv (Agency) - Rain fell.", []),
        ("Kyiv, it says, will reply.", [("ukraine", "Kyiv")]),
        ("the collective  West", [("the-west", "the collective  West")]),
    ],
)
def test_names_are_found(targets: Targets, text: str, expected: list[tuple[str, str]]) -> None:
    """The longest name wins, capitals count, exceptions take words away, possessive endings stay outside."""
    found = mentions(targets, text)
    assert [target for target, _ in found] == [target for target, _ in expected]
    assert [shown.removeprefix("the ") for _, shown in found] == [shown.removeprefix("the ") for _, shown in expected]


def test_russian_names_are_found_in_their_cases(targets: Targets) -> None:
    """Russian targets are found in oblique cases and by metonym."""
    found = mentions(targets, "В Кремле заявили, что ВСУ и страны Запада не ответили Украине.", "ru")
    assert [target for target, _ in found] == ["russia", "ukrainian-army", "the-west", "ukraine"]


def test_every_shipped_name_finds_its_target(targets: Targets) -> None:
    """Each name of the shipped file, put into a sentence, is a mention of its target."""
    assert len(targets.targets) >= 25
    for target in targets.targets:
        for language, names in target.aliases.items():
            for name in (*names, *target.cities.get(language, ())):
                written = name.replace("*", "").replace("?", "а")
                found = mentions(targets, f"x {written} x", language)
                assert (target.target_id, written) in found, (target.target_id, name, found)


def test_mentions_never_overlap(targets: Targets) -> None:
    """Characters belong to one mention at most."""
    text = "President Putin of Russia met Ukrainian President Zelensky, NATO leaders and the United States of America."
    documents = make_documents([text], "en")
    (found,) = find_mentions(documents, Tokenizer().tokenize(documents), targets, ("en",))
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    assert len(found) >= 5


GOOD = find_target_path().read_text(encoding="utf-8").split("targets:")[0]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("targets:\n  a: {title: A, en: [X]}\n  b:\n    title: B\n    en: [X]\n", r":\d+: targets\.b\.en\[0\]: 'X'"),
        ("targets:\n  a:\n    title: A\n    en: ['*']\n", r":\d+: .*match any word"),
        ("targets:\n  a:\n    title: A\n", r":\d+: targets\.a: no names"),
        ("targets:\n  A b:\n    title: A\n    en: [X]\n", r":\d+: .*lower-case"),
        ("targets:\n  a:\n    title: A\n    fr: [X]\n", r":\d+: targets\.a\.fr: "),
        ("targets:\n  a:\n    title: A\n    en: [X]\n    except: {fr: [Y]}\n", r":\d+: .*language 'fr'"),
        ("targets:\n  a: {title: A, en: [X]}\n  a: {title: A, en: [Y]}\n", r":\d+: targets\.a: key stands twice"),
    ],
)  # fmt: skip
def test_complaints_name_file_and_line(tmp_path: Path, body: str, message: str) -> None:
    """A wrong target file is refused with file, line and what is allowed."""
    path = tmp_path / "targets.yaml"
    path.write_text(GOOD + body, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        read_targets(path)
