"""What the archive holds of one capture: its records as they stand in a WARC file, and its line in the ledger."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from storage.archive.checkpoints import Checkpoint, checkpoint_files, read_checkpoint
from storage.archive.groups import Group, Torn, read_groups
from storage.archive.ledger import ledger_files
from storage.archive.payload import find_file
from storage.archive.statements import REDACTED, line_hash
from storage.archive.tombstones import read_tombstone, tombstone_path
from storage.errors import ArchiveError
from storage.records import Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A capture with everything that speaks for it."""

    capture: Capture
    group: Group
    ledger_file: str | None  # relative to the archive; None where the ledger has no such line
    ledger_offset: int | None
    signed: Checkpoint | None  # the oldest checkpoint that the capture stands under; its signature is not looked at

    @property
    def line_sha256(self) -> str:
        """What the next line of the ledger calls `previous`."""
        return line_hash(self.group.line)

    @property
    def response_head(self) -> bytes | None:
        """The head as it was received: from the statement where no record could hold it, else from the record."""
        return self._raw_head("response_head") or self._head_of("response", "revisit")

    @property
    def request_head(self) -> bytes | None:
        """The head as it was sent, with secrets masked."""
        return self._raw_head("request_head") or self._head_of("request")

    @property
    def interim_heads(self) -> bytes | None:
        """Heads of status 1xx, which came before the response."""
        return self._raw_head("interim_heads")

    def _raw_head(self, name: str) -> bytes | None:
        told = self.group.statement.get(name)
        return told.encode("latin-1") if told else None

    def _head_of(self, *kinds: str) -> bytes | None:
        for record in self.group.records:
            if record.kind in kinds:
                head, blank, _ = record.block.partition(b"\r\n\r\n")
                return head + blank
        return None


def read_evidence(archive: Path, capture: Capture) -> Evidence:
    """The evidence of a capture; ArchiveError where the archive does not hold it as the database says."""
    group = read_group(archive, capture)
    place = _find_line(archive, group.line, capture.file)
    return Evidence(
        capture=capture,
        group=group,
        ledger_file=place[0] if place else None,
        ledger_offset=place[1] if place else None,
        signed=_find_checkpoint(archive, capture.sequence),
    )


def read_group(archive: Path, capture: Capture) -> Group:
    """The records of a capture, the statement among them; ArchiveError where they are not there."""
    if REDACTED in capture.flags:
        raise ArchiveError(_tell_redaction(archive, capture))
    path = find_file(archive, capture.file)
    try:
        group = next(read_groups(path, capture.offset), None)
    except Torn as torn:
        raise ArchiveError(f"{path}: at offset {torn.offset} {torn}; run `archive verify`") from torn
    if group is None or group.statement["capture"]["id"] != capture.id:
        raise ArchiveError(f"{path}: at offset {capture.offset} there is another capture; run `archive verify`")
    return group


def _tell_redaction(archive: Path, capture: Capture) -> str:
    """What the tombstone of a capture says."""
    statement = json.loads(read_tombstone(archive, capture.id).lines[0])
    return (
        f"capture {capture.id} was redacted on {statement['at'][:10]} ({statement['reason'] or 'no reason given'}):"
        f" nothing of it is left but its tombstone, {tombstone_path(archive, capture.id)}"
    )


def _find_checkpoint(archive: Path, sequence: int) -> Checkpoint | None:
    files = checkpoint_files(archive)
    number = bisect_left(files, sequence, key=lambda path: read_checkpoint(path).captures)
    return read_checkpoint(files[number]) if number < len(files) else None


def _find_line(archive: Path, line: bytes, file: str) -> tuple[str, int] | None:
    """Where a statement stands in the ledger: in the file of its WARC file's day, or in a later one."""
    day = Path(file).name.split(".")[0].rpartition("-")[2]
    for path in ledger_files(archive):
        if path.stem < day:
            continue
        offset = 0
        with path.open("rb") as lines:
            for each in lines:
                if each.removesuffix(b"\n") == line:
                    return path.relative_to(archive).as_posix(), offset
                offset += len(each)
    return None
