"""What the invented world says, and on which day. Every person, organisation, town and ministry in it is invented.

The laws are real: article 274 and 405 of the Criminal Code of Kazakhstan, article 488 of the Code of
Administrative Offences. Day 0 is the first check; everything that is to be noticed happens on day 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Site(StrEnum):
    """The three publishers."""

    NEWS = "news"  # Kulan News: an RSS feed, in Russian and Kazakh
    NGO = "ngo"  # Steppe Lantern: a page that lists its cases, in English
    MINISTRY = "ministry"  # the Ministry of Calm Waters: one page, in Russian, in windows-1251


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article. `edits` replaces paragraph number n from day 1 on; None deletes it."""

    site: Site
    path: str
    language: str
    title: str
    published: str  # ISO 8601 date
    paragraphs: tuple[str, ...]
    edits: tuple[tuple[int, str | None], ...] = ()
    first_day: int = 0
    last_day: int | None = None  # the last day on which it is there; None: for ever

    def stands_on(self, day: int) -> bool:
        """True where the article is online on that day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def text_on(self, day: int) -> tuple[str, ...]:
        """The paragraphs as they read on that day."""
        edits = dict(self.edits) if day >= 1 else {}
        return tuple(
            said for number, text in enumerate(self.paragraphs) if (said := edits.get(number, text)) is not None
        )


RALLY_IN_COURT = Story(
    site=Site.NEWS,
    path="/ru/2026/11/sud-v-aksukole",
    language="ru",
    title="В Аксуколе рассматривают дело о собрании у водоканала",
    published="2026-11-16",
    paragraphs=(
        "В Аксуколе начали рассматривать дело о мирном собрании у здания водоканала. На собрание 14 ноября пришли"
        " около сорока жителей трёх улиц, где воды в домах нет с августа.",
        "Мадина Кокбулакова задержана 15 ноября у своего дома. Соседи говорят, что за ней приехали рано утром на двух"
        " машинах без номеров.",
        "Жители собирают подписи под обращением к городскому совету. Они просят починить насос и опубликовать смету"
        " ремонта, который обещали закончить ещё летом.",
        "В водоканале редакции ответили, что работы идут по графику, а давление в сети снижено временно. Когда воду"
        " дадут снова, там не уточнили.",
    ),
    edits=(
        (
            1,
            "Мадина Кокбулакова приговорена 23 ноября к десяти суткам ареста по статье 488 КоАП. Соседи говорят, что"
            " за ней приехали рано утром на двух машинах без номеров.",
        ),
    ),
)

EDITOR_ACCUSED = Story(
    site=Site.NEWS,
    path="/ru/2026/11/gazeta-pod-sledstviem",
    language="ru",
    title="Редактор районной газеты стала подозреваемой",
    published="2026-11-12",
    paragraphs=(
        "Редактор газеты «Берег» Сауле Булакбасова стала подозреваемой по статье 274 УК РК. Поводом назвали заметку о"
        " том, сколько район потратил на новые трубы.",
        "В редакции провели обыск и забрали три компьютера. Газета с тиражом в девятьсот экземпляров выходит в районе"
        " двадцать второй год и живёт на подписку.",
        "Читатели приносят в редакцию старые номера и просят не закрывать газету. Следующий выпуск собирают дома, на"
        " одном ноутбуке, и обещают напечатать вовремя.",
    ),
    last_day=0,
)

LIBRARY = Story(
    site=Site.NEWS,
    path="/ru/2026/11/biblioteka-otkrylas",
    language="ru",
    title="После ремонта открылась сельская библиотека",
    published="2026-11-10",
    paragraphs=(
        "В посёлке Тасбастау после двух лет ремонта открылась библиотека. В читальном зале поставили новые полки, а у"
        " окна сделали уголок для детей.",
        "На открытие принесли больше ста книг, которые жители хранили у себя, пока здание стояло пустым. Каждую книгу"
        " внесли в каталог и подписали именем дарителя.",
        "По субботам здесь будут читать вслух на двух языках. Первой выбрали сказку о кулане, который учил степь"
        " бегать.",
    ),
)

WATER_IN_KAZAKH = Story(
    site=Site.NEWS,
    path="/kk/2026/11/su-kezegi",
    language="kk",
    title="Ақсукөл тұрғындары суды кезекпен алып жүр",
    published="2026-11-11",
    paragraphs=(
        "Ақсукөл қаласында үш көшенің тұрғындары тамыз айынан бері суды кезекпен тасып отыр. Таңертең құдық басына"
        " жүзге жуық адам жиналады.",
        "«Дала шамы» ұйымы тұрғындарға тегін заң кеңесін беріп жатыр. Ұйым өкілдері шағымды қалай жазу керегін"
        " түсіндіреді.",
        "Қала басшылығы жаңа сорғы желтоқсанда келеді деп уәде берді. Әзірге су тасымалына екі көлік бөлінген.",
    ),
)

NEW_CASE_IN_KAZAKH = Story(
    site=Site.NEWS,
    path="/kk/2026/11/zhana-is",
    language="kk",
    title="Блогерге қатысты жаңа іс қозғалды",
    published="2026-11-23",
    first_day=1,
    paragraphs=(
        "Ақсукөл полициясы блогер Арман Құмтөбевке қатысты іс қозғады. Ол ҚК 274-бабы бойынша күдікті деп танылды.",
        "Іске су құбырын жөндеу туралы бейнежазба себеп болған. Жазбаны екі күнде он бес мың адам көрген.",
        "Блогердің туыстары оның үйінде тінту жүргенін айтты. Полиция тергеу аяқталғанша түсінік бермейтінін"
        " хабарлады.",
    ),
)

NGO_RALLY = Story(
    site=Site.NGO,
    path="/cases/water-rally",
    language="en",
    title="The water rally in Aksukol: what we know",
    published="2026-11-17",
    paragraphs=(
        "On 14 November about forty people stood in front of the water works in Aksukol and asked when the pump would"
        " be mended. Nobody shouted, and nobody blocked the road.",
        "Two lawyers of the city, Timur Zhelkenov and a younger colleague, watched the rally and wrote down what they"
        " saw. Their notes are kept with a notary.",
        "The rally lasted fifty minutes. The police filmed it from two cars and left before it ended, and the"
        " residents swept the square behind them.",
    ),
)

NGO_PAPER = Story(
    site=Site.NGO,
    path="/cases/village-paper",
    language="en",
    title="A village paper and its nine hundred readers",
    published="2026-11-13",
    paragraphs=(
        "For twenty-two years the paper Bereg has told its district what the council spends. Its editor, Saule"
        " Bulakbasova, writes most of it herself and delivers a part of it by bicycle.",
        "Last month it printed the price of four kilometres of pipe, and the price of the same pipe in the shop. The"
        " council has not said which of the two numbers is wrong.",
        "Readers have since brought back issues for the archive, and a retired teacher is making an index of them.",
    ),
)

NGO_WORK = Story(
    site=Site.NGO,
    path="/cases/what-we-do",
    language="en",
    title="What we do, and what we do not do",
    published="2026-01-09",
    paragraphs=(
        "We visit trials, write down what is said, and publish it in three languages. We do not take money from any"
        " party to a trial, and we name our donors every January.",
        "If you want us to come to a hearing, write to us a week before. If you want us to be quiet about something,"
        " tell us why, and we will think about it.",
    ),
)

NGO_SENTENCE = Story(
    site=Site.NGO,
    path="/cases/ten-days",
    language="en",
    title="Ten days of arrest for asking about water",
    published="2026-11-23",
    first_day=1,
    paragraphs=(
        "A court in Aksukol sentenced Madina Kokbulakova to ten days of arrest under article 488 of the Code of"
        " Administrative Offences. The hearing took eleven minutes, and no witness was called.",
        "Steppe Lantern had an observer in the room. She was not allowed to take notes, and wrote down from memory"
        " what she had heard as soon as she was outside.",
        "The lawyer will appeal this week. The appeal will be heard without the public, as the court has already"
        " announced.",
    ),
)

MINISTRY_STATEMENT = Story(
    site=Site.MINISTRY,
    path="/press/vodokanal",
    language="ru",
    title="Справка о проверке по обращениям жителей города Аксуколь",
    published="2026-11-18",
    paragraphs=(
        "Министерство спокойной воды сообщает, что по обращениям жителей города Аксуколь проводится проверка. Создана"
        " рабочая группа из семи человек.",
        "Рабочая группа осмотрела насосную станцию и приняла на учёт сорок два обращения. Станция построена сорок лет"
        " назад и дважды ремонтировалась.",
        "В отношении юриста Тимура Желкенова начато расследование по статье 405 УК РК. О результатах будет сообщено"
        " дополнительно.",
        "Замена насоса запланирована на первый квартал следующего года. До этого времени воду жителям подвозят по"
        " утверждённому графику.",
        "Вопросы и предложения можно направлять через приёмную министерства по рабочим дням. Ответ даётся в течение"
        " пятнадцати дней.",
    ),
    edits=((2, None),),
)

STORIES: tuple[Story, ...] = (
    RALLY_IN_COURT,
    EDITOR_ACCUSED,
    LIBRARY,
    WATER_IN_KAZAKH,
    NEW_CASE_IN_KAZAKH,
    NGO_RALLY,
    NGO_PAPER,
    NGO_WORK,
    NGO_SENTENCE,
    MINISTRY_STATEMENT,
)


def stories_on(site: Site, day: int) -> list[Story]:
    """The articles of a site that stand on that day, the newest first."""
    standing = [story for story in STORIES if story.site is site and story.stands_on(day)]
    return sorted(standing, key=lambda story: story.published, reverse=True)
