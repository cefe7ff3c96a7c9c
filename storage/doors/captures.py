"""The store's door for captures, and for what was read in them: readings, revisions, mentions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import database as sql
from storage.database import Database
from storage.errors import StoreError
from storage.plain import Columns, clean_text, from_row, read_time, time_text, to_json, to_row
from storage.records import Article, Capture, FirstSeen, Mention, PageState, Reading, Revision
from storage.searching import match_words

_CHUNK = 200

_RANKED = 1000
"""The newest revisions that hold the words of a search, among which the best are chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """What one capture showed, and the revision that was read in it, if any."""

    capture: str
    state: PageState
    evidence: str | None
    visible_sha256: str | None
    same: bool
    revision: str | None
    read_at: datetime


class CaptureRecords:
    """What the store knows of captures and of what stands in them."""

    _database: Database

    def captures(self, page: str) -> list[Capture]:
        """Every capture made for the page of that URL, redirects included and extras not, oldest first."""
        return self._captures(sql.PAGE_CAPTURES, (page,))

    def capture(self, id: str) -> Capture | None:  # noqa: A002 - the word of the record
        """The capture of that id, or None."""
        captures = self._captures(sql.CAPTURE, (id,))
        return captures[0] if captures else None

    def captures_named(self, start: str) -> list[Capture]:
        """The captures whose ids begin so: none, one, or the first two of several."""
        return [from_row(Capture, row) for row in self._database.rows(sql.CAPTURES_NAMED, {"start": start})]

    def select_captures(
        self,
        *,
        source: str | None = None,
        url: str | None = None,
        page: str | None = None,
        subject: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        capture: str | None = None,
    ) -> Iterator[Capture]:
        """The captures that all of these fit, in their order; read in pieces, so that memory stays flat.

        `url`: asked for at that URL, or made for the page `page` (its name) or one that was joined to it.
        `subject`: made for a page that ever named it. By the time of capture, `since` inclusive, `until` exclusive.
        """
        texts = {"source": source, "url": url, "page": page or url, "subject": subject, "capture": capture}
        wanted: dict[str, Any] = {name: clean_text(text) if text else None for name, text in texts.items()}
        wanted |= {name: time_text(at) if at else None for name, at in (("since", since), ("until", until))}
        after = 0
        while rows := self._database.rows(sql.SELECT_CAPTURES, wanted | {"after": after, "limit": _CHUNK}):
            yield from (from_row(Capture, row) for row in rows)
            after = rows[-1]["sequence"]

    def held_capture(self, *, url: str, sha256: str, at: datetime) -> Capture | None:
        """The capture at that URL, of that moment, with that body; None where there is none."""
        captures = self._captures(sql.HELD_CAPTURE, (clean_text(url), sha256, time_text(at)))
        return captures[0] if captures else None

    def last_captures(self, *, source: str, limit: int) -> list[Capture]:
        """The newest captures of a source, newest first."""
        return self._captures(sql.LAST_CAPTURES, (source, limit))

    def run_captures(self, *, run: str, source: str | None = None) -> list[Capture]:
        """The captures of a run (at one source), in their order."""
        return self._captures(sql.RUN_CAPTURES, (run, source, source))

    def asked_since(self, at: datetime) -> Iterator[str]:
        """The URL of each request since then that was answered, robots.txt and redirects included."""
        return (row["url"] for row in self._database.rows(sql.ASKED_SINCE, (time_text(at),)))

    def _captures(self, statement: str, parameters: tuple[Any, ...]) -> list[Capture]:
        return [from_row(Capture, row) for row in self._database.rows(statement, parameters)]

    def unread(self, *, limit: int, exclude: Collection[str] = ()) -> list[Capture]:
        """Captures of pages with a sound status (2xx) that wait to be read, oldest first.

        At most one of each page, always its oldest; `exclude` are ids of captures being read now, and
        a page's later captures wait for those too.
        """
        wanted = {"exclude": to_json(list(exclude)), "limit": limit}
        return [from_row(Capture, row) for row in self._database.rows(sql.UNREAD, wanted)]

    def put_reading(
        self,
        *,
        capture_id: str,
        reading: Reading,
        revision: Revision | None,
        mentions: Sequence[Mention],
        at: datetime,
    ) -> None:
        """The capture is read: its reading, its revision and the mentions are kept, in one transaction.

        Called again for the same capture the later reading stands; a revision of the same id is kept once.
        """
        known = {"capture": capture_id, "revision": revision.id if revision else None, "read_at": time_text(at)}
        row = to_row(reading)
        row.pop("article")
        with self._database.writing():
            if not self._database.write(sql.MARK_READ, {"id": capture_id, "at": time_text(at)}):
                raise StoreError(f"{self._database.path}: no capture has the id {capture_id}")
            if revision:
                self._add_revision(revision, mentions, at)
            self._database.write(sql.PUT_READING, row | known)

    def _add_revision(self, revision: Revision, mentions: Sequence[Mention], at: datetime) -> None:
        row = to_row(revision)
        row.pop("article")
        row |= to_row(revision.article) | {"mentions_at": time_text(at)}
        if self._database.write(sql.ADD_REVISION, row):
            self._database.write(sql.ADD_WORDS, (revision.id,))
        self._set_mentions(revision.id, mentions)

    def _set_mentions(self, revision_id: str, mentions: Sequence[Mention]) -> None:
        self._database.write(sql.DROP_MENTIONS, (revision_id,))
        self._database.write_all(sql.ADD_MENTION, [_mention_row(revision_id, each) for each in mentions])
        for each in mentions:
            place = {"revision": revision_id, "start": each.sentence_start, "end": each.sentence_end}
            self._database.write_all(sql.ADD_PASSAGE, [place | {"hash": number} for number in each.sketch])

    def passages(self, *, sketch: Collection[int], page: str, before: datetime) -> list[tuple[FirstSeen, str]]:
        """Where passages of such a sketch stood on other pages before that time, and their sentences, earliest first.

        They share a part of the sketch; whether one is the same passage is for the caller to see.
        """
        asked = {"sketch": to_json(list(sketch)), "page": page, "before": time_text(before)}
        return [(from_row(FirstSeen, row), row["sentence"]) for row in self._database.rows(sql.PASSAGES, asked)]

    def lacks_passages(self, *, sketch: Collection[int], page: str) -> bool:
        """Whether a part of such a sketch was never kept for that page: it was matched before passages were."""
        return self._database.row(sql.LACKING_PASSAGES, {"sketch": to_json(list(sketch)), "page": page}) is not None

    def reading(self, capture_id: str) -> StoredReading | None:
        """What the capture showed, or None while it is unread."""
        row = self._database.row(sql.READING, (capture_id,))
        return from_row(StoredReading, row) if row else None

    def uncompared(self, source: str | None = None) -> Iterator[Capture]:
        """Captures of pages not yet compared, in their order; what has bytes to read comes once it is read.

        A capture never overtakes an unread one of its page. Comparing while iterating is fine.
        """
        after = 0
        while rows := self._database.rows(sql.UNCOMPARED, {"after": after, "source": source, "limit": _CHUNK}):
            yield from (from_row(Capture, row) for row in rows)
            after = rows[-1]["sequence"]

    def revision(self, id: str) -> Revision:  # noqa: A002 - the word of the record
        """The revision of that id; StoreError where there is none."""
        row = self._database.row(sql.REVISION, (id,))
        if row is None:
            raise StoreError(f"{self._database.path}: no revision has the id {id}")
        return read_revision(row)

    def revisions(self, page: str) -> list[Revision]:
        """Every revision of the page of that URL, oldest capture first."""
        return [read_revision(row) for row in self._database.rows(sql.PAGE_REVISIONS, (page,))]

    def revision_ids(self, page: str) -> list[str]:
        """The ids of the revisions of the page of that URL, oldest capture first."""
        return [row["id"] for row in self._database.rows(sql.PAGE_REVISION_IDS, (page,))]

    def count_revisions(self, *, after: str = "") -> list[tuple[str, int]]:
        """Each page that has revisions, and how many, by URL; only those behind the URL `after`."""
        return [(row["page"], row["number"]) for row in self._database.rows(sql.PAGES_WITH_REVISIONS, (after,))]

    def revision_at(self, page: str, at: datetime) -> Revision | None:
        """The newest revision of the page that was captured until then, no technical one; None before the first."""
        row = self._database.row(sql.REVISION_AT, (page, time_text(at)))
        return read_revision(row) if row else None

    def all_revision_ids(self) -> list[str]:
        """The id of every revision, in the order in which they were made."""
        return [row["id"] for row in self._database.rows(sql.REVISION_IDS)]

    def mentions(self, revision_id: str) -> list[Mention]:
        """The mentions in a revision, in the order in which they were given."""
        rows = self._database.rows(sql.MENTIONS, (revision_id,))
        return [from_row(Mention, dict(row) | {"sketch": "[]"}) for row in rows]

    def replace_mentions(self, *, revision_id: str, mentions: Sequence[Mention], at: datetime) -> None:
        """The revision has these mentions and no others; StoreError where there is no such revision."""
        with self._database.writing():
            self._replace_mentions(revision_id, mentions, at)

    def _replace_mentions(self, revision_id: str, mentions: Sequence[Mention], at: datetime) -> None:
        if not self._database.write(sql.MARK_MENTIONS, {"id": revision_id, "at": time_text(at)}):
            raise StoreError(f"{self._database.path}: no revision has the id {revision_id}")
        self._set_mentions(revision_id, mentions)

    def search(self, *, words: str, limit: int) -> list[tuple[Revision, str]]:
        """Revisions that hold all the words, best first, each with a snippet: ⟨…⟩ stand round what was found.

        Where more than a thousand (or `limit`) hold them, the best of the newest so many. Any text is safe. Words in
        double quotes are a phrase; a star at a word's end stands for any ending.
        """
        match = match_words(words)
        if not match:
            return []
        first = self._database.row(sql.SEARCH_FROM, {"words": match, "ranked": max(limit, _RANKED)})
        asked = {"words": match, "after": first["rowid"] if first else 0, "limit": limit}
        found = {row["number"]: row["snippet"] for row in self._database.rows(sql.SEARCH, asked)}
        rows = self._database.rows(sql.NUMBERED_REVISIONS, (to_json(list(found)),))
        revisions = {row["number"]: read_revision(row) for row in rows}
        return [(revisions[number], snippet) for number, snippet in found.items()]


def _mention_row(revision_id: str, mention: Mention) -> dict[str, Any]:
    row = to_row(mention) | {"revision": revision_id}
    del row["sketch"]
    return row


def read_revision(row: Columns) -> Revision:
    """The revision with its article, as a row of the database holds it."""
    return Revision(
        id=row["id"],
        page=row["page"],
        capture=row["capture"],
        captured_at=read_time(row["captured_at"]),
        sha256=row["sha256"],
        article=from_row(Article, row),
        text_sha256=row["text_sha256"],
        technical=bool(row["technical"]),
    )
