"""A real browser at the desk: Debian's Chromium, driven by Playwright. Where there is none, these tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

PASSWORD = "four words are good"

QUIET = [
    "--no-sandbox",  # CI runs as root, and all that is shown here is our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

TELEPHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder says why it is skipped where no Chromium is."""
    if CHROMIUM is None:
        for test in items:
            if Path(__file__).parent in test.path.parents:
                test.add_marker(pytest.mark.skip(reason="no Chromium on this machine: install the package chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright for one module at a time: while its loop runs, no other test of the process could run one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """The browser of a module; `--headed` and `--slowmo` of the command line hold."""
    chromium = playwright.chromium.launch(**browser_type_launch_args)
    yield chromium
    chromium.close()


def find_faults(page: Page) -> list[str]:
    """What axe finds wrong for those who read by ear, by keyboard or with weak eyes: a line a fault."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {place['html'][:160]}" for fault in found for place in fault["nodes"]]


def go(page: Page, start: str, *links: str) -> None:
    """`page` shows `start`, or what is reached from there by following the first of each of `links` in turn."""
    page.goto(start)
    for link in links:
        address = page.locator(link).first.get_attribute("href")
        assert address, f"{page.url} has no {link}"
        page.goto(address)


class Watch:
    """What a page asks for and complains of while the block runs."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked: list[str] = []
        self.complaints: list[str] = []
        self._listeners: dict[Any, Callable[[Any], None]] = {
            "request": lambda request: self._asked.append(request.url),
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
        }

    def __enter__(self) -> Watch:
        for event, listener in self._listeners.items():
            self._page.on(event, listener)
        return self

    def __exit__(self, *_: object) -> None:
        for event, listener in self._listeners.items():
            self._page.remove_listener(event, listener)

    def strangers(self, address: str) -> list[str]:
        """What was asked of anybody but the desk at `address`."""
        return [url for url in self._asked if not url.startswith((f"{address}/", "data:"))]


@pytest.fixture(scope="module")
def open_desk(browser: Browser, desk: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Opens windows at the desk for one who is logged in: `open_desk("Reviewer", viewport=…, color_scheme=…)`."""
    opened: list[BrowserContext] = []

    def open_window(name: str, **more: Any) -> BrowserContext:
        context = browser.new_context(base_url=desk.address, **more)
        context.set_default_timeout(10_000)
        opened.append(context)
        with desk.client() as client:
            for cookie in desk.come_in(client, name).cookies.jar:
                context.add_cookies([{"name": cookie.name, "value": str(cookie.value), "url": desk.address}])
        return context

    yield open_window
    for context in opened:
        context.close()
