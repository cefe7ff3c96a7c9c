"""What an index says, and its reading within bounds: a large one is read by a process of its own.

The readers are plain Python: a feed of 600 KB that opens elements and closes none kept feedparser busy for 15 seconds,
and nothing can interrupt a thread. A process can be ended, and its memory bounded.
"""

from __future__ import annotations

import dataclasses
import json
import re
import signal
import subprocess
import sys
from dataclasses import dataclass

from spiders.indexes.readings import IndexReading

BIG = 300_000
"""Bytes: what is smaller is read here and at once. feedparser takes 0.3 ms for an entry of 70 bytes."""

COMPUTING = 30
"""Seconds of CPU that the reading of one index may take."""

PATIENCE = 120.0
"""Seconds by the clock, on a machine that is busy with other things."""

_COSTLY = re.compile(r":has\(|:nth|contains|(?:[\s>+~]+[^\s>+~]+){3}")
"""Selectors whose search may grow with a power of the page: these functions, and three combinators or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTask:
    """How an index is to be read. Of the last four each kind of spider goes by its own."""

    kind: str  # the name of the spider
    url: str
    content_type: str = ""
    follow: str | None = None
    named: bool = False  # `include` names the pages: the looks of links do not count
    max_size: int = 0  # bytes, once inflated


def is_costly(task: IndexTask, body: bytes) -> bool:
    """Whether reading it might keep us long."""
    if task.kind == "sitemap":  # read by a C library in a time that grows with its length alone
        return False
    return len(body) > BIG or b"<!ENTITY" in body or bool(task.follow and _COSTLY.search(task.follow))


def read_task(task: IndexTask, body: bytes) -> IndexReading:
    """Read an index here; what a foreign text breaks in a parser is raised."""
    from spiders.indexes.feeds import read_feed
    from spiders.indexes.listings import read_listing
    from spiders.indexes.sitemaps import read_sitemap

    if task.kind == "feed":
        return read_feed(body, task.url, task.content_type)
    if task.kind == "sitemap":
        return read_sitemap(body, task.url, task.max_size)
    return read_listing(body, task.url, task.content_type, follow=task.follow, named=task.named)


def read_within_bounds(task: IndexTask, body: bytes) -> IndexReading:
    """Read an index in a process of its own; what took too long, or too much memory, is a problem of the index."""
    command = [sys.executable, "-P", "-m", "spiders.indexes.child", json.dumps(dataclasses.asdict(task))]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return IndexReading(problem=f"the index could not be read within {PATIENCE:.0f} seconds ({len(body)} bytes)")
    if done.returncode == -signal.SIGXCPU:
        return IndexReading(problem=f"the index takes more than {COMPUTING} seconds to read ({len(body)} bytes)")
    if done.returncode != 0:
        return IndexReading(problem=f"the index could not be read (its reader ended with {done.returncode})")
    told = json.loads(done.stdout)
    return IndexReading(links=tuple(told["links"]), indexes=tuple(told["indexes"]), problem=told["problem"])
