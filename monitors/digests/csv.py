"""The digest as CSV, one line a story and place, for spreadsheets; no cell can be a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Sighting, Story, Wording
from monitors.shapes.contract import time_shape

COLUMNS = (
    "date", "group", "subject", "name", "kind", "status before", "status", "source", "title", "url", "detected_at",
    "published", "before", "after", "priority", "reasons", "change", "capture", "sha256",
)  # fmt: skip

_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠−")
"""First characters that make a spreadsheet run a cell, their full-width forms with them (OWASP, CSV injection)."""


def render_csv(digest: Digest) -> str:
    """A head line, then one line a story and place, CRLF-ended as RFC 4180 has it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for story in (*digest.stories, *digest.folded):
        for sighting in story.sightings:
            writer.writerow([defuse(cell) for cell in _cells(digest, story, sighting)])
    return written.getvalue()


def defuse(cell: str) -> str:
    """The cell on one line, with an apostrophe before whatever a spreadsheet might run."""
    shown = clean_text(cell)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _cells(digest: Digest, story: Story, sighting: Sighting) -> Iterator[str]:
    change, copy = sighting.change, sighting.copy
    yield from (digest.date.isoformat(), story.group.value, story.subject, story.name, sighting.event.kind.value)
    yield from (story.status_before or "", story.status or "", sighting.source, change.title or "", change.url)
    yield from (time_shape(change.detected_at) or "", change.published or "", _plain(story.before), _plain(story.after))
    yield from (f"{change.priority:.2f}", "; ".join(change.reasons), change.id)
    yield from (copy.capture, copy.sha256) if copy else ("", "")


def _plain(wording: Wording | None) -> str:
    return "".join(segment.text for segment in wording or ())
