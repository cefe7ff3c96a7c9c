"""Reading a WARC file as it was written: record by record, group by group."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from storage.archive.disk import clear_errors
from storage.archive.payload import OPEN
from storage.archive.statements import read_statement

_PIECE = 1 << 16
_FIELD = rb"^%s:[ \t]*(.*?)\r\n"
_TYPE, _ID, _LENGTH, _BLOCK_DIGEST = (
    re.compile(_FIELD % name, re.MULTILINE)
    for name in (rb"WARC-Type", rb"WARC-Record-ID", rb"Content-Length", rb"WARC-Block-Digest")
)


class Torn(Exception):
    """From `offset` on the file does not hold whole records any more."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stands in a file."""

    kind: str
    id: str
    offset: int
    end: int
    sha256: str  # of the whole record, uncompressed
    sound: bool  # its block has the length and the digest that its headers tell
    block: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The records of one capture, the statement last."""

    offset: int
    end: int
    records: tuple[Record, ...]
    line: bytes  # the statement as it was written
    statement: dict[str, Any]

    def problems(self) -> list[str]:
        """What contradicts the statement within the group itself."""
        stated = [(each["kind"], each["id"], each["sha256"]) for each in self.statement["records"]]
        found = [(each.kind, each.id, each.sha256) for each in self.records[:-1]]
        problems = [] if stated == found else ["the records are not those that the statement names"]
        return problems + [f"the {each.kind} record's digest is wrong" for each in self.records if not each.sound]


def warc_files(archive: Path) -> list[Path]:
    """The WARC files in the order in which they were written, sealed or not."""
    found = [*(archive / "warc").rglob("*.warc.gz"), *(archive / "warc").rglob(f"*.warc.gz{OPEN}")]
    return sorted(found, key=lambda path: path.name)


def file_name(archive: Path, path: Path) -> str:
    """How captures name that file: relative to the archive, the same before and after it is sealed."""
    return path.relative_to(archive).as_posix().removesuffix(OPEN)


def read_groups(path: Path, start: int = 0) -> Iterator[Group]:
    """The whole groups from that offset on; Torn where the first byte stands that belongs to none."""
    records: list[Record] = []
    begin = start
    try:
        for record in read_records(path, start):
            if record.kind == "warcinfo" and record.offset == 0:
                begin = record.end
                continue
            records.append(record)
            if record.kind == "metadata":
                yield _make_group(records)
                begin, records = record.end, []
    except Torn as torn:
        raise Torn(begin, str(torn)) from torn  # a group is whole or it is nothing
    if records:
        raise Torn(begin, "a group without its end")


def _make_group(records: list[Record]) -> Group:
    line = records[-1].block
    statement = read_statement(line)
    if statement is None or statement["type"] != "capture":
        raise Torn(records[0].offset, "a group without a capture statement")
    return Group(offset=records[0].offset, end=records[-1].end, records=tuple(records), line=line, statement=statement)


def read_records(path: Path, start: int = 0) -> Iterator[Record]:
    """The whole records from that offset on; Torn at the first byte that belongs to none."""
    for offset, end, content in _read_members(path, start):
        head, blank, rest = content.partition(b"\r\n\r\n")
        kind, identity, length = (_field(each, head) for each in (_TYPE, _ID, _LENGTH))
        if not (head.startswith(b"WARC/1.1\r\n") and blank and length.isdigit() and rest.endswith(b"\r\n\r\n")):
            raise Torn(offset, "no WARC record")
        block = rest[:-4]
        block_digest = f"sha256:{hashlib.sha256(block).hexdigest()}"
        yield Record(
            kind=kind,
            id=identity,
            offset=offset,
            end=end,
            sha256=hashlib.sha256(content).hexdigest(),
            sound=len(block) == int(length) and block_digest == _field(_BLOCK_DIGEST, head),
            block=block,
        )


def _field(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head + b"\r\n")
    return found[1].decode("latin-1") if found else ""


def _read_members(path: Path, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Each whole gzip member: where it begins, where it ends, what it holds."""
    with clear_errors(path), _open(path) as file:
        file.seek(start)
        offset, ahead = start, b""
        while ahead or (ahead := file.read(_PIECE)):
            inflate, parts, taken = zlib.decompressobj(31), [], 0
            while True:
                try:
                    parts.append(inflate.decompress(ahead))
                except zlib.error as error:
                    raise Torn(offset, f"it does not inflate ({error})") from error
                taken += len(ahead) - len(inflate.unused_data)
                ahead = inflate.unused_data
                if inflate.eof:
                    break
                ahead = file.read(_PIECE)
                if not ahead:
                    raise Torn(offset, "it ends in the middle of a record")
            yield offset, offset + taken, b"".join(parts)
            offset += taken


def _open(path: Path) -> BinaryIO:
    """The file, also if it was sealed, and lost its `.open`, since we learned its name."""
    try:
        return path.open("rb", buffering=0)
    except FileNotFoundError:
        return path.with_name(path.name.removesuffix(OPEN)).open("rb", buffering=0)


def file_sha256(path: Path) -> str:
    """The SHA-256 of the whole file."""
    with clear_errors(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
