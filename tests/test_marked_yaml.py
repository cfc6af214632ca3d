"""YAML files of people are read with their lines, and hostile ones are refused in one line."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from framing.errors import LexiconError
from framing.marked_yaml import MarkedYaml


class Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    weights: dict[str, float] = {}


def read(tmp_path: Path, text: str) -> MarkedYaml:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return MarkedYaml(path, LexiconError)


def test_scalars_stay_text(tmp_path: Path) -> None:
    """Words that YAML 1.1 takes for booleans or numbers stay as they were written."""
    assert read(tmp_path, "words: [no, off, yes, 007, 1e3, ~]").data == {
        "words": ["no", "off", "yes", "007", "1e3", "~"]
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\nb: 2\na: 3\n", ":3: a: key stands twice, first on line 1"),
        ("a: &x [1]\nb: *x\n", ":2: aliases (*x) are not allowed"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":2: aliases"),
        ("[" * 50_000, "nested deeper than 50 levels"),
        ("a: [1\nb: 2\n", "not valid YAML"),
        ("a: \x00\n", "not valid YAML"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    """Each fault is one line with the file, and the line where there is one."""
    with pytest.raises(LexiconError) as refused:
        read(tmp_path, text)
    assert wanted in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("weights: {}\n", ":1: name: is missing; write this key"),
        ("name: x\nweight: {}\n", ":2: weight: is not a key that is read here"),
        ("name: x\nweights:\n  a: 1\n  b: heavy\n", ":4: weights.b: Input should be a valid number"),
        ("[]\n", ":1: file: must hold `key: value` lines"),
    ],
)
def test_a_fault_names_its_line_and_path(tmp_path: Path, text: str, wanted: str) -> None:
    """What does not fit the model is told with line, path and mend."""
    with pytest.raises(LexiconError, match=r"file\.yaml") as refused:
        read(tmp_path, text).validate(Fields)
    assert wanted in str(refused.value)
