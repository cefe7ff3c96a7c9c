"""Classes of faults that fresh lines showed, which were written before the rules were looked at; the names are new."""

import pytest

from config.declarations import Code, Subject, SubjectKind, WatchList
from diffing.mentions import Matcher

_CODES = (
    Code(id="kz-cc", name="Criminal Code", country="kz", aliases=["УК", "Уголовный кодекс", "Қылмыстық кодекс", "ҚК"]),
)


def _find_person(name: str, text: str) -> list[str]:
    subject = Subject(id="one", kind=SubjectKind.DEFENDER, name=name)
    found = Matcher([WatchList(name="one", subjects=(subject,))]).find(text, country="kz")
    return [mention.text for mention in found]


def _find_articles(text: str) -> list[str]:
    subjects = tuple(
        Subject(id=f"a{article}", kind=SubjectKind.LAW, name=article, code="kz-cc", article=article)
        for article in ("174", "272", "405")
    )
    found = Matcher([WatchList(name="articles", subjects=subjects, codes=_CODES)]).find(text, country="kz")
    return [mention.text for mention in found]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ihor Pidhirchuk", "Игоря Пидгирчука"),
        ("Mykola Pidhirchuk", "Николаю Пидгирчуку"),
        ("Oleksandra Bilykova", "Александру Билыкову"),
        ("Aliaksandr Vasiliuk", "Александр Василюк"),
        ("Сергей Василюк", "Serhii Vasiliuk"),
        ("Eugene Vasiliuk", "Евгения Василюка"),
    ],
)
def test_a_first_name_is_known_as_neighbouring_languages_write_it(name: str, form: str) -> None:
    assert _find_person(name, f"Освобождён / released: {form}.") == [form]


@pytest.mark.parametrize("other", ["Олега Пидгирчука", "Ивана Пидгирчука"])
def test_another_first_name_is_no_twin(other: str) -> None:
    assert _find_person("Ihor Pidhirchuk", f"Освободили {other}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Article 405 of the Criminal Code of India was used.",
        "Article 405 of Singapore’s Criminal Code was used.",
        "Это статья 405 УК Италии.",
        "Судили по статье 405 Уголовного кодекса Эстонии.",
        "В Израиле по ст. 405 УК судят иначе.",
    ],
)
def test_codes_of_countries_far_away_take_their_articles(text: str) -> None:
    assert _find_articles(text) == []


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("Осуждён по ст.ст.174,272,405 УК РК.", ["174", "272", "405"]),
        ("Осуждён по ст.174 ч.1,405 ч.2 УК РК.", ["174", "405"]),
        ("ҚК 174,405-баптары бойынша.", ["174", "405"]),
        ("Взыскано 3,405 млн по УК РК.", []),
        ("Штраф 150,405 тенге по ст. 272 УК РК.", ["272"]),
    ],
)
def test_a_comma_without_a_space_parts_articles_but_not_sums(text: str, articles: list[str]) -> None:
    assert _find_articles(text) == articles


@pytest.mark.parametrize("place", ["The {} Lyceum", "The {} Academy", "the {} Bridge"])
def test_institutions_that_bear_a_name_are_not_the_person(place: str) -> None:
    assert _find_person("Bolat Zhangirtayev", f"{place.format('Bolat Zhangirtayev')} was closed.") == []


def test_a_square_that_bears_a_name_is_not_the_person() -> None:
    assert _find_person("Bolat Zhangirtayev", "В сквере Болата Жангиртаева посадили ели.") == []


def test_a_first_name_that_ends_like_a_case_is_somebody_else() -> None:
    text = "Ержана Толепбаева осудили. Шахзада Толепбаев завоевал золото."
    assert _find_person("Yerzhan Tolepbayev", text) == ["Ержана Толепбаева"]


@pytest.mark.parametrize("sign", ["ʻ", "‘", "'", "’"])
def test_the_uzbek_o_is_found_with_each_sign_that_is_written_for_it(sign: str) -> None:
    name = f"Otabek Yo{sign}ldoshev"
    assert _find_person("Отабек Йўлдошев", f"Later {name} was freed.") == [name]
