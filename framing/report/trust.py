"""How far to trust a page, and what it was made from."""

from collections.abc import Iterable

from framing.report.records import ArticleReport, Provenance
from framing.report.wording import escape, isolate

_PARTS = (("voice", "Voice"), ("lexicon", "Frames"), ("stance", "Stance"))


def render_trust(report: ArticleReport) -> str:
    """A line for each part on how it was measured, then what was not analysed."""
    lines = render_measurements(report.provenance, report.document["language"])
    return lines + "".join(f"<li>{escape(note)}</li>" for note in report.notes)


def render_measurements(provenance: Provenance, language: str) -> str:
    """A list item for each figure of each part that was used; a part without figure says so."""
    measured = provenance.measurements_of(language)
    used = {
        "voice": True,
        "lexicon": bool(provenance.lexicons_of(language)),
        "stance": provenance.has_model_for(language),
    }
    lines = []
    for part, name in _PARTS:
        figures = [one for one in measured if one["part"] == part]
        lines += [
            f"<li><b>{name}</b>: {escape(one['figure'] or '')}, measured on {escape(one['measured_on'] or '')}.</li>"
            for one in figures
        ]
        if used[part] and not figures:
            lines.append(f"<li><b>{name}</b>: not measured on annotated texts in language {escape(language)}.</li>")
    return "".join(lines)


def render_provenance(report: ArticleReport) -> str:
    """File, digests, versions, lexicons and model as a list of terms."""
    document = report.document
    facts = [
        ("Document", isolate(document["document_id"])),
        ("Source", isolate(document["source"])),
        ("SHA-256 as read", _code(document["raw_sha256"])),
        ("SHA-256 of the text", _code(document["text_sha256"])),
        ("Language", escape(document["language"])),
    ]
    return _render_terms(facts) + render_instruments(report.provenance, document["language"])


def render_instruments(provenance: Provenance, language: str | None) -> str:
    """Versions and digests of lexicons, targets, model and program as a list of terms.

    `language` is that of the document; None stands for all lexicons.
    """
    lexicons = provenance.lexicons if language is None else provenance.lexicons_of(language)
    facts = [
        (f"Lexicon {escape(one.name)}", f"{escape(one.title)}, version {escape(one.version)} {_code(one.sha256)}")
        for one in lexicons
    ]
    model = provenance.model
    if model and (language is None or provenance.has_model_for(language)):
        figures = ", ".join(f"{escape(str(name))} {escape(_show(value))}" for name, value in model["figures"].items())
        facts.append(("Stance model", f"{escape(model['model_id'])}: {figures} {_code(model['sha256'])}"))
    if provenance.targets_sha256:
        facts.append(("Stance targets", _code(provenance.targets_sha256)))
    facts.append(("Program", f"framing {escape(provenance.framing_version)}"))
    return _render_terms(facts)


def _show(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _code(digest: str) -> str:
    return f"<code>{escape(digest)}</code>"


def _render_terms(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in facts) + "</dl>"
