"""After a kill, a power cut or a lost file the archive is whole again, and nothing acknowledged is lost."""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.archive import disk
from storage.archive.recovery import recover_archive
from storage.archive.verification import verify
from storage.errors import ArchiveError
from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange
from storage.store import Store

Make = Callable[..., Exchange]
RECORDING = Path(__file__).with_name("recording.py")


def all_captures(folder: Path) -> list[Capture]:
    with Store.open(folder) as store:
        return sorted(store.last_captures(source="news", limit=1_000_000), key=lambda each: each.sequence)


def test_kill_9_at_any_moment_loses_nothing_acknowledged_and_keeps_nothing_twice(tmp_path: Path) -> None:
    """Twelve processes are killed, one after the other, in the same archive; also while they recover it."""
    chance = random.Random(20260301)
    acknowledged: dict[str, str] = {}
    for seed in range(12):
        command = [sys.executable, str(RECORDING), str(tmp_path), str(seed)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            first = process.stdout.readline() if seed % 4 else ""
            time.sleep(chance.uniform(0, 0.15) + (0 if first else 0.25))
            process.send_signal(signal.SIGKILL)
            told = (first + process.stdout.read()).splitlines()
        acknowledged |= dict(line.split() for line in told if len(line) == 97)
    recover_archive(tmp_path)
    captures = all_captures(tmp_path)
    assert len(acknowledged) > 50
    assert len({each.id for each in captures}) == len(captures)
    assert acknowledged.keys() <= {each.id for each in captures}
    with Store.open(tmp_path) as store:
        for each in captures:
            body = hashlib.sha256(store.payload(each)).hexdigest()
            assert acknowledged.get(each.id, body) == body == each.sha256
    found = verify(tmp_path)
    assert found.ok, found.problems
    assert found.captures == len(captures)
    assert list((tmp_path / "archive" / "warc").rglob("*.open")) == []


@pytest.fixture
def killed(tmp_path: Path, make_exchange: Make) -> Path:
    """A folder as a kill leaves it: six captures acknowledged, six more in the open WARC file only."""
    folder, later = tmp_path / "killed", tmp_path / "later"
    with Recorder(folder, "run-1") as recorder:
        for number in range(6):
            recorder.record(make_exchange(f"https://news.example/{number % 4}", b"%d" % (number % 3) * 99)).result()
        shutil.copytree(folder, later)
        (later / "acknowledged").write_text(str(next((folder / "archive" / "warc").rglob("*.open")).stat().st_size))
        for number in range(6):
            recorder.record(make_exchange(f"https://news.example/{number % 4}", b"%d" % (number % 5) * 99)).result()
        (path,) = (folder / "archive" / "warc").rglob("*.open")
        shutil.copy(path, later / path.relative_to(folder))
    return later


def test_a_warc_file_torn_at_any_byte_is_cut_after_its_last_whole_group(killed: Path, tmp_path: Path) -> None:
    """Whole groups get their lines and rows, the torn rest is kept apart, and the archive verifies."""
    (path,) = (killed / "archive" / "warc").rglob("*.open")
    whole = path.read_bytes()
    acknowledged = int((killed / "acknowledged").read_text())
    chance = random.Random(7)
    seen = set()
    for cut in sorted(chance.randint(acknowledged, len(whole)) for _ in range(25)):
        copy = shutil.copytree(killed, tmp_path / f"cut-{cut}")
        (copy / path.relative_to(killed)).write_bytes(whole[:cut])
        recovery = recover_archive(copy)
        captures = all_captures(copy)
        seen.add(len(captures))
        assert captures[:6] == all_captures(killed)
        assert recovery.lines == recovery.rows == len(captures) - 6
        assert all(whole.find(each.content) == each.offset for each in recovery.torn)
        assert sum(len(each.content) for each in recovery.torn) + captures_end(copy) == cut
        found = verify(copy)
        assert found.ok, found.problems
        shutil.rmtree(copy)
    assert len(seen) > 3


def captures_end(folder: Path) -> int:
    (path,) = (folder / "archive" / "warc").rglob("*.warc.gz")
    return path.stat().st_size


def test_a_ledger_torn_at_any_byte_is_written_again_as_it_was(tmp_path: Path, make_exchange: Make) -> None:
    """It follows from the WARC files to the last byte, seals included."""
    folder = tmp_path / "whole"
    for run in range(3):
        with Recorder(folder, f"run-{run}") as recorder:
            for number in range(4):
                recorder.record(make_exchange(f"https://news.example/{run}-{number}")).result()
    (ledger,) = (folder / "archive" / "ledger").iterdir()
    whole = ledger.read_bytes()
    chance = random.Random(11)
    for cut in [0, *(chance.randint(1, len(whole)) for _ in range(15))]:
        ledger.write_bytes(whole[:cut])
        recover_archive(folder)
        assert ledger.read_bytes() == whole
    assert verify(folder).ok


def test_a_lost_database_and_ledger_are_made_again_row_by_row(tmp_path: Path, make_exchange: Make) -> None:
    """The rows are identical: a statement carries all that a row says."""
    folder = tmp_path / "data"
    with Recorder(folder, "run-1") as recorder:
        for number in range(9):
            hostile = {"detail": "a\ud800b", "etag": 'W/"\u0416"', "flags": ("conditional", "x\udfff")}
            recorder.record(make_exchange(f"https://news.example/{number % 4}", b"same", **hostile)).result()
    before = all_captures(folder)
    for path in folder.glob("defenderwatch.sqlite*"):
        path.unlink()
    shutil.rmtree(folder / "archive" / "ledger")
    assert recover_archive(folder).rows == 9
    assert all_captures(folder) == before
    assert verify(folder).ok


def test_bytes_that_no_statement_vouches_for_are_not_taken_up(killed: Path) -> None:
    """A record damaged in the unacknowledged tail (a power cut writes blocks in any order) is torn, not evidence."""
    (path,) = (killed / "archive" / "warc").rglob("*.open")
    whole = bytearray(path.read_bytes())
    after = int((killed / "acknowledged").read_text()) + 2200
    whole[after : after + 40] = bytes(40)
    path.write_bytes(whole)
    recovery = recover_archive(killed)
    assert 6 <= len(all_captures(killed)) < 12
    assert b"".join(each.content for each in recovery.torn) and verify(killed).ok


def test_numbers_of_captures_lost_with_their_files_are_not_given_again(tmp_path: Path, make_exchange: Make) -> None:
    """Where archive and ledger are gone the database still knows them: verification says so, checks go on."""
    with Recorder(tmp_path, "run-1") as recorder:
        lost = recorder.record(make_exchange()).result()
    shutil.rmtree(tmp_path / "archive")
    with Recorder(tmp_path, "run-2") as recorder:
        assert recorder.record(make_exchange("https://news.example/b")).result().sequence == lost.sequence + 1
    found = verify(tmp_path)
    assert not found.ok
    assert {each.capture for each in found.problems} >= {lost.id}


def lose_ledger_and_rows(folder: Path, *, rows: bool) -> None:
    shutil.rmtree(folder / "archive" / "ledger")
    if rows:
        for path in folder.glob("defenderwatch.sqlite*"):
            path.unlink()


def damage(path: Path, offset: int) -> None:
    """Forty zeroes in the middle of a record, and the file's right to be written for it."""
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[offset : offset + 40] = bytes(40)
    path.write_bytes(content)


@pytest.mark.parametrize("rows", [True, False], ids=["rows lost too", "rows kept"])
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "sealed"])
def test_a_damaged_file_whose_ledger_is_lost_keeps_every_other_capture_and_is_not_called_whole(
    tmp_path: Path, make_exchange: Make, is_open: bool, rows: bool
) -> None:
    """The damage stays where it is, verification tells it, and nothing behind it is lost."""
    folder = tmp_path / "data"
    with Recorder(folder, "run-1") as recorder:
        kept = [recorder.record(make_exchange(f"https://news.example/{number}")).result() for number in range(6)]
    (path,) = (folder / "archive" / "warc").rglob("*.warc.gz")
    if is_open:
        path = path.rename(path.with_name(f"{path.name}.open"))
    damage(path, kept[2].offset + 100)
    size = path.stat().st_size
    lose_ledger_and_rows(folder, rows=rows)
    recovery = recover_archive(folder)
    assert (recovery.lines, recovery.torn) == (6, [])  # of the third its statement is left
    assert recovery.damaged == [f"{kept[2].file}:{kept[2].offset}"]
    assert (folder / "archive" / kept[2].file).stat().st_size == size
    found = verify(folder)
    assert {each.offset for each in found.problems if each.file == kept[2].file} >= {kept[2].offset}
    assert any("no seal" in each.what for each in found.problems)
    assert all_captures(folder) == kept
    assert recover_archive(folder).lines == 0
    assert not verify(folder).ok


def test_damage_to_an_acknowledged_capture_in_an_open_file_is_not_cut_away(tmp_path: Path, make_exchange: Make) -> None:
    """Also where it is the last one: a kill behind it must not hide it."""
    with Recorder(tmp_path / "data", "run-1") as recorder:
        for number in range(3):
            last = recorder.record(make_exchange(f"https://news.example/{number}")).result()
        folder = Path(shutil.copytree(tmp_path / "data", tmp_path / "killed"))
    (path,) = (folder / "archive" / "warc").rglob("*.open")
    damage(path, last.offset + 100)
    recovery = recover_archive(folder)
    assert recovery.torn == []
    assert recovery.damaged == [f"{last.file}:{last.offset}"]
    assert last.id in {each.capture for each in verify(folder).problems}


def test_an_open_file_that_holds_nothing_but_damage_is_not_thrown_away(tmp_path: Path, make_exchange: Make) -> None:
    with Recorder(tmp_path / "data", "run-1") as recorder:
        only = recorder.record(make_exchange()).result()
        folder = Path(shutil.copytree(tmp_path / "data", tmp_path / "killed"))
    (path,) = (folder / "archive" / "warc").rglob("*.open")
    content = path.read_bytes()
    path.write_bytes(content[: only.offset] + b"?" * 500)
    lose_ledger_and_rows(folder, rows=True)
    recover_archive(folder)
    assert (folder / "archive" / only.file).read_bytes() == content[: only.offset] + b"?" * 500


@pytest.mark.parametrize("which", ["_write", "_sync"])
def test_a_fault_at_any_write_or_sync_acknowledges_nothing_that_is_not_on_the_disk(
    tmp_path: Path, make_exchange: Make, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    """One I/O error, at each write or sync of WARC file and ledger in turn; the next opening makes all whole."""
    work = getattr(disk, which)
    for number in range(1, 9):
        left = number

        def fail_once(*words: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(errno.EIO, "Input/output error")
            return work(*words)

        folder, acknowledged = tmp_path / str(number), []
        with monkeypatch.context() as patch:
            patch.setattr(disk, which, fail_once)
            recorder = Recorder(folder, "run-1")
            for at in range(4):
                future = recorder.record(make_exchange(f"https://news.example/{at}"))
                error = future.exception()
                assert error is None or (isinstance(error, ArchiveError) and "check it before" in str(error))
                acknowledged += [] if error else [future.result()]
            try:
                recorder.close()
            except ArchiveError:
                pass
        recover_archive(folder)
        assert all(each in all_captures(folder) for each in acknowledged)
        found = verify(folder)
        assert found.ok, (number, found.problems)
