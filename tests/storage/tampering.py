"""Ways to tamper with an archive: each takes a `data/` folder and changes it, as somebody with a reason would."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sqlite3
import uuid
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from storage.archive.checkpoints import checkpoint_files, make_checkpoint
from storage.archive.groups import read_groups, warc_files
from storage.archive.ledger import ledger_files, read_lines
from storage.archive.statements import FIRST, line_hash
from storage.plain import to_json
from storage.records import Exchange, Role

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def groups_of(path: Path) -> list[bytes]:
    """The file in pieces: what stands before the first group, then each group."""
    content = path.read_bytes()
    groups = list(read_groups(path))
    return [content[: groups[0].offset], *(content[each.offset : each.end] for each in groups)]


def rewrite(path: Path, pieces: list[bytes]) -> None:
    path.chmod(0o644)
    path.write_bytes(b"".join(pieces))


def edit_body(folder: Path) -> None:
    """Another word in the second capture, with every digest in its record made anew."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    response, rest = members(pieces[2])[0], b"".join(packed(pieces[2])[1:])
    head, block = response.split(b"\r\n\r\n", 1)
    block = block[:-4].replace(b"words", b"lies!")
    payload = block.partition(b"\r\n\r\n")[2]
    for name, part in ((b"Payload", payload), (b"Block", block)):
        new = b"WARC-%s-Digest: sha256:%s" % (name, hashlib.sha256(part).hexdigest().encode())
        head = re.sub(rb"WARC-%s-Digest: \S+" % name, new, head)
    pieces[2] = gzip.compress(head + b"\r\n\r\n" + block + b"\r\n\r\n") + rest
    rewrite(path, pieces)


def delete_group(folder: Path) -> None:
    """The second capture is gone from its file."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    rewrite(path, [*pieces[:2], *pieces[3:]])


def swap_groups(folder: Path) -> None:
    """The second capture and the third change places."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    rewrite(path, [*pieces[:2], pieces[3], pieces[2], pieces[4]])


def insert_group(folder: Path) -> None:
    """The second capture stands twice."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    rewrite(path, [*pieces[:3], pieces[2], *pieces[3:]])


def edit_date(folder: Path) -> None:
    """Another day in a WARC header of the second capture."""
    edit_header(folder, b"WARC-Date: 2026-03-01", b"WARC-Date: 2025-03-01")


def edit_uri(folder: Path) -> None:
    """Another address in a WARC header of the second capture."""
    edit_header(folder, b"WARC-Target-URI: https://news.example/1", b"WARC-Target-URI: https://news.example/9")


def flip_byte(folder: Path) -> None:
    """One bit of the second capture."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    flipped = bytearray(pieces[2])
    flipped[len(flipped) // 2] ^= 1
    rewrite(path, [*pieces[:2], bytes(flipped), *pieces[3:]])


def edit_ledger_line(folder: Path) -> None:
    """Another status in the second line."""
    edit_ledger(folder, lambda lines: [lines[0], lines[1].replace(b'"status":200', b'"status":404'), *lines[2:]])


def delete_ledger_line(folder: Path) -> None:
    """The second line is gone."""
    edit_ledger(folder, lambda lines: [lines[0], *lines[2:]])


def swap_ledger_lines(folder: Path) -> None:
    """The second line and the third change places."""
    edit_ledger(folder, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])


def edit_row(folder: Path) -> None:
    """Another hash in the second row."""
    run_sql(folder, "UPDATE captures SET sha256 = 'f' WHERE sequence = 2")


def delete_row(folder: Path) -> None:
    """The second row is gone."""
    run_sql(folder, "DELETE FROM captures WHERE sequence = 2")


def delete_file(folder: Path) -> None:
    """The first WARC file is gone."""
    warc_files(folder / "archive")[0].unlink()


def drop_tail(folder: Path) -> None:
    """The first WARC file ends in the middle of its last capture."""
    path = warc_files(folder / "archive")[0]
    rewrite(path, [path.read_bytes()[:-40]])


TAMPERINGS: list[tuple[Callable[[Path], None], str]] = [
    (edit_body, "000000000001-20260301.warc.gz"),
    (delete_group, "000000000001-20260301.warc.gz"),
    (swap_groups, "000000000001-20260301.warc.gz"),
    (insert_group, "000000000001-20260301.warc.gz"),
    (edit_date, "000000000001-20260301.warc.gz"),
    (edit_uri, "000000000001-20260301.warc.gz"),
    (flip_byte, "000000000001-20260301.warc.gz"),
    (edit_ledger_line, "20260301.jsonl"),
    (delete_ledger_line, "20260301.jsonl"),
    (swap_ledger_lines, "20260301.jsonl"),
    (edit_row, "defenderwatch.sqlite"),
    (delete_row, "defenderwatch.sqlite"),
    (delete_file, "000000000001-20260301.warc.gz"),
    (drop_tail, "000000000001-20260301.warc.gz"),
]
"""Each with the end of the name of the file that a verification must name."""


def recompress(folder: Path) -> None:
    """The first WARC file compressed anew, record by record: no tampering."""
    path = warc_files(folder / "archive")[0]
    rewrite(path, [gzip.compress(each, 9) for piece in groups_of(path) for each in members(piece)])


def write_anew(folder: Path, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    """The whole archive written again without a fault: every hash of the edited ledger's chain made anew."""
    lines, previous = [], FIRST
    for line in edit([line for _, _, line in read_lines(folder / "archive")]):
        statement = json.loads(line)
        statement["previous"] = previous
        lines.append(to_json(statement).encode())
        previous = line_hash(lines[-1])
    edit_ledger(folder, lambda _: lines)


def take_the_end(folder: Path) -> None:
    """Everything behind the first checkpoint is gone: ledger, WARC file, rows and checkpoints."""
    kept = int(checkpoint_files(folder / "archive")[0].stem)
    edit_ledger(folder, lambda lines: lines[:kept])
    warc_files(folder / "archive")[-1].unlink()
    checkpoint_files(folder / "archive")[-1].unlink()
    run_sql(folder, "DELETE FROM captures WHERE sequence > 8")


def sign_with_another_key(folder: Path) -> None:
    """The archive written anew as a whole, with checkpoints of a key that its keepers never had."""
    for each in ("archive/keys", "archive/checkpoints", "secrets"):
        shutil.rmtree(folder / each)
    write_anew(folder, lambda lines: lines)
    make_checkpoint(folder, folder / "secrets", NOON)


def edit_checkpoint(folder: Path) -> None:
    """Another number of captures in the first checkpoint."""
    path = checkpoint_files(folder / "archive")[0]
    path.write_text(path.read_text().replace("captures 8", "captures 7"))


def edit_last_capture(folder: Path) -> None:
    """Another address in the last statement, and every hash of the chain behind it made anew."""
    write_anew(folder, lambda lines: [*lines[:-2], lines[-2].replace(b"example/8", b"example/9"), lines[-1]])


def members(content: bytes) -> list[bytes]:
    return [gzip.decompress(each) for each in packed(content)]


def packed(content: bytes) -> list[bytes]:
    packed = []
    while content:
        inflate = zlib.decompressobj(31)
        inflate.decompress(content)
        end = len(content) - len(inflate.unused_data)
        packed.append(content[:end])
        content = content[end:]
    return packed


def edit_header(folder: Path, old: bytes, new: bytes) -> None:
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    pieces[2] = b"".join(gzip.compress(each.replace(old, new, 1)) for each in members(pieces[2]))
    rewrite(path, pieces)


def edit_ledger(folder: Path, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    (path,) = ledger_files(folder / "archive")
    path.write_bytes(b"".join(line + b"\n" for line in edit(path.read_bytes().splitlines())))


def run_sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "defenderwatch.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()


def an_exchange(url: str, body: bytes = b"later words") -> Exchange:
    """A look at a page, as a spider hands it over."""
    return Exchange(
        capture=uuid.uuid4().hex,
        run="run",
        source="news",
        role=Role.PAGE,
        url=url,
        requested_at=NOON,
        ended_at=NOON,
        request_head=b"GET / HTTP/1.1\r\nHost: news.example\r\nUser-Agent: test\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        status=200,
        body=body,
        content_type="text/html",
    )
