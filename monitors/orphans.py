"""No orphans: a child process ends when the process that started it is gone, however that one ended."""

from __future__ import annotations

import multiprocessing
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
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True, name="end with parent").start()


def _watch(parent: int) -> None:
    asked_by = multiprocessing.parent_process()
    if asked_by is not None:  # a worker: forked from a server process, which is not the one that asked for it
        asked_by.join()
    else:
        while os.getppid() == parent:
            time.sleep(INTERVAL)
    os._exit(1)
