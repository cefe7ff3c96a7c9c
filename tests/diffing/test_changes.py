"""What a difference means for whom: the events as the contract defines them."""

from collections.abc import Callable

import pytest

from storage.records import Difference, EventKind, HunkKind, Place

Compare = Callable[..., Difference]

LEAD = "The court of Karasu met on Monday. Few people came."
TAIL = "The weather stayed cold. Trains ran late."
NAMED = "[[dana|Dana Erkebay]] was detained in Karasu on 15 June 2025. She has not seen a lawyer for 12 days."
OTHER = "According to [[dana|Erkebay]]’s family, the prison refused 3 parcels this autumn."


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


BEFORE = page(LEAD, NAMED, OTHER, TAIL)


def told(difference: Difference) -> list[tuple[str, str]]:
    return sorted((event.subject, event.kind.value) for event in difference.events)


def test_the_same_page_twice_is_silence(compare: Compare) -> None:
    difference = compare(BEFORE, BEFORE)
    assert (difference.events, difference.hunks, difference.priority, difference.reasons) == ((), (), 0.0, ())


def test_white_space_and_typography_are_silence(compare: Compare) -> None:
    after = BEFORE.replace(". ", ".\u00a0 ").replace("’", "'").replace("cold. ", "cold.\n\n")
    difference = compare(BEFORE, after)
    assert (difference.events, difference.hunks) == ((), ())


def test_on_a_new_page_each_subject_appears_once_at_the_first_mention(compare: Compare) -> None:
    (event,) = compare(None, BEFORE).events
    assert (event.kind, event.before, event.material) == (EventKind.APPEARED, None, True)
    assert event.after is not None
    assert event.after.sentence.startswith("Dana Erkebay was detained in Karasu")
    assert event.status == "detained"


def test_on_a_page_that_is_gone_each_subject_disappears_once(compare: Compare) -> None:
    (event,) = compare(BEFORE, None).events
    assert (event.kind, event.after, event.status) == (EventKind.DISAPPEARED, None, None)


def test_a_subject_named_nowhere_before_appears(compare: Compare) -> None:
    after = page(LEAD, NAMED, OTHER, "Beside her sat [[timur|Timur Askarov]]. [[timur|Askarov]] smiled.", TAIL)
    assert told(compare(BEFORE, after)) == [("timur", "appeared")]


def test_a_subject_named_nowhere_now_disappears(compare: Compare) -> None:
    assert told(compare(BEFORE, page(LEAD, TAIL))) == [("dana", "disappeared")]


def test_a_new_sentence_about_a_subject_that_stays_is_added_once(compare: Compare) -> None:
    more = "[[dana|Erkebay]] thanked those who write to [[dana|Erkebay]]."
    difference = compare(BEFORE, page(LEAD, NAMED, OTHER, f"{TAIL} {more}"))
    assert told(difference) == [("dana", "added")]
    assert difference.events[0].after is not None
    assert difference.events[0].after.sentence == "Erkebay thanked those who write to Erkebay."


def test_a_sentence_taken_away_from_a_subject_that_stays_is_removed(compare: Compare) -> None:
    difference = compare(BEFORE, page(LEAD, NAMED, TAIL))
    assert told(difference) == [("dana", "removed")]


def test_one_sentence_edited_is_one_event_for_each_subject_in_it(compare: Compare) -> None:
    before = page(LEAD, "[[dana|Dana Erkebay]] is charged under article [[law-1|77]] of the Code of Karasu.", TAIL)
    after = before.replace("is charged", "was yesterday charged")
    assert told(compare(before, after)) == [("dana", "context_changed"), ("law-1", "context_changed")]


def test_a_sentence_rewritten_for_a_new_status_is_one_event(compare: Compare) -> None:
    before = page(LEAD, "Суд отложил рассмотрение дела [[dana|Даны Еркебай]] о митинге.", TAIL)
    after = page(LEAD, "[[dana|Дану Еркебай]] приговорили к десяти суткам ареста.", TAIL)
    (event,) = compare(before, after, language="ru").events
    assert (event.kind, event.material, event.status) == (EventKind.CONTEXT_CHANGED, True, "sentenced")


def test_a_name_before_and_after_with_other_text_changed_has_no_event(compare: Compare) -> None:
    difference = compare(BEFORE, BEFORE.replace("Trains ran late", "Trains ran on time"))
    assert difference.events == ()
    assert [hunk.kind for hunk in difference.hunks if hunk.kind is not HunkKind.EQUAL] == [HunkKind.CHANGED]


@pytest.mark.parametrize(
    ("was", "now"),
    [("15 June", "16 June"), ("15 June", "15 July"), ("12 days", "13 days"), ("has not seen", "has seen")],
)
def test_a_number_a_date_or_a_negation_is_material(compare: Compare, was: str, now: str) -> None:
    (event,) = compare(BEFORE, BEFORE.replace(was, now)).events
    assert (event.kind, event.material) == (EventKind.CONTEXT_CHANGED, True)


def test_a_word_polished_in_a_long_sentence_is_not_material(compare: Compare) -> None:
    (event,) = compare(BEFORE, BEFORE.replace("this autumn", "that autumn")).events
    assert (event.kind, event.material) == (EventKind.CONTEXT_CHANGED, False)


def test_a_new_spelling_of_the_name_alone_is_respelled(compare: Compare) -> None:
    difference = compare(BEFORE, BEFORE.replace("|Erkebay]]", "|Yerkebay]]"))
    assert told(difference) == [("dana", "respelled")]
    assert not difference.events[0].material


def test_others_beside_a_respelled_name_have_no_event(compare: Compare) -> None:
    before = page(LEAD, "[[dana|Dana Erkebay]] and [[timur|Timur Askarov]] were fined 5 units.", TAIL)
    assert told(compare(before, before.replace("Erkebay", "Yerkebay"))) == [("dana", "respelled")]


def test_a_slip_in_a_name_that_was_not_recognised_is_respelled_when_mended(compare: Compare) -> None:
    before = page(LEAD, "Dana Erkebbay was detained on 15 June.", OTHER, TAIL)
    after = page(LEAD, "[[dana|Dana Erkebay]] was detained on 15 June.", OTHER, TAIL)
    assert told(compare(before, after)) == [("dana", "respelled")]


def test_a_bare_surname_that_counts_only_now_does_not_make_a_person_appear(compare: Compare) -> None:
    before = page(LEAD, "Erkebay spoke to the judge.", TAIL)
    after = page(LEAD, "[[dana|Erkebay]] spoke to the judge.", "[[dana|Dana Erkebay]] is a teacher.", TAIL)
    assert told(compare(before, after)) == [("dana", "added")]


def test_a_moved_paragraph_is_moved_and_never_removed_and_added(compare: Compare) -> None:
    difference = compare(BEFORE, page(LEAD, NAMED, TAIL, "Shops were open. Few went in.", OTHER))
    assert told(difference) == [("dana", "moved")]
    assert not difference.events[0].material


def test_a_passage_that_moves_with_its_pronoun_sentence_is_moved(compare: Compare) -> None:
    assert told(compare(BEFORE, page(LEAD, OTHER, TAIL, NAMED))) == [("dana", "moved")]


def test_what_a_moved_paragraph_passed_has_no_event(compare: Compare) -> None:
    before = page("A note. It is short.", LEAD, NAMED, TAIL)
    assert compare(before, page(LEAD, NAMED, TAIL, "A note. It is short.")).events == ()


def test_a_mention_outside_the_article_raises_nothing(compare: Compare) -> None:
    difference = compare(LEAD, f"{LEAD} Rain fell.", outside=("", "Read also: [[dana|Dana Erkebay]] released"))
    assert difference.events == ()
    assert compare(None, LEAD, outside=("", "[[dana|Dana Erkebay]]")).events == ()


def test_a_sentence_that_only_left_the_article_is_not_removed(compare: Compare) -> None:
    sentence = "Erkebay was given the prize of the city in May."
    before = page(LEAD, f"[[dana|Dana]] {sentence}", TAIL)
    assert compare(before, page(LEAD, TAIL), outside=("menu", f"menu Dana {sentence} imprint")).events == ()
    assert told(compare(before, page(LEAD, TAIL), outside=("menu", "menu imprint"))) == [("dana", "disappeared")]


def test_a_subject_only_in_the_title_is_present(compare: Compare) -> None:
    titles = ("The case of [[dana|Dana Erkebay]]", "The case of [[dana|Dana Erkebay]]")
    assert compare(LEAD, f"{LEAD} Rain fell.", titles=titles).events == ()
    assert told(compare(LEAD, TAIL, titles=(titles[0], "A case"))) == [("dana", "disappeared")]


def test_a_changed_title_changes_the_context_of_whom_it_names(compare: Compare) -> None:
    (event,) = compare(
        BEFORE, BEFORE, titles=("[[dana|Dana Erkebay]] detained", "[[dana|Dana Erkebay]] sentenced to 5 years")
    ).events
    assert (event.kind, event.material, event.status) == (EventKind.CONTEXT_CHANGED, True, "sentenced")
    assert event.after is not None
    assert event.after.place is Place.TITLE


def test_a_title_adds_and_removes_nobody_whom_the_text_names(compare: Compare) -> None:
    difference = compare(BEFORE, BEFORE, titles=("A case", "The case of [[dana|Dana Erkebay]]"))
    assert difference.events == ()
    assert [(hunk.kind, hunk.place) for hunk in difference.hunks][:1] == [(HunkKind.CHANGED, Place.TITLE)]


def test_a_law_is_context_only_of_its_own_sentence(compare: Compare) -> None:
    before = page("[[dana|Dana Erkebay]] is held under article [[law-1|77]]. She is ill.", LEAD)
    assert told(compare(before, before.replace("is ill", "is well"))) == [("dana", "context_changed")]


def test_an_amended_article_of_a_law_changes_the_context_of_its_heading(compare: Compare) -> None:
    articles = [f"Статья [[law-{n}|{n}]]. О порядке {n}.\n\nНаказывается штрафом до {n} тенге." for n in range(70, 76)]
    before = page(*articles)
    (event,) = compare(before, before.replace("до 73 тенге", "до 99 тенге"), source_type="law", language="ru").events
    assert (event.subject, event.kind, event.material) == ("law-73", EventKind.CONTEXT_CHANGED, True)
    assert event.after is not None
    assert event.after.sentence.endswith("Наказывается штрафом до 99 тенге.")


def test_a_very_long_page_keeps_only_what_stands_beside_a_difference(compare: Compare) -> None:
    before = page(*(f"Provision {n} says that nothing is known of number {n}." for n in range(3000)))
    difference = compare(before, before.replace("number 1500.", "number 1500 now."))
    assert [hunk.kind.value for hunk in difference.hunks] == ["equal", "changed", "equal"]
