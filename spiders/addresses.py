"""One page is one URL: how URLs are written, and which of them belong to a source.

Written the way browsers do (WHATWG, by w3lib); nothing that could name another page is touched:
the path keeps its case, the query its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import regex
from w3lib.url import safe_url_string

LONGEST_URL = 2000
"""Characters. Longer ones are traps or mistakes; the sitemap protocol allows 2,048."""

EXPRESSION_SECONDS = 1.0
"""How long an operator's expression may search one URL: Python's `re` knows no such bound, the package regex does."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING = re.compile(
    r"""(?ix) ^(?: utm_\w+ | (?:fb|gc|dc|yc|ysc|twc|ttc|msclk|wbra|gbra|igsh)l?id | fbclid | gclid | yclid | ysclid
    | _openstat | _g[al] | _hs(?:enc|mi) | hsa_\w+ | mc_[ce]id | mkt_tok | mtm_\w+ | pk_(?:campaign|kwd|source|medium)
    | oly_(?:anon|enc)_id | vero_id | li_fat_id | at_(?:medium|campaign)\w* | wt_mc | cmpid | phpsessid )$"""
)
"""Parameters that say how a reader came, never which page is meant (after ClearURLs' and Firefox's lists, and
PHPSESSID). courlan's own list also strips `cid`, `uid` and `source`, which name pages on some sites."""

_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def normalise_url(url: str) -> str | None:
    """The one way a page's URL is written here; None where it is no http(s) URL, or one that parsers might disagree on.

    Fragment, tracking parameters, default port and trailing `?` and `&` are gone, the host is in lower case and
    punycode, dot segments are resolved, percent escapes are in upper case. Normalising twice changes nothing.
    """
    url = url.strip(" \t\r\n\f\x00")
    if not is_web_url(url):
        return None
    try:
        parts = urlsplit(safe_url_string(url))
        host = _write_host(parts)
    except ValueError:
        return None
    if host is None:
        return None
    path = _ESCAPE.sub(lambda match: match[0].upper(), _resolve_dots(parts.path or "/"))
    query = _ESCAPE.sub(lambda match: match[0].upper(), _drop_tracking(parts.query))
    written = urlunsplit((parts.scheme, host, path, query, ""))
    return written if len(written) <= LONGEST_URL else None


def is_web_url(url: str) -> bool:
    """Whether this is an absolute http or https URL without user info, backslashes or control characters."""
    if not re.match(r"(?i)https?://[^/?#\\]", url) or "\\" in url:
        return False
    authority = re.split(r"[/?#]", url[url.index("//") + 2 :], maxsplit=1)[0]
    return "@" not in authority and not re.search(r"[\x00-\x1f\x7f]", url)


def resolve_link(base: str, link: str) -> str | None:
    """A link found at `base`, as a normalised URL; None for what is no web page (mailto:, javascript:, file:)."""
    link = re.sub(r"[\t\r\n]", "", link.strip())
    try:
        return normalise_url(urljoin(base, link))
    except ValueError:
        return None


def resolve_links(base: str, links: Iterable[str]) -> tuple[str, ...]:
    """Links found at `base` as normalised URLs, each once, in order; what leads to no web page is left out."""
    return tuple(dict.fromkeys(url for link in links if (url := resolve_link(base, link)) is not None))


def host_of(url: str) -> str:
    """The host of a URL in lower case, without a port; empty where there is none."""
    return (urlsplit(url).hostname or "").rstrip(".")


def same_site(url: str, other: str) -> bool:
    """Whether two URLs are of one site: one host, or one of them the other's `www.` or a sub-domain of it.

    The registered domain is not asked for: it would make neighbours of every page at a shared publisher.
    """
    first, second = (re.sub(r"^www\.", "", host_of(each)) for each in (url, other))
    if first == second:
        return bool(first)
    if not _is_name(first) or not _is_name(second):
        return False
    return first.endswith("." + second) or second.endswith("." + first)


class Choice:
    """Which URLs a source asks for: `include` and `exclude` searched in the URL, and links to other sites left out."""

    def __init__(self, include: Sequence[str], exclude: Sequence[str], *, home: str, elsewhere: bool = False) -> None:
        self._include = [regex.compile(each) for each in include]
        self._exclude = [regex.compile(each) for each in exclude]
        self._home = home
        self._elsewhere = elsewhere or bool(include)
        self.slow: str | None = None  # the expression that took too long; from then on no URL is wanted

    def wants(self, url: str) -> bool:
        """Whether this normalised URL is one of the source's pages. Other sites only where the operator says so."""
        return self.slow is None and self._is_chosen(url) and self.slow is None

    def _is_chosen(self, url: str) -> bool:
        if self._finds(self._exclude, url) or (self._include and not self._finds(self._include, url)):
            return False
        return self._elsewhere or same_site(url, self._home)

    def _finds(self, expressions: Sequence[regex.Pattern[str]], url: str) -> bool:
        """Whether one of them is found. One that takes too long (`(a+)+$` on a long name) is tried once and no more."""
        for each in expressions:
            try:
                if each.search(url, timeout=EXPRESSION_SECONDS):
                    return True
            except TimeoutError:
                self.slow = each.pattern
                return False
        return False


def _is_name(host: str) -> bool:
    return "." in host and ":" not in host and not host.rpartition(".")[2].isdigit()


def _write_host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if not host or not host.isascii():
        return None
    written = f"[{host}]" if ":" in host else host
    port = parts.port
    return written if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{written}:{port}"


def _resolve_dots(path: str) -> str:
    """Resolve `.` and `..` as RFC 3986 5.2.4 says; the double slashes that some sites use stay."""
    if "/." not in path:
        return path
    kept: list[str] = []
    *folders, last = path.split("/")[1:]
    for segment in folders:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if last == "..":
        del kept[-1:]
    return "/" + "".join(f"{each}/" for each in kept) + ("" if last in (".", "..") else last)


def _drop_tracking(query: str) -> str:
    kept = [each for each in query.split("&") if each and not _TRACKING.match(each.partition("=")[0])]
    return "&".join(kept)
