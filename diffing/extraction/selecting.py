"""CSS as operators write it, compiled once: lxml's XPath where cssselect can say it, soupsieve for the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

Selector = Callable[[HtmlElement], list[HtmlElement]]


@lru_cache(maxsize=512)
def compile_selector(css: str) -> Selector:
    """A function that finds what the selector matches below an element; one that cannot be read matches nothing.

    Whether a selector can be read is the configuration's business, checked when it is loaded.
    """
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, ValueError):
        return lambda _root: []


def outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    """The elements that lie in no other of them, in the page's order: no text is read twice."""
    chosen = set(elements)
    return [element for element in elements if not any(above in chosen for above in element.iterancestors())]
