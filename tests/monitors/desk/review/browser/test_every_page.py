"""Every page of the desk in a real browser: on a telephone and a laptop, by day and by night, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from monitors.review.sessions import invite
from storage.people import Role
from tests.monitors.desk.review.operating import operate

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


def fits_and_is_sound(page: Page) -> bool:
    """Whether it fits at both widths, and axe finds nothing on a telephone by day and on a laptop by night."""
    for size, scheme in ((TELEPHONE, "light"), (LAPTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"wider than {size}"
        assert find_faults(page) == [], (size, scheme)
    return True


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_doors_open_in_the_language_that_the_browser_asks_for(browser: Browser, desk: Any, language: str):
    inside = desk.app.state.desk
    inside.store.add_account(name=f"Guest {language}", role=Role.READER, at=inside.clock())
    code = invite(inside.store, inside.store.account(f"Guest {language}"), inside.clock())
    context = browser.new_context(base_url=desk.address, locale=language)
    page = context.new_page()
    for address in ("/login", f"/welcome/{code}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == language
        assert fits_and_is_sound(page)
    context.close()


FORMS = {
    "search": (("/search",), {"#words": "Маржан"}, "form:has(#words) button"),
    "edit": (PAGES["edit"], {"textarea": "Марджан Кошербаева"}, "form.declare button"),
    "lesson": (PAGES["lesson"], {"main form input:not([type])": "мектеп"}, "main form button"),
}


@pytest.fixture(scope="module")
def forms(browser: Browser, data: Any, day: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An operator's window at a desk whose files can be edited."""
    with operate(tmp_path_factory.mktemp("operated") / "folder", data, day) as place:
        context = browser.new_context(base_url=place.served.address)
        for cookie in place.come_in("Operator").cookies.jar:
            context.add_cookies([{"name": cookie.name, "value": str(cookie.value), "url": place.served.address}])
        yield context.new_page()
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_leads_to_fits_and_is_sound_in_each_language(forms: Page, name: str, language: str):
    way, words, button = FORMS[name]
    forms.goto(f"/language/{language}?to=/")
    go(forms, *way)
    for field, text in words.items():
        forms.locator(field).first.fill(text)
    forms.locator(button).first.click()
    forms.wait_for_load_state()
    assert forms.evaluate("document.documentElement.lang") == language
    assert forms.locator(".problem").count() == 0
    assert fits_and_is_sound(forms)


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
