"""The nasty cases of the design, and what a mention promises. Names that are not facts of the cases are invented."""

import functools

import pytest

from config.declarations import Alias, Code, Subject, SubjectKind, WatchList
from diffing.mentions import OUTSIDE_RULE, Matcher
from storage.records import Place

_D, _O, _L = SubjectKind.DEFENDER, SubjectKind.ORGANISATION, SubjectKind.LAW


def person(
    subject: str, name: str, *aliases: str, distinctive: bool = False, not_near: tuple[str, ...] = ()
) -> Subject:
    return Subject(id=subject, kind=_D, name=name, aliases=aliases, distinctive=distinctive, not_near=not_near)


def article(code: str, number: str) -> Subject:
    return Subject(id=f"{code}-{number.strip(')').replace('(', '-')}", kind=_L, name=number, code=code, article=number)


WATCH_LIST = WatchList(
    name="nasty",
    subjects=(
        person("akhmedyarov", "Lukpan Akhmedyarov", distinctive=True),
        person("mamai", "Zhanbolat Mamai"),
        person("danebaev", "Timur Danebaev"),
        person("zhylanbaev", "Marat Zhylanbaev"),
        person("amanzholov", "Kasym Amanzholov", not_near=("поэт", "ақын", "poet")),
        person("mukhamedkarim", "Duman Mukhamedkarim"),
        person("ablyazov", "Mukhtar Ablyazov"),
        person("kanat", "Kanat Tuleubai", distinctive=True),
        Subject(id="alga", kind=_O, name="Alga Kazakhstan!"),
        Subject(id="rsf", kind=_O, name="Reporters Without Borders", aliases=["RSF"]),
        Subject(id="land", kind=_L, name="Land Code", country="kz", aliases=["Жер кодексі"]),
        *(article("kz-cc", number) for number in ("174", "179", "258", "272", "274", "405", "147")),
        *(article("kz-cao", number) for number in ("489", "456-2")),
        *(article("un", number) for number in ("6(b)", "12(2)")),
    ),
    codes=(
        Code(
            id="kz-cc",
            name="Criminal Code",
            country="kz",
            aliases=["УК", "Уголовный кодекс", "Қылмыстық кодекс", "ҚК", "CC"],
        ),
        Code(id="kz-cao", name="Administrative Code", country="kz", aliases=["КоАП"]),
        Code(
            id="un",
            name="Declaration on the Right and Responsibility of Individuals, Groups and Organs of Society",
            country="un",
        ),
    ),
)


@functools.cache
def matcher() -> Matcher:
    return Matcher([WATCH_LIST])


def find(text: str, country: str | None = "kz", **more: str) -> list[tuple[str, str]]:
    return [(mention.subject, mention.text) for mention in matcher().find(text, country=country, **more)]


def subjects(text: str) -> list[str]:
    return [subject for subject, _ in find(text)]


@pytest.mark.parametrize(
    "form",
    [
        "Lukpan Akhmedyarov", "Lukpan Akmedyarov", "Лукпана Ахмедьярова", "Ахмедьярову Лукпану",
        "Лукпане Муратовиче Ахмедьярове", "Лұқпан Ахмедияровтың", "Lūqpan Ahmediarov", "Лукпан Ахмедиаров",
        "Лукпан Мұратұлы Ахмедияров", "Л. Ахмедьяров", "Л. М. Ахмедьярову", "Ахмедьяров Л.М.", "Lukpan AKHMEDYAROV",
        "ЛУКПАН АХМЕДЬЯРОВ", "Akhmedyarov, Lukpan", "Лyкпaн Axмедьяpов", "Лукпан\u00a0Ахмедьяров", "Лукпан\nАхмедьяров",
        "Lukpan Akhmediyarov", "Lukpan Ahmedyarov", "Luqpan Axmedyarov",
        "Лукпану Ахмедь-\nярову", "Lukpan Akhmed-\nyarov",
    ],
)  # fmt: skip
def test_one_man_is_found_in_all_his_spellings_from_one_latin_name(form: str) -> None:
    assert find(f"{form}, 2022.") == [("akhmedyarov", form)]


def test_1_another_first_name_before_the_surname_is_somebody_else_for_the_whole_page() -> None:
    assert find("The minister, Murat Akhmedyarov, denied it. Akhmedyarov spoke.") == []


def test_2_an_official_name_of_somebody_else_is_nobody() -> None:
    assert find("Жыланбаева Жупар Калихановна подала иск.") == []


def test_3_a_relative_beside_the_tracked_person_is_not_tracked() -> None:
    assert find("Брат Жанболата Мамая Ерлан Мамай тоже задержан") == [("mamai", "Жанболата Мамая")]


def test_4_the_word_before_decides_and_never_the_gender_of_the_form() -> None:
    assert find("Айгуль Данебаева пришла.") == []
    assert find("Тимура Данебаева ждут.") == [("danebaev", "Тимура Данебаева")]


def test_5_ordinary_words_that_look_like_names_are_nobody() -> None:
    assert find("Канатов и тросов на складе не осталось. Мамай прошёл.") == []


def test_6_streets_are_named_after_people() -> None:
    assert find("Авария на улице Касыма Аманжолова.") == []
    assert find("Қасым Аманжолов көшесінде үй салынды.") == []
    assert find("Касыма Аманжолова не пустили.") == [("amanzholov", "Касыма Аманжолова")]


def test_7_a_russian_case_and_a_kazakh_case_may_meet_in_one_name() -> None:
    assert find("Думана Мұхаметкәрімнің ісі") == [("mukhamedkarim", "Думана Мұхаметкәрімнің")]


def test_8_a_short_name_counts_after_the_full_one_and_not_as_a_place_or_another_name() -> None:
    assert find("Alga Karakalpakstan met. Город Алга. Alga activists.") == []
    text = "Alga Kazakhstan! was refused. Alga activists left. Alga Karakalpakstan met in the city of Alga."
    assert find(text) == [("alga", "Alga Kazakhstan"), ("alga", "Alga")]


def test_9_another_code_absorbs_its_articles() -> None:
    text = "articles 258 and 405 of the Criminal Code were cited, then article 405 of the Criminal Procedure Code"
    assert find(text) == [("kz-cc-258", "258"), ("kz-cc-405", "405")]


def test_10_each_article_goes_to_its_own_code() -> None:
    text = "Art. 174 of the CC and art. 489 of the Administrative Code"
    assert find(text) == [("kz-cc-174", "174"), ("kz-cao-489", "489")]


def test_11_a_sub_article_is_an_article_of_its_own() -> None:
    assert find("ст. 456-2 КоАП") == [("kz-cao-456-2", "456-2")]
    assert find("статья 456 КоАП; Статья 274-1 УК РК") == []


def test_12_a_code_of_another_country_is_another_code() -> None:
    assert find("ст. 146 УК РФ, ст. 147 УК РК") == [("kz-cc-147", "147")]
    assert find("ст. 147 УК", country="ru") == []


def test_13_a_part_is_no_article() -> None:
    assert find("ҚК 274-інші бабы, 4-інші бөлігі") == [("kz-cc-274", "274")]


def test_14_articles_reach_back_to_the_declaration_named_before_them() -> None:
    text = (
        "The Declaration on the Right and Responsibility of Individuals, Groups and Organs of Society binds all. "
        "We recall Article 6 (b): “everyone may”. And Article 12 (2)."
    )
    assert find(text) == [("un-6-b", "6 (b)"), ("un-12-2", "12 (2)")]
    assert find("Article 6 (b) of the Rome Statute") == []


def test_15_only_not_near_tells_a_homonym_apart() -> None:
    assert find("Стихи поэта Касыма Аманжолова читали вслух. Касым Аманжолов вёл эфир.") == [
        ("amanzholov", "Касым Аманжолов")
    ]


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200f", "\u2060", "\ufeff"])
def test_16_marks_that_nobody_sees_hide_no_name_and_move_no_offset(sign: str) -> None:
    text = f"\u202aСуд\u202c над Лук{sign}паном Ахме{sign}дьяро{sign}вым идёт."
    (mention,) = matcher().find(text)
    assert (mention.subject, text[mention.start : mention.end]) == ("akhmedyarov", mention.text)
    assert mention.text == f"Лук{sign}паном Ахме{sign}дьяро{sign}вым"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("articles 272 and 274 of the Criminal Code", ["272", "274"]),
        ("Criminal Code articles 405 and 179", ["405", "179"]),
        ("ст.ст. 272-274 УК РК", ["272-274", "272-274"]),
        ("по статьям 272 (массовые беспорядки) и 274 УК", ["272", "274"]),
        ("дело (274 УК РК)", ["274"]),
        ("ҚК 274-бабы", ["274"]),
        ("Қылмыстық кодекстің 405-бабы", ["405"]),
        ("274 of the Tax Code", []),
        ("405 ГПК", []),
        ("article 274, a law nobody knows", []),
    ],
)
def test_a_citation_is_read_by_grammar(text: str, wanted: list[str]) -> None:
    assert [form for _, form in find(text)] == wanted


def test_an_acronym_explained_as_something_else_is_not_the_organisation() -> None:
    assert find("Rapid Support Forces (RSF) came. RSF left.") == []
    assert find("RSF left.") == [("rsf", "RSF")]


def test_a_named_law_of_another_country_is_another_law() -> None:
    assert find("Land Code of Ukraine; Жер кодексіне") == [("land", "Жер кодексіне")]


def test_a_full_name_in_the_title_licenses_the_surname_in_the_text() -> None:
    found = matcher().find("Mamai was freed.", title="Zhanbolat Mamai: what is known")
    assert [(mention.place, mention.text) for mention in found] == [
        (Place.TEXT, "Mamai"),
        (Place.TITLE, "Zhanbolat Mamai"),
    ]


def test_outside_the_article_counts_little_and_licenses_nothing() -> None:
    found = matcher().find("Mamai was freed.", outside="Related: Zhanbolat Mamai. Lukpan Akhmedyarov jailed")
    assert {mention.subject for mention in found} == {"mamai", "akhmedyarov"}
    assert all(mention.place is Place.OUTSIDE and mention.rule == OUTSIDE_RULE for mention in found)
    assert all(mention.confidence < 0.5 for mention in found)


def test_a_subject_of_the_article_is_not_told_again_from_outside() -> None:
    found = matcher().find("Lukpan Akhmedyarov left.", outside="Lukpan Akhmedyarov jailed")
    assert [mention.place for mention in found] == [Place.TEXT]


def test_two_articles_of_a_range_share_their_span() -> None:
    found = matcher().find("articles 272 to 274 of the Criminal Code", country="kz")
    assert {(mention.subject, mention.text) for mention in found} == {
        ("kz-cc-272", "272 to 274"),
        ("kz-cc-274", "272 to 274"),
    }


def test_headings_of_a_page_whose_title_is_the_code_are_its_articles() -> None:
    text = "Статья 273. Иное\n\nДеяние.\n\nСтатья 274. Распространение\n\nНаказывается по статье 405 этого документа."
    found = matcher().find(text, country="kz", title="Уголовный кодекс Республики Казахстан")
    assert [mention.text for mention in found] == ["274"]


def test_a_mention_says_why() -> None:
    (mention,) = matcher().find("Lukpan Akmedyarov left. He is free.")
    assert mention.rule == "full name, misspelt"
    assert (mention.distance, mention.alias) == (1, "Lukpan Akhmedyarov")
    assert (mention.sentence_start, mention.sentence_end) == (0, 23)
    assert 0 < mention.confidence < 1


def test_an_exact_alias_is_never_inflected_or_respelt() -> None:
    listed = Subject(id="la", kind=_D, name="Lana Arystan", aliases=[Alias(text="L.A.", match="exact")])
    exact = Matcher([WatchList(name="x", subjects=(listed,))])
    assert [mention.text for mention in exact.find("L.A. left; l.a. and Л.А. stayed; XL.A. too.")] == ["L.A."]


def test_of_two_namesakes_the_one_named_last_is_meant() -> None:
    both = Matcher([WatchList(name="x", subjects=(person("a", "Askar Tolegen"), person("b", "Botakoz Tolegen")))])
    found = both.find("Askar Tolegen came, and Tolegen spoke. Botakoz Tolegen came, and Tolegen sang.")
    assert [mention.subject for mention in found] == ["a", "a", "b", "b"]


def test_a_contradicted_patronymic_is_somebody_else_and_a_missing_one_is_not() -> None:
    listed = Matcher([WatchList(name="x", subjects=(person("o", "Олег Маратович Сапаров"),))])
    assert [mention.text for mention in listed.find("Олега Сапарова ждали.")] == ["Олега Сапарова"]
    assert listed.find("Олег Петрович Сапаров торгует мебелью.") == []


def test_an_empty_watch_list_finds_nothing() -> None:
    assert Matcher([]).find("Lukpan Akhmedyarov", title="x", outside="y") == []


def test_a_name_that_many_countries_have_counts_where_the_page_is_about_its_own() -> None:
    party = Subject(id="party", kind=_O, name="Democratic Party of Kazakhstan", aliases=["Democratic Party"])
    matcher = Matcher([WatchList(name="parties", subjects=(party,))])
    texts = {
        "Kazakhstan: the Democratic Party was refused.": 1,
        "The Democratic Party lost Montana; the USA voted.": 0,
        "The Democratic Party lost Montana.": 0,
        "In Kazakhstan the Peoples Democratic Party of Nigeria is not known.": 0,
    }
    assert {text: len(matcher.find(text)) for text in texts} == texts
    assert len(matcher.find("The Democratic Party was refused.", country="kz")) == 1


def test_kazakh_endings_on_plain_latin_letters_are_read_where_the_text_is_kazakh() -> None:
    text = "Lukpan Akhmedyarovtyn isi sotta. Akhmedyarovka aiyp tagyldy."
    assert find(text, language="kk") == [
        ("akhmedyarov", "Lukpan Akhmedyarovtyn"),
        ("akhmedyarov", "Akhmedyarovka"),
    ]
    assert find(text, language="en") == []
