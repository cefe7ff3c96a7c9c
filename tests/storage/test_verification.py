"""Verification: each way of tampering with a copy is found, and its place named."""

from __future__ import annotations

import gzip
import hashlib
import re
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.archive.groups import read_groups, warc_files
from storage.archive.verification import Verification, verify
from storage.recorder import Recorder
from storage.records import Exchange
from storage.store import Store

Make = Callable[..., Exchange]


@pytest.fixture
def whole(tmp_path: Path, make_exchange: Make) -> Path:
    """Eight captures in two sealed files; the fifth is a revisit."""
    for run in (0, 1):
        with Recorder(tmp_path, f"run-{run}") as recorder:
            for number in range(4):
                body = b"<p>words 0</p>" if number == 0 else b"<p>words %d %d</p>" % (run, number)
                recorder.record(make_exchange(f"https://news.example/{number}", body)).result()
    assert verify(tmp_path).ok
    return tmp_path


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
    response, rest = _members(pieces[2])[0], b"".join(_packed(pieces[2])[1:])
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
    _edit_header(folder, b"WARC-Date: 2026-03-01", b"WARC-Date: 2025-03-01")


def edit_uri(folder: Path) -> None:
    """Another address in a WARC header of the second capture."""
    _edit_header(folder, b"WARC-Target-URI: https://news.example/1", b"WARC-Target-URI: https://news.example/9")


def flip_byte(folder: Path) -> None:
    """One bit of the second capture."""
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    flipped = bytearray(pieces[2])
    flipped[len(flipped) // 2] ^= 1
    rewrite(path, [*pieces[:2], bytes(flipped), *pieces[3:]])


def edit_ledger_line(folder: Path) -> None:
    """Another status in the second line."""
    _edit_ledger(folder, lambda lines: [lines[0], lines[1].replace(b'"status":200', b'"status":404'), *lines[2:]])


def delete_ledger_line(folder: Path) -> None:
    """The second line is gone."""
    _edit_ledger(folder, lambda lines: [lines[0], *lines[2:]])


def swap_ledger_lines(folder: Path) -> None:
    """The second line and the third change places."""
    _edit_ledger(folder, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])


def edit_row(folder: Path) -> None:
    """Another hash in the second row."""
    _run_sql(folder, "UPDATE captures SET sha256 = 'f' WHERE sequence = 2")


def delete_row(folder: Path) -> None:
    """The second row is gone."""
    _run_sql(folder, "DELETE FROM captures WHERE sequence = 2")


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


@pytest.mark.parametrize(("tamper", "place"), TAMPERINGS, ids=lambda each: getattr(each, "__name__", ""))
def test_tampering_is_found_and_its_place_named(whole: Path, tamper: Callable[[Path], None], place: str) -> None:
    """The file is named, and the capture (or the offset) where one can be told."""
    with Store.open(whole) as store:
        second = store.last_captures(source="news", limit=7)[-1]
    tamper(whole)
    found = verify(whole)
    assert not found.ok
    at_the_place = [each for each in found.problems if (each.file or "").endswith(place)]
    assert at_the_place, found.problems
    assert any(each.capture or each.offset is not None or tamper is delete_file for each in at_the_place)
    if tamper not in (flip_byte, drop_tail):
        assert second.id in {each.capture for each in found.problems}, found.problems


def test_a_file_compressed_anew_still_holds(whole: Path) -> None:
    """The records are what counts; that their places moved is said, not counted as a problem."""
    path = warc_files(whole / "archive")[0]
    members = [gzip.compress(each, 9) for piece in groups_of(path) for each in _members(piece)]
    rewrite(path, members)
    found = verify(whole)
    assert found.ok, found.problems
    assert any("compression differs" in each for each in found.not_proved)


def test_a_verification_says_what_it_does_not_prove(whole: Path) -> None:
    """Above all that a site published what we received."""
    found = verify(whole)
    assert isinstance(found, Verification)
    assert any("published" in each for each in found.not_proved)
    assert found.captures == 8


def _members(content: bytes) -> list[bytes]:
    return [gzip.decompress(each) for each in _packed(content)]


def _packed(content: bytes) -> list[bytes]:
    packed = []
    while content:
        inflate = zlib.decompressobj(31)
        inflate.decompress(content)
        end = len(content) - len(inflate.unused_data)
        packed.append(content[:end])
        content = content[end:]
    return packed


def _edit_header(folder: Path, old: bytes, new: bytes) -> None:
    path = warc_files(folder / "archive")[0]
    pieces = groups_of(path)
    pieces[2] = b"".join(gzip.compress(each.replace(old, new, 1)) for each in _members(pieces[2]))
    rewrite(path, pieces)


def _edit_ledger(folder: Path, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    (path,) = (folder / "archive" / "ledger").iterdir()
    path.write_bytes(b"".join(line + b"\n" for line in edit(path.read_bytes().splitlines())))


def _run_sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "defenderwatch.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()
