"""Reading a WARC file as it was written: record by record, group by group."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from storage.archive.disk import clear_errors
from storage.archive.payload import OPEN
from storage.archive.statements import read_statement
from storage.archive.tombstones import marked_capture

_PIECE = 1 << 16
_MEMBER = b"\x1f\x8b\x08"  # how a gzip member begins


class Torn(Exception):
    """From `offset` on the file does not hold whole records any more."""

    def __init__(self, offset: int, why: str, *, at_end: bool = False) -> None:
        super().__init__(why)
        self.offset = offset
        self.at_end = at_end  # more bytes might have made it whole


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

    @property
    def vouches(self) -> bool:
        """Whether the statement itself is as it was written, whatever became of the records that it names."""
        return self.records[-1].sound

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


@dataclass(frozen=True, slots=True)
class Damage:
    """A piece of a file that belongs to no whole group: bytes that do not inflate, or records without their end."""

    offset: int
    end: int  # where the next whole record begins, or the file ends
    why: str
    incomplete: bool = False  # the file ends in the middle of it


@dataclass(frozen=True, slots=True)
class Redacted:
    """The place of a capture that was redacted."""

    offset: int
    end: int
    capture: str


def read_groups(path: Path, start: int = 0) -> Iterator[Group]:
    """The whole groups from that offset on, redacted ones left out; Torn at the first byte that belongs to none."""
    for each in walk_groups(path, start):
        if isinstance(each, Redacted):
            continue
        if isinstance(each, Damage):
            raise Torn(each.offset, each.why, at_end=each.incomplete)
        yield each


def walk_groups(path: Path, start: int = 0) -> Iterator[Group | Redacted | Damage]:
    """Everything from that offset on, in order: whole groups, redacted ones, and what is damaged between and behind.

    A group of which some records are damaged, but not its statement, comes behind the damage; it tells by
    `problems` that records are missing.
    """
    records: list[Record] = []
    begin = start
    for each in _walk_records(path, start):
        if isinstance(each, Damage):
            yield replace(each, offset=begin)  # a group is whole or it is nothing
            begin, records = each.end, []
        elif each.kind == "warcinfo" and each.offset == 0:
            begin = each.end
        elif each.kind != "metadata":
            records.append(each)
        else:
            yield _make_group([*records, each], begin)
            begin, records = each.end, []
    if records:
        yield Damage(begin, records[-1].end, "a group without its end", incomplete=True)


def _make_group(records: list[Record], begin: int) -> Group | Redacted | Damage:
    line = records[-1].block
    if len(records) == 1 and records[0].sound and (capture := marked_capture(line)):
        return Redacted(records[0].offset, records[0].end, capture)
    statement = read_statement(line)
    if statement is None or statement["type"] != "capture":
        return Damage(begin, records[-1].end, "a group without a capture statement")
    return Group(offset=records[0].offset, end=records[-1].end, records=tuple(records), line=line, statement=statement)


def _walk_records(path: Path, start: int) -> Iterator[Record | Damage]:
    """Every record from that offset on; where there is none, the damage as far as the next one."""
    while True:
        try:
            yield from read_records(path, start)
        except Torn as torn:
            start, length = _next_record(path, torn.offset + 1)
            yield Damage(torn.offset, start, str(torn), incomplete=torn.at_end and start == length)
        else:
            return


def _next_record(path: Path, start: int) -> tuple[int, int]:
    """Where the next whole record begins at or behind that offset, or else the file ends; and where it ends."""
    with clear_errors(path), _open(path) as file:
        length = file.seek(0, os.SEEK_END)
        while start < length:
            file.seek(start)
            piece = file.read(_PIECE)
            found = piece.find(_MEMBER)
            if found < 0:
                start += max(1, len(piece) - len(_MEMBER) + 1)
            elif _is_record(path, start + found):
                return start + found, length
            else:
                start += found + 1
        return length, length


def _is_record(path: Path, offset: int) -> bool:
    try:
        next(read_records(path, offset), None)
    except Torn:
        return False
    return True


def read_records(path: Path, start: int = 0) -> Iterator[Record]:
    """The whole records from that offset on; Torn at the first byte that belongs to none."""
    for offset, end, content in _read_members(path, start):
        blank = content.find(b"\r\n\r\n")
        head = _read_head(content[: max(blank, 0)])
        length = head.get(b"Content-Length", b"")
        if not (content.startswith(b"WARC/1.1\r\n") and length.isdigit() and content.endswith(b"\r\n\r\n", blank + 4)):
            raise Torn(offset, "no WARC record")
        block = content[blank + 4 : -4]
        digest = b"sha256:%s" % hashlib.sha256(block).hexdigest().encode()
        yield Record(
            kind=head.get(b"WARC-Type", b"").decode("latin-1"),
            id=head.get(b"WARC-Record-ID", b"").decode("latin-1"),
            offset=offset,
            end=end,
            sha256=hashlib.sha256(content).hexdigest(),
            sound=len(block) == int(length) and digest == head.get(b"WARC-Block-Digest"),
            block=block,
        )


def _read_head(head: bytes) -> dict[bytes, bytes]:
    """The fields of a record's head by name; of one that stands twice, the first."""
    fields = {}
    for line in reversed(head.split(b"\r\n")):
        name, _, value = line.partition(b":")
        fields[name] = value.lstrip(b" \t")
    return fields


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
                    raise Torn(offset, "it ends in the middle of a record", at_end=True)
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
