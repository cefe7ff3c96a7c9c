"""The sign of life: heard while the service goes round, told once where it is not heard, and never with its address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.declarations import Service
from monitors.service.heartbeat import FRESH, Heartbeat


class Monitor(ThreadingHTTPServer):
    """Hears beats, and answers with a status of the test's choice."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Ear)
        self.heard: list[str] = []
        self.status = 200


class _Ear(BaseHTTPRequestHandler):
    server: Monitor

    def do_GET(self) -> None:
        self.server.heard.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with Monitor() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def service_with(url: str) -> Service:
    return Service.model_validate({"heartbeat": {"url": url}})


def test_a_service_that_goes_round_is_heard_and_one_that_is_stuck_is_not(monitor: Monitor) -> None:
    now = 0.0
    beating = Heartbeat([].append, lambda: now)
    service = service_with(f"http://127.0.0.1:{monitor.server_address[1]}/s3cret")
    beating.beat(service)
    assert monitor.heard == ["/s3cret"]
    now = FRESH + 1
    beating.beat(service)
    assert len(monitor.heard) == 1
    beating.note_round()
    beating.beat(service)
    assert len(monitor.heard) == 2


def test_a_monitor_that_does_not_hear_is_told_once_and_its_return_too_without_its_address(monitor: Monitor) -> None:
    told: list[str] = []
    beating = Heartbeat(told.append)
    service = service_with(f"http://127.0.0.1:{monitor.server_address[1]}/s3cret")
    for status in (200, 302, 302, 200):
        monitor.status = status
        beating.beat(service)
    beating.beat(service_with("http://127.0.0.1:9/s3cret"))
    assert told == [
        "the heartbeat is not heard: status 302",
        "the heartbeat is heard again",
        "the heartbeat is not heard: ConnectError",
    ]
    assert "/elsewhere" not in monitor.heard


def test_an_address_that_is_not_where_it_should_be_is_told() -> None:
    told: list[str] = []
    Heartbeat(told.append).beat(service_with("env:NO_SUCH_NAME_HERE"))
    assert told == ["the heartbeat is not heard: env:NO_SUCH_NAME_HERE: nothing stands there"]


def test_without_an_address_nothing_happens() -> None:
    told: list[str] = []
    Heartbeat(told.append).beat(Service())
    assert told == []
