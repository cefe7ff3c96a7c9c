"""What the parts of a page that are none of its article call themselves: to people, in three languages, and to style sheets.

One list of words a language; a new language is one more line in each pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final


def _either(*lines: str) -> str:
    return "|".join(phrase.strip() for line in lines for phrase in line.split(",") if phrase.strip())


RELATED: Final = re.compile(
    r"\W*(?:"
    + _either(
        "read also, also read, read more, read next, see also, also see, more on this(?: story| topic)?, more stories, more news",
        "more from, more on, more in, related(?: \\w+){0,2}, recommended(?: \\w+){0,2}, you (?:may|might) (?:also )?(?:like|be interested).*",
        "most (?:read|viewed|popular|shared|commented).*, popular(?: \\w+){0,2}, trending(?: \\w+)?, latest(?: \\w+){1,2}, recent (?:posts|news|articles|stories)",
        "don't miss, don’t miss, editors?['’]?s? (?:picks|choice), what to read next, top stories, in other news, other news, up next",
        "читайте также, читать также, читайте ещ[её], читайте по теме, читайте далее, читать далее, см\\.? также, смотрите также, смотри также",
        "по теме, материалы по теме, новости по теме, ещ[её] по теме, похожие \\w+, другие (?:новости|материалы|статьи).*, рекомендуем.*, вам может быть интересно",
        "(?:самое )?(?:читаемое|популярное|обсуждаемое|интересное), популярные \\w+, главное(?: за \\w+)?, последние новости, лента новостей, свежие \\w+, новости партн[её]ров",
        "тағы(?: да)? оқыңыз.*, сондай-ақ оқыңыз.*, оқи отырыңыз, осы тақырыпта, тақырып бойынша, тақырыпқа сай.*, ұқсас \\w+, басқа жаңалықтар",
        "көп оқылған.*, танымал.*, соңғы жаңалықтар, жаңалықтар легі, таңдаулы \\w+, ең көп .*",
    )
    + r")\s*[:.…—–-]*\s*\Z",
    re.IGNORECASE,
)
"""A whole heading that announces other articles."""

RELATED_OPENING: Final = re.compile(
    r"\W*(?:"
    + _either(
        "read also, also read, read more, read next, see also, more on this, related(?: \\w+)?, recommended(?: \\w+)?, don['’]t miss",
        "читайте также, читайте ещ[её], читайте по теме, читать также, см\\.? также, смотрите также, материалы? по теме, по теме, ранее по теме",
        "тағы(?: да)? оқыңыз, сондай-ақ оқыңыз, оқи отырыңыз, осы тақырыпта, тақырып бойынша",
    )
    + r")\s*[:—–-]",
    re.IGNORECASE,
)
"""The opening of a line that leads to other articles: "Read also: …"."""

CHROME: Final = re.compile(
    r"\W*(?:"
    + _either(
        "advertisement, advertising, sponsored(?: content)?, promoted(?: content)?, ad, share(?: this| on| via| it)*(?: \\w+){0,2}, follow us.*, print(?: this)?(?: page)?, tags?, topics?",
        "(?:post a |leave a |add a |show |view |all |\\d+ )?(?:comments?|repl(?:y|ies))(?: \\W?\\d+\\W?)?, sign up.*, subscribe.*, newsletter.*, skip to .*, back to top, cookie.*",
        "баннеры, banners?, наши партн[её]ры, our (?:partners|sponsors), partners, sponsors, реклама, на правах рекламы, партн[её]рский материал, поделиться.*, поделитесь.*, версия для печати, печать, теги, метки, подпи(?:шитесь|сывайтесь|саться).*, следите за нами.*",
        "(?:\\d+ )?(?:комментари(?:и|й|я|ев)|отзыв(?:ы|ов)?)(?: \\W?\\d+\\W?)?, (?:оставить|добавить|написать) комментарий, обсуждение, наверх",
        "жарнама, бөлісу.*, бөлісіңіз.*, басып шығару, тегтер, жазылыңыз.*, жазылу.*, (?:\\d+ )?(?:пікір(?:лер)?)(?: \\W?\\d+\\W?)?, пікір (?:қалдыру|жазу)",
    )
    + r")\s*[:.…—–-]*\s*\Z",
    re.IGNORECASE,
)
"""A whole heading of advertisements, shares, subscriptions, comments."""

COMMENTS: Final = re.compile(
    r"\W*(?:\d+\s+)?(?:comments?|responses|discussion|комментари(?:и|й|я|ев)|обсуждение|отзывы|пікірлер|пікір)(?:\s*[:(]?\s*\d+\s*\)?)?\s*:?\s*\Z",
    re.IGNORECASE,
)

_UNIT = (
    "second|minute|hour|day|week|month|year|sec|min|hr|h|секунд|минут|час|час|дн|день|дня|недел|месяц|год|лет|мин|сек|ч|"
    "секунд|минут|сағат|күн|апта|ай|жыл"
)
_COUNTED = (
    "views?|reads?|shares?|likes?|comments?|repl(?:y|ies)|readers?|visits?|visitors|votes?|downloads?|reactions?|"
    "просмотр\\w*|прочтени\\w*|прочитано|раз|комментари\\w*|поделил\\w*|лайк\\w*|читател\\w*|посетител\\w*|скачивани\\w*|"
    "голос\\w*|қаралым\\w*|қаралды|оқылды|пікір\\w*|бөліс\\w*|рет"
)
_PIECE = (
    rf"(?:updated|published|posted|modified|last|обновлено|опубликовано|изменено|жаңартылды|жарияланды|бүгін|today|yesterday|сегодня|вчера|кеше"
    rf"|(?:shared|viewed|read|просмотров|прочитано|просмотрено|поделились|комментариев|қаралды|скачиваний|views|comments|shares)\s*:?\s*\d[\d\s.,]*\w?(?:\s*(?:times|раз|рет))?"
    rf"|\d[\d\s.,]*[kmтк]?\s*(?:{_COUNTED})"
    rf"|(?:about|over|около)?\s*(?:an?|one|\d+)\s*(?:{_UNIT})\w*\.?\s*(?:ago|назад|бұрын)"
    rf"|\d+\s*(?:min|minute|мин|минут)\w*\s*(?:read|чтения|оқу)"
    r"|\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm|gmt|utc|est|edt|et|bst)?)"
)
_MONTH = (
    "jan\\w*|feb\\w*|mar\\w*|apr\\w*|may|june?|july?|aug\\w*|sept?\\w*|oct\\w*|nov\\w*|dec\\w*|январ\\w*|феврал\\w*|марта?|апрел\\w*|ма[яй]|"
    "июн\\w*|июл\\w*|август\\w*|сентябр\\w*|октябр\\w*|ноябр\\w*|декабр\\w*|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|"
    "қазан|қараша|желтоқсан"
)
_DATE = (
    rf"(?:(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?|(?:{_MONTH})\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{4}}\s*(?:г\.?|года|жыл\w*)|\d{{4}}\s+жыл\w*\s+\d{{1,2}}\s+(?:{_MONTH}))"
)
_VOLATILE = re.compile(rf"(?:{_PIECE}|{_DATE}|[\s|·•,.;:()/–—♥👁-])+\Z", re.IGNORECASE)
_DATED = re.compile(rf"(?:published|posted|опубликовано|дата|жарияланды|[\s|·•,.;:()/–—-]|{_DATE}|\d{{1,2}}:\d{{2}})+\Z", re.IGNORECASE)
_TELLING = re.compile(_PIECE, re.IGNORECASE)


def is_volatile(text: str) -> bool:
    """Whether a whole block only says how often or how long ago: "3 hours ago · 1 204 views". A date alone does not count."""
    return _VOLATILE.match(text) is not None and _TELLING.search(text) is not None


def is_date(text: str) -> bool:
    """Whether a block is a date and nothing else."""
    return _DATED.match(text) is not None and any(letter.isdigit() for letter in text)


_PARTS: Final = re.compile(
    r"-(?:"
    + _either(
        "related\\w*, recommend\\w*, recirc\\w*, promos?, promobox, promoblock, promotion, promoted, sponsor\\w*, advert\\w*, ads?, adslot, adbox, adsbygoogle, adunit, adwrap\\w*",
        "outbrain, taboola, mgid, dfp, newsletters?, subscribe\\w*, subscription\\w*, signup, optin, mailchimp, cookies?, consent, gdpr, cmp, popup\\w*, modal, lightbox, paywall",
        "share, shares, shared, sharing, sharebar, sharebox, sharedaddy, shareaholic, addthis, addtoany, social, socials, socialmedia, sociable, likes?, reactions?, likebox",
        "breadcrumbs?, navigation, navbar, nav, menu, submenu, pagination, pager, paginator, skiplink, toolbar, topbar, ticker, masthead",
        "sidebar\\w*, widget-area, widgets, widget-recent, footer, colophon, trending, popular, mostread, mostpopular, comments?, commentlist, commentslist, commentary-list",
        "disqus\\w*, livefyre, respond, bylines?, byl, views?-count, viewcount, views, pageviews?, counters?, hits, ratings?, tags?, taglist, tagcloud, hashtags?, keywords-list",
        "login, signin, donate, donation, readalso, readmore, seealso, read-also, also-read, see-also, read-next, read-more, up-next, more-news, more-stories, more-from, more-on, more-articles",
        "latest-news, last-news, latest-posts, recent-posts, most-read, most-viewed, most-popular, next-article, next-post, post-nav, follow-us, followus, app-download, site-notice, notice-bar",
        "print-only, screen-reader-text, sr-only, visually-hidden, visuallyhidden, noprint, no-print, hidden-print, post-meta, entry-meta, article-meta, about-author, author-bio, author-box",
        "reklama, podpiska, podelitsya, kommentarii, pohozhie, chitaite, chitayte, populyarnoe, po-teme, cta, callout-cta",
    )
    + r")-",
)
_WRAPPING: Final = re.compile(r"-(?:has|with|no|without|is|not|show|hide|layout|page|js)-")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT: Final = re.compile(r"[^A-Za-z0-9]+")
_NUMBERED: Final = re.compile(r"([a-z]+)\d{1,3}\Z")


_TEASER: Final = re.compile(r"teaser", re.IGNORECASE)


def names_teaser(names: str) -> bool:
    """Whether class names or an id say "teaser": of another article where it has links, else often of this very one."""
    return _TEASER.search(names) is not None


@lru_cache(maxsize=4096)
def names_boilerplate(names: str) -> bool:
    """Whether class names or an id speak of a part that is no article. Hash-like pieces ("css-1x9k2", "_a1b2c") do not count."""
    return any(_names_part(name) for name in names.split())


def _names_part(name: str) -> bool:
    tokens = [_clean_token(token.lower()) for token in _SPLIT.split(_CAMEL.sub("-", name))]
    joined = "-" + "-".join(token for token in tokens if token) + "-"
    return _PARTS.search(joined) is not None and _WRAPPING.search(joined) is None


def _clean_token(token: str) -> str:
    """The word without a number behind it; nothing where letters and digits mix, as in a hash."""
    if token.isalpha():
        return token
    numbered = _NUMBERED.match(token)
    return numbered[1] if numbered else ""
