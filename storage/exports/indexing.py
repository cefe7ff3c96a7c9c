"""The index of a parcel for replay tools: CDXJ, packed in blocks as WACZ wants it (ZipNum)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

from storage.archive.groups import Group, Record
from storage.archive.warc import safe_uri
from storage.exports.surt import sort_key
from storage.plain import to_json
from storage.records import Capture

BLOCK = 3000
"""Lines of a block: as many as the WACZ tools put into one."""

_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")


def index_group(capture: Capture, group: Group, file: str, shift: int) -> list[str]:
    """The line of a capture's response or revisit in `file`, where its group stands `shift` bytes further on."""
    shown = [each for each in group.records if each.kind in ("response", "revisit")]
    return [_line(capture, each, file, each.offset + shift) for each in shown]


def _line(capture: Capture, record: Record, file: str, offset: int) -> str:
    url = safe_uri(capture.url)
    mime = _MIME.match(capture.content_type or "")
    told: dict[str, Any] = {
        "url": url,
        "mime": "warc/revisit" if record.kind == "revisit" else mime[0].lower() if mime else "unk",
        "status": str(capture.status or ""),
        "digest": f"sha256:{capture.sha256}",
        "length": str(record.end - record.offset),
        "offset": str(offset),
        "filename": file,
    }
    return f"{sort_key(url)} {capture.requested_at:%Y%m%d%H%M%S} {to_json(told)}\n"


def pack_index(lines: Sequence[str], name: str) -> tuple[bytes, bytes]:
    """The sorted lines as gzip members of 3,000 lines each, for a file of that name; and the index of these blocks."""
    ordered = sorted(lines)
    packed = bytearray()
    index = [f"!meta 0 {to_json({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"]
    for start in range(0, len(ordered), BLOCK):
        block = ordered[start : start + BLOCK]
        member = zlib.compressobj(9, zlib.DEFLATED, 31)
        content = member.compress("".join(block).encode()) + member.flush()
        key = " ".join(block[0].split(" ", 2)[:2])
        index.append(f"{key} {to_json({'offset': len(packed), 'length': len(content)})}\n")
        packed += content
    return bytes(packed), "".join(index).encode()
