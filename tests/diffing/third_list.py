"""A third watch list, and lines written before the rules were looked at again: all names are invented."""

from __future__ import annotations

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList

_D, _O, _L = SubjectKind.DEFENDER, SubjectKind.ORGANISATION, SubjectKind.LAW


def _kazakh(text: str) -> Alias:
    return Alias(text=text, language="kk")


_PEOPLE: tuple[tuple[str, str, list[str | Alias], bool], ...] = (
    ("nur", "Nurlan Zhakupbekov", ["Нурлан Жакупбеков", _kazakh("Нұрлан Жақыпбеков")], False),
    ("zha", "Zhanar Balgabayeva", ["Жанар Балгабаева"], True),
    ("myk", "Mykola Osadchuk", ["Микола Осадчук", "Николай Осадчук"], False),
    ("tso", "Viktor Tsoyev", ["Виктор Цоев"], False),
    ("kim", "Larisa Kim", ["Лариса Ким"], False),
    ("ism", "Ismailjan Rozibayev", ["Исмаилжан Розибаев"], False),
    ("sha", "Shynar Ergaliqyzy", [_kazakh("Шынар Ерғалиқызы"), "Шинар Ергаликызы"], False),
    ("bek", "Bekzat Maksutuly", [_kazakh("Бекзат Мақсұтұлы")], False),
    ("gri", "Grigory Solomakha", ["Григорий Соломаха"], False),
    ("ole", "Olesya Grinevich", ["Олеся Гриневич"], False),
    ("ali", "Alisher Tokhtiyev", ["Алишер Тохтиев"], True),
    ("san", "Sanavar Zakirova-Umbetova", ["Санавар Закирова-Умбетова"], False),
    ("yer", "Yerzhan Sultangazin", ["Ержан Султангазин", _kazakh("Ержан Сұлтанғазин")], False),
    ("dos", "Dosym Kabdolla", ["Досым Кабдолла", _kazakh("Досым Қабдолла")], False),
    ("ele", "Elena Vinnik", ["Елена Винник"], False),
    ("mar", "Marat Turlybek", ["Марат Турлыбек"], False),
    ("fat", "Fatima Akhunbabayeva", ["Фатима Ахунбабаева"], False),
    ("pol", "Polina Chernykh", ["Полина Черных"], False),
)
_HOMONYMS = {"mar": ("футболист",)}

_ARTICLES = (
    ("cc179", "kz-cc", "179"),
    ("cc274", "kz-cc", "274"),
    ("cc405", "kz-cc", "405"),
    ("cc256", "kz-cc", "256"),
    ("ao488", "kz-ao", "488"),
    ("ao4562", "kz-ao", "456-2"),
)
_OTHERS = (
    Subject(
        id="wbs",
        kind=_O,
        name="Wind Bridge Society",
        aliases=["Общество «Мост ветра»", _kazakh("«Жел көпірі» қоғамы"), "WBS"],
    ),
    Subject(
        id="hrc",
        kind=_O,
        name="Human Rights Centre Aidyn",
        aliases=["Правозащитный центр «Айдын»", _kazakh("«Айдын» құқық қорғау орталығы")],
    ),
    Subject(
        id="cfl",
        kind=_O,
        name="Committee for Free Land",
        aliases=["Комитет за свободную землю", "КСЗ", _kazakh("«Еркін жер» комитеті")],
    ),
    Subject(
        id="ngo",
        kind=_L,
        name="Law on Non-Commercial Organisations",
        aliases=["закон о некоммерческих организациях", _kazakh("коммерциялық емес ұйымдар туралы заң")],
        country="kz",
    ),
    *(Subject(id=subject, kind=_L, name=subject, code=code, article=article) for subject, code, article in _ARTICLES),
)
_CODES = (
    Code(
        id="kz-cc",
        name="Criminal Code",
        country="kz",
        aliases=["CC RK", "Уголовный кодекс", "УК РК", "УК", "Қылмыстық кодекс", "ҚК"],
    ),
    Code(
        id="kz-ao",
        name="Code of Administrative Offences",
        country="kz",
        aliases=[
            "Кодекс об административных правонарушениях",
            "КоАП",
            "CAO",
            "Administrative Code",
            "Әкімшілік құқық бұзушылық туралы кодекс",
            "ӘҚБтК",
        ],
    ),
)


def make_third_list(*, latin: bool) -> WatchList:
    """The list; with `latin` its people are given in Latin letters only."""
    people = (
        Subject(
            id=subject,
            kind=_D,
            name=name,
            aliases=() if latin else tuple(aliases),
            distinctive=distinctive,
            not_near=_HOMONYMS.get(subject, ()),
        )
        for subject, name, aliases, distinctive in _PEOPLE
    )
    return WatchList(name="third", subjects=(*people, *_OTHERS), codes=_CODES)
