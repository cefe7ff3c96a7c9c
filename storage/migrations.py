"""The database's tables, version by version.

`migrate` is the only way a table comes to be. A version once released is never edited: a new
one is added at the end.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils
from sqlite_utils.migrations import Migrations

from storage.errors import StoreError
from storage.statements.people import APPEND_ONLY, PEOPLE
from storage.statements.tokens import TOKENS_TABLES
from storage.statements.triage import FILL_QUEUE, PROPOSALS_TABLE, TRIAGE

MIGRATIONS = Migrations("defenderwatch")

WAITS_FOR_READING = "role = 'page' AND outcome = 'fetched' AND status BETWEEN 200 AND 299 AND read_at IS NULL"
WAITS_FOR_COMPARISON = "role = 'page' AND compared_at IS NULL"

_FIRST = f"""
CREATE TABLE runs (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT,
    sources TEXT NOT NULL, reports TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_time ON runs (started_at);

CREATE TABLE pages (
    url TEXT PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL,
    found_at TEXT NOT NULL, found_from TEXT, listed_at TEXT,
    joined_to TEXT REFERENCES pages (url), join_reason TEXT,
    state TEXT, state_at TEXT, suspect TEXT, suspect_at TEXT, suspect_count INTEGER NOT NULL,
    revision TEXT, etag TEXT, last_modified TEXT, full_at TEXT,
    sha256 TEXT, visible_sha256 TEXT, extractor TEXT
) STRICT;
CREATE INDEX pages_by_source ON pages (source);

CREATE TABLE joins (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, joined_to TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE moves (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE captures (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run TEXT NOT NULL, source TEXT NOT NULL,
    role TEXT NOT NULL, url TEXT NOT NULL, page TEXT,
    requested_at TEXT NOT NULL, captured_at TEXT NOT NULL,
    outcome TEXT NOT NULL, status INTEGER, failure TEXT, detail TEXT,
    sha256 TEXT, length INTEGER NOT NULL, content_type TEXT, etag TEXT, last_modified TEXT, redirect_to TEXT,
    fidelity TEXT NOT NULL, file TEXT NOT NULL, "offset" INTEGER NOT NULL,
    payload_file TEXT, payload_offset INTEGER, flags TEXT NOT NULL,
    read_at TEXT, compared_at TEXT
) STRICT;
CREATE INDEX captures_by_page ON captures (page, sequence);
CREATE INDEX captures_by_source ON captures (source, sequence);
CREATE INDEX captures_by_run ON captures (run, source);
CREATE INDEX captures_by_body ON captures (url, sha256);
CREATE INDEX captures_to_read ON captures (page, sequence) WHERE {WAITS_FOR_READING};
CREATE INDEX captures_to_compare ON captures (page, sequence) WHERE {WAITS_FOR_COMPARISON};
CREATE INDEX captures_in_turn ON captures (sequence) WHERE {WAITS_FOR_COMPARISON};

CREATE TABLE revisions (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, page TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id), captured_at TEXT NOT NULL,
    sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, technical INTEGER NOT NULL,
    title TEXT, text TEXT NOT NULL, published TEXT, language TEXT, author TEXT, extractor TEXT NOT NULL,
    pages TEXT, canonical TEXT, charset TEXT, charset_sure INTEGER NOT NULL, outside TEXT NOT NULL,
    mentions_at TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_by_page ON revisions (page, number);
CREATE INDEX revisions_by_capture ON revisions (capture);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'revisions', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE readings (
    capture TEXT PRIMARY KEY REFERENCES captures (id), state TEXT NOT NULL, evidence TEXT,
    visible_sha256 TEXT, same INTEGER NOT NULL, revision TEXT REFERENCES revisions (id), read_at TEXT NOT NULL
) STRICT;

CREATE TABLE mentions (
    number INTEGER PRIMARY KEY, revision TEXT NOT NULL REFERENCES revisions (id),
    subject TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    rule TEXT NOT NULL, confidence REAL NOT NULL, distance INTEGER NOT NULL, alias TEXT, place TEXT NOT NULL
) STRICT;
CREATE INDEX mentions_by_revision ON mentions (revision);
CREATE INDEX mentions_by_subject ON mentions (subject);

CREATE TABLE changes (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, page TEXT NOT NULL, source TEXT NOT NULL,
    url TEXT NOT NULL, title TEXT, kind TEXT NOT NULL, baseline INTEGER NOT NULL, technical INTEGER NOT NULL,
    detected_at TEXT NOT NULL, capture TEXT REFERENCES captures (id), published TEXT,
    before TEXT, after TEXT, priority REAL NOT NULL, reasons TEXT NOT NULL, hunks TEXT NOT NULL
) STRICT;
CREATE INDEX changes_by_time ON changes (detected_at, number);
CREATE INDEX changes_by_page ON changes (page, number);
CREATE INDEX changes_by_capture ON changes (capture);

CREATE TABLE events (
    number INTEGER PRIMARY KEY, change TEXT NOT NULL REFERENCES changes (id),
    subject TEXT NOT NULL, subject_kind TEXT NOT NULL, kind TEXT NOT NULL, material INTEGER NOT NULL,
    before TEXT, after TEXT, status TEXT, rule TEXT, confidence REAL NOT NULL
) STRICT;
CREATE INDEX events_by_change ON events (change);
CREATE INDEX events_by_subject ON events (subject);

CREATE TABLE reviews (
    number INTEGER PRIMARY KEY, change TEXT NOT NULL REFERENCES changes (id),
    verdict TEXT, reviewer TEXT NOT NULL, reviewed_at TEXT NOT NULL, note TEXT
) STRICT;
CREATE INDEX reviews_by_change ON reviews (change);

CREATE TABLE digests (
    number INTEGER PRIMARY KEY, date TEXT NOT NULL, format TEXT NOT NULL, at TEXT NOT NULL, path TEXT
) STRICT;
CREATE INDEX digests_by_date ON digests (date);
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


@MIGRATIONS(name="0001 first tables")
def _create_first_tables(db: sqlite_utils.Database) -> None:
    _execute_each(db, _FIRST)


QUEUED = """
INSERT INTO queue (number, change, source, detected_at, judged, traits)
SELECT number, id, source, detected_at,
    (SELECT verdict FROM reviews WHERE change = changes.id ORDER BY number DESC LIMIT 1) IS NOT NULL,
    (SELECT max(kind = 'disappeared') + 2 * max(status IS NOT NULL AND kind NOT IN ('disappeared', 'appeared'))
        + 4 * max(kind IN ('appeared', 'added'))
        + 8 * max(material OR kind NOT IN ('context_changed', 'respelled', 'moved'))
        + 16 FROM events WHERE change = changes.id)
FROM changes WHERE NOT technical AND NOT baseline AND EXISTS (SELECT 1 FROM events WHERE change = changes.id)
"""
"""Fills the queue from the changes; the numbers in its traits are those of `change_records.Trait`."""

_QUEUE = f"""
CREATE TABLE queue (
    number INTEGER PRIMARY KEY REFERENCES changes (number), change TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
    detected_at TEXT NOT NULL, judged INTEGER NOT NULL, traits INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_in_turn ON queue (judged, detected_at DESC, number DESC, traits, source, change);
CREATE INDEX changes_by_source ON changes (source, detected_at, technical, baseline);
{QUEUED};
"""


@MIGRATIONS(name="0002 queue of the desk")
def _create_queue(db: sqlite_utils.Database) -> None:
    _execute_each(db, _QUEUE)


@MIGRATIONS(name="0003 people of the desk")
def _create_people(db: sqlite_utils.Database) -> None:
    _execute_each(db, PEOPLE)
    _let_grow_only(db, "audit")
    _let_grow_only(db, "reviews")


def _execute_each(db: sqlite_utils.Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _let_grow_only(db: sqlite_utils.Database, table: str) -> None:
    for verb in ("update", "delete"):
        db.execute(APPEND_ONLY.format(table=table, verb=verb))


_PASSAGES = """
CREATE TABLE passages (
    hash INTEGER NOT NULL, revision INTEGER NOT NULL REFERENCES revisions (number),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (hash, revision, start)
) STRICT, WITHOUT ROWID;
ALTER TABLE events ADD COLUMN first_seen TEXT;
"""


@MIGRATIONS(name="0004 passages seen before")
def _create_passages(db: sqlite_utils.Database) -> None:
    _execute_each(db, _PASSAGES)


@MIGRATIONS(name="0005 triage of the desk")
def _create_triage(db: sqlite_utils.Database) -> None:
    _execute_each(db, TRIAGE)
    db.execute(FILL_QUEUE)
    _let_grow_only(db, "comments")
    _let_grow_only(db, "assignments")


@MIGRATIONS(name="0006 proposals of the desk")
def _create_proposals(db: sqlite_utils.Database) -> None:
    _execute_each(db, PROPOSALS_TABLE)


@MIGRATIONS(name="0007 links of articles")
def _add_links(db: sqlite_utils.Database) -> None:
    db.execute("ALTER TABLE revisions ADD COLUMN links TEXT NOT NULL DEFAULT '[]'")


@MIGRATIONS(name="0008 tokens of the API")
def _create_tokens(db: sqlite_utils.Database) -> None:
    _execute_each(db, TOKENS_TABLES)


def unknown_migrations(db: sqlite_utils.Database, migrations: Migrations = MIGRATIONS) -> list[str]:
    """Names of migrations that this database has seen and this program does not know: it is newer."""
    known = set(_names(migrations))
    return [each.name for each in migrations.applied(db) if each.name not in known]


def is_ours(db: sqlite_utils.Database, migrations: Migrations = MIGRATIONS) -> bool:
    """Whether the database was ever migrated by this program."""
    return bool(migrations.applied(db))


def migrate(db: sqlite_utils.Database, path: Path, migrations: Migrations = MIGRATIONS) -> Path | None:
    """Bring the tables up to date, in one immediate transaction; give the backup that was made, if any.

    A database that holds something is copied to `<name>.before-<migration>` first.
    """
    if not migrations.pending(db):
        return None
    backup = _back_up(db, path, migrations.pending(db)[0].name) if is_ours(db, migrations) else None
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)  # in our transaction; another process may have been here first, then nothing is pending
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return backup


def _names(migrations: Migrations) -> list[str]:
    """The names of every migration of the set; sqlite-utils tells only those that a database still lacks."""
    blank = sqlite_utils.Database(memory=True, execute_plugins=False)
    with closing(blank.conn):
        return [each.name for each in migrations.pending(blank)]


def _back_up(db: sqlite_utils.Database, path: Path, before: str) -> Path:
    """A whole copy of the database beside it, in place at once or not at all; StoreError where it is not whole.

    Without a copy that could be gone back to, nothing is migrated.
    """
    backup = path.with_name(f"{path.name}.before-{before.replace(' ', '-')}")
    unfinished = backup.with_name(f"{backup.name}.{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        db.conn.backup(copy)
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        unfinished.unlink()
        raise StoreError(
            f"{path}: the copy made before the upgrade is damaged ({said}); `defenderwatch doctor` says more"
        )
    unfinished.replace(backup)
    return backup
