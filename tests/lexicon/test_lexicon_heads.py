"""Heads of lexicons: all but lists and entries, which are read when a document of the language comes."""

from dataclasses import replace
from pathlib import Path

import pytest

from framing import shipped
from framing.errors import LexiconError
from framing.lexicon import Matcher, read_lexicon, read_lexicon_head

HEAD = "format: 1\nname: {}\nversion: 1\nlanguage: en\ncategories:\n  a:\n    title: A\n    entries:\n"


@pytest.mark.parametrize("path", shipped.find_lexicon_paths().values(), ids=lambda path: path.stem)
def test_the_head_is_the_lexicon_without_lists_and_entries(path: Path) -> None:
    """Everything else, lines included, is as in the whole lexicon."""
    whole = read_lexicon(path)
    assert whole.entries
    assert read_lexicon_head(path) == replace(whole, lists=(), entries=(), is_head=True)


def test_entries_of_a_language_without_documents_are_not_read(tmp_path: Path) -> None:
    """A fault in the entries is told when the first document of the language comes."""
    path = tmp_path / "faulty.yaml"
    path.write_text(HEAD.format("faulty") + "      - 'nosuch:word'\n", encoding="utf-8")
    matcher = Matcher([read_lexicon_head(path)])
    matcher.prepare(["ru", "und"])
    with pytest.raises(LexiconError, match=r"faulty\.yaml:9: .*unknown prefix"):
        matcher.prepare(["ru", "en"])


def test_a_file_that_changes_under_a_run_is_refused(tmp_path: Path) -> None:
    """Hits of other entries than those of the digest in the report are never counted."""
    path = tmp_path / "changed.yaml"
    text = HEAD.format("changed") + "      - word\n"
    path.write_text(text, encoding="utf-8")
    matcher = Matcher([read_lexicon_head(path)])
    path.write_text(text + "      - other\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="was changed"):
        matcher.prepare(["en"])
