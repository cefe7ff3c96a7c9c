"""The three invented sites on loopback, each on a free port of its own, served by threads of this process."""

from __future__ import annotations

import gzip
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from monitors.demo.pages import Answer, answer
from monitors.demo.stories import Site


class _Server(ThreadingHTTPServer):
    """One site; `day` decides what it says."""

    daemon_threads = True
    day = 0

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.site = site
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class _Visit(BaseHTTPRequestHandler):
    """One request, answered; gzip and ETag as a usual server does them."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        found = answer(self.server.site, path, self.server.day, self.server.address)
        tag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
        if found.status == 200 and self.headers.get("If-None-Match") == tag:
            found = Answer(304, found.content_type, b"")
        self._send(found, tag)

    def _send(self, found: Answer, tag: str) -> None:
        body = found.body
        zipped = bool(body) and "gzip" in self.headers.get("Accept-Encoding", "")
        if zipped:
            body = gzip.compress(body, mtime=0)
        self.send_response(found.status)
        self.send_header("Content-Type", found.content_type)
        self.send_header("ETag", tag)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if found.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing: the demo prints its own story."""


class World:
    """The three sites, up and answering while the `with` block lasts; they are closed after it, whatever happens."""

    def __init__(self) -> None:
        self._servers = {site: _Server(site) for site in Site}

    def __enter__(self) -> Self:
        for server in self._servers.values():
            Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    def address(self, site: Site) -> str:
        """Where a site answers: `http://127.0.0.1:PORT`, without a final slash."""
        return self._servers[site].address

    def advance(self) -> None:
        """Begin the next day on all sites."""
        for server in self._servers.values():
            server.day += 1
