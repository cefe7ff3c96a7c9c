"""Making the archive whole again at its opening, after a kill, a power cut or a lost file.

The WARC files are the truth. What is torn at their end is moved away; ledger lines and rows that
should follow from them, and are not there, are written again. Damage to what was acknowledged stays, for
`archive verify` to tell. A whole archive costs a look at the end of the ledger and a list of files.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from storage.archive.disk import AppendFile, ArchiveLock, clear_errors
from storage.archive.effacing import finish_redactions
from storage.archive.files import day_of, remove_empty, rename_sealed, seal_in_ledger
from storage.archive.groups import Damage, Group, Redacted, file_name, file_sha256, walk_groups, warc_files
from storage.archive.ledger import Ledger, end_after, read_lines
from storage.archive.payload import OPEN
from storage.archive.statements import read_capture, read_statement
from storage.archive.tombstones import read_tombstone
from storage.archive.torn import TornTail, keep_torn_tail
from storage.database import ADD_MISSING_CAPTURE, COUNT_CAPTURES, FILE_NAME, Database
from storage.errors import ArchiveError
from storage.plain import to_row

_ROWS = 500


@dataclass(slots=True, kw_only=True)
class Recovery:
    """What had to be made whole."""

    torn: list[TornTail] = field(default_factory=list)
    lines: int = 0  # ledger lines written again
    rows: int = 0  # rows written again
    sealed: list[str] = field(default_factory=list)  # files that a killed process had left open
    damaged: list[str] = field(default_factory=list)  # file:offset of damage that stays where it is


def recover_archive(folder: Path) -> Recovery:
    """Recover the archive and the database in the operator's `data/` folder; ArchiveError while a check writes."""
    archive = folder / "archive"
    with ArchiveLock(archive):
        database = Database(folder / FILE_NAME, create=True)
        try:
            ledger, recovery = recover(archive, database)
            ledger.close()
        finally:
            database.close()
    return recovery


def recover(archive: Path, database: Database) -> tuple[Ledger, Recovery]:
    """The ledger open at its end, with a line for every whole group and a row for every line. Hold the lock.

    Where the database knows captures that are gone from ledger and WARC files, their numbers are not given again.
    """
    finish_redactions(archive, database)
    ledger = Ledger(archive)
    recovery = Recovery(torn=list(ledger.torn))
    known = database.row(COUNT_CAPTURES)
    acknowledged = max(ledger.end.sequence, known["last"] if known else 0)
    for path in warc_files(archive):
        _take_up(archive, path, ledger, recovery, acknowledged)
    recovery.rows = _add_missing_rows(archive, ledger, database)
    return ledger, recovery


def _take_up(archive: Path, path: Path, ledger: Ledger, recovery: Recovery, acknowledged: int) -> None:
    """One WARC file: its groups are in the ledger, and it is sealed, unless it is damaged where it must not be."""
    name, known = file_name(archive, path), ledger.end.file or ""
    is_open = path.name.endswith(OPEN)
    if Path(name).name < Path(known).name or (name == known and ledger.end.sealed):
        if is_open:
            rename_sealed(path)
        return
    cut_at = _add_missing_lines(archive, path, name == known, ledger, recovery, acknowledged)
    if cut_at is not None:
        recovery.torn.append(_cut_torn_tail(archive, path, cut_at))
    damage, sealed = _look_through(archive, path)
    if damage is not None:
        recovery.damaged.append(f"{name}:{damage}")  # to seal it would say that it is whole
    elif ledger.end.file == name:
        seal_in_ledger(ledger, name, path.stat().st_size, sealed or file_sha256(path))
    elif is_open:
        remove_empty(path)
        return
    if is_open:
        rename_sealed(path)
        recovery.sealed.append(name)


def _add_missing_lines(
    archive: Path, path: Path, begun: bool, ledger: Ledger, recovery: Recovery, acknowledged: int
) -> int | None:
    """The ledger has a line for each group that lacks one; where the file is to be cut, if anywhere.

    `begun`: the ledger's last line speaks of this file. What stands in an open file, and no line or row ever spoke
    of, was never acknowledged: from the first damage in it on it is torn. Damage to what was acknowledged stays where
    it is, and what follows it is taken up. Where nothing is known (0 acknowledged) only an incomplete end is torn.
    """
    lines: list[bytes] = []
    end, cut_at = ledger.end, None
    seen = end.sequence - 1 if begun else end.sequence
    for each in walk_groups(path, end.offset if begun else 0):
        if path.name.endswith(OPEN) and _is_torn(each, 0 < acknowledged <= seen):
            cut_at = each.offset
            break
        line = _line_of(archive, each)
        statement = read_statement(line)
        if statement is None:
            continue
        seen = max(seen, statement["capture"]["sequence"])
        if seen > end.sequence:
            lines.append(line)
            end = end_after(line, statement)
    if lines:
        ledger.append(lines, end, day_of(path))
    recovery.lines += len(lines)
    return cut_at


def _line_of(archive: Path, each: Group | Redacted | Damage) -> bytes:
    """The ledger's line for what stands there; empty where nothing vouches for one."""
    if isinstance(each, Redacted):
        try:
            return read_tombstone(archive, each.capture).text.removesuffix("\n").encode()
        except ArchiveError:
            return b""  # for verification to tell; a check goes on
    return each.line if isinstance(each, Group) and each.vouches else b""


def _is_torn(each: Group | Redacted | Damage, unacknowledged: bool) -> bool:
    if isinstance(each, Damage):
        return unacknowledged or each.incomplete
    return unacknowledged and isinstance(each, Group) and bool(each.problems())


def _look_through(archive: Path, path: Path) -> tuple[int | None, str | None]:
    """Where the file stops being what its statements say, if anywhere; and its SHA-256 before redaction, if any."""
    sealed = None
    for each in walk_groups(path):
        if isinstance(each, Damage) or (isinstance(each, Group) and each.problems()):
            return each.offset, None
        if isinstance(each, Redacted):
            statement = read_statement(_line_of(archive, each))
            sealed = statement["sealed"] if statement else None
    return None, sealed


def _cut_torn_tail(archive: Path, path: Path, offset: int) -> TornTail:
    with clear_errors(path), path.open("rb") as file:
        file.seek(offset)
        torn = TornTail(file=file_name(archive, path), offset=offset, content=file.read())
    keep_torn_tail(archive, torn)
    open_file = AppendFile(path)
    try:
        open_file.cut(offset)
    finally:
        open_file.close()
    return torn


def _add_missing_rows(archive: Path, ledger: Ledger, database: Database) -> int:
    """The database has a row for each capture in the ledger; how many it lacked."""
    known = database.row(COUNT_CAPTURES)
    if known and known["number"] == known["last"] == ledger.end.sequence:
        return 0
    if known and known["last"] > ledger.end.sequence:
        ledger.end = replace(ledger.end, sequence=known["last"])
    statements = (read_statement(line) for _, _, line in read_lines(archive))
    captures = (read_capture(each) for each in statements if each and "capture" in each)
    added = 0
    while rows := [to_row(capture) for capture in islice(captures, _ROWS)]:
        with database.writing():
            added += sum(database.write(ADD_MISSING_CAPTURE, row) for row in rows)
    return added
