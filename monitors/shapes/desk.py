"""The JSON of what the API and some commands tell beside changes: captures, revisions, verdicts, health, tokens."""

from __future__ import annotations

from datetime import timedelta

from monitors.health.rows import Health
from monitors.shapes import types as told
from monitors.shapes.contract import article_shape, time_shape
from storage.people import Deed, Token, TokenUse
from storage.records import Capture, Review, Revision


def capture_shape(capture: Capture) -> told.Capture:
    """What is told of a capture without asking the archive."""
    return {
        "capture": capture.id,
        "sequence": capture.sequence,
        "run": capture.run,
        "source": capture.source,
        "role": capture.role,
        "url": capture.url,
        "page": capture.page,
        "requested_at": time_shape(capture.requested_at),
        "captured_at": time_shape(capture.captured_at),
        "outcome": capture.outcome,
        "status": capture.status,
        "failure": capture.failure,
        "detail": capture.detail,
        "sha256": capture.sha256,
        "length": capture.length,
        "content_type": capture.content_type,
        "fidelity": capture.fidelity,
        "file": capture.file,
        "offset": capture.offset,
        "flags": list(capture.flags),
    }


def revision_shape(revision: Revision) -> told.Revision:
    """A revision with the article in it, as `extract` prints one."""
    return {
        "revision": revision.id,
        "page": revision.page,
        "capture": revision.capture,
        "captured_at": time_shape(revision.captured_at),
        "sha256": revision.sha256,
        "technical": revision.technical,
        **article_shape(revision.article),
    }


def review_shape(review: Review) -> told.Review:
    """A verdict."""
    return {
        "change": review.change,
        "verdict": review.verdict,
        "reviewer": review.reviewer,
        "reviewed_at": time_shape(review.reviewed_at),
        "note": review.note,
    }


def health_shape(row: Health) -> told.Health:
    """What `health` prints: one line a source."""

    def seconds(length: timedelta | None) -> float | None:
        return length.total_seconds() if length else None

    return {
        "source": row.source,
        "state": row.state.value,
        "since": time_shape(row.since),
        "detail": row.detail,
        "pages": row.pages,
        "last_success_at": time_shape(row.last_success_at),
        "last_failure_at": time_shape(row.last_failure_at),
        "last_failure": row.last_failure,
        "usual_gap_seconds": seconds(row.usual_gap),
        "current_gap_seconds": seconds(row.current_gap),
        "every_seconds": seconds(row.every),
        "usual_silence_seconds": seconds(row.usual_silence),
        "current_silence_seconds": seconds(row.current_silence),
    }


def token_shape(token: Token) -> told.Token:
    """What `account token list` prints: one line a token."""
    return {
        "name": token.name,
        "role": token.role,
        "made_at": time_shape(token.made_at),
        "ends_at": time_shape(token.ends_at),
        "last_used_at": time_shape(token.last_used_at),
        "uses": token.uses,
    }


def token_use_shape(use: TokenUse) -> told.TokenUse:
    """What `account token uses` prints: one line a token, day and kind of page."""
    return {
        "token": use.token,
        "day": use.day,
        "route": use.route,
        "uses": use.uses,
        "first_at": time_shape(use.first_at),
        "last_at": time_shape(use.last_at),
    }


def deed_shape(deed: Deed) -> told.Deed:
    """A line of the audit log."""
    return {
        "number": deed.number,
        "at": time_shape(deed.at),
        "actor": deed.actor,
        "action": deed.action,
        "object": deed.object,
        "detail": deed.detail,
    }
