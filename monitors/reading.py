"""Reading in worker processes: what a task is, what comes of it, and the bounds it works in.

A task names a capture, not its bytes, so that nothing large travels between processes. The reader
itself (`monitors.reader`) is imported in the workers only: its libraries are large.
"""

from __future__ import annotations

import resource
import signal
import traceback
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.declarations import Configuration, Source
from monitors.orphans import end_with_parent
from storage.records import Article, Capture, Mention, Page, PageState, Reading, Revision

if TYPE_CHECKING:
    from monitors.reader import Reader

PATIENCE = 60
"""Seconds a worker may spend on one document before it is ended: a hostile page must not hold up the others."""

MEMORY = 4 * 1024**3
"""Bytes of address space a worker may take: a document that wants more fails alone."""


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


_reader: Reader | None = None


def start_reader(configuration: Configuration, data: Path) -> None:
    """Make this worker process ready. Called once, by the pool."""
    global _reader  # noqa: PLW0603  # a worker process has exactly one reader, made by its initialiser
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends its workers
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process even inside a C library
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from monitors.reader import Reader

    _reader = Reader(configuration, data)


def read_capture(task: ReadingTask) -> ReadingOutcome:
    """Read one capture in this worker process."""
    if _reader is None:
        raise RuntimeError("start_reader has not been called in this process")
    signal.alarm(PATIENCE)
    try:
        return _reader.read(task)
    except Exception as error:  # noqa: BLE001  # a fault of ours at one page must not keep us from the others
        reading = Reading(state=PageState.FAILING, evidence=f"our own fault while reading: {describe_fault(error)}")
        return ReadingOutcome(capture=task.capture.id, reading=reading, revision=None, mentions=())
    finally:
        signal.alarm(0)


def describe_fault(error: Exception) -> str:
    """What failed and where in our code, without the words of the page."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" in {Path(last.filename).name}:{last.lineno}" if last else ""
    return f"{type(error).__name__}{place}"
