"""The words that all forms of a case report share."""

from __future__ import annotations

from datetime import timedelta

from monitors.digests.days import full_time, local_day, long_day
from monitors.digests.words import EVENTS
from monitors.reports.records import CaseReport, Citation, Entry


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
