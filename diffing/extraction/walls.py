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

from storage.records import PageState

WALL_LONGEST: Final = 3000
"""Code points of text, menus left out, from which a page is an article whatever its heading says."""
_SHORT: Final = 700
_HEADING_LONGEST: Final = 120
_SEGMENT: Final = re.compile(r"\s+[|•·»›—–-]+\s+|\n")

_THING_EN = (
    r"(?:(?:the|this|that|your|requested|web)\s+)*(?:page|content|article|document|file|url|resource|post|story)"
)
_LOST_EN = (
    r"(?:(?:\s+(?:that|which)?\s*you\W?\w*\s+[\w\s]{0,40}?)?\s*(?:was|is|were|are|could|can|cannot|can['’]t|couldn['’]t|does|doesn['’]t|has|have|may)?"
    r"\s*(?:not|no\s+longer|been|have|be)*\s*(?:be\s+)?(?:found|available|unavailable|exists?|removed|deleted|moved|missing))"
)
_THING_RU = r"(?:(?:такой|эта|данная|запрашиваем\w+|запрошенн\w+|искомая)\s+)*(?:страниц\w+|документ\w*|материал\w*|стать\w+|новост\w+|запис\w+|публикаци\w+|файл\w*)"
_LOST_RU = r"\s*(?:[\w\s,]{0,40}\s)?(?:не\s+(?:был[ао]?\s+)?(?:найден\w*|существует|обнаружен\w*)|был[аои]?\s+удал[её]н\w*|удал[её]н\w*|нет|недоступ\w+)"
_THING_KK = (
    r"(?:(?:мұндай|бұл|сұралған|сіз\s+іздеген|іздеген)\s+)*(?:бет|парақша|құжат|мақала|материал|жаңалық|жазба)\w*"
)
_LOST_KK = r"\s*(?:[\w\s]{0,30}\s)?(?:табылмады|табылған\s+жоқ|жойыл\w+|өшіріл\w+|жоқ|қолжетімсіз)"
_NUMBER = r"(?:(?:http\s+)?(?:error|ошибка|қате|код)?\s*[:№#]?\s*404\s*(?:error|ошибка|қате)?\s*[-–—:.!|]*\s*)"
GONE: Final = re.compile(
    rf"\W*(?:(?:sorry|oops|ups|упс|ой|извините|кешіріңіз|к сожалению|өкінішке қарай|whoops)\W+)*"
    rf"(?:{_NUMBER}(?:\W*\w+){{0,3}}|{_NUMBER}?(?:not\s+found|nothing\s+(?:was\s+)?found|не\s+найден\w*|ничего\s+не\s+найдено|табылмады|ештеңе\s+табылмады|"
    rf"{_THING_EN}{_LOST_EN}|we\s+(?:can['’]?t|cannot|could\s*n['’]?o?t)\s+find\s+(?:that|the|this)\s+page|{_THING_RU}{_LOST_RU}|{_THING_KK}{_LOST_KK}))"
    rf"(?:\W*\(?404\)?)?\W*\Z",
    re.IGNORECASE,
)
"""A whole title or heading of a page that says it is not there."""

BOT: Final = re.compile(
    r"just a moment|checking (?:your browser|if the site connection is secure)|attention required|access (?:to this page )?(?:has been )?denied|ddos[- ]?(?:guard|protection)|"
    r"(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|human verification|robot check|security (?:check|verification)|pardon our interruption|"
    r"request (?:unsuccessful|blocked|rejected)|one more step|you have been blocked|too many requests|forbidden|bot verification|"
    r"проверка (?:вашего )?браузера|проверяем ваш браузер|проверка безопасности|вы не робот|я не робот|подтвердите,? что вы|доступ (?:временно )?(?:ограничен|запрещ[её]н|заблокирован)|"
    r"ваш запрос заблокирован|слишком много запросов|браузер(?:іңіз)?(?:ді|ді)? тексер\w*|сіз робот емес\w*|робот емес\w* растаңыз|қол ?жеткізу (?:шектел|бұғаттал|тыйым)\w*|қауіпсіздік тексеру\w*",
    re.IGNORECASE,
)
_BOT_PROOF: Final = re.compile(
    r"javascript|cookies|captcha|ray id|\bbot\b|robot|automated|browser|ip[- ]address|cloudflare|unusual traffic|reference #|incident id|"
    r"капч|браузер|робот|автоматическ|запрос|тексер",
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"before you continue|we (?:value|respect|care about) your privacy|your privacy (?:choices|matters)|"
    r"(?:we|partners|site|website)\b.{0,60}\b(?:use|uses|store|process)\b.{0,40}\b(?:cookies|personal data)|accept (?:all|cookies)|"
    r"используе[мт] (?:файлы )?cookie|согласи[ея] на (?:обработку|использование)|прежде чем продолжить|"
    r"cookie[- ]?файл\w*\s+(?:\w+\s+)?(?:қолдан|пайдалан)|деректер\w*\s+өңдеуге\s+келісім|жалғастырмас бұрын",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"accept|agree|consent|reject|manage|принять|соглас|отклонить|қабылда|келіс", re.IGNORECASE)
_LOGIN: Final = re.compile(
    r"\b(?:log|sign)[ -]?(?:in|on)\b|\bmembers only\b|\bpassword\b|authori[sz]ation|\bвход\b|\bвойти\b|войдите|авторизаци|\bпароль\b|\bкіру\b|жүйеге кір|құпиясөз",
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


def judge_status(status: int) -> tuple[PageState, str] | None:
    """What the status alone says; None for 2xx, where the page has to be read."""
    if 200 <= status < 300:
        return None
    said = f"status {status}"
    if status in (404, 410):
        return PageState.GONE, said
    if status in (401, 407):
        return PageState.LOGIN, said
    if status in (402, 403, 406, 418, 429, 451):
        return PageState.BLOCKED, "legally blocked: status 451" if status == 451 else said
    return PageState.FAILING, said


def leads_home(url: str, final_url: str | None) -> bool:
    """Whether a request for a page ended at the front page of a site."""
    if not final_url:
        return False
    try:
        asked, got = urlsplit(url), urlsplit(final_url)
    except ValueError:
        return False
    return asked.path not in ("", "/") and got.path in ("", "/") and not got.query


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
    if look.password and len(look.prose) < _SHORT and (found := _LOGIN.search("\n".join([*segments, look.text]))):
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
