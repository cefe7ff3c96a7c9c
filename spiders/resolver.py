"""The guard where the socket opens: a name resolver around Twisted's, given to Scrapy as TWISTED_DNS_RESOLVER.

Installed on the reactor by hand it would be replaced in silence when the process starts, and fail open. IP literals
pass through the resolver too: Twisted's HostnameEndpoint asks it for every host, and connects to what it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from spiders.guard import Network, parse_networks, why_refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

ALLOW_SETTING = "GUARD_ALLOW_ADDRESSES"
PROXY_SETTING = "GUARD_PROXY_HOSTS"


class GuardedResolver(CachingHostnameResolver):
    """Resolves names, and keeps back every address that must not be reached. `refusals` says which host had one."""

    def __init__(
        self, reactor: ReactorBase, cache_size: int, allowed: Sequence[Network], proxies: Sequence[str]
    ) -> None:
        super().__init__(reactor, cache_size)
        self.refusals: dict[str, str] = {}
        self._allowed = tuple(allowed)
        self._proxies = frozenset(each.lower() for each in proxies)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """The resolver of a whole process; `crawler` is the process and only lends its settings."""
        settings = crawler.settings
        allowed = parse_networks(settings.getlist(ALLOW_SETTING))
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), allowed, settings.getlist(PROXY_SETTING))

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve as Scrapy's caching resolver does; the receiver hears only of addresses that may be reached."""
        receiver: Any = resolutionReceiver
        if not self.is_proxy(hostName):
            receiver = _GuardedReceiver(resolutionReceiver, hostName, self)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def is_proxy(self, host: str) -> bool:
        """Whether this is the host of a proxy that the operator named: it may stand in our own network."""
        return host.lower() in self._proxies

    def why_refused(self, address: IAddress) -> str | None:
        """Why Twisted must not connect to this address; None where it may. What is no IP address is refused."""
        if not isinstance(address, IPv4Address | IPv6Address):
            return "no IP address"
        reason = why_refused(ip_address(address.host), self._allowed)
        return f"{address.host} is {reason}" if reason else None


@implementer(IResolutionReceiver)
class _GuardedReceiver:
    """Stands between the resolver and whoever asked, and lets through only what may be reached."""

    def __init__(self, receiver: Any, host: str, guard: GuardedResolver) -> None:
        self._receiver = receiver
        self._host = host.lower()
        self._guard = guard
        guard.refusals.pop(self._host, None)

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        reason = self._guard.why_refused(address)
        if reason is None:
            self._receiver.addressResolved(address)
        else:
            self._guard.refusals[self._host] = reason

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
