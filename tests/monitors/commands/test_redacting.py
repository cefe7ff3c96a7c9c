"""A redacted capture is forgotten wherever we keep it, and the archive still shows that nothing else was touched."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from monitors.cli import defenderwatch
from storage.archive import effacing
from storage.archive.checkpoints import make_checkpoint
from storage.archive.groups import read_records, warc_files
from storage.archive.keys import FILE
from storage.archive.ledger import read_lines
from storage.archive.recovery import recover_archive
from storage.archive.redaction import redact
from storage.archive.verification import verify
from storage.errors import ArchiveError, StoreError
from storage.records import Capture
from storage.store import Store
from tests.monitors.keeping import START, URL, Desk, page

SECRET = "Madina Kokbulakova was taken from her flat in Zhaksylyk lane"
KEPT = "Madina Kokbulakova answered the court in writing"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three looks: a text that stays, one that is to be forgotten, and the same one again; signed behind them."""
    folder = tmp_path_factory.mktemp("redacting")
    desk = Desk(folder / "data")
    for text in (KEPT, SECRET, SECRET):
        desk.look(page(text))
        desk.process()
    make_checkpoint(folder / "data", folder / "secrets", START)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "desk"))


def captures(folder: Path) -> list[Capture]:
    with Store.open(folder / "data") as store:
        return sorted(store.last_captures(source="lantern", limit=9), key=lambda each: each.sequence)


def everything(folder: Path) -> str:
    """Every byte in the folder, WARC records unpacked."""
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    for path in warc_files(folder / "data" / "archive"):
        files += b"".join(record.block for record in read_records(path))
    return files.decode("utf-8", "replace")


def forget(folder: Path, *ids: str, whole_page: bool = False) -> None:
    redact(folder / "data", folder / "secrets", ids, whole_page=whole_page, reason="asked for", at=START)


def test_a_redacted_text_is_in_no_file_any_more_and_the_archive_verifies(folder: Path) -> None:
    """With it goes the later look that leaned on the same body; the earlier text stays, and can be searched."""
    before = captures(folder)
    assert SECRET in everything(folder)
    forget(folder, before[2].id)
    assert "Zhaksylyk" not in everything(folder)
    assert KEPT in everything(folder)
    found = verify(folder / "data")
    assert found.ok, found.problems
    assert (found.captures, found.redacted) == (3, 2)
    assert any("1 of them redacted since" in each for each in found.not_proved)
    with Store.open(folder / "data") as store:
        assert store.search(words="Zhaksylyk", limit=9) == []
        assert len(store.search(words="Kokbulakova", limit=9)) == 1
        assert [each.id for each in store.captures(URL)] == [before[0].id]
        shown = store.page(URL)
        assert shown and shown.revision and store.revision(shown.revision).capture == before[0].id
        assert all("taken" not in str(each) for each in store.changes(include_silent=True))


def test_the_chain_and_the_checkpoints_made_before_still_hold(folder: Path) -> None:
    lines = [line for _, _, line in read_lines(folder / "data" / "archive")]
    forget(folder, captures(folder)[1].id)
    assert len([line for _, _, line in read_lines(folder / "data" / "archive")]) == len(lines)
    desk = Desk(folder / "data", looks=7)
    desk.look(page(KEPT))
    checkpoint = make_checkpoint(folder / "data", folder / "secrets", START)
    assert checkpoint and checkpoint.captures == 4
    assert verify(folder / "data").ok


def test_a_whole_page_is_forgotten_with_its_address(folder: Path) -> None:
    forget(folder, captures(folder)[1].id, whole_page=True)
    assert "example.org/story" not in everything(folder)
    assert verify(folder / "data").redacted == 3
    with Store.open(folder / "data") as store:
        assert store.page(URL) is None
        assert store.unread(limit=9) == [] and list(store.uncompared()) == []
    Desk(folder / "data", looks=7).look(page(KEPT))  # and checks go on
    assert verify(folder / "data").ok


def test_warc_tools_read_a_file_with_redacted_captures(folder: Path) -> None:
    forget(folder, captures(folder)[1].id)
    for path in warc_files(folder / "data" / "archive"):
        content = path.read_bytes()
        ours = [record.id for record in read_records(path)]
        theirs = []
        for record in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
            record.raw_stream.read()
            theirs.append(record.rec_headers.get_header("WARC-Record-ID"))
        assert theirs == ours
        assert [each.record_id for each in FastIterator(io.BytesIO(content))] == ours


@pytest.mark.parametrize("step", ["_overwrite", "_replace_lines", "forget_captures"])
def test_a_redaction_that_was_killed_is_finished_by_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    doomed = captures(folder)[1].id
    with monkeypatch.context() as patch:
        patch.setattr(effacing, step, die)
        with pytest.raises(KeyboardInterrupt):
            forget(folder, doomed)
    recover_archive(folder / "data")
    assert "Zhaksylyk" not in everything(folder)
    assert verify(folder / "data").ok and verify(folder / "data").redacted == 2


def test_a_ledger_and_a_database_that_are_lost_come_back_with_the_tombstones(folder: Path) -> None:
    forget(folder, captures(folder)[1].id)
    before = captures(folder), list(read_lines(folder / "data" / "archive"))
    shutil.rmtree(folder / "data" / "archive" / "ledger")
    for path in (folder / "data").glob("defenderwatch.sqlite*"):
        path.unlink()
    recover_archive(folder / "data")
    assert (captures(folder), list(read_lines(folder / "data" / "archive"))) == before
    assert verify(folder / "data").ok


def test_what_cannot_be_redacted_is_said_and_nothing_is_touched(folder: Path) -> None:
    before = everything(folder)
    with pytest.raises(StoreError, match="no capture has the id"):
        forget(folder, captures(folder)[1].id, "0" * 32)
    (folder / "secrets" / FILE).rename(folder / "aside")
    with pytest.raises(ArchiveError, match="secret key is missing"):
        forget(folder, captures(folder)[1].id)
    (folder / "aside").rename(folder / "secrets" / FILE)
    assert SECRET in everything(folder) and len(everything(folder)) == len(before)
    forget(folder, captures(folder)[1].id)
    with pytest.raises(StoreError, match="redacted already"):
        forget(folder, captures(folder)[1].id)


def test_the_command_asks_first_and_tells_what_is_left_to_do(folder: Path) -> None:
    words = ["--config", str(folder), "archive", "redact", captures(folder)[1].id, "--reason", "asked for"]
    done = CliRunner().invoke(defenderwatch, words, input="n\n")
    assert done.exit_code == 1 and "cannot be undone" in done.output
    done = CliRunner().invoke(defenderwatch, [*words, "--yes", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (len(told["captures"]), told["revisions"], told["same_bodies"]) == (2, 1, 0)
