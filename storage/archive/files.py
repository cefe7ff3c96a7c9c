"""One WARC file from its first record to its seal.

`archive/warc/YYYY/MM/SEQUENCE-YYYYMMDD.warc.gz`, where SEQUENCE is that of its first capture, so
that the order of the names is the order of writing whatever the clock did. `.open` stands behind
the name until the file is sealed: on the disk whole, its SHA-256 in the ledger, read-only, renamed.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from storage.archive.disk import AppendFile, clear_errors, sync_folders
from storage.archive.ledger import Ledger, LedgerEnd, seal_line
from storage.archive.payload import OPEN
from storage.archive.statements import line_hash
from storage.archive.warc import compress, warcinfo
from storage.errors import ArchiveError

LARGEST = 1_000_000_000  # bytes; a file is rolled once it is longer


class WarcFile:
    """The file that is written to now."""

    def __init__(self, archive: Path, *, sequence: int, at: datetime, run: str) -> None:
        """Make it; ArchiveError where one of that name is there already."""
        day = at.astimezone(UTC)
        self.day = f"{day:%Y%m%d}"
        self.name = f"warc/{day:%Y/%m}/{sequence:012d}-{self.day}.warc.gz"
        path = archive / (self.name + OPEN)
        for taken in (path, archive / self.name):
            if taken.exists():
                raise ArchiveError(f"{taken}: this file should not be there yet; run `archive recover`")
        self._file = AppendFile(path)
        self._hash = hashlib.sha256()
        self._captures = 0
        self._before = (0, self._hash, 0)
        self._start = compress(warcinfo(Path(self.name).name, run, at))

    @property
    def length(self) -> int:
        """Where the next group will begin."""
        return self._file.length or len(self._start)

    def append(self, groups: bytes | bytearray, captures: int) -> None:
        """The groups stand at the end, on the disk; after an ArchiveError nothing of them is there."""
        before = self._file.length
        content = groups if before else self._start + groups
        self._before = (before, self._hash.copy(), self._captures)
        try:
            self._file.append(content)
            self._file.sync()
        except ArchiveError:
            self._file.cut(before)
            raise
        self._hash.update(content)
        self._captures += captures

    def take_back(self) -> None:
        """What was appended last, and acknowledged to nobody, is gone again."""
        length, self._hash, self._captures = self._before
        self._file.cut(length)

    def is_full(self, at: datetime) -> bool:
        """Whether the next capture, of that time, belongs into another file."""
        return self._file.length > LARGEST or f"{at.astimezone(UTC):%Y%m%d}" > self.day

    def seal(self, ledger: Ledger) -> None:
        """The file is sealed, or gone where it holds no capture."""
        if not self._captures:
            self._file.close()
            remove_empty(self._file.path)
            return
        seal_in_ledger(ledger, self.name, self._file.length, self._hash.hexdigest())
        self._file.close()
        rename_sealed(self._file.path)

    def abandon(self) -> None:
        """Leave it as it is; the next opening recovers it."""
        self._file.close()


def seal_in_ledger(ledger: Ledger, name: str, length: int, sha256: str) -> None:
    """The ledger's last line says that the file is whole."""
    line = seal_line(previous=ledger.end.hash, file=name, length=length, sha256=sha256, last=ledger.end.sequence)
    end = LedgerEnd(hash=line_hash(line), sequence=ledger.end.sequence, file=name, offset=length, sealed=True)
    ledger.append([line], end, day_of(Path(name)))


def rename_sealed(path: Path) -> None:
    """The file can only be read, and its name no longer ends in `.open`."""
    with clear_errors(path):
        path.chmod(0o444)
        sealed = path.with_name(path.name.removesuffix(OPEN))
        path.rename(sealed)
        sync_folders(sealed)


def remove_empty(path: Path) -> None:
    """A file that a kill left without a single capture is gone."""
    with clear_errors(path):
        path.unlink()
        sync_folders(path)


def day_of(path: Path) -> str:
    """The day, as `20260131`, that a WARC file's name tells."""
    return path.name.split(".")[0].rpartition("-")[2]
