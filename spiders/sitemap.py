"""A source that publishes a sitemap: a list of URLs, an index of such lists, news sitemaps, gzip and plain text."""

from __future__ import annotations

from scrapy.http import Response

from spiders.base import SourceSpider
from spiders.indexes.readings import IndexReading


class SitemapSpider(SourceSpider):
    """Looks at the pages of a sitemap and of the sitemaps that it names."""

    name = "sitemap"

    def read_index(self, response: Response) -> IndexReading:
        """The pages and sitemaps of a sitemap; those of other sites are left out by the source's choice of URLs."""
        reading = super().read_index(response)
        indexes = tuple(each for each in reading.indexes if self.is_at_home(each))
        return IndexReading(links=reading.links, indexes=indexes, problem=reading.problem)
