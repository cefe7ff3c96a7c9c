"""The one door of a browser that shows a page: a forward proxy of ours on loopback, for that page alone.

Whatever the page's scripts, frames, redirects and WebSockets ask for passes here, and is judged by the address guard
before a connection is made. Bounded in bytes and connections; what is beyond is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from spiders.browser.ways_out import LONGEST_HEAD, WayOut, check_target
from spiders.guard import Network, RefusedAddressError

MOST_CONNECTIONS = 400
"""Connections and plain requests of one page: news pages with all their advertising ask for 100 to 300 things."""

MOST_BYTES = 60_000_000

_REQUEST = re.compile(rb"([A-Z]+) (\S+) HTTP/1\.[01]\r\n")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})\r$")
_BETWEEN_TWO = re.compile(rb"(?im)^(?:proxy-[a-z-]+|connection|keep-alive):[^\n]*\n")
"""Headers between two neighbours of a chain (RFC 9110 7.6.1): the browser and us, us and the server."""

_REFUSAL = b"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_TROUBLE = (OSError, EOFError, ValueError, RefusedAddressError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


@dataclass(slots=True)
class PageProxy:
    """A proxy on a port of its own while the block lasts; afterwards every connection is closed."""

    way: WayOut
    allowed: Sequence[Network]
    asked: int = 0
    refused: int = 0
    received: int = 0
    address: str = ""
    _server: asyncio.Server | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0, limit=LONGEST_HEAD)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio serves each connection in a task
        self._open.add(task)
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:
            pass  # the page is done
        except _TROUBLE:
            self.refused += 1
            with contextlib.suppress(OSError, RuntimeError):
                writer.write(_REFUSAL)
        finally:
            self._open.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of the browser's: a tunnel, or a plain one; the connection is not used again."""
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        found = _REQUEST.match(head)
        if found is None or self.asked > MOST_CONNECTIONS or self.received > MOST_BYTES:
            raise ValueError("no request that is served")
        method, target = found[1], found[2].decode("ascii")
        parts = urlsplit(f"//{target}" if method == b"CONNECT" else target)
        host, port = parts.hostname or "", parts.port or 80
        if method != b"CONNECT" and parts.scheme != "http":
            raise ValueError("no scheme that is served")
        check_target(host, port, self.allowed, by_proxy=self.way.by_proxy)
        far_reader, far_writer = await self.way.open(host, port)
        try:
            if method == b"CONNECT":
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                await self._join(reader, writer, far_reader, far_writer)
            else:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                far_writer.write(method + b" " + path.encode("ascii") + b" HTTP/1.1\r\n" + _alone(head, found.end()))
                if length := _LENGTH.search(head):
                    far_writer.write(await reader.readexactly(min(int(length[1]), MOST_BYTES)))
                answer = await far_reader.readuntil(b"\r\n\r\n")
                start = answer.index(b"\r\n") + 2
                writer.write(answer[:start] + _alone(answer, start))
                await self._pass_on(far_reader, writer, count=True)
        finally:
            far_writer.close()

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> None:
        """Both ways, until one side has ended."""
        out = asyncio.create_task(self._pass_on(reader, far_writer, count=False))
        try:
            await self._pass_on(far_reader, writer, count=True)
        finally:
            out.cancel()
            await asyncio.gather(out, return_exceptions=True)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, count: bool) -> None:
        """What comes, as long as it comes and the page has bytes left."""
        with contextlib.suppress(OSError):
            while self.received <= MOST_BYTES and (piece := await source.read(1 << 16)):
                self.received += len(piece) if count else 0
                target.write(piece)
                await target.drain()


def _alone(head: bytes, start: int) -> bytes:
    """The head's lines behind its first, for a connection that serves one request."""
    return _BETWEEN_TWO.sub(b"", head[start:-2]) + b"Connection: close\r\n\r\n"
