"""A case report as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from monitors.digests.csv import defuse
from monitors.reports.records import CaseReport, Entry
from monitors.shapes.contract import time_shape
from storage.records import Capture

COLUMNS = (
    "detected_at", "kind", "status before", "status", "source", "title", "url", "published", "before", "after",
    "rule", "confidence", "priority", "verdict", "reviewer", "change",
    "before capture", "before sha256", "after capture", "after sha256",
)  # fmt: skip


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
