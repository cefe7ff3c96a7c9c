"""A process that records without end, to be killed: `python recording.py FOLDER SEED`.

It prints the id of each capture, and the SHA-256 of its body, once it is acknowledged.
"""

from __future__ import annotations

import hashlib
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage.recording.recorder import Recorder
from storage.records import Exchange, Role


def main(folder: Path, seed: int) -> None:
    """Record pages of many sizes, one in three of them again and again, several at once."""
    chance = random.Random(seed)
    with Recorder(folder, f"run-{seed}") as recorder:
        while True:
            exchanges = [_exchange(chance, seed) for _ in range(chance.randint(1, 12))]
            for exchange, future in [(each, recorder.record(each)) for each in exchanges]:
                capture = future.result()
                print(capture.id, hashlib.sha256(exchange.body).hexdigest(), flush=True)


def _exchange(chance: random.Random, seed: int) -> Exchange:
    known = chance.random() < 0.3
    now = datetime.now(UTC)
    return Exchange(
        capture=f"{seed:08x}{chance.getrandbits(96):024x}",
        run=f"run-{seed}",
        source="news",
        role=Role.PAGE,
        url="https://news.example/same" if known else f"https://news.example/{chance.random()}",
        requested_at=now,
        ended_at=now,
        request_head=b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\n\r\n",
        status=200,
        body=b"the same words" if known else chance.randbytes(chance.randint(0, 60_000)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
