"""Codes and other instruments that texts cite, so that an article of another one is never taken for a tracked one.

Which country a code belongs to is told by the words beside it, or by the source; so one line serves every country.
A line is: the kind of code, its names in English, Russian and Kazakh, then its abbreviations.
"""

from __future__ import annotations

COMMON_CODES: dict[str, tuple[str, ...]] = {
    "criminal": (
        *("Criminal Code", "Penal Code", "Уголовный кодекс", "Қылмыстық кодекс", "Жазасы кодексі"),
        *("УК", "ҚК", "CC", "УК РК", "ЖК"),
    ),
    "criminal procedure": (
        *("Criminal Procedure Code", "Code of Criminal Procedure", "Criminal Procedural Code"),
        *("Уголовно-процессуальный кодекс", "Қылмыстық-процестік кодекс", "Қылмыстық іс жүргізу кодексі"),
        *("УПК", "ҚПК", "CPC", "ҚІЖК"),
    ),
    "criminal enforcement": (
        *("Criminal Executive Code", "Penal Enforcement Code", "Penitentiary Code", "Penal Execution Code"),
        *("Criminal Enforcement Code", "Уголовно-исполнительный кодекс", "Қылмыстық-атқару кодексі", "УИК", "ҚАК"),
    ),
    "administrative offences": (
        *("Code of Administrative Offences", "Code of Administrative Offenses", "Administrative Offences Code"),
        *("Administrative Code", "Code on Administrative Offences", "Code on Administrative Offenses"),
        *("Administrative Offenses Code", "Code of Administrative Violations", "Code on Administrative Violations"),
        *("Code of the Republic of Kazakhstan on Administrative Offences", "Administrative Violations Code"),
        *(
            "Кодекс об административных правонарушениях",
            "Кодекс Республики Казахстан об административных правонарушениях",
        ),
        *("Административный кодекс", "Кодекс об административной ответственности"),
        *("Әкімшілік құқық бұзушылық туралы кодекс", "Әкімшілік құқықбұзушылық туралы кодекс", "Әкімшілік кодекс"),
        *("КоАП", "КРКоАП", "КРКобАП", "КОАП", "ӘҚБтК", "ӘҚБК", "ӘҚБТК", "CAO", "CoAO", "ИКоАП"),
    ),
    "administrative procedure": (
        *("Administrative Procedure Code", "Code of Administrative Procedure", "Administrative Procedural Code"),
        *("Administrative Procedure and Process Code", "Административный процедурно-процессуальный кодекс"),
        *("Административно-процессуальный кодекс", "Кодекс административного судопроизводства"),
        *("Әкімшілік рәсімдік-процестік кодекс", "АППК", "КАС", "ӘРПК", "ПИКоАП"),
    ),
    "civil": ("Civil Code", "Гражданский кодекс", "Азаматтық кодекс", "ГК", "АК"),
    "civil procedure": (
        *(
            "Civil Procedure Code",
            "Code of Civil Procedure",
            "Civil Procedural Code",
            "Гражданско-процессуальный кодекс",
        ),
        *(
            "Гражданский процессуальный кодекс",
            "Азаматтық процестік кодекс",
            "Азаматтық іс жүргізу кодексі",
            "ГПК",
            "АПК",
        ),
    ),
    "tax": ("Tax Code", "Налоговый кодекс", "Кодекс о налогах", "Салық кодексі", "НК"),
    "labour": ("Labour Code", "Labor Code", "Code of Labour", "Трудовой кодекс", "Еңбек кодексі", "ТК"),
    "land": ("Land Code", "Земельный кодекс", "Жер кодексі", "ЗК"),
    "family": (
        *("Family Code", "Code on Marriage and Family", "Семейный кодекс", "Кодекс о браке и семье"),
        *("Кодекс о браке (супружестве) и семье", "Неке және отбасы туралы кодекс", "СК", "КоБС"),
    ),
    "entrepreneurial": ("Entrepreneurial Code", "Предпринимательский кодекс", "Кәсіпкерлік кодекс", "ПК"),
    "environmental": ("Environmental Code", "Ecological Code", "Экологический кодекс", "Экология кодексі", "ЭК"),
    "budget": ("Budget Code", "Бюджетный кодекс", "Бюджет кодексі", "БК"),
    "customs": ("Customs Code", "Таможенный кодекс", "Кеден кодексі", "ТмК"),
    "water": ("Water Code", "Водный кодекс", "Су кодексі"),
    "forest": ("Forest Code", "Лесной кодекс", "Орман кодексі"),
    "housing": ("Housing Code", "Жилищный кодекс", "ЖК РФ"),
    "social": ("Social Code", "Социальный кодекс", "Әлеуметтік кодекс"),
    "health": ("Health Code", "Кодекс о здоровье народа", "Халық денсаулығы туралы кодекс"),
    "election": ("Election Code", "Electoral Code", "Избирательный кодекс"),
    "subsoil": ("Subsoil Code", "Кодекс о недрах", "Жер қойнауы туралы кодекс"),
}

INSTRUMENTS: tuple[str, ...] = (
    # what absorbs an article that stands beside it, whatever its full name is
    *("Constitution", "Convention", "Covenant", "Protocol", "Statute", "Charter", "Treaty", "Declaration", "ICCPR"),
    *(
        "ICESCR",
        "CAT",
        "CEDAW",
        "ECHR",
        "UDHR",
        "Law",
        "Act",
        "Regulations",
        "Rules",
        "Decree",
        "Directive",
        "Agreement",
    ),
    *("Конституция", "Конвенция", "Пакт", "МПГПП", "ЕКПЧ", "Протокол", "Статут", "Хартия", "Договор", "Декларация"),
    *("Закон", "Указ", "Правила", "Устав", "Положение", "Постановление", "Регламент", "ВДПЧ", "Соглашение"),
    *("Конституциясы", "Конвенциясы", "Пактісі", "Хаттамасы", "Жарғысы", "Шарты", "Декларациясы", "Заңы", "Жарлығы"),
    *("Ережесі", "Қағидалары"),
)

GENERIC = ("Code", "Кодекс", "Кодексі")
"""The bare word: the code last named, unless an adjective before it makes it another."""
