"""The stages of the pipeline alone, on a run folder."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import framing.report
from framing.columns import DOCUMENTS, FAILURES
from framing.errors import InputError
from framing.remote import AnyPath
from framing.run.analysis import analyse_batch
from framing.run.bench import STAGE_OF_TABLE, Bench
from framing.run.corpus_run import CorpusRun, Outcome
from framing.run.folder import hold_run_dir
from framing.run.instruments import LEXICON, REPORT, STANCE, VOICE, Instruments, load_instruments, resolve_choice
from framing.run.jobs import OnProgress
from framing.run.manifest import describe_instruments, read_manifest, write_manifest
from framing.run.spool import Part
from framing.run.store import Store


def rerun_stage(
    run_dir: AnyPath, stage: str, changes: Mapping[str, Any], on_progress: OnProgress, pages: str | None = None
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
    read_manifest(run_dir)  # a folder that holds no run is not made
    with hold_run_dir(run_dir):
        return _rerun(run_dir, stage, changes, on_progress, pages)


def _rerun(
    run_dir: AnyPath, stage: str, changes: Mapping[str, Any], on_progress: OnProgress, pages: str | None
) -> Outcome:
    manifest = read_manifest(run_dir)
    choice = resolve_choice(replace(manifest.choice, **changes))
    instruments = load_instruments(choice)
    store = Store(run_dir)
    outcome = Outcome()
    pages = pages or manifest.options["pages"]
    bench = Bench(run_dir, instruments, pages != "none")
    run = CorpusRun(run_dir, bench.description, pages)
    for number, part in enumerate(manifest.parts, 1):
        known = Part(part, store.read(DOCUMENTS, part), store.read(FAILURES, part))
        if stage == REPORT:
            refuse_stale_rows(bench, part, run.is_packed)
            run.add(bench.work(known, run.is_packed, {REPORT}))
            outcome = run.outcome
        else:
            _rewrite(store, known, stage, instruments, outcome)
        on_progress(number / len(manifest.parts), outcome)
    if stage == REPORT:
        run.finish()
    manifest.choice = choice
    manifest.options["pages"] = pages
    manifest.instruments = describe_instruments(instruments)
    manifest.counts |= dict(outcome.counts)
    write_manifest(run_dir, manifest)
    return outcome


def _rewrite(store: Store, part: Part, stage: str, instruments: Instruments, outcome: Outcome) -> None:
    analysis = analyse_batch(part.documents, instruments, {stage})
    for name, stage_of_table in STAGE_OF_TABLE.items():
        if stage_of_table == stage:
            store.write(analysis.tables[name], part.name, instruments.stage_keys[stage])
            outcome.counts[name] += len(analysis.tables[name])
    outcome.counts["documents"] += len(part.documents)
    if stage == LEXICON:
        outcome.counts["counted_hits"] += framing.report.count_hits(analysis.tables["scores"])
    for name, seconds in analysis.cpu_seconds.items():
        outcome.cpu_seconds[name] += seconds


def refuse_stale_rows(bench: Bench, part: str, is_packed: bool) -> None:
    """Refuse rows of a part that a report would say were made with other instruments than they were.

    Raises:
        InputError: with the commands that mend it.
    """
    commands = {VOICE: "tokenize", LEXICON: "score", STANCE: "stance"}
    stale_stages = bench.find_stale_stages(part, is_packed)
    stale = [command for stage, command in commands.items() if stage in stale_stages]
    if stale:
        bench.store.refuse_unreadable(part)
        raise InputError(
            "rows of this run were made with other lexicons, model or version; run "
            + " and ".join(f"`framing {command} RUN`" for command in stale)
            + " first"
        )
