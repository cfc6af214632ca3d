"""Complaints about lexicons, with what texts show about them."""

from collections.abc import Sequence
from dataclasses import dataclass

import framing.lexicon
from framing.lexicon import Complaint, CorpusCounts, Lexicon, MirrorSide
from framing.run.examples import check_lexicon
from framing.run.instruments import refuse_double_names
from framing.run.lexicon_texts import TextReader, read_documents, read_lexicons


@dataclass(frozen=True, slots=True)
class TextCheck:
    """One lexicon on the texts in its language: how much there is of them, and both sides of its mirrored pairs."""

    lexicon: str
    language: str
    n_documents: int
    n_words: int
    mirrors: list[tuple[MirrorSide, MirrorSide]]


@dataclass(frozen=True, slots=True)
class LexiconCheck:
    """Complaints in the order of the files; without texts no text checks."""

    complaints: list[Complaint]
    texts: list[TextCheck]


def check_lexicons(names: Sequence[str], runs: Sequence[str] = (), language: str | None = None) -> LexiconCheck:
    """What is doubtful in lexicons given by name or path, failing examples included, and what texts show.

    Args:
        names: names or paths.
        runs: run folders or articles to try the lexicons on.
        language: of all articles; None to find it.

    Raises:
        LexiconError: a lexicon is missing or wrong; with texts also where two have the same name.
        InputError: no article could be read.
    """
    lexicons = read_lexicons(names)
    if not runs:
        return LexiconCheck([one for lexicon in lexicons for one in check_lexicon(lexicon)], [])
    refuse_double_names(lexicons)
    counts = _count(lexicons, runs, language)
    complaints, texts = [], []
    for lexicon in lexicons:
        found = [*check_lexicon(lexicon), *framing.lexicon.check_on_corpus(lexicon, counts)]
        complaints += sorted(found, key=Complaint.find_order)
        n_documents, n_words = counts.n_documents[lexicon.language], counts.n_words[lexicon.language]
        mirrors = framing.lexicon.compare_mirrors(lexicon, counts.n_hits, n_words) if n_documents else []
        texts.append(TextCheck(lexicon.name, lexicon.language, n_documents, n_words, mirrors))
    return LexiconCheck(complaints, texts)


def _count(lexicons: Sequence[Lexicon], runs: Sequence[str], language: str | None) -> CorpusCounts:
    matcher, reader, counts = framing.lexicon.Matcher(lexicons), TextReader(), CorpusCounts()
    for run in runs:
        for batch in reader.read(read_documents(run, language)):
            hits = matcher.find_hits(batch.documents, batch.tokens, batch.attribution)
            counts.add(batch.documents, batch.tokens, hits)
    return counts
