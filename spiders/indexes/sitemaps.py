"""Reading a sitemap: a list of URLs, an index of such lists, news sitemaps, gzip and plain text."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from spiders.addresses import resolve_links
from spiders.indexes.readings import MOST_LINKS, IndexReading, describe_body
from storage.archive.payload import BrokenEncoding, TooLarge, decode_body

_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class _Entries:
    """What was read so far: places with their dates."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


def read_sitemap(body: bytes, url: str, max_size: int) -> IndexReading:
    """The pages and sitemaps that a sitemap names, never more than 50,000.

    `lastmod` is no truth (frozen on some sites, today's on others): it only puts new pages in order, newest first.
    """
    if body.startswith(_GZIP):
        try:
            body = decode_body(body, "gzip", max_size)
        except (TooLarge, BrokenEncoding) as problem:
            return IndexReading(problem=f"the sitemap does not inflate: {problem}")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"http://", b"https://")):
        return IndexReading(links=resolve_links(url, body.decode("utf-8-sig", "replace").split()[:MOST_LINKS]))
    entries = _read_xml(body)
    if entries is None:
        return IndexReading(problem="no sitemap came: " + describe_body(body))
    entries.pages.sort(key=lambda entry: entry[1], reverse=True)
    return IndexReading(
        links=resolve_links(url, (place for place, _ in entries.pages)),
        indexes=resolve_links(url, entries.sitemaps),
    )


def _read_xml(body: bytes) -> _Entries | None:
    """The entries of a sitemap, read without entities, DTD or network; None where the root is no sitemap's."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root: etree._Element | None = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        return None
    entries = _Entries()
    for element in root.iterchildren(tag=etree.Element):
        place = _text(element, "loc")
        if place and _local(element) == "sitemap":
            entries.sitemaps.append(place)
        elif place and len(entries.pages) < MOST_LINKS:
            entries.pages.append((place, _text(element, "lastmod")))
    return entries


def _text(element: etree._Element, name: str) -> str:
    """The text of a child of that name, whatever its namespace: `image:loc` is nested deeper and not taken."""
    for child in element.iterchildren(tag=etree.Element):
        if _local(child) == name:
            return (child.text or "").strip()
    return ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()
