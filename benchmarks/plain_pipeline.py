"""What one would write in an afternoon, to be measured against: Scrapy, trafilatura in the callback, an insert a page.

    python benchmarks/plain_pipeline.py SITEMAP-URL DATABASE

No archive, no mentions, no diff: a new text of a known page is one more row.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
import trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "ITEM_PIPELINES": {"__main__.Keep": 1},
}


class Keep:
    """Inserts each text that differs from the page's last one, and commits."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(sys.argv[2])
        self.database.execute("CREATE TABLE IF NOT EXISTS pages (url TEXT, title TEXT, published TEXT, text TEXT)")
        self.database.execute("CREATE INDEX IF NOT EXISTS by_url ON pages (url)")

    async def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Keep one page."""
        query = "SELECT text FROM pages WHERE url = ? ORDER BY rowid DESC LIMIT 1"
        last = self.database.execute(query, (item["url"],)).fetchone()
        if last is None or last[0] != item["text"]:
            row = (item["url"], item["title"], item["published"], item["text"])
            self.database.execute("INSERT INTO pages VALUES (?, ?, ?, ?)", row)
        self.database.commit()
        return item


class Pages(scrapy.Spider):
    """All pages of a sitemap."""

    name = "pages"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Begin with the sitemap."""
        yield scrapy.Request(sys.argv[1], callback=self.follow)

    def follow(self, response: Response) -> Iterator[scrapy.Request]:
        """Ask for each page that it names."""
        for url in response.selector.re(r"<loc>([^<]+)</loc>"):
            yield scrapy.Request(url, callback=self.read)

    def read(self, response: Response) -> dict[str, Any]:
        """Extract the article."""
        document = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
        return {
            "url": response.url,
            "title": document.title if document else None,
            "published": document.date if document else None,
            "text": document.text if document else "",
        }


if __name__ == "__main__":
    process = CrawlerProcess(SETTINGS)
    process.crawl(Pages)
    process.start()
