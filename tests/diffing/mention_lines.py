"""Pages to find mentions in: `⟦subject|form⟧` is a mention, all else must be left alone. All names are invented."""

from __future__ import annotations

import re
from pathlib import Path

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList

_D, _O, _L = SubjectKind.DEFENDER, SubjectKind.ORGANISATION, SubjectKind.LAW


def _articles(code: str, *articles: str) -> list[Subject]:
    return [
        Subject(
            id=f"{code}-{article.replace('(', '-').replace(')', '')}", kind=_L, name=article, code=code, article=article
        )
        for article in articles
    ]


WATCH_LIST = WatchList(
    name="lines",
    subjects=(
        Subject(
            id="daniyar", kind=_D, name="Daniyar Mukashov", aliases=[Alias(text="Данияр Мукашов")], distinctive=True
        ),
        Subject(id="aigerim", kind=_D, name="Aigerim Tastanbek"),
        Subject(id="yerkin", kind=_D, name="Yerkin Shagyrov"),
        Subject(id="bota", kind=_D, name="Bota Sarmanova", aliases=[Alias(text="Бота Сарманова")]),
        Subject(id="galina", kind=_D, name="Галина Вербицкая"),
        Subject(id="pavel", kind=_D, name="Pavel Ozerkov", aliases=[Alias(text="Павел Озерков")]),
        Subject(id="azamat", kind=_D, name="Azamat Serikuly", aliases=[Alias(text="Азамат Серікұлы", language="kk")]),
        Subject(id="samal", kind=_D, name="Самал Аққуова"),
        Subject(id="timur", kind=_D, name="Timur Khvan"),
        Subject(id="oleg", kind=_D, name="Олег Маратович Сапаров"),
        Subject(id="karina", kind=_D, name="Карина Сапарова"),
        Subject(id="rakhat", kind=_D, name="Rakhat Zhaksylyk", aliases=["Рахат Жаксылык"]),
        Subject(id="rustem", kind=_D, name="Rustem Abdrakhman", distinctive=True),
        Subject(id="gennady", kind=_D, name="Gennady Pak"),
        Subject(id="lev", kind=_D, name="Лев Сокол"),
        Subject(id="igor", kind=_D, name="Igor Chorny"),
        Subject(id="oksana", kind=_D, name="Oksana Belykh"),
        Subject(id="nizom", kind=_D, name="Nizom Yuldoshev"),
        Subject(id="eskender", kind=_D, name="Eskender Bulat"),
        Subject(id="dauren", kind=_D, name="Dauren Mukhazhanov", distinctive=True),
        Subject(id="ilyas", kind=_D, name="Ilyas Bekenov", not_near=["поэт", "ақын"]),
        Subject(id="nur-ali", kind=_D, name="Нур-Али Жекенов"),
        Subject(id="zhanbyr", kind=_D, name="Zhanbyr Talaspai"),
        Subject(id="marta", kind=_D, name="Marta Lindqvist-Orazova"),
        Subject(id="gulim", kind=_D, name="Gulim Zheksenbieva", distinctive=True),
        Subject(
            id="voice", kind=_O, name="Steppe Voice Foundation", aliases=["Фонд «Голос степи»", "Дала дауысы қоры"]
        ),
        Subject(
            id="bureau",
            kind=_O,
            name="Kazakhstan Bureau for the Defence of Rights",
            aliases=["Казахстанское бюро защиты прав", "КБЗП", Alias(text="KBDR", match="exact")],
        ),
        Subject(id="ilgeri", kind=_O, name="Ilgeri Kazakhstan!", aliases=["Илгери Казахстан"]),
        Subject(id="dalanews", kind=_O, name="Dalapress", aliases=["Далапресс"]),
        Subject(id="circle", kind=_O, name="Karabulak Women's Circle"),
        Subject(id="csd", kind=_O, name="Civic Support Desk", aliases=["CSD"]),
        Subject(
            id="marches", kind=_L, name="Law on Peaceful Marches", aliases=["закон о мирных шествиях"], country="kz"
        ),
        Subject(id="forest", kind=_L, name="Forest Code", aliases=["Лесной кодекс", "Орман кодексі"], country="kz"),
        *_articles("kz-cc", "174", "258", "272", "274", "405", "147"),
        *_articles("kz-cao", "456-2", "489"),
        *_articles("un-text", "6(b)", "12(2)"),
    ),
    codes=(
        Code(
            id="kz-cc",
            name="Criminal Code",
            country="kz",
            aliases=["Уголовный кодекс", "УК", "Қылмыстық кодекс", "ҚК", "CC"],
        ),
        Code(
            id="kz-cao", name="Code of Administrative Offences", country="kz", aliases=["КоАП", "Administrative Code"]
        ),
        Code(id="un-text", name="Declaration on Rights and Duties", country="un"),
    ),
)

_FOLDER = Path(__file__).parent
_MARK = re.compile(r"⟦([^|⟧]+)\|([^⟧]+)⟧")
_MARKER = re.compile(r"\A(?:articles?|art\.|статьям?)\s+", re.IGNORECASE)

Gold = list[tuple[str, int, int]]


def read_lines(folder: str = "lines") -> list[tuple[str, str, Gold]]:
    """(language, text, mentions) of every line in a folder; a mark may name several subjects with `+`."""
    return [
        (path.stem, *_read(line))
        for path in sorted((_FOLDER / folder).glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]


def _read(line: str) -> tuple[str, Gold]:
    text, gold, place = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[place : mark.start()]
        start = len(text)
        text += mark[2]
        marker = _MARKER.match(mark[2])
        gold += [(subject, start + (marker.end() if marker else 0), len(text)) for subject in mark[1].split("+")]
        place = mark.end()
    return text + line[place:], gold
