"""A case report as Markdown: scraped text can neither format nor link anything."""

from __future__ import annotations

from collections.abc import Iterator

from monitors.digests.days import full_time, read_published
from monitors.digests.markdown import escape_markdown
from monitors.reports.records import CaseReport, Entry
from monitors.reports.words import describe_capture, describe_entry, describe_period


def render_markdown(report: CaseReport) -> str:
    """The report with numbered citations that lead to the list of captures at its end."""
    return "\n".join(_write(report)) + "\n"


def _write(report: CaseReport) -> Iterator[str]:
    yield f"# {escape_markdown(report.subject.name)}"
    yield from ("", f"Case report, {escape_markdown(describe_period(report))}.")
    made = full_time(report.made_at, report.zone)
    yield from ("", f"Made by defenderwatch on {escape_markdown(made)}. Numbers in brackets cite captures.")
    if report.steps:
        yield from ("", "## Statuses", "")
        yield from (_write_step(entry, report) for entry in report.steps)
    yield from ("", "## What was published")
    for entry in report.entries:
        yield from _write_entry(entry, report)
    if not report.entries:
        yield from ("", "Nothing in this period.")
    yield from ("", "## Captures", "")
    for citation in report.citations:
        facts = escape_markdown("; ".join(describe_capture(citation, report)))
        yield f"{citation.number}. {facts}"


def _write_step(entry: Entry, report: CaseReport) -> str:
    at = escape_markdown(full_time(entry.change.detected_at, report.zone))
    return (
        f"- {at}: **{escape_markdown(entry.event.status or '')}**, {escape_markdown(entry.source)}{_cite(entry.after)}"
    )


def _write_entry(entry: Entry, report: CaseReport) -> Iterator[str]:
    change, event = entry.change, entry.event
    at = escape_markdown(full_time(change.detected_at, report.zone))
    yield from ("", f"### {at}: {escape_markdown(describe_entry(entry))}", "")
    published = f", published {read_published(change.published, report.zone)}" if change.published else ""
    first = "; seen at the first look" if change.baseline else ""
    title = change.title or "without a title"
    yield escape_markdown(f"{entry.source}: {title}, {change.url}{published}{first}")
    for sign, passage, number in (("−", event.before, entry.before), ("+", event.after, entry.after)):
        if passage:
            yield from ("", f"> {sign} {escape_markdown(passage.sentence)}{_cite(number)}")
        elif number:
            yield from ("", f"> {sign} not named{_cite(number)}")
    if entry.verdict:
        yield from ("", escape_markdown(f"Judged {entry.verdict} by {entry.reviewer}."))


def _cite(number: int | None) -> str:
    return f" \\[{number}\\]" if number else ""
