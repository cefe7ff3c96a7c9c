"""The one file with SQL (beside the tables' making in `migrations`), and the one way to a connection.

It is longer than its neighbours because every statement of the program stands here: whoever
wants to know what is asked of the database reads one page.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from storage.connections import Readers, clear_errors, connect, prepare_folder
from storage.errors import NewerDatabase, StoreError
from storage.migrations import (
    MIGRATIONS,
    QUEUED,
    WAITS_FOR_COMPARISON,
    WAITS_FOR_READING,
    is_ours,
    migrate,
    unknown_migrations,
)
from storage.records import Article, Capture, Change, Event, Mention, Page, Revision, Run

FILE_NAME = "defenderwatch.sqlite"

Parameters = Sequence[Any] | Mapping[str, Any]


def _columns(*kinds: type, without: Iterable[str] = ()) -> list[str]:
    names = [each.name for kind in kinds for each in fields(kind)]
    return [name for name in names if name not in set(without)]


def _insert(table: str, columns: Sequence[str], conflict: str = "") -> str:
    """An INSERT with named parameters. Its parts are names from this file, never anyone's text."""
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f":{name}" for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({values}) {conflict}'  # noqa: S608


# Runs
ADD_RUN = _insert("runs", _columns(Run), "ON CONFLICT (id) DO NOTHING")
FINISH_RUN = "UPDATE runs SET finished_at = :at, reports = :reports WHERE id = :id"
LAST_RUNS = (
    "SELECT * FROM runs WHERE :source IS NULL OR EXISTS (SELECT 1 FROM json_each(sources) WHERE value = :source)"
    " ORDER BY started_at DESC, rowid DESC LIMIT :limit"
)
UNFINISHED_RUNS = "SELECT * FROM runs WHERE finished_at IS NULL ORDER BY started_at, rowid"

# Pages. Who finds a page owns where it was found, whoever compares owns what it showed: neither writes the other's.
_FOUND = ("url", "source", "address", "found_at", "found_from", "listed_at", "joined_to", "join_reason")
_SHOWN = _columns(Page, without=_FOUND)
PAGE = "SELECT * FROM pages WHERE url = ?"
PAGES = "SELECT * FROM pages WHERE url > :after AND (:source IS NULL OR source = :source) ORDER BY url LIMIT :limit"
RESOLVED_PAGE = (
    "WITH RECURSIVE way (url, step) AS (SELECT ?, 0 UNION"
    " SELECT joined_to, step + 1 FROM pages JOIN way USING (url) WHERE joined_to IS NOT NULL AND step < 100)"
    " SELECT pages.* FROM pages JOIN way USING (url) ORDER BY step DESC LIMIT 1"
)
FIND_PAGE = _insert(
    "pages",
    _columns(Page),
    "ON CONFLICT (url) DO UPDATE SET listed_at = max(coalesce(listed_at, ''), excluded.listed_at)"
    " WHERE excluded.listed_at IS NOT NULL",
)
SHOW_PAGE = _insert(
    "pages",
    _columns(Page),
    "ON CONFLICT (url) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _SHOWN),
)
RENEW_PAGE = "UPDATE pages SET revision = :revision, extractor = :extractor, visible_sha256 = NULL WHERE url = :url"
WATCHED_PAGES = (
    "SELECT * FROM pages WHERE source = :source AND joined_to IS NULL"
    " AND (found_from IS NULL OR found_from NOT LIKE 'import %' OR listed_at > found_at)"  # an index names it now
    " AND (:since IS NULL OR found_from IS NULL"
    " OR max(found_at, coalesce(listed_at, '')) >= :since OR (state = 'gone' AND state_at >= :since))"
    " ORDER BY found_at, url"
)
JOIN_PAGE = "UPDATE pages SET joined_to = :joined_to, join_reason = :reason WHERE url = :url"
ADD_JOIN = _insert("joins", ("url", "joined_to", "reason", "at"))
MOVE_PAGE = "UPDATE pages SET address = :address WHERE url = :url AND address <> :address"
ADD_MOVE = _insert("moves", ("url", "address", "at"))

# Captures
ADD_CAPTURE = _insert("captures", _columns(Capture))
ADD_MISSING_CAPTURE = ADD_CAPTURE + "ON CONFLICT DO NOTHING"
CAPTURE = "SELECT * FROM captures WHERE id = ?"
CAPTURES_NAMED = "SELECT * FROM captures WHERE id BETWEEN :start AND :start || 'g' ORDER BY sequence LIMIT 2"
CAPTURES = "SELECT * FROM captures WHERE sequence > :after ORDER BY sequence LIMIT :limit"
SELECT_CAPTURES = (
    "SELECT * FROM captures WHERE sequence > :after AND (:capture IS NULL OR id = :capture)"
    " AND (:source IS NULL OR source = :source)"
    " AND (:since IS NULL OR captured_at >= :since) AND (:until IS NULL OR captured_at < :until)"
    " AND (:url IS NULL OR url = :url OR page IN (WITH RECURSIVE joined (url) AS (SELECT :page UNION"
    " SELECT pages.url FROM pages JOIN joined ON joined_to = joined.url) SELECT url FROM joined))"
    " AND (:subject IS NULL OR page IN (SELECT page FROM revisions JOIN mentions ON mentions.revision = revisions.id"
    " WHERE subject = :subject)) ORDER BY sequence LIMIT :limit"
)
OURS = "flags NOT LIKE '%\"imported\"%'"
HELD_CAPTURE = "SELECT * FROM captures WHERE url = ? AND sha256 = ? AND requested_at = ? LIMIT 1"
PAGE_CAPTURES = "SELECT * FROM captures WHERE page = ? AND role <> 'extras' ORDER BY captured_at, sequence"
BODY_EXTRAS = (
    "SELECT * FROM captures WHERE page = ? AND role = 'extras' AND payload_file = ? AND payload_offset = ?"
    " ORDER BY sequence"
)
LAST_CAPTURES = f"SELECT * FROM captures WHERE source = ? AND {OURS} ORDER BY sequence DESC LIMIT ?"  # noqa: S608
ASKED_SINCE = (
    f"SELECT url FROM captures WHERE status IS NOT NULL AND {OURS} AND sequence > coalesce("  # noqa: S608
    f"(SELECT sequence FROM captures WHERE requested_at < ? AND {OURS} ORDER BY sequence DESC LIMIT 1), 0)"
)
RUN_CAPTURES = "SELECT * FROM captures WHERE run = ? AND (? IS NULL OR source = ?) ORDER BY sequence"
COUNT_CAPTURES = "SELECT count(*) AS number, coalesce(max(sequence), 0) AS last FROM captures"
LATEST_BODY = (
    "SELECT * FROM captures WHERE url = ? AND sha256 IS NOT NULL AND status BETWEEN 200 AND 299 AND failure IS NULL"  # noqa: S608
    f" AND {OURS} ORDER BY sequence DESC LIMIT 1"
)
PAGE_BODY = "SELECT * FROM captures WHERE page = ? AND sha256 = ? AND failure IS NULL ORDER BY sequence DESC LIMIT 1"
LOOK_WAITS = f"SELECT 1 FROM captures WHERE page = ? AND {WAITS_FOR_COMPARISON} AND outcome = 'fetched' LIMIT 1"  # noqa: S608
UNREAD = (
    "SELECT * FROM captures WHERE sequence IN (SELECT min(sequence) FROM captures INDEXED BY captures_to_read"  # noqa: S608
    f" WHERE {WAITS_FOR_READING} GROUP BY page)"
    " AND id NOT IN (SELECT value FROM json_each(:exclude)) ORDER BY sequence LIMIT :limit"
)
UNCOMPARED = (
    f"SELECT * FROM captures AS one INDEXED BY captures_in_turn WHERE {WAITS_FOR_COMPARISON}"  # noqa: S608
    " AND sequence > :after AND (:source IS NULL OR source = :source)"
    f" AND NOT EXISTS (SELECT 1 FROM captures AS other INDEXED BY captures_to_read WHERE {WAITS_FOR_READING}"
    " AND other.page = one.page AND other.sequence <= one.sequence) ORDER BY sequence LIMIT :limit"
)
MARK_READ = "UPDATE captures SET read_at = coalesce(read_at, :at) WHERE id = :id"
MARK_COMPARED = "UPDATE captures SET compared_at = :at WHERE id = :id AND compared_at IS NULL"

# Readings, revisions, mentions
PUT_READING = (
    _insert("readings", ("capture", "state", "evidence", "visible_sha256", "same", "revision", "read_at"))
    + "ON CONFLICT (capture) DO UPDATE SET state = excluded.state, evidence = excluded.evidence,"
    " visible_sha256 = excluded.visible_sha256, same = excluded.same, revision = excluded.revision,"
    " read_at = excluded.read_at"
)
READING = "SELECT * FROM readings WHERE capture = ?"
ADD_REVISION = _insert(
    "revisions", [*_columns(Revision, Article, without=("article",)), "mentions_at"], "ON CONFLICT (id) DO NOTHING"
)
ADD_WORDS = "INSERT INTO words (rowid, title, text) SELECT number, title, text FROM revisions WHERE id = ?"
REVISION = "SELECT * FROM revisions WHERE id = ?"
PAGE_REVISIONS = "SELECT * FROM revisions WHERE page = ? ORDER BY captured_at, number"
REVISION_AT = (
    "SELECT * FROM revisions WHERE page = ? AND captured_at <= ? AND NOT technical"
    " ORDER BY captured_at DESC, number DESC LIMIT 1"
)
REVISION_IDS = "SELECT id FROM revisions ORDER BY number"
PAGE_REVISION_IDS = "SELECT id FROM revisions WHERE page = ? ORDER BY captured_at, number"
PAGES_WITH_REVISIONS = "SELECT page, count(*) AS number FROM revisions WHERE page > ? GROUP BY page ORDER BY page"
MENTIONS = "SELECT * FROM mentions WHERE revision = ? ORDER BY number"
ADD_MENTION = _insert("mentions", ["revision", *_columns(Mention, without=("sketch",))])
DROP_MENTIONS = "DELETE FROM mentions WHERE revision = ?"
MARK_MENTIONS = "UPDATE revisions SET mentions_at = :at WHERE id = :id"
ADD_PASSAGE = (  # once a page; a hash of 64 pages is that of a phrase, and says nothing any more
    'INSERT INTO passages (hash, revision, start, "end") SELECT :hash, number, :start, :end FROM revisions AS own'
    " WHERE id = :revision AND (SELECT count(*) FROM passages WHERE hash = :hash) < 64"
    " AND NOT EXISTS (SELECT 1 FROM passages JOIN revisions AS known ON known.number = passages.revision"
    " WHERE hash = :hash AND known.page = own.page) ON CONFLICT DO NOTHING"
)
LACKING_PASSAGES = (  # what ADD_PASSAGE would add
    "SELECT 1 FROM json_each(:sketch) AS asked WHERE NOT EXISTS (SELECT 1 FROM passages JOIN revisions AS known"
    " ON known.number = passages.revision WHERE hash = asked.value AND known.page = :page)"
    " AND (SELECT count(*) FROM passages WHERE hash = asked.value) < 64 LIMIT 1"
)
PASSAGES = (
    'SELECT pages.source, address AS url, captured_at, substr(text, start + 1, "end" - start) AS sentence'
    ' FROM (SELECT DISTINCT revision, start, "end" FROM passages WHERE hash IN (SELECT value FROM json_each(:sketch)))'
    " AS known JOIN revisions ON number = known.revision JOIN pages ON pages.url = page"
    " WHERE page <> :page AND joined_to IS NULL AND captured_at < :before ORDER BY captured_at, number"
)
# The words are ranked within the newest that hold them, and their surroundings found for those alone that are shown:
# ranking all, joined, took 150 to 250 ms with 10,000 revisions.
SEARCH_FROM = "SELECT rowid FROM words WHERE words MATCH :words ORDER BY rowid DESC LIMIT 1 OFFSET :ranked"
SEARCH = (
    "SELECT rowid AS number, snippet(words, -1, '⟨', '⟩', '…', 24) AS snippet FROM words"
    " WHERE words MATCH :words AND rowid > :after ORDER BY rank LIMIT :limit"
)
NUMBERED_REVISIONS = "SELECT * FROM revisions WHERE number IN (SELECT value FROM json_each(?))"

# Changes, events, reviews
ADD_CHANGE = _insert("changes", _columns(Change, without=("events",)), "ON CONFLICT (id) DO NOTHING")
ADD_EVENT = _insert("events", ["change", *_columns(Event)])
CHANGE = "SELECT * FROM changes WHERE id = ?"
CHANGES = (
    "SELECT * FROM changes WHERE (detected_at, number) > (:after_at, :after_number)"
    " AND (:since IS NULL OR detected_at >= :since) AND (:until IS NULL OR detected_at < :until)"
    " AND (:source IS NULL OR source = :source)"
    " AND (:silent OR (NOT technical AND EXISTS (SELECT 1 FROM events WHERE change = changes.id)))"
    " AND (:subject IS NULL OR EXISTS (SELECT 1 FROM events WHERE change = changes.id AND subject = :subject))"
    " ORDER BY detected_at, number LIMIT :limit"
)
PAGE_CHANGES = "SELECT * FROM changes WHERE page = ? ORDER BY detected_at, number"
PAGE_SUBJECTS = "SELECT DISTINCT subject FROM events JOIN changes ON changes.id = change WHERE page = ?"
_SEEN_AT = "coalesce(json_extract(after, '$.captured_at'), detected_at)"
PAGE_PACE = (
    "SELECT looks, changes, coalesce(last, first) AS since FROM"  # noqa: S608
    " (SELECT count(*) AS looks, min(captured_at) AS first FROM captures WHERE page = :page AND role = 'page'"
    " AND outcome <> 'failed' AND captured_at >= :since AND captured_at < :until),"
    f" (SELECT count(*) AS changes, max({_SEEN_AT}) AS last FROM changes WHERE page = :page AND NOT technical"
    f" AND kind = 'page_changed' AND {_SEEN_AT} >= :since AND {_SEEN_AT} < :until)"
)
NOTED_PAGES = (
    "SELECT DISTINCT page FROM changes WHERE source = :source AND (:since IS NULL OR detected_at >= :since)"
    " AND reasons LIKE '%' || :reason || '%'"
)
SUBJECT_CHANGES = (
    "SELECT * FROM changes WHERE id IN (SELECT change FROM events WHERE subject = ?) ORDER BY detected_at, number"
)
EVENTS = "SELECT * FROM events WHERE change IN (SELECT value FROM json_each(?)) ORDER BY number"
ADD_TO_QUEUE = f"{QUEUED} AND id = ?"
ADD_REVIEW = _insert("reviews", ("change", "verdict", "reviewer", "reviewed_at", "note"))

# Counts for the pages of a subject and of a source
SUBJECT_MONTHS = (
    "SELECT substr(captured_at, 1, 7), count(DISTINCT page) FROM mentions JOIN revisions ON revisions.id = revision"
    " WHERE subject = ? AND NOT technical GROUP BY 1 ORDER BY 1"
)
SUBJECT_SOURCES = (
    "SELECT pages.source, count(DISTINCT page) FROM mentions JOIN revisions ON revisions.id = mentions.revision"
    " JOIN pages ON pages.url = page WHERE subject = ? GROUP BY 1 ORDER BY 2 DESC, 1"
)
SUBJECT_COMPANY = (
    "SELECT other.subject, count(DISTINCT page) FROM (SELECT DISTINCT revision FROM mentions WHERE subject = :subject)"
    " AS own JOIN mentions AS other USING (revision) JOIN revisions ON revisions.id = own.revision"
    " WHERE other.subject <> :subject GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit"
)
COUNT_LOOKS = (
    "SELECT substr(captured_at, 1, 10), CASE WHEN outcome = 'failed' THEN 'failed'"  # noqa: S608
    " WHEN status IN (401, 403, 429, 451) OR state IN ('blocked', 'consent', 'login') THEN 'blocked'"
    " WHEN outcome = 'unchanged' THEN 'unchanged'"
    " WHEN status BETWEEN 200 AND 299 OR status IN (404, 410) THEN 'good' ELSE 'failed' END, count(*)"
    " FROM captures LEFT JOIN readings ON capture = id"
    f" WHERE source = :source AND role IN ('page', 'index') AND captured_at >= :since AND {OURS}"
    " GROUP BY 1, 2 ORDER BY 1, 2"
)
PAGE_LOOKS = (
    "SELECT page, count(*), min(captured_at), max(captured_at),"
    " (SELECT count(*) FROM changes WHERE changes.page = captures.page AND kind = 'page_changed' AND NOT technical),"
    " (SELECT max(detected_at) FROM changes WHERE changes.page = captures.page AND NOT technical AND NOT baseline)"
    " FROM captures WHERE source = ? AND role = 'page' AND page IS NOT NULL AND outcome IN ('fetched', 'unchanged')"
    " GROUP BY page"
)
COUNT_CHANGES = (
    "SELECT substr(detected_at, 1, 10), count(*) FROM changes WHERE source = :source AND detected_at >= :since"
    " AND NOT technical AND NOT baseline GROUP BY 1 ORDER BY 1"
)

REVISIONS_NAMING = (
    "SELECT id FROM revisions WHERE id IN (SELECT revision FROM mentions WHERE subject = ?) AND NOT technical"
    " ORDER BY number DESC LIMIT ?"
)
CURRENT_REVISIONS = (
    "SELECT revisions.id FROM pages JOIN revisions ON revisions.id = pages.revision ORDER BY number DESC LIMIT ?"
)
CAPTURES_BEHIND = (
    "SELECT captures.*, revisions.id AS revision FROM json_each(?) JOIN revisions ON revisions.id = value"
    " JOIN captures ON captures.id = revisions.capture"
)
REVISION_TIMES = "SELECT captured_at FROM revisions WHERE page = ? ORDER BY captured_at, number"
COUNT_REVISIONS = "SELECT count(*) FROM revisions"

# Digests and single facts
ADD_DIGEST = _insert("digests", ("date", "format", "at", "path"))
DIGEST = "SELECT 1 FROM digests WHERE date = ? LIMIT 1"
FACT = "SELECT value FROM facts WHERE key = ?"
SET_FACT = _insert("facts", ("key", "value"), "ON CONFLICT (key) DO UPDATE SET value = excluded.value")


class Database:
    """One connection that the threads of one process share, and readers for when it is busy.

    Every transaction that writes is immediate. A thread reads what it has written so far, others what stood before.
    """

    def __init__(self, path: Path, *, create: bool, migrations: Migrations = MIGRATIONS) -> None:
        """Open it, of the newest version; StoreError where that cannot be."""
        self.path = path
        self._lock = threading.RLock()
        self._readers = Readers(path)
        prepare_folder(path, create)
        with clear_errors(path):
            self.connection = connect(path)
            try:
                self._bring_up_to_date(create, migrations)
            except BaseException:
                self.connection.close()
                raise

    def _bring_up_to_date(self, create: bool, migrations: Migrations) -> None:
        db = sqlite_utils.Database(self.connection, recursive_triggers=False, execute_plugins=False)
        if unknown := unknown_migrations(db, migrations):
            raise NewerDatabase(
                f"{self.path}: a newer defenderwatch has used this database (it holds {', '.join(unknown)});"
                " use that version, or a copy of the database from before (its name ends in .before-…)"
            )
        if not create and not is_ours(db, migrations):
            raise StoreError(f"{self.path}: this is not a database of defenderwatch")
        migrate(db, self.path, migrations)

    def rows(self, statement: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """All rows that the statement gives. It waits for no writer and for no other reader."""
        with clear_errors(self.path), self._reading() as connection:
            rows: list[sqlite3.Row] = connection.execute(statement, parameters).fetchall()
            return rows

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The one connection where it is free, since it knows its pages by heart; else one that only reads."""
        if not self._lock.acquire(blocking=False):
            with self._readers.lend() as connection:
                yield connection
            return
        try:
            yield self.connection
        finally:
            self._lock.release()

    def row(self, statement: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        rows = self.rows(statement, parameters)
        return rows[0] if rows else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or, after an exception, nothing. It waits for other writers at its beginning.

        Immediate, because a deferred one that reads before it writes fails at once beside another writer
        (of 240 such transactions 218 failed).
        """
        with self._lock, clear_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def write(self, statement: str, parameters: Parameters = ()) -> int:
        """Run a statement inside `writing`; give the number of rows that it touched."""
        assert self.connection.in_transaction, "write() stands inside writing()"  # noqa: S101
        return self.connection.execute(statement, parameters).rowcount

    def write_all(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Run a statement once for each row, inside `writing`."""
        assert self.connection.in_transaction, "write_all() stands inside writing()"  # noqa: S101
        self.connection.executemany(statement, rows)

    def close(self) -> None:
        """Close every connection; SQLite folds its write-ahead log into the file when the last one closes."""
        with self._lock, clear_errors(self.path):
            self._readers.close()
            self.connection.close()
