"""Heads of lexicons: all but lists and entries, which are read when a document of the language comes."""

from dataclasses import replace
from pathlib import Path

import pytest
from lexicon_cases import find, write_lexicon

from framing import shipped
from framing.errors import LexiconError
from framing.lexicon import read_lexicon, read_lexicon_head


@pytest.mark.parametrize("path", shipped.find_lexicon_paths().values(), ids=lambda path: path.stem)
def test_the_head_is_the_lexicon_without_lists_and_entries(path: Path) -> None:
    """Everything else, lines included, is as in the whole lexicon."""
    whole = read_lexicon(path)
    assert whole.entries
    assert read_lexicon_head(path) == replace(whole, lists=(), entries=(), is_head=True)


def write(folder: Path, *entries: str) -> Path:
    return write_lexicon(folder, "categories:\n  a:\n    title: A\n    entries:\n" + "".join(entries))


def test_entries_of_a_language_without_documents_are_not_read(tmp_path: Path) -> None:
    """A fault in the entries is told when the first document of the language comes."""
    head = read_lexicon_head(write(tmp_path, "      - 'nosuch:word'\n"))
    assert len(find([head], ["Слово."], language="ru")[0]) == 0
    with pytest.raises(LexiconError, match=r"test-en\.yaml:9: .*unknown prefix"):
        find([head], ["A word."])


def test_a_file_that_changes_under_a_run_is_refused(tmp_path: Path) -> None:
    """Hits of other entries than those of the digest in the report are never counted."""
    head = read_lexicon_head(write(tmp_path, "      - word\n"))
    assert len(find([head], ["A word."])[0]) == 1
    write(tmp_path, "      - word\n", "      - other\n")
    with pytest.raises(LexiconError, match="was changed"):
        find([head], ["A word."])
