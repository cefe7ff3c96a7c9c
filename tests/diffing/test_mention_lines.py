"""Every marked mention of the test set is found, and nothing else is."""

import functools

import pytest

from diffing.mentions import Matcher
from tests.diffing.mention_lines import WATCH_LIST, Gold, read_lines


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
