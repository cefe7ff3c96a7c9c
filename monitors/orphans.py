"""No orphans: a child process ends when the process that started it is gone, however that one ended."""

from __future__ import annotations

import os
import threading
import time

INTERVAL = 0.5
"""Seconds between two looks at the parent."""


def end_with_parent() -> None:
    """From now on this process ends when its parent has ended.

    Everything we keep is safe at every line, so ending at once loses nothing; a crawl that went on
    for nobody would only bother its hosts.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="end with parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os._exit(1)
