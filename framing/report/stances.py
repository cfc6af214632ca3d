"""Stance by target and voice, with the sentences and the words that decided."""

from collections import Counter
from collections.abc import Mapping, Sequence

from framing.report.passages import Quoter
from framing.report.records import ArticleReport, Row
from framing.report.wording import LABEL_NAMES, count, isolate, percent

_MAX_MENTIONS = 3
_MAX_TARGETS = 6
_VOICES = {"own": "own", "attributed": "attri&shy;buted"}
_COLUMNS = ("favor", "neutral", "against", "uncertain")


def render_stances(report: ArticleReport, quoter: Quoter) -> str:
    """A table of targets and voices, and the mentions of each target folded; nothing where there are none."""
    targets: dict[str, list[Row]] = {}
    for row in report.stances:
        targets.setdefault(row["target"], []).append(row)
    if not targets:
        return ""
    ordered = sorted(targets.items(), key=lambda pair: -len(pair[1]))
    titles = report.provenance.targets
    table = render_stance_table([(titles.get(target, target), count_labels(rows)) for target, rows in ordered])
    shown = ordered[:_MAX_TARGETS]
    return table + "".join(_render_mentions(titles.get(target, target), rows, quoter) for target, rows in shown)


def count_labels(rows: list[Row]) -> dict[str, Counter[str]]:
    """Mentions by voice and label; `uncertain` where the model abstained."""
    counts: dict[str, Counter[str]] = {"own": Counter(), "attributed": Counter()}
    for row in rows:
        counts[row["voice"]]["uncertain" if row["abstained"] else row["label"]] += 1
    return counts


def render_stance_table(targets: Sequence[tuple[str, Mapping[str, Counter[str]]]]) -> str:
    """A line for each title and voice with its mentions by label."""
    groups = "".join(
        f'<tr class="group"><th scope="rowgroup" colspan="6">{isolate(title)}</th></tr>{_render_voices(counts)}'
        for title, counts in targets
    )
    return (
        '<table class="stance"><caption>Mentions by label. Uncertain: no label was likely enough for the model to'
        ' commit itself.</caption><thead><tr><th scope="col">Target, voice</th><th scope="col">n</th>'
        '<th scope="col">in fav&shy;our</th><th scope="col">neu&shy;tral</th><th scope="col">against</th>'
        f'<th scope="col">uncer&shy;tain</th></tr></thead><tbody>{groups}</tbody></table>'
    )


def _render_voices(counts: Mapping[str, Counter[str]]) -> str:
    return "".join(
        f'<tr><th scope="row">{_VOICES[voice]}</th><td>{labels.total():,}'
        f"{''.join(_render_share(labels[label], labels.total()) for label in _COLUMNS)}</tr>"
        for voice, labels in counts.items()
        if labels
    )


def _render_share(n: int, whole: int) -> str:
    return f"<td>{n:,}<small>{percent(n, whole)}</small>" if n else '<td class="nil">0'


def _render_mentions(title: str, rows: list[Row], quoter: Quoter) -> str:
    # Mentions with a decided side come first: they are what a reader will want to check.
    ranked = sorted(range(len(rows)), key=lambda number: -_find_weight(rows[number]))[:_MAX_MENTIONS]
    items = "".join(_render_mention(rows[number], quoter) for number in sorted(ranked))
    n = count(len(rows), "mention")
    which = (
        f"{n}, the {_MAX_MENTIONS} least neutral with evidence" if len(rows) > _MAX_MENTIONS else f"{n} with evidence"
    )
    return f'<details><summary>{isolate(title)}: {which}</summary><ol class="mentions">{items}</ol></details>'


def _find_weight(row: Row) -> float:
    return float(max(row["p_favor"], row["p_against"]))


def _render_mention(row: Row, quoter: Quoter) -> str:
    probability = f"{row['p_' + row['label']]:.2f}"
    label = LABEL_NAMES[row["label"]]
    if row["voice"] == "own":
        who = "own voice"
    else:
        who = isolate(row["speaker"]) if row["speaker"] else "attributed, speaker not found"
    looks, verdict = ("low", f"uncertain, likeliest {label}") if row["abstained"] else ("sure", label)
    return (
        f'<li class="{looks}"><span class="verdict"><b>{verdict}</b>'
        f' <meter value="{probability}" aria-label="probability">{probability}</meter> {probability} · {who}</span>'
        f'<span class="said" {quoter.attributes}>{quoter.quote(row["mention_start"], row["mention_end"])}</span>'
        f"{_render_evidence(row['evidence'], quoter)}</li>"
    )


def _render_evidence(evidence: list[Row], quoter: Quoter) -> str:
    """The words that features were read from, or the features where they have no place in the text, with weights."""
    words = []
    for one in evidence:
        start, weight = one.get("start"), one["contribution"]
        word = isolate(one["feature"]) if start is None else quoter.escape(quoter.text[start : one["end"]])
        sign = f'for">{word} +{weight:.2f}' if weight >= 0 else f'con">{word} −{-weight:.2f}'
        words.append(f'<span class="{sign}</span>')
    return f'<span class="words">decided by {" ".join(words)}</span>' if words else ""
