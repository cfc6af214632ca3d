from pathlib import Path

from invented_sentences import attribute_nothing

from framing.stance import Labels, Settings, WordClasses, WordVectors, train_model
from framing.text import Tokenizer


def test_progress_never_goes_back(labels: Labels, vectors: WordVectors, classes: WordClasses, tmp_path: Path) -> None:
    """Every step of training is told, in order, and with how many trials of it are done."""
    told: list[tuple[str, int, int]] = []
    train_model(
        labels,
        tmp_path / "m",
        "m",
        tokenize=Tokenizer().tokenize,
        attribute=attribute_nothing,
        vectors=vectors,
        classes=classes,
        settings=Settings(mention_penalties=(0.02, 0.05)),
        progress=lambda *step: told.append(step),
    )
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert len({of for _, _, of in told}) == 1
    assert [what for what, _, _ in told if "cross" in what] == [f"cross-validation, {n} of 2" for n in (1, 2)]
    assert told[0][0] == "tokens"
    assert told[-1][0] == "figures and files"
