"""Capture statements: one line of JSON that says all we attest of a capture.

The same bytes stand in the WARC file (as a `metadata` record) and in the ledger (as a line), and
the capture's row in the database can be made from them alone. `previous` is the SHA-256 of the
ledger line before, so that no line can be edited or taken out unseen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from storage.archive.heads import mask_secrets, mend_request, mend_response
from storage.archive.merkle import leaf_hash
from storage.archive.warc import Draft, was_sent
from storage.plain import clean_text, from_plain, to_json, to_plain
from storage.records import Capture, Exchange, Rendering

VERSION = 1
FIRST = "0" * 64  # `previous` of the first line
REDACTED = "redacted"  # the type of a line that stands for a capture which was redacted
_TOMBSTONE = b'{"type":"redacted",'


def write_statement(
    exchange: Exchange,
    capture: dict[str, Any],
    records: list[Draft],
    previous: str,
    original: str | None,
) -> bytes:
    """The statement of a capture, which is plain already; without a line's end."""
    names = [{"kind": each.kind, "id": each.id, "sha256": hashlib.sha256(each.content).hexdigest()} for each in records]
    statement = {
        "type": "capture",
        "version": VERSION,
        "previous": previous,
        "capture": capture,
        "original": original,  # id of the capture that holds the body, of a revisit or a 304
        "method": clean_text(exchange.method),
        "head_at": to_plain(exchange.head_at),
        "ip_address": to_plain(exchange.ip_address),
        "software": clean_text(exchange.software),
        "records": names,
        **_raw_heads(exchange),
        **_tls(exchange),
        **({"imported": to_plain(exchange.imported)} if exchange.imported else {}),
        **_rendered(exchange.rendering),
    }
    return to_json(statement).encode("ascii")


def _raw_heads(exchange: Exchange) -> dict[str, Any]:
    """Heads that stand in no record as they were, one latin-1 letter a byte; and what was masked."""
    raw: dict[str, Any] = {}
    if exchange.interim_heads:
        raw["interim_heads"] = exchange.interim_heads.decode("latin-1")
    head = exchange.response_head
    if head is not None and (exchange.status == 304 or mend_response(head, exchange.status) != head):
        raw["response_head"] = head.decode("latin-1")
    if was_sent(exchange):
        masked, names = mask_secrets(exchange.request_head)
        raw |= {"masked": list(names)} if names else {}
        raw |= {"request_head": masked.decode("latin-1")} if mend_request(masked, exchange.method) != masked else {}
    return raw


def _tls(exchange: Exchange) -> dict[str, Any]:
    """The protocol and the SHA-256 of each certificate (DER), where the connection told them."""
    if exchange.tls_protocol is None:
        return {}
    return {"tls_protocol": exchange.tls_protocol, "tls_chain": list(exchange.tls_chain)}


def _rendered(rendering: Rendering | None) -> dict[str, Any]:
    """How the extras were made; they themselves are named among the records."""
    if rendering is None:
        return {}
    return {
        "rendered": {name: told for name, told in to_plain(replace(rendering, extras=())).items() if name != "extras"}
    }


def read_statement(line: bytes) -> dict[str, Any] | None:
    """The statement in a line, or None where it is not a whole one of a kind that we write. Not to be changed."""
    return _parse(line)[0]


def read_capture(statement: dict[str, Any]) -> Capture:
    """The capture that a statement speaks of, as its row says it."""
    return from_plain(Capture, statement["capture"])


def capture_in(line: bytes) -> Capture:
    """The capture that a line speaks of; ValueError where it is no whole line of one."""
    capture = _parse(line)[1]
    if capture is None:
        raise ValueError("this line speaks of no capture")
    return capture


@lru_cache(maxsize=64)  # in a verification the same line comes from the ledger and, soon after, from the WARC file
def _parse(line: bytes) -> tuple[dict[str, Any] | None, Capture | None]:
    capture = None
    try:
        statement = json.loads(line)
        if statement["type"] == "capture":
            capture = read_capture(statement)
            whole = all(isinstance(each["sha256"], str) for each in statement["records"])
        elif statement["type"] == REDACTED:
            capture = read_capture(statement)
            whole = len(bytes.fromhex(statement["hash"])) == len(bytes.fromhex(statement["leaf"])) == 32
        else:
            whole = statement["type"] == "seal" and isinstance(statement["last"] + statement["length"], int)
        sound = whole and isinstance(statement["previous"], str)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, None
    return (statement, capture) if sound else (None, None)


def line_hash(line: bytes) -> str:
    """What the next line calls `previous`: the SHA-256 of the line without its end.

    Of a tombstone it is that of the line which stood there before.
    """
    tombstone = _read_tombstone(line)
    return str(tombstone["hash"]) if tombstone else hashlib.sha256(line).hexdigest()


def leaf_of_line(line: bytes) -> bytes:
    """The line as a leaf of the Merkle tree; a tombstone as the line which stood there before."""
    tombstone = _read_tombstone(line)
    return bytes.fromhex(tombstone["leaf"]) if tombstone else leaf_hash(line)


def is_tombstone(line: bytes) -> bool:
    """Whether the line stands for a capture that was redacted."""
    return line.startswith(_TOMBSTONE)


def _read_tombstone(line: bytes) -> dict[str, Any] | None:
    return read_statement(line) if is_tombstone(line) else None
