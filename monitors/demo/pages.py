"""The invented world as bytes: what each site answers for a path on a day. Pure: no clock, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader

from monitors.demo.noise import make_noise, vary_typography
from monitors.demo.stories import Site, Story, stories_on

_WORDS = {
    "ru": {
        "read_also": "Читайте также:",
        "comments": "Комментарии",
        "send": "Отправить",
        "related": "Похожие материалы",
        "cookies": "Мы используем файлы cookie.",
    },
    "kk": {
        "read_also": "Тағы оқыңыз:",
        "comments": "Пікірлер",
        "send": "Жіберу",
        "related": "Ұқсас мақалалар",
        "cookies": "Біз cookie файлдарын қолданамыз.",
    },
}
_ROBOTS = "User-agent: *\nDisallow: /archive/\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sends back: status, media type and body."""

    status: int
    content_type: str
    body: bytes


def _mail_date(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("monitors.demo"), autoescape=True, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters["mail_date"] = _mail_date
    return environment


_TEMPLATES = _environment()


def answer(site: Site, path: str, day: int, base: str) -> Answer:
    """What the site answers for a path (without its query) on a day; `base` is its address, without a final slash.

    The noise differs from day to day on every page but `/cases/what-we-do`, whose bytes never change.
    """
    if path == "/robots.txt":
        return Answer(200, "text/plain", _ROBOTS.encode())
    if site is Site.NEWS and path == "/rss.xml":
        return _feed(day, base)
    if site is Site.NGO and path in ("/", "/cases/"):
        return _listing(day)
    for story in stories_on(site, day):
        if story.path == path:
            return _article(story, day, base)
    return _gone(path, day)


def _article(story: Story, day: int, base: str) -> Answer:
    look = 0 if story.path == "/cases/what-we-do" else day
    text = _TEMPLATES.get_template(f"{story.site}.html").render(
        story=story,
        title=vary_typography(story.title, look),
        paragraphs=[vary_typography(paragraph, look) for paragraph in story.text_on(day)],
        noise=make_noise(story.path, look, story.language),
        words=_WORDS.get(story.language),
        address=base + story.path,
        day=look,
    )
    if story.site is Site.MINISTRY:  # as old sites do: the charset stands in the page, and in no header
        return Answer(200, "text/html", text.encode("windows-1251", "xmlcharrefreplace"))
    return Answer(200, "text/html; charset=utf-8", text.encode())


def _feed(day: int, base: str) -> Answer:
    text = _TEMPLATES.get_template("rss.xml").render(
        base=base,
        built=_mail_date(f"2026-11-{23 + day}"),
        stories=stories_on(Site.NEWS, day),
        noise=make_noise("/rss.xml", day, "ru"),
    )
    return Answer(200, "application/rss+xml; charset=utf-8", text.encode())


def _listing(day: int) -> Answer:
    text = _TEMPLATES.get_template("listing.html").render(
        stories=stories_on(Site.NGO, day), noise=make_noise("/cases/", day, "en")
    )
    return Answer(200, "text/html; charset=utf-8", text.encode())


def _gone(path: str, day: int) -> Answer:
    text = _TEMPLATES.get_template("gone.html").render(noise=make_noise(path, day, "ru"))
    return Answer(404, "text/html; charset=utf-8", text.encode())
