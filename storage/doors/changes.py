"""The store's door for changes and their events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import IntFlag
from typing import Any

from storage import database as sql
from storage.doors.captures import CaptureRecords
from storage.errors import StoreError
from storage.plain import from_row, read_time, time_text, to_json, to_row
from storage.records import Change, Event, Mention, Page, Revision
from storage.statements.triage import FILL_ONE

_CHUNK = 200


class Trait(IntFlag):
    """What stands among the events of a change in the queue; the numbers stand in the database."""

    VANISHED = 1  # a subject is no longer named
    STATUS = 2  # a status is told of a subject that was named before
    NAMED = 4  # a subject is named newly or once more
    LISTED = 8  # something that is more than a small rewording
    ANY = 16  # always
    NONE = 0


class ChangeRecords(CaptureRecords):
    """What the store knows of changes."""

    def put_comparison(self, *, capture_id: str, page: Page, change: Change | None, at: datetime) -> bool:
        """The capture is compared: the page shows what `page` says, and the change is kept, in one transaction.

        Of the page everything from `state` on is written; its address, joins and listing belong to
        `find_page`, `join_page` and `move_page`. Called again for the same capture it does nothing and gives False.
        """
        with self._database.writing():
            if not self._database.write(sql.MARK_COMPARED, {"id": capture_id, "at": time_text(at)}):
                if not self._database.row(sql.CAPTURE, (capture_id,)):
                    raise StoreError(f"{self._database.path}: no capture has the id {capture_id}")
                return False
            self._database.write(sql.SHOW_PAGE, to_row(page))
            if change:
                self._add_change(change)
        return True

    def put_change(self, change: Change) -> bool:
        """The change is kept (a technical one, for example); False where one of that id was there already."""
        with self._database.writing():
            return self._add_change(change)

    def put_technical_revision(
        self, *, revision: Revision, mentions: Sequence[Mention], change: Change | None, at: datetime
    ) -> None:
        """The page's current revision is this one, read anew from the same bytes; a change of it is kept too."""
        with self._database.writing():
            self._add_revision(revision, mentions, at)
            renewed = {"url": revision.page, "revision": revision.id, "extractor": revision.article.extractor}
            self._database.write(sql.RENEW_PAGE, renewed)
            if change:
                self._add_change(change)

    def put_histories(
        self,
        *,
        mentions: Mapping[str, Sequence[Mention]],
        changes: Sequence[Change],
        fact: tuple[str, str],
        at: datetime,
    ) -> None:
        """These revisions have these mentions, these changes and this fact are kept: in one transaction."""
        key, value = fact
        with self._database.writing():
            for revision, found in mentions.items():
                self._replace_mentions(revision, found, at)
            for change in changes:
                self._add_change(change)
            self._database.write(sql.SET_FACT, {"key": key, "value": value})

    def page_subjects(self, page: str) -> set[str]:
        """The subjects that some change of the page of that URL tells of."""
        return {row["subject"] for row in self._database.rows(sql.PAGE_SUBJECTS, (page,))}

    def _add_change(self, change: Change) -> bool:
        row = to_row(change)
        row.pop("events")
        if not self._database.write(sql.ADD_CHANGE, row):
            return False
        self._database.write_all(sql.ADD_EVENT, [{"change": change.id} | to_row(event) for event in change.events])
        self._database.write(sql.ADD_TO_QUEUE, (change.id,))
        self._database.write(FILL_ONE, (change.id,))
        return True

    def change(self, id: str) -> Change | None:  # noqa: A002 - the word of the record
        """The change of that id, or None."""
        changes = self._changes(self._database.rows(sql.CHANGE, (id,)))
        return changes[0] if changes else None

    def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        source: str | None = None,
        subject: str | None = None,
        include_silent: bool = False,
    ) -> Iterator[Change]:
        """Changes by the time they were detected, oldest first: `since` inclusive, `until` exclusive.

        `include_silent`: also those without events and technical ones. Read in pieces, so that memory stays flat.
        """
        wanted: dict[str, Any] = {
            "since": time_text(since) if since else None,
            "until": time_text(until) if until else None,
            "source": source,
            "subject": subject,
            "silent": int(include_silent),
            "limit": _CHUNK,
        }
        after = {"after_at": "", "after_number": 0}
        while rows := self._database.rows(sql.CHANGES, wanted | after):
            yield from self._changes(rows)
            after = {"after_at": rows[-1]["detected_at"], "after_number": rows[-1]["number"]}

    def page_changes(self, page: str) -> list[Change]:
        """Every change of the page of that URL, oldest first, silent and technical ones too."""
        return self._changes(self._database.rows(sql.PAGE_CHANGES, (page,)))

    def page_pace(self, page: str, *, since: datetime, until: datetime) -> tuple[int, int, datetime | None]:
        """How often we looked at a page between these times, how often it changed; its last change, else first look."""
        asked = {"page": page, "since": time_text(since), "until": time_text(until)}
        row = self._database.rows(sql.PAGE_PACE, asked)[0]
        return row["looks"], row["changes"], read_time(row["since"]) if row["since"] else None

    def noted_pages(self, *, source: str, reason: str, since: datetime | None = None) -> set[str]:
        """The pages of a source with a change (since then) that has such a reason, silent ones too."""
        wanted = {"source": source, "reason": reason, "since": time_text(since) if since else None}
        return {row["page"] for row in self._database.rows(sql.NOTED_PAGES, wanted)}

    def subject_events(self, subject: str) -> Iterator[tuple[Change, Event]]:
        """Every event of a subject with its change, oldest first."""
        for change in self._changes(self._database.rows(sql.SUBJECT_CHANGES, (subject,))):
            yield from ((change, event) for event in change.events if event.subject == subject)

    def _changes(self, rows: Sequence[sqlite3.Row]) -> list[Change]:
        """The changes of these rows with their events, which are fetched together."""
        events: dict[str, list[Event]] = {row["id"]: [] for row in rows}
        if rows:
            for row in self._database.rows(sql.EVENTS, (to_json(list(events)),)):
                events[row["change"]].append(from_row(Event, row))
        changes = [from_row(Change, dict(row) | {"events": "[]"}) for row in rows]
        return [replace(change, events=tuple(events[change.id])) for change in changes]
