"""A disk that runs full, and one that fails, in the middle of a check.

    python benchmarks/archive.py disk [--faults 60]

Full: a real check whose `data/` is a tmpfs of 3 MB (needs the right to mount; else it is left out, and said). It must
stop with a clear message; with more room, `recover` and `verify` are clean and nothing acknowledged is missing.
Faults: the recorder's n-th write or sync of WARC file or ledger fails with EIO or ENOSPC, for n from 1. Exit status 1
where a promise was broken.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from archive_site import Site
from recording import make_exchange

from storage.archive import disk
from storage.archive.recovery import recover_archive
from storage.archive.verification import verify
from storage.errors import ArchiveError
from storage.recording.recorder import Recorder
from storage.store import Store


def main(words: list[str]) -> int:
    """Print both halves."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py disk")
    parser.add_argument("--faults", type=int, default=60)
    asked = parser.parse_args(words)
    full = fill_a_disk()
    broken = sum(
        not survive(number, code) for number in range(1, asked.faults + 1) for code in (errno.EIO, errno.ENOSPC)
    )
    print(f"{asked.faults * 2} recorders with a fault at their n-th write or sync: {broken} broke a promise")
    return 1 if broken or not full else 0


def survive(number: int, code: int) -> bool:
    """Whether a recorder whose n-th write or sync fails acknowledges only what is on the disk."""
    with tempfile.TemporaryDirectory() as folder, failing(number, code):
        acknowledged = {}
        try:
            with Recorder(Path(folder), "run") as recorder:
                for each in (make_exchange(at) for at in range(12)):
                    try:
                        capture = recorder.record(each).result()
                    except ArchiveError:
                        continue
                    acknowledged[capture.id] = hashlib.sha256(each.body).hexdigest()
        except ArchiveError:
            pass
        mock.patch.stopall()
        recover_archive(Path(folder))
        with Store.open(Path(folder)) as store:
            kept = {each.id: store.payload(each) for each in store.last_captures(source="local", limit=99)}
        found = verify(Path(folder))
        held = all(hashlib.sha256(kept.get(each, b"")).hexdigest() == sha256 for each, sha256 in acknowledged.items())
        if not (found.ok and held):
            print(f"fault {errno.errorcode[code]} at {number}: {found.problems[:2]}, all acknowledged held: {held}")
        return found.ok and held


def failing(number: int, code: int) -> mock._patch:  # type: ignore[type-arg]
    """The n-th write or sync fails, once."""
    count = 0
    write, sync = os.write, os.fsync

    def fail_at(work: Callable[..., int | None]) -> Callable[..., int | None]:
        def worked(*words: object) -> int | None:
            nonlocal count
            count += 1
            if count == number:
                raise OSError(code, os.strerror(code))
            return work(*words)

        return worked

    return mock.patch.multiple(disk, _write=fail_at(write), _sync=fail_at(sync))


def fill_a_disk() -> bool:
    """A check on a disk of 3 MB stops clearly; with more room it is made whole, and goes on."""
    with tempfile.TemporaryDirectory() as folder, Site() as site:
        place = site.write_folder(Path(folder) / "desk")
        data = place / "data"
        data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", data], check=False).returncode:
            print("left out: a full disk (no right to mount a small one)")
            return True
        try:
            stopped = check(place)
            known = captures(data)
            subprocess.run(["mount", "-o", "remount,size=200m", data], check=True)
            recover_archive(data)
            found, kept = verify(data), captures(data)
            after = check(place)
            clean = found.ok and known <= kept and after.returncode == 0 and verify(data).ok
        finally:
            subprocess.run(["umount", data], check=True)
    told = [line for line in (stopped.stdout + stopped.stderr).splitlines() if "full" in line or "space" in line]
    print(f"full disk: exit status {stopped.returncode}, {len(known)} captures acknowledged, told: {told[:1]}")
    print(f"  then recover and verify: {'clean' if found.ok else found.problems[:2]}; {len(known - kept)} lost;")
    print(f"  the check after it: exit status {after.returncode}, {len(kept)} captures before it")
    return clean and stopped.returncode != 0 and bool(told) and "Traceback" not in stopped.stderr


def check(place: Path) -> subprocess.CompletedProcess[str]:
    """A whole check, as an operator runs it."""
    command = [sys.executable, "-m", "monitors.cli", "--config", str(place), "check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def captures(data: Path) -> set[str]:
    """Ids of the captures that the database knows."""
    with Store.open(data) as store:
        return {each.id for name in ("site",) for each in store.last_captures(source=name, limit=1_000_000)}
