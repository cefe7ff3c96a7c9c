"""Tombstones: what stands in the place of a capture that was redacted.

A tombstone is a signed note of one line, `archive/redactions/ID.txt`. The same line takes the
capture's place in the ledger: it carries the hashes of the line that stood there, so that the chain and
every checkpoint still hold, and of the capture only what tells nothing of a page or a person. In the WARC file
a `metadata` record as long as the old group takes its place, so that no other capture moves.
"""

from __future__ import annotations

import json
import struct
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.archive.disk import clear_errors
from storage.archive.notes import Note, read_note
from storage.archive.statements import REDACTED, VERSION, leaf_of_line, line_hash, read_statement
from storage.archive.warc import record_id, warc_record
from storage.errors import ArchiveError
from storage.plain import time_text, to_json, to_plain
from storage.records import Role

PENDING = ".pending"  # the end of a tombstone's name until all of it is done
_KEPT = ("id", "sequence", "run", "source", "requested_at", "captured_at", "outcome", "fidelity", "file", "offset")


def tombstone_path(archive: Path, capture: str) -> Path:
    """Where the tombstone of a capture stands."""
    return archive / "redactions" / f"{capture}.txt"


def read_tombstone(archive: Path, capture: str) -> Note:
    """The tombstone of a capture; ArchiveError where there is none."""
    path = tombstone_path(archive, capture)
    pending = path.with_name(path.name + PENDING)
    found = next((each for each in (path, pending) if each.exists()), None)
    if found is None:
        raise ArchiveError(f"{path}: the tombstone of a redacted capture is missing; bring it back from a copy")
    with clear_errors(found):
        return read_note(found.read_bytes(), str(found))


def tombstone_line(line: bytes, *, end: int, sealed: str | None, at: datetime, reason: str) -> bytes:
    """The line that takes the place of a capture's line; `end` is where its group ends in the WARC file.

    `sealed` is the SHA-256 with which the ledger sealed that file, so that a lost ledger can be written again.

    Of the capture stay its id and number, its run and source, its times, and its place. Its role becomes that
    of an attempt: nothing in it waits to be read.
    """
    statement = read_statement(line)
    if statement is None or statement["type"] != "capture":
        raise ArchiveError("this line of the ledger is not that of a capture that could be redacted")
    known: dict[str, Any] = statement["capture"]
    capture = {name: known[name] if name in _KEPT else None for name in known}
    capture |= {"role": Role.ATTEMPT.value, "url": redacted_target(known["id"]), "length": 0, "flags": [REDACTED]}
    tombstone = {
        "type": REDACTED,
        "version": VERSION,
        "previous": statement["previous"],
        "hash": line_hash(line),
        "leaf": leaf_of_line(line).hex(),
        "at": time_text(at),
        "reason": reason,
        "end": end,
        "sealed": sealed,
        "capture": to_plain(capture),
    }
    return to_json(tombstone).encode("ascii")


def redacted_target(capture: str) -> str:
    """What stands in the place of a redacted capture's URL."""
    return f"urn:defenderwatch:redacted:{capture}"


def redacted_member(capture: str, at: str, length: int) -> bytes:
    """A gzip member of exactly that length: the WARC record that marks the place, and blanks as its comment."""
    headers = [
        ("WARC-Record-ID", record_id(capture, REDACTED)),
        ("WARC-Target-URI", redacted_target(capture)),
        ("WARC-Date", at),
    ]
    block = to_json({"type": REDACTED, "capture": capture}).encode("ascii")
    record = warc_record("metadata", "application/json", headers, block)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(record) + deflate.flush()
    blanks = length - len(packed) - 19
    if blanks < 0:
        raise ArchiveError(f"the capture {capture} takes {length} bytes, too few for the record that marks its place")
    comment = b" " * blanks + b"\0"
    return (
        b"\x1f\x8b\x08\x10"
        + bytes(5)
        + b"\xff"
        + comment
        + packed
        + struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)
    )


def marked_capture(block: bytes) -> str | None:
    """The id of the capture whose place a record marks; None for any other record."""
    try:
        mark = json.loads(block)
        return str(mark["capture"]) if mark["type"] == REDACTED else None
    except (ValueError, KeyError, TypeError):
        return None
