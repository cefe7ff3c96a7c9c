"""Folding, inflection, and the proof of a watch list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList
from diffing.names.folding import fold, skeleton, spell
from diffing.names.inflection import guess_names
from diffing.names.people import read_person_name
from diffing.names.slips import measure_distance
from diffing.proof.names import prove_watch_lists


@pytest.mark.parametrize(
    "spellings",
    [
        ("Akhmedyarov", "Ахмедьяров", "Ахмедияров", "Akhmediyarov", "Ahmediarov", "Aхмедьяров"),
        ("Zhaksybekov", "Жаксыбеков", "Жақсыбеков", "Dzhaksybekov", "Джаксыбеков", "Jaqsybekov", "Žaksybekov"),
        ("Yerlan", "Ерлан", "Erlan"),
        ("Bayev", "Баев", "Baev"),
        ("Shynar", "Шынар", "Şynar", "Шинар", "Šynar"),
        ("Gulmira", "Гульмира", "Гүлмира", "Gülmira", "Ghulmira"),
        ("Fyodor", "Фёдор", "Федор", "Fedor"),
        ("Maxim", "Максим", "Maksim"),
        ("Yulia", "Юлия", "Iuliia", "Ûliâ"),
        ("Sergey", "Сергей", "Sergei"),
        ("Chingiz", "Чингиз", "Çingiz", "Čingiz"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(each) for each in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Асан", "Хасан"), ("Омар", "Умар"), ("Serik", "Berik"), ("Жан", "Шан")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_every_word_has_a_key_and_a_skeleton(word: str) -> None:
    assert isinstance(skeleton(fold(word)), str)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Мукашов", "Мукашова Мукашову Мукашовым Мукашове Мукашовтың Мукашовқа Мукашовты Мукашовтан Мукашовпен"),
        ("Сарманова", "Сармановой Сарманову Сарманованың Сармановаға Сармановадан"),
        ("Вербицкая", "Вербицкой Вербицкую"),
        ("Вербицкий", "Вербицкого Вербицкому Вербицким Вербицком Вербицкийдің"),
        ("Павел", "Павла Павлу Павлом Павле"),
        ("Андрей", "Андрея Андрею Андреем Андрее"),
        ("Мария", "Марии Марию Марией"),
        ("Ахмет", "Ахмета Ахметтің Ахметке Ахметпен Ахметтен"),
        ("Асылбек", "Асылбекке Асылбектен Асылбекті"),
    ],
)
def test_an_inflected_form_leads_back_to_the_name(name: str, forms: str) -> None:
    for form in forms.split():
        assert fold(name) in guess_names(form, spell(form))[0], form


@pytest.mark.parametrize("form", ["Мукашовы", "Мукашовых", "Мукашовтар", "Мукашовым", "Mukashovs"])
def test_a_family_is_known_by_its_plural(form: str) -> None:
    assert fold("Мукашов") in guess_names(form, spell(form))[1]


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [
        ("Данияр Мукашов", "Мукашов", "Данияр"),
        ("Мукашов Данияр Асанович", "Мукашов", "Данияр"),
        ("Данияр Асанұлы Мукашов", "Мукашов", "Данияр"),
        ("Мукашов, Данияр", "Мукашов", "Данияр"),
        ("Азамат Серік ұлы", "Серікұлы", "Азамат"),
    ],
)
def test_a_name_is_read_in_any_order(text: str, surname: str, given: str) -> None:
    alias = read_person_name("x", text)
    assert alias is not None
    assert fold(surname) in alias.surnames
    assert fold(given) in alias.givens


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("mukasov", "mukaov", 1), ("asan", "asam", None), ("omarov", "umarov", None)]
)
def test_a_slip_is_forgiven_within_bounds(one: str, other: str, distance: int | None) -> None:
    assert measure_distance(one, other) == distance


def prove(*subjects: Subject, codes: tuple[Code, ...] = ()) -> tuple[list[str], list[str]]:
    warnings, errors = prove_watch_lists([WatchList(name="x", subjects=subjects, codes=codes)])
    return [str(each) for each in warnings], [str(each) for each in errors]


def test_a_sound_list_has_neither_warnings_nor_errors() -> None:
    subject = Subject(
        id="d", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov", aliases=[Alias(text="Данияр Мукашов")]
    )
    assert prove(subject) == ([], [])


def test_an_alias_without_letters_and_one_of_a_single_letter_are_errors() -> None:
    _, errors = prove(Subject(id="d", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov", aliases=["—", "Д"]))
    assert [error.split(": ")[1].split(" ")[0:2] for error in errors] == [["alias", "'—'"], ["alias", "'Д'"]]


def test_a_common_word_and_a_bare_first_name_are_warned_of() -> None:
    warnings, _ = prove(
        Subject(id="o", kind=SubjectKind.ORGANISATION, name="Слово"),
        Subject(id="d", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov", aliases=["Данияр"]),
    )
    assert any("common word" in warning for warning in warnings)
    assert any("first name only" in warning for warning in warnings)


def test_two_subjects_with_one_spelling_cannot_be_told_apart() -> None:
    warnings, _ = prove(
        Subject(id="a", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov"),
        Subject(id="b", kind=SubjectKind.DEFENDER, name="Данияр Мукашов"),
    )
    assert any("a, b: cannot be told apart" in warning for warning in warnings)


def test_an_alias_that_never_finds_itself_is_named() -> None:
    warnings, _ = prove(Subject(id="d", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov", aliases=["мукашов данияр"]))
    assert any("'мукашов данияр'" in warning for warning in warnings)


def test_an_article_of_an_unknown_code_is_an_error() -> None:
    _, errors = prove(Subject(id="l", kind=SubjectKind.LAW, name="274", code="kz-cc", article="274"))
    assert errors == ["l: code 'kz-cc' is not declared under codes"]


def test_an_alias_that_finds_somebody_else_says_whom() -> None:
    warnings, _ = prove(
        Subject(id="one", kind=SubjectKind.DEFENDER, name="Daniyar Mukashov"),
        Subject(id="two", kind=SubjectKind.DEFENDER, name="Данияр Мукашов"),
    )
    assert "two: alias 'Данияр Мукашов' is found as one instead" in warnings


def test_an_alias_that_its_own_not_near_silences_says_so() -> None:
    warnings, _ = prove(
        Subject(id="d", kind=SubjectKind.DEFENDER, name="Oleg Saparov", not_near=("said", "case")),
    )
    assert any("silenced by a word of its own not_near" in each for each in warnings)
