"""What `validate` proves of a watch list: each spelling finds itself, in its cases, and only its own subject."""

from __future__ import annotations

import pytest

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList
from config.loading import load_configuration
from config.starting import EXAMPLES
from diffing.mentions import Matcher
from diffing.names.cases import decline
from diffing.proof.names import prove_forms, prove_watch_lists

_CODE = Code(id="cc", name="Criminal Code", country="kz", aliases=[Alias(text="УК"), Alias(text="Қылмыстық кодекс")])


def person(id: str, name: str, **more: object) -> Subject:  # noqa: A002
    return Subject.model_validate({"id": id, "kind": "defender", "name": name} | more)


def prove(*subjects: Subject, codes: tuple[Code, ...] = ()) -> tuple[list[str], list[str]]:
    warnings, errors = prove_watch_lists([WatchList(name="x", subjects=subjects, codes=codes)])
    return [str(each) for each in warnings], [str(each) for each in errors]


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Данияр Мукашов", "ru", "Данияра Мукашова, Данияру Мукашову, Данияром Мукашовым, Данияре Мукашове"),
        ("Галина Вербицкая", "ru", "Галины Вербицкой, Галине Вербицкой, Галину Вербицкую, Галиной Вербицкой"),
        ("Константин Ли", "ru", "Константина Ли, Константину Ли, Константином Ли, Константине Ли"),
        ("Дмитрий Сокольский", "ru", "Дмитрия Сокольского, Дмитрию Сокольскому, Дмитрием Сокольским, "
         "Дмитрии Сокольском"),
        ("Айгуль Жанова", "ru", "Айгули Жановой, Айгуль Жанову, Айгулью Жановой"),
        ("Мария Данилко", "ru", "Марии Данилко, Марию Данилко, Марией Данилко"),
        ("Дина Мұрат", "kk", "Дина Мұраттың, Дина Мұратқа, Дина Мұратты, Дина Мұратта, Дина Мұраттан, Дина Мұратпен, "
         "Дина Мұраты"),
        ("Серік Әбділдин", "kk", "Серік Әбділдиннің, Серік Әбділдинге, Серік Әбділдинді, Серік Әбділдинде, "
         "Серік Әбділдиннен, Серік Әбділдинмен, Серік Әбділдині"),
        ("Азамат Серікұлы", None, "Азамат Серікұлының, Азамат Серікұлына, Азамат Серікұлын, Азамат Серікұлында, "
         "Азамат Серікұлынан, Азамат Серікұлымен"),
        ("Bota Sarmanova", None, "Bota Sarmanova’s, Bota Sarmanova's"),
    ],
)  # fmt: skip
def test_a_name_is_declined_as_a_writer_would(name: str, language: str | None, forms: str) -> None:
    assert list(decline(name, language)) == forms.split(", ")


def test_the_starter_set_is_found_in_every_case() -> None:
    warnings, errors = prove_watch_lists(load_configuration(EXAMPLES).watch_lists)
    assert (warnings, errors) == ([], [])


def test_a_case_in_which_a_name_is_not_found_is_told_with_its_name() -> None:
    lists = [WatchList(name="x", subjects=(person("one", "Данияр Мукашов"), person("two", "Данияра Мукашова")))]
    warnings, _ = prove_watch_lists(lists)
    assert any("(Russian " in str(each) and each.subject == "one" for each in warnings)


def test_a_form_counts_only_where_all_of_it_is_found() -> None:
    matcher = Matcher([WatchList(name="x", subjects=(person("one", "Данияр Мукашов"),))])
    forms = ["Данияра Мукашова", "Ерлана Мукашова", "Данияр Мукашовтың", "Daniyar Mukashov’s"]
    assert prove_forms(matcher, "one", forms) == ["Ерлана Мукашова"]


def test_an_exact_alias_is_not_asked_for_its_cases() -> None:
    assert prove(person("one", "Daniyar Mukashov", aliases=[{"text": "Данияр М.", "match": "exact"}])) == ([], [])


def test_a_word_that_is_too_long_can_never_match() -> None:
    _, errors = prove(person("one", "Daniyar Mukashov", aliases=["а" * 60]))
    assert errors == [f"one: alias {'а' * 60!r} can never match: it has a word of more than 48 letters"]


def test_an_article_that_no_sentence_finds_is_an_error() -> None:
    law = {"kind": SubjectKind.LAW, "code": "cc"}
    good = Subject(id="good", name="Article 174", article="174", **law)
    dead = Subject(id="dead", name="Article x", article="12345", **law)
    _, errors = prove(good, dead, codes=(_CODE,))
    assert errors == ["dead: article '12345' can never match: no sentence that names 'Criminal Code' finds it"]
