"""The download handler: the one place that every request passes, and where each exchange is recorded.

Only here are robots.txt, every hop of a redirect and every retry seen. A response is given to Scrapy when it stands
in the archive, not before; a failure is recorded before it is raised.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn, cast

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from spiders.addresses import host_of
from spiders.failures import LookFailedError, name_failure
from spiders.guard import check_url
from spiders.manners.politeness import SHORT_WAIT, StoppedError, read_retry_after
from spiders.visits import Step, Visit, follow_answer, follow_failure
from spiders.wire.bytes import WIRE
from spiders.wire.transport import Transport
from storage.archive.payload import decode_body
from storage.records import Failure, Role

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.base import SourceSpider

STEP = "step"
"""Key in a request's meta: the Step that follows its exchange, for the middleware that takes it."""

CAPTURE = "capture"
"""Key in a request's meta: the Capture that its exchange became."""

_BIG_BODY = 200_000
"""Bytes. A larger coded body is inflated in a thread, so that the event loop does not stall."""


class CaptureHandler(BaseDownloadHandler):
    """Asks, politely and never what the guard refuses, and hands on what is recorded."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._spider = cast("SourceSpider", crawler.spider)
        self._round = self._spider.round
        self._asking = self._spider.asking
        self._transport = Transport.for_crawler(crawler, self._round.network, self._spider.source.proxy)
        self._max_size = self._round.network.max_size

    async def download_request(self, request: Request) -> Response:
        """The recorded response, its content coding undone. Raises LookFailedError when the failure is recorded."""
        visit: Visit = request.meta["visit"]
        request.meta[STEP] = request.meta[WIRE] = None
        started: datetime | None = None
        response: Response | None = None
        try:
            check_url(request.url, self._round.allowed, by_proxy=self._transport.by_proxy)
            if visit.wait:
                await asyncio.sleep(visit.wait)
            async with self._round.gate.turn(host_of(request.url)):
                started = datetime.now(UTC)
                response = await self._transport.ask(request)
            decoded = await self._decode(request, response)
        except StoppedError:
            raise
        except Exception as problem:  # noqa: BLE001 - a boundary: whatever goes wrong with a site is a fact
            await self._give_up(request, visit, problem, started, response)
        return await self._keep(request, visit, response, decoded, started)

    async def close(self) -> None:
        """The connections are the process's, not this crawl's: nothing to close here."""

    async def _decode(self, request: Request, response: Response) -> bytes:
        """The body with its content coding undone: never more than `max_size`, whatever the coded size."""
        if response.status == 304:
            if b"If-None-Match" not in request.headers and b"If-Modified-Since" not in request.headers:
                raise LookFailedError(Failure.HTTP, "304 to a request without conditions")
            return b""
        coding = b", ".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1") or None
        if coding is None or len(response.body) < _BIG_BODY:
            return decode_body(response.body, coding, self._max_size)
        return await asyncio.to_thread(decode_body, response.body, coding, self._max_size)

    async def _keep(
        self, request: Request, visit: Visit, response: Response, decoded: bytes, started: datetime
    ) -> Response:
        step = self._judge(request, visit, response, host_of(request.url))
        target = step.url if step.is_redirect else None
        exchange = self._asking.keep(visit, request, response, role=step.role, started=started, redirect_to=target)
        request.meta[CAPTURE] = await self._round.record(exchange)
        request.meta[STEP], request.meta[WIRE] = step, None  # what is recorded need not stay in memory
        if step.failure is not None:
            await self._spider.end_visit(visit, request.url, step.failure, step.detail)
            raise LookFailedError(step.failure, step.detail)
        body = decoded if step.role in (Role.INDEX, Role.ROBOTS) else b""
        headers = {b"Content-Type": response.headers.getlist(b"Content-Type")}
        return Response(request.url, status=response.status, headers=headers, body=body, request=request)

    def _judge(self, request: Request, visit: Visit, response: Response, host: str) -> Step:
        """What follows this answer; the host's gate hears how it was."""
        gate = self._round.gate
        wait = read_retry_after(response.headers.get(b"Retry-After")) if response.status in (429, 503) else None
        if response.status == 429:
            gate.note_failure(host, Failure.WAIT)
        else:
            gate.note_answer(host)
        location = response.headers.get(b"Location")
        step = follow_answer(visit, request.url, response.status, location, wait, host_open=not gate.is_closed(host))
        if wait is not None and wait > SHORT_WAIT:
            gate.rest(host, wait, f"the host asks to wait {wait:.0f} s (status {response.status})")
        elif wait:
            gate.pause(host, wait)
        if step.is_redirect and step.url is not None and step.failure is None:
            return self._check_target(step)
        return step

    def _check_target(self, step: Step) -> Step:
        """A redirect leads on only to where a page may lie. Scrapy would refuse other schemes without our record."""
        try:
            check_url(step.url or "", self._round.allowed, by_proxy=self._transport.by_proxy)
        except Exception as problem:  # noqa: BLE001 - as in download_request: a fact about this look
            failure, detail = name_failure(problem)
            return Step(role=step.role, url=step.url, failure=failure, detail=f"redirect refused: {detail}")
        return step

    async def _give_up(
        self, request: Request, visit: Visit, problem: Exception, started: datetime | None, response: Response | None
    ) -> NoReturn:
        """Record the failure and raise it; where it may pass, leave word that the request shall be tried once more.

        A response that came but could not be read is kept as it was sent.
        """
        host, gate = host_of(request.url), self._round.gate
        failure, detail = name_failure(self._transport.explain(problem, host))
        gate.note_failure(host, failure)
        step = follow_failure(visit, request.url, failure, host_open=not gate.is_closed(host))
        asking, role = self._asking, step.role
        if response is not None and started is not None:
            exchange = asking.keep(visit, request, response, role=role, started=started, failure=failure, detail=detail)
        else:
            exchange = asking.fail(visit, request, failure, detail, role=role, started=started)
        await self._round.record(exchange)
        request.meta[STEP], request.meta[WIRE] = step, None
        raise LookFailedError(failure, detail)
