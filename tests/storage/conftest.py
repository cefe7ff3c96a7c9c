"""Exchanges, captures and folders to keep them in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange, Role
from storage.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def at() -> Callable[[float], datetime]:
    """So many seconds after the noon on which every test begins."""
    return lambda seconds: NOON + timedelta(seconds=seconds)


@pytest.fixture
def make_exchange() -> Callable[..., Exchange]:
    """An exchange as a spider hands it over: a page, status 200, unless told otherwise."""

    def make(url: str = "https://news.example/a", body: bytes = b"<p>words</p>", **other: Any) -> Exchange:
        usual: dict[str, Any] = {
            "capture": uuid.uuid4().hex,
            "run": "run-1",
            "source": "news",
            "role": Role.PAGE,
            "url": url,
            "requested_at": NOON,
            "ended_at": NOON,
            "request_head": b"GET /a HTTP/1.1\r\nHost: news.example\r\nUser-Agent: test\r\n\r\n",
            "response_head": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            "status": 200,
            "body": body,
            "content_type": "text/html",
            "software": "test",
        }
        return Exchange(**(usual | other))

    return make


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    """A recorder on an empty folder."""
    with Recorder(tmp_path, "run-1") as recorder:
        yield recorder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store in the recorder's folder."""
    with Store.open(tmp_path) as store:
        yield store


@pytest.fixture
def record(recorder: Recorder, make_exchange: Callable[..., Exchange]) -> Callable[..., Capture]:
    """Record one exchange and wait for its capture."""
    return lambda *words, **other: recorder.record(make_exchange(*words, **other)).result()
