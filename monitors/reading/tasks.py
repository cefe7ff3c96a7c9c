"""What reading is: a task that names a capture, and what comes of it.

A task names a capture, not its bytes, so that nothing large travels between processes.
"""

from __future__ import annotations

import traceback
import uuid
from dataclasses import dataclass
from pathlib import Path

from config.declarations import Source
from storage.records import Article, Capture, Mention, Page, Reading, Revision


class ReadersBroken(Exception):
    """No reading process can be started; no document is to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTask:
    """One capture to read, with what is known of its page."""

    capture: Capture
    page: Page
    source: Source
    former_text_sha256: str | None  # of the page's current revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOutcome:
    """What a worker read: the reading, and a revision with its mentions where the text is new."""

    capture: str
    reading: Reading
    revision: Revision | None
    mentions: tuple[Mention, ...]


def make_revision(capture: Capture, page: str, article: Article, digest: str, *, technical: bool = False) -> Revision:
    """A revision with a name of its own."""
    return Revision(
        id=uuid.uuid4().hex,
        page=page,
        capture=capture.id,
        captured_at=capture.captured_at,
        sha256=capture.sha256 or "",
        article=article,
        text_sha256=digest,
        technical=technical,
    )


def describe_fault(error: Exception) -> str:
    """What failed and where in our code, without the words of the page."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" in {Path(last.filename).name}:{last.lineno}" if last else ""
    return f"{type(error).__name__}{place}"
