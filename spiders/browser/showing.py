"""What is kept of a page that a browser shows: DOM, screenshot and PDF, within bounds.

The page is given the bytes of the capture in place of its document, and leads nowhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.records import Extra

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Route

WIDTH, HEIGHT, TALLEST = 1280, 800, 16_000
"""Pixels. Chromium draws no picture beyond 16,384 in height."""

LOADING, SETTLING, WHOLE = 20.0, 3.0, 60.0
"""Seconds: until the page has loaded, until it has gone quiet after that, and for all of it."""

LARGEST = 25_000_000
"""Bytes of one extra."""

_KEPT_HEADERS = ("content-type", "content-security-policy", "content-language", "referrer-policy")
_LEFT_OUT = frozenset({"media", "eventsource"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the browser is given: a body that was archived, where it came from, and how its source is asked."""

    capture: str
    url: str
    head: bytes
    body: bytes  # content coding undone
    proxy: str | None
    verify_tls: bool


async def draw_extras(page: Page, document: Document) -> tuple[bool, list[Extra], list[str]]:
    """Whether the page settled, its extras, and which could not be made."""
    page.context.on("page", lambda opened: _dismiss(opened, page))
    answering = _Answering(page, document)
    await page.route("**/*", answering.answer)
    settled = await _load(page, document.url)
    makers: dict[str, tuple[str, Callable[[], Awaitable[bytes]]]] = {
        "dom": ("text/html; charset=utf-8", lambda: _write_dom(page)),
        "screenshot": ("image/png", lambda: _take_picture(page)),
        "pdf": ("application/pdf", lambda: page.pdf(format="A4", print_background=True)),
    }
    extras, missing = [], []
    for kind, (content_type, make) in makers.items():
        content, why = await _make(make)
        if content is None:
            missing.append(f"{kind}: {why}")
        else:
            extras.append(Extra(kind=kind, content_type=content_type, content=content))
    return settled, extras, missing


async def _load(page: Page, url: str) -> bool:
    """Whether the page loaded, and went quiet, in its time; shown as far as it came in any case."""
    from playwright.async_api import Error

    try:
        await page.goto(url, wait_until="load", timeout=LOADING * 1000)
        await page.wait_for_load_state("networkidle", timeout=SETTLING * 1000)
    except Error:  # too slow, or it tried to go elsewhere; what is beyond that shows in the next step
        return False
    return True


async def _make(make: Callable[[], Awaitable[bytes]]) -> tuple[bytes | None, str]:
    from playwright.async_api import TimeoutError as TooSlow

    try:
        async with asyncio.timeout(LOADING):
            content = await make()
    except (TooSlow, TimeoutError):
        return None, "it took too long"
    return (content, "") if len(content) <= LARGEST else (None, "too large")


async def _write_dom(page: Page) -> bytes:
    return (await page.content()).encode("utf-8", "replace")


async def _take_picture(page: Page) -> bytes:
    height = await page.evaluate("Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0)")
    tall = min(max(int(height) if isinstance(height, int | float) else HEIGHT, HEIGHT), TALLEST)
    clip: Any = {"x": 0, "y": 0, "width": WIDTH, "height": tall}
    return await page.screenshot(full_page=True, clip=clip, animations="disabled", timeout=LOADING * 1000)


@dataclass  # without slots: Playwright hangs a note of its own on it
class _Answering:
    """Gives the page its document once, and lets it lead nowhere else."""

    page: Page
    document: Document
    given: bool = False

    async def answer(self, route: Route) -> None:
        """The archived bytes for the document; whatever belongs to it goes its way through the proxy."""
        request = route.request
        with contextlib.suppress(Exception):  # the page may be closed while its last requests are answered
            if request.is_navigation_request() and request.frame.parent_frame is None:
                await self._answer_document(route)
            elif request.resource_type in _LEFT_OUT:
                await route.abort()
            else:
                await route.continue_()

    async def _answer_document(self, route: Route) -> None:
        if self.given:
            await route.fulfill(status=204)  # it would go elsewhere: after "no content" a browser stays where it is
            return
        self.given = True
        await route.fulfill(status=200, headers=_headers(self.document.head), body=self.document.body)


def _headers(head: bytes) -> dict[str, str]:
    """What of the head as it was received tells how the body is shown."""
    found = re.findall(r"(?m)^([A-Za-z-]+):[ \t]*([^\r\n]*)", head.decode("latin-1"))
    return {name.lower(): value.strip() for name, value in reversed(found) if name.lower() in _KEPT_HEADERS}


def _dismiss(opened: Page, page: Page) -> None:
    if opened is not page:
        asyncio.ensure_future(close_quietly(opened))  # noqa: RUF006 - ends with the context at the latest


async def close_quietly(what: Page | BrowserContext) -> None:
    with contextlib.suppress(Exception):  # it may be gone already
        await asyncio.wait_for(what.close(), 5)


def first_line(problem: Exception) -> str:
    """What Playwright says, without the call log, addresses and paths behind it."""
    line = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    return re.sub(r"(\w+:/)?/[^\s'\"]+", "…", line)[:200]


def is_page(head: bytes) -> bool:
    """Whether a browser shows as a page what came with this head: PDF and pictures are what they are already."""
    content_type = _headers(head).get("content-type", "")
    return content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")
