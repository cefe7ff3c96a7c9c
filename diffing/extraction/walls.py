"""What kind of page this is: an article, or a wall in front of it. In English, Russian and Kazakh.

Judged by whole titles and headings on pages with little text, so that an article that only mentions
such words is no wall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from diffing.extraction.words import either
from storage.records import PageState

_HOME: Final = re.compile(
    r"/?|/[a-z]{2}(?:-[a-z]{2})?/?|(?:/[a-z]{2})?/(?:index|home|default|main)(?:\.\w{2,5}|/)?", re.IGNORECASE
)
"""The path of a front page, or of that of a language."""

WALL_LONGEST: Final = 3000
"""Code points of text, menus left out, from which a page is an article whatever its heading says."""
_SHORT: Final = 700
_HEADING_LONGEST: Final = 120
_SEGMENT: Final = re.compile(r"\s+[|•·»›—–-]+\s+|\n")

_THING = either(r"""
    (?:(?:the|this|that|your|requested|web)\s+)*(?:page|content|article|document|file|url|resource|post|story)
    (?:(?:такой|эта|данная|запрашиваем\w+|запрошенн\w+|искомая)\s+)*(?:страниц\w+|документ\w*|материал\w*)
    (?:(?:эта|данная)\s+)*(?:стать\w+|новост\w+|запис\w+|публикаци\w+|файл\w*)
    (?:(?:мұндай|бұл|сұралған|сіз\s+іздеген|іздеген)\s+)*(?:бет|парақша|құжат|мақала|материал|жаңалық|жазба)\w*
""")
_LOST = (
    either(r"""
    (?:\s+(?:that |which )?you\W?\w*\s+[\w\s]{0,40}?)?\s+_BEING?\s*(?:not|no longer)?\s*_GOING
    \s+(?:cannot|can['’]t|couldn['’]t|doesn['’]t)\s+(?:be found|exist)
    \s+(?:is\s+)?(?:unavailable|missing)
    \s+(?:[\w\s,]{0,40}\s)?не\s+(?:был[ао]?\s+)?(?:найден\w*|существует|обнаружен\w*)
    \s+(?:[\w\s,]{0,40}\s)?(?:был[аои]?\s+)?удал[её]н\w*
    \s+(?:нет|недоступ\w+)
    \s+(?:[\w\s]{0,30}\s)?(?:табылмады|табылған\s+жоқ|жойыл\w+|өшіріл\w+|жоқ|қолжетімсіз)
""")
    .replace("_BEING", "(?:is|was|were|has|have|could|can|may|does)")
    .replace("_GOING", r"(?:been|be)?\s*(?:found|available|exists?|removed|deleted|moved)")
)
_SORRY = r"(?:(?:sorry|oops|ups|whoops|упс|ой|извините|к сожалению|кешіріңіз|өкінішке қарай)\W+)*"
_NUMBER = r"(?:(?:http\s+)?(?:error|ошибка|қате|код)?\s*[:№#]?\s*404\s*(?:error|ошибка|қате)?\s*[-–—:.!|]*\s*)"
_NOTHING = either(r"""
    not found|nothing (?:was )?found|we (?:can['’]?t|cannot|couldn['’]?t|could not) find (?:that|the|this) page
    не найден\w*|ничего не найдено
    табылмады|ештеңе табылмады
""")
GONE: Final = re.compile(
    rf"\W*{_SORRY}(?:{_NUMBER}(?:page)?|{_NUMBER}?(?:{_NOTHING}|(?:{_THING})(?:{_LOST})))(?:\W*\(?404\)?)?\W*\Z",
    re.IGNORECASE,
)
"""A whole title or heading of a page that says it is not there."""

BOT: Final = re.compile(
    either(r"""
    just a moment|checking (?:your browser|if the site connection is secure)|attention required|one more step
    access (?:to this page )?(?:has been )?denied|you have been blocked|forbidden|too many requests
    request (?:unsuccessful|blocked|rejected)|ddos[- ]?(?:guard|protection)|pardon our interruption
    (?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)
    (?:human|bot|security) (?:check|verification)|robot check
    проверка (?:вашего )?браузера|проверяем ваш браузер|проверка безопасности|вы не робот|я не робот
    подтвердите,? что вы|доступ (?:временно )?(?:ограничен|запрещ[её]н|заблокирован)
    ваш запрос заблокирован|слишком много запросов
    браузер(?:іңіз)?(?:ді)? тексер\w*|сіз робот емес\w*|робот емес\w* растаңыз
    қол ?жеткізу (?:шектел|бұғаттал|тыйым)\w*|қауіпсіздік тексеру\w*
    """),
    re.IGNORECASE,
)
"""Words in the title of a wall against robots."""
_BOT_PROOF: Final = re.compile(
    either(r"""
    javascript|cookies|captcha|ray id|\bbot\b|robot|automated|browser|ip[- ]address|cloudflare|unusual traffic
    reference #|incident id|капч|браузер|робот|автоматическ|запрос|тексер
    """),
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    either(r"""
    before you continue|we (?:value|respect|care about) your privacy|your privacy (?:choices|matters)
    (?:we|partners|site|website)\b.{0,60}\b(?:use|uses|store|process)\b.{0,40}\b(?:cookies|personal data)
    accept (?:all|cookies)
    используе[мт] (?:файлы )?cookie|согласи[ея] на (?:обработку|использование)|прежде чем продолжить
    cookie[- ]?файл\w*\s+(?:\w+\s+)?(?:қолдан|пайдалан)|деректер\w*\s+өңдеуге\s+келісім|жалғастырмас бұрын
    """),
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"accept|agree|consent|reject|manage|принять|соглас|отклонить|қабылда|келіс", re.IGNORECASE)
_LOGIN: Final = re.compile(
    either(r"""
    \b(?:log|sign)[ -]?(?:in|on)\b|\bmembers only\b|\bpassword\b|authori[sz]ation
    \bвход\b|\bвойти\b|войдите|авторизаци|\bпароль\b
    \bкіру\b|жүйеге кір|құпиясөз
    """),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows to one who judges it: `headings` with the <title> first, `prose` the text that pruning left,
    `text` all visible text (empty where it is long), `password` whether a field asks for one."""

    headings: Sequence[str]
    prose: str
    text: str
    password: bool


def judge_page(look: Look) -> tuple[PageState, str | None]:
    """The state of a page that came with status 200, and why, in words; (OK, None) for an ordinary one."""
    if len(look.prose) > WALL_LONGEST:
        return PageState.OK, None
    segments = [part.strip() for heading in look.headings for part in (heading, *_SEGMENT.split(heading))]
    segments = [part for part in segments if 0 < len(part) <= _HEADING_LONGEST]
    if not segments and len(look.text) < _SHORT:
        segments = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n", look.text)[:3]]
    if found := _find_bot_wall(look, segments):
        return PageState.BLOCKED, f"a bot wall: {_quote(found)}"
    if found := next((part for part in segments if GONE.match(part)), ""):
        return PageState.GONE, f"the page itself says that it is not there: {_quote(found)}"
    return _judge_doors(look, segments)


def leads_home(url: str, final_url: str | None) -> bool:
    """Whether a request for a page ended at the front page of a site, or at that of one of its languages."""
    if not final_url:
        return False
    try:
        asked, got = urlsplit(url), urlsplit(final_url)
    except ValueError:
        return False
    return not _HOME.fullmatch(asked.path) and _HOME.fullmatch(got.path) is not None and not got.query


def _find_bot_wall(look: Look, segments: Sequence[str]) -> str:
    """The telling words; two witnesses are needed: a title and the language of such walls on a short page."""
    shown = look.text or look.prose
    if len(shown) > _SHORT * 2 or not _BOT_PROOF.search(shown + " ".join(segments)):
        return ""
    for part in segments:
        found = BOT.search(part)
        if found and (len(part) < len(found[0]) * 3 or len(_BOT_PROOF.findall(shown)) > 1):
            return part
    found = BOT.search(shown)
    return found[0] if found and len(shown) < _SHORT and len(_BOT_PROOF.findall(shown)) > 1 else ""


def _judge_doors(look: Look, segments: Sequence[str]) -> tuple[PageState, str | None]:
    shown = look.text if len(look.prose) < _SHORT // 4 else ""
    if look.password and len(look.prose) < _SHORT and (found := _LOGIN.search("\n".join([*segments, shown]))):
        return PageState.LOGIN, f"a password is asked for: {_quote(found[0])}"
    shown = look.text or look.prose
    consent = _CONSENT.search(shown)
    if consent and len(look.prose) < _SHORT // 2 and len(shown) < WALL_LONGEST and _ASKS.search(shown):
        return PageState.CONSENT, f"nothing but a consent form: {_quote(consent[0])}"
    if not look.prose.strip():
        return PageState.EMPTY, "no text outside menus"
    return PageState.OK, None


def _quote(text: str) -> str:
    return f"“{' '.join(text.split())[:80]}”"
