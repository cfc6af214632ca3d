"""Cue files -> what every word form can do as a cue: its entry, its inflected shape, and its frames."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from framing.errors import LexiconError
from framing.marked_yaml import Location, MarkedYaml
from framing.voice.inflection import inflect
from framing.voice.russian_inflection import inflect_noun, inflect_short

CUE_CLASSES = ("neutral", "endorsing", "doubting", "demanding", "emotional")
_N_ENGLISH_FORMS = 4
CueClass = Literal["neutral", "endorsing", "doubting", "demanding", "emotional"]
Frames = Mapping[CueClass, Mapping[str, str]]
WORD_LISTS = tuple(
    """that question to relative pronouns resolvable determiners possessives be auxiliaries prepositions subordinators
    concessives coordinators adversatives adverbs times verbs titles roles organisations as proper reporters reflexives
    distancing plurals speaking mute openers writers headings nominal potentials naming perspectives masculine feminine
    alike kin labels captions unfinished nobody numerals introducing""".split()  # noqa: SIM905 - a list of so many names is unreadable with a line for each
)
GRAMMATICAL_FRAMES = frozenset(
    "clause statement that question object infinitive listener passive agent quote after".split()  # noqa: SIM905 - as above
)


class CueFile(BaseModel):
    """A cue file as written; `lexicons/cues/en.yaml` explains every key at its top."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["1"]
    language: str
    forms: Mapping[str, str] = Field(default_factory=dict)
    verbs: Frames
    nouns: Frames
    adjectives: Frames
    markers: Mapping[CueClass, list[str]]
    words: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a cue file.

    `frames` are what may follow; `particles` the words that a preposition frame asks for.
    """

    lemma: str
    part: str  # verb, noun, adjective, marker
    cue_class: str
    frames: frozenset[str]
    particles: frozenset[str]


@dataclass(slots=True)
class CueLexicon:
    """The cues of one language by folded form.

    `shapes` gives for a verb form one of V (past), E (past or participle), U (participle), S (third person or
    plural), I (base form), G (-ing form or gerund), W (Russian active participle).
    """

    language: str
    words: dict[str, frozenset[str]]
    verbs: dict[str, Cue] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)
    markers: dict[str, list[tuple[tuple[str, ...], Cue]]] = field(default_factory=dict)  # by first word


def read_cues(path: Path) -> CueLexicon:
    """The cues of one file.

    Raises:
        LexiconError: the file cannot be read or breaks the format; the message names the line.
    """
    source = MarkedYaml(path, LexiconError)
    file = source.validate(CueFile)
    unknown = sorted(set(file.words) - set(WORD_LISTS) - _particle_lists(file))
    if unknown:
        raise LexiconError(source.complaint(("words", unknown[0]), f"no such word list; allowed: {_listed(file)}"))
    lexicon = CueLexicon(file.language, {name: frozenset(file.words.get(name, ())) for name in WORD_LISTS})
    _add_verbs(lexicon, file, source)
    _add_others(lexicon, file, source)
    for cue_class, phrases in file.markers.items():
        for phrase in phrases:
            cue = Cue(phrase, "marker", cue_class, frozenset(), frozenset())
            words = tuple(phrase.split())
            lexicon.markers.setdefault(words[0], []).append((words, cue))
    return lexicon


def _particle_lists(file: CueFile) -> set[str]:
    """Word lists that frames name: in Russian `about` stands for о, об, обо, про."""
    frames = {
        frame
        for part in (file.verbs, file.nouns, file.adjectives)
        for entries in part.values()
        for line in entries.values()
        for frame in line.split()
    }
    return frames - GRAMMATICAL_FRAMES | {"to"}


def _listed(file: CueFile) -> str:
    return ", ".join(sorted({*WORD_LISTS, *_particle_lists(file)}))


def _read_cue(lemma: str, part: str, cue_class: str, line: str, file: CueFile) -> Cue:
    names = frozenset(line.split())
    particles: set[str] = set()
    for name in names - GRAMMATICAL_FRAMES:
        particles.update(file.words.get(name) or [name])
    return Cue(lemma, part, cue_class, names & GRAMMATICAL_FRAMES, frozenset(particles))


def _add_verbs(lexicon: CueLexicon, file: CueFile, source: MarkedYaml) -> None:
    seen: dict[str, Location] = {}
    for cue_class, entries in file.verbs.items():
        for lemma, line in entries.items():
            where = ("verbs", cue_class, lemma)
            if lemma in seen:
                raise LexiconError(source.complaint(where, f"stands twice, first under {seen[lemma][1]}; remove one"))
            seen[lemma] = where
            cue = _read_cue(lemma, "verb", cue_class, line, file)
            if file.language == "en" and len(file.forms.get(lemma, "s d d g").split()) != _N_ENGLISH_FORMS:
                raise LexiconError(
                    source.complaint(("forms", lemma), "four forms are needed: -s, past, participle, -ing")
                )
            for form, shape in inflect(lemma, file.forms.get(lemma), file.language):
                lexicon.verbs.setdefault(form, cue)
                lexicon.shapes.setdefault(form, shape)
    others = {word for part in (file.nouns, file.adjectives) for entries in part.values() for word in entries}
    unused = sorted(set(file.forms) - set(seen) - others)
    if unused:
        raise LexiconError(source.complaint(("forms", unused[0]), "no verb of this file has this name; remove it"))


def _add_others(lexicon: CueLexicon, file: CueFile, source: MarkedYaml) -> None:
    for part, lines, table in (
        ("noun", file.nouns, lexicon.nouns),
        ("adjective", file.adjectives, lexicon.adjectives),
    ):
        seen: set[str] = set()
        for cue_class, entries in lines.items():
            for word, line in entries.items():
                if word in seen:
                    raise LexiconError(source.complaint((f"{part}s", cue_class, word), "stands twice; remove one"))
                cue = _read_cue(word, part, cue_class, line, file)
                seen.add(word)
                table[word] = cue
                for form in _forms_of(word, part, file):
                    table.setdefault(form, cue)


def _forms_of(word: str, part: str, file: CueFile) -> Iterator[str]:
    """The other forms of a noun or adjective."""
    if file.language == "ru":
        yield from (inflect_noun if part == "noun" else inflect_short)(word, file.forms.get(word))
    elif file.language == "en" and part == "noun":
        yield _plural(word)


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
