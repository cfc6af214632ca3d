"""`reports/example` shows what a run writes now."""

import os
from pathlib import Path

import pytest

from framing.run import RunPlan, run_corpus

EXAMPLE = Path(__file__).parents[2] / "reports" / "example"
ARTICLE = Path("examples/articles/vostok-press/2025-02-11-romance-festival-almaty.txt")


def test_the_example_report_is_a_fresh_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept pages equal those of a fresh run; FRAMING_UPDATE_GOLDEN=1 writes them anew after a deliberate change."""
    monkeypatch.chdir(Path(__file__).parents[2])
    run_corpus(RunPlan((str(ARTICLE),), tmp_path / "run"), lambda share, outcome: None, lambda note: None)
    others = {"run.json", "provenance.json"}
    found = [path for path in tmp_path.rglob("*") if path.suffix in {".html", ".json"} and path.name not in others]
    pages = sorted(path.relative_to(tmp_path / "run") for path in found)
    assert len(pages) == 3
    for page in pages:
        made = (tmp_path / "run" / page).read_text(encoding="utf-8")
        if os.environ.get("FRAMING_UPDATE_GOLDEN"):
            (EXAMPLE / page).parent.mkdir(parents=True, exist_ok=True)
            (EXAMPLE / page).write_text(made, encoding="utf-8")
        assert made == (EXAMPLE / page).read_text(encoding="utf-8"), f"{page}: see this test's docstring"
