"""A source that lists its pages on a page of its own."""

from __future__ import annotations

from spiders.base import SourceSpider


class ListingSpider(SourceSpider):
    """Looks at the pages whose links the operator's `follow` finds, or that look like articles of the same site."""

    name = "listing"

    @property
    def elsewhere(self) -> bool:
        """Other sites too, where the operator names the links or their URLs."""
        return bool(self.source.include or self.source.follow)
