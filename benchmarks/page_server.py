"""Serves saved pages from loopback, in a process of its own, until its standard input is closed.

    python benchmarks/page_server.py FOLDER --count 600 [--etag]

Prints its address, then answers /sitemap.xml and /p/0.html … with gzip. Everything is prepared before the first
request, so that serving costs little beside what is measured.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


@dataclass(frozen=True, slots=True)
class Prepared:
    """One answer: its media type, its body already zipped, and its tag."""

    content_type: str
    zipped: bytes
    tag: str


def prepare_pages(folder: Path, count: int) -> dict[str, Prepared]:
    """Path to answer, for the first `count` saved pages in the order of their names. Equal pages are taken once."""
    answers: dict[str, Prepared] = {}
    seen: set[str] = set()
    for file in sorted([*folder.rglob("*.html.gz"), *folder.rglob("*.html")]):
        body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        if body and digest not in seen and len(answers) < count:
            seen.add(digest)
            answers[f"/p/{len(answers)}.html"] = _prepare("text/html", body)
    return answers


def make_sitemap(base: str, paths: list[str]) -> Prepared:
    """The index of all pages."""
    rows = "".join(f"<url><loc>{base}{path}</loc></url>" for path in paths)
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return _prepare("application/xml", text.encode())


def _prepare(content_type: str, body: bytes) -> Prepared:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Prepared(content_type, gzip.compress(body, compresslevel=6, mtime=0), tag)


class PageServer(ThreadingHTTPServer):
    """The pages on a free port of 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answers: dict[str, Prepared], *, etag: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.etag = etag
        self.answers = answers | {"/sitemap.xml": make_sitemap(self.address, list(answers))}


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet
    disable_nagle_algorithm = True
    server: PageServer

    def do_GET(self) -> None:
        found = self.server.answers.get(self.path)
        if found is None:
            self._send(404, "text/plain", b"")
        elif self.server.etag and self.headers.get("If-None-Match") == found.tag:
            self._send(304, None, None, ("ETag", found.tag))
        else:
            tag = [("ETag", found.tag)] if self.server.etag else []
            self._send(200, found.content_type, found.zipped, ("Content-Encoding", "gzip"), *tag)

    def _send(self, status: int, content_type: str | None, body: bytes | None, *extra: tuple[str, str]) -> None:
        self.send_response(status)
        if content_type is not None:
            self.send_header("Content-Type", content_type)
        for name, value in extra:
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body or b"")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing."""


def main() -> None:
    """Serve until standard input is closed: the server ends with whoever started it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--etag", action="store_true")
    asked = parser.parse_args()
    server = PageServer(prepare_pages(asked.folder, asked.count), etag=asked.etag)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.address, len(server.answers) - 1, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
