"""A tree to paragraphs: what a reader sees as one block of text, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from diffing.extraction.measures import INLINE
from diffing.extraction.parsing import collapse

_BREAK: Final = "\v"  # stands for <br> until a paragraph is closed; never in a page, where it is a control character
_BREAKS: Final = re.compile(r"\s*\v\s*")
_BLANK_LINE: Final = re.compile(r"\s*\v\s*\v[\s\v]*")
_CLOSED: Final = re.compile(r"[.!?…:;»\"”)]\Z")
_SHORT_LINE: Final = 60  # a line that ends sooner was ended on purpose; wrapped lines are longer
_CELL_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its text, the block element it stands in, and how much of it is link text."""

    text: str
    element: HtmlElement
    link: int


def read_blocks(root: HtmlElement) -> list[Block]:
    """The paragraphs below `root`, in order. Never empty texts; white space single.

    Two <br> end a paragraph; one does where the line before it is short or closed, and no small letter follows.
    A row of a table with short cells is one paragraph, its cells set apart by " | ".
    """
    return list(_Reader().read(root))


class _Reader:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._link = 0
        self._inside_link = 0
        self._rows: set[HtmlElement] = set()  # table rows that are read as one paragraph

    def read(self, root: HtmlElement) -> Iterator[Block]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                yield from self._open(element)
            else:
                yield from self._close(element, root)
        yield from self._flush(root)

    def _open(self, element: HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag == "br":
            self._pieces.append(_BREAK)
        elif tag == "a":
            self._inside_link += 1
        elif tag == "tr" and _is_data_row(element):
            yield from self._flush(element.getparent())
            self._rows.add(element)
        elif tag in ("td", "th") and element.getparent() in self._rows:
            if self._pieces:
                self._pieces.append(" | ")
        elif tag not in INLINE:
            yield from self._flush(element.getparent())
        self._take(element.text)

    def _close(self, element: HtmlElement, root: HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if tag == "a":
            self._inside_link -= 1
        elif tag not in INLINE and not (tag in ("td", "th") and element.getparent() in self._rows):
            yield from self._flush(element)
        if element is not root:
            self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if self._inside_link:
                self._link += len(collapse(text))

    def _flush(self, element: HtmlElement | None) -> Iterator[Block]:
        if self._pieces and element is not None:
            for text in _cut_lines("".join(self._pieces)):
                yield Block(text, element, min(self._link, len(text)))
        self._pieces.clear()
        self._link = 0


def _is_data_row(row: HtmlElement) -> bool:
    """Whether a row's cells are words and numbers, not a layout."""
    length = 0
    for node in row.iter():
        if node is not row and node.tag not in INLINE and node.tag not in ("td", "th"):
            return False
        length += len(node.text or "") + (1 if node.tag != "br" else _CELL_LONGEST // 3)
    return length < _CELL_LONGEST * 2


def _cut_lines(text: str) -> Iterator[str]:
    if _BREAK not in text:
        plain = collapse(text)
        if plain.replace("|", "").strip():
            yield plain
        return
    for part in _BLANK_LINE.split(text):
        joined: list[str] = []
        for line in filter(None, map(collapse, _BREAKS.split(part))):
            if joined and not line[0].islower() and (len(joined[-1]) < _SHORT_LINE or _CLOSED.search(joined[-1])):
                yield " ".join(joined)
                joined = []
            joined.append(line)
        if joined:
            yield " ".join(joined)
