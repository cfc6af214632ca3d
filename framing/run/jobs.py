"""The main job as a function: every article of the inputs through all stages into a run folder."""

import math
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import framing.ingest
from framing.addresses import hide_credentials
from framing.errors import FramingError, InputError
from framing.remote import AnyPath, RemotePath
from framing.run.bench import Description, Setup, close_bench, describe_choice, set_aside, work_on_shard
from framing.run.corpus_run import CorpusRun, Outcome
from framing.run.crew import Crew
from framing.run.engines import Engine
from framing.run.folder import close_run_dir, find_spool_dir, hold_run_dir, make_run_dir
from framing.run.instruments import Choice, resolve_choice
from framing.run.intake import Intake
from framing.run.manifest import Manifest, describe_inputs, measure_peak_memory, write_manifest
from framing.run.provenance import explain_unread
from framing.run.shards import Shard
from framing.run.spool import close_pages, read_portion
from framing.whole_files import delete_tree

OnProgress = Callable[[float, Outcome], None]  # share of the work that is done, 0 to 1
OnNote = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What `framing run` was asked to do.

    Attributes:
        engine: where the work is done.
        portion_bytes: about how much of the input is read at a time; no output depends on it.
        is_fresh: whether what an earlier run left in the folder is deleted first.
    """

    inputs: tuple[str, ...]
    run_dir: AnyPath
    choice: Choice = field(default_factory=Choice)
    ingest: framing.ingest.IngestOptions = field(default_factory=framing.ingest.IngestOptions)
    pages: str = "auto"
    seed: int = 0
    engine: Engine = field(default_factory=Engine)
    is_fresh: bool = False
    portion_bytes: int = framing.ingest.PORTION_BYTES


def run_corpus(plan: RunPlan, on_progress: OnProgress, on_note: OnNote) -> Outcome:
    """Ingest, analyse and report every article of the inputs into the run folder.

    Whole parts of an earlier, perhaps killed run of the same articles are kept. The same inputs give the same bytes,
    whichever engine does the work and in whichever order it is done.

    Raises:
        InputError: nothing could be read, an input is missing, two documents have one id, or another run is at work
            in the folder.
        LexiconError, ModelError: an instrument is faulty.
    """
    started = time.perf_counter()
    plan.ingest.check()
    sources = framing.ingest.find_sources(plan.inputs)
    n_bytes = sum(source.size for source in sources)
    given = plan
    if plan.engine.is_remote:
        plan = replace(plan, run_dir=_make_absolute(plan.run_dir), choice=resolve_choice(plan.choice))
        sources = [replace(one, path=_make_absolute(one.path)) if one.path else one for one in sources]
    spool_dir = find_spool_dir(plan.run_dir, plan.engine.is_remote)
    token = f"{os.getpid()} {time.time_ns()}"
    with ExitStack() as at_end:
        at_end.callback(close_bench)
        at_end.callback(close_pages)
        n_bytes_of_text = sum(framing.ingest.weigh_source(source, plan.ingest) for source in sources)
        with plan.engine.open(n_bytes_of_text) as (executor, n_workers), _tell_stopping(n_workers, on_note):
            _check_places([plan.run_dir, *(one.path for one in sources)], plan.engine.is_remote or n_workers > 1)
            description = _describe(plan.choice, token, executor, n_workers)
            language = framing.ingest.read_language(plan.ingest.language)
            if language and (note := explain_unread(language, description.provenance)):
                on_note(note)
            clock_start = time.process_time()
            at_end.enter_context(hold_run_dir(plan.run_dir))
            make_run_dir(plan.run_dir, spool_dir, plan.is_fresh)
            at_end.callback(_delete_spool, spool_dir)
            setup = Setup(plan.run_dir, plan.choice, plan.pages != "none", token, description.stage_keys)
            run = CorpusRun(plan.run_dir, description, plan.pages)
            work = _Work(plan, setup, description, run, Crew(executor, n_workers))
            for share in work.do(sources, spool_dir, n_bytes, on_note):
                on_progress(share, run.outcome)
        _delete_spool(spool_dir)
        outcome = run.outcome
        if not outcome.counts["documents"]:
            raise InputError(_explain_nothing(plan.inputs, outcome))
        run.finish()
        own_seconds = time.process_time() - clock_start
        if n_workers == 1:  # what this process did in stages is counted there
            own_seconds -= sum(outcome.cpu_seconds.values()) - outcome.pages.extractor_seconds
        outcome.cpu_seconds["run"] = own_seconds
        inputs = describe_inputs([source.path for source in sources if source.path])
        _finish(given, description, outcome, inputs, time.perf_counter() - started)
    return outcome


@contextmanager
def _tell_stopping(n_workers: int, on_note: OnNote) -> Iterator[None]:
    """Say at once that the run is ending where it waits for the tasks of workers, which takes some seconds."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        if n_workers > 1:
            on_note("stopping, as soon as the workers have done what they began")
        raise


def _delete_spool(spool_dir: AnyPath) -> None:
    with suppress(OSError):
        delete_tree(spool_dir)


def _describe(choice: Choice, token: str, executor: Executor, n_workers: int) -> Description:
    """What the run measures with; each worker loads it."""
    futures = [executor.submit(describe_choice, choice, token) for _ in range(n_workers)]
    try:
        return futures[0].result()
    except BrokenExecutor as problem:
        raise FramingError("a worker process ends before it has loaded the instruments; try --jobs 1") from problem


class _Work:
    """The work of one run: portions are read, shards worked on, counts added in the order of the input."""

    def __init__(self, plan: RunPlan, setup: Setup, description: Description, run: CorpusRun, crew: Crew) -> None:
        self._plan = plan
        self._setup = setup
        self._description = description
        self._run = run
        self._crew = crew
        self._reads, self._works = crew.make_queue(), crew.make_queue()
        self._intake = Intake(plan.ingest)
        self._waiting: deque[Shard] = deque()

    def do(
        self, sources: Sequence[framing.ingest.Source], spool_dir: AnyPath, n_bytes: int, on_note: OnNote
    ) -> Iterator[float]:
        """Do all of it; gives the share that is done after each part."""
        portions = enumerate(framing.ingest.plan_portions(sources, self._plan.ingest, self._plan.portion_bytes))
        is_reading = True
        while is_reading or self._reads.tasks or self._waiting or self._works.tasks:
            while self._crew.has_room:
                if self._waiting and self._works.has_room:
                    shard = self._waiting.popleft()
                    self._works.put(shard, work_on_shard, self._setup, shard, self._run.is_packed)
                elif is_reading and not self._waiting and self._reads.has_room:
                    number, portion = next(portions, (0, None))
                    if portion is None:
                        is_reading = False
                    else:
                        self._reads.put(portion, read_portion, portion, self._plan.ingest, spool_dir / str(number))
                else:
                    break
            self._take_in(n_bytes, on_note)
            if self._intake.is_full:
                is_reading = False
                self._reads.tasks.clear()
            if not is_reading and not self._reads.tasks:
                self._waiting.extend(self._intake.finish())
            for shard in self._add_up():
                yield (shard.arrivals[-1].bytes_read if shard.arrivals else 0) / max(1, n_bytes)
            self._crew.wait()
        self._run.outcome.cpu_seconds["ingest"] += self._intake.cpu_seconds
        self._run.outcome.add_pages(self._intake.pages)

    def _take_in(self, n_bytes: int, on_note: OnNote) -> None:
        for portion, found in self._reads.take_done():
            is_first = not self._intake.n_documents
            if found is None:
                failure = _explain_death(portion.place, "ingest", "the input")
                self._run.outcome.set_aside.append(failure)
                self._waiting.extend(self._intake.set_aside(failure))
            else:
                self._waiting.extend(self._intake.take(portion, found))
                if is_first:
                    expected = self._intake.n_documents * n_bytes / max(1, portion.bytes_read)
                    self._run.expect(min(expected, self._plan.ingest.limit or math.inf))
            for note in self._intake.notes:
                on_note(note)
            self._intake.notes.clear()
            if self._intake.is_full:
                return

    def _add_up(self) -> Iterator[Shard]:
        for shard, counts in self._works.take_done():
            if counts is None:
                failure = _explain_death(shard.place, "analysis", f"one of {len(shard.arrivals)} articles")
                self._run.add(set_aside(self._setup, self._description, shard, failure))
            else:
                self._run.add(counts)
            self._intake.release(shard)
            yield shard


def _explain_death(place: str, stage: str, what: str) -> dict[str, Any]:
    return {
        "source": place,
        "stage": stage,
        "error": "set aside",
        "message": f"{what} ended the worker process twice (for want of memory?), so this range was left out; "
        "the same command tries it again",
    }


def _check_places(paths: Iterable[AnyPath | None], has_workers: bool) -> None:
    for path in paths:
        if has_workers and isinstance(path, RemotePath) and not path.is_seen_by_all:
            raise InputError(f"{path}: only the process that wrote it can read it; give --jobs 1")


def _make_absolute(path: AnyPath) -> AnyPath:
    return path.absolute() if isinstance(path, Path) else path


def _explain_nothing(inputs: Sequence[str], outcome: Outcome) -> str:
    if outcome.listed_failures:
        first = outcome.listed_failures[0]
        more = outcome.counts["failures"] - 1
        return f"{first['source']}: {first['message']}" + (
            f" (and {more} more failure{'s' if more > 1 else ''}; no article could be read)" if more else ""
        )
    named = ", ".join(map(hide_credentials, inputs))
    return f"{named}: no article found; give files of the kinds that `framing run --help` lists"


def _finish(
    plan: RunPlan, description: Description, outcome: Outcome, inputs: list[dict[str, Any]], wall: float
) -> None:
    timings = {
        "wall_seconds": round(wall, 3),
        "cpu_seconds": {stage: round(seconds, 3) for stage, seconds in sorted(outcome.cpu_seconds.items())},
        "peak_memory_bytes": max(outcome.peak_memory_bytes, measure_peak_memory()),
    }
    inputs_given = [framing.ingest.write_name(hide_credentials(text)) for text in plan.inputs]
    options = {"inputs": inputs_given, "pages": plan.pages, "ingest": asdict(plan.ingest)}
    manifest = Manifest(
        inputs=inputs,
        options=options,
        choice=resolve_choice(plan.choice),
        parts=outcome.parts,
        counts=dict(sorted(outcome.counts.items())),
        timings=timings,
        instruments=dict(description.instruments),
        seed=plan.seed,
        set_aside=outcome.set_aside,
    )
    close_run_dir(plan.run_dir)
    write_manifest(plan.run_dir, manifest)
