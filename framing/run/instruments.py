"""What a run measures with: tokenizer, voice tagger, lexicons, targets, stance model; and their keys."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import framing.lexicon
import framing.stance
import framing.text
import framing.voice
from framing import shipped
from framing.errors import LexiconError, ModelError

MAX_TYPES = 150_000
VOICE, LEXICON, STANCE, REPORT = STAGES = ("voice", "lexicon", "stance", "report")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lexicons, model, targets and cues a run uses; names or paths, as the user gives them."""

    lexicons: tuple[str, ...] = ()  # none: the shipped ones outside lexicons/optional
    model: str | None = None  # None: the default model; "none": no stance
    targets: str | None = None  # None: the shipped list


def resolve_choice(choice: Choice) -> Choice:
    """The same choice with files and folders by absolute path, so that it holds from any working folder."""

    def resolve(name: str) -> str:
        return str(Path(name).resolve()) if Path(name).exists() else name

    model = choice.model or _name_promoted()
    return Choice(
        tuple(name if _is_shipped(name) else resolve(name) for name in choice.lexicons),
        model if model in shipped.find_model_dirs() else model and resolve(model),
        choice.targets and resolve(choice.targets),
    )


@dataclass(frozen=True, slots=True)
class Instruments:
    """The loaded instruments of one run."""

    tokenizer: framing.text.Tokenizer
    tagger: framing.voice.VoiceTagger
    lexicons: tuple[framing.lexicon.Lexicon, ...]
    matcher: framing.lexicon.Matcher
    targets: framing.stance.Targets
    model: framing.stance.StanceModel | None
    targets_sha256: str
    transfer_scopes: Mapping[str, str]  # by lexicon
    stage_keys: Mapping[str, str] = field(repr=False)


def load_instruments(choice: Choice) -> Instruments:
    """The instruments of a choice.

    Raises:
        LexiconError: a lexicon, cue or target file is missing or wrong.
        ModelError: the model folder is missing, changed or not to be trusted.
    """
    cue_paths = shipped.find_cue_paths()
    targets_path = find_targets(choice.targets)
    lexicons = tuple(map(_read_lexicon, find_lexicons(choice.lexicons)))
    refuse_double_names(lexicons)
    model_dir = find_model(choice.model)
    model = framing.stance.load_model(model_dir) if model_dir else None
    if model:
        framing.stance.refuse_other_units(model)
    return Instruments(
        # A corpus of any size meets new words for ever; a new vocabulary now and then keeps memory flat.
        tokenizer=framing.text.Tokenizer(max_types=MAX_TYPES),
        tagger=framing.voice.VoiceTagger(cue_paths),
        lexicons=lexicons,
        matcher=framing.lexicon.Matcher(lexicons),
        targets=framing.stance.read_targets(targets_path),
        model=model,
        transfer_scopes={lexicon.name: lexicon.transfers for lexicon in lexicons},
        targets_sha256=hashlib.sha256(targets_path.read_bytes()).hexdigest(),
        stage_keys=_make_stage_keys([*cue_paths.values()], lexicons, model, targets_path),
    )


def _read_lexicon(path: Path) -> framing.lexicon.Lexicon:
    # Tests hold the shipped lexicons to be right, so their entries can wait for an article of the language. Files of
    # users are read to the end, so that faults are told before the work begins.
    is_shipped = path in shipped.find_lexicon_paths().values()
    return framing.lexicon.read_lexicon_head(path) if is_shipped else framing.lexicon.read_lexicon(path)


def find_lexicons(names: Sequence[str]) -> list[Path]:
    """Paths of lexicons given by shipped name, file or folder; the default ones when none is given.

    The name `default` stands for the shipped lexicons that a run uses when none is named, `all` for all shipped ones.

    Raises:
        LexiconError: no shipped lexicon and no file has the name.
    """
    available = shipped.find_lexicon_paths()
    paths: list[Path] = []
    for name in names or ["default"]:
        path = Path(name)
        if name in available:
            paths.append(available[name])
        elif name in _GROUPS:
            paths.extend(_GROUPS[name]().values())
        elif path.is_dir():
            paths.extend(sorted(path.glob("*.yaml")))
        elif path.is_file():
            paths.append(path)
        else:
            raise LexiconError(f"{name}: no such lexicon; give a path, default, all, or one of {', '.join(available)}")
    return list(dict.fromkeys(paths))


_GROUPS = {"default": shipped.find_default_lexicon_paths, "all": shipped.find_lexicon_paths}


def _is_shipped(name: str) -> bool:
    return name in _GROUPS or name in shipped.find_lexicon_paths()


def find_targets(path: str | None) -> Path:
    """The file of stance targets; the shipped one for None."""
    return Path(path) if path else shipped.find_target_path()


def find_model(name: str | None) -> Path | None:
    """The folder of a model given by shipped name, path, or name in `./models`; the default for None; None for `none`.

    The default is the model that was promoted in the working folder, otherwise the shipped one.

    Raises:
        ModelError: there is no such model, or the promoted one is gone or changed.
    """
    if name == "none":
        return None
    available = shipped.find_model_dirs()
    if name is None:
        registry = framing.stance.Registry(Path())
        promoted = registry.read().model
        return registry.find_folder(promoted, available) if promoted else next(iter(available.values()), None)
    if name in available:
        return available[name]
    # An empty name would be the working folder.
    for folder in (Path(name), Path("models") / name):
        if name.strip() and folder.is_dir():
            return folder
    raise ModelError(
        f"{name or repr(name)}: no such model; give a folder or one of {', '.join(available) or '(none shipped)'}"
    )


def find_named(name: str) -> Path:
    """The folder of a model, as `find_model` finds it.

    Raises:
        ModelError: there is no such model.
    """
    folder = find_model(name)
    if folder is None:
        raise ModelError(f"{name}: names no model; give the name of a shipped model or a folder")
    return folder


def load_named(name: str) -> framing.stance.StanceModel:
    """A model by name or folder.

    Raises:
        ModelError: there is no such model, or it is faulty.
    """
    return framing.stance.load_model(find_named(name))


def _name_promoted() -> str | None:
    """The name or folder of the promoted model; None where there is none."""
    registry = framing.stance.Registry(Path())
    promoted = registry.read().model
    if promoted is None:
        return None
    folder = registry.find_folder(promoted, shipped.find_model_dirs())
    return promoted.place if promoted.is_shipped else str(folder)


def refuse_double_names(lexicons: Sequence[framing.lexicon.Lexicon]) -> None:
    """Refuse lexicons of one name, whose hits could not be told apart.

    Raises:
        LexiconError: with both files.
    """
    places: dict[str, Path] = {}
    for lexicon in lexicons:
        if lexicon.name in places:
            raise LexiconError(f"lexicon name {lexicon.name!r} stands in {places[lexicon.name]} and {lexicon.path}")
        places[lexicon.name] = lexicon.path


def _make_stage_keys(
    cue_paths: Sequence[Path],
    lexicons: Sequence[framing.lexicon.Lexicon],
    model: framing.stance.StanceModel | None,
    targets_path: Path,
) -> dict[str, str]:
    # A stage's key holds all that its rows depend on, so that a part with another key is stale.
    voice = _digest(find_version(), digest_code(), *(path.read_text(encoding="utf-8") for path in cue_paths))
    lexicon = _digest(voice, *(f"{lexicon.name} {lexicon.sha256}" for lexicon in lexicons))
    stance = _digest(voice, model.model_id if model else "none", targets_path.read_text(encoding="utf-8"))
    measurements = shipped.find_measurements_path().read_text(encoding="utf-8")
    return {VOICE: voice, LEXICON: lexicon, STANCE: stance, REPORT: _digest(voice, lexicon, stance, measurements)}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def find_version() -> str:
    """The version of the installed distribution."""
    try:
        return version("framing-analysis")
    except PackageNotFoundError:  # imported from a source tree without installation
        return "0+unknown"


@cache
def digest_code() -> str:
    """Digest of this package's modules: rows written by other code are not reused."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".js", ".jinja"} and "data" not in path.relative_to(package).parts:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
