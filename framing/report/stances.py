"""Stance by target and voice, with the sentences and the words that decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from framing.nouns import write_count
from framing.report.passages import Quoter
from framing.report.records import ArticleReport, Provenance, Row
from framing.report.wording import LABEL_NAMES, escape, isolate, percent

_MAX_MENTIONS = 3
_MAX_TARGETS = 6
_MIN_FOR_PERCENT = 5
_LONGEST_FUNCTION_WORD = 3  # characters; the longer ones are listed
_FUNCTION_WORDS = (
    " about after also been before being from have into more most only over said says should some such than that their"
    " them then there these they this those were what when which while will with would could your "
)
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
    warning = render_warning(report.provenance, [report.document["language"]])
    return (
        warning + table + "".join(_render_mentions(titles.get(target, target), rows, quoter) for target, rows in shown)
    )


def render_warning(provenance: Provenance, languages: Sequence[str]) -> str:
    """All measured figures of the stance model for these languages, to stand above its labels."""
    measured = [
        one for language in languages for one in provenance.measurements_of(language) if one["part"] == "stance"
    ]
    figures = dict.fromkeys(f"{escape(one['figure'] or '')} ({escape(one['measured_on'] or '')})" for one in measured)
    told = f"Measured: {'; '.join(figures)}." if figures else "Not measured on annotated texts."
    return f'<p class="warning"><b>Labels are guesses of a model.</b> {told}</p>'


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
    if not n:
        return '<td class="nil">0'
    share = f"<small>{percent(n, whole)}</small>" if whole >= _MIN_FOR_PERCENT else ""
    return f"<td>{n:,}{share}"


def _render_mentions(title: str, rows: list[Row], quoter: Quoter) -> str:
    # Mentions with a decided side come first: they are what a reader will want to check.
    sided = [number for number, row in enumerate(rows) if row["label"] != "neutral"]
    ranked = sorted(sided, key=lambda number: -_find_weight(rows[number]))[:_MAX_MENTIONS]
    if not ranked:
        return ""
    items = "".join(_render_mention(rows[number], quoter) for number in sorted(ranked))
    n = write_count(len(rows), "mention")
    which = f"{n}, {len(ranked)} likeliest not neutral with evidence"
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
        f"{_render_evidence(row['evidence'], label, quoter)}</li>"
    )


def _render_evidence(evidence: list[Row], label: str, quoter: Quoter) -> str:
    """The words that weigh most, what all else adds, and the sum; function words only where there are no others."""
    words, rest = [], dict[str, float]()
    for one in evidence:
        if one["feature"].startswith("("):
            rest[one["feature"].strip("()")] = one["contribution"]
        else:
            shown = quoter.text[one["start"] : one["end"]]
            words.append((_is_content(shown), shown, one["contribution"]))
    kept = [word for word in words if word[0]] or words
    if not kept:
        return ""
    if "other words" in rest:
        rest["other words"] += sum(
            weight for is_content, _, weight in words if not is_content and len(kept) < len(words)
        )
    told = " ".join(f"<span>{quoter.escape(shown)} {_sign(weight)}</span>" for _, shown, weight in kept)
    others = ", ".join(f"{escape(name)} {_sign(weight)}" for name, weight in rest.items())
    total = _sign(sum(one["contribution"] for one in evidence))
    also = f"; {others}; together {total}" if rest else ""
    return f'<span class="words">towards (+) or away from (−) “{label}”: {told}{also}</span>'


def _sign(weight: float) -> str:
    return f"{'+' if weight >= 0 else '−'}{abs(weight):.2f}"  # -0.0 is not below 0


# Asked of a few words again and again.
@lru_cache(maxsize=4096)
def _is_content(word: str) -> bool:
    return len(word) > _LONGEST_FUNCTION_WORD and f" {word.lower()} " not in _FUNCTION_WORDS
