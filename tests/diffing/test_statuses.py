"""The status a sentence tells, in three languages, and the facts whose change is material."""

import pytest

from diffing.statuses import find_status, list_facts, list_statuses
from diffing.vocabulary import VOCABULARIES


@pytest.mark.parametrize(
    ("sentence", "language", "status"),
    [
        ("On 3 May police in Karasu detained Dana Erkebay and took away 4 books.", "en", "detained"),
        ("Dana Erkebay was placed under house arrest.", "en", "house arrest"),
        ("Dana Erkebay was formally charged after 12 days in custody.", "en", "charged"),
        ("Dana Erkebay stands accused of inciting discord.", "en", "charged"),
        ("The trial of Dana Erkebay began on Monday.", "en", "on trial"),
        ("The judge found Dana Erkebay guilty.", "en", "convicted"),
        ("A court sentenced Dana Erkebay to 4 years in prison.", "en", "sentenced"),
        ("Dana Erkebay was fined 50 units.", "en", "fined"),
        ("Dana Erkebay was transferred to a prison in Karasu.", "en", "transferred"),
        ("He was released from detention on 17 January 2022.", "en", "released"),
        ("Dana Erkebay was acquitted.", "en", "acquitted"),
        ("Дану Еркебай задержали в Карасу.", "ru", "detained"),
        ("Следователи предъявили Дане Еркебай обвинение спустя 5 дней после ареста.", "ru", "charged"),
        ("Дане Еркебай предстоит суд, она предстала перед судом.", "ru", "on trial"),
        ("Суд признал Дану Еркебай виновной и назначил 3 года лишения свободы.", "ru", "sentenced"),
        ("Её приговорили к десяти суткам ареста.", "ru", "sentenced"),
        ("Дану Еркебай оштрафовали.", "ru", "fined"),
        ("Дану Еркебай перевели в колонию под Карасу.", "ru", "transferred"),
        ("Дану Еркебай освободили из изолятора после 40 дней под стражей.", "ru", "released"),
        ("Полиция Дана Еркебайды ұстады.", "kk", "detained"),
        ("Дана Еркебайға айып тағылды.", "kk", "charged"),
        ("Сот Дана Еркебайды кінәлі деп танып, 3 жылға соттады.", "kk", "sentenced"),
        ("Дана Еркебайға айыппұл салынды.", "kk", "fined"),
        ("Дана Еркебайды басқа колонияға ауыстырды.", "kk", "transferred"),
        ("Дана Еркебай қамаудан босатылды.", "kk", "released"),
    ],
)
def test_a_status_is_told_in_three_languages(sentence: str, language: str, status: str) -> None:
    assert find_status(sentence, language) == status
    assert find_status(sentence) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Dana Erkebay has not been released.",
        "She wasn't detained.",
        "Дану Еркебай не освободили.",
        "Он не был задержан.",
        "Дана Еркебайды босатпады.",
        "The group released a report on Monday.",
        "The weather was cold.",
        "",
    ],
)
def test_what_is_denied_or_speaks_of_something_else_is_no_status(sentence: str) -> None:
    assert find_status(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("After she was released in March, Dana Erkebay was charged with libel.", "charged"),
        ("Dana Erkebay, who was fined in 2019, was detained on Monday.", "detained"),
        ("После того как её освободили, Дану Еркебай оштрафовали.", "fined"),
    ],
)
def test_a_clause_about_another_time_does_not_count(sentence: str, status: str) -> None:
    assert find_status(sentence) == status


def test_the_last_step_of_a_case_outweighs_earlier_ones() -> None:
    assert find_status("Dana Erkebay was detained, charged and sentenced within a week.") == "sentenced"


def test_what_happens_again_outweighs_a_later_step() -> None:
    assert find_status("Dana Erkebay was released on Monday but was detained again on Friday.") == "detained"


def test_the_language_of_the_page_does_not_hide_a_sentence_in_another() -> None:
    assert find_status("Dana Erkebay was detained.", "kk") == "detained"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on 15 June", "on 15 July"),
        ("for three days", "for four days"),
        ("has been seen", "has not been seen"),
        ("has received a reply", "has received no reply"),
        ("ст. 274 УК", "ст. 275 УК"),
        ("за два дня", "за три дня"),
        ("признаёт вину", "не признаёт вину"),
        ("рұқсат берілді", "рұқсат берілмеді"),
        ("ол кінәсін мойындайды", "ол кінәсін мойындамайды"),
        ("5 мамырда", "5 маусымда"),
        ("was detained", "was released"),
        ("12", "21"),
    ],
)
def test_numbers_dates_negations_and_statuses_are_facts(one: str, other: str) -> None:
    assert list_facts(one) != list_facts(other)


def test_other_words_are_no_facts() -> None:
    assert list_facts("the case was retaliation") == list_facts("the case was a retaliation")
    assert list_facts("об изъятии гектаров") == list_facts("об изъятии спорных гектаров")


def test_all_statuses_of_a_text_are_listed() -> None:
    assert list_statuses("Detained in May, sentenced in June. Кейін босатылды.") == {
        "detained",
        "sentenced",
        "released",
    }


def test_every_language_tells_the_same_statuses_in_the_same_order() -> None:
    told = [[status for status, _ in vocabulary.statuses] for vocabulary in VOCABULARIES.values()]
    assert all(each == told[0] for each in told)
