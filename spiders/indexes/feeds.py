"""Reading a feed: RSS 0.9 to 2.0, RDF, Atom or JSON Feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from spiders.addresses import resolve_links
from spiders.indexes.readings import IndexReading, describe_body

_ENTRY = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


def read_feed(body: bytes, url: str, content_type: str = "") -> IndexReading:
    """The pages that a feed names. feedparser is given bytes in a buffer: a string it would take for a URL or a file.

    The bytes are decoded as feedparser sees fit, and nothing is sanitised: no text of the feed is kept.
    """
    import feedparser

    if body.lstrip()[:1] == b"{":
        return _read_json_feed(body, url)
    if not _ENTRY.search(body[:4096]):
        return IndexReading(problem="no feed came: " + describe_body(body))
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type, "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.entries and not parsed.version:
        return IndexReading(problem="the feed could not be read: " + describe_body(body))
    return IndexReading(links=resolve_links(url, (link for each in parsed.entries for link in _links(each))))


def _links(entry: Any) -> Iterator[str]:
    """The one link of an entry, if it has one."""
    link = entry.get("link") or next((each.get("href") for each in entry.get("links", ()) if each.get("href")), None)
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        link = entry["id"]
    if link:
        yield str(link)


def _read_json_feed(body: bytes, url: str) -> IndexReading:
    try:
        entries = json.loads(body)["items"]
        links = [str(each.get("url") or each.get("external_url") or "") for each in entries]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return IndexReading(problem="no feed came: JSON, but no JSON Feed")
    return IndexReading(links=resolve_links(url, (each for each in links if each)))
