"""The connections of a whole process, whichever source they serve: Scrapy's own handlers below ours.

One pool for all sources keeps a host from seeing two connections of two sources; pools with and without verified
certificates are kept apart. Through a proxy the names are resolved there, so the guard can judge only the URL.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from w3lib.http import basic_auth_header

from config.declarations import NetworkSettings
from spiders.guard import RefusedAddressError
from spiders.resolver import GuardedResolver

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


_LOG = logging.getLogger(__name__)


class UnguardedError(RuntimeError):
    """The reactor's resolver is not ours: nothing is asked."""


class Transport:
    """Sends one request and returns the response as it came, its content coding not undone."""

    _shared: ClassVar[dict[tuple[bool, str | None], Transport]] = {}

    def __init__(
        self, inner: BaseDownloadHandler, resolver: GuardedResolver, timeout: float, proxy: str | None
    ) -> None:
        self._inner = inner
        self._resolver = resolver
        self._timeout = timeout
        self._proxy, self._proxy_auth = split_proxy(proxy)

    @classmethod
    def for_crawler(cls, crawler: Crawler, network: NetworkSettings, proxy: str | None = None) -> Transport:
        """The transport of this process for crawls that verify certificates as this one does, through the same proxy.

        `proxy` is the source's own; without one it is the network's. Raises UnguardedError where the guard is not the
        reactor's resolver: better no crawl than an unguarded one.
        """
        verified = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        proxy = proxy or network.proxy
        if (verified, proxy) not in cls._shared:
            from twisted.internet import reactor

            resolver = getattr(reactor, "nameResolver", None)
            if not isinstance(resolver, GuardedResolver):
                raise UnguardedError("TWISTED_DNS_RESOLVER is not the guarded resolver")
            timeout = network.timeout.total_seconds()
            cls._shared[verified, proxy] = cls(_make_inner(crawler, proxy), resolver, timeout, proxy)
        return cls._shared[verified, proxy]

    @classmethod
    async def close_all(cls) -> None:
        """Close every connection of the process."""
        for each in cls._shared.values():
            await each._inner.close()
        cls._shared.clear()

    @property
    def by_proxy(self) -> bool:
        """Whether names are resolved by a proxy, out of the guard's sight."""
        return self._proxy is not None

    async def ask(self, request: Request) -> Response:
        """The response, within the time that is allowed. Raises what Scrapy, Twisted or OpenSSL raise.

        The resolver lets proxies pass, which may stand in our own network: no page is asked of one directly.
        """
        if self._proxy is None and self._resolver.is_proxy(urlsplit(request.url).hostname or ""):
            raise RefusedAddressError("a proxy of ours")
        request.meta["download_timeout"] = self._timeout  # Scrapy's handlers look here, not at the settings
        if self._proxy is not None:
            request.meta["proxy"] = self._proxy
            if self._proxy_auth is not None:
                request.headers[b"Proxy-Authorization"] = self._proxy_auth
        if isinstance(self._inner, HTTP11DownloadHandler):
            return await self._inner.download_request(request)
        async with asyncio.timeout(self._timeout):  # the httpx handler bounds each read, and no sum of them
            return await self._inner.download_request(request)

    def explain(self, problem: Exception, host: str) -> Exception:
        """The refusal of the guard, where that is why a name gave no address; else the problem itself."""
        if isinstance(problem, CannotResolveHostError) and (refusal := self._resolver.refusals.get(host)):
            return RefusedAddressError(refusal)
        return problem


def why_no_proxy(proxy: str | None) -> str | None:
    """What is wrong with a proxy, in words; None where it can be used."""
    if proxy is None:
        return None
    parts = urlsplit(proxy)
    if parts.scheme not in ("http", "socks5h") or not parts.hostname:
        return "proxy: a proxy is http://HOST:PORT or socks5h://HOST:PORT"
    return None


def split_proxy(proxy: str | None) -> tuple[str | None, bytes | None]:
    """A proxy's URL without user info, and the header that carries it."""
    if proxy is None:
        return None, None
    parts = urlsplit(proxy)
    if parts.username is None or parts.scheme.startswith("socks"):
        return proxy, None
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return bare, basic_auth_header(parts.username, parts.password or "")


def _make_inner(crawler: Crawler, proxy: str | None) -> BaseDownloadHandler:
    """Twisted's HTTP/1.1 with a tap; for SOCKS the httpx handler, which leaves names to the proxy (no leak by DNS)."""
    if proxy is not None and proxy.startswith("socks"):
        from scrapy.core.downloader.handlers._httpx import HttpxDownloadHandler

        return HttpxDownloadHandler(crawler)
    try:
        from spiders.wire.tap import TappedHandler

        return TappedHandler(crawler)
    except (ImportError, AttributeError) as problem:  # private names have moved: better a lesser record than none
        _LOG.warning("no tap on the connections (%s): heads are reconstructed, and each capture says so", problem)
        return HTTP11DownloadHandler(crawler)
