"""Reading one exchange back out of a WARC file, and undoing its content coding."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from storage.errors import ArchiveError, BrokenEncoding, TooLarge

__all__ = [
    "OPEN",
    "ArchiveError",
    "BrokenEncoding",
    "StoredExchange",
    "TooLarge",
    "decode_body",
    "find_file",
    "read_exchange",
]

OPEN = ".open"  # the end of a file's name while it is written to
_CHUNK = 1 << 16
_HEAD_END = re.compile(rb"\n\r?\n")
_ENCODING = re.compile(rb"^content-encoding[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's `wbits`


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExchange:
    """What stands in a `response` record: the head, and the body as it was sent."""

    head: bytes
    body: bytes

    @property
    def content_encoding(self) -> str | None:
        """The content codings as the head lists them, in the order in which they were applied."""
        found = [each.decode("latin-1").strip() for each in _ENCODING.findall(self.head)]
        return ", ".join(found) or None


def find_file(archive: Path, file: str) -> Path:
    """Where the WARC file of that name is, written to or sealed; ArchiveError where it is gone."""
    sealed = archive / file
    for path in (sealed, sealed.with_name(sealed.name + OPEN), sealed):  # it may be sealed between two looks
        if path.exists():
            return path
    raise ArchiveError(f"{sealed}: this file of the archive is missing; bring it back from a copy")


def read_exchange(archive: Path, file: str, offset: int) -> StoredExchange:
    """The response whose record begins at that offset; only this one member is inflated."""
    path = find_file(archive, file)
    try:
        record = _inflate_member(path, offset)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; check the rights of the file") from error
    except zlib.error as error:
        raise ArchiveError(f"{path}: the record at offset {offset} is damaged ({error})") from error
    _, _, block = record.partition(b"\r\n\r\n")
    end = _HEAD_END.search(block)
    if not record.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n") or end is None:
        raise ArchiveError(f"{path}: at offset {offset} there is no response")
    return StoredExchange(head=block[: end.end()], body=block[end.end() : -4])


def _inflate_member(path: Path, offset: int) -> bytes:
    """One whole gzip member."""
    inflate = zlib.decompressobj(_GZIP)
    parts = []
    with path.open("rb", buffering=0) as file:
        file.seek(offset)
        while not inflate.eof:
            chunk = file.read(_CHUNK)
            if not chunk:
                raise zlib.error("it ends too early")
            parts.append(inflate.decompress(chunk))
    return b"".join(parts)


def decode_body(body: bytes, content_encoding: str | None, max_size: int) -> bytes:
    """The body with its content codings undone, last applied first.

    TooLarge where any step gives more than `max_size` bytes, BrokenEncoding where one does not inflate.
    """
    for coding in reversed((content_encoding or "").lower().split(",")):
        body = _undo(body, coding.strip(), max_size)
    if len(body) > max_size:
        raise TooLarge(f"the body has more than {max_size} bytes")
    return body


def _undo(body: bytes, coding: str, max_size: int) -> bytes:
    if coding in ("", "identity", "none") or not body:
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, _GZIP, max_size)
    if coding == "deflate":  # RFC 9110 means zlib; many servers send bare deflate
        wrapped = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
        return _inflate(body, _ZLIB if wrapped else _RAW, max_size)
    raise BrokenEncoding(f"the content coding {coding!r} is none that we asked for (gzip, deflate)")


def _inflate(body: bytes, wbits: int, max_size: int) -> bytes:
    """All members of the body; what follows the last whole one and begins none is left out, as browsers do."""
    parts: list[bytes] = []
    left = max_size
    while body:
        inflate = zlib.decompressobj(wbits)
        try:
            part = inflate.decompress(body, left + 1)
        except zlib.error as error:
            if parts:
                break
            raise BrokenEncoding(f"the body does not inflate ({error})") from error
        left -= len(part)
        if left < 0:
            raise TooLarge(f"the body has more than {max_size} bytes once decoded")
        if not inflate.eof:
            raise BrokenEncoding("the body ends before its content coding does")
        parts.append(part)
        body = inflate.unused_data if wbits == _GZIP else b""
    return b"".join(parts)
