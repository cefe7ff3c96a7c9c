"""The ledger: one line of JSON a capture, each with the hash of the line before.

`archive/ledger/YYYYMMDD.jsonl`, in the order of their names. Beside capture statements there are
seals: that a WARC file is whole, its length and its SHA-256. A seal holds nothing that does not
follow from the file, so that the whole ledger can be written again from the WARC files, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.archive.disk import AppendFile, clear_errors
from storage.archive.statements import FIRST, VERSION, line_hash, read_statement
from storage.archive.torn import TornTail, keep_torn_tail
from storage.errors import ArchiveError
from storage.plain import to_json

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEnd:
    """Where the ledger stands: what the next line must join on to."""

    hash: str = FIRST  # of the last line
    sequence: int = 0  # of the last capture
    file: str | None = None  # the WARC file that the last line speaks of
    offset: int = 0  # where that capture begins in it
    sealed: bool = False  # whether the last line seals that file


def end_after(line: bytes, statement: dict[str, Any]) -> LedgerEnd:
    """Where the ledger stands once that line is written."""
    if statement["type"] == "seal":
        file, length, last = statement["file"], statement["length"], statement["last"]
        return LedgerEnd(hash=line_hash(line), sequence=last, file=file, offset=length, sealed=True)
    capture = statement["capture"]
    return LedgerEnd(hash=line_hash(line), sequence=capture["sequence"], file=capture["file"], offset=capture["offset"])


def ledger_files(archive: Path) -> list[Path]:
    """The ledger's files in order."""
    return sorted((archive / "ledger").glob("*.jsonl"))


def read_lines(archive: Path, start: tuple[str, int] = ("", 0)) -> Iterator[tuple[Path, int, bytes]]:
    """Every line from a place (file name, offset) on: its file, its offset, and its bytes without the line's end."""
    for path in ledger_files(archive):
        if path.name < start[0]:
            continue
        offset = start[1] if path.name == start[0] else 0
        with clear_errors(path), path.open("rb") as file:
            file.seek(offset)
            for line in file:
                yield path, offset, line.removesuffix(b"\n")
                offset += len(line)


def seal_line(*, previous: str, file: str, length: int, sha256: str, last: int) -> bytes:
    """The line that says a WARC file is whole; `last` is the sequence of its last capture."""
    seal = {
        "type": "seal",
        "version": VERSION,
        "previous": previous,
        "file": file,
        "length": length,
        "sha256": sha256,
        "last": last,
    }
    return to_json(seal).encode("ascii")


class Ledger:
    """The ledger, open for writing by the one process that holds the lock."""

    def __init__(self, archive: Path) -> None:
        """Open it behind its last whole line. What was torn is cut off, and stands in `torn`."""
        self._folder = archive / "ledger"
        self._file: AppendFile | None = None
        self.end = LedgerEnd()
        self.torn: list[TornTail] = []
        for path in reversed(ledger_files(archive)):
            file = AppendFile(path)
            self._file = self._file or file
            line = self._cut_torn_tail(file)
            if file is not self._file:
                file.close()
            if line and (statement := read_statement(line)):
                self.end = end_after(line, statement)
                break

    def _cut_torn_tail(self, file: AppendFile) -> bytes | None:
        """The last whole line of a file, if it has one; nothing stands behind it afterwards."""
        start, line = _last_line(file.path, file.length)
        if start < file.length:
            with clear_errors(file.path), file.path.open("rb") as whole:
                whole.seek(start)
                self.torn.append(TornTail(file=f"ledger/{file.path.name}", offset=start, content=whole.read()))
            keep_torn_tail(self._folder.parent, self.torn[-1])
            file.cut(start)
        return line

    def append(self, lines: list[bytes], end: LedgerEnd, day: str) -> None:
        """The lines stand at the end, on the disk, in the file of that day (`20260131`) or of a later one.

        `end` is where the ledger stands then. After an ArchiveError nothing of them is there.
        """
        path = self._folder / f"{day}.jsonl"
        if self._file is None or self._file.path.name < path.name:
            self.close()
            self._file = AppendFile(path)
        before = self._file.length
        try:
            self._file.append(b"".join(line + b"\n" for line in lines))
            self._file.sync()
        except ArchiveError:
            self._file.cut(before)
            raise
        self.end = end

    def close(self) -> None:
        """Give the file back; twice is fine."""
        if self._file:
            self._file.close()


def _last_line(path: Path, length: int) -> tuple[int, bytes | None]:
    """Where the last whole line of a file ends, and the line; 0 and None where there is none."""
    reach = _PIECE
    with clear_errors(path), path.open("rb") as file:
        while True:
            start = max(0, length - reach)
            file.seek(start)
            tail = file.read(length - start)
            end = tail.rfind(b"\n")
            while end >= 0:
                begin = tail.rfind(b"\n", 0, end)
                if begin < 0 and start > 0:
                    break  # this line begins before our piece
                line = tail[begin + 1 : end]
                if read_statement(line):
                    return start + end + 1, line
                end = begin
            if start == 0:
                return 0, None
            reach *= 8
