"""What bad neighbours can do to a check: `.venv/bin/python benchmarks/neighbours.py`.

Each neighbour is a source at a host of its own; all are checked at once, twice, beside good ones, by `defenderwatch
check`. Printed for each: how long it kept us, the bound it had, and what `health` says of it afterwards. A good
neighbour must be well, with all its pages. Exit status 1 where one is not, or where a bad one exceeded its bound.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from raw_server import Closed, RawSite, write_answer, write_page

TIMEOUT = 3.0
MAX_SIZE = 5_000_000
BOUND = 4 * TIMEOUT + 2 * 1.0 + 6.0
"""Seconds for a page: robots.txt and the page, two tries each and the pause between them; the rest is the machine's."""

INDEX_BOUND = 150.0
"""Seconds for an index with a process of its own: `spiders.indexes.bounds` gives it 30 of CPU, 120 by the clock."""

GOOD = 3
PAGES = 5

Send = Callable[[str, socket.socket], None]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What a host does; `declared` is added to its source."""

    name: str
    answer: Send
    declared: dict[str, Any] = field(default_factory=dict)
    bound: float = BOUND


def plain(answer: Send) -> Send:
    """No robots.txt; the rest as told."""

    def answer_all(path: str, connection: socket.socket) -> None:
        if path == "/robots.txt":
            connection.sendall(write_answer(b"none", status=404))
        else:
            answer(path, connection)

    return answer_all


def fixed(raw: bytes, *, close: bool = True) -> Send:
    """These bytes."""

    def answer(_path: str, connection: socket.socket) -> None:
        connection.sendall(raw)
        if close:
            raise Closed

    return plain(answer)


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Send:
    """A piece again and again until the guest leaves."""

    def answer(_path: str, connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return plain(answer)


def robots(answer: Send) -> Send:
    """A robots.txt as told, and a page."""

    def answer_all(path: str, connection: socket.socket) -> None:
        if path == "/robots.txt":
            answer("", connection)
        else:
            connection.sendall(write_answer(write_page("The court heard the case.")))

    return answer_all


def circle(path: str, connection: socket.socket) -> None:
    """Two pages that lead to each other."""
    to = "/b" if path != "/b" else "/a"
    connection.sendall(write_answer(b"", status=302, more=f"Location: {to}\r\n"))


def corridor(path: str, connection: socket.socket) -> None:
    """Each page leads to the next."""
    number = int(path[1:] or 0) + 1
    connection.sendall(write_answer(b"", status=301, more=f"Location: /{number}\r\n"))


def reset(_path: str, connection: socket.socket) -> None:
    """Half an answer, and then the connection is gone without a goodbye."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html><p>half")
    time.sleep(0.2)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Closed


def wait_for_goodbye(_path: str, connection: socket.socket) -> None:
    """Nothing, until the guest leaves."""
    connection.recv(1)
    raise Closed


def big_feed(path: str, connection: socket.socket) -> None:
    """Ten thousand entries, each with a page."""
    if path != "/feed":
        connection.sendall(write_answer(write_page(path)))
        return
    entries = "".join(f"<item><title>{n}</title><link>/p/{n}</link></item>" for n in range(10_000))
    body = f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'.encode()
    connection.sendall(write_answer(body, kind="application/rss+xml"))


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    + '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)
LAUGHING_FEED = (
    '<?xml version="1.0"?>' + LAUGHS + '<rss version="2.0"><channel><item><title>&a10;&f;</title>'
    "<link>&a10;</link></item></channel></rss>"
)
LAUGHING_MAP = '<?xml version="1.0"?>' + LAUGHS + "<urlset><url><loc>&a10;&f;</loc></url></urlset>"
LAUGHING_PAGE = '<?xml version="1.0"?>' + LAUGHS + "<html><body><p>&a10;&f;</p></body></html>"
BOMB = gzip.compress(b"<p>0" * 250_000_000)  # a gigabyte in a megabyte


def sized(length: str, body: bytes = b"<html><p>words and words") -> bytes:
    """An answer that lies about its length."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n".encode() + body


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ZIPPED = "Content-Encoding: gzip\r\n"
FEED = {"spider": "feed", "limit": 20}
MAP = {"spider": "sitemap", "limit": 20}
LISTING = {"spider": "listing", "limit": 20}

BAD = [
    Neighbour("slow-loris body", endless(OK + b"Content-Length: 100000\r\n\r\n", b"x", 0.2)),
    Neighbour("slow-loris head", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.2)),
    Neighbour("slow-loris robots.txt", robots(endless(OK + b"\r\n", b"#", 0.2))),
    Neighbour("says nothing", plain(wait_for_goodbye)),
    Neighbour("endless body", endless(OK + b"\r\n", b"<p>words " * 5000)),
    Neighbour("endless chunks", endless(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n")),
    Neighbour("endless head", endless(b"HTTP/1.1 200 OK\r\n", b"X-Header: " + b"a" * 1000 + b"\r\n")),
    Neighbour("endless 102 Processing", endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n")),
    Neighbour("a header of 1 MB", fixed(OK + b"X-Long: " + b"a" * 1_000_000 + b"\r\nContent-Length: 2\r\n\r\nok")),
    Neighbour("10,000 headers", fixed(OK + b"X-Many: value\r\n" * 10_000 + b"Content-Length: 2\r\n\r\nok")),
    Neighbour("feed of 10,000 entries", plain(big_feed), FEED, bound=INDEX_BOUND),
    Neighbour("billion laughs, feed", fixed(write_answer(LAUGHING_FEED.encode(), kind="text/xml")), FEED, INDEX_BOUND),
    Neighbour("billion laughs, sitemap", fixed(write_answer(LAUGHING_MAP.encode(), kind="text/xml")), MAP),
    Neighbour("billion laughs, page", fixed(write_answer(LAUGHING_PAGE.encode(), kind="application/xhtml+xml"))),
    Neighbour("gzip bomb, page", fixed(write_answer(BOMB, more=ZIPPED))),
    Neighbour("gzip bomb, sitemap.xml.gz", fixed(write_answer(BOMB, kind="application/gzip")), MAP),
    Neighbour("gzip bomb, robots.txt", robots(lambda _path, c: c.sendall(write_answer(BOMB, more=ZIPPED)))),
    Neighbour("redirects in a circle", plain(circle)),
    Neighbour("redirects without end", plain(corridor)),
    Neighbour("robots.txt of 10 MB", robots(lambda _path, c: c.sendall(write_answer(b"Disallow: /x\n" * 800_000)))),
    Neighbour("Content-Length too large", fixed(sized("5000"))),
    Neighbour("Content-Length too small", fixed(sized("5"))),
    Neighbour("Content-Length of -1", fixed(sized("-1"))),
    Neighbour("Content-Length of 20 digits", fixed(sized("9" * 20))),
    Neighbour("two Content-Lengths", fixed(sized("5\r\nContent-Length: 24"))),
    Neighbour("closed in mid-body", plain(reset)),
    Neighbour("closed in mid-chunk", fixed(CHUNKED + b"400\r\nonly this")),
    Neighbour("closed in mid-head", fixed(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    Neighbour("a chunk size that is none", fixed(CHUNKED + b"zz\r\nwords\r\n0\r\n\r\n")),
    Neighbour("no HTTP", fixed(b"\x16\x03\x01" + os.urandom(500) + b"\r\n\r\n")),
    Neighbour("100,000 nested elements", fixed(write_answer(b"<div>" * 100_000 + b"words"))),
    Neighbour("a listing of 100,000 links", fixed(write_answer(write_page("l", tuple(f"/{n}" for n in range(10**5))))),
              LISTING),
]  # fmt: skip


def good(path: str, connection: socket.socket) -> None:
    """A listing and its pages."""
    links = tuple(f"/case/{number}" for number in range(PAGES)) if path == "/" else ()
    connection.sendall(write_answer(write_page(f"The court heard the case of {path}.", links)))


def write_folder(folder: Path, sites: dict[str, tuple[RawSite, dict[str, Any]]]) -> None:
    """An operator's folder with a source for each neighbour. JSON is YAML too."""
    for name in ("sources", "watchlists"):
        (folder / name).mkdir()
    network = {"delay": "0s", "timeout": f"{TIMEOUT}s", "max_size": f"{MAX_SIZE}B", "allow_addresses": ["127.0.0.0/8"]}
    subject = {"id": "nobody", "kind": "defender", "name": "Zhanar Tokbergenova"}
    sources = [
        {"name": name, "url": site.url + ("/feed" if declared.get("spider") == "feed" else "/"), **declared}
        for name, (site, declared) in sites.items()
    ]
    (folder / "defenderwatch.yaml").write_text(json.dumps({"network": network}))
    (folder / "watchlists" / "list.yaml").write_text(json.dumps({"name": "list", "subjects": [subject]}))
    (folder / "sources" / "all.yaml").write_text(json.dumps(sources))


def run(folder: Path, *words: str) -> str:
    """The standard output of a command of ours; RuntimeError where it could not run."""
    command = [sys.executable, "-m", "monitors.cli", *words]
    done = subprocess.run(
        command, env={**os.environ, "DEFENDERWATCH_CONFIG": str(folder)}, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def kept_us(site: RawSite, began: float, ended: float) -> float:
    """Seconds between its first request and its last answer of this check."""
    asked = [each for each in site.asked if began <= each.at <= ended]
    return max((each.ended_at or ended) for each in asked) - asked[0].at if asked else 0.0


def main() -> int:
    """Check twice, print the table, and say whether every bound held."""
    sites: dict[str, tuple[RawSite, dict[str, Any]]] = {}
    for number, bad in enumerate(BAD):
        sites[f"bad-{number}"] = (RawSite(f"127.0.3.{number + 1}", bad.answer), bad.declared)
    for number in range(GOOD):
        declared = {"spider": "listing", "follow": "a.case", "expect_at_least": PAGES}
        sites[f"good-{number}"] = (RawSite(f"127.0.4.{number + 1}", plain(good)), declared)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_folder(folder, sites)
        longest = dict.fromkeys(sites, 0.0)
        for _ in range(2):
            began = time.monotonic()
            run(folder, "check", "--json")
            ended = time.monotonic()
            print(f"a check of {len(sites)} sources took {ended - began:.1f} s")
            for name, (site, _declared) in sites.items():
                longest[name] = max(longest[name], kept_us(site, began, ended))
        rows = [json.loads(line) for line in run(folder, "health", "--json").splitlines()]
    return report({row["source"]: row for row in rows}, longest)


def report(health: dict[str, dict[str, Any]], longest: dict[str, float]) -> int:
    """Print the table; 1 where a good neighbour suffered or a bad one exceeded its bound."""
    failed = 0
    print(f"{'neighbour':28} {'kept us':>8} {'bound':>6}  in health")
    for number, bad in enumerate(BAD):
        row, seconds = health[f"bad-{number}"], longest[f"bad-{number}"]
        late = seconds > bad.bound
        failed += late
        mark = " TOO LONG" if late else ""
        print(f"{bad.name:28} {seconds:6.1f} s {bad.bound:4.0f} s  {row['state']}: {row['detail'][:110]}{mark}")
    for name in itertools.takewhile(lambda each: each in health, (f"good-{number}" for number in itertools.count())):
        row = health[name]
        well = row["state"] == "ok" and row["pages"] == PAGES
        failed += not well
        print(f"{name:28} {longest[name]:6.1f} s {'':6}  {row['state']}: {row['pages']} pages {row['detail']}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
