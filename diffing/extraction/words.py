"""What the parts of a page that are none of its article say of themselves to readers, in English, Russian and Kazakh.

Each table holds patterns, one a line; a new language is a few more lines.
"""

from __future__ import annotations

import re
from typing import Final


def either(table: str) -> str:
    """One pattern that matches any line of a table."""
    return "|".join(line.strip() for line in table.splitlines() if line.strip())


def _whole(table: str) -> re.Pattern[str]:
    """Matches a text that is one of the lines and nothing else but marks."""
    return re.compile(rf"\W*(?:{either(table)})\s*[:.…—–-]*\s*\Z", re.IGNORECASE)


RELATED: Final = _whole(r"""
    (?:read|see) also|also (?:read|see)|read (?:more|next)|up next|what to read next
    more (?:stories|news|from|on|in)|more on this(?: story| topic)?
    related(?: \w+){0,2}|recommended(?: \w+){0,2}|popular(?: \w+){0,2}|trending(?: \w+)?
    you (?:may|might) (?:also )?(?:like|be interested).*|don['’]t miss|editors?['’]?s? (?:picks|choice)
    most (?:read|viewed|popular|shared|commented).*|top stories|(?:in )?other news
    latest(?: \w+){1,2}|recent (?:posts|news|articles|stories)
    чита(?:йте|ть) (?:также|ещ[её]|по теме|далее)|см\.? также|смотри(?:те)? также
    (?:материалы |новости |ещ[её] )?по теме|похожие \w+|другие (?:новости|материалы|статьи).*
    рекомендуем.*|вам может быть интересно|новости партн[её]ров
    (?:самое )?(?:читаемое|популярное|обсуждаемое|интересное)|популярные \w+|главное(?: за \w+)?
    (?:последние|свежие) \w+|лента новостей
    тағы(?: да)? оқыңыз.*|сондай-ақ оқыңыз.*|оқи отырыңыз|осы тақырыпта|тақырып бойынша|тақырыпқа сай.*
    ұқсас \w+|басқа жаңалықтар|көп оқылған.*|танымал.*|соңғы жаңалықтар|жаңалықтар легі|таңдаулы \w+|ең көп .*
""")
"""A whole heading that announces other articles."""

_OPENING = either(r"""
    read (?:also|more|next)|also read|see also|more on this|related(?: \w+)?|recommended(?: \w+)?|don['’]t miss
    чита(?:йте|ть) (?:также|ещ[её]|по теме)|см\.? также|смотрите также|(?:материалы? |ранее )?по теме
    тағы(?: да)? оқыңыз|сондай-ақ оқыңыз|оқи отырыңыз|осы тақырыпта|тақырып бойынша
""")
RELATED_OPENING: Final = re.compile(rf"\W*(?:{_OPENING})\s*[:—–-]", re.IGNORECASE)
"""The opening of a line that leads to other articles: "Read also: …"."""

CHROME: Final = _whole(r"""
    advertisements?|advertising|(?:sponsored|promoted)(?: content)?|ad|banners?|(?:our )?(?:partners|sponsors)
    share(?: this| on| via| it)*(?: \w+){0,2}|follow us.*|print(?: this)?(?: page)?|tags?|topics?
    (?:post a |leave a |add a |show |view |all |\d+ )?(?:comments?|repl(?:y|ies))(?: \W?\d+\W?)?
    sign up.*|subscribe.*|newsletter.*|skip to .*|back to top|cookie.*
    (?:на правах )?реклам[аы]|баннеры|(?:наши )?партн[её]ры|партн[её]рский материал
    подел(?:иться|итесь).*|версия для печати|печать|теги|метки|подпи(?:шитесь|сывайтесь|саться).*|следите за нами.*
    (?:\d+ )?(?:комментари(?:и|й|я|ев)|отзыв(?:ы|ов)?)(?: \W?\d+\W?)?
    (?:оставить|добавить|написать) комментарий|обсуждение|наверх
    жарнама|серіктестер|бөлісу.*|бөлісіңіз.*|басып шығару|тегтер|жазылыңыз.*|жазылу.*
    (?:\d+ )?(?:пікір(?:лер)?)(?: \W?\d+\W?)?|пікір (?:қалдыру|жазу)
""")
"""A whole heading of advertisements, shares, subscriptions, comments."""

COMMENTS: Final = re.compile(
    r"\W*(?:\d+\s+)?(?:comments?|responses|discussion|комментари(?:и|й|я|ев)|обсуждение|отзывы|пікірлер|пікір)"
    r"(?:\s*[:(]?\s*\d+\s*\)?)?\s*:?\s*\Z",
    re.IGNORECASE,
)
"""A whole heading of readers' comments: everything below it is theirs."""

_UNIT = either("""
    second|minute|hour|day|week|month|year|sec|min|hr|h
    секунд|минут|час|дн|день|дня|недел|месяц|год|лет|мин|сек|ч
    сағат|күн|апта|ай|жыл
""")
_COUNTED = either(r"""
    views?|reads?|shares?|likes?|comments?|repl(?:y|ies)|readers?|visits?|visitors|votes?|downloads?|reactions?
    просмотр\w*|прочтени\w*|прочитано|раз|комментари\w*|поделил\w*|лайк\w*|читател\w*|посетител\w*|скачивани\w*|голос\w*
    қаралым\w*|қаралды|оқылды|пікір\w*|бөліс\w*|рет
""")
_COUNTING = either(r"""
    shared|viewed|read|views|comments|shares
    просмотров|прочитано|просмотрено|поделились|комментариев|скачиваний|посетителей
    қаралды|оқылды
""")
_SAID = either("""
    updated|published|posted|modified|last|today|yesterday
    обновлено|опубликовано|изменено|сегодня|вчера
    жаңартылды|жарияланды|бүгін|кеше
""")
_PIECE = rf"""(?:{_SAID}
    |(?:{_COUNTING})\s*:?\s*\d[\d\s.,]*\w?(?:\s*(?:times|раз|рет))?
    |\d[\d\s.,]*[kmтк]?\s*(?:{_COUNTED})
    |(?:about|over|около)?\s*(?:an?|one|\d+)\s*(?:{_UNIT})\w*\.?\s*(?:ago|назад|бұрын)
    |\d+\s*(?:min|minute|мин|минут)\w*\s*(?:read|чтения|оқу)
    |\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:am|pm|gmt|utc|est|edt|et|bst)?)"""
_MONTH = either(r"""
    jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*
    январ\w*|феврал\w*|марта?|апрел\w*|ма[яй]|июн\w*|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*
    қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан
""")
_DATE = rf"""(?:(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?
    |\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}
    |\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?|(?:{_MONTH})\s+\d{{1,2}}(?:,?\s+\d{{4}})?
    |\d{{4}}\s*(?:г\.?|года|жыл\w*)|\d{{4}}\s+жыл\w*\s+\d{{1,2}}\s+(?:{_MONTH}))"""
_MARKS = r"[\s|·•,.;:()/–—♥👁-]"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\n\s*", "", text), re.IGNORECASE)


_VOLATILE = _pattern(rf"(?:{_PIECE}|{_DATE}|{_MARKS})+\Z")
_TELLING = _pattern(_PIECE)
_DATED = _pattern(rf"(?:{_SAID}|дата|{_MARKS}|{_DATE}|\d{{1,2}}:\d{{2}})+\Z")
_DATES = _pattern(rf"\b{_DATE}\b")
_APPEAL = re.compile(
    r"(?:"
    + either(r"""
    (?:follow|join|find|like) us (?:on|at|in)\b.*|subscribe to (?:our|the|us)\b.*|sign up (?:for|to) (?:our|the)\b.*
    (?:please )?support (?:our|us)\b.*|(?:please )?donate\b.*|become a (?:member|supporter|friend|patron)\b.*
    download our (?:free )?app\b.*
    подпи(?:шитесь|сывайтесь) на (?:наш|нас|рассылку|канал)\w*.*|поддержите (?:нас|нашу|наш|редакцию)\b.*
    следите за (?:нами|нашими)\b.*|читайте нас (?:в|на)\b.*|присоединяйтесь к (?:нам|наш\w+)\b.*
    скачайте наше приложение.*
    (?:біздің |telegram).*\b(?:жазылыңыз|қосылыңыз)\W*|.*арнамызға (?:жазылыңыз|қосылыңыз)\W*
    жұмысымызды қолдаңыз.*
    (?:we|this (?:web)?site) uses? cookies\b.*\b(?:accept|reject|continuing)\b.*
    мы используем (?:файлы )?cookie\b.*(?:продолжая|принима|принять).*|біз cookie файлдарын .*(?:келіс|қабылда).*
    """)
    + r")\Z",
    re.IGNORECASE | re.DOTALL,
)
_APPEAL_LONGEST: Final = 250
_LINE_LONGEST: Final = 100  # code points; a longer text is no mere counter, and the patterns stay quick


def is_volatile(text: str) -> bool:
    """Whether a whole block only says how often or how long ago: "3 hours ago · 1 204 views". A bare date is not."""
    return len(text) < _LINE_LONGEST and _VOLATILE.match(text) is not None and _TELLING.search(text) is not None


def is_dateline(text: str) -> bool:
    """Whether a short block with a date in it counts readers or hours too: "6 May 2031, press office, 311 views"."""
    return (
        len(text) < _LINE_LONGEST
        and _DATES.search(text) is not None
        and _TELLING.search(text) is not None
        and text[-1:] not in ".!?…"
    )


def is_appeal(text: str) -> bool:
    """Whether a whole block asks readers to follow, subscribe, donate or join."""
    return len(text) < _APPEAL_LONGEST and _APPEAL.match(text) is not None


def is_date(text: str) -> bool:
    """Whether a block is a date and nothing else."""
    return len(text) < _LINE_LONGEST and any(map(str.isdigit, text)) and _DATED.match(text) is not None
