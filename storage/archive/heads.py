"""HTTP heads on their way into a WARC record.

A record must be readable by every WARC tool, and a head may be hostile. One that a tool would
cut in the wrong place is mended, and the statement then keeps it as it was.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LINE_END = re.compile(rb"\r\n|\n|\r")
_SECRET = re.compile(rb"^(cookie|authorization|proxy-authorization)[ \t]*:", re.IGNORECASE)
_MAYBE_SECRET = re.compile(rb"cookie|authorization", re.IGNORECASE)
_CHUNKED = re.compile(rb"^transfer-encoding(?=[ \t]*:)", re.IGNORECASE)
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] \d{3}(?: .*)?")
_SOUND_LINES = rb"\r\n(?:[!-~][^\r\n]*\r\n)*\r\n"  # none blank, none folded
_SOUND_RESPONSE = re.compile(rb"HTTP/1\.[01] \d{3}(?: [^\r\n]*)?" + _SOUND_LINES)
_REQUEST_LINE = re.compile(rb"(?:GET|HEAD|POST|PUT|DELETE|TRACE|OPTIONS|CONNECT|PATCH) \S+ HTTP/1\.[01]")
_SOUND_REQUEST = re.compile(_REQUEST_LINE.pattern + _SOUND_LINES)


@lru_cache(maxsize=4)  # asked for once by the record, once by the statement
def mend_response(head: bytes, status: int | None) -> bytes:
    """The head with a status line that tools know, one blank line, at its end, and no transfer coding.

    Chunks are undone before a body comes to us; the header that spoke of them is renamed
    `X-Archive-Orig-Transfer-Encoding`.
    """
    if _SOUND_RESPONSE.fullmatch(head) and b"transfer-encoding" not in head.lower():
        return head
    lines = _lines(head)
    if not lines or not _STATUS_LINE.fullmatch(lines[0]):
        lines.insert(0, b"HTTP/1.1 %03d" % (status or 0))
        lines[1:2] = [b"X-Archive-Orig-Status-Line: " + line for line in lines[1:2]]
    return _join([_CHUNKED.sub(b"X-Archive-Orig-Transfer-Encoding", line) for line in lines])


@lru_cache(maxsize=4)  # asked for once by the record, once by the statement
def mend_request(head: bytes, method: str) -> bytes:
    """The head with a request line that tools know and one blank line, at its end."""
    if _SOUND_REQUEST.fullmatch(head):
        return head
    lines = _lines(head)
    if not lines or not _REQUEST_LINE.fullmatch(lines[0]):
        known = method if _REQUEST_LINE.fullmatch(f"{method} / HTTP/1.1".encode("ascii", "replace")) else "GET"
        lines.insert(0, f"{known} / HTTP/1.1".encode("ascii"))
        lines[1:2] = [b"X-Archive-Orig-Request-Line: " + line for line in lines[1:2]]
    return _join(lines)


@lru_cache(maxsize=4)  # asked for once by the record, once by the statement
def mask_secrets(head: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The head with cookies and authorisations masked, and the names of the headers that were."""
    if not _MAYBE_SECRET.search(head):
        return head, ()
    lines, masked, in_secret = [], [], False
    for line in head.splitlines(keepends=True):
        if in_secret and line[:1] in (b" ", b"\t"):
            continue  # the rest of a folded secret
        found = _SECRET.match(line)
        in_secret = found is not None
        if found:
            masked.append(found[1].decode("ascii").lower())
            line = found[0] + b" [masked]\r\n"  # noqa: PLW2901 - the masked line stands for it
        lines.append(line)
    return b"".join(lines), tuple(masked)


def _lines(head: bytes) -> list[bytes]:
    """The lines that are not blank in any reader's eyes; one that begins the head is never a folded one."""
    lines = [line for line in _LINE_END.split(head) if not _is_blank(line)]
    return [lines[0].lstrip(), *lines[1:]] if lines else []


def _is_blank(line: bytes) -> bool:
    return not line.decode("latin-1").strip() or not line.decode("utf-8", "replace").strip()


def _join(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n"
