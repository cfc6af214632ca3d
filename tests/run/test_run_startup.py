"""What a short run loads."""

import subprocess
import sys
from pathlib import Path

import pytest

LARGE = {"nltk", "pandas", "py3langid", "scipy", "simplemma", "sklearn", "skops", "trafilatura"}
TEXTS = {
    "en": "President Joe Biden was wrong, the senator said on Monday. Ukraine and NATO are lying, and the West is mad.",
    "ru": "Президент Владимир Путин был не прав, сказал сенатор в понедельник. Это русофобия, и Украина лжёт об этом.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_one_article_loads_no_large_library(tmp_path: Path, language: str) -> None:
    """Arrays suffice for hits, intervals and stances: what takes a second to load stays out."""
    article = tmp_path / "article.txt"
    article.write_text(TEXTS[language] * 3, encoding="utf-8")
    code = (
        f"import sys; sys.argv = ['framing', 'run', {str(article)!r}, '--out', {str(tmp_path / 'run')!r}, '--json']\n"
        "from framing.cli import main\n"
        "main()\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counts, _, loaded = done.stdout.partition("LOADED")
    assert '"stances": 0' not in counts or language == "ru"
    assert set(loaded.split()) & LARGE == set()


def test_every_name_of_the_door_opens() -> None:
    """Names that are loaded when they are asked for are all there."""
    import framing.lexicon
    import framing.run

    for room in (framing.run, framing.lexicon):
        assert [name for name in room.__all__ if not hasattr(room, name)] == []
    with pytest.raises(ImportError):
        from framing.run import nothing_of_that_name  # noqa: F401
