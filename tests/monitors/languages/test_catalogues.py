"""The catalogues: whole, true to their texts, and right in number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from jinja2 import Environment

from config.declarations import SourceType, SubjectKind, Tongue
from diffing.names import rules
from diffing.vocabulary import VOCABULARIES
from monitors.health.rows import SourceState
from monitors.languages.catalogues import find_languages
from monitors.languages.numbers import write_decimal, write_number
from monitors.languages.speaking import count, gettext, known_languages, speaking
from monitors.languages.terms import say_detail, say_reason, say_term
from monitors.languages.updating import ROOT, SPEAKING, gather_texts, read_catalogue
from storage import people, records

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")
KEPT = (
    records.Outcome, records.Failure, records.Fidelity, records.PageState, records.Verdict, people.Role, SubjectKind,
    SourceType, SourceState,
)  # fmt: skip
"""Words that the database holds in English."""

TEMPLATES = [path for folder in SPEAKING for path in sorted((ROOT / folder).rglob("*.html"))]


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return gather_texts()


def messages(catalogue: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(each.context, each.id if isinstance(each.id, str) else each.id[0]): each for each in catalogue if each.id}


def test_an_operator_may_choose_each_language_there_is() -> None:
    assert set(Tongue) == set(known_languages())


@pytest.mark.parametrize("language", find_languages())
def test_every_text_is_translated_and_no_translation_is_left_over(texts: Catalog, language: str) -> None:
    """Mend it with `python -m monitors.languages.updating`, then translate what is empty."""
    catalogue = read_catalogue(language)
    known = messages(catalogue)
    assert known.keys() == messages(texts).keys()
    assert not catalogue.obsolete
    unsaid = [key for key, each in known.items() if each.fuzzy or not each.string or not all(each.string)]
    assert unsaid == []


@pytest.mark.parametrize("language", find_languages())
def test_a_translation_tells_what_its_text_tells(language: str) -> None:
    catalogue = read_catalogue(language)
    for each in messages(catalogue).values():
        told = each.id if isinstance(each.id, str) else each.id[1]
        said = [each.string] if isinstance(each.string, str) else list(each.string)
        assert len(said) == (1 if isinstance(each.id, str) else catalogue.num_plurals), told
        for one in said:
            assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(told)), told
            assert one[:1].isspace() == told[:1].isspace() and one[-1:].isspace() == told[-1:].isspace(), told


def test_numbers_are_said_in_the_form_that_each_language_has_for_them() -> None:
    said = {}
    for language in known_languages():
        with speaking(language):
            said[language] = [count("%(num)s page", "%(num)s pages", number) for number in (1, 2, 5, 11, 21, 1234)]
    assert said["en"] == ["1 page", "2 pages", "5 pages", "11 pages", "21 pages", "1,234 pages"]
    assert [each.split()[-1] for each in said["ru"]] == [
        "страница", "страницы", "страниц", "страниц", "страница", "страницы",
    ]  # fmt: skip
    assert {each.split()[-1] for each in said["kk"]} == {"бет"}


def test_decimals_and_thousands_are_written_as_the_language_writes_them() -> None:
    with speaking("ru"):
        assert (write_decimal(0.5), write_number(12345)) == ("0,50", "12\u00a0345")


def test_reasons_and_details_that_are_kept_in_english_are_said_with_what_stands_in_them() -> None:
    with speaking("ru"):
        assert say_term("detained") == "задержан(а)"
        assert (
            say_reason("status word: sentenced (was: detained)")
            == "слово о статусе: вынесен приговор (было: задержан(а))"
        )
        assert say_reason("the page had not changed for 31 days") == "страница не менялась 31 день"
        assert say_detail("charset guessed on 2 of 9 pages; status 403 (3 of 4 looks)") == (
            "кодировка угадана на 2 из 9 страниц; код 403 (3 из 4 просмотров)"
        )
        assert say_reason("what no table knows") == "what no table knows"
        assert gettext("what no catalogue knows") == "what no catalogue knows"


def test_the_guide_for_translators_has_the_words_that_the_catalogues_have() -> None:
    guide = (ROOT.parent / "docs/how-to/translate-the-interface.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", guide, flags=re.MULTILINE)[2:]
    assert len(rows) > 10
    for place, language in enumerate(("ru", "kk"), start=1):
        with speaking(language):
            assert [gettext(row[0]) for row in rows] == [row[place] for row in rows]


@pytest.mark.parametrize("language", find_languages())
def test_every_word_that_is_kept_in_english_is_said_in_each_language(language: str) -> None:
    words = {word.value for kind in KEPT for word in kind}
    words |= {status for vocabulary in VOCABULARIES.values() for status, _ in vocabulary.statuses}
    words |= set(rules.CONFIDENCE)
    with speaking(language):
        assert sorted(word for word in words if say_term(word) == word) == []


@pytest.mark.parametrize(
    "detail",
    [
        "last looked at 31 h ago, due every 6 h",
        "nothing new for 90 min; usual: every 45 s",
        "certificate: self-signed (2 of 3 looks)",
        "checked every 2 h: 3 of the last 40 checks brought changes (Cho 2003); 4 of 9 pages less often",
        "1 page goes to and fro between two texts",
    ],
)
def test_no_english_is_left_in_a_detail_but_what_others_said(detail: str) -> None:
    with speaking("ru"):
        assert set(re.findall("[A-Za-z]+", say_detail(detail))) <= {"self", "signed", "Cho"}


def test_no_two_full_stops_follow_a_date_that_ends_with_one() -> None:
    """`24 ноября 2026 г.` and `24 қар.` end with a stop of their own, so the texts put none behind them."""
    dated = re.compile(r"%\((?:period|day|since|until|date)\)s\.")
    for language in find_languages():
        said = [each.string for each in messages(read_catalogue(language)).values()]
        assert not [one for each in said for one in ([each] if isinstance(each, str) else each) if dated.search(one)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_words_that_cannot_be_translated(path: Path) -> None:
    tokens = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
    page = "".join(value if kind == "data" else "§" if "begin" in kind else "" for _, kind, value in tokens)
    page = re.sub(r"<(pre|kbd|style|script)\b.*?</\1>|<!--.*?-->", "", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:title|aria-label|placeholder|alt)="[^"§]*?([A-Za-z]{2,})[^"]*"', page)
    seen = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", page))
    assert set(spoken + seen) <= {"defenderwatch", "sha", "related"}  # our name, a hash's, and a selector
