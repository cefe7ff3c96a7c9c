"""Takes away what is no article before anything is read: by what it is, by what it calls itself, by its shape.

Each rule spares the parts that hold the headline or much of the page's prose, so that a wrapper with a foolish
class name takes no article with it. What a person edits in running text must always come through.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from lxml.html import HtmlElement

from diffing.extraction.cards import is_card_row, is_record
from diffing.extraction.class_names import names_boilerplate, names_embedding, names_teaser
from diffing.extraction.measures import INLINE, PROSE_FROM, Measures, word_set
from diffing.extraction.parsing import collapse, fit_text, inner_text
from diffing.extraction.words import CHROME, COMMENTS, RELATED, RELATED_OPENING, is_volatile

SILENT: Final = word_set(
    "title script style noscript template svg math iframe frame frameset object embed canvas audio video source "
    "track map area link meta base head input select option optgroup textarea button datalist dialog progress "
    "meter param applet"
)
"""Elements without running text, or whose text a reader does not see."""
_CHROME_TAGS: Final = word_set("nav menu aside footer header")
_CHROME_ROLES: Final = word_set(
    "navigation banner contentinfo complementary search dialog alertdialog alert status menu menubar toolbar"
)
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MUCH: Final = 0.4  # of the page's prose: an element with more is the article, whatever it calls itself
_LABEL_LONGEST: Final = 60
_BOX_LONGEST: Final = 600  # code points of text outside links in a box that a label opens
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
_ASKING: Final = word_set("input textarea button select")
_BOXES: Final = word_set("div section article ul ol dl table form td li p fieldset center blockquote")
_RUNS: Final = word_set("p li td dd blockquote")
"""Elements in which a word in bold may open running text: "Share. We may share what you tell us with …"."""
_EMBEDS: Final = word_set("div figure section blockquote")
_ENDING: Final = re.compile(r"[.!?…»\"”’)]\s*\Z")
_REFERENCE: Final = re.compile(r"[.!?…»\"”’)]\s*\Z|\A\s*(?:https?://|www\.)\S+\s*\Z")
"""A link that is a sentence, or an address in full: what an article says or cites, no teaser."""
_JOINED: Final = re.compile(r"\s*[,;:)»”’]|\s*\w")
"""How the text behind a name goes on where the name belongs to its sentence."""


def drop(element: HtmlElement) -> None:
    """Takes an element away; the text behind it stays where it was."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = fit_text(f"{parent.text or ''} {element.tail}")
        else:
            before.tail = fit_text(f"{before.tail or ''} {element.tail}")
    parent.remove(element)


def prune_tree(root: HtmlElement, headline: HtmlElement | None, ask: set[HtmlElement]) -> Measures:
    """Leaves in `root` what may be article; returns the measures of what was there before.

    `headline` and whatever holds it stay. `ask`: what stands round fields and buttons (see `drop_silent`).
    """
    measures = Measures(root)
    kept = {above for spared in _spare(root, headline) for above in (spared, *spared.iterancestors())}
    past = 0  # elements that went with the last one taken away
    for element in measures.elements[1:]:
        if past:
            past -= 1
        elif element not in kept and _is_out(element, measures, ask, kept):
            past = measures[element].size - 1
            drop(element)
    return measures


def _spare(root: HtmlElement, headline: HtmlElement | None) -> list[HtmlElement]:
    return [headline] if headline is not None else list(root.iter("h1"))


def drop_silent(root: HtmlElement) -> set[HtmlElement]:
    """Removes silent and hidden elements; returns the parents (three levels) of fields and buttons."""
    ask: set[HtmlElement] = set()
    for element in list(root.iter()):
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            if tag in _ASKING and element.get("type") != "hidden":
                ask.update(list(element.iterancestors())[:3])
            drop(element)
    return ask


def _is_out(element: HtmlElement, measures: Measures, ask: set[HtmlElement], kept: set[HtmlElement]) -> bool:
    own = measures[element]
    if not own.text:
        return False
    if own.prose > _MUCH * measures.prose:
        return False
    if _is_hidden(element):
        return True
    if _is_embedded(element):
        return False
    if _is_chrome(element, own.links):
        return not _is_in_sentence(element, measures)
    if element.tag in INLINE or element.tag in ("body", "html"):
        return False
    if element.tag in ("td", "th") and _is_side_column(element, measures, kept):
        return True
    if not measures.wraps_prose(element):
        if element in ask and own.text - own.link < 300 and own.prose < 250:
            return True
        if _is_link_box(element, measures):
            return True
    return _is_label_box(element, measures) or is_card_row(element, measures)


def _is_in_sentence(element: HtmlElement, measures: Measures) -> bool:
    """Words in the middle of running text: a name with a link to its topic page is no list of tags."""
    if element.tag not in INLINE or is_volatile(inner_text(element)):
        return False
    block = next((above for above in element.iterancestors() if above.tag not in INLINE), None)
    if block is None or block not in measures or measures[block].flow - measures[block].flow_link < PROSE_FROM:
        return False
    previous = element.getprevious()
    parent = element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else None) or ""
    return _JOINED.match(element.tail or "") is not None or (bool(before.strip()) and not _ENDING.search(before))


def _is_side_column(element: HtmlElement, measures: Measures, kept: set[HtmlElement]) -> bool:
    """A cell of a layout table beside the one with the headline, and with far less to say."""
    beside = itertools.chain(element.itersiblings("td", "th"), element.itersiblings("td", "th", preceding=True))
    main = next((cell for cell in beside if cell in kept), None)
    return main is not None and main in measures and measures[element].prose * 3 < measures[main].prose


def _is_hidden(element: HtmlElement) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _is_embedded(element: HtmlElement) -> bool:
    """A post from elsewhere that the article quotes: "social-media-embed" is no box of buttons where it holds words."""
    if element.tag not in _EMBEDS or not names_embedding(element.get("class") or ""):
        return False
    return element.tag == "blockquote" or element.find(".//blockquote") is not None


def _is_chrome(element: HtmlElement, links: int) -> bool:
    if element.tag == "header":
        return element.find(".//h1") is None and not any(above.tag == "article" for above in element.iterancestors())
    if element.tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " ":
        return False
    return names_boilerplate(names) or (links > 0 and names_teaser(names))


def _is_label_box(element: HtmlElement, measures: Measures) -> bool:
    """A small block whose first words announce other articles, advertisements, shares or comments."""
    own = measures[element]
    if own.link < own.text < _LABEL_LONGEST and is_volatile(inner_text(element)):
        return True
    if element.tag not in _BOXES:
        return False
    first = _first_words(element)
    if RELATED_OPENING.match(first) and own.link * 2 > own.text - len(first):
        return own.text - own.link < _BOX_LONGEST
    runs_on = element.tag in _RUNS and own.flow - own.flow_link - len(first) >= PROSE_FROM
    if len(first) > _LABEL_LONGEST or runs_on:
        return False
    if COMMENTS.match(first):
        return True
    return bool(RELATED.match(first) or CHROME.match(first)) and own.text - own.link < _BOX_LONGEST


def _first_words(element: HtmlElement) -> str:
    """The first text in an element, up to the end of the block or heading it stands in."""
    pieces: list[str] = []
    for node in element.iter():
        if pieces and node.tag not in INLINE:
            break
        if node.text and node.text.strip():
            pieces.append(node.text)
            if node.tag not in INLINE or len(node.text) > _LABEL_LONGEST or node.tag in ("b", "strong"):
                break
    return collapse(" ".join(pieces))


def _is_link_box(element: HtmlElement, measures: Measures) -> bool:
    """A list or box that is links and little else: a menu, a "more news" list, share buttons."""
    if element.tag not in _BOXES:
        return False
    own = measures[element]
    parent = element.getparent()
    if not own.links or parent is None or (element.tag in ("td", "th") and is_record(parent, measures)):
        return False
    share = own.link / own.text
    if element.tag in ("p", "li", "blockquote"):
        alone = element.tag == "p" and share > 0.9 and own.links == 1 and parent.tag != "blockquote"
        return alone and not _REFERENCE.search(inner_text(element))
    return (share > 0.65 and own.links >= 3 and own.prose < 120) or (share > 0.85 and own.prose == 0 and own.links >= 1)
