"""What a page says about itself: headline, date, language, author, canonical address. Nothing is guessed from prose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from diffing.extraction.measures import word_set
from diffing.extraction.parsing import collapse, inner_text

_SEPARATOR: Final = re.compile(r"\s+(?:[|•·»›:]+|::|—|–|-|―)\s+")
_LETTERS: Final = re.compile(r"\W+")
_ISO: Final = re.compile(
    r"\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?)?\Z"
)
_DATE_FIELDS: Final = word_set(
    "article:published_time og:published_time og:article:published_time datepublished dc.date dc.date.issued "
    "dc.date.created dcterms.date dcterms.issued dcterms.created date pubdate publishdate publish-date"
    "publication_date sailthru.date parsely-pub-date article.published citation_publication_date citation_date"
)
_AUTHOR_FIELDS: Final = word_set("author article:author dc.creator dcterms.creator parsely-author sailthru.author")
_DEEPEST: Final = 6  # levels of JSON-LD that are looked into


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands in a page's head and headline. `headline`: the element of the title in the body, if any."""

    title: str | None
    headline: HtmlElement | None
    published: str | None
    language: str | None
    author: str | None
    canonical: str | None
    page_title: str  # the whole <title>
    base: str  # what the addresses of its links are relative to


def read_frontmatter(root: HtmlElement, url: str) -> FrontMatter:
    """The front matter of a page whose tree is still whole."""
    fields = dict(_read_fields(root))
    linked = list(_read_linked_objects(root))
    page_title = _read_page_title(root)
    title, headline = find_title(root, page_title, fields)
    return FrontMatter(
        title=title or None,
        headline=headline,
        published=_find_date(root, fields, linked),
        language=_find_language(root, fields),
        author=_find_author(fields, linked),
        canonical=_find_canonical(root, url),
        page_title=page_title,
        base=_find_base(root, url),
    )


def _find_base(root: HtmlElement, url: str) -> str:
    """The page's own word on what its addresses are relative to, else its address."""
    said = next((element.get("href") for element in root.iter("base") if element.get("href")), "")
    try:
        return urljoin(url, said)
    except ValueError:
        return url


def _read_page_title(root: HtmlElement) -> str:
    """The <title>; some pages have it in the body, and drawings have titles of their own."""
    titles = (title for title in root.iter("title") if title.text and next(title.iterancestors("svg"), None) is None)
    return collapse(next((title.text for title in titles), None))


def _read_fields(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in reversed(list(root.iter("meta"))):  # reversed: in a dictionary the first one then wins
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            yield name.strip().lower(), collapse(content)


def _read_linked_objects(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            try:
                yield from _walk_objects(json.loads(script.text, strict=False), _DEEPEST)
            except (ValueError, RecursionError):
                continue


def _walk_objects(node: Any, deeper: int) -> Iterator[dict[str, Any]]:
    if isinstance(node, list) and deeper:
        for part in node[:50]:
            yield from _walk_objects(part, deeper - 1)
    elif isinstance(node, dict):
        yield node
        if deeper and "@graph" in node:
            yield from _walk_objects(node["@graph"], deeper - 1)


def find_title(root: HtmlElement, page_title: str, fields: dict[str, str]) -> tuple[str, HtmlElement | None]:
    """The headline without the site's name, and its element.

    The first heading that the page's <title> or og:title repeats; else the only <h1> that is not a link to another
    article; else og:title or <title> without its last part where that names the site.
    """
    shared = fields.get("og:title") or fields.get("twitter:title") or ""
    told = [_key(text) for text in (shared, page_title) if text]
    headings = [(element, inner_text(element)) for element in root.iter("h1", "h2") if element.getparent() is not None]
    headings = [(element, text) for element, text in headings if 3 < len(text) < 400]
    for element, text in headings:
        if len(_key(text)) > 8 and any(title.startswith(_key(text)) or _key(text) == title for title in told):
            return text, element
    main = [(element, text) for element, text in headings if element.tag == "h1" and not _is_linked(element)]
    best = max(main, key=lambda pair: _overlap(pair[1], told), default=None)
    if best is not None and (_overlap(best[1], told) >= 0.5 or (len(main) == 1 and len(best[1]) > 20)):
        return best[1], best[0]
    return (_without_site(shared or page_title, fields.get("og:site_name")) or (best[1] if best else "")), None


def _is_linked(heading: HtmlElement) -> bool:
    return next(heading.iterancestors("a"), None) is not None


def _overlap(text: str, told: list[str]) -> float:
    words = [word for word in _LETTERS.split(text.lower()) if len(word) > 2]
    return max((sum(word in title for word in words) / len(words) for title in told), default=0.0) if words else 0.0


def _without_site(title: str, site: str | None) -> str:
    """The title without a part at its end or start that is the site's name, or short beside the rest."""
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    if site and _key(parts[0]) == _key(site):
        return title[_SEPARATOR.search(title).end() :]  # type: ignore[union-attr]  # there are two parts or more
    last = parts[-1]
    separator = list(_SEPARATOR.finditer(title))[-1]
    named = site is not None and _key(last) == _key(site)
    clear = separator[0].strip() not in "—–-―" or separator[0].strip() == "-"
    if named or (clear and len(last) <= 40 and len(last) * 2 <= len(title) - len(last)):
        return title[: separator.start()]
    return title


def _key(text: str) -> str:
    return _LETTERS.sub("", text).lower()


def _find_date(root: HtmlElement, fields: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    told = [found.get("datePublished") for found in linked]
    told += [fields[name] for name in _DATE_FIELDS if name in fields]
    for element in root.iter("time"):
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('pubdate') or ''}".lower()
        if element.get("datetime") and ("publish" in names or "pubdate" in names):
            told.append(element.get("datetime"))
    told += [element.get("datetime") for element in list(root.iter("time"))[:1]]
    return next((iso for text in told if isinstance(text, str) and (iso := _as_iso(text))), None)


def _as_iso(text: str) -> str | None:
    plain = text.strip()
    if not _ISO.match(plain):
        return None
    if len(plain) == 7:
        return plain if 1 <= int(plain[5:]) <= 12 else None
    try:
        return date.fromisoformat(plain).isoformat() if len(plain) == 10 else datetime.fromisoformat(plain).isoformat()
    except ValueError:
        return None


def _find_language(root: HtmlElement, fields: dict[str, str]) -> str | None:
    html = root if root.tag == "html" else root.find(".//html")
    told = (html.get("lang") or html.get("xml:lang")) if html is not None else None
    told = told or fields.get("content-language") or fields.get("og:locale") or ""
    code = re.match(r"[a-z]{2,3}(?![a-z])", told.strip().lower())
    return code[0] if code else None


def guess_language(text: str) -> str | None:
    """By letters only: kk where Kazakh letters stand, else ru or en by script; None without letters."""
    head = text[:20_000].lower()
    kazakh = len(re.findall("[әғқңөұүһі]", head))
    cyrillic = len(re.findall("[а-яё]", head)) + kazakh
    latin = len(re.findall("[a-z]", head))
    if cyrillic + latin < 3:
        return None
    if latin > cyrillic:
        return "en"
    return "kk" if kazakh * 40 > cyrillic else "ru"


def _find_author(fields: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    for found in linked:
        author = found.get("author")
        first = author[0] if isinstance(author, list) and author else author
        name = first.get("name") if isinstance(first, dict) else first
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return collapse(name)[:200]
    told = (fields[name] for name in sorted(_AUTHOR_FIELDS) if name in fields)
    return next((name[:200] for name in told if not name.startswith("http")), None)


def _find_canonical(root: HtmlElement, url: str) -> str | None:
    for link in root.iter("link"):
        if (link.get("rel") or "").strip().lower() == "canonical" and (href := (link.get("href") or "").strip()):
            try:
                absolute = urljoin(url, href)
                return absolute if urlsplit(absolute).scheme in ("http", "https") else None
            except ValueError:
                return None
    return None
