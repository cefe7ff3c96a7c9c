"""The store: the one door, used by several processes at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils.migrations import Migrations

from storage import migrations
from storage.database import FILE_NAME, Database
from storage.records import (
    Article,
    Capture,
    Change,
    ChangeKind,
    Event,
    EventKind,
    Hunk,
    HunkKind,
    Mention,
    Outcome,
    Page,
    PageState,
    Passage,
    Place,
    Reading,
    Review,
    Revision,
    Role,
    Run,
    Side,
    SourceReport,
    Verdict,
)
from storage.store import NewerDatabase, Store, StoreError

Record = Callable[..., Capture]
At = Callable[[float], datetime]
URL = "https://news.example/a"


def make_revision(capture: Capture, **other: Any) -> Revision:
    article = Article(
        title="Суд", text="Первый абзац.\n\nВторой.", published="2026-03", language="ru", author=None, extractor="x 1"
    )
    usual: dict[str, Any] = {"id": "1" * 32, "page": URL, "capture": capture.id, "captured_at": capture.captured_at}
    return Revision(**(usual | {"sha256": "s", "article": article, "text_sha256": "t"} | other))


def make_change(at: datetime, **other: Any) -> Change:
    passage = Passage(start=1, end=3, text="ab", sentence="abc", place=Place.TITLE)
    event = Event(
        subject="asel", subject_kind="defender", kind=EventKind.APPEARED, material=True, before=None, after=passage
    )
    usual: dict[str, Any] = {
        "id": "c" * 32,
        "page": URL,
        "source": "news",
        "url": URL,
        "title": "Суд",
        "kind": ChangeKind.CHANGED,
        "detected_at": at,
        "capture": None,
        "after": Side(revision="1" * 32, captured_at=at, sha256="s"),
        "priority": 0.5,
        "reasons": ("a mention appeared",),
        "events": (event, replace(event, kind=EventKind.RESPELLED, before=passage)),
        "hunks": (Hunk(kind=HunkKind.MOVED, before="было", after="стало"),),
    }
    return Change(**(usual | other))


def read(store: Store, capture: Capture, at: At, revision: Revision | None = None) -> None:
    reading = Reading(state=PageState.OK, evidence="sound", visible_sha256="v", same=revision is None)
    store.put_reading(capture_id=capture.id, reading=reading, revision=revision, mentions=[], at=at(1))


def test_what_is_put_comes_back_equal(store: Store, record: Record, at: At) -> None:
    """Runs, readings, revisions, mentions, changes with events and hunks, reviews: field by field."""
    capture = record(URL)
    run = Run(id="run-1", started_at=at(0), sources=("news", "law"))
    store.begin_run(run)
    assert store.unfinished_runs() == [run]
    report = SourceReport(source="news", fetched=3, problems=("late",))
    store.finish_run(run_id="run-1", at=at(9), reports=[report])
    assert store.last_runs(source="law", limit=5) == [replace(run, finished_at=at(9), reports=(report,))]
    assert store.last_runs(source="other", limit=5) == store.unfinished_runs() == []
    revision = make_revision(capture)
    mention = Mention(
        subject="asel",
        kind="defender",
        start=0,
        end=3,
        text="Суд",
        sentence_start=0,
        sentence_end=9,
        rule="full name",
        confidence=0.9,
        place=Place.TITLE,
    )
    reading = Reading(state=PageState.OK, evidence=None, visible_sha256="v", article=revision.article)
    store.put_reading(capture_id=capture.id, reading=reading, revision=revision, mentions=[mention] * 2, at=at(1))
    stored = store.reading(capture.id)
    assert stored and (stored.state, stored.revision, stored.same) == (PageState.OK, revision.id, False)
    assert store.revisions(URL) == [store.revision(revision.id)] == [revision]
    assert store.mentions(revision.id) == [mention] * 2
    store.replace_mentions(revision_id=revision.id, mentions=[mention], at=at(2))
    assert store.mentions(revision.id) == [mention]
    change = make_change(at(3), capture=capture.id)
    assert store.put_change(change) is True
    assert store.put_change(change) is False
    assert store.change(change.id) == change
    assert store.page_changes(URL) == list(store.changes(subject="asel")) == store.queue(limit=9) == [change]
    assert list(store.subject_events("asel")) == [(change, event) for event in change.events]
    review = Review(change=change.id, verdict=Verdict.FOLLOW_UP, reviewer="Aigerim", reviewed_at=at(4), note="call")
    store.add_review(review)
    store.add_review(replace(review, verdict=None))
    assert store.reviews(change.id) == [review, replace(review, verdict=None)]


def test_a_comparison_counts_once(store: Store, record: Record, at: At) -> None:
    """The second call for a capture changes nothing, whatever it brings, and says so."""
    capture = record(URL)
    read(store, capture, at)
    page = Page(
        url=URL, source="news", address=URL, found_at=at(0), found_from=None, listed_at=None, state=PageState.OK
    )
    change = make_change(at(3))
    assert store.put_comparison(capture_id=capture.id, page=page, change=change, at=at(3)) is True
    again = {"page": replace(page, state=PageState.GONE), "change": replace(change, id="d" * 32)}
    assert store.put_comparison(capture_id=capture.id, at=at(4), **again) is False  # type: ignore[arg-type]
    assert store.page(URL) == page
    assert list(store.changes(include_silent=True)) == [change]
    with pytest.raises(StoreError, match="no capture"):
        store.put_comparison(capture_id="0" * 32, page=page, change=None, at=at(4))


def test_a_comparison_that_fails_half_way_leaves_nothing(store: Store, record: Record, at: At) -> None:
    """Page, mark and change are one transaction."""
    capture = record(URL)
    read(store, capture, at)
    page = Page(url=URL, source="news", address=URL, found_at=at(0), found_from=None, listed_at=None)
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.put_comparison(capture_id=capture.id, page=page, change=make_change(at(3), capture="none"), at=at(3))
    assert store.page(URL) is None
    assert list(store.uncompared()) == [capture]


def test_finding_and_comparing_write_different_parts_of_a_page(store: Store, record: Record, at: At) -> None:
    """Neither a stale page in the comparison nor a new listing takes away what the other wrote."""
    capture = record(URL)
    read(store, capture, at)
    found = store.find_page(url=URL, source="news", at=at(0), found_from="https://news.example/feed")
    store.find_page(url=URL, source="other", at=at(50), found_from="https://other.example/feed")
    store.move_page(url=URL, address="https://news.example/moved", at=at(51))
    shown = replace(found, state=PageState.OK, revision="r", etag="e", suspect="gone", suspect_count=1, full_at=at(1))
    store.put_comparison(capture_id=capture.id, page=shown, change=None, at=at(60))
    store.find_page(url=URL, source="news", at=at(70), found_from="https://news.example/feed")
    store.find_page(url=URL, source="news", at=at(20), found_from=None)
    assert store.page(URL) == replace(shown, listed_at=at(70), address="https://news.example/moved")


def test_pages_stay_watched_as_long_as_told(store: Store, record: Record, at: At) -> None:
    """By when they were found or last listed; a gone page since it went; the source's own for ever; joined never."""
    feed = "https://news.example/feed"
    week = timedelta(days=7)
    days = 86_400.0
    for name, found, listed in (("old", 0, 0), ("listed", 0, 8), ("new", 9, 9), ("gone", 0, 0), ("joined", 9, 9)):
        for day in (found, listed):
            store.find_page(url=f"https://news.example/{name}", source="news", at=at(day * days), found_from=feed)
    store.find_page(url=feed, source="news", at=at(0), found_from=None)
    store.find_page(url="https://other.example/x", source="other", at=at(9 * days), found_from=feed)
    store.join_page(url="https://news.example/joined", into="https://news.example/new", reason="canonical", at=at(0))
    capture = record("https://news.example/gone", status=404)
    gone = store.page("https://news.example/gone")
    assert gone
    gone = replace(gone, state=PageState.GONE, state_at=at(5 * days))
    store.put_comparison(capture_id=capture.id, page=gone, change=None, at=at(0))
    watched = store.watched_pages(source="news", at=at(10 * days), keep_watching=week)
    assert [each.url.rsplit("/")[-1] for each in watched] == ["feed", "gone", "listed", "new"]
    assert len(store.watched_pages(source="news", at=at(10 * days), keep_watching=None)) == 5


def test_joins_lead_to_one_page_and_never_in_a_circle(store: Store, at: At) -> None:
    """A to B to C; joining C to A changes nothing; the page joined to is made where it was none."""
    a, b, c = (f"https://news.example/{name}" for name in "abc")
    store.find_page(url=a, source="news", at=at(0), found_from=None)
    store.join_page(url=a, into=b, reason="redirect", at=at(1))
    store.join_page(url=b, into=c, reason="canonical", at=at(2))
    store.join_page(url=c, into=a, reason="redirect", at=at(3))
    store.join_page(url=c, into=c, reason="redirect", at=at(3))
    assert [page and page.url for page in map(store.resolve_page, (a, b, c))] == [c, c, c]
    assert [page.joined_to for page in store.pages("news")] == [b, c, None]
    assert store.resolve_page("https://nowhere.example/") is None
    with pytest.raises(StoreError, match="no page is called"):
        store.join_page(url="https://nowhere.example/", into=a, reason="redirect", at=at(1))


def test_reading_goes_page_by_page_in_order(store: Store, record: Record, at: At) -> None:
    """At most one waiting capture of a page is given, its oldest; not even that while it is being read."""
    first, second = record(URL, b"one"), record(URL, b"two")
    other = record("https://news.example/b")
    record("https://news.example/c", status=404)
    record("https://news.example/d", role=Role.INDEX)
    assert store.unread(limit=9) == [first, other]
    assert store.unread(limit=1) == [first]
    assert store.unread(limit=9, exclude=[first.id]) == [other]
    read(store, first, at)
    assert store.unread(limit=9) == [second, other]


def test_comparing_waits_for_reading_and_keeps_the_order_of_a_page(store: Store, record: Record, at: At) -> None:
    """What has nothing to read is ready at once, but never before an unread look at the same page."""
    first = record(URL, b"one")
    gone = record(URL, b"", status=404)
    elsewhere = record("https://news.example/b", b"", status=500)
    record("https://news.example/feed", role=Role.INDEX)
    assert list(store.uncompared()) == [elsewhere]
    read(store, first, at)
    assert list(store.uncompared("news")) == [first, gone, elsewhere]
    assert list(store.uncompared("other")) == []
    page = Page(url=URL, source="news", address=URL, found_at=at(0), found_from=None, listed_at=None)
    for each in store.uncompared("news"):
        store.put_comparison(capture_id=each.id, page=replace(page, url=each.url), change=None, at=at(2))
    assert list(store.uncompared()) == []


def test_changes_are_listed_by_time_and_silent_ones_only_on_request(store: Store, at: At) -> None:
    """`since` is inclusive, `until` exclusive; more than one piece is read where there are many."""
    loud = [make_change(at(number // 2), id=f"{number:032x}", hunks=()) for number in range(450)]
    for each in loud:
        store.put_change(each)
    store.put_change(make_change(at(3), id="e" * 32, events=()))
    store.put_change(make_change(at(3), id="f" * 32, technical=True))
    assert list(store.changes()) == loud
    assert list(store.changes(since=at(10), until=at(12))) == loud[20:24]
    assert len(list(store.changes(include_silent=True))) == 452
    assert list(store.changes(source="other")) == list(store.changes(subject="nobody")) == []


def test_the_queue_puts_what_nobody_judged_first(store: Store, at: At) -> None:
    """A verdict moves a change back, taking it back moves it forward again."""
    for number in range(3):
        store.put_change(make_change(at(number), id=str(number) * 32))
    review = Review(change="2" * 32, verdict=Verdict.NOISE, reviewer="Aigerim", reviewed_at=at(9))
    store.add_review(review)
    assert [each.id[0] for each in store.queue(limit=9)] == ["1", "0", "2"]
    assert [each.id[0] for each in store.queue(limit=1, offset=2)] == ["2"]
    store.add_review(replace(review, verdict=None))
    assert [each.id[0] for each in store.queue(limit=9)] == ["2", "1", "0"]
    with pytest.raises(StoreError, match="no change"):
        store.add_review(replace(review, change="x"))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30) | st.text('"*^():-+NEARORAND {}', max_size=20))
def test_any_text_may_be_searched_for(tmp_path: Path, words: str) -> None:
    """Quotes, operators, columns, control characters: an answer, never an error."""
    with Store.open(tmp_path) as store:
        assert store.search(words=words, limit=3) == []


def test_search_finds_words_in_any_case_and_shows_them(store: Store, record: Record, at: At) -> None:
    """Cyrillic too; all words count; phrases and word beginnings; two revisions with one word are both found."""
    capture = record(URL)
    read(store, capture, at, make_revision(capture))
    ((revision, snippet),) = store.search(words="ПЕРВЫЙ второй", limit=9)
    assert revision.id == "1" * 32
    assert "⟨Первый⟩" in snippet and "⟨Второй⟩" in snippet
    for found in ("суд", '"первый абзац"', "абза*", "перв*"):
        assert len(store.search(words=found, limit=9)) == 1, found
    for missed in ('"абзац первый"', "первый третий", "абза", "title:суд", "первый OR третий"):
        assert store.search(words=missed, limit=9) == [], missed


def test_of_very_many_findings_the_newest_are_ranked(
    store: Store, record: Record, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as a search ranks at most, and never fewer than were asked for."""
    for number in range(4):
        capture = record(f"{URL}{number}")
        read(store, capture, at, make_revision(capture, id=f"{number}" * 32))
    monkeypatch.setattr("storage.doors.captures._RANKED", 2)
    assert {revision.id[0] for revision, _ in store.search(words="первый", limit=2)} == {"2", "3"}
    assert len(store.search(words="первый", limit=9)) == 4


def test_a_newer_database_is_refused_with_advice(tmp_path: Path) -> None:
    """Untouched, and the message names what it holds."""
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('defenderwatch', '0099 later', '')"
        )
    connection.close()
    with pytest.raises(NewerDatabase, match=r"newer defenderwatch.*0099 later.*use that version"):
        Store.open(tmp_path)


def test_an_older_database_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    """The copy is whole and opens; a migration that fails leaves the database as it was."""
    path = tmp_path / FILE_NAME
    with Store.open(tmp_path) as store:
        store.set_fact("key", "value")
    later = Migrations(migrations.MIGRATIONS.name)
    for known in migrations._names(migrations.MIGRATIONS):
        later(name=known)(lambda db: None)
    later(name="0099 more")(_fail_half_way)
    with pytest.raises(StoreError, match="no such table"):
        Database(path, create=True, migrations=later)
    backup = tmp_path / f"{FILE_NAME}.before-0099-more"
    for each in (path, backup):
        connection = sqlite3.connect(each)
        assert connection.execute("SELECT value FROM facts").fetchall() == [("value",)]
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
        connection.close()


def test_without_a_whole_copy_nothing_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with Store.open(tmp_path) as store:
        for number in range(300):
            store.set_fact(f"key {number}", "value" * 200)
    size = path.stat().st_size
    with path.open("r+b") as file:  # damage in the middle, which opening does not see
        file.seek(size // 2)
        file.write(b"\xa5" * 8192)
    later = Migrations(migrations.MIGRATIONS.name)
    for known in migrations._names(migrations.MIGRATIONS):
        later(name=known)(lambda db: None)
    later(name="0099 more")(lambda db: db.execute("CREATE TABLE more (a TEXT) STRICT"))
    with pytest.raises(StoreError, match="damaged"):
        Database(path, create=True, migrations=later)
    assert not (tmp_path / f"{FILE_NAME}.before-0099-more").exists()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchall() == []
    connection.close()


def _fail_half_way(db: sqlite_utils.Database) -> None:
    db.execute("CREATE TABLE half (a TEXT) STRICT")
    db.execute("INSERT INTO nowhere VALUES (1)")


def test_a_missing_or_foreign_database_is_named(tmp_path: Path) -> None:
    """`create=False` makes nothing; a file that is no database of ours is left alone."""
    with pytest.raises(StoreError, match="there is no database yet"):
        Store.open(tmp_path / "nothing", create=False)
    assert not (tmp_path / "nothing").exists()
    sqlite3.connect(tmp_path / FILE_NAME).close()
    with pytest.raises(StoreError, match="not a database of defenderwatch"):
        Store.open(tmp_path, create=False)
    (tmp_path / FILE_NAME).write_bytes(b"words " * 1000)
    with pytest.raises(StoreError, match="not an SQLite database; move it away"):
        Store.open(tmp_path)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.store import Store
with Store.open(Path(sys.argv[1])) as store:
    for number in range(80):
        with store._database.writing():
            before = int(store.fact("count") or 0)
            store._database.write(
                "INSERT INTO facts VALUES ('count', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (str(before + 1),),
            )
        store.find_page(url=f"https://news.example/{number}", source="news", at=datetime.now(UTC), found_from="x")
"""


def test_processes_that_read_and_then_write_never_fail_each_other(tmp_path: Path) -> None:
    """Four processes open a new store at once; 320 transactions that read, then write: each one counts."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    errors = [writer.communicate()[1] for writer in writers]
    assert errors == [""] * 4
    with Store.open(tmp_path) as store:
        assert store.fact("count") == "320"
        assert len(list(store.pages())) == 80


def test_every_table_is_strict_and_every_connection_safe(store: Store) -> None:
    """STRICT tables, WAL, foreign keys."""
    tables = store._database.rows("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    loose = {row["name"] for row in tables if not row["strict"]}
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite", "words"))} == set()
    for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)):
        assert store._database.rows(f"PRAGMA {pragma}")[0][0] == value


def test_a_capture_that_was_not_read_is_said_to_be_unknown_only_if_it_is(store: Store, record: Record, at: At) -> None:
    """Asking for what is not there: None where a look is fair, StoreError where someone relies on it."""
    capture = record(URL)
    assert capture.outcome is Outcome.FETCHED
    assert store.reading(capture.id) is store.capture("x") is store.change("x") is store.page("x") is None
    for unknown in (
        lambda: store.revision("x"),
        lambda: store.replace_mentions(revision_id="x", mentions=[], at=at(0)),
        lambda: store.finish_run(run_id="x", at=at(0), reports=[]),
        lambda: store.put_reading(
            capture_id="x", reading=Reading(state=PageState.OK, evidence=None), revision=None, mentions=[], at=at(0)
        ),
    ):
        with pytest.raises(StoreError, match="has the id x"):
            unknown()


def test_digests_and_facts_are_remembered(store: Store, at: At) -> None:
    """A digest that was noted counts as sent; a fact is replaced."""
    assert store.digest_sent("2026-03-01") is False
    store.note_digest(date="2026-03-01", format="text", at=at(0), path=None)
    assert store.digest_sent("2026-03-01") is True
    assert store.fact("key") is None
    store.set_fact("key", "one")
    store.set_fact("key", "two")
    assert store.fact("key") == "two"
