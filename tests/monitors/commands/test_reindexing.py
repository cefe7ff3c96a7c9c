"""The database is made anew from the WARC files, and what only it knew is brought over."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitors.cli import defenderwatch
from storage.archive.verification import verify
from storage.records import Failure, Review, Verdict
from storage.reindexing import Reindexing, reindex
from storage.store import Store
from tests.monitors.keeping import START, URL, Desk, page

FILE = "defenderwatch.sqlite"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five looks with two changes, one of them judged by a person."""
    folder = tmp_path_factory.mktemp("reindexing")
    desk = Desk(folder / "data")
    for text in ("Madina Kokbulakova was detained.", "Madina Kokbulakova was released.", None, "", ""):
        desk.look(page(text or ""), failure=Failure.TIMEOUT if text is None else None)
        desk.process()
    with Store.open(folder / "data") as store:
        (change, *_) = store.changes(include_silent=True)
        store.add_review(Review(change=change.id, verdict=Verdict.RELEVANT, reviewer="a", reviewed_at=START, note="n"))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


def rows(folder: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of these tables, or of all that a program reads."""
    with closing(sqlite3.connect(folder / "data" / FILE)) as db:
        listed = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        names = tables or [name for name in listed if not name.startswith(("_", "words", "sqlite_"))]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def remake(folder: Path) -> Reindexing:
    done = reindex(folder / "data", at=START)
    found = verify(folder / "data")
    assert found.ok, found.problems
    return done


def facts(folder: Path) -> list[tuple[object, ...]]:
    """The captures as they were made, without how far they were read."""
    return [row[:25] for row in rows(folder, "captures")["captures"]]


def lose(folder: Path, *, ledger: bool) -> None:
    for path in (folder / "data").glob(f"{FILE}*"):
        path.unlink()
    if ledger:
        shutil.rmtree(folder / "data" / "archive" / "ledger")


def test_every_row_is_there_again_and_the_old_database_is_kept(folder: Path) -> None:
    before = rows(folder)
    assert before["reviews"] and before["revisions"] and before["mentions"] and before["changes"]
    done = remake(folder)
    assert rows(folder) == before
    assert (done.captures, done.only_in_database, done.lost) == (5, 0, None)
    assert done.aside and done.aside.stat().st_size
    with Store.open(folder / "data") as store:
        assert store.search(words="released", limit=9)


def test_without_database_and_ledger_the_rows_of_all_captures_are_identical(folder: Path) -> None:
    before = facts(folder)
    lines = (folder / "data" / "archive" / "ledger").iterdir().__next__().read_bytes()
    lose(folder, ledger=True)
    assert remake(folder).copied == {}
    assert facts(folder) == before
    assert (folder / "data" / "archive" / "ledger").iterdir().__next__().read_bytes() == lines


def test_without_a_database_everything_is_read_and_compared_again(folder: Path) -> None:
    """The same texts, and the same things told of them."""
    with Store.open(folder / "data") as store:
        texts = [each.text_sha256 for each in store.revisions(URL)]
        told = [(each.kind, [event.kind for event in each.events]) for each in store.changes(include_silent=True)]
    lose(folder, ledger=False)
    remake(folder)
    Desk(folder / "data").process()
    with Store.open(folder / "data") as store:
        assert [each.text_sha256 for each in store.revisions(URL)] == texts
        assert [(e.kind, [event.kind for event in e.events]) for e in store.changes(include_silent=True)] == told
        assert len(store.last_runs(limit=9)) == 5


def test_rows_that_were_edited_or_deleted_say_again_what_the_warc_files_say(folder: Path) -> None:
    before = rows(folder)
    with closing(sqlite3.connect(folder / "data" / FILE)) as db, db:
        db.execute("UPDATE captures SET sha256 = 'f', url = 'https://example.org/other' WHERE sequence = 1")
        db.execute("DELETE FROM captures WHERE sequence = 3")
    remake(folder)
    assert facts(folder) == [row[:25] for row in before["captures"]]
    assert rows(folder, "reviews")["reviews"] == before["reviews"]


def test_a_database_that_is_damaged_is_told_and_put_aside(folder: Path) -> None:
    before = facts(folder)
    path = folder / "data" / FILE
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
    path.write_bytes(content)
    done = remake(folder)
    assert done.lost and done.aside and done.aside.read_bytes() == bytes(content)
    assert facts(folder) == before


def test_a_capture_that_stands_in_the_database_only_is_kept_and_told(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / FILE)) as db, db:
        db.execute("CREATE TEMP TABLE one AS SELECT * FROM captures WHERE sequence = 5")
        db.execute("UPDATE one SET sequence = 6, id = 'f'")
        db.execute("INSERT INTO captures SELECT * FROM one")
    done = reindex(folder / "data", at=START + timedelta(days=1))
    assert (done.captures, done.only_in_database) == (5, 1)
    assert not verify(folder / "data").ok


def test_the_command_tells_what_it_did(folder: Path) -> None:
    done = CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", "reindex", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["captures"] == 5 and told["copied"]["reviews"] == 1 and Path(told["aside"]).exists()
