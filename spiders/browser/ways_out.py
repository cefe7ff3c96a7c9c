"""How a connection leaves this machine for the browser: straight to an address that the guard has seen, or by a proxy.

Twisted's connections have the guard in their resolver; a browser has its own, so it is given none: it hands us names,
and the address that was judged is the one that is connected to (no second look-up that could tell another one).
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from spiders.guard import Network, RefusedAddressError, check_url, why_refused

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

LONGEST_HEAD = 1 << 16
"""Bytes of an HTTP head, in either direction."""

_ACCEPTED = re.compile(rb"HTTP/1\.[01] 2\d\d")
_SOCKS_TAIL = {1: 4, 4: 16}  # bytes of an address of that kind, in a SOCKS answer


class WayOut(Protocol):
    """Opens connections to hosts that may be reached."""

    @property
    def by_proxy(self) -> bool:
        """Whether a proxy looks up the names."""

    async def open(self, host: str, port: int) -> Streams:
        """A connection on which the host's own words come next. RefusedAddressError, OSError or EOFError."""


def choose_way(proxy: str | None, allowed: Sequence[Network]) -> WayOut:
    """The way of a source: through its proxy where it has one, else by the guard."""
    if proxy is None:
        return Straight(tuple(allowed))
    parts = urlsplit(proxy)
    return BySocks(parts) if parts.scheme.startswith("socks") else ByTunnel(parts)


def check_target(host: str, port: int, allowed: Sequence[Network], *, by_proxy: bool) -> None:
    """RefusedAddressError for what no request of ours may ask either."""
    written = f"[{host}]" if ":" in host else host
    check_url(f"http://{written}:{port}/", allowed, by_proxy=by_proxy)


@dataclass(frozen=True, slots=True)
class Straight:
    """To the first address of the host that the guard lets pass."""

    allowed: tuple[Network, ...]
    by_proxy: bool = False

    async def open(self, host: str, port: int) -> Streams:
        """See WayOut."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)  # 1: SOCK_STREAM
        addresses = dict.fromkeys(str(each[4][0]) for each in found)
        reasons = {each: why_refused(ip_address(each), self.allowed) for each in addresses}
        passed = [each for each, reason in reasons.items() if reason is None]
        if not passed:
            raise RefusedAddressError("; ".join(f"{each} is {reason}" for each, reason in reasons.items()))
        for each in passed[:-1]:
            try:
                return await asyncio.open_connection(each, port)
            except OSError:
                continue
        return await asyncio.open_connection(passed[-1], port)


@dataclass(frozen=True, slots=True)
class ByTunnel:
    """Through an HTTP proxy, which resolves the names: a tunnel (CONNECT), also for http."""

    proxy: SplitResult
    by_proxy: bool = True

    async def open(self, host: str, port: int) -> Streams:
        """See WayOut."""
        reader, writer = await _open_proxy(self.proxy)
        target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        user = ""
        if self.proxy.username is not None:
            word = f"{unquote(self.proxy.username)}:{unquote(self.proxy.password or '')}"
            user = f"Proxy-Authorization: Basic {base64.b64encode(word.encode()).decode()}\r\n"
        writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{user}\r\n".encode("ascii"))
        head = await reader.readuntil(b"\r\n\r\n")
        if not _ACCEPTED.match(head):
            writer.close()
            raise ConnectionError("the proxy makes no connection")
        return reader, writer


@dataclass(frozen=True, slots=True)
class BySocks:
    """Through a SOCKS5 proxy (RFC 1928), Tor for example, which is told the name: none is looked up here."""

    proxy: SplitResult
    by_proxy: bool = True

    async def open(self, host: str, port: int) -> Streams:
        """See WayOut."""
        reader, writer = await _open_proxy(self.proxy)
        try:
            await self._greet(reader, writer)
            name = host.encode("ascii")
            writer.write(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2))
            answer = await reader.readexactly(4)
            length = _SOCKS_TAIL.get(answer[3]) or (await reader.readexactly(1))[0]
            await reader.readexactly(length + 2)
            if answer[1] != 0:
                raise ConnectionError(f"the proxy makes no connection (SOCKS answer {answer[1]})")
        except BaseException:
            writer.close()
            raise
        return reader, writer

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name, word = (unquote(each or "").encode() for each in (self.proxy.username, self.proxy.password))
        writer.write(b"\x05\x01\x02" if name else b"\x05\x01\x00")
        chosen = (await reader.readexactly(2))[1]
        if chosen == 2 and name:
            writer.write(bytes([1, len(name)]) + name + bytes([len(word)]) + word)
            chosen = (await reader.readexactly(2))[1]
        if chosen != 0:
            raise ConnectionError("the proxy accepts no user of ours")


async def _open_proxy(proxy: SplitResult) -> Streams:
    """A proxy that the operator named may stand in our own network."""
    port = proxy.port or (1080 if proxy.scheme.startswith("socks") else 8080)
    return await asyncio.open_connection(proxy.hostname, port, limit=LONGEST_HEAD)
