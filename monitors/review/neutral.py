"""A stored page as a reader may look at it: its text and its own styles, and nothing that could act or connect.

The sandbox on the answer already forbids scripts, forms and requests. It does not forbid `<link rel=preconnect>`:
Chromium opens a connection for it, and that tells the page's owner who looks at the copy (seen in Chromium 14x).
So elements that lead elsewhere are taken out as well. What was received stays as it was in the archive.
"""

from __future__ import annotations

import lxml.html
from lxml.etree import LxmlError
from lxml_html_clean import Cleaner

from diffing.extraction.charset import decode_bytes

_ATTRIBUTES = frozenset({
    "abbr", "align", "alt", "border", "cellpadding", "cellspacing", "class", "colspan", "color", "datetime",
    "dir", "headers", "height", "href", "id", "lang", "rowspan", "scope", "span", "src", "start", "style",
    "title", "type", "valign", "value", "width",
})  # fmt: skip
"""Attributes that may stay: how a page looks, never what it does."""

_CLEANER = Cleaner(
    scripts=True,
    javascript=True,
    comments=True,
    processing_instructions=True,
    style=False,
    inline_style=False,
    links=True,
    meta=True,
    page_structure=False,
    embedded=True,
    frames=True,
    forms=True,
    annoying_tags=True,
    remove_unknown_tags=True,
    safe_attrs_only=True,
    safe_attrs=_ATTRIBUTES,
    kill_tags=("base", "math", "noscript", "svg", "template", "textarea", "xmp"),
)


def neutralise_page(body: bytes, content_type: str | None) -> str | None:
    """The page as HTML text, in whatever charset it came; None where there is no markup that could be shown."""
    text = decode_bytes(body, content_type).text.replace("\x00", "")
    try:
        page = lxml.html.document_fromstring(_without_declaration(text))
        _CLEANER(page)
        _forget_pictures(page)
        for style in page.iter("style"):
            if "<" in (style.text or ""):  # what one parser takes for a style, another may take for an element
                style.text = None
        return "<!doctype html>" + lxml.html.tostring(page, encoding="unicode")
    except (LxmlError, ValueError, AssertionError):
        return None


def _forget_pictures(page: lxml.html.HtmlElement) -> None:
    """No picture is asked for: only those that stand in the page itself remain."""
    for element in page.iter():
        if not element.get("src", "data:").strip().lower().startswith("data:"):
            del element.attrib["src"]


def _without_declaration(text: str) -> str:
    """The text without `<?xml … encoding=…?>`, which lxml refuses in text that is decoded already."""
    start = text.lstrip()
    return start.partition("?>")[2] if start.startswith("<?xml") else text
