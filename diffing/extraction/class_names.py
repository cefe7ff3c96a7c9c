"""What class names and ids say of a part of a page: the words that style sheets use for what is no article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from diffing.extraction.measures import word_set

_BOILERPLATE: Final = word_set("""
    related\\w* recommend\\w* recirc\\w* trending popular mostread mostpopular most-read most-viewed most-popular
    readalso read-also also-read seealso see-also readmore read-more read-next up-next more-news more-stories more-from
    more-on more-articles latest-news last-news latest-posts recent-posts widget-area widgets widget-recent
    promos? promobox promoblock promotion promoted sponsor\\w* advert\\w* ads? adslot adbox adsbygoogle adunit
    adwrap\\w* outbrain taboola mgid dfp site-notice notice-bar app-download cta
    newsletters? subscribe\\w* subscription\\w* signup optin mailchimp paywall donate donation
    cookies? consent gdpr qc-cmp cmpbox onetrust didomi cookiebot popup\\w* modal lightbox
    share shares shared sharing sharebar sharebox sharedaddy shareaholic addthis addtoany follow-us followus
    social socials socialmedia sociable likes? likebox reactions?
    breadcrumbs? navigation navbar nav menu submenu pagination pager paginator next-article next-post post-nav
    skiplink toolbar topbar ticker masthead sidebar\\w* footer colophon login signin
    comments? commentlist commentslist disqus\\w* livefyre respond
    bylines? byl about-author author-bio author-box post-meta entry-meta article-meta
    views?-count viewcount views pageviews? counters? hits ratings? tags? taglist tagcloud hashtags?
    print-only noprint no-print hidden-print screen-reader-text sr-only visually-hidden visuallyhidden
    reklama podpiska podelitsya kommentarii pohozhie chitaite chitayte populyarnoe po-teme
""")
_PARTS: Final = re.compile(rf"-(?:{'|'.join(sorted(_BOILERPLATE))})-")
_WRAPPING: Final = re.compile(r"-(?:has|with|no|without|is|not|show|hide|layout|page|js)-")
"""Words of a state ("has-sidebar", "no-ads"): such a name belongs to a wrapper, not to the part itself."""
_TEASER: Final = re.compile(r"teaser", re.IGNORECASE)
_EMBEDDING: Final = re.compile(r"embed|tweet", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"caption|credit|figure|gallery|photo|image__|(?:^|[\s_-])(?:image|img)(?:$|[\s_-])", re.IGNORECASE
)
_DATELINE: Final = re.compile(r"time|date|byline|author|disclaimer", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT: Final = re.compile(r"[^A-Za-z0-9]+")
_BRACKETED: Final = re.compile(r"\[[^\]]*\]")
"""What a style sheet generator writes out in a name: "marker:content-[counters(list-item)]"."""
_BLOCKS: Final = re.compile(r"__|--")
_SLUG_HYPHENS: Final = 5
"""Hyphens of an id that is a whole heading: "how-we-share-what-we-know-of-you" names a chapter, no share button."""
_NUMBERED: Final = re.compile(r"([a-z]+)\d{1,3}\Z")


@lru_cache(maxsize=4096)
def names_boilerplate(names: str) -> bool:
    """Whether class names or an id speak of a part that is no article.

    Hash-like pieces ("css-1x9k2", "_a1b2c") do not count: they change with each build of a site.
    """
    return any(_names_part(name) for name in names.split())


def names_teaser(names: str) -> bool:
    """Whether they say "teaser": of another article where it has links, else often of this very one."""
    return _TEASER.search(names) is not None


@lru_cache(maxsize=4096)
def names_embedding(names: str) -> bool:
    """Whether they speak of something from elsewhere that stands in the text, as a post that is quoted."""
    return _EMBEDDING.search(names) is not None


def names_caption(names: str) -> bool:
    """Whether they speak of a picture's caption or credit."""
    return _CAPTION.search(names) is not None


def names_dateline(names: str) -> bool:
    """Whether they speak of a line with date or author."""
    return _DATELINE.search(names) is not None


def _names_part(name: str) -> bool:
    name = _BRACKETED.sub("", name)
    if any(part.count("-") >= _SLUG_HYPHENS for part in _BLOCKS.split(name)):
        return False
    tokens = [_clean_token(token.lower()) for token in _SPLIT.split(_CAMEL.sub("-", name))]
    joined = "-" + "-".join(token for token in tokens if token) + "-"
    return _PARTS.search(joined) is not None and _WRAPPING.search(joined) is None


def _clean_token(token: str) -> str:
    """The word without a number behind it; nothing where letters and digits mix, as in a hash."""
    if token.isalpha():
        return token
    numbered = _NUMBERED.match(token)
    return numbered[1] if numbered else ""
