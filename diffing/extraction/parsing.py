"""Text to one lxml tree, whatever the text: no entities, no network, bounded in size and depth."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

MAX_MARKUP: Final = 12_000_000
"""Code points of markup that are read; the longest code of law we know has 4 million. The rest is left out, and said so."""
MAX_DEPTH: Final = 200
"""Elements in elements. libxml2 stops at 256, and copies a tree by recursion."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def parse_markup(text: str) -> HtmlElement | None:
    """The root of the page, without comments and processing instructions; None where there is nothing to parse.

    Control characters are gone. Markup beyond `MAX_MARKUP` is not read.
    """
    plain = _CONTROL.sub("", text[:MAX_MARKUP])
    if not plain.strip():
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        root = etree.fromstring(plain.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None
    return root if isinstance(root, HtmlElement) else None


def collapse(text: str | None) -> str:
    """The text with single spaces, none outside."""
    return " ".join(text.split()) if text else ""


def inner_text(element: etree._Element) -> str:
    """All text in an element, with single spaces."""
    return collapse("".join(element.itertext()))
