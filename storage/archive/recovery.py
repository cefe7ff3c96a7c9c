"""Making the archive whole again at its opening, after a kill, a power cut or a lost file.

The WARC files are the truth. What is torn at their end is moved away; ledger lines and rows that
should follow from them, and are not there, are written again. A whole archive costs a look at the
end of the ledger and a list of files.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from storage.archive.disk import AppendFile, ArchiveLock, clear_errors
from storage.archive.files import day_of, remove_empty, rename_sealed, seal_in_ledger
from storage.archive.groups import Torn, file_name, file_sha256, read_groups, warc_files
from storage.archive.ledger import Ledger, end_after, read_lines
from storage.archive.payload import OPEN
from storage.archive.statements import read_capture, read_statement
from storage.archive.torn import TornTail, keep_torn_tail
from storage.database import ADD_MISSING_CAPTURE, COUNT_CAPTURES, FILE_NAME, Database
from storage.plain import to_row

_ROWS = 500


@dataclass(slots=True, kw_only=True)
class Recovery:
    """What had to be made whole."""

    torn: list[TornTail] = field(default_factory=list)
    lines: int = 0  # ledger lines written again
    rows: int = 0  # rows written again
    sealed: list[str] = field(default_factory=list)  # files that a killed process had left open


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
    ledger = Ledger(archive)
    recovery = Recovery(torn=list(ledger.torn))
    for path in warc_files(archive):
        _take_up(archive, path, ledger, recovery)
    recovery.rows = _add_missing_rows(archive, ledger, database)
    return ledger, recovery


def _take_up(archive: Path, path: Path, ledger: Ledger, recovery: Recovery) -> None:
    """One WARC file: its whole groups are in the ledger, and it is sealed."""
    name, known = file_name(archive, path), ledger.end.file or ""
    if Path(name).name < Path(known).name or (name == known and ledger.end.sealed):
        if path.name.endswith(OPEN):
            rename_sealed(path)
        return
    torn_at = _add_missing_lines(path, ledger.end.offset if name == known else 0, ledger, recovery)
    if not path.name.endswith(OPEN):
        seal_in_ledger(ledger, name, path.stat().st_size, file_sha256(path))
        return
    if torn_at is not None:
        recovery.torn.append(_cut_torn_tail(archive, path, torn_at))
    if ledger.end.file != name:
        remove_empty(path)
        return
    seal_in_ledger(ledger, name, path.stat().st_size, file_sha256(path))
    rename_sealed(path)
    recovery.sealed.append(name)


def _add_missing_lines(path: Path, start: int, ledger: Ledger, recovery: Recovery) -> int | None:
    """The ledger has a line for each whole group from `start` on; where the first torn one begins, if there is one."""
    lines: list[bytes] = []
    end, torn_at = ledger.end, None
    try:
        for group in read_groups(path, start):
            if group.problems():
                raise Torn(group.offset, "the records are not those that were written")
            if group.statement["capture"]["sequence"] > end.sequence:
                lines.append(group.line)
                end = end_after(group.line, group.statement)
    except Torn as torn:
        torn_at = torn.offset
    if lines:
        ledger.append(lines, end, day_of(path))
    recovery.lines += len(lines)
    return torn_at


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
    captures = (read_capture(each) for each in statements if each and each["type"] == "capture")
    added = 0
    while rows := [to_row(capture) for capture in islice(captures, _ROWS)]:
        with database.writing():
            added += sum(database.write(ADD_MISSING_CAPTURE, row) for row in rows)
    return added
