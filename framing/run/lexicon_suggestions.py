"""Terms near targets or hits that no entry of a lexicon covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import framing.lexicon
import framing.stance
from framing.columns import HITS, Schema, Table
from framing.errors import InputError, LexiconError
from framing.lexicon import Lexicon, Suggestion
from framing.run.instruments import find_targets
from framing.run.lexicon_texts import TextBatch, TextReader, read_documents, read_lexicons

SPANS = Schema("spans", tuple(column for column in HITS.columns if column.name in {"document_id", "start", "end"}))


@dataclass(frozen=True, slots=True)
class SuggestionPlan:
    """What `framing lexicon suggest` was asked to do."""

    run_or_texts: str
    lexicons: tuple[str, ...] = ()
    category: str | None = None  # hits of it and of those below it are of interest
    targets: tuple[str, ...] = ()  # ids of stance targets whose mentions are of interest
    targets_path: str | None = None
    language: str | None = None
    n_terms: int = 30
    min_near: int = 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The terms of one language, the most typical first, and what they were looked for with."""

    language: str
    lexicons: tuple[str, ...]
    n_documents: int
    n_spans: int  # hits and mentions of interest
    terms: list[Suggestion]


def suggest_terms(plan: SuggestionPlan) -> list[Suggestions]:
    """For each language of the lexicons the terms in sentences of interest that none of their entries covers.

    Without category and targets all hits of the lexicons are of interest. Nothing is added to any lexicon.

    Raises:
        InputError: a target has no such id, or no article could be read.
        LexiconError: a lexicon or target file is wrong, or none of the lexicons has the category.
    """
    lexicons = read_lexicons(plan.lexicons, plan.run_or_texts)
    if plan.category is not None:
        lexicons = [one for one in lexicons if plan.category in {category.name for category in one.categories}]
        if not lexicons:
            raise LexiconError(f"{plan.category}: none of the lexicons has this category")
    targets = _read_targets(plan)
    by_language = {language: [one for one in lexicons if one.language == language] for language in _list(lexicons)}
    found = [_search(plan, language, own, targets) for language, own in by_language.items()]
    return [suggestions for suggestions in found if suggestions.n_documents]


def _list(lexicons: Sequence[Lexicon]) -> list[str]:
    return sorted({lexicon.language for lexicon in lexicons})


def _read_targets(plan: SuggestionPlan) -> framing.stance.Targets:
    path = find_targets(plan.targets_path)
    targets = framing.stance.read_targets(path)
    for target in plan.targets:
        if target not in targets.titles:
            raise InputError(f"{target}: no such target; {path} has {', '.join(targets.titles)}")
    return targets


def _search(
    plan: SuggestionPlan, language: str, lexicons: Sequence[Lexicon], targets: framing.stance.Targets
) -> Suggestions:
    matcher, counts = framing.lexicon.Matcher(lexicons), framing.lexicon.TermCounts()
    tables = (table.where("language", {language}) for table in read_documents(plan.run_or_texts, plan.language))
    n_documents = n_spans = 0
    for batch in TextReader().read(tables):
        hits = matcher.find_hits(batch.documents, batch.tokens, batch.attribution)
        mentions = _find_mentions(plan, language, batch, targets)
        spans = Table.concat(SPANS, [*_find_hit_spans(plan, hits), mentions])
        # A target's own names stand out beside it, and tell nothing.
        counts.add(batch.documents, batch.tokens, spans, Table.concat(SPANS, [hits, mentions]))
        n_documents += len(batch.documents)
        n_spans += len(spans)
    terms = counts.suggest(plan.n_terms, plan.min_near)
    return Suggestions(language, tuple(lexicon.name for lexicon in lexicons), n_documents, n_spans, terms)


def _find_hit_spans(plan: SuggestionPlan, hits: Table) -> Iterator[Table]:
    if plan.category is None and plan.targets:
        return
    rows = [
        row
        for row, (category, excluded_by) in enumerate(zip(hits["category"], hits["excluded_by"], strict=True))
        if excluded_by is None and (plan.category is None or f"{category}/".startswith(f"{plan.category}/"))
    ]
    yield Table.concat(SPANS, [hits.take(rows)])


def _find_mentions(plan: SuggestionPlan, language: str, batch: TextBatch, targets: framing.stance.Targets) -> Table:
    wanted = {number for number, target in enumerate(targets.targets) if target.target_id in plan.targets}
    languages = (language,) if wanted else ()
    mentions = framing.stance.find_mentions(batch.documents, batch.tokens, targets, languages)
    rows = [
        {"document_id": document_id, "start": one.start, "end": one.end}
        for document_id, found in zip(batch.documents["document_id"], mentions, strict=True)
        for one in found
        if one.owner in wanted
    ]
    return Table.from_rows(SPANS, rows)
