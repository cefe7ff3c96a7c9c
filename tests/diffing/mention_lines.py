"""Pages to find mentions in: `⟦subject|form⟧` is a mention, all else must be left alone. All names are invented."""

from __future__ import annotations

import re

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

EN = """
⟦daniyar|Daniyar Mukashov⟧ was detained in Almaty. ⟦daniyar|Mukashov⟧ denies it.
The trial of ⟦daniyar|Mukashov⟧ was closed to the press.
The coach, Serik Mukashov, praised the team. Mukashov spoke for an hour.
Mr. ⟦daniyar|Daniyar Mukashov⟧’s lawyer met Ms. ⟦aigerim|Aigerim Tastanbek⟧.
According to his lawyer, Mr. ⟦daniyar|Mukashov⟧ was there with ⟦daniyar|Daniyar Mukashov⟧’s mother.
⟦daniyar|Mukashov, Daniyar⟧ (journalist, in prison since May)
Tastanbek is a village in the north.
⟦aigerim|Aigerim Tastanbek⟧ left. Later ⟦aigerim|Tastanbek⟧ wrote a letter; nobody else called Aigerim did.
On Monday ⟦yerkin|Yerkin Shagyrov⟧ spoke, and ⟦yerkin|E. Shagyrov⟧ was named in the file.
⟦yerkin|Erkin Shagirov⟧ is how one agency spells it.
A letter to ⟦yerkin|Jerkin Şağyrov⟧ came back.
⟦bota|Bota Sarmanova⟧ and her brother Nurlan Sarmanov came. ⟦bota|Sarmanova⟧ was silent.
The ⟦pavel|Pavel Ozerkof⟧ case was closed.
Pavel Lebedev and Anton Ozerkov signed the letter.
They live in Daniyar Mukashov Street, next to Ozerkov Avenue.
⟦azamat|Azamat Serikuly⟧ and ⟦azamat|Azamat Serik-uly⟧ are one man.
⟦timur|Timur Khvan⟧ was fined. Nobody told ⟦timur|Khvan⟧’s family.
⟦ilyas|Ilyas Bekenov⟧ was a witness; Marat Bekenov was not.
⟦daniyar|Daniyar⟧ and his mother wept when ⟦daniyar|Daniyar Mukashov⟧ was freed.
The film “Daniyar” is not about him.
⟦marta|Marta Lindqvist-Orazova⟧ flew home.
**⟦gulim|Gulim Zheksenbieva⟧** and [⟦gulim|Zheksenbieva⟧](#) are the same person.
⟦gulim|Gulim Zheksenbiyeva⟧ is how the Embassy spells it.
The ⟦voice|Steppe Voice Foundation⟧ (⟦voice|SVF⟧) protested. ⟦voice|SVF⟧ has twelve members.
Sudan Vaccine Fund (SVF) bought syringes.
The ⟦bureau|Kazakhstan Bureau for the Defence of Rights⟧ and ⟦bureau|KBDR⟧’s lawyers came; kbdr is a file name.
⟦ilgeri|Ilgeri Kazakhstan⟧! was refused again. ⟦ilgeri|Ilgeri⟧ activists were fined; Ilgeri Karatau is a football club.
Ilgeri is a word for "forward".
⟦dalanews|Dalapress⟧ published the list.
The Centre for Standard Definitions (CSD) met in Oslo. CSD has no members here.
The ⟦csd|Civic Support Desk⟧ (⟦csd|CSD⟧) met in Astana.
They were charged under ⟦kz-cc-274|article 274⟧ of the Criminal Code.
See ⟦kz-cc-258|articles 258⟧ and ⟦kz-cc-405|405⟧ of the Criminal Code and article 405 of the Criminal Procedure Code.
See Art. ⟦kz-cc-174|174⟧ of the CC and art. ⟦kz-cao-489|489⟧ of the Administrative Code.
Criminal Code articles ⟦kz-cc-405|405⟧ and ⟦kz-cc-174|174⟧ are vague.
It has articles ⟦kz-cc-258|258⟧ (“financing of a banned group”), ⟦kz-cc-405|405⟧ (part 2) and 300 of the Criminal Code.
Under part 4 of article ⟦kz-cc-274|274⟧ of the Criminal Code of Kazakhstan he faces ten years.
Article ⟦kz-cc-405|405⟧.2 of the Criminal Code was used.
Articles ⟦kz-cc-272+kz-cc-274|272 to 274⟧ of the Criminal Code were amended.
Article 274 of the Tax Code, article 405 of the Constitution and article 174 of the Water Code are others.
In Bishkek, article 274 of the Criminal Code of the Kyrgyz Republic was applied.
The Kyrgyz Criminal Code, in article 174, says less.
“Spreading lies” (article ⟦kz-cc-274|274⟧), “incitement” (article ⟦kz-cc-174|174⟧): both in the Criminal Code.
The Criminal Code was amended. Article ⟦kz-cc-405|405⟧ now carries six years.
Room 274 is empty, and 405 people left in 2022.
The Declaration on Rights and Duties is old. See Article ⟦un-text-6-b|6 (b)⟧. See Article ⟦un-text-12-2|12 (2)⟧.
Article 6 (b) of the Rome Statute differs from article 6 of the Declaration on Rights and Duties.
The ⟦marches|Law on Peaceful Marches⟧ and the ⟦forest|Forest Code⟧ changed; the Forest Code of Ukraine did not.
"""

RU = """
Суд арестовал ⟦daniyar|Данияра Мукашова⟧. Адвокат ⟦daniyar|Мукашова⟧ подал жалобу.
⟦daniyar|Мукашову Данияру⟧ предъявили обвинение.
Приговор ⟦daniyar|Мукашову⟧ оставили в силе.
Брат ⟦daniyar|Данияра Мукашова⟧ Ерлан Мукашов тоже задержан.
Айжан Мукашова учит детей музыке.
Встреча с ⟦daniyar|Данияром Асановичем Мукашовым⟧ не состоялась.
В деле назван ⟦daniyar|Д. А. Мукашов⟧, а также Б. Мукашов.
Мукашов Берик Асанович владеет рестораном.
По улице Данияра Мукашова ходит автобус. Вдоль ул. Мукашова растут тополя.
⟦daniyar|Данияра Мукашова⟧ не пустили в зал.
⟦aigerim|Айгерим Тастанбек⟧ освободили. Интервью с ⟦aigerim|Айгерим Тастанбек⟧ вышло в мае.
Следствие считает ⟦yerkin|Еркина Шагырова⟧ организатором. Вину ⟦yerkin|Шагыров⟧ не признал.
Шагырова Айнур Маратовна ведёт кружок.
Письма ⟦bota|Боте Сармановой⟧ возвращают, но ⟦bota|Сарманову⟧ это не удивляет.
О ⟦galina|Галине Вербицкой⟧ писали мало. С ⟦galina|Вербицкой⟧ поговорила редакция.
Сергей Вербицкий вернулся из отпуска.
⟦pavel|Павла Озеркова⟧ перевели, у ⟦pavel|Озеркова⟧ болит спина.
⟦pavel|Озерковым Павлом Игоревичем⟧ занялась прокуратура.
Озерков и прудов в районе много.
⟦azamat|Азамата Серикулы⟧ вызвали на допрос. ⟦azamat|Азамат Серик улы⟧ не пришёл.
Иск ⟦samal|Самал Аккуовой⟧ отклонили.
⟦timur|Тимур Хван⟧? Да, ⟦timur|Тимура Хвана⟧ отпустили.
⟦oleg|Олега Сапарова⟧ ждали дома. ⟦oleg|Олег Маратович Сапаров⟧ вернулся ночью.
Олег Петрович Сапаров торгует мебелью.
Поэт Ильяс Бекенов родился в ауле.
⟦ilyas|Ильяса Бекенова⟧ оштрафовали.
⟦nur-ali|Нур-Али Жекенова⟧ и ⟦nur-ali|Нурали Жекенова⟧ путают.
У ⟦zhanbyr|Жанбыра Таласпая⟧ отобрали телефон.
«⟦gulim|Жексенбиева⟧ держится», — сказала подруга. Марат Жексенбиев молчит.
⟦gulim|Гулим Жексенбиевой⟧ продлили арест.
⟦gulim|Гулiм Жексенбиева⟧ набрана с латинской буквой.
Сотрудники ⟦voice|фонда «Голос степи⟧» уволены. Голос степи слышен ночью.
Заявление ⟦bureau|Казахстанского бюро защиты прав⟧ и письмо ⟦bureau|КБЗП⟧.
Сторонников «⟦ilgeri|Илгери Казахстан⟧» задержали.
Корреспондент ⟦dalanews|Далапресса⟧ снимал на телефон.
Его судят по ст. ⟦kz-cc-274|274⟧ УК РК.
Дело по статьям ⟦kz-cc-272|272⟧ (массовые беспорядки) и ⟦kz-cc-274|274⟧ УК передано в суд.
Обвинение по ст.ст. ⟦kz-cc-272+kz-cc-274|272-274⟧ УК РК, ч. 2 ст. ⟦kz-cc-405|405⟧ УК РК.
По ч. 1 ст. ⟦kz-cc-258|258⟧, ч. 2 ст. ⟦kz-cc-405|405⟧ УК РК он не виновен.
Статья (⟦kz-cc-274|274⟧ УК РК) старая.
Штраф по ст. ⟦kz-cao-456-2|456-2⟧ КоАП, не по статье 456 КоАП.
Статья 274-1 УК РК и статья 405 ГПК тут ни при чём.
Сравните ст. 147 УК РФ и ст. ⟦kz-cc-147|147⟧ УК РК.
По статье 274 Налогового кодекса и статье 405 Трудового кодекса споров нет.
Уголовный кодекс изменили. Статья ⟦kz-cc-174|174⟧ осталась прежней.
Преследуют по ⟦kz-cc-174|174⟧-й статье и по статье ⟦kz-cc-405|405⟧ Уголовного кодекса Республики Казахстан.
Согласно пункту 3 части 2 статьи ⟦kz-cc-174|174⟧ Уголовного кодекса наказание строже.
В 2014 году приняли 405 поправок.
Поправки в ⟦marches|закон о мирных шествиях⟧ и в ⟦forest|Лесной кодекс⟧. Лесной кодекс РФ длиннее.
В ⟦marches|Законе Республики Казахстан «О мирных шествиях⟧» семь глав.
"""

KK = """
⟦daniyar|Данияр Мукашовты⟧ ұстады. ⟦daniyar|Мукашовтың⟧ адвокаты шағымданды.
Бүгін ⟦daniyar|Мукашовқа⟧ айып тағылды.
Ерлан Мукашов мектепте сабақ береді.
⟦aigerim|Айгерім Тастанбекке⟧ хат келді, ⟦aigerim|Тастанбектің⟧ туыстары қуанды.
⟦yerkin|Еркін Шағыровпен⟧ кездесу өтті.
⟦bota|Бота Сарманованы⟧ босатты.
Данияр Мукашов көшесінде үй салынды. Мукашов атындағы мектеп ашылды.
⟦azamat|Азамат Серікұлының⟧ ісі қаралды. ⟦azamat|Азамат Серік ұлы⟧ сотқа келмеді.
⟦samal|Самал Аққуовадан⟧ жауап алды, ⟦samal|Аққуова⟧ үндемеді.
⟦timur|Тимура Хванның⟧ ісі жабылды.
Ақын Ілияс Бекеновтің өлеңдері оқылды.
⟦ilyas|Ілияс Бекеновке⟧ айыппұл салынды.
⟦zhanbyr|Жаңбыр Таласпайға⟧ рұқсат берілмеді.
⟦gulim|Жексенбиеваның⟧ денсаулығы нашар.
⟦gulim|Gülim Jeksenbievanyñ⟧ haty keldi.
⟦voice|Дала дауысы қорының⟧ мәлімдемесі шықты.
Серік Аққуов пен Айнұр Шағырова келді.
Оған ҚК ⟦kz-cc-274|274⟧-бабы бойынша айып тағылды.
Қылмыстық кодекстің ⟦kz-cc-405|405⟧-бабы 2-бөлігі қолданылды.
ҚР Қылмыстық кодексінің ⟦kz-cc-272|272⟧ және ⟦kz-cc-274|274⟧-баптары өзгерді.
Қылмыстық кодекстің ⟦kz-cc-272+kz-cc-274|272–274⟧-баптары бойынша.
ҚК-нің ⟦kz-cc-174|174⟧-інші бабы, 4-інші бөлігі.
Азаматтық кодекстің 274-бабы мен Қырғызстан Қылмыстық кодексінің 405-бабы.
Әкімшілік құқық бұзушылық туралы кодекстің ⟦kz-cao-489|489⟧-бабы.
Бүгін 274 адам келді, 405-бөлме жабық.
⟦forest|Орман кодексіне⟧ өзгеріс енгізілді.
"""

_MARK = re.compile(r"⟦([^|⟧]+)\|([^⟧]+)⟧")
_MARKER = re.compile(r"\A(?:articles?|art\.|статьям?)\s+", re.IGNORECASE)

Gold = list[tuple[str, int, int]]


def read_lines() -> list[tuple[str, str, Gold]]:
    """(language, text, mentions) of every line; a mark may name several subjects with `+`."""
    return [
        (language, *_read(line))
        for language, block in (("en", EN), ("ru", RU), ("kk", KK))
        for line in block.strip().splitlines()
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
