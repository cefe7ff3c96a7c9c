"""A source that publishes a feed: RSS 0.9 to 2.0, RDF, Atom or JSON Feed."""

from __future__ import annotations

from spiders.base import SourceSpider


class FeedSpider(SourceSpider):
    """Looks at the page of each entry: its link, or its guid where that is a permanent link."""

    name = "feed"
