"""A browser that shows what was captured: the system's Chromium, without a window, driven by Playwright.

It is given the bytes of the capture in place of the document, so that what it shows is what was archived, and the
site is not asked for the page twice. All else that a page asks for goes through a proxy of ours (`page_proxy`).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spiders.browser.page_proxy import PageProxy
from spiders.browser.showing import HEIGHT, WHOLE, WIDTH, Document, close_quietly, draw_extras, first_line
from spiders.browser.ways_out import choose_way
from spiders.guard import Network
from storage.records import Rendering

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

_SWITCHES = (
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # it looks up no name at all
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-gpu",
    "--no-pings",
    "--js-flags=--max-old-space-size=512",
)
_NOWHERE = "http://127.0.0.1:9"
"""The proxy of what the browser itself would ask for, beside any page: nobody listens there."""

_WITHOUT = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[name]"
)


class NoBrowserError(Exception):
    """No page can be shown here, and why."""


class BrowserFailedError(Exception):
    """This page could not be shown; the detail names neither page nor address."""


def find_browser(configured: str | None) -> str | None:
    """The path of the browser: the one configured, else the first on PATH."""
    if configured is not None:
        return configured if os.access(configured, os.X_OK) else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def why_no_browser(configured: str | None) -> str | None:
    """What is missing for `render: true`, and what to do; None where everything is there."""
    if importlib.util.find_spec("playwright") is None:
        return "the optional part is not installed: pip install 'defenderwatch[render]'"
    if find_browser(configured) is None:
        if configured is not None:
            return f"network.browser: {configured} is no program that can be run"
        return "no Chromium is on PATH: install the package chromium, or name it under network.browser"
    return None


class ChromiumBrowser:
    """The browser of one check, one page at a time; started with the first page, and anew after a crash."""

    def __init__(self, *, configured: str | None, user_agent: str, allowed: Sequence[Network]) -> None:
        self._configured = configured
        self._user_agent = user_agent
        self._allowed = allowed
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._home: tempfile.TemporaryDirectory[str] | None = None

    async def show(self, document: Document) -> Rendering:
        """The extras of a document. NoBrowserError where there is no browser; BrowserFailedError, TimeoutError."""
        from playwright.async_api import Error

        browser = await self._start()
        way = choose_way(document.proxy, self._allowed)
        try:
            async with asyncio.timeout(WHOLE), PageProxy(way, self._allowed) as proxy:
                context = await self._open_context(browser, document, proxy.address)
                try:
                    settled, extras, missing = await draw_extras(await context.new_page(), document)
                finally:
                    await close_quietly(context)
        except Error as problem:
            await self.close()  # a new one for the next page: this one may be beyond repair
            raise BrowserFailedError(first_line(problem)) from problem
        except TimeoutError:
            await self.close()
            raise
        return Rendering(
            of=document.capture,
            browser=f"Chromium/{browser.version}",
            viewport=f"{WIDTH}x{HEIGHT}",
            asked=proxy.asked,
            refused=proxy.refused,
            received=proxy.received,
            settled=settled,
            missing=tuple(missing),
            extras=tuple(extras),
        )

    async def close(self) -> None:
        """The browser has ended, and nothing that it kept is left."""
        browser, playwright, home = self._browser, self._playwright, self._home
        self._browser = self._playwright = self._home = None
        for end in (browser and browser.close, playwright and playwright.stop):
            if end:
                with contextlib.suppress(Exception):  # it may have crashed, and then it has ended
                    await asyncio.wait_for(end(), 5)
        if home:
            home.cleanup()

    async def _start(self) -> Browser:
        if self._browser is not None and self._browser.is_connected():
            return self._browser
        if missing := why_no_browser(self._configured):
            raise NoBrowserError(missing)
        from playwright.async_api import Error, async_playwright

        await self.close()
        self._home = tempfile.TemporaryDirectory(prefix="defenderwatch-", ignore_cleanup_errors=True)
        try:
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=find_browser(self._configured),
                chromium_sandbox=os.geteuid() != 0,  # Chromium's sandbox refuses to run as root
                proxy={"server": _NOWHERE},
                args=list(_SWITCHES),
                env={"HOME": self._home.name, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=30_000,
            )
        except (Error, OSError) as problem:
            await self.close()
            raise NoBrowserError(f"the browser does not start: {first_line(problem)}") from problem
        return self._browser

    async def _open_context(self, browser: Browser, document: Document, proxy: str) -> BrowserContext:
        """A profile for this page alone, forgotten afterwards."""
        context = await browser.new_context(
            proxy={"server": proxy},
            user_agent=self._user_agent,
            viewport={"width": WIDTH, "height": HEIGHT},
            ignore_https_errors=not document.verify_tls,
            accept_downloads=False,
            service_workers="block",
            locale="en",
            timezone_id="UTC",
        )
        await context.add_init_script(_WITHOUT)
        return context
