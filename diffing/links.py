"""Where the links of an article lead: a quiet channel beside the words, never an alarm by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from diffing.text import normalise
from storage.records import Hunk, HunkKind, Link, Place

MOST = 300
"""Links of one article that are kept."""

_LONGEST = 1_000  # characters of an address
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|gb|wb|dc|y|ys|ms|tt|tw|ig|li)_?cl(?:k|s)?id|fbclid|gclid|yclid|igshid|mc_[ce]id|_openstat|_ga|_gl"
    r"|from|ref\w*|source|src|share\w*|spm|s?id|sess\w*|phpsessid|jsessionid|token|nonce|hash|sign\w*|ts|time\w*|rnd"
    r"|rand\w*|cache\w*|cb|v|ver|_",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=[^\W_]*\d)(?:[0-9a-f]{12,}|\d{9,}|[\w-]{22,})", re.IGNORECASE)
_SESSION = re.compile(r";\w*sess\w*=[^/?#]*", re.IGNORECASE)


def clean_target(base: str, address: str | None) -> str | None:
    """The absolute address without what only counts visits: tracking, sessions, nonces, fragments.

    None where it leads to no page of the web. An `id` is kept where it is a plain number: there it names the page.
    """
    try:
        parts = urlsplit(urljoin(base, (address or "").strip()[:_LONGEST]))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in given if not _counts(name, value)]
    path = _SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, urlencode(query), ""))


def _counts(name: str, value: str) -> bool:
    if name.lower() == "id" and value.isdigit() and len(value) < 9:
        return False
    return bool(_TRACKING.fullmatch(name) or _RANDOM.fullmatch(value))


def compare_links(before: Iterable[Link], after: Iterable[Link]) -> list[Hunk]:
    """A hunk for each link that leads elsewhere under the same words; words with several targets are left out."""
    old, new = _by_words(before), _by_words(after)
    return [
        Hunk(kind=HunkKind.CHANGED, before=_tell(old[words]), after=_tell(link), place=Place.LINK)
        for words, link in new.items()
        if words in old and not _is_same_place(old[words].target, link.target)
    ]


def _by_words(links: Iterable[Link]) -> Mapping[str, Link]:
    """Each link by its words, where these lead to one place only."""
    found: dict[str, Link] = {}
    doubtful = set()
    for link in links:
        words = normalise(link.text).casefold()
        if words in found and found[words].target != link.target:
            doubtful.add(words)
        found[words] = link
    return {words: link for words, link in found.items() if words and words not in doubtful}


def _is_same_place(one: str, other: str) -> bool:
    """Whether two addresses differ in no more than https, www and a slash at the end."""
    return _plain(one) == _plain(other)


def _plain(target: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", target).rstrip("/")


def _tell(link: Link) -> str:
    return f"{link.text} → {link.target}"
