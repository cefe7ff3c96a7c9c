"""The one door of this room: bytes of any kind to a `Reading`."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import trafilatura.meta

from diffing.extraction.charset import Decoded, decode_bytes
from diffing.extraction.docx import BrokenDocx, docx_to_markup, is_docx
from diffing.extraction.frontmatter import guess_language
from diffing.extraction.html import Markup, choose_article, open_markup
from diffing.extraction.naming import name_extractor
from diffing.extraction.parsing import MAX_MARKUP, collapse
from diffing.extraction.pdf import read_pdf
from diffing.extraction.walls import judge_page, leads_home
from diffing.looks import judge_status
from diffing.text import normalise
from storage.records import Article, PageState, Reading

_PAGES_BETWEEN_CLEANINGS: Final = 500
_READ = itertools.count(1)
_MARKUP: Final = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|div|p|h[1-6]|table|a|span|br|article|section|font|center)\b", re.IGNORECASE
)
_NOT_READ: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"ID3", "a recording"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
)


class Cascade(NamedTuple):
    """What the page's last sound reading left: with equal visible text and extractor there is nothing to read anew."""

    visible_sha256: str | None
    extractor: str | None

    def holds(self, visible_sha256: str, extractor: str) -> bool:
        """Whether the text that this extractor would find is known."""
        return visible_sha256 == self.visible_sha256 and extractor == self.extractor


def read_document(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    content: str | None = None,
    ignore: Sequence[str] = (),
    status: int = 200,
    final_url: str | None = None,
    last_visible_sha256: str | None = None,
    last_extractor: str | None = None,
) -> Reading:
    """What one response shows: the page's state with the evidence for it, and the article where there is one.

    `body` has its content coding undone. The first bytes say what it is, not `content_type`, of which only the
    charset is believed. The article is left out (`same` is True) where the visible text and the extractor are those
    of the last sound reading. Never raises: whatever cannot be read is a state with evidence.
    """
    _clean_caches()
    if judged := judge_status(status):
        return Reading(state=judged[0], evidence=judged[1])
    if leads_home(url, final_url):
        return Reading(state=PageState.GONE, evidence=f"redirected to the home page: {final_url}")
    if not body.strip(b"\0 \t\r\n\f"):
        return Reading(state=PageState.EMPTY, evidence="a response without a word in it")
    cascade = Cascade(last_visible_sha256, last_extractor)
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return _read_pdf(body, cascade)
    if body.startswith(b"PK\x03\x04") and is_docx(body):
        return _read_docx(body, url, cascade)
    if kind := next((kind for mark, kind in _NOT_READ if body.startswith(mark)), None):
        return Reading(state=PageState.EMPTY, evidence=f"{kind}, which is not read")
    return _read_page(body, content_type, url, content, tuple(ignore), cascade)


def _read_page(
    body: bytes, content_type: str | None, url: str, content: str | None, ignore: tuple[str, ...], cascade: Cascade
) -> Reading:
    decoded = decode_bytes(body, content_type)
    if not _MARKUP.search(decoded.text[:5000]):
        return _read_plain(decoded, cascade)
    page = open_markup(decoded.text, url=url, content=content, ignore=ignore)
    extractor = name_extractor("html", content, ignore)
    if page is None:
        return Reading(state=PageState.EMPTY, evidence="no markup that could be read")
    state, evidence = judge_page(page.look)
    visible = page.visible_sha256
    if state is not PageState.OK:
        return Reading(state=state, evidence=evidence, visible_sha256=visible)
    if cascade.holds(visible, extractor):
        return Reading(state=state, evidence=None, visible_sha256=visible, same=True)
    article = _build_article(page, extractor, decoded)
    if not article.text:
        return Reading(state=PageState.EMPTY, evidence="no article in the page", visible_sha256=visible)
    cut = f"only the first {MAX_MARKUP} code points were read" if len(decoded.text) > MAX_MARKUP else None
    return Reading(state=state, evidence=cut, visible_sha256=visible, article=article)


def _build_article(page: Markup, extractor: str, decoded: Decoded | None) -> Article:
    chosen = choose_article(page)
    front = page.front
    return Article(
        title=front.title,
        text=chosen.text,
        published=front.published,
        language=front.language or guess_language(chosen.text),
        author=front.author,
        extractor=extractor,
        canonical=front.canonical,
        charset=decoded.charset if decoded else None,
        charset_sure=decoded.sure if decoded else True,
        outside=chosen.outside,
        links=chosen.links,
    )


def _read_plain(decoded: Decoded, cascade: Cascade) -> Reading:
    lines = decoded.text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")[:MAX_MARKUP]
    text = "\n\n".join(filter(None, (collapse(part) for part in re.split(r"\n\s*\n", lines))))
    return _read_words(None, text, name_extractor("text"), cascade, charset=decoded.charset, charset_sure=decoded.sure)


def _read_pdf(body: bytes, cascade: Cascade) -> Reading:
    read = read_pdf(body)
    if read.error:
        return Reading(state=PageState.EMPTY, evidence=read.error)
    extractor = name_extractor("pdf") + ("" if read.reader.startswith("pypdfium2") else f"; {read.reader}")
    return _read_words(read.title, read.text, extractor, cascade, pages=read.pages)


def _read_words(
    title: str | None,
    text: str,
    extractor: str,
    cascade: Cascade,
    *,
    pages: tuple[int, ...] | None = None,
    charset: str | None = None,
    charset_sure: bool = True,
) -> Reading:
    """A document that is all article."""
    if not text:
        return Reading(state=PageState.EMPTY, evidence="no text in the document")
    visible = hashlib.sha256(f"{normalise(title or '')}\n{normalise(text)}".encode()).hexdigest()
    if cascade.holds(visible, extractor):
        return Reading(state=PageState.OK, evidence=None, visible_sha256=visible, same=True)
    article = Article(
        title=title,
        text=text,
        published=None,
        language=guess_language(text),
        author=None,
        extractor=extractor,
        pages=pages,
        charset=charset,
        charset_sure=charset_sure,
    )
    return Reading(state=PageState.OK, evidence=None, visible_sha256=visible, article=article)


def _read_docx(body: bytes, url: str, cascade: Cascade) -> Reading:
    try:
        page = open_markup(docx_to_markup(body), url=url, content="body")
    except BrokenDocx as error:
        return Reading(state=PageState.EMPTY, evidence=f"the Word document cannot be read: {error}")
    if page is None or not page.blocks:
        return Reading(state=PageState.EMPTY, evidence="no text in the document")
    extractor = name_extractor("docx")
    visible = page.visible_sha256
    if cascade.holds(visible, extractor):
        return Reading(state=PageState.OK, evidence=None, visible_sha256=visible, same=True)
    return Reading(
        state=PageState.OK, evidence=None, visible_sha256=visible, article=_build_article(page, extractor, None)
    )


def _clean_caches() -> None:
    """Libraries remember what they have seen, for ever; a long process clears that now and then."""
    if next(_READ) % _PAGES_BETWEEN_CLEANINGS == 0:
        trafilatura.meta.reset_caches()
