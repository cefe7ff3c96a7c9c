"""A case report as JSON."""

from __future__ import annotations

import json
from typing import Any

from monitors.reports.records import CaseReport, Citation, Entry
from monitors.shapes.contract import time_shape
from storage.records import Passage


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
