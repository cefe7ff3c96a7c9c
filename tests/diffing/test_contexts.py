"""Which sentences belong to the context of a mention, and what hostile text does to events: nothing."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diffing.contexts import opens_with_pronoun
from storage.records import Difference, EventKind

Compare = Callable[..., Difference]


def told(difference: Difference) -> list[tuple[str, str]]:
    return sorted((event.subject, event.kind.value) for event in difference.events)


@pytest.mark.parametrize(
    ("text", "was", "now", "language"),
    [
        ("[[dana|Dana Erkebay]] is ill. She waits for 5 days.", "5 days", "6 days", "en"),
        ("[[timur|Timur Askarov]] is ill. His brother waits for 5 days.", "5 days", "6 days", "en"),
        ("[[dana|Дану Еркебай]] вызвали. Ей дали 5 дней.", "5 дней", "6 дней", "ru"),
        ("[[timur|Тимура Аскарова]] вызвали. Его брат ждёт 5 дней.", "5 дней", "6 дней", "ru"),
        ("[[dana|Дана Еркебай]] ауырып тұр. Оның анасы 5 күн күтті.", "5 күн", "6 күн", "kk"),
        ("[[dana|Дана Еркебай]] мен [[timur|Тимур Асқаров]] келді. Олар 5 күн күтті.", "5 күн", "6 күн", "kk"),
    ],
)
def test_a_pronoun_sentence_belongs_to_the_person_before_it(
    compare: Compare, text: str, was: str, now: str, language: str
) -> None:
    difference = compare(text, text.replace(was, now), language=language)
    assert {event.kind for event in difference.events} == {EventKind.CONTEXT_CHANGED}
    assert all(event.material for event in difference.events)
    assert all(event.after and now in event.after.sentence for event in difference.events)


def test_a_pronoun_sentence_that_comes_or_goes_changes_the_context(compare: Compare) -> None:
    with_it = "[[dana|Dana Erkebay]] was detained. She was released on 17 January 2022. Rain fell."
    without = "[[dana|Dana Erkebay]] was detained. Rain fell."
    (came,) = compare(without, with_it).events
    assert (came.kind, came.status) == (EventKind.CONTEXT_CHANGED, "released")
    assert told(compare(with_it, without)) == [("dana", "context_changed")]


def test_two_pronoun_sentences_belong_to_a_mention_and_a_third_does_not(compare: Compare) -> None:
    text = "[[dana|Dana Erkebay]] is ill. She is 30. She is alone. She is cold."
    assert told(compare(text, text.replace("alone", "in a ward"))) == [("dana", "context_changed")]
    assert told(compare(text, text.replace("cold", "in a ward"))) == []


def test_the_context_ends_at_the_next_person(compare: Compare) -> None:
    text = "[[dana|Dana Erkebay]] is ill. [[timur|Timur Askarov]] is not. He is 40."
    assert told(compare(text, text.replace("40", "41"))) == [("timur", "context_changed")]


def test_the_context_ends_with_the_paragraph(compare: Compare) -> None:
    text = "[[dana|Dana Erkebay]] is ill.\n\nShe is 40."
    assert told(compare(text, text.replace("40", "41"))) == []


def test_a_paragraph_break_before_a_pronoun_sentence_is_silence(compare: Compare) -> None:
    text = "[[dana|Dana Erkebay]] is ill. She is 40. Rain fell."
    assert compare(text, text.replace("ill. ", "ill.\n\n")).events == ()


def test_a_sentence_put_between_takes_the_pronoun_away(compare: Compare) -> None:
    text = "[[dana|Dana Erkebay]] is ill. She is 40."
    between = "[[dana|Dana Erkebay]] is ill. A guard came by. She is 40."
    assert told(compare(text, between)) == [("dana", "context_changed")]


def test_an_organisation_has_pronoun_sentences_only_where_no_person_is_named(compare: Compare) -> None:
    alone = "[[org-1|Steppe Watch]] protested. They wrote 5 letters."
    beside = "[[org-1|Steppe Watch]] defends [[dana|Dana Erkebay]]. They wrote 5 letters."
    assert told(compare(alone, alone.replace("5", "6"))) == [("org-1", "context_changed")]
    assert told(compare(beside, beside.replace("5", "6"))) == [("dana", "context_changed")]


def test_each_person_of_a_sentence_has_the_status_of_their_clause(compare: Compare) -> None:
    after = "[[dana|Dana Erkebay]] was detained, and [[timur|Timur Askarov]] was fined 50 units."
    statuses = {event.subject: event.status for event in compare("Rain fell.", after).events}
    assert statuses == {"dana": "detained", "timur": "fined"}


def test_a_sentence_cut_in_two_is_one_edited_sentence(compare: Compare) -> None:
    before = "[[dana|Dana Erkebay]] was held for a day, and [[timur|Timur Askarov]] was held for a week in Karasu."
    after = before.replace(", and", ".")
    assert told(compare(before, after)) == [("dana", "context_changed"), ("timur", "context_changed")]
    assert told(compare(after, before)) == [("dana", "context_changed"), ("timur", "context_changed")]


def test_on_in_kazakh_is_the_number_ten() -> None:
    assert opens_with_pronoun("Он не признаёт вину.", "ru")
    assert opens_with_pronoun("Ол кінәсін мойындамайды.", "kk")
    assert not opens_with_pronoun("Он адам ұсталды.", "kk")
    assert not opens_with_pronoun("Онлайн сот өтті.", None)


FORMS = st.sampled_from(
    ["[[dana|Дана]]", "[[law-1|274]]", "[[org-1|«Steppe»]]", "суд", "He", "Ол", "\u00ad", "e\u0301", "."]
)
MARKED = st.lists(st.lists(FORMS, max_size=6).map(" ".join), max_size=4).map(". ".join)


@given(before=MARKED, after=MARKED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_two_texts_give_events_once_and_within_bounds(compare: Compare, before: str, after: str) -> None:
    difference = compare(before, after)
    keys = [
        (event.subject, event.kind, event.before and event.before.start, event.after and event.after.start)
        for event in difference.events
    ]
    assert len(keys) == len(set(keys))
    assert 0 <= difference.priority <= 1
    assert bool(difference.events) <= bool(difference.hunks)


@pytest.mark.parametrize("word", ["а", "мба", "не ", "after ", "признал ", "1", "\u0301"])
def test_an_endless_sentence_takes_bounded_time(compare: Compare, word: str) -> None:
    endless = word * (200_000 // len(word))
    began = time.process_time()
    compare(f"[[dana|Дана]] {endless} one", f"[[dana|Дана]] {endless} two", language="kk")
    assert time.process_time() - began < 4


def test_a_name_repeated_without_end_is_one_event_a_sentence(compare: Compare) -> None:
    before = "[[dana|Дана]] и " * 3_000
    assert told(compare(before, before + "ещё.", language="ru")) == [("dana", "context_changed")]
