"""A case report in the form that was asked for, and the words that all forms share."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from monitors.digests.csv import defuse
from monitors.digests.days import full_time, local_day, long_day
from monitors.digests.words import EVENTS
from monitors.reports.records import CaseReport, Citation, Entry
from monitors.shapes import time_shape
from storage.records import Capture, Passage

COLUMNS = (
    "detected_at", "kind", "status before", "status", "source", "title", "url", "published", "before", "after",
    "rule", "confidence", "priority", "verdict", "reviewer", "change",
    "before capture", "before sha256", "after capture", "after sha256",
)  # fmt: skip


class ReportFormat(StrEnum):
    """The forms of a case report."""

    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def render_report(report: CaseReport, form: ReportFormat) -> str:
    """The whole report in one form."""
    if form is ReportFormat.HTML:
        from monitors.reports.html import render_html

        return render_html(report)
    if form is ReportFormat.MARKDOWN:
        from monitors.reports.markdown import render_markdown

        return render_markdown(report)
    return render_csv(report) if form is ReportFormat.CSV else render_json(report)


def describe_period(report: CaseReport) -> str:
    """The days, both inclusive, that the report speaks of."""
    zone = report.zone
    since = long_day(local_day(report.since, zone)) if report.since else "the first capture"
    last = report.until - timedelta(microseconds=1) if report.until else report.made_at
    until = long_day(local_day(last, zone))
    return f"{since} to {until}"


def describe_entry(entry: Entry) -> str:
    """What became of the subject on that page: `no longer named`, `reads differently: detained → sentenced`."""
    words = EVENTS[entry.event.kind]
    if not entry.event.status:
        return words
    told = f"{entry.former_status} → {entry.event.status}" if entry.is_step and entry.former_status else None
    return f"{words}: {told or entry.event.status}"


def describe_capture(citation: Citation, report: CaseReport) -> list[str]:
    """Where a cited capture is and how it is proved, a fact each."""
    capture = citation.capture
    return [
        f"captured {full_time(capture.captured_at, report.zone)}",
        capture.url,
        f"status {capture.status}, {capture.fidelity.value}" if capture.status else capture.fidelity.value,
        f"SHA-256 of the body {capture.sha256 or 'none'}",
        f"capture {capture.id}, no. {capture.sequence} of the ledger",
        f"{capture.file}, offset {capture.offset}",
    ]


def render_csv(report: CaseReport) -> str:
    """A head line, then one line an event, CRLF-ended as RFC 4180 has it; no cell can be a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    captures = {each.number: each.capture for each in report.citations}
    for entry in report.entries:
        writer.writerow([defuse(cell) for cell in _cells(entry, captures)])
    return written.getvalue()


def _cells(entry: Entry, captures: dict[int, Capture]) -> Iterator[str]:
    change, event = entry.change, entry.event
    yield from (time_shape(change.detected_at) or "", event.kind.value, entry.former_status or "", event.status or "")
    yield from (entry.source, change.title or "", change.url, change.published or "")
    yield from (each.sentence if each else "" for each in (event.before, event.after))
    yield from (event.rule or "", f"{event.confidence:.2f}", f"{change.priority:.2f}")
    yield from (entry.verdict or "", entry.reviewer or "", change.id)
    for number in (entry.before, entry.after):
        capture = captures[number] if number else None
        yield from (capture.id, capture.sha256 or "") if capture else ("", "")


def render_json(report: CaseReport) -> str:
    """One object: the subject, the period, the events and the captures that they cite by number."""
    return json.dumps(report_shape(report), ensure_ascii=False, indent=1) + "\n"


def report_shape(report: CaseReport) -> dict[str, Any]:
    """The report in plain values."""
    return {
        "subject": report.subject.id,
        "name": report.subject.name,
        "kind": report.subject.kind.value,
        "since": time_shape(report.since),
        "until": time_shape(report.until),
        "made_at": time_shape(report.made_at),
        "events": [_entry_shape(each) for each in report.entries],
        "captures": [_citation_shape(each) for each in report.citations],
        "small": report.small,
        "unproved": report.unproved,
    }


def _entry_shape(entry: Entry) -> dict[str, Any]:
    change, event = entry.change, entry.event
    return {
        "change": change.id,
        "detected_at": time_shape(change.detected_at),
        "published": change.published,
        "source": change.source,
        "url": change.url,
        "title": change.title,
        "baseline": change.baseline,
        "kind": event.kind.value,
        "status": event.status,
        "former_status": entry.former_status,
        "rule": event.rule,
        "confidence": event.confidence,
        "priority": change.priority,
        "verdict": entry.verdict,
        "reviewer": entry.reviewer,
        "before": _side_shape(event.before, entry.before),
        "after": _side_shape(event.after, entry.after),
    }


def _side_shape(passage: Passage | None, citation: int | None) -> dict[str, Any] | None:
    if passage is None and citation is None:
        return None
    words = {"text": passage.text, "sentence": passage.sentence} if passage else {"text": None, "sentence": None}
    return {**words, "citation": citation}


def _citation_shape(citation: Citation) -> dict[str, Any]:
    capture = citation.capture
    return {
        "number": citation.number,
        "capture": capture.id,
        "url": capture.url,
        "captured_at": time_shape(capture.captured_at),
        "status": capture.status,
        "sha256": capture.sha256,
        "file": capture.file,
        "offset": capture.offset,
        "sequence": capture.sequence,
        "fidelity": capture.fidelity.value,
    }
