"""The words that all forms of a case report share."""

from __future__ import annotations

from datetime import timedelta

from monitors.digests.days import full_time, local_day, long_day
from monitors.digests.words import EVENTS
from monitors.languages.speaking import _
from monitors.languages.terms import say_term
from monitors.reports.records import CaseReport, Citation, Entry


def describe_period(report: CaseReport) -> str:
    """The days, both inclusive, that the report speaks of."""
    zone = report.zone
    since = long_day(local_day(report.since, zone)) if report.since else _("the first capture")
    last = report.until - timedelta(microseconds=1) if report.until else report.made_at
    until = long_day(local_day(last, zone))
    return _("%(since)s to %(until)s", since=since, until=until)


def describe_entry(entry: Entry) -> str:
    """What became of the subject on that page: `no longer named`, `reads differently: detained → sentenced`."""
    words = EVENTS[entry.event.kind]
    if not entry.event.status:
        return words
    status = say_term(entry.event.status)
    told = f"{say_term(entry.former_status)} → {status}" if entry.is_step and entry.former_status else status
    return f"{words}: {told}"


def describe_capture(citation: Citation, report: CaseReport) -> list[str]:
    """Where a cited capture is and how it is proved, a fact each."""
    capture = citation.capture
    fidelity = say_term(capture.fidelity.value)
    status = _("status %(number)s", number=capture.status)
    return [
        _("captured %(at)s", at=full_time(capture.captured_at, report.zone)),
        capture.url,
        f"{status}, {fidelity}" if capture.status else fidelity,
        _("SHA-256 of the body %(hash)s", hash=capture.sha256 or _("none")),
        _("capture %(id)s, no. %(number)s of the ledger", id=capture.id, number=capture.sequence),
        _("%(file)s, offset %(offset)s", file=capture.file, offset=capture.offset),
    ]
