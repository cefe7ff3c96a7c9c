"""A page that moves: one page, one history, no alarm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.monitors.test_interruption import ask, check_until_done

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


@pytest.fixture
def site() -> Iterator[MovingSite]:
    with MovingSite() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def folder(tmp_path: Path, site: MovingSite) -> Path:
    desk = tmp_path / "desk"
    (desk / "sources").mkdir(parents=True)
    (desk / "watchlists").mkdir()
    (desk / "defenderwatch.yaml").write_text("network: {delay: 0s, allow_addresses: [127.0.0.0/8]}\n")
    (desk / "sources" / "engineers.yaml").write_text(
        f"name: engineers\nurl: {site.address}/\nspider: listing\nfollow: 'main a'\n"
    )
    (desk / "watchlists" / "people.yaml").write_text(
        "name: people\nsubjects: [{id: madina-kokbulakova, kind: defender, name: Madina Kokbulakova}]\n"
    )
    return desk


def test_a_moved_page_keeps_its_history_and_alarms_nobody(site: MovingSite, folder: Path) -> None:
    check_until_done(folder)
    site.moved = True
    check_until_done(folder)
    check_until_done(folder)
    kinds = [change["kind"] for change in ask(folder, "changes", "--all", "--json")]
    assert kinds == ["page_new"]


def test_a_later_edit_of_a_moved_page_is_told_once_under_its_first_name(site: MovingSite, folder: Path) -> None:
    check_until_done(folder)
    site.moved = True
    check_until_done(folder)
    site.edited = True
    check_until_done(folder)
    changed = [change for change in ask(folder, "changes", "--json") if change["kind"] == "page_changed"]
    assert [change["page"] for change in changed] == [f"{site.address}/story"]
    assert [change["url"] for change in changed] == [f"{site.address}/story-moved"]
    assert [event["kind"] for event in changed[0]["events"]] == ["context_changed"]
