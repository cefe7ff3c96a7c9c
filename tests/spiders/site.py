"""A site on loopback that answers as a test tells it, byte for byte, and remembers who asked what and when."""

from __future__ import annotations

import contextlib
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the site saw it."""

    at: float
    path: str
    headers: dict[str, str]
    connection: int
    raw: bytes = b""


@dataclass(slots=True)
class Reply:
    """What the site sends: `raw` bytes as they are, or a head and a body. `before` seconds pass first.

    The connection is closed after `close` and after raw bytes, unless those are told to `keep` it.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    before: float = 0.0
    close: bool = False
    keep: bool = False

    def write(self) -> bytes:
        if self.raw is not None:
            return self.raw
        headers = {"Content-Type": "text/html; charset=utf-8", **self.headers}
        if self.status not in (204, 304):
            headers.setdefault("Content-Length", str(len(self.body)))
        lines = [f"HTTP/1.1 {self.status} Status", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if self.status == 304 else self.body)


Answer = Reply | Callable[[Asked], Reply] | list[Reply]


class Site:
    """A server of its own address; `routes` by path, a list of replies is given out in turn, the last for ever."""

    def __init__(self, host: str, routes: dict[str, Answer], *, tls: ssl.SSLContext | None = None) -> None:
        self.host, self.routes, self.asked = host, routes, []
        self.peak = self.open_connections = 0
        self._busy = 0
        self._tls = tls
        self._lock = threading.Lock()
        self._socket = socket.create_server((host, 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{host}:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """The seconds between requests."""
        times = [each.at for each in self.asked]
        return [after - before for before, after in itertools.pairwise(times)]

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            number += 1
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            opened.callback(connection.close)
            if self._tls is not None:
                connection = opened.enter_context(self._tls.wrap_socket(connection, server_side=True))
            self.open_connections += 1
            stream = opened.enter_context(connection.makefile("rb"))
            while (asked := self._read(stream, number)) is not None:
                with self._lock:
                    self.asked.append(asked)
                    self._busy += 1
                    self.peak = max(self.peak, self._busy)
                try:
                    reply = self._reply(asked)
                    time.sleep(reply.before)
                    connection.sendall(reply.write())
                finally:
                    with self._lock:
                        self._busy -= 1
                if reply.close or (reply.raw is not None and not reply.keep):
                    return

    def _read(self, stream: object, number: int) -> Asked | None:
        lines: list[str] = []
        raw = b""
        while True:
            line: bytes = stream.readline()  # type: ignore[attr-defined]
            if not line:
                return None
            raw += line
            if line in (b"\r\n", b"\n"):
                break
            lines.append(line.decode("latin-1").strip())
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines[1:])}
        return Asked(time.monotonic(), path, headers, number, raw)

    def _reply(self, asked: Asked) -> Reply:
        answer = self.routes.get(asked.path)
        if answer is None:
            status = 404
            return Reply(b"nothing here", status=status)
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer if isinstance(answer, Reply) else answer(asked)


def html(*links: str, text: str = "") -> Reply:
    """A page with these links."""
    body = "".join(f'<a class="case" href="{each}">a case of some length here</a>' for each in links)
    return Reply(f"<html><head><title>t</title></head><body>{body}<p>{text}</p></body></html>".encode())


def redirect(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": to})
