"""robots.txt obeyed: no request passes that it forbids, also while it is still on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from spiders.addresses import host_of
from spiders.failures import LookFailedError
from spiders.manners.robots import Rules, judge_failure, name_robot, read_rules
from spiders.visits import Visit
from storage.records import Role

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.base import SourceSpider


class RobotsMiddleware:
    """Lets no request pass that robots.txt forbids, and records each refusal as the end of its visit."""

    def __init__(self, crawler: Crawler, spider: SourceSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._robot = name_robot(spider.round.network.user_agent)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """The middleware of one source's crawl."""
        return cls(crawler, cast("SourceSpider", crawler.spider))

    async def process_request(self, request: Request) -> None:
        """Pass, or raise LookFailedError after the refusal is recorded."""
        visit: Visit = request.meta["visit"]
        if visit.role is Role.ROBOTS or not self._spider.round.network.obey_robots:
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = await self._spider.round.robots.rules(origin, lambda: self._fetch(origin))
        if refusal := rules.why_forbidden(request.url, self._robot):
            await self._spider.end_visit(visit, request.url, *refusal)
            raise LookFailedError(*refusal)

    async def _fetch(self, origin: str) -> Rules:
        url = f"{origin}/robots.txt"
        visit = Visit(role=Role.ROBOTS, start=url)
        request = Request(url, meta={"visit": visit}, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except LookFailedError as failed:
            return judge_failure(failed)
        rules = read_rules(response)
        if rules.parsed is not None and (delay := rules.parsed.crawl_delay(self._robot)):
            self._spider.round.gate.slow_down(host_of(url), float(delay))
        return rules
