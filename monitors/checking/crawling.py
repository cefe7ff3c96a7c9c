"""The crawl, seen from the process that ordered it: one child, its progress as lines of JSON."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 20.0
"""Seconds a crawl may take to end after it was told to, before it is killed."""


class Crawl:
    """A running crawl. Leaving the `with` block ends it, whatever happened inside."""

    def __init__(
        self,
        folder: Path,
        data: Path,
        run: str,
        sources: Sequence[str],
        *,
        limit: int | None = None,
        pages: Sequence[str] = (),
        due_only: bool = False,
    ) -> None:
        # -P: a `config.py` in the folder where the user stands is not ours
        command = [sys.executable, "-P", "-m", "monitors.checking.fetching"]
        command += ["--folder", str(folder), "--data", str(data), "--run", run]
        command += ["--limit", str(limit)] if limit is not None else []
        command += [f"--page={page}" for page in pages] + (["--due"] if due_only else [])
        self._process = subprocess.Popen([*command, *sources], stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.ended = False

    def __enter__(self) -> Crawl:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if isinstance(told, dict):
                self._lines.put(told)
        self._lines.put(None)

    def told(self, *, timeout: float) -> Iterator[dict[str, Any]]:
        """What the crawl has said since the last call; waits at most that long for the first line."""
        while not self.ended:
            try:
                line = self._lines.get(timeout=timeout) if timeout else self._lines.get_nowait()
            except queue.Empty:
                return
            if line is None:
                self.ended = True
                return
            yield line
            timeout = 0

    def stop(self) -> int:
        """End the crawl within a bound and return its exit status."""
        if self._process.poll() is None and not self.ended:
            self._process.terminate()
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._listener.join(1)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return status


def explain_status(status: int) -> str | None:
    """In words, how a crawl ended that did not end well."""
    if status == 0:
        return None
    if status < 0:
        return f"the crawl was killed by signal {-status}: what it had fetched is kept"
    return f"the crawl ended with status {status}: what it had fetched is kept (process {os.getpid()})"
