"""How worker processes begin: forked from one clean process that has read the large libraries already.

A fork of the process that checks would copy its database connection and its threads; a fresh process for each
worker would read the same libraries again, a second of work each. So one fresh process reads them once and is
forked from then on (`forkserver`); it ends when the process that asked for it, and all its workers, have ended.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

_LOADED_ONCE = ["monitors.reading.reader"]


def worker_context() -> BaseContext:
    """The way to start worker processes; for `ProcessPoolExecutor(mp_context=…)`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED_ONCE)
    return context
