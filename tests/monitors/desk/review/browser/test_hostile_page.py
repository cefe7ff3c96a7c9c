"""A stored page that means harm, in a real browser: its text is read, and it can do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

import feedparser
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from monitors.digests.atom import render_feed
from monitors.digests.gathering import gather_digest
from monitors.digests.html import render_html
from monitors.digests.rendering import DigestFormat, render_digest
from tests.spiders.site import Site

from .conftest import LAPTOP, Watch


def test_a_stored_page_runs_nothing_and_asks_nobody_for_anything(open_desk: Any, desk: Any, day: Any):
    page = open_desk("Reader", viewport=LAPTOP).new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with Watch(page) as watch:
        page.goto(f"/captures/{day.hexadecimal('cap court')}")
        page.locator("iframe").scroll_into_view_if_needed()
        copy = page.frame_locator("iframe").locator("body")
        assert "The stored text stands here." in copy.inner_text()
        page.wait_for_load_state("networkidle")
    assert "scripts ran" not in copy.inner_text() and dialogs == []
    assert watch.strangers(desk.address) == []


def test_a_title_of_mark_up_is_shown_as_its_letters(open_desk: Any, day: Any):
    page = open_desk("Reader", viewport=LAPTOP).new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"/changes/{day.hexadecimal('hostile')}")
    assert "<script>alert('title')</script>" in page.get_by_role("heading", level=1).inner_text()
    assert dialogs == []


TRAPS = """Yerkin Baltabai <img src="{0}/pixel"> <script src="{0}/script"></script>
<link rel=stylesheet href="{0}/style">
<style>@import url({0}/import); body {{ background: url({0}/background) }}</style>
<meta http-equiv=refresh content="0;url={0}/away"> <iframe src="{0}/frame"></iframe>
<form action="{0}/form"><button autofocus>go</button></form> <object data="{0}/object"></object>
<a ping="{0}/ping" href="javascript:fetch('{0}/link')">x</a> <svg onload="fetch('{0}/svg')"></svg>
![x]({0}/markdown) =HYPERLINK("{0}/formula")"""
"""What a page may hold in the hope that whoever shows its words also does what they say."""


@pytest.fixture
def thief() -> Iterator[Site]:
    """A server that counts what is asked of it."""
    with Site("127.0.0.86", {}) as site:
        yield site


def test_what_a_page_wrote_fetches_nothing_wherever_it_is_shown(browser: Browser, thief: Site, day: Any):
    sentence = TRAPS.format(thief.url).replace("\n", " ")
    change = day.change("h", day.named(sentence), title=sentence, url=f"{thief.url}/page")
    digest = gather_digest(day.FakeStore(kept=[change]), day.CONFIGURATION, date(2026, 11, 24), now=day.NOON)
    shown = {
        "page": render_html(digest),
        "mail": render_html(digest, mail=True),
        "markdown": MarkdownIt("commonmark").render(render_digest(digest, DigestFormat.MARKDOWN)),
        "feed": feed_as_html(render_feed([digest])),
    }
    context = browser.new_context()
    for name, document in shown.items():
        window = context.new_page()
        dialogs: list[str] = []
        window.on("dialog", lambda dialog, kept=dialogs: (kept.append(dialog.message), dialog.dismiss()))
        window.set_content(document, wait_until="networkidle")
        assert "Yerkin Baltabai" in window.locator("body").inner_text(), name
        assert (thief.asked, dialogs) == ([], []), name
        window.close()
    context.close()


def feed_as_html(feed: str) -> str:
    """What a reader of feeds shows: HTML as HTML where an entry says that it is, else its letters."""
    shown = ""
    for entry in feedparser.parse(feed, sanitize_html=False).entries:
        for told in (entry.title_detail, entry.summary_detail, *entry.get("content", ())):
            shown += f"<p>{told.value if 'html' in told.type else escape(told.value)}</p>"
    return shown
