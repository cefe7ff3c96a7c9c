"""The recorder: what it acknowledges is evidence, and stays."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from storage.archive import disk, files
from storage.archive.verification import verify
from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange, Failure, Outcome, Page, PageState, Reading, Role
from storage.store import ArchiveError, BrokenEncoding, Store, StoreError, TooLarge

Make = Callable[..., Exchange]
Record = Callable[..., Capture]
At = Callable[[float], datetime]


def warc_paths(folder: Path) -> list[Path]:
    return sorted((folder / "archive" / "warc").rglob("*.warc.gz*"))


def ledger_lines(folder: Path) -> list[bytes]:
    return b"".join(path.read_bytes() for path in sorted((folder / "archive" / "ledger").iterdir())).splitlines()


def test_each_capture_is_a_group_in_the_warc_file_a_ledger_line_and_a_row(tmp_path: Path, make_exchange: Make) -> None:
    """Counts of the three agree, `warcio check` and `fastwarc check` find every record sound."""
    with Recorder(tmp_path, "run-1") as recorder:
        bodies = [b"<p>one</p>", b"<p>two</p>", b"<p>one</p>", b""]
        made = [make_exchange(f"https://news.example/{number % 2}", body) for number, body in enumerate(bodies)]
        made.append(make_exchange(status=304, response_head=b"HTTP/1.1 304 Not Modified\r\n\r\n", body=b""))
        made.append(make_exchange(response_head=None, status=None, failure=Failure.TIMEOUT, body=b""))
        futures = [recorder.record(each) for each in made]
        captures = [future.result() for future in futures]
    (path,) = warc_paths(tmp_path)
    command = Path(sys.executable).parent
    for check in ([command / "warcio", "check", path], [command / "fastwarc", "check", "-q", path]):
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds.count("metadata") == kinds.count("request") == len(made)
    assert kinds.count("response") + kinds.count("revisit") == len(made) - 2
    with path.open("rb") as file:
        assert sum(1 for _ in FastIterator(file)) == len(kinds)
    assert [each.sequence for each in captures] == list(range(1, len(made) + 1))
    assert len(ledger_lines(tmp_path)) == len(made) + 1
    with Store.open(tmp_path) as store:
        assert store.run_captures(run="run-1") == captures
    found = verify(tmp_path)
    assert found.ok and found.captures == len(made)


def test_a_body_held_already_becomes_a_revisit_of_the_original(tmp_path: Path, record: Record, store: Store) -> None:
    """Never of another revisit; its payload is read from the original, under either name of the file."""
    first, second, third = (record(body=b"the same") for _ in range(3))
    other = record("https://news.example/b", b"the same")
    place = (first.file, first.offset)
    assert [(each.payload_file, each.payload_offset) for each in (first, second, third)] == [place] * 3
    assert other.payload_offset == other.offset
    assert store.payload(third) == b"the same"
    with warc_paths(tmp_path)[0].open("rb") as file:
        revisits = [each.rec_headers for each in ArchiveIterator(file) if each.rec_type == "revisit"]
        file.seek(0)
        responses = [each.rec_headers.get_header("WARC-Record-ID") for each in ArchiveIterator(file)][1]
    assert {each.get_header("WARC-Refers-To") for each in revisits} == {responses}


def test_a_payload_is_found_before_and_after_its_file_is_sealed(tmp_path: Path, make_exchange: Make) -> None:
    """Renaming a file from `.open` breaks no capture."""
    with Recorder(tmp_path, "run-1") as recorder, Store.open(tmp_path) as store:
        capture = recorder.record(make_exchange(body=b"x" * 200_000)).result()
        assert warc_paths(tmp_path)[0].name.endswith(".open")
        assert store.payload(capture) == b"x" * 200_000
        recorder.close()
        assert not warc_paths(tmp_path)[0].name.endswith(".open")
        assert store.payload(capture) == b"x" * 200_000


def test_a_coded_body_is_kept_as_sent_and_decoded_within_bounds(record: Record, store: Store) -> None:
    """`payload` gives the bytes as sent, `payload_decoded` what they mean, or says why it cannot."""
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"
    sent = gzip.compress(b"words " * 1000)
    capture = record(body=sent, response_head=head)
    assert store.payload(capture) == sent
    assert store.payload_decoded(capture, 6000) == b"words " * 1000
    with pytest.raises(TooLarge):
        store.payload_decoded(capture, 5999)
    broken = record("https://news.example/b", sent[:-9], response_head=head)
    with pytest.raises(BrokenEncoding):
        store.payload_decoded(broken, 10_000)


@pytest.mark.parametrize(
    ("state", "body", "outcome"),
    [
        (PageState.OK, b"the same", Outcome.UNCHANGED),
        (PageState.GONE, b"the same", Outcome.FETCHED),
        (PageState.OK, b"other", Outcome.FETCHED),
    ],
)
def test_only_the_bytes_of_a_sound_current_revision_are_unchanged(
    record: Record, store: Store, at: At, state: PageState, body: bytes, outcome: Outcome
) -> None:
    """The body's hash is held against the page's current revision, and only of a page that is well."""
    url = "https://news.example/a"
    first = record(url, b"the same")
    page = Page(url=url, source="news", address=url, found_at=at(0), found_from=None, listed_at=None)
    shown = {"state": state, "sha256": first.sha256}
    _compare(store, first, page, shown, at)
    assert record(url, body).outcome is outcome


def test_bytes_are_not_called_unchanged_while_other_bytes_of_the_page_wait(
    record: Record, store: Store, at: At
) -> None:
    """A, B (not compared yet), A: the second A is read, for B may become the revision it differs from."""
    url = "https://news.example/a"
    page = Page(url=url, source="news", address=url, found_at=at(0), found_from=None, listed_at=None)
    first = record(url, b"A")
    _compare(store, first, page, {"state": PageState.OK, "sha256": first.sha256}, at)
    assert record(url, b"B").outcome is Outcome.FETCHED
    assert record(url, b"A").outcome is Outcome.FETCHED


def test_a_304_leads_to_the_body_that_it_stands_for(record: Record, store: Store) -> None:
    """Nothing was sent, so it has no hash; its head is kept in the statement."""
    first = record(body=b"words", role=Role.INDEX)
    again = record(body=b"", role=Role.INDEX, status=304, response_head=b"HTTP/1.1 304 Not Modified\r\nEtag: x\r\n\r\n")
    assert (again.outcome, again.sha256, again.length) == (Outcome.UNCHANGED, None, 0)
    assert store.payload(again) == b"words"
    statement = json.loads(ledger_lines(store.folder)[-1])
    assert statement["original"] == first.id
    assert "Etag: x" in statement["response_head"]


def test_secrets_in_a_request_are_masked_everywhere(tmp_path: Path, make_exchange: Make) -> None:
    """Cookies and authorisations reach neither WARC file nor ledger, and the mask is declared."""
    secrets = b"Cookie: id=s3cret\r\n folded=s3cret\r\nAuthorization: Basic s3cret\rCookie: s3cret\n"
    head = b"GET / HTTP/1.1\r\n" + secrets + b"Host: a\r\n\r\n"
    with Recorder(tmp_path, "run-1") as recorder:
        recorder.record(make_exchange(request_head=head)).result()
    whole = gzip.decompress(warc_paths(tmp_path)[0].read_bytes()) + b"".join(ledger_lines(tmp_path))
    assert b"s3cret" not in whole
    assert json.loads(ledger_lines(tmp_path)[0])["masked"] == ["cookie", "authorization", "cookie"]


def test_the_same_exchange_recorded_twice_is_one_capture(recorder: Recorder, store: Store, make_exchange: Make) -> None:
    """By its id: in one batch, and later."""
    exchange = make_exchange()
    futures = [recorder.record(exchange), recorder.record(exchange)]
    assert futures[0].result() == futures[1].result() == recorder.record(exchange).result()
    assert len(store.captures(exchange.url)) == 1


def test_an_exchange_that_no_record_can_hold_spoils_no_other(recorder: Recorder, make_exchange: Make) -> None:
    """A time without a zone is refused alone."""
    bad = recorder.record(make_exchange(requested_at=datetime(2026, 1, 1)))  # noqa: DTZ001
    good = recorder.record(make_exchange())
    with pytest.raises(ValueError, match="without a zone"):
        bad.result()
    assert good.result().sequence == 1
    with pytest.raises(ValueError, match="32 hex digits"):
        recorder.record(make_exchange(capture="../../etc/passwd"))


def test_files_are_rolled_at_midnight_and_when_full(
    tmp_path: Path, make_exchange: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is sealed: read-only, its SHA-256 in the ledger; numbering and chain go on."""
    monkeypatch.setattr(files, "LARGEST", 20_000)
    with Recorder(tmp_path, "run-1") as recorder:
        for number in range(6):
            moment = make_exchange().ended_at + timedelta(hours=4 * number)
            body = os.urandom(12_000)
            recorder.record(make_exchange(f"https://news.example/{number}", body, ended_at=moment)).result()
    paths = warc_paths(tmp_path)
    assert [path.name for path in paths] == [
        "000000000001-20260301.warc.gz",
        "000000000003-20260301.warc.gz",
        "000000000004-20260302.warc.gz",
        "000000000006-20260302.warc.gz",
    ]
    seals = [each for line in ledger_lines(tmp_path) if (each := json.loads(line))["type"] == "seal"]
    assert [each["sha256"] for each in seals] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o444}
    assert verify(tmp_path).ok


def test_one_process_writes_at_a_time(tmp_path: Path, make_exchange: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second recorder is told so; when the first has ended it may write."""
    monkeypatch.setattr(disk, "PATIENCE", 0.1)
    with Recorder(tmp_path, "run-1") as recorder:
        recorder.record(make_exchange()).result()
        with pytest.raises(ArchiveError, match="another check is writing"):
            Recorder(tmp_path, "run-2")
        assert verify(tmp_path).ok  # beside a recorder
    with pytest.raises(ArchiveError, match="closed"):
        recorder.record(make_exchange())
    Recorder(tmp_path, "run-2").close()


@pytest.mark.parametrize("part", ["warc", "ledger"])
def test_a_full_disk_is_said_and_nothing_half_written_counts(
    tmp_path: Path, make_exchange: Make, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """What does not fit is refused with a clear message; once there is room, recording goes on."""

    def write_half(file: int, content: memoryview) -> int:
        if part not in str(Path(f"/proc/self/fd/{file}").readlink()).rsplit("archive/", 1)[1]:
            return os.write(file, content)
        if len(content) > 100:
            return os.write(file, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with Recorder(tmp_path, "run-1") as recorder:
        kept = recorder.record(make_exchange()).result()
        with monkeypatch.context() as full:
            full.setattr(disk, "_write", write_half)
            with pytest.raises(ArchiveError, match="disk is full; free some space"):
                recorder.record(make_exchange("https://news.example/b")).result()
        later = recorder.record(make_exchange("https://news.example/c")).result()
    assert (kept.sequence, later.sequence) == (1, 2)
    found = verify(tmp_path)
    assert found.ok and found.captures == 2


def test_a_disk_that_is_full_for_the_database_loses_nothing(tmp_path: Path, make_exchange: Make) -> None:
    """The futures are refused; what the archive holds by then is in the database at the next opening."""
    recorder = Recorder(tmp_path, "run-1")
    kept = recorder.record(make_exchange()).result()
    pages = recorder._database.row("PRAGMA page_count")
    assert pages is not None
    recorder._database.rows(f"PRAGMA max_page_count = {pages[0]}")
    big = "x" * 100_000
    with pytest.raises(ArchiveError, match="disk is full; free some space"):
        recorder.record(make_exchange("https://news.example/b", detail=big)).result()
    with pytest.raises(ArchiveError, match="next check"):
        recorder.record(make_exchange("https://news.example/c")).result()
    with pytest.raises(ArchiveError, match="disk is full"):
        recorder.close()
    Recorder(tmp_path, "run-2").close()
    with Store.open(tmp_path) as store:
        assert [each.url[-1] for each in store.last_captures(source="news", limit=9)] == ["b", "a"]
        assert store.capture(kept.id) == kept
    assert verify(tmp_path).ok


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """Not a traceback of the library, but the path and what to do."""
    (tmp_path / "data").write_text("a file in its place")
    for opening in (lambda: Recorder(tmp_path / "data", "run-1"), lambda: Store.open(tmp_path / "data")):
        with pytest.raises((ArchiveError, StoreError), match=r"data.*check"):
            opening()


def _compare(store: Store, capture: Capture, page: Page, shown: dict[str, object], at: At) -> None:
    reading = Reading(state=PageState.OK, evidence=None)
    store.put_reading(capture_id=capture.id, reading=reading, revision=None, mentions=[], at=at(1))
    assert store.put_comparison(capture_id=capture.id, page=replace(page, **shown), change=None, at=at(2))  # type: ignore[arg-type]
