"""What comes of reading an index."""

from __future__ import annotations

from dataclasses import dataclass

MOST_LINKS = 50_000
"""Links that are taken from one index: as many as the sitemap protocol allows in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReading:
    """What an index says: URLs of pages and of further indexes, normalised, and what is wrong with it."""

    links: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    problem: str | None = None


def describe_body(body: bytes) -> str:
    """What came instead of XML, in words for an operator."""
    start = body[:2048].lstrip().lower()
    if not start:
        return "an empty answer"
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return "a web page (a bot wall, a login, or an address that moved?)"
    return f"{len(body)} bytes of something else"
