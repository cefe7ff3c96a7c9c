"""Verification: each way of tampering with a copy is found, and its place named."""

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

import pytest

from storage.archive.attested import UNSIGNED
from storage.archive.checkpoints import checkpoint_files, make_checkpoint
from storage.archive.groups import read_groups, warc_files
from storage.archive.keys import read_keys
from storage.archive.ledger import read_lines
from storage.archive.statements import FIRST, line_hash
from storage.archive.tombstones import tombstone_line, tombstone_path
from storage.archive.verification import Verification, verify
from storage.plain import to_json
from storage.recorder import Recorder
from storage.records import Exchange, Role
from storage.store import Store

Make = Callable[..., Exchange]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


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


@pytest.fixture
def signed(whole: Path) -> Path:
    """Nine captures in three files, signed after eight and after nine; the second checkpoint is kept elsewhere, too."""
    make_checkpoint(whole, whole / "secrets", NOON)
    with Recorder(whole, "run-2") as recorder:
        recorder.record(_an_exchange("https://news.example/8")).result()
    checkpoint = make_checkpoint(whole, whole / "secrets", NOON)
    assert checkpoint
    (whole / "kept.txt").write_bytes(checkpoint.content)
    return whole


def write_anew(folder: Path, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    """The whole archive written again without a fault: every hash of the edited ledger's chain made anew."""
    lines, previous = [], FIRST
    for line in edit([line for _, _, line in read_lines(folder / "archive")]):
        statement = json.loads(line)
        statement["previous"] = previous
        lines.append(to_json(statement).encode())
        previous = line_hash(lines[-1])
    _edit_ledger(folder, lambda _: lines)


def places(found: Verification) -> list[str]:
    return [f"{each.file}: {each.what}" for each in found.problems]


def test_a_signed_archive_holds_and_says_what_the_checkpoint_kept_elsewhere_proves(signed: Path) -> None:
    assert not places(verify(signed))
    assert UNSIGNED in verify(signed).not_proved
    found = verify(signed, signed / "kept.txt")
    assert found.ok and UNSIGNED not in found.not_proved


def test_a_ledger_written_anew_as_a_whole_is_told_by_its_checkpoints(signed: Path) -> None:
    """The chain of hashes alone would hold. The first line behind the last good checkpoint is named."""
    write_anew(signed, lambda lines: [*lines[:-2], lines[-2].replace(b"example/8", b"example/9"), lines[-1]])
    found = places(verify(signed))
    assert any(
        each.startswith("ledger/20260301.jsonl: lines 11 to 12 are not those that were signed") for each in found
    )
    assert not any("names another hash" in each for each in found)


def test_a_tail_that_was_dropped_is_told_by_a_checkpoint_kept_elsewhere(signed: Path) -> None:
    """Everything behind the first checkpoint is gone from ledger, WARC, database and checkpoints alike."""
    _edit_ledger(signed, lambda lines: lines[:10])
    warc_files(signed / "archive")[-1].unlink()
    checkpoint_files(signed / "archive")[-1].unlink()
    _run_sql(signed, "DELETE FROM captures WHERE sequence > 8")
    assert verify(signed).ok
    found = verify(signed, signed / "kept.txt")
    assert [each.file for each in found.problems] == [str(signed / "kept.txt")]
    assert "its end was taken" in found.problems[0].what


def test_an_archive_signed_with_another_key_is_not_the_one_of_the_checkpoint_kept_elsewhere(signed: Path) -> None:
    """Also where everything in it fits together."""
    shutil.rmtree(signed / "secrets")
    shutil.rmtree(signed / "archive" / "keys")
    shutil.rmtree(signed / "archive" / "checkpoints")
    write_anew(signed, lambda lines: lines)
    make_checkpoint(signed, signed / "secrets", NOON)
    assert verify(signed).ok
    assert any("no key of this archive" in each for each in places(verify(signed, signed / "kept.txt")))


def test_a_checkpoint_that_was_edited_is_told(signed: Path) -> None:
    path = checkpoint_files(signed / "archive")[0]
    path.write_text(path.read_text().replace("captures 8", "captures 7"))
    found = places(verify(signed))
    assert any(each.startswith("checkpoints/000000000010.txt: no key of this archive signed") for each in found)


def test_what_no_checkpoint_signs_yet_is_said(signed: Path) -> None:
    with Recorder(signed, "run-3") as recorder:
        recorder.record(_an_exchange("https://news.example/9")).result()
    found = verify(signed, signed / "kept.txt")
    assert found.ok
    assert any("the last 2 lines of the ledger" in each for each in found.not_proved)
    assert any("first 12 lines" in each for each in found.not_proved)


def test_a_capture_cannot_be_hidden_behind_a_tombstone_that_nobody_signed(signed: Path) -> None:
    second = [line for _, _, line in read_lines(signed / "archive")][1]
    stone = tombstone_line(second, end=1, sealed=None, at=NOON, reason="to hide it")
    _edit_ledger(signed, lambda lines: [lines[0], stone, *lines[2:]])
    identity = json.loads(second)["capture"]["id"]
    found = verify(signed)
    assert any(each.capture == identity and "tombstone" in each.what for each in found.problems)
    tombstone_path(signed / "archive", identity).parent.mkdir()
    note = f"{stone.decode()}\n\n\u2014 {read_keys(signed / 'archive').origin} AAAAAAAA\n"
    tombstone_path(signed / "archive", identity).write_text(note)
    assert any("no key of this archive signed that" in each.what for each in verify(signed).problems)


def _an_exchange(url: str) -> Exchange:
    return Exchange(
        capture=uuid.uuid4().hex,
        run="run",
        source="news",
        role=Role.PAGE,
        url=url,
        requested_at=NOON,
        ended_at=NOON,
        request_head=b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\n\r\n",
        status=200,
        body=b"later words",
    )
