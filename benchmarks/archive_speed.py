"""How fast the archive writes with every sync, and how fast it is verified, beside warcio in the same run.

    python benchmarks/archive.py speed [--captures 3000] [--folder FOLDER]

Bodies are 20 KB as gzip leaves them. Ours: WARC, ledger and SQLite, each synced, through the recorder. warcio: the
same response and request records and a metadata record of the same size, written as gzip members, with no sync, no
ledger and no database. Verifying ours reads every byte, every digest, the chain, the ledger and the database; warcio
reads the same files, with digests checked. Each figure also for a second of CPU, which a busy machine moves
less. Exit status 1 below 1,500 captures or 5,000 records a second.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from recording import make_exchange, record_all
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive.groups import read_groups, warc_files
from storage.archive.verification import verify
from storage.recording.recorder import Recorder
from storage.records import Exchange

LEAST_CAPTURES, LEAST_RECORDS = 1500, 5000


def main(words: list[str]) -> int:
    """Print both speeds, ours and warcio's, and their ratios."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py speed")
    parser.add_argument("--captures", type=int, default=3000)
    parser.add_argument("--folder", help="on which disk; default: that of temporary files")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        data = Path(folder)
        exchanges = [make_exchange(number) for number in range(asked.captures)]
        with Recorder(data, "benchmark") as recorder:
            ours, ours_cpu = rate(len(exchanges), lambda: record_all(recorder, exchanges, len(exchanges)))
        theirs, theirs_cpu = rate(len(exchanges), lambda: write_with_warcio(data / "warcio.warc.gz", exchanges, data))
        print(f"written: ours {ours:,.0f} captures/s with syncs, warcio {theirs:,.0f} without: {ours / theirs:.2f} x")
        print(f"  for a second of CPU: {ours_cpu:,.0f} and {theirs_cpu:,.0f}: {ours_cpu / theirs_cpu:.2f} x")
        records = sum(len(group.records) for path in warc_files(data / "archive") for group in read_groups(path))
        checked, checked_cpu = rate(records, lambda: prove(data))
        read, read_cpu = rate(records, lambda: read_with_warcio(data))
        print(f"verified: ours {checked:,.0f} records/s, warcio reads {read:,.0f}: {checked / read:.2f} x")
        print(f"  for a second of CPU: {checked_cpu:,.0f} and {read_cpu:,.0f}: {checked_cpu / read_cpu:.2f} x")
    return 0 if ours >= LEAST_CAPTURES and checked >= LEAST_RECORDS else 1


def rate(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """How many a second, and a second of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return count / (time.perf_counter() - wall), count / (time.process_time() - cpu)


def write_with_warcio(path: Path, exchanges: list[Exchange], data: Path) -> None:
    """The same records, as a program that uses warcio would write them."""
    line = next(iter((data / "archive" / "ledger").glob("*.jsonl"))).read_bytes().split(b"\n", 1)[0]
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for each in exchanges:
            head = StatusAndHeaders("200 OK", [("Content-Encoding", "gzip")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(each.url, "response", payload=io.BytesIO(each.body), http_headers=head)
            )
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "127.0.0.1")], is_http_request=True)
            writer.write_record(writer.create_warc_record(each.url, "request", http_headers=asked))
            writer.write_record(
                writer.create_warc_record("urn:x", "metadata", payload=io.BytesIO(line), warc_content_type="text/json")
            )
    path.rename(path.with_suffix(".done"))


def prove(data: Path) -> None:
    """The whole verification; it must find nothing wrong."""
    found = verify(data)
    assert found.ok, found.problems[:3]


def read_with_warcio(data: Path) -> None:
    """Every record, its block read and its digests checked."""
    for path in warc_files(data / "archive"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.raw_stream.read()
