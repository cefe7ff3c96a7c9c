"""Everything on a page that changes and means nothing: it names tracked people, and must never reach a digest."""

from __future__ import annotations

import random
from dataclasses import dataclass

_TEASERS = {
    "ru": (
        "Мадина Кокбулакова: большое интервью о воде",
        "Кто такой Нурлан Шагалаев и почему о нём спорят",
        "Тимур Желкенов ответил на вопросы читателей",
        "Сауле Булакбасова: «Газета выйдет в срок»",
        "Погода: ночью в степи до минус двенадцати",
        "Что изменится в статье 405 УК РК",
        "Арман Кумтобев показал новое видео",
        "Фонд «Степной фонарь» ищет волонтёров",
    ),
    "kk": (
        "Мәдина Көкбұлақова: су туралы үлкен сұхбат",
        "Нұрлан Шағалаев кім?",
        "Ауа райы: түнде аяз күшейеді",
        "Арман Құмтөбев жаңа бейнежазба жариялады",
        "ҚК 405-бабына өзгеріс енгізіледі",
    ),
    "en": (
        "Interview: Madina Kokbulakova on wells and patience",
        "Who is Nurlan Shagalayev?",
        "Timur Zhelkenov answers your letters",
        "Ten years of Steppe Lantern in pictures",
        "Article 405 of the Criminal Code, explained",
        "Weather: frost in the north",
    ),
}
_COMMENTS = {
    "ru": ("А где сейчас Нурлан Шагалаев?", "Спасибо редакции!", "Мадина Кокбулакова, держитесь!", "Воды так и нет."),
    "kk": ("Нұрлан Шағалаев қайда?", "Рахмет!", "Су қашан келеді?"),
    "en": ("Where is Nurlan Shagalayev now?", "Thank you for this.", "Madina Kokbulakova, stay strong!"),
}
_AGO = {"ru": "{n} ч. назад", "kk": "{n} сағат бұрын", "en": "{n} hours ago"}


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of one page on one day: the same day gives the same bytes."""

    views: int
    token: str
    ago: str
    build: str
    teasers: tuple[str, ...]
    comments: tuple[str, ...]
    read_also: str
    sidebar: tuple[str, ...]


def make_noise(path: str, day: int, language: str) -> Noise:
    """The noise of a page on a day, drawn from its path and the day alone."""
    dice = random.Random(f"{path} {day}")  # noqa: S311 (nothing secret: the same day must give the same bytes)
    teasers = dice.sample(_TEASERS[language], 4)
    sidebar = ["weather", "rates", "archive", "letters", "about"]
    dice.shuffle(sidebar)
    return Noise(
        views=dice.randrange(100, 99_999),
        token=f"{dice.getrandbits(128):032x}",
        ago=_AGO[language].format(n=dice.randrange(1, 23)),
        build=f"{dice.getrandbits(24):06x}",
        teasers=tuple(teasers[:3]),
        comments=tuple(dice.sample(_COMMENTS[language], 2)),
        read_also=teasers[3],
        sidebar=tuple(sidebar),
    )


def vary_typography(text: str, day: int) -> str:
    """The same words as another version of the publisher's editor would set them: quotes, spaces, soft hyphens."""
    if day == 0:
        return text
    quotes = text.replace("«", "“").replace("»", "”") if day == 1 else text
    return (
        quotes.replace(" в ", " в\u00a0", 1).replace("водоканал", "водо\u00adканал", 1).replace(" in ", " in\u00a0", 1)
    )
