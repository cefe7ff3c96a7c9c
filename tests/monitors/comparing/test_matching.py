"""Why a mention counts, as an operator reads it."""

import pytest

from config.declarations import Subject, SubjectKind, WatchList
from diffing.mentions import Matcher
from monitors.reading.matching import explain_mention

MATCHER = Matcher(
    [WatchList(name="x", subjects=(Subject(id="one", kind=SubjectKind.DEFENDER, name="Daniyar Kozhamuratov"),))]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Данияра Кожамуратова ждут.", "full name; confidence 0.99; as «Daniyar Kozhamuratov»"),
        ("Daniyar Kozhmuratov came.", "full name, misspelt; confidence 0.85; as «Daniyar Kozhamuratov», 1 letter off"),
    ],
)
def test_rule_confidence_spelling_and_slips_are_told(text: str, told: str) -> None:
    assert [explain_mention(each) for each in MATCHER.find(text)] == [told]


def test_what_stands_in_the_title_or_beside_the_article_is_told_as_such() -> None:
    titled = MATCHER.find("Суд.", title="Daniyar Kozhamuratov")
    beside = MATCHER.find("Суд.", outside="Daniyar Kozhamuratov")
    assert [explain_mention(each).rsplit("; ", 1)[1] for each in (*titled, *beside)] == [
        "in the title",
        "beside the article",
    ]
