"""`doctor` finds what is wrong with machine and folder, and says what to do."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from config.secrets import SECRETS
from config.starting import write_starter_folder
from monitors.health.examining import Finding, examine
from storage.archive.checkpoints import make_checkpoint
from storage.archive.groups import warc_files
from storage.archive.keys import FILE
from tests.monitors.keeping import START, Desk, page

LATER = START + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    Desk(tmp_path / "data").look(page("The engineer was released."))
    return tmp_path


def found(folder: Path, check: str, *, now: datetime = LATER) -> Finding:
    return next(each for each in examine(folder, now=now) if each.check == check)


def test_a_sound_folder_is_well(folder: Path) -> None:
    assert [each.check for each in examine(folder, now=LATER) if not each.ok and each.check != "disk"] == []


def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10**8))
    disk = found(folder, "disk")
    assert not disk.ok
    assert disk.detail == "0.1 GB free"


@pytest.mark.parametrize("now", [START - timedelta(days=1), datetime(1970, 1, 2, tzinfo=UTC)])
def test_a_clock_that_runs_behind_our_own_captures_is_told(folder: Path, now: datetime) -> None:
    assert not found(folder, "clock", now=now).ok


def test_a_folder_that_others_may_read_is_told(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "watchlists").mkdir(mode=0o755)
    rights = found(folder, "permissions")
    assert not rights.ok
    assert "watchlists" in rights.detail
    assert rights.advice == f"chmod 700 {folder}"


def test_a_folder_as_init_and_the_first_check_make_it_is_well_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_starter_folder(tmp_path / "desk")
        Desk(tmp_path / "desk" / "data").look(page("The engineer was released."))
    finally:
        os.umask(before)
    assert found(tmp_path / "desk", "permissions").ok
    (tmp_path / "desk").chmod(0o755)
    assert "data" not in found(tmp_path / "desk", "permissions").detail, "it has rights of its own"


def test_a_damaged_database_is_told(folder: Path) -> None:
    path = folder / "data" / "defenderwatch.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 12] = b"\xa5" * (4096 * 11)
    path.write_bytes(content)
    assert not found(folder, "database").ok


def test_a_missing_and_a_shortened_file_of_the_archive_are_told(folder: Path) -> None:
    (file,) = warc_files(folder / "data" / "archive")
    file.chmod(0o600)
    file.write_bytes(b"")
    assert "ends at byte 0" in found(folder, "archive").detail
    file.unlink()
    assert "is missing" in found(folder, "archive").detail


def test_a_signing_key_that_is_gone_is_told(folder: Path) -> None:
    assert found(folder, "signing").detail == "the first check makes the key"
    make_checkpoint(folder / "data", folder / SECRETS, START)
    assert found(folder, "signing").ok
    (folder / SECRETS / FILE).unlink()
    signing = found(folder, "signing")
    assert not signing.ok and "bring it back from a copy" in signing.detail


def test_the_command_prints_a_line_a_check_and_ends_with_1_where_one_fails(folder: Path) -> None:
    for each in (folder, folder / "data"):
        each.chmod(0o755)
    command = [sys.executable, "-m", "monitors.cli", "--config", str(folder), "doctor", "--json"]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [each["check"] for each in lines] == ["disk", "clock", "permissions", "database", "archive", "signing"]
    assert told.returncode == 1, told.stderr
