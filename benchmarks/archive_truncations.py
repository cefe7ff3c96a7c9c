"""Cut an archive at random bytes, as a power cut does, then recover and verify.

    python benchmarks/archive.py truncations [--times 100] [--seed 1]

A recorder was killed with acknowledged captures, and more in the WARC file that nobody was told of. Each copy is cut
at a random byte: the WARC file behind what was acknowledged, the ledger anywhere, or both. Exit status 1 where an
acknowledged capture is lost, one is there twice, or the archive does not verify.
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import tempfile
from pathlib import Path

from recording import make_exchange, record_all

from storage.archive.ledger import ledger_files
from storage.archive.recovery import recover_archive
from storage.archive.verification import verify
from storage.recording.recorder import Recorder
from storage.store import Store


def main(words: list[str]) -> int:
    """Print what the cuts did."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py truncations")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    chance = random.Random(asked.seed)
    seen: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        killed, acknowledged, safe = kill_a_recorder(Path(folder))
        for _ in range(asked.times):
            copy = Path(shutil.copytree(killed, Path(folder) / "copy"))
            seen[cut(copy, chance, safe)] += 1
            recovery = recover_archive(copy)
            seen["torn tails set aside"] += len(recovery.torn)
            kept = ids(copy)
            seen["captures acknowledged and lost"] += len(acknowledged - set(kept))
            seen["captures there twice"] += len(kept) - len(set(kept))
            seen["archives that do not verify"] += not verify(copy).ok
            shutil.rmtree(copy)
    for what, count in sorted(seen.items()):
        print(f"{count:6} {what}")
    wrong = ("captures acknowledged and lost", "captures there twice", "archives that do not verify")
    return 1 if any(seen[each] for each in wrong) else 0


def kill_a_recorder(folder: Path) -> tuple[Path, set[str], int]:
    """A folder as a kill leaves it, the captures acknowledged in it, and where those end in the WARC file."""
    whole, killed = folder / "whole", folder / "killed"
    with Recorder(whole, "first") as recorder:
        record_all(recorder, [make_exchange(number) for number in range(10)], 3)
    with Recorder(whole, "second") as recorder:
        acknowledged = {each.id for each in record_all(recorder, [make_exchange(n) for n in range(20)], 4)}
        shutil.copytree(whole, killed)
        (path,) = (whole / "archive").rglob("*.open")
        safe = path.stat().st_size
        record_all(recorder, [make_exchange(number) for number in range(20)], 8)
        shutil.copy(path, killed / path.relative_to(whole))
    return killed, acknowledged | set(ids(killed)), safe


def cut(copy: Path, chance: random.Random, safe: int) -> str:
    """Cut WARC file, ledger or both."""
    (path,) = (copy / "archive").rglob("*.open")
    which = chance.choice(("the WARC file was cut", "the ledger was cut", "both were cut"))
    if which != "the ledger was cut":
        truncate(path, chance.randint(safe, path.stat().st_size))
    if which != "the WARC file was cut":
        ledger = ledger_files(copy / "archive")[-1]
        truncate(ledger, chance.randint(0, ledger.stat().st_size))
    return which


def truncate(path: Path, length: int) -> None:
    """Only so many bytes are left."""
    with path.open("r+b") as file:
        file.truncate(length)


def ids(data: Path) -> list[str]:
    """The captures in the database."""
    with Store.open(data) as store:
        return [each.id for each in store.last_captures(source="local", limit=1_000_000)]
