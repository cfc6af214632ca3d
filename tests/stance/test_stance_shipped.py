from pathlib import Path

import pytest

from framing.run import read_measurements
from framing.shipped import find_cue_paths, find_model_dirs
from framing.stance import StanceModel, evaluate_model, load_model, read_labels, verify_model
from framing.text import Tokenizer
from framing.voice import VoiceTagger

DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not (DATA / "newsmtsc-dev-rw.jsonl.gz").exists(), reason="NewsMTSC is not here")


@pytest.fixture(scope="module")
def model() -> StanceModel:
    return load_model(find_model_dirs()["stance-en"])


def test_the_shipped_model_is_sound_and_small() -> None:
    """The shipped model passes every check, and its folder holds less than 8 MB."""
    folder = find_model_dirs()["stance-en"]
    assert verify_model(folder) == []
    assert sum(path.stat().st_size for path in folder.iterdir()) < 8_000_000


@needs_data
@pytest.mark.parametrize(("part", "floor"), [("newsmtsc-dev-rw", 0.73), ("newsmtsc-dev-mt", 0.67)])
def test_figures_on_news_do_not_sink(model: StanceModel, part: str, floor: float) -> None:
    """Macro-F1 on both development parts stays above its floor."""
    labels = read_labels(DATA / f"{part}.jsonl.gz")
    result = evaluate_model(
        model, labels, tokenize=Tokenizer().tokenize, attribute=VoiceTagger(find_cue_paths()).find_quotations
    )
    assert result.macro_f1 >= floor
    assert result.calibration_error <= 0.1


def test_published_figures_are_those_of_the_model(model: StanceModel) -> None:
    """What pages and `framing doctor` say of the shipped model stands in its evaluation."""

    def write(value: float) -> str:
        return f"{value:.2f}".lstrip("0")

    said = [one for one in read_measurements() if one.part == "stance"]
    for name, place in (
        ("newsmtsc-dev-rw", 0),
        ("newsmtsc-dev-mt", 0),
        ("stance-en-test", 1),
        ("stance-en-articles-test", 2),
    ):
        stored, figure = model.evaluation[name], said[place].figure
        low, high = stored["macro_f1_interval"]
        assert f"{write(stored['macro_f1'])} (interval {write(low)} to {write(high)})" in figure
        assert f"{stored['n']:,}" in said[place].measured_on
        if place:
            assert (
                f"accuracy {write(stored['accuracy_covered'])} on the {stored['coverage']:.0%}".replace("%", " %")
                in figure
            )
