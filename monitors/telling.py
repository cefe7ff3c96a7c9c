"""What the service says on standard error: sentences for people, or a line of JSON each for machines.

Neither names a subject, a page or a secret: sources, days and states are all that is told.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TextIO

from config.loading import ConfigurationError
from config.problems import Problem
from monitors.terminal import disarm

_PRIVATE = "watchlists/"


class Tell(Protocol):
    """Says something once; `event` and the facts are for machines, the sentence is for people."""

    def __call__(self, text: str, *, event: str, **facts: str | int | bool | list[str]) -> None:
        """Say it."""


def _utc() -> datetime:
    return datetime.now(UTC)


def make_teller(*, as_json: bool, stream: TextIO | None = None, clock: Callable[[], datetime] = _utc) -> Tell:
    """A way to say things on a stream (standard error), as sentences or as JSON Lines."""

    def tell(text: str, *, event: str, **facts: str | int | bool | list[str]) -> None:
        at = clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        line = json.dumps({"at": at, "event": event, **facts, "text": text}, ensure_ascii=False) if as_json else text
        out = stream or sys.stderr
        out.write("".join(f"{disarm(each)}\n" for each in line.split("\n")))
        out.flush()

    return tell


class _Voice(logging.Handler):
    """Tells what a library warns of: its words, and of an exception the kind alone (tracebacks hold words of pages)."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one record."""
        kind = record.exc_info[0] if record.exc_info else None
        text = f"{record.name}: {record.getMessage().strip()}"
        self._tell(f"{text} ({kind.__name__})" if kind else text, event="warning")


def tell_warnings(tell: Tell) -> None:
    """From now on this process tells the warnings of libraries, and threads that failed, as it tells the rest."""
    logging.basicConfig(handlers=[_Voice(tell)], force=True)
    logging.captureWarnings(True)
    threading.excepthook = lambda failed: tell(f"a thread failed ({failed.exc_type.__name__})", event="warning")


def describe_refusal(error: ConfigurationError | OSError) -> str:
    """Why an edit was refused, for a log: what stands in a watch list is named by its place alone."""
    if isinstance(error, OSError):
        return str(error)
    told = dict.fromkeys(_describe(each) for each in error.problems)
    return "\n".join(told)


def _describe(problem: Problem) -> str:
    if not problem.file.startswith(_PRIVATE):
        return str(problem)
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return f"{place}: something is not right; `defenderwatch validate` says what"
