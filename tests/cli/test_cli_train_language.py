"""`framing train --language`: models of Russian, which has word classes but no vectors."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from framing.cli.app import app
from framing.errors import InputError
from framing.run import train

RUSSIAN = Path(__file__).parents[2] / "examples" / "labels" / "stance-ru-train.jsonl"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Russian model."""
    folder = tmp_path_factory.mktemp("ru") / "stance-ru"
    train(RUSSIAN, folder, language="ru")
    return folder


def test_a_russian_model_reads_russian(model: Path, tmp_path: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["languages"] == ["ru"]
    figures = manifest["figures"]
    assert figures["macro_f1"] > 0.5  # .36 is always the commonest label
    (tmp_path / "a.txt").write_text("Россия обстреляла мирный город. Украина передала помощь.", encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "Russia shelled a peaceful city, the report of the ministry says.", encoding="utf-8"
    )
    done = CliRunner().invoke(
        app,
        [
            "run",
            str(tmp_path / "a.txt"),
            str(tmp_path / "b.txt"),
            "--model",
            str(model),
            "--out",
            str(tmp_path / "run"),
        ],
    )
    assert done.exit_code == 0, done.output
    reports = {
        path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "run" / "articles").glob("*.json")
    }
    assert [name for name, report in reports.items() if report["stances"]] == ["a"]


def test_the_language_is_continued(model: Path, tmp_path: Path) -> None:
    again = train(RUSSIAN, tmp_path / "again", continue_from=str(model))
    assert again.languages == ("ru",)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="languages: en, ru"):
        train(RUSSIAN, tmp_path / "xx", language="xx")


def test_english_vectors_are_not_used_for_russian(model: Path) -> None:
    assert (model / "vectors.npz").stat().st_size < 5_000
