"""The short cuts of look-ups lose nothing: many words at once as one by one, and no form of a name is passed over."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.declarations import Subject, SubjectKind, WatchList
from diffing.names import folding
from diffing.names.folding import fold, spell
from diffing.names.languages.kazakh import KAZAKH
from diffing.names.languages.russian import RUSSIAN
from diffing.names.people import read_person_name
from diffing.names.people_index import PeopleIndex
from diffing.scanning.watched import WatchedWords

NAMES = (
    "Данияр Мукашов", "Айгуль Жандарбекова", "Лев Ким", "Пётр Козловский", "Нұрлан Әбдіұлы", "Ия Ли",
    "Асель Дворец", "Зия Достоевская", "Гаухар Мырзабек", "Тимур Калиев",
)  # fmt: skip


def test_many_words_are_folded_as_each_by_itself() -> None:
    words = [word for name in NAMES for word in name.split()] + ["Аллаев", "Хаиелла", "иеиели", "Eieva", "Bijje"]
    alone = [(folding.squeeze(folding._spell(word)), folding._spell(word)) for word in words]
    folding._keys.clear()
    folding._sounds.clear()
    folding.learn_words(words)
    assert [(fold(word), spell(word)) for word in words] == alone


@given(st.lists(st.text("aieouklmnSCJ", min_size=1, max_size=9), min_size=1, max_size=8))
@settings(max_examples=80)
def test_lines_are_squeezed_as_each_by_itself(lines: list[str]) -> None:
    assert folding._squeeze_lines("\n".join(lines)).split("\n") == [folding.squeeze(line) for line in lines]


@given(st.lists(st.text("aieoukgdtmnSCJ", min_size=1, max_size=9), max_size=8))
@settings(max_examples=50)
def test_many_skeletons_are_made_as_each_by_itself(keys: list[str]) -> None:
    assert folding.skeletons(keys) == [folding.skeleton(key) for key in keys]


def test_a_surname_of_many_people_leads_to_those_of_a_first_name_in_the_order_of_the_list() -> None:
    names = ("Асель Калиева", "Дана Калиева", "Асель Ким", "Асель Муратовна Калиева")
    index = PeopleIndex.build([alias for name in names if (alias := read_person_name(name, name))])
    found = index.find_full(fold("Калиева"), fold("Асель"))
    assert [alias.subject for alias in found] == ["Асель Калиева", "Асель Муратовна Калиева"]
    assert index.find_full(fold("Калиева"), "nobody") == index.find_full("nobody", fold("Асель")) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_form_of_a_name_is_passed_over_for_its_beginning(name: str) -> None:
    alias = read_person_name("one", name)
    assert alias
    index = PeopleIndex.build([alias])
    for word in name.split():
        stems = {word, word[:-1], word[:-2]}
        forms = {
            word,
            *(stem + ending for stem in stems for ending in (*RUSSIAN.singular, *RUSSIAN.plural, *KAZAKH.singular)),
        }
        read = [form for form in forms if len(form) > 1 and index.read_word(form, spell(form))]
        assert [form for form in read if not index.may_be(form, fold(form))] == []


def test_a_misspelt_surname_is_not_passed_over_for_its_consonants() -> None:
    chance = random.Random(1)
    index = PeopleIndex.build([alias for name in NAMES if (alias := read_person_name("one", name))])
    for name in NAMES:
        surname = name.split()[1]
        for _ in range(60):
            place = chance.randrange(1, len(surname))
            slip = surname[:place] + chance.choice("аоеиу") + surname[place + chance.randint(0, 1) :]
            if index.read_word(slip, spell(slip)):
                assert index.may_be(slip, fold(slip)), slip


def test_small_words_are_folded_only_where_something_small_is_listed() -> None:
    people = WatchedWords([WatchList(name="x", subjects=(Subject(id="a", kind=SubjectKind.DEFENDER, name=NAMES[0]),))])
    assert people.read_words({"суд", "Мукашова", "мукашова"}).keys() == {"Мукашова"}
    term = Subject(id="b", kind=SubjectKind.TERM, name="пытки")
    both = WatchedWords([WatchList(name="x", subjects=(*people.subjects.values(), term))])
    assert both.read_words({"суд", "Мукашова", "пыток", "пытками"}).keys() == {"Мукашова", "пытками"}
