"""The commands of the pipeline as functions: the whole run, and its stages on a run folder."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import framing.ingest
from framing.columns import DOCUMENTS, FAILURES
from framing.errors import InputError
from framing.run.analysis import analyse_batch
from framing.run.corpus_run import STAGE_OF_TABLE, CorpusRun, Outcome
from framing.run.instruments import (
    LEXICON,
    REPORT,
    STANCE,
    VOICE,
    Choice,
    Instruments,
    load_instruments,
    resolve_choice,
)
from framing.run.manifest import (
    Manifest,
    describe_inputs,
    describe_instruments,
    measure_peak_memory,
    read_manifest,
    write_manifest,
)
from framing.run.shards import Shard, cut_shards
from framing.run.store import Store

OnProgress = Callable[[float, Outcome], None]  # share of the work that is done, 0 to 1
OnNote = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What `framing run` was asked to do."""

    inputs: tuple[str, ...]
    run_dir: Path
    choice: Choice = field(default_factory=Choice)
    ingest: framing.ingest.IngestOptions = field(default_factory=framing.ingest.IngestOptions)
    pages: str = "auto"
    seed: int = 0


def run_corpus(plan: RunPlan, on_progress: OnProgress, on_note: OnNote) -> Outcome:
    """Ingest, analyse and report every article of the inputs into the run folder.

    Whole parts of an earlier, perhaps killed run of the same articles are kept.

    Raises:
        InputError: nothing could be read, an input is missing, or two documents have one id.
        LexiconError, ModelError: an instrument is faulty.
    """
    started = time.perf_counter()
    sources = framing.ingest.find_sources(plan.inputs)
    instruments = load_instruments(plan.choice)
    _make_run_dir(plan.run_dir)
    run = CorpusRun(plan.run_dir, instruments, plan.pages)
    clock_start = time.process_time()
    n_bytes = sum(source.size for source in sources)
    for shard in cut_shards(_read(sources, plan.ingest, on_note)):
        run.add(shard)
        on_progress(shard.bytes_read / max(1, n_bytes), run.outcome)
    if not run.outcome.counts["documents"]:
        raise InputError(_explain_nothing(plan.inputs, run.outcome))
    run.finish()
    outcome = run.outcome
    outcome.cpu_seconds["ingest"] = time.process_time() - clock_start - sum(outcome.cpu_seconds.values())
    inputs = describe_inputs([source.path for source in sources if source.path])
    _finish(plan, instruments, outcome, inputs, time.perf_counter() - started)
    return outcome


def _read(
    sources: Sequence[framing.ingest.Source], options: framing.ingest.IngestOptions, on_note: OnNote
) -> Iterator[framing.ingest.Batch]:
    for batch in framing.ingest.read_batches(sources, options):
        for note in batch.notes:
            on_note(note)
        yield batch


def _make_run_dir(run_dir: Path) -> None:
    try:
        run_dir.mkdir(parents=True, exist_ok=True)
        is_foreign = any(run_dir.iterdir()) and not (run_dir / "tables").is_dir()
    except OSError as problem:
        raise InputError(f"{run_dir}: cannot be made: {problem.strerror}; give another folder with --out") from problem
    if is_foreign:
        raise InputError(f"{run_dir}: holds other files and is no run folder; give another folder with --out")
    (run_dir / "tables").mkdir(exist_ok=True)
    # While a run is under way its folder has no manifest: a killed run does not look like a finished one.
    (run_dir / "run.json").unlink(missing_ok=True)


def _explain_nothing(inputs: Sequence[str], outcome: Outcome) -> str:
    if outcome.listed_failures:
        first = outcome.listed_failures[0]
        more = outcome.counts["failures"] - 1
        return f"{first['source']}: {first['message']}" + (
            f" (and {more} more failures; no article could be read)" if more else ""
        )
    return f"{', '.join(inputs)}: no article found; give files of the kinds that `framing run --help` lists"


def _finish(
    plan: RunPlan, instruments: Instruments, outcome: Outcome, inputs: list[dict[str, Any]], wall: float
) -> None:
    timings = {
        "wall_seconds": round(wall, 3),
        "cpu_seconds": {stage: round(seconds, 3) for stage, seconds in sorted(outcome.cpu_seconds.items())},
        "peak_memory_bytes": measure_peak_memory(),
    }
    options = {"inputs": list(plan.inputs), "pages": plan.pages, "ingest": asdict(plan.ingest)}
    manifest = Manifest(
        inputs=inputs,
        options=options,
        choice=resolve_choice(plan.choice),
        parts=outcome.parts,
        counts=dict(sorted(outcome.counts.items())),
        timings=timings,
        instruments=describe_instruments(instruments),
        seed=plan.seed,
    )
    write_manifest(plan.run_dir, manifest)


def rerun_stage(
    run_dir: Path, stage: str, changes: Mapping[str, Any], on_progress: OnProgress, pages: str | None = None
) -> Outcome:
    """Run one stage again over the articles of a run folder.

    Args:
        stage: `voice` (tokenizing and quotations), `lexicon`, `stance` or `report`.
        changes: fields of the run's `Choice` to replace, such as other lexicons.
        pages: how pages are kept from now on; None as in the run.

    Raises:
        InputError: the folder holds no finished run; or `report` is asked for while rows are older than
            the instruments that would stand in the report's provenance.
    """
    manifest = read_manifest(run_dir)
    choice = resolve_choice(replace(manifest.choice, **changes))
    instruments = load_instruments(choice)
    store = Store(run_dir)
    outcome = Outcome()
    pages = pages or manifest.options["pages"]
    run = CorpusRun(run_dir, instruments, pages)
    for number, part in enumerate(manifest.parts, 1):
        shard = Shard(part, store.read(DOCUMENTS, part), store.read(FAILURES, part), 0)
        if stage == REPORT:
            _refuse_stale_rows(run, part)
            run.add(shard, {REPORT})
            outcome = run.outcome
        else:
            _rewrite(store, shard, stage, instruments, outcome)
        on_progress(number / len(manifest.parts), outcome)
    if stage == REPORT:
        run.finish()
    manifest.choice = choice
    manifest.options["pages"] = pages
    manifest.instruments = describe_instruments(instruments)
    manifest.counts |= dict(outcome.counts)
    write_manifest(run_dir, manifest)
    return outcome


def _rewrite(store: Store, shard: Shard, stage: str, instruments: Instruments, outcome: Outcome) -> None:
    analysis = analyse_batch(shard.documents, instruments, {stage})
    for name, stage_of_table in STAGE_OF_TABLE.items():
        if stage_of_table == stage:
            store.write(analysis.tables[name], shard.name, instruments.stage_keys[stage])
            outcome.counts[name] += len(analysis.tables[name])
    outcome.counts["documents"] += len(shard.documents)
    outcome.add_time(analysis)


def _refuse_stale_rows(run: CorpusRun, part: str) -> None:
    commands = {VOICE: "tokenize", LEXICON: "score", STANCE: "stance"}
    stale_stages = run.find_stale_stages(part)
    stale = [command for stage, command in commands.items() if stage in stale_stages]
    if stale:
        raise InputError(
            "rows of this run were made with other lexicons, model or version; run "
            + " and ".join(f"`framing {command} RUN`" for command in stale)
            + " first"
        )
