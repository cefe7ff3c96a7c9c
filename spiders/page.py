"""A source that is one page: its URL is what is watched."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy import Request

from spiders.addresses import normalise_url
from spiders.base import SourceSpider


class PageSpider(SourceSpider):
    """Looks at one page, and at no other that this source may once have led to."""

    name = "page"

    async def begin(self) -> AsyncIterator[Request]:
        """Ask for the page itself."""
        url = normalise_url(self.source.url)
        if url is None:
            self.problems.append("the source's url is no http or https URL")
            return
        async for request in self.ask_pages([url], found_from=None):
            yield request
