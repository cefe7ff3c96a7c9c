"""Reading a listing: the links of a page that lead to articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from spiders.addresses import resolve_link, resolve_links, same_site
from spiders.indexes.readings import IndexReading

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_OTHER_PAGES = re.compile(
    r"""(?ix) /(?:
    (?: wp-(?:admin|login|json|content) | log-?in | sign-?in | logout | register | account | cart | search | tags?
      | categor(?:y|ies) | rubrics? | authors? | users? | feed | page/\d+ ) (?:[/.]|$)
    | (?: about(?:-us)? | contacts? | contact-us | privacy[\w-]* | cookies? | terms[\w-]* | donate | subscribe
      | newsletter | rss | sitemap | archives? | topics? | print ) (?:\.\w+)?/?$ )"""
)
"""Paths of pages that are no articles, on sites of many makes: some with all below them, some by themselves.
`include` overrules the list."""

_OTHER_FILES = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|css|js|json|xml|rss|zip|rar|mp[34]|avi|mov|exe|xlsx?|pptx?)$"
)
_DATE_OR_NUMBER = re.compile(r"(?:19|20)\d\d[/-]|\d{3,}")
_ARTICLE_FILE = re.compile(r"(?i)\.(?:html?|php|aspx?|pdf|docx)$")


def read_listing(
    body: bytes, url: str, content_type: str = "", *, follow: str | None = None, named: bool = False
) -> IndexReading:
    """The links of a listing, in its order: those that `follow` finds; else all where they are `named` by `include`,
    else those that look like articles."""
    from bs4 import BeautifulSoup

    charset = re.search(r"(?i)charset=[\"']?([\w-]+)", content_type)
    soup = BeautifulSoup(body, "lxml", from_encoding=charset[1] if charset else None)
    base = read_base(soup, url)
    if follow:
        return IndexReading(links=resolve_links(base, follow_selector(soup, follow)))
    if named:
        return IndexReading(links=resolve_links(base, (href for href, _ in find_links(soup))))
    return IndexReading(links=tuple(dict.fromkeys(find_articles(soup, base, url))))


def read_base(soup: BeautifulSoup, url: str) -> str:
    """The URL that the page's links are relative to: its own, unless a <base> says otherwise."""
    found = soup.select_one("base[href]")
    return urljoin(url, str(found["href"])) if found is not None else url


def follow_selector(soup: BeautifulSoup, selector: str) -> Iterator[str]:
    """The links that a CSS selector finds, or that stand within what it finds."""
    for found in soup.select(selector):
        within = [found] if found.get("href") else found.find_all("a", href=True)
        for each in within:
            yield str(each["href"])


def find_links(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Every link of a page with its text."""
    for each in soup.find_all("a", href=True):
        yield str(each["href"]), each.get_text(" ", strip=True)


def find_articles(soup: BeautifulSoup, base: str, url: str) -> Iterator[str]:
    """The links of a page that lead to articles of the same site, by their looks."""
    home = urlsplit(url).path
    for href, text in find_links(soup):
        target = resolve_link(base, href)
        if target is not None and same_site(target, url) and looks_like_article(target, text, home):
            yield target


def looks_like_article(url: str, text: str, home: str) -> bool:
    """Whether a link of a listing at path `home` looks like one to an article: by a date or number, or a long name.

    A guess that leans to too many: an unwanted page costs a request, a missed one is a missed change.
    """
    path = urlsplit(url).path
    folder = path.rstrip("/")
    if not folder or home.startswith(folder + "/") or folder == home.rstrip("/"):
        return False
    if _OTHER_PAGES.search(path) or _OTHER_FILES.search(path):
        return False
    name = folder.rpartition("/")[2]
    return bool(
        _DATE_OR_NUMBER.search(path)
        or name.count("-") + name.count("_") >= 2
        or len(text.split()) >= 4
        or (_ARTICLE_FILE.search(name) and folder.count("/") >= 2)
    )
