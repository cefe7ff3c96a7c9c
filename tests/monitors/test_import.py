"""What others captured becomes history: in its own place, at its own dates, and no alarm."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from monitors.cli import defenderwatch
from monitors.comparing.comparer import Comparer
from monitors.comparing.imported_history import HISTORY
from monitors.importing import HELD, INDEX, NO_ORIGINAL, NO_PAGE, NO_SOURCE, Imported, Importer
from monitors.reading.pool import ReadingPool
from monitors.reading.reader import Reader
from storage.archive.evidence import read_group
from storage.archive.verification import verify
from storage.imports.foreign import DAMAGED, Foreign, Skipped, read_foreign
from storage.recording.recorder import Recorder
from storage.records import IMPORTED, Change, ChangeKind, Fidelity, PageState
from storage.store import Store, StoreError
from tests.monitors.keeping import URL, Desk, page

FREE = page("Madina Kokbulakova teaches at the school of the town.")
DETAINED = page("Madina Kokbulakova was detained on 15 November near her home.")
SENTENCED = page("Madina Kokbulakova was sentenced on 23 November to ten days of arrest.")
PEOPLE = "name: a\nsubjects:\n- {id: m, kind: defender, name: Madina Kokbulakova}\n"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def member(kind: str = "response", url: str = URL, date: str = "2019-05-01T10:00:00Z", block: str | bytes = b"",
           **headers: str) -> bytes:  # fmt: skip
    """A record as other tools write it; `headers` with `_` for `-`."""
    content = block if isinstance(block, bytes) else block.encode()
    digest = base64.b32encode(hashlib.sha1(content).digest()).decode()
    told = {
        "WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": date, "WARC-Block-Digest": f"sha1:{digest}",
        "WARC-Record-ID": f"<urn:test:{kind}:{url}:{date}>", "Content-Length": str(len(content)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return gzip.compress(b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + content + b"\r\n\r\n", 1)


def look(text: str, date: str, *, url: str = URL, head: str = HEAD, **headers: str) -> bytes:
    return member("response", url, date, f"{head}\r\n{text}", **headers)


@dataclass
class Reading:
    """A desk to which files are brought."""

    desk: Desk
    folder: Path
    files: int = 0

    def bring(self, *members: bytes, name: str = "old.warc.gz") -> Imported:
        """Import a file of these records, read and compare; all in this process."""
        path = self.folder / name
        path.write_bytes(b"".join(members))
        with Store.open(self.desk.data) as store:
            with Recorder(self.desk.data, "import") as recorder:
                told = Importer(store, self.desk.configuration, recorder, now=NOW).import_file(path)
            self.settle(store)
        return told

    def settle(self, store: Store) -> None:
        pool, reader = (
            ReadingPool(self.desk.configuration, self.desk.data),
            Reader(self.desk.configuration, store.folder),
        )
        while captures := store.unread(limit=10):
            for capture in captures:
                pool._keep(store, reader.read(pool._task(store, capture)))
        reader._store.close()
        Comparer(store, self.desk.configuration).compare_waiting()

    def look(self, text: str = "", **other: Any) -> None:
        """A look of our own, in November 2026, read and compared."""
        self.desk.look(text, **other)
        with Store.open(self.desk.data) as store:
            self.settle(store)

    def changes(self) -> list[tuple[str, str, list[str]]]:
        """Day, kind and events of each change, by time."""
        return [
            (
                f"{each.detected_at:%Y-%m-%d}",
                each.kind.value,
                [str(event.status or event.kind) for event in each.events],
            )
            for each in self.all_changes()
        ]

    def all_changes(self) -> list[Change]:
        with Store.open(self.desk.data) as store:
            return list(store.changes(include_silent=True))


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Reading]:
    yield Reading(Desk(data=tmp_path / "data"), tmp_path)
    assert verify(tmp_path / "data").ok


def test_foreign_looks_become_captures_and_changes_at_their_own_dates(history: Reading) -> None:
    told = history.bring(look(DETAINED, "2019-05-01T10:00:00Z"), look(SENTENCED, "2020-06-01T10:00:00.25Z"))
    assert (told.captures, told.pages, told.faults) == (2, {URL}, [])
    assert history.changes() == [
        ("2019-05-01", "page_new", ["detained"]),
        ("2020-06-01", "page_changed", ["sentenced"]),
    ]
    assert {each.reasons[0] for each in history.all_changes()} == {HISTORY}
    with Store.open(history.desk.data) as store:
        first, second = store.captures(URL)
        assert first.captured_at == first.requested_at == datetime(2019, 5, 1, 10, tzinfo=UTC)
        assert (first.flags, first.fidelity) == ((IMPORTED,), Fidelity.RECONSTRUCTED)
        kept = store.page(URL)
        assert kept and (kept.state, kept.state_at) == (PageState.OK, first.captured_at)
        assert kept.revision == store.revisions(URL)[-1].id and kept.etag is None
        stated = read_group(store.archive, second).statement["imported"]
        assert store.queue(limit=9) == []  # no alarm
    assert stated["file"] == "old.warc.gz" and stated["sha256"] == told.sha256
    assert stated["record"] == f"<urn:test:response:{URL}:2020-06-01T10:00:00.25Z>"
    assert first.file.startswith(f"warc/{NOW:%Y/%m}/")  # filed by the day on which we took it


def test_looks_older_than_ours_leave_the_page_as_it_stands(history: Reading) -> None:
    """And what changed between the last of them and our first look is told, with the date of that look."""
    history.look(DETAINED)
    with Store.open(history.desk.data) as store:
        before = store.page(URL)
    history.bring(look(FREE, "2019-05-01T10:00:00Z"))
    with Store.open(history.desk.data) as store:
        assert store.page(URL) == before
        assert [each.captured_at.year for each in store.revisions(URL)] == [2019, 2026]
        assert [each.captured_at.year for each in store.captures(URL)] == [2019, 2026]
        assert store.queue(limit=9) == []
    assert sorted(history.changes())[:1] == [("2019-05-01", "page_new", ["appeared"])]
    (link,) = (each for each in history.all_changes() if each.kind is ChangeKind.CHANGED)
    assert (f"{link.detected_at:%Y-%m-%d}", link.baseline) == ("2026-11-23", True)
    assert [each.status for each in link.events] == ["detained"]
    history.look(DETAINED)
    assert len(history.all_changes()) == 3  # nothing new: our own text still stands
    history.look(SENTENCED)
    assert history.changes()[-1][1:] == ("page_changed", ["sentenced"])


def test_a_look_between_two_of_ours_stands_between_them(history: Reading) -> None:
    history.look(FREE)  # 23 November, 12:00
    history.look(SENTENCED)  # 18:00
    history.bring(look(DETAINED, "2026-11-23T15:00:00Z"))
    with Store.open(history.desk.data) as store:
        assert [each.captured_at.hour for each in store.revisions(URL)] == [12, 15, 18]
        stands = store.page(URL)
        assert stands and stands.revision == store.revisions(URL)[-1].id
    (told,) = (each for each in history.all_changes() if each.reasons[0] == HISTORY)
    assert told.detected_at.hour == 15
    assert [each.status for each in told.events] == ["detained"]


def test_a_look_newer_than_all_of_ours_moves_the_page_on(history: Reading) -> None:
    """The next look of ours is held against it, and asks for the page without a validator of others."""
    history.look(FREE)
    history.bring(look(DETAINED, "2026-11-24T09:00:00Z", head=f'{HEAD}ETag: "theirs"\r\n'))
    with Store.open(history.desk.data) as store:
        stands = store.page(URL)
        assert stands and stands.etag is None and stands.revision == store.revisions(URL)[-1].id
    count = len(history.all_changes())
    history.desk.looks = 6
    history.look(DETAINED)
    assert len(history.all_changes()) == count


def test_the_same_file_twice_or_in_another_packing_is_the_same_as_once(history: Reading) -> None:
    looks = [look(FREE, "2019-05-01T10:00:00Z"), look(DETAINED, "2020-06-01T10:00:00Z")]
    history.bring(*looks)
    told = history.bring(*looks)
    assert (told.captures, told.skipped[HELD]) == (0, 2)
    wacz = io.BytesIO()
    with zipfile.ZipFile(wacz, "w") as whole:
        whole.writestr("archive/other-name.warc.gz", b"".join(looks))
    told = history.bring(wacz.getvalue(), name="old.wacz")
    assert (told.captures, told.skipped[HELD], len(history.all_changes())) == (0, 2, 2)


def test_a_page_of_history_is_gone_at_the_second_look(history: Reading) -> None:
    """One look at a 404 tells nothing, as with our own."""
    missing = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"
    members = [look(DETAINED, "2019-01-01T00:00:00Z"), look("Not here", "2019-02-01T00:00:00Z", head=missing)]
    history.bring(*members, look(DETAINED, "2019-03-01T00:00:00Z"))
    assert [kind for _, kind, _ in history.changes()] == ["page_new"]
    history.bring(*(look("Not here", f"2019-0{month}-01T00:00:00Z", head=missing) for month in (4, 5)))
    assert [kind for _, kind, _ in history.changes()] == ["page_new", "page_gone"]


def test_a_revisit_has_the_body_of_its_original(history: Reading) -> None:
    digest = "sha1:" + base64.b32encode(hashlib.sha1(DETAINED.encode()).digest()).decode()
    named = {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": "2019-01-01T00:00:00Z"}
    told = history.bring(
        member("revisit", date="2019-02-01T00:00:00Z", WARC_Payload_Digest=digest),  # before its original
        look(DETAINED, "2019-01-01T00:00:00Z", WARC_Payload_Digest=digest),
        member("revisit", date="2019-03-01T00:00:00Z", block=HEAD + "\r\n", **named),
        member("revisit", date="2019-04-01T00:00:00Z", WARC_Payload_Digest="sha1:" + "A" * 32),
    )
    assert (told.captures, told.skipped) == (3, {NO_ORIGINAL: 1})
    with Store.open(history.desk.data) as store:
        assert [store.payload(each) for each in store.captures(URL)] == [DETAINED.encode()] * 3
        assert len(store.revisions(URL)) == 1


def test_what_is_not_taken_is_counted_by_its_reason(history: Reading) -> None:
    history.desk.source |= {"spider": "listing", "url": "https://example.org/list", "exclude": ["/login"]}
    date = "2019-01-01T00:00:00Z"
    told = history.bring(
        member("warcinfo"),
        member("request", block="GET / HTTP/1.1\r\n\r\n"),
        look(DETAINED, date, url="https://elsewhere.example/p"),
        look(DETAINED, date, url="https://example.org/login"),
        look(DETAINED, date, url="https://example.org/list"),
        look(DETAINED, date, url="https://example.org/robots.txt"),
        look(DETAINED, date, url="https://user@example.org/p"),
        look("", date, head="HTTP/1.1 301 Moved\r\nLocation: /x\r\n"),
        look("", date, head="HTTP/1.1 304 Not Modified\r\n"),
        look("GIF89a", date, head="HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n"),
        look(DETAINED, date, url="https://example.org/page"),
    )
    assert told.captures == 1 and told.faults == []
    assert dict(told.skipped) == {
        "warcinfo records": 1,
        "request records": 1,
        NO_SOURCE: 2,
        INDEX: 2,
        NO_PAGE: 1,
        "redirects and 304 responses: what they lead to has a record of its own": 2,
        "images, scripts and other things without an article": 1,
    }
    with Store.open(history.desk.data) as store:  # it is looked at once an index names it, not before
        assert store.watched_pages(source="lantern", at=NOW, keep_watching=None) == []


def parse(*members: bytes, max_size: int = 100_000) -> list[Foreign | Skipped]:
    return list(read_foreign(io.BytesIO(b"".join(members)), max_size=max_size, now=NOW))


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (look("x", "2019-01-01T00:00:00Z", WARC_Block_Digest="sha256:" + "0" * 64), DAMAGED),
        (look("x", "2019-01-01T00:00:00Z", WARC_Payload_Digest="sha1:" + "A" * 32), DAMAGED),
        (look("x", "2030-01-01T00:00:00Z"), "no date, or one that cannot be"),
        (look("x", "yesterday"), "no date, or one that cannot be"),
        (member(block="no HTTP at all"), "no HTTP"),
        (member(block=HEAD), "no HTTP"),
        (look("x" * 3_000_000, "2019-01-01T00:00:00Z"), "larger than"),
        (look("x", "2019-01-01T00:00:00Z", Content_Length="7"), "damaged|cannot be read"),
        (look("x", "2019-01-01T00:00:00Z", Content_Length="-7"), "damaged|cannot be read"),
        (look("x", "2019-01-01T00:00:00Z", Content_Length="99999999999999"), "damaged|cannot be read|larger"),
        (look("x", "2019-01-01T00:00:00Z")[:-30], "damaged|cannot be read"),
        (b"\x1f\x8bnonsense", "cannot be read"),
    ],
)
def test_a_broken_record_is_told_and_spoils_no_other(broken: bytes, why: str) -> None:
    first, second, *_ = parse(look(DETAINED, "2019-01-01T00:00:00Z"), broken)
    assert isinstance(first, Foreign)
    assert isinstance(second, Skipped) and any(part in second.why for part in why.split("|")), second


def test_chunks_are_joined_where_there_are_any() -> None:
    chunked = HEAD + "Transfer-Encoding: chunked\r\n"
    date = "2019-01-01T00:00:00Z"
    cases = ["4\r\nab\r\n\r\n3;x=y\r\ncde\r\n0\r\n\r\n", "no chunks", "5\r\ntoo short"]
    read = parse(*(look(each, date, head=chunked) for each in cases))
    assert [each.body for each in read if isinstance(each, Foreign)] == [b"ab\r\ncde", b"no chunks", b"5\r\ntoo short"]


@settings(max_examples=40)
@given(st.binary(max_size=60), st.integers(0, 900), st.integers(0, 60))
def test_no_file_breaks_the_reading(noise: bytes, place: int, dropped: int) -> None:
    """Bytes put in and taken out anywhere, in the gzip members and in the records themselves."""
    whole = look("x", "2019-01-01T00:00:00Z") + member("revisit") + look("y", "2019-01-01T00:00:00Z")
    plain = gzip.decompress(whole)
    for content in (whole, plain):
        at = place % len(content)
        assert all(
            isinstance(each, Foreign | Skipped) for each in parse(content[:at] + noise + content[at + dropped :])
        )


def test_a_fault_of_many_records_is_told_once(history: Reading) -> None:
    wrong = [look("x", f"2019-01-0{day}T00:00:00Z", WARC_Block_Digest="sha1:" + "A" * 32) for day in (1, 2, 3)]
    told = history.bring(*wrong)
    assert told.faults == [f"old.warc.gz: {DAMAGED} (3 records)"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"hello", "no WARC file"),
        (b"", "no WARC file"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (None, "no archive/"),
    ],
)
def test_a_file_of_another_kind_is_refused(history: Reading, content: bytes | None, what: str) -> None:
    if content is None:
        empty = io.BytesIO()
        with zipfile.ZipFile(empty, "w") as whole:
            whole.writestr("readme.txt", "x")
        content = empty.getvalue()
    with pytest.raises(StoreError, match=what):
        history.bring(content)


def test_the_command_tells_what_came_of_a_file(tmp_path: Path) -> None:
    """Exit status 1 where a part of it is damaged; what is sound is kept all the same."""
    (tmp_path / "defenderwatch.yaml").write_text("{}\n")
    for name, text in (("sources", f"name: lantern\nurl: {URL}\n"), ("watchlists", PEOPLE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(text)
    other = look(DETAINED, "2019-05-01T10:00:00Z", url="https://elsewhere.example/p")
    (tmp_path / "x.warc.gz").write_bytes(other + other[:-20])
    words = ["--config", str(tmp_path), "archive", "import", str(tmp_path / "x.warc.gz")]
    told = CliRunner().invoke(defenderwatch, words, standalone_mode=False)
    assert "skipped: 1 pages that no source asks for" in told.stdout, told.output
    assert "name the source" in told.stdout and told.return_value == 1
    wrong = CliRunner().invoke(defenderwatch, [*words, "--source", "nobody"])
    assert wrong.exit_code == 2 and "the sources are: lantern" in wrong.output
    shape = json.loads(CliRunner().invoke(defenderwatch, [*words, "--json"]).stdout)
    assert (shape["captures"], shape["changes"]) == (0, 0)
    assert len(shape["faults"]) == 1 and shape["skipped"] == {NO_SOURCE: 1}
