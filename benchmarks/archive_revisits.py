"""What revisit records save: 1,000 fetches, 95 % unchanged, beside the same bytes without revisits.

    python benchmarks/archive.py revisits [--fetches 1000] [--unchanged 0.95]

Bodies are 20 KB as gzip leaves them. Without revisits: each fetch under an address of its own, so that every one
is a `response`. Exit status 1 where the archive is not at least 5 times smaller.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from recording import make_exchange, record_all

from storage.archive.groups import warc_files
from storage.recording.recorder import Recorder
from storage.records import Exchange

LEAST = 5.0


def main(words: list[str]) -> int:
    """Print both sizes and their ratio."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py revisits")
    parser.add_argument("--fetches", type=int, default=1000)
    parser.add_argument("--unchanged", type=float, default=0.95)
    asked = parser.parse_args(words)
    pages = max(1, round(asked.fetches * (1 - asked.unchanged)))
    first = [make_exchange(number) for number in range(pages)]
    again = [make_exchange(number % pages, first[number % pages].body) for number in range(asked.fetches - pages)]
    fetches = [*first, *again]
    apart = [replace(each, capture=f"{at:032x}", url=f"{each.url}/{at}") for at, each in enumerate(fetches)]
    ours, plain = size_of(fetches), size_of(apart)
    print(f"{len(fetches)} fetches, {len(again)} unchanged: {ours:,} bytes, without revisits {plain:,}")
    print(f"{plain / ours:.1f} x smaller; an unchanged look takes {(ours - size_of(first)) / len(again):,.0f} bytes")
    return 0 if plain / ours >= LEAST else 1


def size_of(exchanges: list[Exchange]) -> int:
    """Bytes of the WARC files that hold these."""
    with tempfile.TemporaryDirectory() as folder:
        with Recorder(Path(folder), "benchmark") as recorder:
            record_all(recorder, exchanges, len(exchanges))
        return sum(path.stat().st_size for path in warc_files(Path(folder) / "archive"))
