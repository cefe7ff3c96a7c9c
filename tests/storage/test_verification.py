"""Verification: each way of tampering with a copy is found, and its place named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.archive.attested import UNSIGNED
from storage.archive.checkpoints import make_checkpoint
from storage.archive.keys import read_keys
from storage.archive.ledger import read_lines
from storage.archive.tombstones import tombstone_line, tombstone_path
from storage.archive.verification import Verification, verify
from storage.recording.recorder import Recorder
from storage.store import Store
from tests.storage.tampering import (
    NOON,
    TAMPERINGS,
    an_exchange,
    delete_file,
    drop_tail,
    edit_checkpoint,
    edit_last_capture,
    edit_ledger,
    flip_byte,
    recompress,
    sign_with_another_key,
    take_the_end,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight captures in two sealed files; the fifth is a revisit."""
    folder = tmp_path_factory.mktemp("whole")
    for run in (0, 1):
        with Recorder(folder, f"run-{run}") as recorder:
            for number in range(4):
                body = b"<p>words 0</p>" if number == 0 else b"<p>words %d %d</p>" % (run, number)
                recorder.record(an_exchange(f"https://news.example/{number}", body)).result()
    assert verify(folder).ok
    return folder


@pytest.fixture
def whole(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "whole"))


@pytest.mark.parametrize(("tamper", "place"), TAMPERINGS, ids=lambda each: getattr(each, "__name__", ""))
def test_tampering_is_found_and_its_place_named(whole: Path, tamper: Callable[[Path], None], place: str) -> None:
    """The file is named, and the capture (or the offset) where one can be told."""
    with Store.open(whole) as store:
        second = store.last_captures(source="news", limit=7)[-1]
    tamper(whole)
    found = verify(whole)
    assert not found.ok
    at_the_place = [each for each in found.problems if (each.file or "").endswith(place)]
    assert at_the_place, found.problems
    assert any(each.capture or each.offset is not None or tamper is delete_file for each in at_the_place)
    if tamper not in (flip_byte, drop_tail):
        assert second.id in {each.capture for each in found.problems}, found.problems


def test_a_file_compressed_anew_still_holds(whole: Path) -> None:
    """The records are what counts; that their places moved is said, not counted as a problem."""
    recompress(whole)
    found = verify(whole)
    assert found.ok, found.problems
    assert any("compression differs" in each for each in found.not_proved)


def test_a_verification_says_what_it_does_not_prove(whole: Path) -> None:
    """Above all that a site published what we received."""
    found = verify(whole)
    assert isinstance(found, Verification)
    assert any("published" in each for each in found.not_proved)
    assert found.captures == 8


@pytest.fixture(scope="module")
def made_signed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine captures in three files, signed after eight and after nine; the second checkpoint is kept elsewhere, too."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("signed") / "data"))
    make_checkpoint(folder, folder / "secrets", NOON)
    with Recorder(folder, "run-2") as recorder:
        recorder.record(an_exchange("https://news.example/8")).result()
    checkpoint = make_checkpoint(folder, folder / "secrets", NOON)
    assert checkpoint
    (folder / "kept.txt").write_bytes(checkpoint.content)
    return folder


@pytest.fixture
def signed(made_signed: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made_signed, tmp_path / "signed"))


def places(found: Verification) -> list[str]:
    return [f"{each.file}: {each.what}" for each in found.problems]


def test_a_signed_archive_holds_and_says_what_the_checkpoint_kept_elsewhere_proves(signed: Path) -> None:
    assert not places(verify(signed))
    assert UNSIGNED in verify(signed).not_proved
    found = verify(signed, signed / "kept.txt")
    assert found.ok and UNSIGNED not in found.not_proved


def test_a_ledger_written_anew_as_a_whole_is_told_by_its_checkpoints(signed: Path) -> None:
    """The chain of hashes alone would hold. The first line behind the last good checkpoint is named."""
    edit_last_capture(signed)
    found = places(verify(signed))
    assert any(
        each.startswith("ledger/20260301.jsonl: lines 11 to 12 are not those that were signed") for each in found
    )
    assert not any("names another hash" in each for each in found)


def test_a_tail_that_was_dropped_is_told_by_a_checkpoint_kept_elsewhere(signed: Path) -> None:
    """Everything behind the first checkpoint is gone from ledger, WARC, database and checkpoints alike."""
    take_the_end(signed)
    assert verify(signed).ok
    found = verify(signed, signed / "kept.txt")
    assert [each.file for each in found.problems] == [str(signed / "kept.txt")]
    assert "its end was taken" in found.problems[0].what


def test_an_archive_signed_with_another_key_is_not_the_one_of_the_checkpoint_kept_elsewhere(signed: Path) -> None:
    """Also where everything in it fits together."""
    sign_with_another_key(signed)
    assert verify(signed).ok
    assert any("no key of this archive" in each for each in places(verify(signed, signed / "kept.txt")))


def test_a_checkpoint_that_was_edited_is_told(signed: Path) -> None:
    edit_checkpoint(signed)
    found = places(verify(signed))
    assert any(each.startswith("checkpoints/000000000010.txt: no key of this archive signed") for each in found)


def test_what_no_checkpoint_signs_yet_is_said(signed: Path) -> None:
    with Recorder(signed, "run-3") as recorder:
        recorder.record(an_exchange("https://news.example/9")).result()
    found = verify(signed, signed / "kept.txt")
    assert found.ok
    assert any("the last 2 lines of the ledger" in each for each in found.not_proved)
    assert any("first 12 lines" in each for each in found.not_proved)


def test_a_capture_cannot_be_hidden_behind_a_tombstone_that_nobody_signed(signed: Path) -> None:
    second = [line for _, _, line in read_lines(signed / "archive")][1]
    stone = tombstone_line(second, end=1, sealed=None, at=NOON, reason="to hide it")
    edit_ledger(signed, lambda lines: [lines[0], stone, *lines[2:]])
    identity = json.loads(second)["capture"]["id"]
    found = verify(signed)
    assert any(each.capture == identity and "tombstone" in each.what for each in found.problems)
    tombstone_path(signed / "archive", identity).parent.mkdir()
    note = f"{stone.decode()}\n\n\u2014 {read_keys(signed / 'archive').origin} AAAAAAAA\n"
    tombstone_path(signed / "archive", identity).write_text(note)
    assert any("no key of this archive signed that" in each.what for each in verify(signed).problems)
