"""The hits that a question is about, part by part: those of the run, or the places of a pattern in its articles."""

from collections.abc import Collection, Mapping
from typing import Any

import framing.lexicon
import framing.text
import framing.voice
from framing import shipped
from framing.columns import DOCUMENTS, HITS, Table, attribute_nothing
from framing.errors import InputError
from framing.run.hit_queries import explain_category, is_within, name_some
from framing.run.instruments import MAX_TYPES
from framing.run.store import Store

# Hits that no rule sets aside, and those of them that scores count; a hit counts once in the categories at the top.
_COUNTS = """
SELECT (SELECT count(*) FROM {hits} WHERE lexicon = $lexicon AND excluded_by IS NULL),
    (SELECT sum(n_hits) FROM {scores} WHERE lexicon = $lexicon AND voice = 'all' AND NOT contains(category, '/'))
"""


class StoredHits:
    """The hits of a run that no rule sets aside, in some lexicons.

    Args:
        category: only this one and those below it; `lexicon:category` or the category alone.
        entries: only these; `lexicon:entry` or the id alone.
        only_counted: leave out negated hits of lexicons that drop them, as scores do.
    """

    def __init__(
        self,
        store: Store,
        lexicons: Collection[str],
        category: str | None = None,
        entries: Collection[str] = (),
        only_counted: bool = False,
    ) -> None:
        self._store, self._lexicons, self._only_counted = store, lexicons, only_counted
        self._category, self._entries = category, entries
        self._names: dict[tuple[str, str, str], bool] = {}  # lexicon, category and entry: whether it is wanted
        self._is_dropping: dict[str, bool] = {}  # by lexicon

    def find(self, part: str, about: Collection[str]) -> Table:
        """The hits in some documents of a part."""
        hits = self._store.read(HITS, part)
        names = list(zip(hits["lexicon"], hits["category"], hits["entry_id"], strict=True))
        self._names.update({name: self._is_wanted(*name) for name in {*names} - self._names.keys()})
        rows = zip(hits["document_id"], names, hits["excluded_by"], hits["negated"], strict=True)
        return hits.take(
            [
                n
                for n, (one, name, rule, negated) in enumerate(rows)
                if self._names[name]
                and rule is None
                and one in about
                and not (negated and self._only_counted and self._drops_negated(name[0], part))
            ]
        )

    def _is_wanted(self, lexicon: str, category: str, entry: str) -> bool:
        return (
            lexicon in self._lexicons
            and (self._category is None or is_within(self._category, lexicon, category))
            and (not self._entries or any(one in self._entries for one in (entry, f"{lexicon}:{entry}")))
        )

    def _drops_negated(self, lexicon: str, part: str) -> bool:
        """Whether negated hits of a lexicon count nowhere; asked with a part that has one. Only the scores tell."""
        if lexicon not in self._is_dropping:
            n_hits, n_counted = self._store.query(_COUNTS, [part], {"lexicon": lexicon}, {})[0]
            self._is_dropping[lexicon] = n_counted < n_hits
        return self._is_dropping[lexicon]

    def refuse_unknown(self) -> None:
        """Refuse a category or entry that no hit was in, when all parts are read.

        Raises:
            InputError: with what there is instead.
        """
        names = [name for name in self._names if name[0] in self._lexicons]
        if self._category:
            within = [name for name in names if is_within(self._category, *name[:2])]
            if not within:
                raise InputError(explain_category(self._category, {f"{one}:{category}" for one, category, _ in names}))
            names = within
        known = {f"{one}:{entry}" for one, _, entry in names}
        for wanted in self._entries:
            if not any(wanted in (entry, f"{one}:{entry}") for one, _, entry in names):
                raise InputError(f"{wanted}: no hit of this run is of such an entry{name_some(wanted, known)}")


class PatternHits:
    """Where a pattern is met in the articles of a run.

    Raises:
        LexiconError: the text is no pattern.
    """

    def __init__(self, store: Store, pattern: str) -> None:
        self._store, self._pattern = store, pattern
        self._tokenizer = framing.text.Tokenizer(MAX_TYPES)
        self._tagger = framing.voice.VoiceTagger(shipped.find_cue_paths())
        self._matchers: dict[str, framing.lexicon.Matcher] = {}
        self._matcher("en")  # what is no pattern is told before the first article

    def _matcher(self, language: str) -> framing.lexicon.Matcher:
        if language not in self._matchers:
            lexicon = framing.lexicon.make_pattern_lexicon(self._pattern, language)
            self._matchers[language] = framing.lexicon.Matcher([lexicon])
        return self._matchers[language]

    def find(self, part: str, about: Mapping[str, Mapping[str, Any]]) -> Table:
        """The places in some documents of a part. Voices are found only in documents that have the pattern."""
        documents = self._store.read(DOCUMENTS, part)
        found = []
        for language in sorted({row["language"] for row in about.values()}):
            matcher = self._matcher(language)
            own = documents.where("document_id", {one for one, row in about.items() if row["language"] == language})
            tokens = self._tokenizer.tokenize(own)
            own = own.where("document_id", {*matcher.find_hits(own, tokens, attribute_nothing(tokens))["document_id"]})
            tokens = self._tokenizer.tokenize(own)
            found.append(matcher.find_hits(own, tokens, self._tagger.find_quotations(own, tokens)))
        return Table.concat(HITS, found)

    def refuse_unknown(self) -> None:
        """A pattern need not be met."""
