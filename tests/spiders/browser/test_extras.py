"""Extras of pages, with a real Chromium and the guard as it ships: one crawl for all that a browser shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.archive.extras import read_extras
from storage.archive.verification import verify
from storage.records import Capture, Outcome, Role
from storage.store import Store
from tests.spiders.crawling import Crawled, crawl
from tests.spiders.site import Asked, Reply, Site, redirect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: install the package chromium")

ONLY = ["127.0.0.81/32"]
"""What the guard lets pass in these tests: our site, and nothing else of this machine."""

TRICKS = """<!doctype html><title>Notice</title><body style="background: #efe"><h1>The pump is mended</h1>
<img src="http://{private}/picture"><iframe src="http://{private}/frame"></iframe>
<script src="/elsewhere"></script><link rel="stylesheet" href="/style.css">
<script>
document.body.append('written by a script');
const asked = ['http://{private}/fetch', 'http://localhost:{port}/name', 'http://[::ffff:127.0.0.82]:{port}/mapped'];
for (const each of asked) fetch(each, {{mode: 'no-cors'}}).catch(() => 0);
new WebSocket('ws://{private}/socket');
navigator.sendBeacon('http://{private}/beacon', 'x');
alert('stop'); window.open('http://{private}/window');
navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
document.cookie = 'left=behind';
setTimeout(() => location.href = '/away', 50);
</script>"""


@dataclass
class World:
    """What one crawl over both sites left, and a second one after it."""

    folder: Path
    public: Site
    private: Site
    first: Crawled
    second: Crawled

    def extras(self, crawled: Crawled, source: str) -> list[Capture]:
        return crawled.of(source, Role.EXTRAS)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("extras")
    routes: dict[str, object] = {"/style.css": Reply(b"h1 { color: #040 }", headers={"Content-Type": "text/css"})}
    with Site("127.0.0.81", routes) as public, Site("127.0.0.82", {}) as private:  # type: ignore[arg-type]
        trick = TRICKS.format(private=f"127.0.0.82:{private.port}", port=private.port).encode()
        public.routes["/tricks"] = Reply(trick)
        public.routes["/elsewhere"] = redirect(f"{private.url}/redirected")
        public.routes["/moving"] = [Reply(b"<title>One</title><p>one"), Reply(b"<title>Two</title><p>two")]
        public.routes["/plain"] = Reply(b"only words", headers={"Content-Type": "text/plain"})
        public.routes["/cookies"] = remember_cookies
        sources = [
            {"name": name, "url": f"{public.url}/{name}", "spider": "page", "type": "ngo", "render": name != "quiet"}
            for name in ("tricks", "moving", "plain", "quiet", "cookies")
        ]
        first, second = (crawl(folder, sources, network={"allow_addresses": ONLY, "timeout": "5s"}) for _ in range(2))
        yield World(folder, public, private, first, second)


def remember_cookies(asked: Asked) -> Reply:
    return Reply(f"<title>c</title>cookie: {asked.headers.get('cookie', 'none')}".encode())


def read(world: World, capture: Capture) -> dict[str, bytes]:
    return read_extras(world.folder / "data" / "archive", capture)


def test_a_page_is_shown_and_its_extras_are_kept(world: World) -> None:
    assert world.first.status == 0, world.first.errors
    (extras,) = world.extras(world.first, "tricks")
    found = read(world, extras)
    assert found["screenshot"].startswith(b"\x89PNG\r\n") and found["pdf"].startswith(b"%PDF-")
    assert b"The pump is mended" in found["dom"] and b"written by a script" in found["dom"]
    assert extras.outcome is Outcome.FETCHED and extras.page == f"{world.public.url}/tricks"
    capture = world.first.page("tricks", f"{world.public.url}/tricks")
    assert (extras.payload_file, extras.payload_offset) == (capture.file, capture.offset)


def test_the_browser_is_given_the_archived_bytes_and_the_site_is_not_asked_for_them_again(world: World) -> None:
    assert world.public.paths().count("/tricks") == 2  # once in each check
    assert "/away" not in world.public.paths()


def test_nothing_that_a_page_asks_for_reaches_a_private_address(world: World) -> None:
    """Scripts, pictures, frames, redirects, WebSockets, beacons, windows: not even a connection is opened."""
    assert world.private.asked == [] and world.private.open_connections == 0
    assert "/elsewhere" in world.public.paths() and "/style.css" in world.public.paths()  # the page did ask
    assert "/worker.js" not in world.public.paths()


def test_a_body_is_shown_once_and_one_that_differs_again(world: World) -> None:
    assert [len(world.extras(each, "tricks")) for each in (world.first, world.second)] == [1, 0]
    one, two = (world.extras(each, "moving")[0] for each in (world.first, world.second))
    assert b"one" in read(world, one)["dom"] and b"two" in read(world, two)["dom"]


def test_only_pages_of_sources_that_ask_for_it_are_shown(world: World) -> None:
    assert world.extras(world.first, "plain") == world.extras(world.first, "quiet") == []


def test_pages_are_no_looks_and_leave_no_cookies_to_each_other(world: World) -> None:
    (extras,) = world.extras(world.second, "cookies") or world.extras(world.first, "cookies")
    assert b"cookie: none" in read(world, extras)["dom"]
    with Store.open(world.folder / "data") as store:
        looks = store.captures(f"{world.public.url}/tricks")
    assert {each.role for each in looks} == {Role.PAGE}


def test_the_archive_verifies_and_an_extra_that_was_changed_is_found(world: World, tmp_path: Path) -> None:
    assert verify(world.folder / "data").ok
    (extras,) = world.extras(world.first, "moving")
    copy = Path(shutil.copytree(world.folder / "data", tmp_path / "data"))
    path = copy / "archive" / extras.file
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[content.index(b"\x89PNG", extras.offset) + 20] ^= 1
    path.write_bytes(content)
    found = verify(copy)
    assert not found.ok and any(each.file == extras.file and each.offset == extras.offset for each in found.problems)


def test_without_a_browser_the_crawl_goes_on_and_says_what_is_missing(tmp_path: Path) -> None:
    with Site("127.0.0.83", {"/a": Reply(b"<title>a</title><p>words")}) as site:
        source = {"name": "a", "url": f"{site.url}/a", "spider": "page", "type": "ngo", "render": True}
        done = crawl(tmp_path, [source], network={"browser": "/nowhere/chromium"})
    assert done.status == 0 and done.page("a", f"{site.url}/a").outcome is Outcome.FETCHED
    assert done.of("a", Role.EXTRAS) == []
    assert done.problems("a") == [
        "render: no extras of 1 pages: network.browser: /nowhere/chromium is no program that can be run"
    ]


def test_a_browser_that_dies_costs_the_extras_alone_and_is_told(tmp_path: Path) -> None:
    dying = tmp_path / "chromium"
    dying.write_text("#!/bin/sh\nexit 7\n")
    dying.chmod(0o755)
    with Site("127.0.0.84", {"/a": Reply(b"<title>a</title><p>words")}) as site:
        source = {"name": "a", "url": f"{site.url}/a", "spider": "page", "type": "ngo", "render": True}
        done = crawl(tmp_path, [source], network={"browser": str(dying)})
    assert done.status == 0 and done.page("a", f"{site.url}/a").outcome is Outcome.FETCHED
    assert "the browser does not start" in json.dumps(done.problems("a"))
