"""The text of an article set for reading, with attributed speech, scare quotes and hits marked."""

from collections.abc import Sequence
from functools import lru_cache

from framing.report.legend import Legend, Mark
from framing.report.records import ArticleReport, Row
from framing.report.spans import Span, cut_segments, find_paragraphs, has_meant_lines
from framing.report.wording import KIND_NAMES, escape, escape_text, find_escape, flatten, isolate, shorten

_N_LANES = 3
_MAX_SPEAKER = 40
Label = tuple[str | None, int | None]


def render_text(report: ArticleReport, legend: Legend) -> str:
    """The text as paragraphs. Every character of the text stands in it, in order, save blank lines."""
    return _Setter(report, legend).set()


def clip(rows: Sequence[Row], length: int) -> list[Span]:
    """The spans of rows, held inside a text of that length."""
    return [
        (start, end)
        if 0 <= (start := row["start"]) <= (end := row["end"]) <= length
        else (min(max(start, 0), length), min(max(row["end"], 0), length))
        for row in rows
    ]


class _Setter:
    """Writes segment after segment, and keeps what is open: the paragraph, quotations, a cluster of hits."""

    def __init__(self, report: ArticleReport, legend: Legend) -> None:
        self._text = report.document["text"]
        self._escape = find_escape(self._text)
        self._title = report.document["title"]
        # What the page adds to a text in another language is English, and must not decide its direction.
        self._ui = "" if report.document["language"] == "en" else ' lang="en" dir="ltr"'
        self._quotations = report.quotations
        self._hits = report.hits
        self._marks = [legend.mark(hit["lexicon"], hit["category"]) for hit in report.hits]
        self._classes = [_name_classes(hit, mark) for hit, mark in zip(self._hits, self._marks, strict=True)]
        self._sources = legend.sources_html
        self._paragraphs = find_paragraphs(self._text)
        self._out: list[str] = []
        self._open: tuple[int, ...] = ()
        self._opened: set[int] = set()
        self._label: Label = (None, None)
        self._cluster: tuple[int, ...] = ()
        self._closing: list[int] = []
        self._lanes: dict[int, int] = {}

    def set(self) -> str:
        length = len(self._text)
        segments = cut_segments(self._paragraphs, clip(self._quotations, length), clip(self._hits, length))
        last_segment = {hit: number for number, segment in enumerate(segments) if segment[4] for hit in segment[4]}
        paragraph = -1
        for number, (start, end, its_paragraph, quotations, hits) in enumerate(segments):
            if its_paragraph != paragraph:
                self._change_paragraph(paragraph, its_paragraph)
                paragraph = its_paragraph
            if quotations != self._open:
                self._change_quotations(quotations)
            if self._cluster and not any(hit in self._cluster for hit in hits):
                self._close_cluster()
            text = self._escape(self._text[start:end])
            if not hits:
                self._out.append(text)
            else:
                self._set_hits(text, hits, [hit for hit in hits if last_segment[hit] == number])
        self._change_paragraph(paragraph, None)
        return "".join(self._out)

    def _change_paragraph(self, old: int, new: int | None) -> None:
        self._change_quotations(())
        self._label = (None, None)
        if old >= 0:
            self._out.append("</p>\n")
        if new is None:
            return
        start, end = self._paragraphs[new]
        paragraph = self._text[start:end]
        if new == 0 and self._title and paragraph.split() == self._title.split():
            self._out.append('<p class="headline" dir="auto">')
        else:
            self._out.append('<p class="lines" dir="auto">' if has_meant_lines(paragraph) else '<p dir="auto">')

    def _set_hits(self, text: str, hits: tuple[int, ...], ending: list[int]) -> None:
        if not self._cluster:
            self._out.append('<span class="g">')
        self._cluster = hits
        self._out.append(self._underline(text, hits))
        self._closing += ending

    def _underline(self, text: str, hits: tuple[int, ...]) -> str:
        if len(hits) == 1 and hits[0] not in self._lanes:
            self._lanes[hits[0]] = 0
        # A hit keeps its lane, so that its line runs on at one height under the hits it overlaps.
        for hit in hits:
            if hit not in self._lanes:
                taken = {self._lanes[other] for other in hits if other in self._lanes}
                self._lanes[hit] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
            text = f'<span class="u l{self._lanes[hit] % _N_LANES} {self._classes[hit]}">{text}</span>'
        return text

    def _close_cluster(self) -> None:
        if self._closing:
            notes = "".join([self._describe(number) for number in self._closing])
            chips = "".join([self._link(number) for number in self._closing])
            self._out.append(f'{chips}<span class="pop"{self._ui}>{notes}</span>')
        self._out.append("</span>")
        self._cluster = ()
        self._closing = []

    def _link(self, number: int) -> str:
        hit, mark = self._hits[number], self._marks[number]
        name, code = hit["id"], mark.code
        shown = f"({code})" if hit["excluded_by"] is not None else f"not {code}" if hit["negated"] else code
        voice = "own voice" if hit["voice"] == "own" else "attributed"
        return (
            f'<a class="c {self._classes[number]}" id="{name}" href="#{name}" aria-describedby="n{name}"'
            f' aria-label="{shown}, {escape(mark.title)}, {voice}">{shown}</a>'
        )

    def _describe(self, number: int) -> str:
        hit, mark = self._hits[number], self._marks[number]
        name, lexicon = hit["id"], hit["lexicon"]
        state = " · negated" if hit["negated"] else ""
        if hit["excluded_by"] is not None:
            state += f" · not counted: <code>{escape_text(hit['excluded_by'])}</code>"
        return (
            f'<span class="e {self._classes[number]}" id="n{name}"><b>{mark.name_html}</b> entry'
            f" <code>{escape_text(hit['entry_id'])}</code> · {self._describe_voice(hit)} · {hit['zone']}{state}"
            f" · {self._sources.get(lexicon) or escape(lexicon)} · #{name}</span>"
        )

    def _describe_voice(self, hit: Row) -> str:
        number = hit["quotation"]
        row = self._quotations[number] if number is not None and number < len(self._quotations) else None
        if hit["voice"] == "own":
            return f"own voice, {_name_distance(row)}" if row and row["kind"] == "scare" else "outlet’s own voice"
        speaker = isolate(hit["speaker"]) if hit["speaker"] else "a speaker who was not found"
        return f"attributed to {speaker} (rule {escape_text(row['rule'])})" if row else f"attributed to {speaker}"

    def _change_quotations(self, new: tuple[int, ...]) -> None:
        if self._cluster:
            self._close_cluster()
        old = self._open
        self._open = new
        kept = 0
        if old and new:
            while kept < min(len(new), len(old)) and new[kept] == old[kept]:
                kept += 1
        if old:
            self._out.append("</span>" * (len(old) - kept))
        for number in new[kept:]:
            self._open_quotation(number)

    def _open_quotation(self, number: int) -> None:
        row = self._quotations[number]
        if row["kind"] == "scare":
            self._out.append(f'<span class="sq" title="{_name_distance(row)}">')
            return
        self._out.append('<span class="q r">' if row["kind"] == "indirect" else '<span class="q">')
        label = (row["speaker"], row["cue_start"])
        goes_on = number in self._opened
        self._opened.add(number)
        if label == self._label and row["cue_start"] is not None:
            return
        self._label = label
        label_html = _label_quotation(row["speaker"], row["cue"], row["kind"], goes_on)
        self._out.append(f'<span class="who"{self._ui}>{label_html}</span>')


def _name_distance(row: Row) -> str:
    """How the outlet keeps words at arm's length."""
    how = escape(row["cue"]) if row["cue"] else "scare quotes"
    return f"at arm’s length: {how}"


def _name_classes(hit: Row, mark: Mark) -> str:
    state = " x" if hit["excluded_by"] is not None else ""
    return f"{mark.switch} {hit['voice'][:3]}{state}"


def _label_quotation(speaker: str | None, cue: str | None, kind: str, goes_on: bool) -> str:
    name = _name_speaker(speaker) if speaker else "<b>speaker not found</b>"
    reporting = _name_cue(cue) if cue and not goes_on else ""
    return f"{name}{reporting} <i>{'continued' if goes_on else KIND_NAMES[kind]}</i>"


# Names recur within an article, cues between articles.
@lru_cache(maxsize=4096)
def _name_speaker(speaker: str) -> str:
    # A phrase of several lines would stand beside text it has nothing to do with; the whole of it is one look away.
    whole = f' title="{flatten(speaker)}"' if len(speaker) > _MAX_SPEAKER else ""
    return f"<b{whole}>{isolate(shorten(speaker, _MAX_SPEAKER))}</b>"


@lru_cache(maxsize=4096)
def _name_cue(cue: str) -> str:
    return f' <span class="cue">{isolate(cue)}</span>'
