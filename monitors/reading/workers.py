"""The worker processes that read captures, and the bounds they work in.

The reader (`monitors.reading.reader`) is imported in the workers only: its libraries are large.
"""

from __future__ import annotations

import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from config.declarations import Configuration
from monitors.reading.orphans import end_with_parent
from monitors.reading.tasks import ReadingOutcome, ReadingTask, describe_fault
from storage.records import PageState, Reading

if TYPE_CHECKING:
    from monitors.reading.reader import Reader

PATIENCE = 60
"""Seconds a worker may spend on one document before it is ended: a hostile page must not hold up the others."""

MEMORY = 4 * 1024**3
"""Bytes of address space a worker may take: a document that wants more fails alone."""


_reader: Reader | None = None


def start_reader(configuration: Configuration, data: Path) -> None:
    """Make this worker process ready. Called once, by the pool."""
    global _reader  # noqa: PLW0603  # a worker process has exactly one reader, made by its initialiser
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends its workers
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process even inside a C library
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from monitors.reading.reader import Reader

    _reader = Reader(configuration, data)


def is_ready() -> bool:
    """Whether this worker process is ready to read; asked to tell a hostile document from a broken installation."""
    return _reader is not None


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
