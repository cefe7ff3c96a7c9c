"""A page of HTML to its article and its visible text: one parse, one pruned tree for both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from diffing.extraction.blocks import Block, read_blocks
from diffing.extraction.choosing import choose_blocks, find_article
from diffing.extraction.columns import leave_out_columns, leave_out_comments
from diffing.extraction.frontmatter import FrontMatter, read_frontmatter
from diffing.extraction.measures import PROSE_FROM
from diffing.extraction.parsing import inner_text, parse_markup
from diffing.extraction.pruning import drop, drop_silent, prune_tree
from diffing.extraction.selecting import compile_selector, outermost
from diffing.extraction.walls import Look
from diffing.extraction.words import is_appeal, is_date, is_dateline, is_volatile
from diffing.links import MOST, clean_target
from diffing.text import normalise
from storage.records import Link

_DATE_LINES = 3  # paragraphs behind the headline among which a bare date is that of the page
_BEFORE_HEADLINE = 0.35  # of the page's prose
_LOOKED_AT = 6000  # code points of visible text up to which a page may be a wall with menus round it


@dataclass(frozen=True, slots=True)
class Markup:
    """A page that has been parsed and pruned. `blocks` are its paragraphs, the headline left out."""

    root: HtmlElement
    front: FrontMatter
    blocks: list[Block]
    look: Look
    selected: bool  # the operator said where the text stands: nothing is left to find

    @property
    def visible_sha256(self) -> str:
        """SHA-256 of headline and visible blocks in normal form: equal means that nothing differs in the article."""
        blocks = normalise(self.look.prose.replace("\n", " ¶ "))
        return hashlib.sha256(f"{normalise(self.front.title or '')}\n{blocks}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The article of a page: paragraphs separated by one blank line, and the visible text beside it."""

    text: str
    outside: str
    links: tuple[Link, ...] = ()


def open_markup(text: str, *, url: str, content: str | None = None, ignore: Sequence[str] = ()) -> Markup | None:
    """Parses and prunes a page; None where there is no markup at all.

    `content` and `ignore` are CSS. Where `content` selects something, that is the article and only `ignore`,
    scripts and the like are taken from it. A selector that matches nothing or cannot be read counts as not given.
    """
    root = parse_markup(text)
    if root is None:
        return None
    front = read_frontmatter(root, url)
    headings = _read_headings(root, front)
    password = any(field.get("type") == "password" for field in root.iter("input"))
    for selector in ignore:
        for element in compile_selector(selector)(root):
            drop(element)
    asking = drop_silent(root)
    shown = inner_text(root)
    parts = outermost(compile_selector(content)(root)) if content else []
    if parts:
        blocks = [block for part in parts for block in read_blocks(part)]
    else:
        prune_tree(root, front.headline, asking)
        paragraphs = leave_out_comments(leave_out_columns(read_blocks(root)))
        blocks = _leave_out_asides(paragraphs, front.headline)
    prose = "\n".join(block.text for block in blocks)
    look = Look(headings, prose, shown if len(shown) < _LOOKED_AT else "", password)
    return Markup(root, front, blocks, look, selected=bool(parts))


def _leave_out_asides(blocks: list[Block], headline: HtmlElement | None) -> list[Block]:
    """The blocks without headline, what stands before it, the date line behind it, and lines that count views or hours.

    What stands before the headline stays where it is much: then it is no headline.
    """
    head = set(headline.iter()) if headline is not None else set()
    named = normalise(inner_text(headline)) if headline is not None else ""
    place = next((place for place, block in enumerate(blocks) if block.element in head), -1)
    if _weigh(blocks[: max(place, 0)]) > _BEFORE_HEADLINE * _weigh(blocks):
        place = -1
    left = [block for block in blocks[place + 1 :] if block.element not in head and not _repeats(block.text, named)]
    dated = _DATE_LINES if head else 0
    return [block for number, block in enumerate(left) if not _is_aside(block.text, near=number < dated)]


def _is_aside(text: str, *, near: bool) -> bool:
    """A line that counts or appeals; `near` the headline also a bare date and a line of date, author and readers."""
    return is_volatile(text) or is_appeal(text) or (near and (is_date(text) or is_dateline(text)))


def _repeats(text: str, named: str) -> bool:
    """Whether a block says the headline again."""
    return abs(len(text) - len(named)) <= len(named) // 4 and normalise(text) == named


def _weigh(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) - block.link for block in blocks if len(block.text) - block.link >= PROSE_FROM)


def _read_headings(root: HtmlElement, front: FrontMatter) -> list[str]:
    """The <title>, then the first main headings; the next lower ones where there is none."""
    found = [inner_text(element) for element in root.iter("h1")] or [inner_text(element) for element in root.iter("h2")]
    return [front.page_title, *found[:3]]


def choose_article(page: Markup) -> Chosen:
    """The article among the page's paragraphs."""
    if page.selected:
        return Chosen("\n\n".join(block.text for block in page.blocks), "", read_links(page.blocks, page.front.base))
    chosen = choose_blocks(page.blocks, find_article(page.root, page.blocks), page.front.headline is not None)
    pairs = list(zip(page.blocks, chosen, strict=True))
    return Chosen(
        "\n\n".join(block.text for block, yes in pairs if yes),
        "\n\n".join(block.text for block, yes in pairs if not yes),
        read_links((block for block, yes in pairs if yes), page.front.base),
    )


def read_links(blocks: Iterable[Block], base: str) -> tuple[Link, ...]:
    """The links that stand in these paragraphs, in their order, without what only counts visits."""
    found: dict[Link, None] = {}
    for element in dict.fromkeys(block.element for block in blocks if block.link):
        for link in element.iter("a"):
            target, text = clean_target(base, link.get("href")), inner_text(link)
            if target and text and len(found) < MOST:
                found[Link(text=text, target=target)] = None
    return tuple(found)
