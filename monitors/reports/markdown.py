"""A case report as Markdown: scraped text can neither format nor link anything."""

from __future__ import annotations

from collections.abc import Iterator

from monitors.digests.days import full_time, read_published
from monitors.digests.markdown import escape_markdown
from monitors.languages.speaking import _
from monitors.languages.terms import say_term
from monitors.reports.records import CaseReport, Entry
from monitors.reports.words import describe_capture, describe_entry, describe_period


def render_markdown(report: CaseReport) -> str:
    """The report with numbered citations that lead to the list of captures at its end."""
    return "\n".join(_write(report)) + "\n"


def _write(report: CaseReport) -> Iterator[str]:
    yield f"# {escape_markdown(report.subject.name)}"
    yield from ("", _("Case report, %(period)s.", period=escape_markdown(describe_period(report))))
    made = full_time(report.made_at, report.zone)
    yield from ("", _("Made by defenderwatch on %(at)s. Numbers in brackets cite captures.", at=escape_markdown(made)))
    if report.steps:
        yield from ("", f"## {_('Statuses')}", "")
        yield from (_write_step(entry, report) for entry in report.steps)
    yield from ("", f"## {_('What was published')}")
    for entry in report.entries:
        yield from _write_entry(entry, report)
    if not report.entries:
        yield from ("", _("Nothing in this period."))
    yield from ("", f"## {_('Captures')}", "")
    for citation in report.citations:
        facts = escape_markdown("; ".join(describe_capture(citation, report)))
        yield f"{citation.number}. {facts}"


def _write_step(entry: Entry, report: CaseReport) -> str:
    at = escape_markdown(full_time(entry.change.detected_at, report.zone))
    status, source = (escape_markdown(each) for each in (say_term(entry.event.status), entry.source))
    return f"- {at}: **{status}**, {source}{_cite(entry.after)}"


def _write_entry(entry: Entry, report: CaseReport) -> Iterator[str]:
    change, event = entry.change, entry.event
    at = escape_markdown(full_time(change.detected_at, report.zone))
    yield from ("", f"### {at}: {escape_markdown(describe_entry(entry))}", "")
    published = ""
    if change.published:
        published = f", {_('published %(at)s', at=read_published(change.published, report.zone))}"
    first = f"; {_('seen at the first look')}" if change.baseline else ""
    title = change.title or _("without a title")
    yield escape_markdown(f"{entry.source}: {title}, {change.url}{published}{first}")
    for sign, passage, number in (("−", event.before, entry.before), ("+", event.after, entry.after)):
        if passage:
            yield from ("", f"> {sign} {escape_markdown(passage.sentence)}{_cite(number)}")
        elif number:
            yield from ("", f"> {sign} {_('not named')}{_cite(number)}")
    if entry.verdict:
        verdict = say_term(entry.verdict)
        yield from ("", escape_markdown(_("Judged %(verdict)s by %(name)s.", verdict=verdict, name=entry.reviewer)))


def _cite(number: int | None) -> str:
    return f" \\[{number}\\]" if number else ""
