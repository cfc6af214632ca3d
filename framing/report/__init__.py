"""Columns -> pages: the report of an article as HTML and JSON, and the corpus page."""

from framing.report.article import render_article
from framing.report.build import build_reports
from framing.report.corpus import CorpusSummary, count_hits
from framing.report.index import render_index
from framing.report.legend import find_narratives
from framing.report.loading import dump_provenance, load_provenance, load_report
from framing.report.names import page_name
from framing.report.records import ArticleReport, LexiconSource, Provenance
from framing.report.schema import report_schema
from framing.report.speakers import is_named

__all__ = [
    "ArticleReport",
    "CorpusSummary",
    "LexiconSource",
    "Provenance",
    "build_reports",
    "count_hits",
    "dump_provenance",
    "find_narratives",
    "is_named",
    "load_provenance",
    "load_report",
    "page_name",
    "render_article",
    "render_index",
    "report_schema",
]
