"""Every page of the desk in a real browser, on a telephone and a laptop, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import LAPTOP, TELEPHONE, Watch, find_faults, go

CHANGE, CAPTURE = "a[href^='/changes/']", "main a[href^='/captures/']"

PAGES = {
    "queue": ("/",),
    "change": ("/", CHANGE),
    "change, side by side": ("/", CHANGE, "a[data-key='s']"),
    "capture": ("/", CHANGE, CAPTURE),
    "history": ("/", CHANGE, "main a[href$='/history']"),
    "subjects": ("/subjects",),
    "subject": ("/subjects", "main a[href^='/subjects/']"),
    "sources": ("/sources",),
    "source": ("/sources", "main a[href^='/sources/']"),
    "search": ("/search",),
    "digests": ("/digests",),
    "digest": ("/digests", "main a[href^='/digests/']"),
    "account": ("/account",),
    "log": ("/audit",),
    "no such page": ("/nothing",),
}

LOOKS = [(TELEPHONE, "light"), (TELEPHONE, "dark"), (LAPTOP, "light"), (LAPTOP, "dark")]
HEARD = [(TELEPHONE, "dark"), (LAPTOP, "light")]
"""Where axe listens: its findings depend on the width and on the colours, hardly on both together."""


@pytest.fixture(scope="module")
def window(open_desk: Any) -> Iterator[Page]:
    context = open_desk("Operator")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_else_and_fits_and_is_sound_on_each_screen_by_day_and_night(
    window: Page, desk: Any, name: str
):
    with Watch(window) as watch:
        go(window, *PAGES[name])
    assert "/login" not in window.url
    assert watch.strangers(desk.address) == []
    assert watch.complaints == [] or name == "no such page"
    for look in LOOKS:
        window.set_viewport_size(look[0])
        window.emulate_media(color_scheme=look[1])
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"wider than {look}"
        assert look not in HEARD or find_faults(window) == [], look
