"""The summary in words and the notes of a report: counts read off its tables, no adjectives."""

from collections import Counter

from framing.nouns import write_count
from framing.report.legend import find_legend
from framing.report.records import ArticleReport, Row
from framing.report.speakers import is_named
from framing.report.wording import percent, possessive, shorten

ZONE_NAMES = {"headline": "in the headline", "lede": "in the lede", "body": "in the body"}
_SHORT_TEXT = 150
_MAX_TRANSFERS = 3
_MAX_NAMED = 3
_MAX_NAME = 60
_OPENERS = frozenset("\"'“„«‘‹")
_CLOSERS = frozenset("\"'”“»’›")
_MAX_GAP = 20  # white space between paragraphs


def summarize(report: ArticleReport) -> list[str]:
    """The summary of a report as sentences."""
    counted = find_counted(report)
    has_lexicons = bool(report.provenance.lexicons_of(report.document["language"]))
    sentences = [_count_hits(report, counted)] if has_lexicons else []
    sentences.extend(_name_leading(report, counted))
    sentences.extend(_name_transfers(report))
    sentences.extend(_count_voices(report))
    return sentences


def find_counted(report: ArticleReport) -> list[Row]:
    """The hits that scores count: not set aside, and not negated where the lexicon drops negated hits."""
    dropping = {lexicon.name for lexicon in report.provenance.lexicons if lexicon.negation == "drop"}
    return [
        hit for hit in report.hits if hit["excluded_by"] is None and not (hit["negated"] and hit["lexicon"] in dropping)
    ]


def _count_hits(report: ArticleReport, hits: list[Row]) -> str:
    words = write_count(report.document["n_words"] or 0, "word")
    own = sum(hit["voice"] == "own" for hit in hits)
    attributed = len(hits) - own
    # The only quotations around words in own voice are scare quotes and "so-called".
    n_held = sum(hit["voice"] == "own" and hit["quotation"] is not None for hit in hits)
    held = f" ({n_held:,} at arm’s length)" if n_held else ""
    if not hits:
        return f"No frame hits in {words}."
    start = f"{write_count(len(hits), 'frame hit')} in {words}"
    speakers = _name_main_speaker(hits, attributed)
    if not own or not attributed:
        where = f"in the outlet’s own voice{held}" if own else f"in attributed speech{speakers}"
        return f"{start}, {'all ' if len(hits) > 1 else ''}{where}."
    return f"{start}: {attributed:,} in attributed speech{speakers}, {own:,} in the outlet’s own voice{held}."


def _name_main_speaker(hits: list[Row], attributed: int) -> str:
    """` (7 of them Alexey Borodavkin’s)`, or nothing when no speaker is known."""
    speakers = Counter(hit["speaker"] for hit in hits if hit["voice"] == "attributed" and is_named(hit["speaker"]))
    if not speakers:
        return ""
    name, n_hits = speakers.most_common(1)[0]
    plain = _plain(name)
    # An English ending does not go with a name in other letters.
    whose = possessive(plain) if plain[-1:].isascii() else f"by {plain}"
    if n_hits == attributed:
        return f" ({whose})" if attributed == 1 else f" (all of them {whose})"
    return f" ({n_hits:,} of them {whose})"


def _plain(name: str) -> str:
    """A name or title that cannot be taken for emphasis."""
    return shorten(" ".join(name.replace("*", "").split()), _MAX_NAME)


def _name_leading(report: ArticleReport, counted: list[Row]) -> list[str]:
    """The categories with most hits, those of narratives first, each with its voices."""
    legend = find_legend(report.provenance, report.document["language"])
    groups: dict[tuple[str, str], list[Row]] = {}
    for hit in counted:
        groups.setdefault((hit["lexicon"], hit["category"]), []).append(hit)
    ranked = sorted(groups.items(), key=lambda item: (not legend.is_narrative(item[0][0]), -len(item[1]), item[0]))
    named = [
        f"*{_plain(legend.mark(*name).title)}* {len(hits):,} ({_tell_voices(hits)})"
        for name, hits in ranked[:_MAX_NAMED]
    ]
    start = "Most frequent" if len(groups) > _MAX_NAMED else "Frames"
    return [f"{start}: {', '.join(named)}."] if named else []


def _tell_voices(hits: list[Row]) -> str:
    """`own voice`, or `2 attributed to X, 1 own voice`."""
    attributed = [hit for hit in hits if hit["voice"] == "attributed"]
    if not attributed:
        return "own voice"
    speakers = Counter(_plain(hit["speaker"]) for hit in attributed if is_named(hit["speaker"]))
    name, n_hits = speakers.most_common(1)[0] if speakers else ("", 0)
    is_whole = len(attributed) == len(hits) and n_hits in (0, len(hits))
    told = "attributed" if is_whole else f"{n_hits or len(attributed):,} attributed"
    parts = [f"{told} to {name}" if name else told]
    if n_hits and len(attributed) > n_hits:
        parts.append(f"{len(attributed) - n_hits:,} to others")
    if len(hits) > len(attributed):
        parts.append(f"{len(hits) - len(attributed):,} own voice")
    return ", ".join(parts)


def find_telling_transfers(report: ArticleReport) -> list[Row]:
    """Transfers of narratives or of the same entry: same entry first, then those of narratives by distance."""
    legend = find_legend(report.provenance, report.document["language"])
    kept = [
        row for row in report.transfers if row["same_entry"] or legend.is_narrative(row["category"].partition(":")[0])
    ]
    return sorted(kept, key=lambda row: (not row["same_entry"], row["sentences_apart"]))


def _name_transfers(report: ArticleReport) -> list[str]:
    if not report.transfers:
        return []
    legend = find_legend(report.provenance, report.document["language"])
    zones = {(hit["start"], hit["end"]): hit["zone"] for hit in report.hits}
    firsts: dict[str, Row] = {}
    for transfer in find_telling_transfers(report):
        firsts.setdefault(transfer["category"], transfer)
    sentences = []
    for name, transfer in list(firsts.items())[:_MAX_TRANSFERS]:
        lexicon, _, category = name.partition(":")
        zone = zones.get((transfer["attributed_start"], transfer["attributed_end"]), "body")
        speaker = f" to {_plain(transfer['speaker'])}" if is_named(transfer["speaker"]) else ""
        parts = [f"attributed{speaker} {ZONE_NAMES[zone]}", f"the outlet’s own {ZONE_NAMES[transfer['own_zone']]}"]
        order = parts if transfer["direction"] == "attributed-first" else parts[::-1]
        sentences.append(f"*{_plain(legend.mark(lexicon, category).title)}* stands in both voices: {', '.join(order)}.")
    more = len(firsts) - _MAX_TRANSFERS
    if more > 0:
        sentences.append(f"{write_count(more, 'more category stands', 'more categories stand')} in both voices.")
    return sentences


def _count_voices(report: ArticleReport) -> list[str]:
    spoken = [row for row in report.quotations if row["kind"] != "scare"]
    n_scare = len(report.quotations) - len(spoken)
    n_words, attributed = report.document["n_words"] or 0, report.words["attributed"] or 0
    scare = f"{write_count(n_scare, 'expression')} at arm’s length"
    if spoken:
        n_speakers = sum(map(is_named, {row["speaker"] for row in spoken}))
        by = f" by {write_count(n_speakers, 'named speaker')}" if n_speakers else ", no speaker named"
        share = (
            f"{attributed:,} of {write_count(n_words, 'word')} ({percent(attributed, n_words)}), " if attributed else ""
        )
        more = f"; {scare}" if n_scare else ""
        return [f"Attributed speech: {share}{write_count(len(spoken), 'quotation')}{by}{more}."]
    if not n_words:
        return []
    sentence = "No attributed speech was found: all words count as the outlet’s own voice."
    return [sentence, f"{scare[0].upper()}{scare[1:]}."] if n_scare else [sentence]


def find_notes(report: ArticleReport) -> list[str]:
    """What was not analysed in this document, and what makes its figures uncertain."""
    provenance, document = report.provenance, report.document
    language = document["language"]
    n_words = document["n_words"] or 0
    notes = []
    if language == "und":
        notes.append("The language could not be determined: frames and stance were not analysed.")
    else:
        if not provenance.lexicons_of(language):
            notes.append(f"No lexicon for language {language}: frames were not counted.")
        if provenance.model is None:
            notes.append("No stance model was used: stance was not analysed.")
        elif not provenance.has_model_for(language):
            notes.append(f"No stance model for language {language}: stance was not analysed.")
    n_open = _count_open(document["text"], report.quotations)
    if n_open:
        marks = write_count(n_open, "quotation mark is", "quotation marks are")
        notes.append(f"{marks} never closed: where the speech ends is a guess.")
    n_nameless = sum(row["speaker"] is None and row["kind"] != "scare" for row in report.quotations)
    if n_nameless:
        notes.append(f"No speaker was found for {write_count(n_nameless, 'quotation')}.")
    if 0 < n_words < _SHORT_TEXT:
        notes.append(f"The text has {write_count(n_words, 'word')}: one hit more or less changes its rates much.")
    if document["duplicate_of"]:
        notes.append(f"The text repeats that of document {document['duplicate_of']}.")
    return notes


def _count_open(text: str, quotations: list[Row]) -> int:
    """Direct quotations that begin with a mark, end without one, and do not go on in the next paragraph."""
    unclosed = [
        row["end"]
        for row in quotations
        if row["kind"] == "direct"
        and text[row["start"] : row["start"] + 1] in _OPENERS
        and text[row["end"] - 1 : row["end"]] not in _CLOSERS
    ]
    starts = {row["start"] for row in quotations} if unclosed else set()
    rests = (text[end : end + _MAX_GAP] for end in unclosed)
    return sum(end + len(rest) - len(rest.lstrip()) not in starts for end, rest in zip(unclosed, rests, strict=True))
