"""Does the evidence hold? WARC files, ledger and database are held against each other.

Every byte of the archive is read once. What is found wrong names file, offset and capture; what
cannot be proven this way is said too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path

from storage.archive.attested import Attested
from storage.archive.disk import is_being_written
from storage.archive.findings import Findings, Problem, Seen
from storage.archive.groups import Damage, Redacted, file_name, file_sha256, walk_groups, warc_files
from storage.archive.ledger import read_lines
from storage.archive.payload import OPEN
from storage.archive.statements import FIRST, capture_in, is_tombstone, line_hash, read_capture, read_statement
from storage.archive.tombstones import read_tombstone
from storage.database import CAPTURES, FILE_NAME, Database
from storage.errors import ArchiveError, StoreError
from storage.plain import field_names, from_row
from storage.records import Capture

NOT_PROVED = (
    "that a site published these bytes: only that we received them",
    "when: the times are those of this machine's clock",
    "that heads stand here as they came over the wire, where a capture says `reconstructed`",
)
_CHUNK = 1000
_LINE, _ROW, _GROUP = "ledger", "database", "WARC file"
_MISSING = {
    _LINE: "the ledger has no line for this capture",
    _ROW: "the database has no row for this capture; `archive recover` makes one",
    _GROUP: "the WARC file does not hold this capture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found."""

    ok: bool
    captures: int
    problems: tuple[Problem, ...]
    not_proved: tuple[str, ...]
    redacted: int = 0  # of the captures


def verify(folder: Path, outside: Path | None = None) -> Verification:
    """Verify the archive in the operator's `data/` folder. It changes nothing there, and may run beside a check.

    `outside` is the file of a checkpoint that was kept elsewhere.
    """
    archive = folder / "archive"
    findings = Findings(busy=is_being_written(archive))
    attested = Attested(archive, findings.add, outside)
    rows, lines = _read_rows(folder, findings), _read_ledger(archive, findings, attested)
    if findings.busy:  # read in this order, each holds at least what the one before held
        rows, lines = iter(list(rows)), iter(list(lines))
    files: dict[str, Path] = {}
    seen = merge(lines, rows, _read_files(archive, files, findings), key=lambda each: each.sequence)
    for sequence, tellers in groupby(seen, key=lambda each: each.sequence):
        _compare(sequence, list(tellers), findings)
    for name in sorted(files.keys() | findings.seals.keys()):
        _check_seal(name, files.get(name), findings)
    findings.notes += attested.finish()
    return Verification(
        ok=not findings.problems,
        captures=findings.captures,
        problems=tuple(findings.problems),
        not_proved=(*NOT_PROVED, *findings.notes),
        redacted=sum(findings.redacted.values()),
    )


def _read_rows(folder: Path, findings: Findings) -> Iterator[Seen]:
    try:
        database = Database(folder / FILE_NAME, create=False)
    except StoreError as error:
        findings.add(str(error), FILE_NAME)
        return
    try:
        while rows := database.rows(CAPTURES, {"after": findings.last_row, "limit": _CHUNK}):
            for row in rows:
                findings.last_row = row["sequence"]
                yield Seen(row["sequence"], _ROW, from_row(Capture, row), FILE_NAME, None)
    finally:
        database.close()


def _read_ledger(archive: Path, findings: Findings, attested: Attested) -> Iterator[Seen]:
    """The captures in the ledger; what breaks the chain of hashes, or was not signed, is found on the way."""
    previous, before, last = FIRST, ("ledger", 0), 0
    for path, offset, line in read_lines(archive):
        file = f"ledger/{path.name}"
        statement = read_statement(line)
        if statement is None:
            findings.add("this line of the ledger cannot be read", file, offset)
        elif statement["previous"] != previous:
            what = "the line that follows names another hash: this line, or one behind it, was edited or taken out"
            findings.add(what, *before)
        hash_, place = line_hash(line), (file, offset)
        if statement and statement["type"] == "seal":
            findings.seals[statement["file"]], last = statement, statement["last"]
        elif statement:
            capture = capture_in(line)
            last = capture.sequence
            if is_tombstone(line):
                attested.check_tombstone(line, capture.id, place)
                findings.redacted[capture.file] = findings.redacted.get(capture.file, 0) + 1
            yield Seen(capture.sequence, _LINE, capture, file, offset, line)
        attested.take(line, hash_, last, place)
        previous, before = hash_, place


def _read_files(archive: Path, files: dict[str, Path], findings: Findings) -> Iterator[Seen]:
    """The captures in the WARC files; records that contradict their own digests are found on the way."""
    for path in warc_files(archive):
        name = file_name(archive, path)
        files[name] = path
        try:
            for group in walk_groups(path):
                if isinstance(group, Damage):
                    if not (findings.busy and path.name.endswith(OPEN)):
                        what = f"as far as offset {group.end} it holds no whole capture: {group.why}"
                        findings.add(what, name, group.offset)
                    continue
                if isinstance(group, Redacted):
                    yield from _read_redacted(archive, name, group, findings)
                    continue
                capture = capture_in(group.line)
                for what in group.problems():
                    findings.add(what, name, group.offset, capture.id)
                yield Seen(capture.sequence, _GROUP, capture, name, group.offset, group.line)
        except ArchiveError as error:
            findings.add(str(error), name)


def _read_redacted(archive: Path, name: str, group: Redacted, findings: Findings) -> Iterator[Seen]:
    """What the tombstone says of the capture that stood there."""
    try:
        line = read_tombstone(archive, group.capture).text.removesuffix("\n").encode()
    except ArchiveError as error:
        findings.add(str(error), name, group.offset, group.capture)
        return
    if is_tombstone(line) and (statement := read_statement(line)):
        capture = read_capture(statement)
        yield Seen(capture.sequence, _GROUP, capture, name, group.offset, line)


def _compare(sequence: int, tellers: list[Seen], findings: Findings) -> None:
    """One capture, as ledger, database and WARC file tell it."""
    told = {each.where: each for each in tellers}
    line, row, group = (told.get(where) for where in (_LINE, _ROW, _GROUP))
    if findings.busy and row is None and sequence > findings.last_row:
        return
    capture = tellers[0].capture
    for again in (each for each in tellers if told[each.where] is not each):
        findings.add(
            f"the number {sequence} is given twice", told[again.where].file, told[again.where].offset, capture.id
        )
    for where in (_LINE, _ROW, _GROUP):
        if where not in told:
            findings.add(_MISSING[where], *_place(where, capture), capture.id)
    if sequence > findings.last + 1:
        findings.add(f"no captures have the numbers {findings.last + 1} to {sequence - 1}", "ledger", None)
    if line and group and line.line != group.line:
        findings.add("the ledger's line is not the statement in the WARC file", line.file, line.offset, capture.id)
    if line and row and line.capture != row.capture:
        named = ", ".join(_differences(line.capture, row.capture))
        findings.add(f"the row says something else than the ledger: {named}", FILE_NAME, None, capture.id)
    if group:
        _check_place(group, findings)
        _check_body(group, findings)
    findings.last = max(sequence, findings.last)
    findings.captures += line is not None


def _place(where: str, capture: Capture) -> tuple[str, int | None]:
    return {_LINE: ("ledger", None), _ROW: (FILE_NAME, None), _GROUP: (capture.file, capture.offset)}[where]


def _differences(one: Capture, other: Capture) -> list[str]:
    return [name for name in field_names(Capture) if getattr(one, name) != getattr(other, name)]


def _check_place(group: Seen, findings: Findings) -> None:
    if (group.capture.file, group.capture.offset) != (group.file, group.offset):
        findings.moved.setdefault(group.file, group)


def _check_body(group: Seen, findings: Findings) -> None:
    """A capture that leans on an earlier one's body leans on one that is there, and is the same."""
    capture = group.capture
    place = (capture.payload_file, capture.payload_offset)
    if place == (capture.file, capture.offset):
        findings.bodies[place] = capture.sha256
    elif place != (None, None):
        body = findings.bodies.get(place, "")
        if body == "" or (capture.sha256 and capture.sha256 != body):
            findings.add("the body that it leans on is not there", group.file, group.offset, capture.id)


def _check_seal(name: str, path: Path | None, findings: Findings) -> None:
    """A sealed file is the one that was sealed, or holds the same records compressed anew."""
    seal, moved = findings.seals.get(name), findings.moved.get(name)
    if path is None:
        findings.add("the ledger seals this file, and it is missing", name)
    elif path.name.endswith(OPEN):
        if not findings.busy:
            findings.add("a check that was killed left this file open; `archive recover` seals it", name)
    elif seal is None:
        if not findings.busy:
            findings.add("the ledger has no seal for this file", name)
    elif file_sha256(path) != seal["sha256"]:
        if name in {each.file for each in findings.problems}:
            findings.add("this is not the file that was sealed", name)
        else:
            findings.notes.append(
                f"that {name} is the file that was sealed: every capture holds, {_differs(name, findings)}"
            )
    elif moved:
        findings.add("this capture stands elsewhere than it says", name, moved.offset, moved.capture.id)


def _differs(name: str, findings: Findings) -> str:
    redacted = findings.redacted.get(name)
    return f"{redacted} of them redacted since" if redacted else "its compression differs"
