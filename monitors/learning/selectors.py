"""The parts of a page in which a change happened, as CSS that an operator could let be ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import lxml.html
from lxml.etree import LxmlError

from diffing.extraction.charset import decode_bytes
from diffing.text import normalise
from storage.records import Change, HunkKind
from storage.store import Store, StoreError

_NAME = re.compile(r"[A-Za-z_][\w-]*")
_VOLATILE = re.compile(r"\d{3}|[0-9a-f]{8}")
"""A name with a long number in it is another one on the next page."""

_WHOLE = frozenset({"html", "body", "main", "article", "head"})
_STEPS = 5
_MOST = 6
_MOST_OF_PAGE = 0.6
_LARGEST = 25_000_000


class Part(NamedTuple):
    """A part of a page: how CSS names it, and how it begins."""

    selector: str
    text: str


def list_parts(store: Store, change: Change) -> list[Part]:
    """The named parts of the page that hold what changed, the smallest first; empty where it cannot be told."""
    passages = [normalise(text) for text in _changed(change) if text]
    page = _read_page(store, change)
    if page is None or not passages:
        return []
    whole = len(normalise(page.text_content())) or 1
    parts: dict[str, Part] = {}
    for element in _holders(page, passages):
        text = normalise(element.text_content())
        if len(text) > _MOST_OF_PAGE * whole:
            continue
        for selector in _name(element):
            parts.setdefault(selector, Part(selector, text[:120]))
    return sorted(parts.values(), key=lambda part: len(part.text))[:_MOST]


def _changed(change: Change) -> Iterator[str | None]:
    if not change.after and change.before:
        return
    for hunk in change.hunks:
        if hunk.kind is not HunkKind.EQUAL:
            yield hunk.after


def _read_page(store: Store, change: Change) -> lxml.html.HtmlElement | None:
    if change.after is None:
        return None
    try:
        capture = store.capture(store.revision(change.after.revision).capture)
        body = store.payload_decoded(capture, _LARGEST) if capture else b""
        text = decode_bytes(body, capture.content_type if capture else None).text.replace("\x00", "")
        page = lxml.html.document_fromstring(text)
    except (StoreError, LxmlError, ValueError, AssertionError, OSError):
        return None
    return page


def _holders(page: lxml.html.HtmlElement, passages: list[str]) -> Iterator[lxml.html.HtmlElement]:
    """The smallest elements that hold a changed passage, and a few of those around them."""
    for passage in passages:
        way, element = [], page if passage in normalise(page.text_content()) else None
        while element is not None:
            way.append(element)
            element = next((child for child in element if _holds(child, passage)), None)
        for each in way[: -_STEPS - 1 : -1]:
            if each.tag not in _WHOLE:
                yield each


def _holds(element: lxml.html.HtmlElement, passage: str) -> bool:
    return isinstance(element.tag, str) and passage in normalise(element.text_content())


def _name(element: lxml.html.HtmlElement) -> Iterator[str]:
    identity = element.get("id") or ""
    if _NAME.fullmatch(identity) and not _VOLATILE.search(identity):
        yield f"#{identity}"
    for each in (element.get("class") or "").split()[:3]:
        if _NAME.fullmatch(each) and not _VOLATILE.search(each):
            yield f".{each}"
    if element.tag in ("aside", "nav", "footer", "time"):
        yield str(element.tag)
