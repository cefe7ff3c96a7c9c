"""Which paragraphs of a page are its article: trafilatura says where it stands, our own blocks say what it is.

trafilatura finds articles well, but a small change elsewhere can make it drop or add a paragraph. So it chooses the
container only; which of the container's paragraphs count is decided for each by itself.
"""

from __future__ import annotations

import logging
import re
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
    first = taken.index(True)
    last = len(taken) - 1 - taken[::-1].index(True)
    parents = {block.element.getparent() for block, yes in zip(blocks, taken, strict=True) if yes}
    kinds = {_kind(parent) for parent in parents if parent is not None} - {None}
    chosen = []
    for place, block in enumerate(blocks):
        parent = block.element.getparent()
        if taken[place]:
            chosen.append(True)
        elif place < first and headed:
            chosen.append(first - place <= _LEAD_WITHIN and _is_lead(block))
        elif first < place < last and container in _lineage(block.element):
            chosen.append(_fits_between(block) or (0 < len(keys[place]) < _SHORTEST and keys[place] in told))
        else:
            chosen.append(_is_prose(block) and not _is_caption(block) and (parent in parents or _kind(parent) in kinds))
    return chosen


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
    return block.element.tag in _HEADINGS or (len(block.text) >= 20 and block.link * 2 < len(block.text))


def _is_prose(block: Block) -> bool:
    return len(block.text) - block.link >= PROSE_FROM and block.link * 3 < len(block.text)
