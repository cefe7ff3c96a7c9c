"""Records as the JSON of the contract. Nothing else may print JSON that others rely on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitors.shapes import types as told
from storage.records import (
    Article,
    Capture,
    Change,
    Event,
    FirstSeen,
    Hunk,
    Mention,
    Passage,
    Revision,
    Run,
    Side,
    SourceReport,
)

Shape = dict[str, Any]


def time_shape(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with `Z`, to the microsecond where there is one."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def article_shape(article: Article) -> told.Article:
    """What `extract` prints."""
    shape: told.Article = {
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "language": article.language,
        "author": article.author,
        "extractor": article.extractor,
    }
    if article.pages is not None:
        shape["pages"] = list(article.pages)
    return shape


def mention_shape(mention: Mention) -> told.Mention:
    """What `mentions` prints: one line a mention."""
    return {
        "subject": mention.subject,
        "kind": mention.kind,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "sentence": [mention.sentence_start, mention.sentence_end],
        "rule": mention.rule,
        "confidence": round(mention.confidence, 3),
        "alias": mention.alias,
        "distance": mention.distance,
        "place": mention.place,
    }


def change_shape(change: Change) -> told.Change:
    """What `changes` and `compare` print: one line a change."""
    return {
        "id": change.id,
        "source": change.source,
        "url": change.url,
        "page": change.page,
        "title": change.title,
        "kind": change.kind,
        "baseline": change.baseline,
        "technical": change.technical,
        "detected_at": time_shape(change.detected_at),
        "published": published_shape(change.published),
        "before": _side_shape(change.before),
        "after": _side_shape(change.after),
        "priority": round(change.priority, 2),
        "reasons": list(change.reasons),
        "events": [event_shape(each) for each in change.events],
        "hunks": [_hunk_shape(each) for each in change.hunks],
    }


def published_shape(published: str | None) -> str | None:
    """A page's own date as a moment in UTC: a day without an hour is its first moment."""
    if published is None:
        return None
    try:
        at = datetime.fromisoformat(published)
    except ValueError:
        return None
    return time_shape(at if at.tzinfo is not None else at.replace(tzinfo=UTC))


def event_shape(event: Event) -> told.Event:
    """One event of a change."""
    return {
        "subject": event.subject,
        "kind": event.kind,
        "material": event.material,
        "before": _passage_shape(event.before),
        "after": _passage_shape(event.after),
        "status": event.status,
        "rule": event.rule,
        "first_seen": _first_seen_shape(event.first_seen),
    }


def subject_shape(change: Change, event: Event, former_status: str | None) -> told.SubjectEvent:
    """What `subject` prints: one line an event, with the status that was the last one told before it."""
    return {
        **event_shape(event),
        "former_status": former_status,
        "change": change.id,
        "source": change.source,
        "url": change.url,
        "detected_at": time_shape(change.detected_at),
        "published": published_shape(change.published),
        "technical": change.technical,
    }


def history_shape(capture: Capture, revision: str | None, change: str | None) -> told.Look:
    """What `history` prints: one line a capture."""
    return {
        "capture": capture.id,
        "captured_at": time_shape(capture.captured_at),
        "outcome": capture.outcome,
        "status": capture.status,
        "failure": capture.failure,
        "sha256": capture.sha256,
        "fidelity": capture.fidelity,
        "file": capture.file,
        "offset": capture.offset,
        "flags": list(capture.flags),
        "revision": revision,
        "change": change,
    }


def found_shape(revision: Revision, source: str, url: str, snippet: str) -> told.Found:
    """What `search` prints: one line a revision."""
    return {
        "source": source,
        "url": url,
        "title": revision.article.title,
        "captured_at": time_shape(revision.captured_at),
        "revision": revision.id,
        "snippet": snippet,
    }


def run_shape(run: Run) -> Shape:
    """What `check` prints."""
    return {
        "started_at": time_shape(run.started_at),
        "finished_at": time_shape(run.finished_at),
        "sources": {each.source: _report_shape(each) for each in run.reports},
    }


def _report_shape(report: SourceReport) -> Shape:
    return {
        "fetched": report.fetched,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "pages": report.pages,
        "changes": report.changes,
        "problems": list(report.problems),
    }


def _side_shape(side: Side | None) -> told.Side | None:
    if side is None:
        return None
    return {"revision": side.revision, "captured_at": time_shape(side.captured_at), "sha256": side.sha256}


def _passage_shape(passage: Passage | None) -> told.Passage | None:
    if passage is None:
        return None
    return {
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "sentence": passage.sentence,
        "place": passage.place,
    }


def _first_seen_shape(first: FirstSeen | None) -> told.FirstSeen | None:
    """Where the same passage stood before, on another page."""
    if first is None:
        return None
    return {"source": first.source, "url": first.url, "captured_at": time_shape(first.captured_at)}


def _hunk_shape(hunk: Hunk) -> told.Hunk:
    return {"kind": hunk.kind, "before": hunk.before, "after": hunk.after, "place": hunk.place}
