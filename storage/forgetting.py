"""What the database forgets of redacted captures: texts, mentions, the search's words, what was told of changes.

Verdicts, comments and the log of who did what stay: they are people's own words, and only grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Database
from storage.plain import to_json, to_row
from storage.records import Capture
from storage.statements import repairs as sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was taken out of the database."""

    revisions: int
    changes: int


def forget_captures(database: Database, captures: Sequence[Capture]) -> Forgotten:
    """The rows are those that the tombstones tell, and nothing that was read in the captures is left.

    Done twice it does no harm. Freed pages of the file are overwritten with zeroes, and its log is emptied once nobody
    reads in it.
    """
    database.rows("PRAGMA secure_delete = ON")
    with database.writing():
        forgotten = _forget(database, captures)
    database.rows("INSERT INTO words (words) VALUES ('optimize')")
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return forgotten


def _forget(database: Database, captures: Sequence[Capture]) -> Forgotten:
    ids = to_json([each.id for each in captures])
    before = database.rows(sql.BEFORE, (ids,))
    revisions = database.rows(sql.REVISIONS, (ids,))
    names, numbers = to_json([each["id"] for each in revisions]), to_json([each["number"] for each in revisions])
    changes = database.rows(sql.CHANGES, (ids, names))
    told, places = to_json([each["id"] for each in changes]), to_json([each["number"] for each in changes])
    database.write(sql.DROP_EVENTS, (told,))
    database.write(sql.DROP_QUEUED, (places,))
    database.write(sql.EMPTY_CHANGES, (places,))
    database.write(sql.DROP_WORDS, (numbers,))
    database.write(sql.DROP_READINGS, (ids, names))
    database.write(sql.DROP_MENTIONS, (names,))
    database.write(sql.DROP_PASSAGES, (numbers,))
    database.write(sql.DROP_REVISIONS, (numbers,))
    for capture in captures:
        database.write(sql.REDACT_CAPTURE, to_row(capture))
    _forget_pages(database, to_json([each["page"] or each["url"] for each in before]))
    return Forgotten(revisions=len(revisions), changes=len(changes))


def _forget_pages(database: Database, urls: str) -> None:
    """A page of which no capture is left is forgotten; of another, what was known from the captures."""
    database.write(sql.EMPTY_PAGES, (urls,))
    unseen = to_json([each["url"] for each in database.rows(sql.UNSEEN_PAGES, (urls,))])
    for statement in (sql.FORGET_ELSEWHERE, sql.DROP_JOINS, sql.DROP_MOVES, sql.DROP_PAGES):
        database.write(statement, (unseen,))
