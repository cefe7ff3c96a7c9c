"""Time stamps of checkpoints: asked of authorities that the operator names, kept raw, and never a reason to stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from config.declarations import Service
from monitors.checking.attesting import attest
from monitors.health.checkpoints import look_at_checkpoints
from storage.archive.checkpoints import checkpoint_files
from storage.archive.timestamps import checked_stamp, make_query, read_stamp, stamp_files
from storage.archive.verification import verify
from storage.errors import ArchiveError
from storage.store import Store
from tests.monitors.keeping import Desk, page

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the authority")

_SETTINGS = """
[req]
distinguished_name = name
[name]
[tsa]
extendedKeyUsage = critical,timeStamping
basicConstraints = CA:FALSE
[answers]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """A time-stamp authority on loopback that openssl signs for; it keeps what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[bytes] = []
        self.answer: bytes | None = None  # given instead of a true one
        self.status = 200
        (folder / "settings").write_text(_SETTINGS)
        (folder / "serial").write_text("01\n")
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=Authority"
        self.openssl(
            *words.split(), "-config", "settings", "-extensions", "tsa", "-keyout", "tsa.key", "-out", "tsa.pem"
        )

    def openssl(self, *words: str) -> bytes:
        return subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True).stdout

    def reply(self, query: bytes) -> bytes:
        self.asked.append(query)
        if self.answer is not None:
            return self.answer
        (self.folder / "query").write_bytes(query)
        words = ("ts", "-reply", "-config", "settings", "-section", "answers", "-queryfile", "query", "-out", "answer")
        self.openssl(*words)
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Authority, str]]:
    authority = Authority(tmp_path_factory.mktemp("authority"))

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(authority.status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield authority, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def authority(opened: tuple[Authority, str]) -> Authority:
    opened[0].asked, opened[0].answer, opened[0].status = [], None, 200
    return opened[0]


@pytest.fixture
def service(opened: tuple[Authority, str]) -> Service:
    return Service.model_validate({"timestamps": {"authorities": [opened[1]]}})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stamped") / "data"
    Desk(folder).look(page("Madina Kokbulakova was heard."))
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def end_check(data: Path, service: Service, *, days: float = 0) -> str | None:
    with Store.open(data) as store:
        return attest(
            store, data, data.parent / "secrets", service=service, at=datetime.now(UTC) + timedelta(days=days)
        )


def test_a_checkpoint_is_stamped_and_any_tool_verifies_the_answer(
    data: Path, authority: Authority, service: Service
) -> None:
    assert end_check(data, service) is None
    (stamp,), (checkpoint,) = stamp_files(data / "archive"), checkpoint_files(data / "archive")
    assert stamp.name == "000000000002.127.0.0.1.tsr"
    words = ("ts", "-verify", "-data", str(checkpoint), "-in", str(stamp), "-CAfile", "tsa.pem")
    assert authority.openssl(*words) is not None
    assert abs(checked_stamp(stamp).at - datetime.now(UTC)) < timedelta(minutes=2)
    found = verify(data)
    assert found.ok and any("000000000002.127.0.0.1.tsr" in each for each in found.not_proved)


def test_only_a_hash_and_a_random_number_leave_the_machine(data: Path, authority: Authority, service: Service) -> None:
    end_check(data, service)
    content = checkpoint_files(data / "archive")[0].read_bytes()
    (query,) = authority.asked
    nonce = query[-3 - 8 : -3]
    assert query == make_query(content, nonce)
    assert len(query) == 69


def test_an_authority_is_not_asked_again_before_its_time_or_for_the_same_checkpoint(
    data: Path, authority: Authority, service: Service
) -> None:
    end_check(data, service)
    end_check(data, service, days=2)
    Desk(data, looks=4).look(page("Madina Kokbulakova was released."))
    end_check(data, service)
    assert len(authority.asked) == 1
    end_check(data, service, days=2)
    assert len(authority.asked) == 2


def test_nobody_is_asked_unless_the_operator_names_an_authority(data: Path, authority: Authority) -> None:
    assert end_check(data, Service()) is None
    assert authority.asked == [] and len(checkpoint_files(data / "archive")) == 1


@pytest.mark.parametrize(
    ("answer", "status", "why"),
    [
        (b"", 500, "status 500"),
        (b"<html>", 200, "this is not a time stamp"),
        (bytes.fromhex("30053003020102"), 200, "refuses a time stamp"),
        (b"x" * 200_000, 200, "more than 100000 bytes"),
    ],
)
def test_an_authority_in_trouble_stops_nothing_and_health_tells_it(
    data: Path, authority: Authority, service: Service, answer: bytes, status: int, why: str
) -> None:
    authority.answer, authority.status = answer, status
    assert why in (end_check(data, service) or "")
    assert len(checkpoint_files(data / "archive")) == 1 and stamp_files(data / "archive") == []
    with Store.open(data) as store:
        row = look_at_checkpoints(store)
    assert row and "no time stamp from 127.0.0.1" in row.detail


def test_an_answer_to_another_question_is_refused_and_a_kept_one_that_does_not_fit_is_told(
    data: Path, authority: Authority, service: Service
) -> None:
    authority.answer = authority.reply(make_query(b"something else", b"\x01" * 8))
    assert "another question" in (end_check(data, service) or "")
    (checkpoint,) = checkpoint_files(data / "archive")
    checkpoint.with_name("000000000002.tsa.example.tsr").write_bytes(authority.answer)
    found = verify(data)
    assert [each.file for each in found.problems] == ["checkpoints/000000000002.tsa.example.tsr"]


def test_no_mangled_answer_is_anything_but_refused(authority: Authority) -> None:
    answer = authority.reply(make_query(b"content", b"\x01" * 8))
    assert read_stamp(answer).nonce == b"\x01" * 8
    for cut in range(0, len(answer), 7):
        with pytest.raises(ArchiveError):
            read_stamp(answer[:cut])
    for _ in range(300):
        try:
            read_stamp(os.urandom(1) + answer[1 : 1 + os.urandom(1)[0]] + os.urandom(40))
        except ArchiveError:
            pass
