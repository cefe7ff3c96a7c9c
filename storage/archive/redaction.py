"""Redaction: a person at risk asks to be forgotten, and the archive still shows that nothing else was touched.

The tombstones are on the disk first, and finished by the next opening of the archive if a kill comes between. Then
the captures' groups are overwritten in place, their lines in the ledger give way to the tombstones, and the
database forgets. What left this folder before (copies, exports, digests that were sent) is out of our reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.archive.disk import ArchiveLock, put_file
from storage.archive.effacing import finish_redactions
from storage.archive.groups import read_groups
from storage.archive.keys import Signer, ensure_key
from storage.archive.ledger import read_lines
from storage.archive.payload import find_file
from storage.archive.recovery import recover
from storage.archive.statements import read_statement
from storage.archive.tombstones import PENDING, redacted_member, tombstone_line, tombstone_path
from storage.database import FILE_NAME, Database
from storage.errors import ArchiveError, StoreError
from storage.plain import from_row, time_text, to_json
from storage.records import Capture
from storage.statements.repairs import BEFORE, BODY_CAPTURES, EXPIRED, PAGE_CAPTURES, SAME_BODIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What was redacted, and what is still there."""

    captures: tuple[str, ...]  # ids: those asked for, and those that lean on the same bodies
    revisions: int
    changes: int
    same_bodies: int  # other captures that hold the same bytes, under other addresses
    backups: tuple[Path, ...]  # copies of the database beside it, which hold what was redacted


def redact(
    data: Path, secrets: Path, wanted: Sequence[str], *, whole_page: bool = False, reason: str, at: datetime
) -> Redaction:
    """The captures of these ids, and all that lean on their bodies, are forgotten in the `data/` folder.

    `whole_page`: every capture of their pages, too. StoreError where one is not known or was redacted before;
    ArchiveError while a check writes, or without the key.
    """
    archive = data / "archive"
    with ArchiveLock(archive):
        signer = ensure_key(archive, secrets, at)
        database = Database(data / FILE_NAME, create=False)
        try:
            recover(archive, database)[0].close()
            captures = _gather(database, _page_captures(database, wanted) if whole_page else wanted)
            same = database.row(SAME_BODIES, (to_json([each.id for each in captures]),))
            _write_tombstones(archive, captures, signer, reason, at)
            forgotten = finish_redactions(archive, database)
        finally:
            database.close()
    return Redaction(
        captures=tuple(each.id for each in captures),
        revisions=forgotten.revisions,
        changes=forgotten.changes,
        same_bodies=same["number"] if same else 0,
        backups=tuple(sorted(data.glob(f"{FILE_NAME}.*"))),
    )


def find_expired(data: Path, source: str, before: datetime) -> list[str]:
    """The ids of a source's captures from before that moment, oldest first, that nothing later leans on.

    Left out: a body that was met again since then, and the one in which a page's present text was read.
    """
    database = Database(data / FILE_NAME, create=False)
    try:
        rows = database.rows(EXPIRED, {"source": source, "before": time_text(before)})
        return [row["id"] for row in rows]
    finally:
        database.close()


def _page_captures(database: Database, wanted: Sequence[str]) -> list[str]:
    """The ids, and those of all captures of the same pages."""
    pages = {row["page"] or row["url"] for row in database.rows(BEFORE, (to_json(list(wanted)),))}
    beside = (row["id"] for page in pages for row in database.rows(PAGE_CAPTURES, (page,)))
    return list(dict.fromkeys([*wanted, *beside]))


def _gather(database: Database, wanted: Sequence[str]) -> list[Capture]:
    found: dict[str, Capture] = {}
    for identity in wanted:
        captures = [from_row(Capture, row) for row in database.rows(BODY_CAPTURES, {"id": identity})]
        if not captures:
            raise StoreError(f"no capture has the id {identity}; `defenderwatch history URL` tells the ids of a page")
        if any(each.url.startswith("urn:defenderwatch:redacted:") for each in captures):
            raise StoreError(f"the capture {identity} is redacted already")
        found |= {each.id: each for each in captures}
    return sorted(found.values(), key=lambda each: each.sequence)


def _write_tombstones(archive: Path, captures: list[Capture], signer: Signer, reason: str, at: datetime) -> None:
    lines, seals = _find_lines(archive, {each.sequence for each in captures})
    notes = []
    for each in captures:
        group = next(read_groups(find_file(archive, each.file), each.offset), None)
        line = lines.get(each.sequence)
        if group is None or line is None or group.line != line:
            raise ArchiveError(f"{each.file}: at offset {each.offset} stands another capture; see `archive verify`")
        stone = tombstone_line(line, end=group.end, sealed=seals.get(each.file), at=at, reason=reason)
        redacted_member(
            each.id, "0" * 27, group.end - group.offset
        )  # refuses what is too short, before anything changes
        notes.append((each.id, signer.sign([stone.decode("ascii")])))
    for identity, note in notes:
        path = tombstone_path(archive, identity)
        put_file(path.with_name(path.name + PENDING), note.encode())


def _find_lines(archive: Path, sequences: set[int]) -> tuple[dict[int, bytes], dict[str, str]]:
    """The lines of these captures, by number, and the seals of all files, by name."""
    found, seals = {}, {}
    for _, _, line in read_lines(archive):
        statement = read_statement(line)
        if statement and statement["type"] == "seal":
            seals[statement["file"]] = str(statement["sha256"])
        elif statement and statement["capture"]["sequence"] in sequences:
            found[statement["capture"]["sequence"]] = line
    return found, seals
