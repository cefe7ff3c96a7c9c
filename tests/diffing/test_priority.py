"""How urgent a change is, and why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from diffing.priority import Pace, rate_difference
from storage.records import Difference, Event, EventKind, Hunk, HunkKind, Passage

Compare = Callable[..., Difference]

LEAD = "The court of Karasu met on Monday. Few people came. The session was short."
NAMED = "[[dana|Dana Erkebay]] was detained in Karasu on 15 June 2025."


def test_nothing_that_differs_has_no_priority() -> None:
    assert rate_difference([], [], source_type="ngo") == (0.0, ())


def test_a_change_without_a_mention_is_kept_at_the_bottom() -> None:
    hunks = [Hunk(kind=HunkKind.CHANGED, before="Rain.", after="Snow.")]
    priority, reasons = rate_difference([], hunks, source_type="government")
    assert 0 < priority <= 0.1
    assert reasons[0] == "no mention in what changed"


def test_a_disappearance_says_so(compare: Compare) -> None:
    difference = compare(f"{LEAD}\n\n{NAMED}", LEAD)
    assert difference.priority >= 0.8
    assert difference.reasons[0] == "a mention disappeared"


def test_a_status_that_changed_names_both(compare: Compare) -> None:
    difference = compare(NAMED, NAMED.replace("detained", "released"))
    assert difference.priority >= 0.8
    assert difference.reasons[0] == "status word: released (was: detained)"


def test_a_law_newly_cited_beside_a_person_weighs_more_than_either(compare: Compare) -> None:
    after = f"{LEAD} [[dana|Dana Erkebay]] is held under article [[law-1|77]]."
    both = compare(LEAD, after)
    assert "a law newly cited beside a tracked person" in both.reasons
    assert both.priority > compare(LEAD, f"{LEAD} [[dana|Dana Erkebay]] is ill.").priority


@pytest.mark.parametrize("source_type", ["government", "law", "un"])
def test_a_state_or_the_un_weighs_more_than_a_newspaper(compare: Compare, source_type: str) -> None:
    after = f"{LEAD} {NAMED}"
    official, media = (compare(LEAD, after, source_type=each) for each in (source_type, "media"))
    assert official.priority > media.priority
    assert f"source: {source_type}" in official.reasons


def test_a_polished_sentence_weighs_less_than_a_changed_number(compare: Compare) -> None:
    long = NAMED.replace("in Karasu", "in the old quarter of the city of Karasu after a long search of the flat")
    minor, number = compare(long, long.replace("a long", "one long")), compare(long, long.replace("15", "16"))
    assert minor.priority < 0.3 < number.priority


def test_a_page_that_changes_at_every_look_weighs_less_and_one_that_never_did_weighs_more() -> None:
    hunks = [Hunk(kind=HunkKind.CHANGED, before="Rain.", after="Snow.")]
    passage = Passage(start=0, end=4, text="Dana", sentence="Dana Erkebay was seen.")
    event = Event(
        subject="dana", subject_kind="defender", kind=EventKind.ADDED, material=True, before=None, after=passage
    )

    def rate(*pace: Any) -> tuple[float, tuple[str, ...]]:
        return rate_difference([event], hunks, source_type="ngo", pace=Pace(*pace) if pace else None)

    usual, (often, said), (still, told) = rate(), rate(20, 18, timedelta(hours=6)), rate(400, 1, timedelta(days=90))
    assert often < usual[0] < still
    assert said[-1] == "less, for the page changes often: at 18 of 20 looks"
    assert "the page had not changed for 90 days" in told
    assert rate(3, 3, timedelta(days=90)) == usual


def test_the_size_of_a_change_is_told() -> None:
    equal = Hunk(kind=HunkKind.EQUAL, before="x" * 700, after="x" * 700)
    _, reasons = rate_difference([], [equal, Hunk(kind=HunkKind.ADDED, before=None, after="y" * 300)], source_type="un")
    assert "30% of the text differs" in reasons


def test_a_moved_passage_weighs_least(compare: Compare) -> None:
    difference = compare(f"{NAMED}\n\n{LEAD}\n\nRain fell.", f"{LEAD}\n\nRain fell.\n\n{NAMED}")
    assert difference.priority < 0.2


def test_priority_stays_within_its_bounds_however_many_reasons(compare: Compare) -> None:
    people = " ".join(f"[[p{n}|Person {n}]] was detained under article [[law-{n}|{n}]]." for n in range(200))
    difference = compare(LEAD, people, source_type="government")
    assert 0.75 < difference.priority <= 1.0
    assert len(difference.reasons) == len(set(difference.reasons)) < 12


def test_no_reason_names_a_subject(compare: Compare) -> None:
    difference = compare(LEAD, f"{LEAD} {NAMED}")
    assert not any("dana" in reason.lower() for reason in difference.reasons)
