"""No orphans: a child process ends when the process that started it is gone, however that one ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERVAL = 0.5
"""Seconds between two looks at the parent."""

_ending = threading.Lock()
"""Held while this process must not be ended for the sake of its parent."""


@contextmanager
def finish_first() -> Iterator[None]:
    """What asks this process to end (SIGTERM, Ctrl+C, the end of its parent) does so when the block is through.

    For what cannot be undone and is not noted yet. To be used in the main thread; elsewhere signals are as ever.
    """
    asked: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    is_main = threading.current_thread() is threading.main_thread()
    numbers = (signal.SIGTERM, signal.SIGINT) if is_main else ()
    with _ending:
        former = {number: signal.signal(number, remember) for number in numbers}
        try:
            yield
        finally:
            for number, answer in former.items():
                signal.signal(number, answer)
    if asked:
        os.kill(os.getpid(), asked[0])


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
    with _ending:
        os._exit(1)
