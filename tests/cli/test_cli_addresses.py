"""Commands that read a run folder at an address say what they say of one on this machine."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from framing.cli.app import app

ARTICLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
ADDRESS = "memory://commands/run"
DOCUMENT = "northgate-wire/2025-03-05"  # stands in one id


def call(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A run folder on this machine, and the same at an address."""
    run_dir = str(tmp_path_factory.mktemp("runs") / "run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for out in (run_dir, ADDRESS):
            call("run", str(ARTICLES), "--out", out, "--quiet", "--jobs", "1")
    yield run_dir
    fsspec.filesystem("memory").rm("/commands", recursive=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "{run}", "{document}"),
        ("show", "{run}", "{document}", "--json"),
        ("show", "{run}", "{document}", "--html", "--out", "page.html"),
        ("transfers", "{run}", "--json"),
        ("diffusion", "{run}", "--category", "russophobia", "--json"),
        ("diffusion", "{run}", "--pattern", "russophob*"),
        ("drift", "{run}", "--json"),
        ("labels", "sample", "{run}", "--n", "5", "--out", "sample.jsonl"),
        ("lexicon", "check", "loaded-language-en", "--run", "{run}", "--json"),
        ("export", "{run}", "tables", "--format", "jsonl", "--json"),
        ("export", "{run}", "tables", "--format", "xlsx", "--table", "stances"),
        ("score", "{run}", "--lexicon", "loaded-language-en", "--json"),
        ("report", "{run}", "--pages", "packed", "--json"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_a_command_reads_a_run_at_an_address(
    here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """What is printed and written is the same but for the name of the run."""
    said = []
    for number, run in enumerate((here, ADDRESS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        printed = call(*(argument.format(run=run, document=DOCUMENT) for argument in arguments))
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        said.append((printed.replace(run, "RUN"), files))
    assert said[0] == said[1]


def test_pages_and_tables_are_written_to_addresses(here: str, tmp_path: Path) -> None:
    """`show --html --out` and `export` take one; `train` and `labels sample` say that they do not."""
    call("show", here, DOCUMENT, "--html", "--out", "memory://commands/page.html")
    call("export", ADDRESS, "memory://commands/tables", "--table", "hits")
    assert {"/commands/page.html", "/commands/tables/hits.csv"} <= set(fsspec.filesystem("memory").find("/commands"))
    done = CliRunner().invoke(app, ["labels", "sample", here, "--out", "memory://commands/sample.jsonl"])
    assert "memory://commands/sample.jsonl: this is not written at addresses" in str(done.exception)
