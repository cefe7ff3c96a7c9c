"""A server that answers byte for byte as it is told, and remembers who asked what and when."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Asked:
    """One request as the server saw it: seconds of a clock that only goes forward."""

    path: str
    at: float
    ended_at: float = 0.0


Answer = Callable[[str, socket.socket], None]
"""Writes the answer to a path; what it raises as OSError ends the connection, as does a `Closed`."""


class Closed(Exception):
    """The server closes the connection here."""


@dataclass(slots=True)
class RawSite:
    """Listens at an address of its own until it is closed."""

    host: str
    answer: Answer
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    most_connections: int = 0  # open at the same time
    most_requests: int = 0  # under way at the same time
    _open: int = 0
    _busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _socket: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._socket = socket.create_server((self.host, 0), backlog=256)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of its root, without a slash."""
        return f"http://{self.host}:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """No more connections."""
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            self._open += 1
            self.most_connections = max(self.most_connections, self._open)
        try:
            with connection, connection.makefile("rb") as stream, contextlib.suppress(OSError, Closed):
                while path := _read_path(stream):
                    self._answer(path, connection)
        finally:
            with self._lock:
                self._open -= 1

    def _answer(self, path: str, connection: socket.socket) -> None:
        asked = Asked(path, time.monotonic())
        with self._lock:
            self.asked.append(asked)
            self._busy += 1
            self.most_requests = max(self.most_requests, self._busy)
        try:
            self.answer(path, connection)
        finally:
            asked.ended_at = time.monotonic()
            with self._lock:
                self._busy -= 1


def _read_path(stream: object) -> str | None:
    """The path of the next request; None at the end of the connection."""
    first: bytes = stream.readline()  # type: ignore[attr-defined]
    while (line := stream.readline()) not in (b"\r\n", b""):  # type: ignore[attr-defined]
        if not line:
            return None
    return first.split(b" ")[1].decode("latin-1") if first.count(b" ") >= 2 else None


def write_answer(body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """An answer as bytes; `more` are further lines of the head, each with its line end."""
    head = f"HTTP/1.1 {status} Status\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode("latin-1") + body


def write_page(words: str, links: tuple[str, ...] = ()) -> bytes:
    """A page of some length with these links."""
    text = " ".join([words] * 60)
    anchors = "".join(f'<a class="case" href="{each}">a case of some length here</a>' for each in links)
    return f"<html><head><title>{words}</title></head><body><p>{text}</p>{anchors}</body></html>".encode()
