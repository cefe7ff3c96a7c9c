"""One check at a time in one folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_PAUSE = 0.1


class Locked(Exception):
    """Another process is at work in this folder."""


@contextmanager
def hold_lock(path: Path, *, doing: str = "check", patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of that file; the operating system lets it go when this process ends, however it ends.

    Locked, who holds it, where it is not free within `patience` seconds.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file, patience):
            file.seek(0)
            raise Locked(f"another {doing} is running in {path.parent} (process {file.read().strip() or '?'})")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _take(file: TextIO, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        else:
            return True
