"""A sample of a run's mentions of targets, written for coders, and its key."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import framing.labels
import framing.stance
import framing.text
import framing.voice
from framing import shipped
from framing.cells import format_jsonl
from framing.columns import DOCUMENTS, HITS, LABELS, STANCES, Table, Tokens
from framing.errors import InputError
from framing.labels import Candidate, Stratum
from framing.remote import AnyPath
from framing.run.instruments import find_targets, load_named
from framing.run.label_rows import make_item, make_key_row
from framing.run.manifest import Manifest, read_manifest
from framing.run.store import Store
from framing.whole_files import write_new

_HITS = ("document_id", "lexicon", "category", "start", "negated", "excluded_by")
_Mention = dict[str, Any]  # target, mention_start, mention_end; with a stance also its other columns
OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LabelSamplePlan:
    """What `framing labels sample` was asked to do."""

    run_dir: AnyPath
    out: Path
    file_format: str
    n: int = 200
    strategy: str = "random"
    targets: tuple[str, ...] = ()  # target ids; none for all
    models: tuple[str, ...] = ()  # to compare: two, or one to be compared with the run's own predictions
    context: int = 2  # sentences before and after
    show_prediction: bool = False
    exclude: tuple[Path, ...] = ()  # label files or keys whose sentences are not drawn again
    seed: int = 0


@dataclass(frozen=True, slots=True)
class LabelSample:
    """What was drawn, from how many mentions, and where the key lies."""

    n_mentions: int
    n_drawn: int
    strata: tuple[Stratum, ...]
    key: Path


def sample_targets(plan: LabelSamplePlan, progress: OnStep | None = None) -> LabelSample:
    """Draw mentions of targets from a run into a new file for coders, and their origins into a key beside it.

    Raises:
        InputError: a file is there already, the run does not know a target, or there is nothing to draw.
        ModelError: a model is missing or faulty.
    """
    key = framing.labels.key_path(plan.out)
    for path in (plan.out, key):
        framing.labels.check_new(path)
    reader = _MentionReader(plan, read_manifest(plan.run_dir))
    known = [item.text for path in plan.exclude for item in framing.labels.read_items(path)]
    sampler = framing.labels.TargetSampler(plan.strategy, plan.n, plan.seed, known)
    for done, candidates in enumerate(reader.read(), start=1):
        sampler.add(candidates)
        if progress:
            progress("reading", done, reader.n_parts)
    try:
        drawn, strata = sampler.draw()
    except InputError as problem:
        raise InputError(f"{plan.run_dir}: {problem}") from problem
    items = [make_item(one, plan.file_format, show_prediction=plan.show_prediction) for one in drawn]
    # First the key: without it a sample would be worth nothing.
    write_new(key, format_jsonl(map(make_key_row, drawn)))
    try:
        framing.labels.write_items(plan.out, items, plan.file_format, LABELS)
    except (OSError, InputError):
        key.unlink()
        raise
    return LabelSample(sampler.n_mentions, len(drawn), tuple(strata), key)


class _MentionReader:
    """Reads the mentions of a run: its stances, or where it has none, targets found in its texts."""

    def __init__(self, plan: LabelSamplePlan, manifest: Manifest) -> None:
        self._plan, self._manifest = plan, manifest
        self._store = Store(plan.run_dir)
        self._targets = framing.stance.read_targets(find_targets(manifest.choice.targets))
        self._has_stances = manifest.instruments.get("model") is not None
        self._tokenizer = framing.text.Tokenizer()
        self._tagger = framing.voice.VoiceTagger(shipped.find_cue_paths()) if plan.models else None
        self._models = list(map(load_named, plan.models))
        self.n_parts = len(manifest.parts)
        self._check()

    def _check(self) -> None:
        unknown = [name for name in self._plan.targets if name not in self._targets.titles]
        if unknown:
            raise InputError(f"{unknown[0]}: no target of this run; there are {', '.join(self._targets.titles)}")
        wanted, n_models = self._plan.strategy, len(self._models) + self._has_stances
        if wanted == framing.labels.UNCERTAIN and not self._has_stances:
            mend = "make it with a model, or use --strategy stratified"
            raise InputError(f"{self._plan.run_dir}: the run holds no predictions; {mend}")
        if wanted == framing.labels.DISAGREEING and (not self._models or n_models < 2):
            raise InputError("to find where models differ, give two with --model A --model B")
        if len(self._models) > 2:
            raise InputError("give two models to compare, or one to compare with the run's own predictions")
        if self._models and wanted not in {framing.labels.DISAGREEING, framing.labels.MIXED}:
            raise InputError("--model is for --strategy disagreeing or mixed; predictions are those of the run")

    def read(self) -> Iterator[list[Candidate]]:
        """The candidates of each part of the run."""
        for part in self._manifest.parts:
            # What repeats another article of the run would be asked about twice.
            documents = self._store.read(DOCUMENTS, part).where("duplicate_of", {None})
            if not len(documents):
                yield []
                continue
            tokens = self._tokenizer.tokenize(documents)
            mentions = self._find_mentions(part, documents, tokens)
            self._compare_models(documents, tokens, mentions)
            hits = self._find_hits(part)
            yield [
                candidate
                for row, document in enumerate(documents.rows())
                if mentions[document["document_id"]]
                for candidate in self._make_candidates(
                    document,
                    framing.text.sentence_spans(tokens, row),
                    mentions[document["document_id"]],
                    hits[document["document_id"]],
                )
            ]

    def _find_mentions(self, part: str, documents: Table, tokens: Tokens) -> dict[str, list[_Mention]]:
        found: defaultdict[str, list[_Mention]] = defaultdict(list)
        if self._has_stances:
            names = tuple(name for name in STANCES.names if name not in {"evidence", "model_id", "speaker"})
            for stance in self._store.read(STANCES, part, names).rows():
                found[stance["document_id"]].append(stance)
        else:
            matches = framing.stance.find_mentions(documents, tokens, self._targets, tuple(self._targets.matchers))
            for document_id, some in zip(documents["document_id"], matches, strict=True):
                found[document_id] += [
                    {
                        "target": self._targets.targets[one.owner].target_id,
                        "mention_start": one.start,
                        "mention_end": one.end,
                    }
                    for one in some
                ]
        if self._plan.targets:
            for document_id, all_of_it in found.items():
                found[document_id] = [one for one in all_of_it if one["target"] in self._plan.targets]
        return found

    def _compare_models(self, documents: Table, tokens: Tokens, mentions: dict[str, list[_Mention]]) -> None:
        """Add to each mention what the models say of it."""
        if self._tagger is None:
            return
        attribution = self._tagger.find_quotations(documents, tokens)
        said = []
        for model in self._models:
            stances = framing.stance.find_stances(documents, tokens, attribution, self._targets, model)
            columns = (stances[name] for name in ("document_id", "mention_start", "mention_end", "label"))
            said.append({tuple(place): label for *place, label in zip(*columns, strict=True)})
        for document_id, some in mentions.items():
            for one in some:
                place = (document_id, one["mention_start"], one["mention_end"])
                answers = [labels.get(place) for labels in said]
                answers = answers if len(answers) > 1 else [one.get("label"), *answers]
                one["answers"] = tuple(answers) if None not in answers else ()

    def _find_hits(self, part: str) -> dict[str, list[tuple[int, str]]]:
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        if self._plan.strategy in {framing.labels.RARE, framing.labels.MIXED}:
            for hit in self._store.read(HITS, part, _HITS).rows():
                if not hit["negated"] and hit["excluded_by"] is None:
                    found[hit["document_id"]].append((hit["start"], f"{hit['lexicon']}:{hit['category']}"))
        return found

    def _make_candidates(
        self,
        document: dict[str, Any],
        sentences: Sequence[tuple[int, int]],
        mentions: Sequence[_Mention],
        hits: Sequence[tuple[int, str]],
    ) -> Iterator[Candidate]:
        text, starts = document["text"], [start for start, _ in sentences]
        for mention in mentions:
            number = max(0, bisect_right(starts, mention["mention_start"]) - 1)
            start, end = sentences[number]
            end = max(end, mention["mention_end"])
            near = self._plan.context
            before, after = sentences[max(0, number - near) : number], sentences[number + 1 : number + 1 + near]
            yield Candidate(
                document["document_id"],
                mention["mention_start"],
                text[start:end],
                mention["mention_start"] - start,
                mention["mention_end"] - start,
                text[before[0][0] : before[-1][1]] if before else "",
                text[after[0][0] : after[-1][1]] if after else "",
                mention["target"],
                document["outlet"],
                document["published"],
                mention.get("voice"),
                mention.get("label"),
                {label: mention[f"p_{label}"] for label in LABELS} if "p_favor" in mention else {},
                mention.get("answers", ()),
                tuple(category for place, category in hits if start <= place < end),
            )
