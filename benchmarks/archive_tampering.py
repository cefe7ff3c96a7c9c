"""What verification says of each way to tamper with a copy of an archive: `python benchmarks/archive.py tampering`.

Prints a table in Markdown. Exit status 1 where one is not found, or where compressing anew alone is called tampering.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the ways to tamper are those of the tests

from storage.archive.checkpoints import make_checkpoint
from storage.archive.verification import Verification, verify
from storage.recording.recorder import Recorder
from tests.storage import tampering

OUTSIDE = (tampering.take_the_end, tampering.sign_with_another_key)
"""What only a checkpoint kept elsewhere can tell."""


def main(words: list[str]) -> int:  # noqa: ARG001 - a section without options
    """Print what was found of each."""
    cases = [each for each, _ in tampering.TAMPERINGS] + [tampering.edit_last_capture, tampering.edit_checkpoint]
    print("| what was done to the copy | problems | the first one told |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        whole = make_archive(Path(folder) / "whole")
        missed = [each.__name__ for each in (*cases, *OUTSIDE) if not is_found(whole, each)]
        alone = judge(whole, tampering.recompress)
        print(f"| {describe(tampering.recompress)} | {len(alone.problems)} | not proved: {alone.not_proved[-2]} |")
        if not alone.ok:
            missed.append("recompress")
    print(f"\n{len(cases) + len(OUTSIDE)} ways to tamper, {len(missed)} judged wrongly {missed or ''}")
    return 1 if missed else 0


def make_archive(data: Path) -> Path:
    """Nine captures in three sealed files, a revisit among them; two checkpoints, the second kept elsewhere as well."""
    for run, numbers in enumerate((range(4), range(4), range(8, 9))):
        with Recorder(data, f"run-{run}") as recorder:
            for number in numbers:
                body = b"<p>words</p>" if number == 0 else b"<p>words %d %d</p>" % (run, number)
                recorder.record(tampering.an_exchange(f"https://news.example/{number}", body)).result()
        if run and (checkpoint := make_checkpoint(data, data / "secrets", tampering.NOON)):
            (data / "kept.txt").write_bytes(checkpoint.content)
    assert verify(data, data / "kept.txt").ok
    return data


def judge(whole: Path, tamper: Callable[[Path], None]) -> Verification:
    """What is found in a copy once it was tampered with."""
    copy = Path(shutil.copytree(whole, whole.with_name("copy")))
    tamper(copy)
    found = verify(copy, copy / "kept.txt" if tamper in OUTSIDE else None)
    shutil.rmtree(copy)
    return found


def is_found(whole: Path, tamper: Callable[[Path], None]) -> bool:
    """Whether it is told, with a place; and the row of the table."""
    found = judge(whole, tamper)
    first = found.problems[0] if found.problems else None
    place = [str(part) for part in (first.file, first.offset) if part is not None] if first else []
    place[:1] = [Path(each).name if each.startswith("/") else each for each in place[:1]]
    beside = " (with a checkpoint kept elsewhere)" if tamper in OUTSIDE else ""
    print(f"| {describe(tamper)}{beside} | {len(found.problems)} | `{':'.join(place)}`: {first and first.what} |")
    return first is not None and first.file is not None


def describe(tamper: Callable[[Path], None]) -> str:
    """What was done, in the words of its docstring."""
    return (tamper.__doc__ or "").splitlines()[0].rstrip(".")
