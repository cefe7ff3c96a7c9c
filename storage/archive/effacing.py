"""The second half of a redaction: tombstones take the places of what they stand for, as often as it takes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from storage.archive.checkpoints import forget_frontier
from storage.archive.disk import clear_errors, put_file, sync_folders
from storage.archive.ledger import read_lines
from storage.archive.notes import read_note
from storage.archive.payload import find_file
from storage.archive.statements import read_capture, read_statement
from storage.archive.tombstones import PENDING, redacted_member
from storage.database import Database
from storage.errors import ArchiveError
from storage.forgetting import Forgotten, forget_captures


def finish_redactions(archive: Path, database: Database) -> Forgotten:
    """Every tombstone that is pending takes its capture's place in WARC file, ledger and database. Hold the lock."""
    pending = sorted((archive / "redactions").glob(f"*{PENDING}"))
    stones: dict[int, tuple[bytes, dict[str, Any]]] = {}
    for path in pending:
        line = read_note(path.read_bytes(), str(path)).text.removesuffix("\n").encode()
        statement = read_statement(line)
        if statement is None or "leaf" not in statement:
            raise ArchiveError(f"{path}: this is no tombstone")
        stones[statement["capture"]["sequence"]] = (line, statement)
    if not stones:
        return Forgotten(revisions=0, changes=0)
    for _, statement in stones.values():
        _overwrite(archive, statement)
    _replace_lines(archive, {sequence: line for sequence, (line, _) in stones.items()})
    forget_frontier(archive)
    forgotten = forget_captures(database, [read_capture(statement) for _, statement in stones.values()])
    for path in pending:
        path.rename(path.with_name(path.name.removesuffix(PENDING)))
        sync_folders(path)
    return forgotten


def _overwrite(archive: Path, statement: dict[str, Any]) -> None:
    """Where the group stood, a record of the same length marks its place; the file stays read-only."""
    capture, offset = statement["capture"], statement["capture"]["offset"]
    member = redacted_member(capture["id"], capture["requested_at"], statement["end"] - offset)
    path = find_file(archive, capture["file"])
    with clear_errors(path):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | stat.S_IWUSR)
        try:
            with path.open("r+b") as file:
                file.seek(offset)
                file.write(member)
                file.flush()
                os.fsync(file.fileno())
        finally:
            path.chmod(mode)


def _replace_lines(archive: Path, stones: dict[int, bytes]) -> None:
    """Each ledger file that holds such a line is written again, with the tombstone in its place."""
    lines: dict[Path, list[bytes]] = {}
    touched = set()
    for path, _, line in read_lines(archive):
        statement = read_statement(line)
        sequence = statement["capture"]["sequence"] if statement and "capture" in statement else None
        if sequence in stones:
            touched.add(path)
        lines.setdefault(path, []).append(stones.get(sequence, line) if sequence else line)
    for path in touched:
        put_file(path, b"".join(line + b"\n" for line in lines[path]))
