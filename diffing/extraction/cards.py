"""Rows of teasers, told from lists that belong to an article: both are siblings of one shape that open with a link."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from diffing.extraction.measures import INLINE, PROSE_FROM, Measures, word_set

_ROWS: Final = word_set("div section article ul ol dl table tbody tr td center main")
_CARDS: Final = word_set("div li article section a td tr dd")
_CELL_LONGEST: Final = 120
_GOES_ON: Final = 25  # code points behind a link in the same line; a date or a count is shorter


def is_card_row(element: HtmlElement, measures: Measures) -> bool:
    """Repeated siblings of one shape, each opening with a link: teasers of other articles."""
    own = measures[element]
    if element.tag not in _ROWS or own.links < 3 or own.flow - own.flow_link >= PROSE_FROM:
        return False
    children = [child for child in element if child.tag in _CARDS and child in measures and measures[child].text]
    if len(children) < 3:
        return False
    cards = [child for child in children if _is_card(child, measures)]
    rest = own.text - sum(measures[card].text for card in cards)
    return len(cards) >= 3 and len(cards) * 4 >= len(children) * 3 and rest < 200


def _is_card(element: HtmlElement, measures: Measures) -> bool:
    """A short part that opens with a link; one whose sentence goes on behind it is a line of a list: a name, a case."""
    own = measures[element]
    if not own.links or own.text - own.link > 250 or own.links > 4:
        return False
    if element.tag == "a":
        return own.text > 10
    if element.tag == "tr" and is_record(element, measures):
        return False
    for node in element.iter():
        if node.text and node.text.strip():
            link = node if node.tag == "a" else next(_links_above(node, element), None)
            return link is not None and not (own.flow - own.flow_link >= _GOES_ON and _goes_on(link, element))
    return False


def _links_above(node: HtmlElement, until: HtmlElement) -> Iterator[HtmlElement]:
    above = itertools.takewhile(lambda other: other is not until, node.iterancestors())
    return (other for other in above if other.tag == "a")


def _goes_on(link: HtmlElement, line: HtmlElement) -> bool:
    """Whether the sentence that a link opens goes on behind it: "Marat Onbayev, a teacher, …"."""
    inside = itertools.takewhile(lambda other: other is not line and other.tag in INLINE, link.iterancestors())
    tails = ((node.tail or "").strip() for node in (link, *inside))
    tail = next(filter(None, tails), "")
    return tail != "" and (tail[0].islower() or tail[0] in ",;:–—-(")


def is_record(row: HtmlElement, measures: Measures) -> bool:
    """A row of several short cells, not all of them links: of a list of prisoners, each with a page of their own."""
    told = [measures[cell] for cell in row if cell in measures and measures[cell].text]
    short = all(cell.text < _CELL_LONGEST and cell.links < 3 for cell in told)
    return short and len(told) > 1 and not all(cell.links for cell in told)
