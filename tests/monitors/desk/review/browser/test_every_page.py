"""Every page of the desk in a real browser: on a telephone and a laptop, by day and by night, in each language."""

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
    "edit": ("/subjects", "main a[href^='/subjects/']", "main a[href$='/edit']"),
    "case report": ("/subjects", "main a[href^='/subjects/']", "main a[href$='/report']"),
    "lesson": ("/", CHANGE, "a[href$='/learn']"),
    "proposals": ("/proposals",),
    "agreement": ("/agreement",),
    "archive": ("/archive",),
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


LANGUAGES = ("ru", "kk")


@pytest.fixture(scope="module")
def tongues(open_desk: Any) -> Iterator[dict[str, Page]]:
    """A window for each language, whose reader has chosen it."""
    contexts = {language: open_desk("Operator") for language in LANGUAGES}
    pages = {language: context.new_page() for language, context in contexts.items()}
    for language, page in pages.items():
        page.goto(f"/language/{language}?to=/account")
        assert page.url.endswith("/account")
    yield pages
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_is_sound_in_each_language(tongues: dict[str, Page], name: str, language: str):
    window = tongues[language]
    go(window, *PAGES[name])
    assert window.evaluate("document.documentElement.lang") == language
    look = (TELEPHONE, "light") if language == "ru" else (LAPTOP, "dark")  # their mirrors are heard in English
    window.set_viewport_size(look[0])
    window.emulate_media(color_scheme=look[1])
    assert find_faults(window) == []
    for size in (TELEPHONE, LAPTOP):
        window.set_viewport_size(size)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"wider than {size}"


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
