"""Every marked mention of the test set is found, and nothing else is."""

import functools
from collections.abc import Callable

import pytest

from config.declarations import WatchList
from diffing.mentions import Matcher
from tests.diffing.mention_lines import WATCH_LIST, Gold, read_lines
from tests.diffing.second_list import make_second_list
from tests.diffing.third_list import make_third_list


@functools.cache
def matcher() -> Matcher:
    return Matcher([WATCH_LIST])


@pytest.mark.parametrize(
    ("language", "text", "gold"), read_lines(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_line_has_exactly_its_marked_mentions(language: str, text: str, gold: Gold) -> None:
    found = [
        (mention.subject, mention.start, mention.end)
        for mention in matcher().find(text, country="kz", language=language)
    ]
    wanted = sorted(gold, key=lambda each: (each[1], each[0]))
    shown = [(subject, text[start:end]) for subject, start, end in sorted(found, key=lambda each: (each[1], each[0]))]
    assert shown == [(subject, text[start:end]) for subject, start, end in wanted]


@pytest.mark.parametrize("latin", [False, True], ids=["in all scripts", "in Latin only"])
@pytest.mark.parametrize(
    ("folder", "make"), [("second_lines", make_second_list), ("third_lines", make_third_list)], ids=["second", "third"]
)
def test_another_list_is_found_in_its_lines_however_its_people_are_given(
    folder: str, make: Callable[..., WatchList], latin: bool
) -> None:
    other = Matcher([make(latin=latin)])
    wrong = []
    for language, text, gold in read_lines(folder):
        found = [(each.subject, each.start, each.end) for each in other.find(text, country="kz", language=language)]
        if sorted(found) != sorted(gold):
            wrong.append(text)
    assert wrong == []
