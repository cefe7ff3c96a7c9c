"""A case report as one HTML document that can be printed, with nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitors.digests.days import full_time, read_published
from monitors.digests.facts import web_address
from monitors.digests.passages import clean_text
from monitors.languages.templates import teach_languages
from monitors.reports.records import CaseReport
from monitors.reports.words import describe_capture, describe_entry, describe_period

TEMPLATES = Path(__file__).parent / "templates"


def render_html(report: CaseReport) -> str:
    """The whole document."""
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704  our own file
    return _templates().get_template("report_alone.html").render(report=report, style=style)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    equip_templates(templates)
    return templates


def equip_templates(templates: Environment) -> None:
    """What `report_body.html` needs stands in the environment afterwards; the review desk uses it as well."""
    templates.globals.update(
        describe_capture=describe_capture,
        describe_entry=describe_entry,
        describe_period=describe_period,
        full_time=full_time,
        read_published=read_published,
        web_address=web_address,
    )
    teach_languages(templates)
    templates.filters["plain"] = lambda text: clean_text(text or "")
