"""Pages that are laid out as tables: the column of the article, without those beside it and the comments below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from diffing.extraction.blocks import Block
from diffing.extraction.measures import PROSE_FROM
from diffing.extraction.words import COMMENTS

_MOST: Final = 0.6  # of the page's prose, in one cell: then the cell is the column of the article
_PARAGRAPHS: Final = 3  # of prose in that cell: a table of facts has one or two in a cell
_BEFORE: Final = 200  # code points of prose before a line that counts comments
_TRIES: Final = 4  # lines that count comments: a list of stories has many, and none of them ends an article
_COUNT: Final = re.compile(r"\d")


def leave_out_columns(blocks: list[Block]) -> list[Block]:
    """The blocks without those in other cells of the tables round the column of the article.

    A table that lays out a page has one cell with most of the prose; what stands beside it (news, statistics, banners)
    is none of the article, whatever it is made of. Pages without such a cell stay as they are.
    """
    column = _find_column(blocks)
    if column is None:
        return blocks
    cells = [column, *(each for each in column.iterancestors("td"))]
    tables = {table: cell for cell in cells if (table := next(cell.iterancestors("table"), None)) is not None}
    return [block for block in blocks if not _stands_beside(block.element, tables)]


def _find_column(blocks: Sequence[Block]) -> HtmlElement | None:
    weights: dict[HtmlElement, list[int]] = {}
    total = 0
    for block in blocks:
        weight = _weigh(block)
        total += weight
        if weight and (cell := _cell_of(block.element)) is not None:
            weights.setdefault(cell, []).append(weight)
    best = max(weights, key=lambda cell: sum(weights[cell]), default=None)
    if best is None or sum(weights[best]) < _MOST * total or len(weights[best]) < _PARAGRAPHS:
        return None
    return best


def _cell_of(element: HtmlElement) -> HtmlElement | None:
    return element if element.tag == "td" else next(element.iterancestors("td"), None)


def _stands_beside(element: HtmlElement, tables: dict[HtmlElement, HtmlElement]) -> bool:
    """Whether an element stands in one of these tables, and not in the cell of it that leads to the article."""
    lineage = {element, *element.iterancestors()}
    return any(table in lineage and cell not in lineage for table, cell in tables.items())


def leave_out_comments(blocks: list[Block]) -> list[Block]:
    """The blocks without a line that counts comments ("Comments: 27"), and without what follows it in its container.

    Where more prose follows than stands before, the line counts them above the article, and nothing is left out.
    """
    prose = tried = 0
    for place, block in enumerate(blocks):
        if prose >= _BEFORE and tried < _TRIES and _COUNT.search(block.text) and COMMENTS.match(block.text):
            tried += 1
            container = block.element if _holds_several(block, blocks) else block.element.getparent()
            comments = [each for each in blocks[place + 1 :] if _stands_in(each.element, container)]
            if sum(map(_weigh, comments)) <= prose:
                left_out = {id(block), *map(id, comments)}
                return [each for each in blocks if id(each) not in left_out]
        prose += _weigh(block)
    return blocks


def _weigh(block: Block) -> int:
    """The running text of a block, links aside."""
    weight = len(block.text) - block.link
    return weight if weight >= PROSE_FROM else 0


def _holds_several(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether other paragraphs stand in the element of this one: it is their container."""
    return sum(_stands_in(each.element, block.element) for each in blocks) > 1


def _stands_in(element: HtmlElement, container: HtmlElement | None) -> bool:
    return container is not None and (element is container or container in element.iterancestors())
