"""The starter set finds what it names, in each script, and leaves alone the common words it was built around."""

from __future__ import annotations

import pytest

from config.declarations import Subject, SubjectKind
from config.loading import load_configuration
from config.starting import EXAMPLES
from diffing.mentions import Matcher

CONFIGURATION = load_configuration(EXAMPLES)
SUBJECTS = [subject for watch_list in CONFIGURATION.watch_lists for subject in watch_list.subjects]
SPELLINGS = [
    (each.id, text) for each in SUBJECTS if not each.code for text in (each.name, *(a.text for a in each.aliases))
]
CODES = {each.id: each.name for watch_list in CONFIGURATION.watch_lists for each in watch_list.codes}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CONFIGURATION.watch_lists)


def find_subjects(matcher: Matcher, text: str, **where: str) -> list[str]:
    return [mention.subject for mention in matcher.find(text, **where)]


@pytest.mark.parametrize(("subject", "spelling"), SPELLINGS)
def test_every_spelling_in_the_list_finds_its_subject(matcher: Matcher, subject: str, spelling: str) -> None:
    assert subject in find_subjects(matcher, f"Yesterday, {spelling} was mentioned.", country="kz")


@pytest.mark.parametrize("subject", [each for each in SUBJECTS if each.code], ids=lambda each: each.id)
def test_every_article_is_found_behind_the_name_of_its_code(matcher: Matcher, subject: Subject) -> None:
    text = f"The charge rests on article {subject.article} of the {CODES[subject.code or '']}."
    assert find_subjects(matcher, text) == [subject.id]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Суд рассмотрел жалобу Лукпана Ахмедьярова.", ["lukpan-akhmedyarov"]),
        ("Журналист Лұқпан Ахмедияровтың ісі сотқа жетті.", ["lukpan-akhmedyarov"]),
        ("Думана Мұхаметкәрімнің адвокаты шағым түсірді.", ["duman-mukhamedkarim"]),
        ("Дело по статьям 272 и 274 УК РК прекращено.", ["kz-criminal-code-272", "kz-criminal-code-274"]),
        ("ҚК 274-бабы бойынша іс қозғалды.", ["kz-criminal-code-274"]),
        ("Её оштрафовали по статье 456-2 КоАП.", ["kz-administrative-code-456-2"]),
        ("Активистов «Демократического выбора Казахстана» задержали.", ["democratic-choice"]),
    ],
)
def test_names_and_articles_are_found_in_russian_and_kazakh(matcher: Matcher, text: str, subjects: list[str]) -> None:
    assert find_subjects(matcher, text, country="kz") == subjects


@pytest.mark.parametrize(
    "text",
    [
        "Адамның қадір-қасиетін қорлауға жол берілмейді.",
        "Бауырларымыз атажұртқа оралды.",
        "Бұл күн азаттық үшін күрескендерге арналды.",
        "Акын Қасым Аманжолов туралы кеш өтті.",
        "По улице Касыма Аманжолова перекрыли движение.",
        "Канатов и тросов на складе не осталось.",
        "ФК «Елимай» выиграл матч в Семее.",
        "The Democratic Party in the US chose its candidate.",
        "Sudan: the Rapid Support Forces (RSF) entered the city.",
        "Статья 274 Налогового кодекса изменена.",
        "Дело по статье 274 УПК.",
        "The Land Code of Ukraine was amended.",
        "Город Алга готовится к зиме.",
    ],
)
def test_common_words_and_homonyms_are_nobody(matcher: Matcher, text: str) -> None:
    assert find_subjects(matcher, text, country="kz") == []


def test_the_list_holds_people_under_their_own_kind() -> None:
    assert {each.kind for each in SUBJECTS} == {SubjectKind.DEFENDER, SubjectKind.ORGANISATION, SubjectKind.LAW}
