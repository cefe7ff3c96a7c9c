"""What one record of a foreign WARC file holds for us: a capture, or why it is none.

Nothing in such a file is believed: lengths, digests, dates, heads and addresses may be wrong or hostile.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.imports.containers import BROKEN_ZIP

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?![^\s])")
_FIELD = rb"(?im)^%s[ \t]*:[ \t]*([^\r\n]*)"
_CONTENT_TYPE, _CHUNKED = (re.compile(_FIELD % name) for name in (b"content-type", b"transfer-encoding"))
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_READABLE = re.compile(r"html|pdf|text/plain|wordprocessingml|^$", re.IGNORECASE)
_ALGORITHMS = ("sha1", "sha256", "sha512", "md5")
_LONGEST_HEAD = 1 << 20
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

DAMAGED = "damaged: the digest is another one than the record tells"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A response, or a revisit of one, as others kept it. `body` has its chunks undone, its content coding not."""

    record: str  # WARC-Record-ID
    url: str
    at: datetime
    status: int
    content_type: str | None
    head: bytes
    body: bytes
    digest: str | None  # WARC-Payload-Digest as written: how a revisit finds its original
    original: tuple[str, datetime] | None = None  # of a revisit: URL and time of its original, where told
    revisit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A record that becomes no capture."""

    why: str
    fault: bool = False  # something is wrong with it, or with all that follows


def read_foreign(stream: IO[bytes], *, max_size: int, now: datetime) -> Iterator[Foreign | Skipped]:
    """What each record of a WARC stream comes to; where the stream breaks off, a fault is the last thing told."""
    try:
        for record in ArchiveIterator(stream, no_record_parse=True):
            yield _read_record(record, max_size, now)
    except (ArchiveLoadFailed, ValueError, OSError, *BROKEN_ZIP) as error:
        told = re.sub(r"\s+", " ", str(error)).strip()[:200]
        yield Skipped(why=f"from here on it cannot be read: {told or type(error).__name__}", fault=True)


def _read_record(record: Any, max_size: int, now: datetime) -> Foreign | Skipped:
    kind = str(record.rec_type)
    if kind not in ("response", "revisit"):
        return Skipped(why=f"{kind} records" if re.fullmatch(r"[a-z]{1,20}", kind) else "records of no known type")
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not re.match(r"(?i)https?://", url):
        return Skipped(why="records of no web address")
    at = _read_date(headers.get_header("WARC-Date"), now)
    if at is None:
        return Skipped(why="damaged: no date, or one that cannot be", fault=True)
    block = _read_block(record, max_size + _LONGEST_HEAD)
    if block is None:
        return Skipped(why="larger than network.max_size")
    if not _has_length(block, headers) or _is_wrong(headers.get_header("WARC-Block-Digest"), block):
        return Skipped(why=DAMAGED, fault=True)
    return _read_http(block, kind == "revisit", url, at, headers)


def _read_http(block: bytes, revisit: bool, url: str, at: datetime, headers: Any) -> Foreign | Skipped:
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    head, body = (block[: end.end()], block[end.end() :]) if end else (block, b"")
    status = _STATUS.match(head)
    if not revisit and (status is None or end is None):
        return Skipped(why="responses that are no HTTP", fault=True)
    payload = body
    body = _join_chunks(head, body)
    digest = headers.get_header("WARC-Payload-Digest")
    if not revisit and _is_wrong(digest, payload) and _is_wrong(digest, body):
        return Skipped(why=DAMAGED, fault=True)
    code, kind = int(status[1]) if status else 0, _CONTENT_TYPE.search(head)
    content_type = kind[1].decode("latin-1").strip() if kind else None
    if 300 <= code < 400:
        return Skipped(why="redirects and 304 responses: what they lead to has a record of its own")
    if code < 100 and not revisit:
        return Skipped(why="responses that are no HTTP", fault=True)
    if not _READABLE.search((content_type or "").strip()):
        return Skipped(why="images, scripts and other things without an article")
    named = headers.get_header("WARC-Refers-To-Target-URI")
    then = _read_date(headers.get_header("WARC-Refers-To-Date"), at)
    return Foreign(
        record=str(headers.get_header("WARC-Record-ID") or ""),
        url=url,
        at=at,
        status=code,
        content_type=content_type,
        head=head if status else b"",
        body=b"" if revisit else body,
        digest=digest,
        original=(named, then) if named and then else None,
        revisit=revisit,
    )


def _read_date(text: str | None, now: datetime) -> datetime | None:
    """The moment, in UTC; None where it is none, or lies behind `now` or before there was a web."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return at if _EARLIEST <= at <= now else None


def _read_block(record: Any, most: int) -> bytes | None:
    """The record's block; None where it has more than `most` bytes."""
    parts, size = [], 0
    while size <= most and (part := record.raw_stream.read(min(1 << 16, most + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts) if size <= most else None


def _has_length(block: bytes, headers: Any) -> bool:
    told = (headers.get_header("Content-Length") or "").strip()
    return told.isascii() and told.isdigit() and int(told[:20]) == len(block)


def _is_wrong(told: str | None, content: bytes) -> bool:
    """Whether a digest is told, in a way that we know, and is not that of the content."""
    algorithm, _, value = (told or "").partition(":")
    if algorithm.lower() not in _ALGORITHMS or not value:
        return False
    digest = hashlib.new(algorithm.lower(), content, usedforsecurity=False).digest()
    return value.strip().lower() not in (digest.hex(), base64.b32encode(digest).decode().lower())


def _join_chunks(head: bytes, body: bytes) -> bytes:
    """The body without its chunks; as it is, where it does not stand in chunks whatever the head says."""
    coding = _CHUNKED.search(head)
    if coding is None or b"chunked" not in coding[1].lower():
        return body
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        part = body[found.end() : found.end() + size]
        at = found.end() + size + 2
        if len(part) < size or body[at - 2 : at] != b"\r\n":
            return body
        parts.append(part)
    return body
