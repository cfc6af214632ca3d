"""Where the shipped lexicons and models are: in the installed package, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def find_shipped_dir(name: str) -> Path:
    """The folder `lexicons` or `models` that ships with this installation.

    An installed wheel holds it as `framing/data/<name>`; a checkout holds it beside `pyproject.toml`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    installed = _PACKAGE / "data" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"the shipped folder {name!r} is missing; reinstall framing-analysis")


def find_lexicon_paths() -> dict[str, Path]:
    """Shipped lexicons by name: those of every run, then those that are used when they are named."""
    folder = find_shipped_dir("lexicons") / "optional"
    return find_default_lexicon_paths() | {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find_default_lexicon_paths() -> dict[str, Path]:
    """Shipped lexicons that a run uses when none is named, by name, in order of name."""
    return {path.stem: path for path in sorted(find_shipped_dir("lexicons").glob("*.yaml"))}


def find_cue_paths() -> dict[str, Path]:
    """Shipped reporting cues by language code."""
    return {path.stem: path for path in sorted((find_shipped_dir("lexicons") / "cues").glob("*.yaml"))}


def find_target_path() -> Path:
    """The shipped list of stance targets."""
    return find_shipped_dir("lexicons") / "targets" / "default.yaml"


def find_word_class_paths() -> dict[str, Path]:
    """Shipped word classes that stance features are made from, by language code."""
    folder = find_shipped_dir("lexicons") / "targets"
    return {path.stem.removeprefix("words-"): path for path in sorted(folder.glob("words-*.yaml"))}


def find_measurements_path() -> Path:
    """The shipped figures on how well each part did."""
    return find_shipped_dir("lexicons") / "measured" / "measurements.yaml"


def find_category_measurements_path() -> Path:
    """The shipped figures on what each category of the lexicons scored."""
    return find_shipped_dir("lexicons") / "measured" / "categories.csv"


def find_model_dirs() -> dict[str, Path]:
    """Shipped model folders by name."""
    return {path.parent.name: path.parent for path in sorted(find_shipped_dir("models").glob("*/manifest.json"))}
