"""A case report in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable

from monitors.reports.csv import render_csv
from monitors.reports.html import render_html
from monitors.reports.json import render_json
from monitors.reports.markdown import render_markdown
from monitors.reports.records import CaseReport, ReportFormat

_RENDERERS: dict[ReportFormat, Callable[[CaseReport], str]] = {
    ReportFormat.HTML: render_html,
    ReportFormat.MARKDOWN: render_markdown,
    ReportFormat.CSV: render_csv,
    ReportFormat.JSON: render_json,
}


def render_report(report: CaseReport, form: ReportFormat) -> str:
    """The whole report in one form."""
    return _RENDERERS[form](report)
