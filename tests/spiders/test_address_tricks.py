"""The guard in the mode that ships: one crawl by the command that `check` starts, over a table of address tricks.

Each trick is where a page redirects to, and again what a feed names. A canary listens at every address of this machine
on one port; the site that sets the traps stands at the only address that the operator allows. Names are answered by a
resolver of the test's own, put under the crawl from outside, so that the guard itself is what ships.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from storage.records import Failure, Role
from tests.spiders.crawling import Crawled, crawl
from tests.spiders.site import Reply, Site, html

HOST = "127.0.0.70"

LITERALS = """
127.0.0.1 127.0.0.2 127.1 127.0.1 127.0.0.1. 2130706433 0x7f000001 0x7f.0.0.1 0x7F.1 017700000001 0177.0.0.1 0177.1
00000177.0.0.1 127.0.0.0x1 127.000.000.001 0 0.0.0.0 0x0 00.0.0.0 127.0.0.1.0x
[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::127.0.0.1]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1]
[fe80::1] [fe80::1%25lo] [fc00::1] [fd00::1] [ff02::1] [2001:0:7f00:1::] [2a00:1450::5efe:7f00:1] [fec0::1]
10.0.0.1 100.64.0.1 169.254.169.254 172.16.0.1 192.168.0.1 192.0.0.8 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
127。0。0。1 １２７.0.0.1 ①②⑦.0.0.1 %31%32%37.0.0.1
"""
"""Hosts, to which the canary's port is added."""

WHOLE = {
    "file": "file:///etc/passwd",
    "file-host": "file://localhost/etc/passwd",
    "ftp": "ftp://127.0.0.1:{port}/x",
    "gopher": "gopher://127.0.0.1:{port}/_x",
    "data": "data:text/html,x",
    "javascript": "javascript:alert(1)",
    "user": "http://example.org@127.0.0.1:{port}/x",
    "user-port": "http://example.org:80@127.0.0.1:{port}/x",
    "backslash": "http://example.org\\@127.0.0.1:{port}/x",
    "backslash-behind": "http://127.0.0.1:{port}\\@example.org/x",
    "slashes": "http:\\\\127.0.0.1:{port}/x",
    "no-scheme": "//127.0.0.1:{port}/x",
    "fragment": "http://127.0.0.1:{port}#@example.org/x",
    "question": "http://127.0.0.1:{port}?@example.org/x",
    "tab": "http://127.0.\t0.1:{port}/x",
    "https": "https://127.0.0.1:{port}/x",
}

NAMES = {
    "localhost": ["127.0.0.1"],
    "private.example.org": ["10.0.0.1"],
    "metadata.example.org": ["169.254.169.254"],
    "carrier.example.org": ["100.64.0.1"],
    "nothing.example.org": ["0.0.0.0"],
    "six.example.org": ["::1"],
    "mapped.example.org": ["::ffff:127.0.0.1"],
    "translated.example.org": ["64:ff9b::7f00:1"],
    "tunnel.example.org": ["2002:7f00:1::"],
    "scoped.example.org": ["fe80::1"],
    "many.example.org": ["127.0.0.1", "127.0.0.2", "10.0.0.1"],
    "xn--e1afmkfd.example.org": ["127.0.0.1"],
    "upper.EXAMPLE.org": ["127.0.0.1"],
    "dotted.example.org.": ["127.0.0.1"],
}
"""What the resolver of the test says of names: harmless to read, and all of this machine or its network."""

RESOLVER = """
import ipaddress, socket
NAMES = {names!r}
def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0, _real=socket.getaddrinfo):
    told = host.decode() if isinstance(host, bytes) else host
    for name, addresses in NAMES.items():
        if told.rstrip(".").lower() == name.rstrip(".").lower():
            kind = socket.SOCK_STREAM
            return [(socket.AF_INET6, kind, 6, "", (each, port or 0, 0, 0)) if ":" in each
                    else (socket.AF_INET, kind, 6, "", (each, port or 0)) for each in addresses]
    return _real(host, port, family, type, proto, flags)
socket.getaddrinfo = getaddrinfo
"""

TRICKS = {
    **{host: f"http://{host}:{{port}}/x" for host in LITERALS.split()},
    **WHOLE,
    **{f"name {host}": f"http://{host}:{{port}}/x" for host in NAMES},
}
NUMBERS = {name: number for number, name in enumerate(TRICKS)}


class Canary:
    """Listens on one port at every address of this machine, and counts who comes."""

    def __init__(self) -> None:
        self.heard = 0
        self._sockets = [socket.create_server(("0.0.0.0", 0))]
        self.port: int = self._sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._sockets.append(socket.create_server(("::", self.port), family=socket.AF_INET6))
        for each in self._sockets:
            threading.Thread(target=self._listen, args=(each,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                listener.accept()[0].close()
                self.heard += 1

    def close(self) -> None:
        for each in self._sockets:
            each.close()


@dataclass(frozen=True)
class Trapped:
    """The crawl over all tricks."""

    crawled: Crawled
    site: Site
    heard: int


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trapped]:
    folder = tmp_path_factory.mktemp("tricks")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(RESOLVER.format(names=NAMES))
    canary = Canary()
    targets = [each.format(port=canary.port) for each in TRICKS.values()]
    routes: dict[str, Reply] = {
        f"/go/{number}": Reply(
            raw=f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode(), keep=True
        )
        for number, target in enumerate(targets)
    }
    entries = "".join(f"<item><link>{each.replace('&', '&amp;')}</link></item>" for each in targets)
    feed = f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'
    sites = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in targets)
    routes |= {
        "/": html(*routes),
        "/feed.xml": Reply(feed.encode(), headers={"Content-Type": "application/rss+xml"}),
        "/sitemap.xml": Reply(f"<sitemapindex>{sites}</sitemapindex>".encode(), headers={"Content-Type": "text/xml"}),
    }
    with Site(HOST, routes) as site, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{folder / 'site'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        sources = [
            {"name": "redirects", "url": site.url + "/", "spider": "listing", "follow": "a.case"},
            {"name": "feed", "url": site.url + "/feed.xml", "spider": "feed", "include": ["."]},
            {"name": "sitemap", "url": site.url + "/sitemap.xml", "spider": "sitemap", "include": ["."]},
        ]
        network = {"allow_addresses": [f"{HOST}/32"], "obey_robots": False, "concurrency_per_host": 32}
        crawled = crawl(folder, sources, network=network)
        yield Trapped(crawled, site, canary.heard)
    canary.close()


@pytest.mark.parametrize("trick", TRICKS)
def test_a_redirect_leads_to_no_address_of_this_machine_however_it_is_spelt(trapped: Trapped, trick: str) -> None:
    capture = trapped.crawled.page("redirects", f"{trapped.site.url}/go/{NUMBERS[trick]}")
    assert capture.failure is Failure.ADDRESS, (capture.failure, capture.detail)


def test_the_table_holds_more_than_forty_tricks() -> None:
    assert len(TRICKS) >= 40


def test_of_all_that_a_feed_and_a_sitemap_named_nothing_was_asked(trapped: Trapped) -> None:
    assert trapped.crawled.status == 0, trapped.crawled.errors
    pages = [each for each in trapped.crawled.captures if each.role is not Role.INDEX and each.source != "redirects"]
    assert len([each for each in pages if each.source == "feed"]) > 20
    assert {each.failure for each in pages} == {Failure.ADDRESS}


def test_the_canary_heard_nobody(trapped: Trapped) -> None:
    assert trapped.heard == 0
