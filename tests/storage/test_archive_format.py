"""The description of the archive's format names every key that is written, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from storage.archive.checkpoints import make_checkpoint
from storage.archive.ledger import read_lines
from storage.archive.proofs import prove_captures, write_proof
from storage.archive.tombstones import tombstone_line
from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange, Import

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "archive-format.md").read_text(encoding="utf-8")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def tables(heading: str) -> list[list[str]]:
    """The first columns of the tables under a heading: every word in backticks."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found: list[list[str]] = [[]]
    for line in section.splitlines():
        if line.startswith("| `"):
            found[-1] += re.findall(r"`([^`]+)`", line.split("|")[1])
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def test_the_format_is_described_key_by_key(tmp_path: Path, make_exchange: Callable[..., Exchange]) -> None:
    with Recorder(tmp_path / "data", "run-1") as recorder:
        capture = recorder.record(
            make_exchange(
                interim_heads=b"HTTP/1.1 103 Early Hints\r\n\r\n",
                request_head=b"GET /a HTTP/1.1\r\nCookie: a=b\r\n folded: c\r\n\r\n",
                response_head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                tls_protocol="TLSv1.3",
                tls_chain=("0" * 64,),
                imported=Import(file="", sha256="", record="", at=NOON),
            )
        ).result()
    checkpoint = make_checkpoint(tmp_path / "data", tmp_path / "secrets", NOON)
    archive = tmp_path / "data" / "archive"
    statement, seal = (line for _, _, line in read_lines(archive))
    told, told_capture = tables("Statement")
    assert sorted(json.loads(statement)) == sorted(set(told) - {"request_head"})  # it was only masked
    assert told_capture == [each.name for each in fields(Capture)] == list(json.loads(statement)["capture"])
    assert tables("Ledger") == [list(json.loads(seal))]
    stone = tombstone_line(statement, end=1, sealed=None, at=NOON, reason="")
    assert tables("Tombstones") == [list(json.loads(stone))]
    assert checkpoint
    assert [each.split()[0] for each in tables("Checkpoints")[0]] == [x.split()[0] for x in checkpoint.note.lines[3:]]
    proof = prove_captures(archive, [capture.id])[capture.id]
    assert tables("Proofs") == [list(json.loads(write_proof(proof)))]
