"""Time stamps of checkpoints by somebody else (RFC 3161): the question, and what their answer says.

Only the SHA-256 of a checkpoint goes out. Answers are kept raw, `checkpoints/SIZE.NAME.tsr`: whether the
authority's signature is good, any tool for RFC 3161 tells (`openssl ts -verify`). We look whether an answer
is one to our question, so that a wrong one is noticed on the day and not before the court.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.archive.disk import clear_errors, put_file
from storage.errors import ArchiveError

LARGEST = 100_000
"""Bytes of an answer: real ones have some thousands."""

_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier, RFC 5754
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo
_INTEGER, _OCTETS, _SEQUENCE, _TIME = 0x02, 0x04, 0x30, 0x18
_GRANTED = (b"\x00", b"\x01")  # granted, and granted with changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an authority says: these bytes were there at that time."""

    sha256: str
    at: datetime
    nonce: bytes | None


def make_query(content: bytes, nonce: bytes) -> bytes:
    """The question (TimeStampReq) for the SHA-256 of `content`; certificates are asked for."""
    imprint = _der(_SEQUENCE, _SHA256 + _der(_OCTETS, hashlib.sha256(content).digest()))
    return _der(_SEQUENCE, b"\x02\x01\x01" + imprint + _der(_INTEGER, nonce) + b"\x01\x01\xff")


def make_nonce() -> bytes:
    """A number that only the answer to this question can know: positive, in its shortest form."""
    return bytes([secrets.randbelow(0x7F) + 1]) + secrets.token_bytes(7)


def read_stamp(answer: bytes) -> Stamp:
    """What the answer (TimeStampResp) says; ArchiveError where it refuses, or is none."""
    try:
        status, *token = _parts(_only(answer))
        said = _parts(status[1])
        if next(said)[1] not in _GRANTED:
            raise ArchiveError("the authority refuses a time stamp")
        _, _, imprint, _, time, *rest = _parts(_tst_info(token[0][1]))
        _, (kind, sha256) = _parts(imprint[1])
        if kind != _OCTETS or len(sha256) != 32 or time[0] != _TIME:
            raise ValueError("it stamps something else")
        nonce = next((content for kind, content in rest if kind == _INTEGER), None)
        return Stamp(sha256=sha256.hex(), at=_read_time(time[1].decode("ascii")), nonce=nonce)
    except (ValueError, IndexError, StopIteration) as error:
        raise ArchiveError(f"this is not a time stamp ({error})") from None


def _tst_info(token: bytes) -> bytes:
    """The inmost sequence: in a ContentInfo, in SignedData, in an EncapsulatedContentInfo, in an octet string."""
    signed = _only(list(_parts(token))[1][1])
    for kind, content in _parts(signed):
        if kind == _SEQUENCE and content.startswith(_TST_INFO):
            return _only(_only(_only(content[len(_TST_INFO) :])))
    raise ValueError("no time stands in it")


def _read_time(text: str) -> datetime:
    found = re.fullmatch(r"(\d{14})(?:\.(\d{1,6})\d*)?Z", text)
    if not found:
        raise ValueError("its time cannot be read")
    at = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return at.replace(microsecond=int((found[2] or "0").ljust(6, "0")))


def _only(content: bytes) -> bytes:
    """What the one value holds that stands there."""
    return next(_parts(content))[1]


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The values (tag and content) that follow each other in DER."""
    at = 0
    while at < len(content):
        tag, length, start = content[at], content[at + 1], at + 2
        if length & 0x80:
            many = length & 0x7F
            if not 0 < many <= 4:
                raise ValueError("a length that DER does not know")
            length, start = int.from_bytes(content[start : start + many]), start + many
        if start + length > len(content):
            raise ValueError("it is cut off")
        yield tag, content[start : start + length]
        at = start + length


def _der(tag: int, content: bytes) -> bytes:
    assert len(content) < 0x80  # noqa: S101 - our questions are short
    return bytes([tag, len(content)]) + content


def stamp_files(archive: Path) -> list[Path]:
    """The answers that are kept, oldest first."""
    return sorted((archive / "checkpoints").glob("*.tsr"))


def keep_answer(archive: Path, size: int, name: str, answer: bytes) -> Path:
    """The raw answer of the authority of that name stands beside the checkpoint of that size."""
    path = archive / "checkpoints" / f"{size:012d}.{re.sub(r'[^a-z0-9.-]', '-', name.lower())}.tsr"
    put_file(path, answer)
    return path


def checked_stamp(path: Path) -> Stamp:
    """What a kept answer says, once it speaks of the checkpoint beside it; ArchiveError where it does not."""
    checkpoint = path.with_name(path.name.partition(".")[0] + ".txt")
    with clear_errors(path):
        stamp = read_stamp(path.read_bytes())
        content = checkpoint.read_bytes()
    if stamp.sha256 != hashlib.sha256(content).hexdigest():
        raise ArchiveError(f"it stamps something else than {checkpoint.name}")
    return stamp
