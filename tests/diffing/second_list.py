"""A second watch list for lines written by somebody who did not look at the first: all names are invented."""

from __future__ import annotations

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList

_D, _O, _L = SubjectKind.DEFENDER, SubjectKind.ORGANISATION, SubjectKind.LAW


def _kazakh(text: str) -> Alias:
    return Alias(text=text, language="kk")


_PEOPLE: tuple[tuple[str, str, list[str | Alias], bool], ...] = (
    ("aid", "Aidana Kulmagambetova", ["Айдана Кулмагамбетова", _kazakh("Айдана Құлмағамбетова")], True),
    ("mom", "Serikzhan Mombekov", ["Серикжан Момбеков", _kazakh("Серікжан Момбеков")], False),
    ("ryb", "Yuliya Rybalko", ["Юлия Рыбалко"], False),
    ("zhu", "Dmitry Zhuk", ["Дмитрий Жук"], False),
    ("sok", "Valentin Sokol", ["Валентин Сокол"], False),
    ("kua", "Kuanysh Beisenuly", ["Куаныш Бейсенулы", _kazakh("Қуаныш Бейсенұлы")], False),
    ("tol", "Tolkyn Ermekkyzy", ["Толкын Ермеккызы", _kazakh("Толқын Ермекқызы")], False),
    ("ase", "Asel Nurpeisova", ["Асель Нурпеисова", _kazakh("Әсел Нұрпейісова")], False),
    ("bel", "Oksana Belykh", ["Оксана Белых"], False),
    ("che", "Igor Chorny", ["Игорь Чёрный"], False),
    ("yul", "Abdumalik Yuldoshev", ["Абдумалик Юлдошев"], True),
    ("bat", "Batyrkhan Alzam", ["Батырхан Алзам", _kazakh("Батырхан Алзам")], False),
    ("gul", "Gulmira Tolepova", ["Гульмира Толепова", _kazakh("Гүлмира Төлепова")], False),
    ("shn", "Lev Shneider", ["Лев Шнейдер"], False),
    ("lim", "Marina Li", ["Марина Ли"], False),
    ("sag", "Erbol Sagyndyk", ["Ербол Сагындык", _kazakh("Ербол Сағындық")], False),
    ("mur", "Murat Karatayev", ["Мурат Каратаев", _kazakh("Мұрат Қаратаев")], False),
    ("gani", "Gani Karatayev", ["Гани Каратаев", _kazakh("Ғани Қаратаев")], False),
)


def _articles(beginning: str, code: str, numbers: list[str]) -> list[Subject]:
    return [
        Subject(
            id=f"{beginning}{number}".replace("(", "").replace(")", ""),
            kind=_L,
            name=f"{code} {number}",
            code=code,
            article=number,
        )
        for number in numbers
    ]


_OTHERS = (
    Subject(
        id="lpf", kind=_O, name="Legal Path Foundation", aliases=["Фонд «Путь права»", _kazakh("«Құқық жолы» қоры")]
    ),
    Subject(id="echo", kind=_O, name="Echo of the Steppe", aliases=["Эхо степи", _kazakh("Дала жаңғырығы")]),
    Subject(
        id="cmf",
        kind=_O,
        name="Committee for Monitoring of Freedoms",
        aliases=["CMF", "Комитет мониторинга свобод", "КМС", _kazakh("Бостандықтарды бақылау комитеті")],
    ),
    Subject(id="zhz", kind=_O, name="Zhana Zhol Party", aliases=["Партия «Жана жол»", _kazakh("«Жаңа жол» партиясы")]),
    Subject(
        id="qad", kind=_O, name="Qadam Youth Network", aliases=["Молодёжная сеть «Қадам»", "«Қадам» жастар желісі"]
    ),
    *_articles("cc", "kz-cc", ["145", "164", "174", "242", "380-2", "404"]),
    *_articles("cao", "kz-cao", ["434", "476", "669"]),
    *_articles("cpc", "kz-cpc", ["140"]),
    *_articles("kgcc", "kg-cc", ["330"]),
    *_articles("dec", "decl", ["5(a)", "9"]),
    Subject(
        id="ext",
        kind=_L,
        name="Law on Countering Extremism",
        aliases=["Закон о противодействии экстремизму", _kazakh("Экстремизмге қарсы іс-қимыл туралы заң")],
        country="kz",
    ),
    Subject(
        id="pd",
        kind=_L,
        name="Law on Personal Data and Their Protection",
        aliases=["Закон о персональных данных и их защите", _kazakh("Дербес деректер және оларды қорғау туралы заң")],
        country="kz",
    ),
    Subject(
        id="sec",
        kind=_L,
        name="Law on National Security",
        aliases=["Закон о национальной безопасности", _kazakh("Ұлттық қауіпсіздік туралы заң")],
        country="kz",
    ),
)
_CODES = (
    Code(
        id="kz-cc",
        name="Criminal Code",
        country="kz",
        aliases=[
            "Criminal Code of Kazakhstan",
            "CC RK",
            "CC",
            "Penal Code",
            "Уголовный кодекс",
            "УК РК",
            "УК",
            _kazakh("Қылмыстық кодекс"),
            _kazakh("ҚР ҚК"),
            _kazakh("ҚК"),
        ],
    ),
    Code(
        id="kz-cao",
        name="Code of Administrative Offences",
        country="kz",
        aliases=[
            "Administrative Code",
            "CAO",
            "Кодекс об административных правонарушениях",
            "КоАП РК",
            "КоАП",
            "КРКоАП",
            _kazakh("Әкімшілік құқық бұзушылық туралы кодекс"),
            _kazakh("ӘҚБтК"),
        ],
    ),
    Code(
        id="kz-cpc",
        name="Criminal Procedure Code",
        country="kz",
        aliases=[
            "Уголовно-процессуальный кодекс",
            "УПК РК",
            "УПК",
            _kazakh("Қылмыстық-процестік кодекс"),
            _kazakh("ҚПК"),
        ],
    ),
    Code(
        id="kg-cc",
        name="Criminal Code",
        country="kg",
        aliases=["Criminal Code of the Kyrgyz Republic", "Уголовный кодекс Кыргызской Республики", "УК КР"],
    ),
    Code(
        id="decl",
        name="UN Declaration on Human Rights Defenders",
        aliases=[
            "Declaration on Human Rights Defenders",
            "Декларация ООН о правозащитниках",
            "Декларация о правозащитниках",
            _kazakh("БҰҰ-ның құқық қорғаушылар туралы декларациясы"),
        ],
    ),
)


def make_second_list(*, latin: bool) -> WatchList:
    """The list; with `latin` its people are given in Latin letters only."""
    people = (
        Subject(id=subject, kind=_D, name=name, aliases=() if latin else tuple(aliases), distinctive=distinctive)
        for subject, name, aliases, distinctive in _PEOPLE
    )
    return WatchList(name="second", subjects=(*people, *_OTHERS), codes=_CODES)
