"""How much text, link text and prose each element of a page holds: one pass, bottom up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement


def word_set(words: str) -> frozenset[str]:
    """The words of a table that is written as one line."""
    return frozenset(words.split())


INLINE: Final = word_set(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr label picture"
)
"""Elements that do not end a paragraph."""
PROSE_FROM: Final = 40
"""Code points of running text, links aside, from which an element counts as prose; a menu's words stay below."""
_WRAPPED: Final = 12  # children of a box that wraps a few paragraphs
_WRAPPING: Final = 0.3  # of the page's prose, in all boxes of one kind


@dataclass(slots=True)
class Measure:
    """Code points inside one element, white space collapsed at the ends of its pieces."""

    text: int = 0
    link: int = 0  # of them inside links
    flow: int = 0  # of them in runs that belong to this very element or to inline elements in it
    flow_link: int = 0
    prose: int = 0  # running text in it and below, in pieces of at least PROSE_FROM
    links: int = 0  # how many links
    size: int = 1  # elements, itself among them


class Measures:
    """The measures of every element below `root`. Elements keep theirs when others are taken away."""

    def __init__(self, root: HtmlElement) -> None:
        self.elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self._of = {element: Measure() for element in self.elements}
        for element in reversed(self.elements):
            self._add_up(element)
        self.prose = self._of[root].prose
        self._wrappers = self._find_wrappers()

    def __getitem__(self, element: HtmlElement) -> Measure:
        return self._of[element]

    def __contains__(self, element: HtmlElement) -> bool:
        return element in self._of

    def wraps_prose(self, element: HtmlElement) -> bool:
        """Whether it is one of several boxes of one kind (tag and classes) that wrap the paragraphs of an article."""
        return _kind(element) in self._wrappers

    def _find_wrappers(self) -> set[tuple[str, str]]:
        prose: Counter[tuple[str, str]] = Counter()
        boxes: Counter[tuple[str, str]] = Counter()
        for element in self.elements:
            own = self._of[element]
            if own.prose and element.tag == "div" and element.get("class") and len(element) <= _WRAPPED:
                prose[_kind(element)] += own.prose
                boxes[_kind(element)] += 1
        return {kind for kind, total in prose.items() if boxes[kind] >= 3 and total >= _WRAPPING * self.prose}

    def _add_up(self, element: HtmlElement) -> None:
        own = self._of[element]
        if element.text:
            length = _length(element.text)
            own.text += length
            own.flow += length
        inline = element.tag in INLINE
        if element.tag == "a":
            own.link, own.flow_link = own.text, own.flow
            own.links += 1
        if not inline and own.flow - own.flow_link >= PROSE_FROM:
            own.prose += own.flow - own.flow_link
        parent = element.getparent()
        above = self._of.get(parent) if parent is not None else None
        if above is None:
            return
        tail = _length(element.tail) if element.tail else 0
        above.text += own.text + tail
        above.link += own.link
        above.links += own.links
        above.size += own.size
        above.prose += own.prose
        above.flow += tail + (own.flow if inline else 0)
        above.flow_link += own.flow_link if inline else 0

    def link_share(self, element: HtmlElement) -> float:
        """The share of an element's text that is link text: 0 to 1."""
        own = self._of[element]
        return own.link / own.text if own.text else 0.0

    def prose_share(self, element: HtmlElement) -> float:
        """The share of the page's prose that stands in an element: 0 to 1."""
        return self._of[element].prose / self.prose if self.prose else 0.0


def _length(text: str) -> int:
    """Code points with single spaces: how a page is indented must move no threshold."""
    plain = text.strip()
    return len(" ".join(plain.split())) if "\n" in plain or "  " in plain else len(plain)


def _kind(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""
