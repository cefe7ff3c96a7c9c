"""A tap on the connections of Scrapy's HTTP/1.1 handler: what was written to them, what came out of them.

Scrapy's Response has lost the reason phrase, the case and order of headers, odd lines and the framing. The tap stands
where Twisted cuts a head into lines, so that what it keeps is what the parser read. It uses private names of Scrapy
2.19 and of Twisted; tests/spiders/wire/test_tap.py and test_wire.py tell when one of them has moved, and
`spiders.wire.transport` goes on without a tap where this module cannot be had.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import Agent
from twisted.web.http_headers import Headers, InvalidHeaderName
from twisted.web.iweb import IBodyProducer, IResponse

from spiders.wire.bytes import WIRE, Wire


class TappedHandler(HTTP11DownloadHandler):
    """Scrapy's handler; a request's meta holds its Wire as soon as a connection is looked for."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _TappedFactory

    async def download_request(self, request: Request) -> Response:
        """The response, as Scrapy's handler gives it. Raises what that one raises."""
        agent = _TappedAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


class _WireHeaders(Headers):
    """A request's headers, by which the connection that is chosen for it finds its Wire."""

    wire: Wire

    @classmethod
    def of(cls, headers: Headers, wire: Wire) -> _WireHeaders:
        made = cls()
        made.wire = wire
        for name, values in headers.getAllRawHeaders():
            made.setRawHeaders(name, values)
        return made

    def copy(self) -> _WireHeaders:
        return self.of(self, self.wire)


class _TappedAgent(_ScrapyAgent):
    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        wire = request.meta[WIRE] = Wire()
        ask = agent.request

        def ask_tapped(
            method: bytes,
            uri: bytes,
            headers: Headers | None = None,
            bodyProducer: IBodyProducer | None = None,  # noqa: N803 - Twisted's name
        ) -> Deferred[IResponse]:
            return ask(method, uri, _WireHeaders.of(headers or Headers(), wire), bodyProducer)

        agent.request = ask_tapped  # type: ignore[method-assign]
        return agent


class _Tapped:
    """A transport that notes what is written."""

    def __init__(self, transport: Any, wire: Wire) -> None:
        self._transport, self._wire = transport, wire

    def writeSequence(self, parts: list[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(parts))

    def write(self, data: bytes) -> None:
        self._wire.request += data
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _TappedRequest(TxRequest):
    def writeTo(self, transport: Any) -> Any:  # noqa: N802 - Twisted's name
        return super().writeTo(_Tapped(transport, self.headers.wire))  # type: ignore[no-untyped-call]


class _TappedParser(_LenientHTTPClientParser):
    wire: Wire

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.wire.head += line + self.delimiter
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        with suppress(InvalidHeaderName):  # a line that browsers skip stays in the record and stops nothing
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        self.wire.end_head(self.response.code)
        super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def switchToBodyMode(self, decoder: Any) -> None:  # noqa: N802 - Twisted's name
        deliver, keep = decoder.dataCallback, self.wire.body.append

        def deliver_tapped(data: bytes) -> None:
            keep(data)
            deliver(data)

        decoder.dataCallback = deliver_tapped
        super().switchToBodyMode(decoder)  # type: ignore[no-untyped-call]


class _TappedProtocol(_LenientHTTP11ClientProtocol):
    _tls: tuple[str, tuple[str, ...]] | None = None

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        wire: Wire | None = getattr(request.headers, "wire", None)
        if wire is None:
            return super().request(request)
        wire.begin()
        request.__class__ = _TappedRequest  # as Scrapy does with the parser: it adds no state of its own
        answered = super().request(request)
        parser: Any = self._parser
        if parser is not None:
            parser.__class__ = _TappedParser
            parser.wire = wire
        return answered.addCallback(self._note_tls, wire)

    def _note_tls(self, response: IResponse, wire: Wire) -> IResponse:
        """The connection's protocol and certificates, looked up once: they stay the same while it lasts."""
        transport: Any = self.transport
        connection = transport.getHandle()
        if hasattr(connection, "get_peer_cert_chain"):
            if self._tls is None:
                chain = connection.get_peer_cert_chain() or ()
                hashes = (each.digest("sha256").replace(b":", b"").decode().lower() for each in chain)
                self._tls = (connection.get_protocol_version_name(), tuple(hashes))
            wire.tls_protocol, wire.tls_chain = self._tls
        return response


class _TappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _TappedProtocol:  # noqa: ARG002, N802 - Twisted's names
        return _TappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
