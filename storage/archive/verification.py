"""Does the evidence hold? WARC files, ledger and database are held against each other.

Every byte of the archive is read once. What is found wrong names file, offset and capture; what
cannot be proven this way is said too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any

from storage.archive.disk import is_being_written
from storage.archive.groups import Damage, file_name, file_sha256, walk_groups, warc_files
from storage.archive.ledger import read_lines
from storage.archive.payload import OPEN
from storage.archive.statements import FIRST, line_hash, read_capture, read_statement
from storage.database import CAPTURES, FILE_NAME, Database
from storage.errors import ArchiveError, StoreError
from storage.plain import field_names, from_row
from storage.records import Capture

NOT_PROVED = (
    "that a site published these bytes: only that we received them",
    "when: the times are those of this machine's clock",
    "that nothing was taken from the end, or everything written anew: that takes a signed checkpoint kept elsewhere",
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
class Problem:
    """Something that does not hold, and where."""

    file: str | None
    offset: int | None
    capture: str | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found."""

    ok: bool
    captures: int
    problems: tuple[Problem, ...]
    not_proved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One capture as one of the three tells it: the ledger, the database or a WARC file."""

    sequence: int
    where: str
    capture: Capture
    file: str  # what was read, and where in it
    offset: int | None
    line: bytes = b""


@dataclass(slots=True)
class _Findings:
    busy: bool  # a check is writing: the newest captures are on their way from one to the next
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seals: dict[str, dict[str, Any]] = field(default_factory=dict)  # by WARC file
    bodies: dict[tuple[str | None, int | None], str | None] = field(default_factory=dict)  # SHA-256, by place
    moved: dict[str, _Seen] = field(default_factory=dict)  # by WARC file, its first capture that stands elsewhere
    last: int = 0  # sequence
    last_row: int = 0
    captures: int = 0

    def add(self, what: str, file: str | None, offset: int | None = None, capture: str | None = None) -> None:
        self.problems.append(Problem(file=file, offset=offset, capture=capture, what=what))


def verify(folder: Path) -> Verification:
    """Verify the archive in the operator's `data/` folder. It changes nothing there, and may run beside a check."""
    archive = folder / "archive"
    findings = _Findings(busy=is_being_written(archive))
    rows, lines = _read_rows(folder, findings), _read_ledger(archive, findings)
    if findings.busy:  # read in this order, each holds at least what the one before held
        rows, lines = iter(list(rows)), iter(list(lines))
    files: dict[str, Path] = {}
    seen = merge(lines, rows, _read_files(archive, files, findings), key=lambda each: each.sequence)
    for sequence, tellers in groupby(seen, key=lambda each: each.sequence):
        _compare(sequence, list(tellers), findings)
    for name in sorted(files.keys() | findings.seals.keys()):
        _check_seal(name, files.get(name), findings)
    return Verification(
        ok=not findings.problems,
        captures=findings.captures,
        problems=tuple(findings.problems),
        not_proved=(*NOT_PROVED, *findings.notes),
    )


def _read_rows(folder: Path, findings: _Findings) -> Iterator[_Seen]:
    try:
        database = Database(folder / FILE_NAME, create=False)
    except StoreError as error:
        findings.add(str(error), FILE_NAME)
        return
    try:
        while rows := database.rows(CAPTURES, {"after": findings.last_row, "limit": _CHUNK}):
            for row in rows:
                findings.last_row = row["sequence"]
                yield _Seen(row["sequence"], _ROW, from_row(Capture, row), FILE_NAME, None)
    finally:
        database.close()


def _read_ledger(archive: Path, findings: _Findings) -> Iterator[_Seen]:
    """The captures in the ledger; what breaks the chain of hashes is found on the way."""
    previous, before = FIRST, ("ledger", 0)
    for path, offset, line in read_lines(archive):
        file = path.relative_to(archive).as_posix()
        statement = read_statement(line)
        if statement is None:
            findings.add("this line of the ledger cannot be read", file, offset)
        elif statement["previous"] != previous:
            what = "the line that follows names another hash: this line, or one behind it, was edited or taken out"
            findings.add(what, *before)
        if statement and statement["type"] == "seal":
            findings.seals[statement["file"]] = statement
        elif statement:
            capture = read_capture(statement)
            yield _Seen(capture.sequence, _LINE, capture, file, offset, line)
        previous, before = line_hash(line), (file, offset)


def _read_files(archive: Path, files: dict[str, Path], findings: _Findings) -> Iterator[_Seen]:
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
                capture = read_capture(group.statement)
                for what in group.problems():
                    findings.add(what, name, group.offset, capture.id)
                yield _Seen(capture.sequence, _GROUP, capture, name, group.offset, group.line)
        except ArchiveError as error:
            findings.add(str(error), name)


def _compare(sequence: int, tellers: list[_Seen], findings: _Findings) -> None:
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


def _check_place(group: _Seen, findings: _Findings) -> None:
    if (group.capture.file, group.capture.offset) != (group.file, group.offset):
        findings.moved.setdefault(group.file, group)


def _check_body(group: _Seen, findings: _Findings) -> None:
    """A capture that leans on an earlier one's body leans on one that is there, and is the same."""
    capture = group.capture
    place = (capture.payload_file, capture.payload_offset)
    if place == (capture.file, capture.offset):
        findings.bodies[place] = capture.sha256
    elif place != (None, None):
        body = findings.bodies.get(place, "")
        if body == "" or (capture.sha256 and capture.sha256 != body):
            findings.add("the body that it leans on is not there", group.file, group.offset, capture.id)


def _check_seal(name: str, path: Path | None, findings: _Findings) -> None:
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
                f"that {name} is the file that was sealed: every capture holds, its compression differs"
            )
    elif moved:
        findings.add("this capture stands elsewhere than it says", name, moved.offset, moved.capture.id)
