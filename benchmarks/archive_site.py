"""A small site on loopback for checks to be interrupted in: pages of 20 KB, half of them new at every look."""

from __future__ import annotations

import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

PAGES = 150
_FILE = """\
timezone: UTC
network: {{delay: 0s, concurrency_per_host: 8, allow_addresses: [127.0.0.0/8]}}
"""
_SOURCE = """\
name: site
title: A site that is interrupted
type: media
url: {address}sitemap.xml
spider: sitemap
"""
_LIST = """\
name: people
title: People
subjects:
  - {id: aigerim-sultanbekova, kind: defender, name: Aigerim Sultanbekova}
"""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A sitemap, no robots.txt, or a page."""
        if self.path == "/sitemap.xml":
            host = self.headers["Host"]
            places = "".join(f"<url><loc>http://{host}/news/{number}</loc></url>" for number in range(PAGES))
            body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
            self._send(200, body, "application/xml")
        elif self.path.startswith("/news/"):
            number = int(self.path.rpartition("/")[2])
            self._send(200, _page(number if number % 2 else random.getrandbits(60)), "text/html; charset=utf-8")
        else:
            self._send(404, "not here", "text/plain")

    def _send(self, status: int, body: str, kind: str) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


def _page(seed: int) -> str:
    chance = random.Random(seed)
    words = [f"{chance.getrandbits(40):x}" for _ in range(1600)]
    told = "".join(f"<p>The court heard {' '.join(words[at : at + 40])}.</p>" for at in range(0, len(words), 40))
    return f"<html lang=en><body><article><h1>Hearing {seed}</h1>{told}</article></body></html>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that was killed is nothing to tell of."""


class Site:
    """The site, as long as it is open."""

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Door)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def write_folder(self, folder: Path) -> Path:
        """An operator's folder that watches it."""
        for name, text in {
            "defenderwatch.yaml": _FILE.format(),
            "sources/site.yaml": _SOURCE.format(address=f"http://127.0.0.1:{self._server.server_port}/"),
            "watchlists/people.yaml": _LIST,
        }.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder
