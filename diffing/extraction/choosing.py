"""Which paragraphs of a page are its article: trafilatura says where it stands, our own blocks say what it is.

trafilatura finds articles well, but a small change elsewhere can make it drop or add a paragraph. So it chooses the
container only; which of the container's paragraphs count is decided for each by itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Container
from typing import Final

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from diffing.extraction.blocks import Block
from diffing.extraction.class_names import names_caption, names_dateline
from diffing.extraction.measures import PROSE_FROM, word_set

_LETTERS: Final = re.compile(r"\W+")
_TIME: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_CAPTIONS: Final = frozenset({"figcaption", "figure", "caption"})
_MANY: Final = 4000  # blocks: a code of law; trafilatura's time grows with the square of their number
_LEAD_WITHIN: Final = 8  # blocks before the first of the article
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
_OWN_WORDS: Final = 8  # code points outside links that make a sentence of links and words, with its full stop
_OWN_LINE: Final = 30  # the same in a line of a list, without one
_MOST: Final = 0.9
_SHORTEST: Final = 12  # letters of a block from which it can be found in a text without chance
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _key(text: str) -> str:
    return _LETTERS.sub("", text).lower()


def ask_trafilatura(root: HtmlElement) -> str:
    """The text of the article as trafilatura sees it, in its fast mode, without comments; empty: none."""
    document = bare_extraction(root, fast=True, include_comments=False, include_tables=True)
    return (getattr(document, "text", None) or "") if document is not None else ""


def find_prose(blocks: list[Block]) -> str:
    """The text of the element with most running text, after readability: a paragraph counts for its parent, and half
    for its grandparent."""
    scores: dict[HtmlElement, float] = {}
    for block in blocks:
        if _is_prose(block):
            parent = block.element.getparent()
            for element, part in ((block.element, 0.1), (parent, 1.0), (_parent(parent), 0.5)):
                if element is not None:
                    scores[element] = scores.get(element, 0.0) + part * (len(block.text) - block.link)
    if not scores:
        return ""
    best = max(scores, key=lambda element: scores[element])
    return "\n".join(block.text for block in blocks if _is_prose(block) and best in _lineage(block.element))


def _parent(element: HtmlElement | None) -> HtmlElement | None:
    return element.getparent() if element is not None else None


def find_article(root: HtmlElement, blocks: list[Block]) -> str:
    """What trafilatura finds; the element with most prose where that is far less, and on very long pages."""
    prose = find_prose(blocks)
    if len(blocks) > _MANY:
        return prose
    told = ask_trafilatura(root)
    return told if len(told) * 2 >= len(prose) else prose


def choose_blocks(blocks: list[Block], article: str, headed: bool) -> list[bool]:
    """For each block whether it belongs to the article; `article` is the text an extractor found, `headed` whether the
    blocks begin behind the headline.

    Chosen: what the extractor took; between the first and the last of those, inside their common container, also
    headings and running text that it left out; the lead; running text in parents like those of what was taken.
    """
    told = _key(article) if len(blocks) <= _MANY else ""
    lines = set(map(_key, article.splitlines()))
    keys = [_key(block.text) for block in blocks]
    taken = [len(key) >= _SHORTEST and (key in lines or key in told) for key in keys]
    if not any(taken):
        return taken
    container = _find_container(blocks, taken)
    chosen = _take_alike(blocks, taken)
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    opening = max(0 if headed else _find_heading(blocks, first) + 1, first - _LEAD_WITHIN)
    for place in range(opening, first):
        chosen[place] = _is_lead(blocks[place])
    for place in range(first, last):
        if not chosen[place] and container in _lineage(blocks[place].element):
            chosen[place] = _fits_between(blocks[place]) or (0 < len(keys[place]) < _SHORTEST and keys[place] in told)
    return chosen


def _take_alike(blocks: list[Block], taken: list[bool]) -> list[bool]:
    """What is taken, and the running text that stands in the same elements or in elements of their kind."""
    parents = {block.element.getparent() for block, yes in zip(blocks, taken, strict=True) if yes}
    kinds = {_kind(parent) for parent in parents if parent is not None} - {None}
    return [
        yes or (_is_prose(block) and not _is_caption(block) and _stands_in(block, parents, kinds))
        for block, yes in zip(blocks, taken, strict=True)
    ]


def _stands_in(block: Block, parents: Container[HtmlElement | None], kinds: Container[tuple[str, str] | None]) -> bool:
    """Whether a block stands in one of these elements, or in one of their kind; a quotation may stand deeper."""
    above = list(block.element.iterancestors())[:1]
    quotation = next(block.element.iterancestors("blockquote"), None)
    if quotation is not None:
        above += list(quotation.iterancestors())[:2]
    return any(element in parents or _kind(element) in kinds for element in above)


def _find_heading(blocks: list[Block], first: int) -> int:
    """The place of the last heading before the article; that of the article where there is none."""
    places = (place for place in range(first - 1, -1, -1) if blocks[place].element.tag in _HEADINGS)
    return next(places, first)


def _kind(element: HtmlElement | None) -> tuple[str, str] | None:
    """Tag and class names: what pages made of several equal parts repeat. None for an element without a class."""
    names = element.get("class") if element is not None else None
    return (str(element.tag), names) if element is not None and names else None


def _is_lead(block: Block) -> bool:
    """Running text between headline and article: no caption, no line of dates and names."""
    names = block.element.get("class") or ""
    return _is_prose(block) and not _is_caption(block) and not _TIME.search(block.text) and not names_dateline(names)


def _is_caption(block: Block) -> bool:
    if block.element.tag in _CAPTIONS:
        return True
    parent = block.element.getparent()
    names = f"{block.element.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"
    return names_caption(names)


def _lineage(element: HtmlElement) -> set[HtmlElement]:
    return {element, *element.iterancestors()}


def _find_container(blocks: list[Block], taken: list[bool]) -> HtmlElement:
    """The deepest element that holds nearly all of the chosen text."""
    weights: dict[HtmlElement, int] = {}
    total = 0
    for block, yes in zip(blocks, taken, strict=True):
        if yes:
            total += len(block.text)
            for element in (block.element, *block.element.iterancestors()):
                weights[element] = weights.get(element, 0) + len(block.text)
    depth = {
        element: sum(1 for _ in element.iterancestors())
        for element, weight in weights.items()
        if weight >= _MOST * total
    }
    return max(depth, key=lambda element: depth[element])


def _fits_between(block: Block) -> bool:
    if _is_caption(block):
        return False
    if block.element.tag in _HEADINGS or _is_quoted(block):
        return True
    own = len(block.text) - block.link
    return len(block.text) >= 20 and (
        own > block.link or own >= (_OWN_WORDS if block.text[-1] in ".!?…" else PROSE_FROM // 2 + 10)
    )


def _is_quoted(block: Block) -> bool:
    """A paragraph of a quotation: what an article quotes it quotes whole, links and short lines among it."""
    parent = _parent(block.element)
    return block.element.tag == "blockquote" or (parent is not None and parent.tag == "blockquote")


def _is_prose(block: Block) -> bool:
    return len(block.text) - block.link >= PROSE_FROM and block.link * 3 < len(block.text)
