"""What an exchange becomes as a capture: outcome, revisit or not, and its place in the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from storage import database as sql
from storage.archive.extras import build_extras
from storage.archive.ledger import LedgerEnd
from storage.archive.statements import line_hash, write_statement
from storage.archive.warc import build_records, compress, statement_record
from storage.database import Database
from storage.plain import clean_text, from_row, to_json, to_plain
from storage.recording.foreknowledge import Foreknowledge, has_body, page_of
from storage.records import Capture, Exchange, Outcome, Page, PageState, Role


@dataclass(slots=True)
class Batch:
    """Captures in the making that are committed together: their groups, their lines, and where both stand."""

    database: Database
    known: Foreknowledge  # of the exchanges that will be added
    end: LedgerEnd  # of the ledger, once the lines are written
    file: str
    offset: int  # where the next group begins in that file
    groups: bytearray = field(default_factory=bytearray)
    lines: list[bytes] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    captures: dict[str, Capture] = field(default_factory=dict)  # by id
    _bodies: dict[tuple[str, str | None], Capture] = field(default_factory=dict)
    _waiting: set[str | None] = field(default_factory=set)  # pages of which this batch holds bytes to be compared

    def add(self, exchange: Exchange) -> Capture:
        """The capture of that exchange, in the batch from now on; one that is kept already is not kept again."""
        known = self.captures.get(exchange.capture) or self.known.captures.get(exchange.capture)
        if known:
            return known
        capture, original = self._make_capture(exchange)
        records = build_records(exchange, capture, original) + build_extras(exchange)
        row = to_plain(capture)
        line = write_statement(exchange, row, records, self.end.hash, original.id if original else None)
        records.append(statement_record(capture.id, capture.requested_at, line))
        group = b"".join(compress(each.content, each.dense) for each in records)
        self.groups += group
        self.offset += len(group)
        self.lines.append(line)
        self.end = LedgerEnd(hash=line_hash(line), sequence=capture.sequence, file=capture.file, offset=capture.offset)
        self.captures[capture.id] = capture
        self.rows.append(row | {"flags": to_json(row["flags"])})
        if capture.role is Role.PAGE and capture.outcome is Outcome.FETCHED:
            self._waiting.add(capture.page)
        if capture.payload_offset == capture.offset and not capture.failure:
            self._bodies[capture.url, capture.sha256] = capture
        return capture

    def _make_capture(self, exchange: Exchange) -> tuple[Capture, Capture | None]:
        """The capture, and the earlier one that holds its body or, after a 304, stands for it."""
        kept = has_body(exchange)
        sha256 = self.known.bodies[exchange.capture] if kept else None
        name = page_of(exchange)
        page = self.known.pages.get(clean_text(name)) if name else None
        original = self._original(exchange, sha256, page)
        own = (self.file, self.offset) if kept else (None, None)
        body_file, body_offset = (original.payload_file, original.payload_offset) if original else own
        capture = Capture(
            id=exchange.capture,
            sequence=self.end.sequence + 1,
            run=clean_text(exchange.run),
            source=clean_text(exchange.source),
            role=exchange.role,
            url=clean_text(exchange.url),
            page=_clean(name),
            requested_at=exchange.requested_at,
            captured_at=exchange.ended_at,
            outcome=self._outcome(exchange, sha256, page),
            status=exchange.status,
            failure=exchange.failure,
            detail=_clean(exchange.detail),
            sha256=sha256,
            length=len(exchange.body) if kept else 0,
            content_type=_clean(exchange.content_type),
            etag=_clean(exchange.etag),
            last_modified=_clean(exchange.last_modified),
            redirect_to=_clean(exchange.redirect_to),
            fidelity=exchange.fidelity,
            file=self.file,
            offset=self.offset,
            payload_file=body_file,
            payload_offset=body_offset,
            flags=tuple(clean_text(flag) for flag in exchange.flags),
        )
        return capture, original

    def _outcome(self, exchange: Exchange, sha256: str | None, page: Page | None) -> Outcome:
        if exchange.failure:
            return Outcome.FAILED
        if exchange.status == 304:
            return Outcome.UNCHANGED
        if exchange.imported:
            return Outcome.FETCHED  # it says nothing of the page as it is now
        if exchange.role is not Role.PAGE or exchange.status != 200 or page is None:
            return Outcome.FETCHED
        same = page.state is PageState.OK and sha256 is not None and page.sha256 == sha256
        return Outcome.UNCHANGED if same and not self._look_waits(page) else Outcome.FETCHED

    def _look_waits(self, page: Page) -> bool:
        """Whether bytes of that page wait for comparison: then its current revision may be about to change."""
        return page.url in self._waiting or self.database.row(sql.LOOK_WAITS, (page.url,)) is not None

    def _original(self, exchange: Exchange, sha256: str | None, page: Page | None) -> Capture | None:
        if exchange.rendering:
            return self._rendered(exchange.rendering.of)
        url = clean_text(exchange.url)
        if exchange.failure or (sha256 and (not exchange.body or _is_redirect(exchange))):
            return None
        if sha256:
            return self.known.originals.get((url, sha256)) or self._bodies.get((url, sha256))
        if exchange.status != 304:
            return None
        shown = self._first(sql.PAGE_BODY, page.url, page.sha256) if page and page.sha256 else None
        return shown or self._first(sql.LATEST_BODY, url)

    def _rendered(self, identity: str) -> Capture:
        """The capture that a browser was shown; ValueError where it is not kept: extras belong to one."""
        capture = self.captures.get(identity) or self._first(sql.CAPTURE, identity)
        if capture is None:
            raise ValueError(f"no capture has the id {identity}: there is nothing that these are extras of")
        return capture

    def _first(self, statement: str, *wanted: str | None) -> Capture | None:
        row = self.database.row(statement, wanted)
        return from_row(Capture, row) if row else None


def _is_redirect(exchange: Exchange) -> bool:
    """Of these the body is kept each time: it is small, and pywb replays a revisit of one without it."""
    return 300 <= (exchange.status or 0) < 400


def _clean(text: str | None) -> str | None:
    return None if text is None else clean_text(text)
