"""A page that moves: one page, one history, no alarm."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.monitors.commanding import ask, defenderwatch

STORY = "".join(
    f"<p>Hearing number {number} in the case of the water engineers was held in a full room on Monday.</p>"
    for number in range(1, 9)
)
NAMED = "<p>Madina Kokbulakova was detained on 15 November near her home.</p>"


class MovingSite(ThreadingHTTPServer):
    """A listing and one article, which moves to a second address when told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.moved = False
        self.edited = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Visit(BaseHTTPRequestHandler):
    server: MovingSite

    def do_GET(self) -> None:
        site = self.server
        new = "/story-moved" if site.moved else "/story"
        if self.path == "/":
            self._answer(200, f"<html><body><main><a href='{new}'>The case of the engineers</a></main></body></html>")
        elif self.path == "/story" and site.moved:
            self.send_response(301)
            self.send_header("Location", "/story-moved")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == new:
            named = NAMED.replace("detained", "released") if site.edited else NAMED
            self._answer(200, f"<html><body><article><h1>The case</h1>{STORY}{named}</article></body></html>")
        else:
            self._answer(404, "<html><body><p>nothing here</p></body></html>")

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


class Walk(NamedTuple):
    """What was told after each step."""

    address: str
    moved: list[dict[str, Any]]
    edited: list[dict[str, Any]]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Three checks of one article: at its first address, at its second, and edited there."""
    with MovingSite() as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        folder = tmp_path_factory.mktemp("moving") / "desk"
        write_desk(folder, site)
        assert defenderwatch("check", folder=folder).returncode == 0
        site.moved = True
        assert defenderwatch("check", folder=folder).returncode == 0
        moved = ask(folder, "changes", "--all", "--json")
        site.edited = True
        assert defenderwatch("check", folder=folder).returncode == 0
        site.shutdown()
        return Walk(site.address, moved, ask(folder, "changes", "--json"))


def write_desk(desk: Path, site: MovingSite) -> None:
    (desk / "sources").mkdir(parents=True)
    (desk / "watchlists").mkdir()
    (desk / "defenderwatch.yaml").write_text("network: {delay: 0s, allow_addresses: [127.0.0.0/8]}\n")
    (desk / "sources" / "engineers.yaml").write_text(
        f"name: engineers\nurl: {site.address}/\nspider: listing\nfollow: 'main a'\n"
    )
    (desk / "watchlists" / "people.yaml").write_text(
        "name: people\nsubjects: [{id: madina-kokbulakova, kind: defender, name: Madina Kokbulakova}]\n"
    )


def test_a_moved_page_keeps_its_history_and_alarms_nobody(walk: Walk) -> None:
    assert [change["kind"] for change in walk.moved] == ["page_new"]


def test_a_later_edit_of_a_moved_page_is_told_once_under_its_first_name(walk: Walk) -> None:
    [changed] = [change for change in walk.edited if change["kind"] == "page_changed"]
    assert changed["page"] == f"{walk.address}/story"
    assert changed["url"] == f"{walk.address}/story-moved"
    assert [event["kind"] for event in changed["events"]] == ["context_changed"]
