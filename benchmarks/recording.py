"""How many captures a second the recorder puts on the disk: `python benchmarks/recording.py [CAPTURES] [FOLDER]`.

Bodies are 20 KB that do not shrink any more, as gzip on the wire; WARC, ledger, SQLite and every
fsync are on. "gathered": all wait at once, so batches are full. "16 at a time": as a crawl does it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange, Role
from storage.store import Store

Given = TypeVar("Given")
Made = TypeVar("Made")


def main(captures: int, folder: str | None) -> None:
    """Print captures a second, CPU a capture, and how long reading one body back takes."""
    with tempfile.TemporaryDirectory(dir=folder) as kept_in:
        exchanges = [make_exchange(number) for number in range(captures)]
        with Recorder(Path(kept_in), "benchmark") as recorder:
            kept = measure("gathered", exchanges, lambda each: record_all(recorder, each, len(each)))
            again = [make_exchange(number) for number in range(captures)]
            measure("16 at a time", again, lambda each: record_all(recorder, each, 16))
            same = [make_exchange(0, exchanges[0].body) for _ in range(captures)]
            measure("unchanged, 16 at a time", same, lambda each: record_all(recorder, each, 16))
        with Store.open(Path(kept_in)) as store:
            measure("read back", kept, lambda each: [store.payload(capture) for capture in each])


def make_exchange(number: int, body: bytes | None = None) -> Exchange:
    """A page with a body of its own, unless given one."""
    now = datetime.now(UTC)
    return Exchange(
        capture=uuid.uuid4().hex,
        run="benchmark",
        source="local",
        role=Role.PAGE,
        url=f"http://127.0.0.1/{number}",
        requested_at=now,
        head_at=now,
        ended_at=now,
        request_head=b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmark\r\nAccept-Encoding: gzip\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n",
        status=200,
        body=body or os.urandom(20_000),
        content_type="text/html; charset=utf-8",
        etag='"benchmark"',
        software="benchmark",
    )


def record_all(recorder: Recorder, exchanges: list[Exchange], at_once: int) -> list[Capture]:
    """Record them with so many waiting at once."""
    kept: list[Capture] = []
    waiting: deque[Future[Capture]] = deque()
    for exchange in exchanges:
        if len(waiting) >= at_once:
            kept.append(waiting.popleft().result())
        waiting.append(recorder.record(exchange))
    return kept + [each.result() for each in waiting]


def measure(name: str, given: list[Given], work: Callable[[list[Given]], Made]) -> Made:
    """Do the work and print what it cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work(given)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:<26}{len(given) / wall:>8.0f} /s{cpu / len(given) * 1e6:>8.0f} us CPU each")
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000, sys.argv[2] if len(sys.argv) > 2 else None)
