"""What tests of several rooms share: the example articles, the shared data where it is, loaded instruments."""

from pathlib import Path

import hypothesis
import pytest

# The first example of a test may load word lists or compile patterns; what takes how long is for benchmarks to say.
hypothesis.settings.register_profile("framing", deadline=None)
hypothesis.settings.load_profile("framing")

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example articles."""
    return TOP / "examples" / "articles"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of annotated articles beside the checkout; tests that need it are skipped without it."""
    folder = TOP.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside this checkout")
    return folder
